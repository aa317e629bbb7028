import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { projectRoot } from "../../stacks/project-root";
import { baseOf, isHidden, isStatic, madeBy, type Reach, reachOf } from "./reach";
import { SourceIndex } from "./source-index";

interface Catalogued {
  readonly sid: string;
  readonly actions: readonly string[];
  readonly reason: string;
  readonly page: string;
}

/** The pages of docs/api, by file name: one for each construct, one for all other exported names, and their index. */
export function apiPages(): ReadonlyMap<string, string> {
  const root = projectRoot();
  const index = new SourceIndex(root);
  const catalogue = JSON.parse(
    readFileSync(join(root, "review", "catalogue", "statements.json"), "utf8"),
  ) as readonly Catalogued[];
  const constructs = index.exportedNames().flatMap((name) => {
    const declaration = index.exported(name);
    const isConstruct =
      declaration !== undefined && ts.isClassDeclaration(declaration) && extendsConstruct(declaration, index);
    return isConstruct ? [declaration] : [];
  });
  const pages = constructs.map(
    (one) => [`${one.name!.text}.md`, constructPage(one, index, catalogue)] as const,
  );
  return new Map([
    ...pages,
    ["README.md", indexPage(constructs, index)],
    ["other-names.md", otherNames(index, constructs)],
  ]);
}

function extendsConstruct(declaration: ts.ClassDeclaration, index: SourceIndex): boolean {
  const clause = declaration.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword);
  if (clause?.types[0]?.expression.getText() === "Construct") return true;
  const base = baseOf(declaration, index);
  return base !== undefined && extendsConstruct(base, index);
}

function indexPage(constructs: readonly ts.ClassDeclaration[], index: SourceIndex): string {
  const rows = constructs.map((one) => {
    const name = one.name!.text;
    return `| [${name}](${name}.md) | ${cell(firstSentence(docOf(one)))} |`;
  });
  const { length } = index.exportedNames();
  return page([
    "# API",
    `What \`cdktf-ground-truth\` exports, read from its sources by \`npm run docs\`: ${constructs.length} constructs, a page each, and ${length - constructs.length} [other names](other-names.md).`,
    table(["Construct", "What it is"], rows),
  ]);
}

function otherNames(index: SourceIndex, constructs: readonly ts.ClassDeclaration[]): string {
  const names = index.exportedNames().filter((name) => constructs.every((one) => one.name!.text !== name));
  const sections = names.flatMap((name) => {
    const declaration = index.exported(name);
    if (declaration === undefined) return [];
    const body = [docOf(declaration)];
    if (ts.isInterfaceDeclaration(declaration)) body.push(propsTable(declaration, index));
    if (ts.isEnumDeclaration(declaration)) body.push(enumTable(declaration));
    if (ts.isClassDeclaration(declaration)) body.push(membersTable(declaration, index));
    if (ts.isFunctionDeclaration(declaration)) body.push(`\`${signature(declaration)}\``);
    return [`## ${name}`, ...body];
  });
  return page(["# Other names", "Props, enums and values beside the [constructs](README.md).", ...sections]);
}

function constructPage(
  declaration: ts.ClassDeclaration,
  index: SourceIndex,
  catalogue: readonly Catalogued[],
): string {
  const name = declaration.name!.text;
  const { types, ...statements } = reachOf(madeBy(declaration, index), index);
  const props = propsOf(declaration, index);
  const grants = methodsOf(declaration, index).filter(
    (method) => !isStatic(method) && /^grant/.test(method.name.getText()),
  );
  return page([
    `# ${name}`,
    docOf(declaration),
    `\`import { ${name} } from "cdktf-ground-truth";\``,
    ...(props === undefined ? [] : ["## Props", `\`${props.name.text}\``, propsTable(props, index)]),
    "## What it makes",
    types.length === 0
      ? "No resource of its own."
      : `By itself or through its parts, as far as the props ask for it: ${types.map((type) => `\`${type}\``).join(", ")}.`,
    ...statementsSection("## Statements that it can write", statements, catalogue),
    ...grants.flatMap((method) => [
      `## ${method.name.getText()}`,
      `\`${signature(method)}\``,
      docOf(method),
      ...statementsSection(undefined, reachOf([method], index), catalogue),
    ]),
    "## Members",
    membersTable(declaration, index),
  ]);
}

/** Those of the catalogue, with what each allows and why. The deployer's depend on its stacks, and are in no catalogue. */
function statementsSection(
  title: string | undefined,
  { sids, reasons }: Pick<Reach, "sids" | "reasons">,
  catalogue: readonly Catalogued[],
): readonly string[] {
  const rows = sids.flatMap((sid) => {
    const named = catalogue.filter((entry) => entry.sid === sid);
    // Others have statements of the same name for another reason.
    const own = named.filter(({ reason }) => reasons.has(reason));
    const entries = own.length > 0 ? own : named;
    const [first] = entries;
    if (first === undefined) return [];
    const actions = [...new Set(entries.flatMap((entry) => entry.actions))].sort();
    const why = [...new Set(entries.map(({ reason }) => reason))];
    return [
      `| \`${sid}\` | ${actions.map((action) => `\`${action}\``).join(", ")} | ${cell(why.join("; or: "))} | [AWS](https://${first.page.replace(/^https:\/\//, "")}) |`,
    ];
  });
  if (rows.length === 0) return [];
  return [
    ...(title === undefined
      ? []
      : [
          title,
          "Which of them follows from the props; [permissions](../permissions.md) has each with its resources.",
        ]),
    table(["Sid", "Allows or denies", "Why", "Page"], rows),
  ];
}

function propsOf(declaration: ts.ClassDeclaration, index: SourceIndex): ts.InterfaceDeclaration | undefined {
  const constructor = declaration.members.find(ts.isConstructorDeclaration);
  const base = baseOf(declaration, index);
  if (constructor === undefined) return base === undefined ? undefined : propsOf(base, index);
  const type = constructor.parameters.at(2)?.type?.getText();
  const props = type === undefined ? undefined : index.resolve(type, declaration).declaration;
  return props !== undefined && ts.isInterfaceDeclaration(props) ? props : undefined;
}

/** Properties of an interface and of those that it extends, by name. */
export function propertiesOf(
  declaration: ts.InterfaceDeclaration,
  index: SourceIndex,
): readonly ts.PropertySignature[] {
  const inherited = (declaration.heritageClauses ?? [])
    .flatMap(({ types }) => types)
    .flatMap(({ expression }) => {
      const base = index.resolve(expression.getText(), declaration).declaration;
      return base !== undefined && ts.isInterfaceDeclaration(base) ? propertiesOf(base, index) : [];
    });
  const all = [...inherited, ...declaration.members.filter(ts.isPropertySignature)];
  return [...new Map(all.map((each) => [each.name.getText(), each])).values()];
}

function propsTable(declaration: ts.InterfaceDeclaration, index: SourceIndex): string {
  const properties = [...propertiesOf(declaration, index)].sort(
    (one, other) => Number(one.questionToken !== undefined) - Number(other.questionToken !== undefined),
  );
  const rows = properties.map((property) => {
    const byDefault = property.questionToken === undefined ? "needed" : defaultOf(property);
    return `| \`${property.name.getText()}\` | ${typeCell(property.type)} | ${cell(byDefault)} | ${cell(docOf(property))} |`;
  });
  return rows.length === 0 ? "" : table(["Name", "Type", "Default", "What it is"], rows);
}

function enumTable({ members }: ts.EnumDeclaration): string {
  return table(
    ["Value", "What it is"],
    members.map((member) => `| \`${member.name.getText()}\` | ${cell(docOf(member))} |`),
  );
}

function methodsOf(declaration: ts.ClassDeclaration, index: SourceIndex): readonly ts.MethodDeclaration[] {
  const base = baseOf(declaration, index);
  const inherited = base === undefined ? [] : methodsOf(base, index);
  const own = declaration.members.filter(ts.isMethodDeclaration).filter((method) => !isHidden(method));
  const all = [...inherited.filter((method) => !isStatic(method)), ...own];
  return [...new Map(all.map((each) => [each.name.getText(), each])).values()];
}

/** What a user reads or calls, without grants, which have sections of their own. */
function membersTable(declaration: ts.ClassDeclaration, index: SourceIndex): string {
  const classes: ts.ClassDeclaration[] = [];
  for (let one: ts.ClassDeclaration | undefined = declaration; one; one = baseOf(one, index))
    classes.push(one);
  const properties = classes
    .flatMap(({ members }) => [...members])
    .filter((member) => ts.isPropertyDeclaration(member) || ts.isGetAccessorDeclaration(member))
    .filter((member) => !isHidden(member))
    .map((member) => [`${isStatic(member) ? "static " : ""}${member.name.getText()}`, member] as const);
  const methods = methodsOf(declaration, index)
    .filter((method) => !/^grant/.test(method.name.getText()))
    .map((method) => [`${isStatic(method) ? "static " : ""}${signature(method)}`, method] as const);
  const rows = [...new Map<string, ts.Node>([...properties, ...methods])].map(
    ([text, member]) => `| \`${text.replaceAll("|", "\\|")}\` | ${cell(docOf(member))} |`,
  );
  return rows.length === 0 ? "None." : table(["Member", "What it is"], rows);
}

function signature(node: ts.MethodDeclaration | ts.FunctionDeclaration): string {
  const parameters = node.parameters.map((each) => each.getText().replace(/\s+/g, " ")).join(", ");
  const type = node.type === undefined ? "" : `: ${node.type.getText().replace(/\s+/g, " ")}`;
  return `${node.name!.getText()}(${parameters})${type}`;
}

/** The comment of a declaration without its tags. */
function docOf(node: ts.Node): string {
  const comments = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  return (ts.getTextOfJSDocComment(comments.at(-1)?.comment) ?? "")
    .replace(/\{@link (\w+)\}/g, "`$1`")
    .trim();
}

function defaultOf(node: ts.Node): string {
  const tag = ts.getJSDocTags(node).find(({ tagName }) => tagName.text === "default");
  return (ts.getTextOfJSDocComment(tag?.comment) ?? "").replace(/^- /, "").trim();
}

function firstSentence(text: string): string {
  return /^[\s\S]*?[.:](?=\s|$)/.exec(text)?.[0].replace(/:$/, ".") ?? text;
}

function typeCell(type: ts.TypeNode | undefined): string {
  return type === undefined ? "" : `\`${type.getText().replace(/\s+/g, " ").replaceAll("|", "\\|")}\``;
}

function cell(text: string): string {
  return text.replace(/\s*\n\s*/g, " ").replaceAll("|", "\\|");
}

function table(titles: readonly string[], rows: readonly string[]): string {
  return [`| ${titles.join(" | ")} |`, `|${titles.map(() => " --- |").join("")}`, ...rows].join("\n");
}

function page(parts: readonly string[]): string {
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}
