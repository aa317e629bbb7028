import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** Types of other packages, by what their objects have at least. */
const foreign: Readonly<Record<string, readonly string[]>> = {
  Construct: ["node"],
  IConstruct: ["node"],
  IamRole: ["node", "assumeRolePolicy"],
  TerraformStack: ["addDependency", "node"],
};

/*
 * What the public constructs take, as the runtime checks it: read from the declarations of props, so that it cannot differ
 * from them. Syntax only: types of other packages pass as anything.
 */

type Struct = Record<string, string>;

interface Declarations {
  readonly structs: Map<string, ts.InterfaceDeclaration>;
  readonly classes: Map<string, ts.ClassDeclaration>;
  readonly enums: Map<string, ts.EnumDeclaration>;
  readonly functions: Map<string, ts.FunctionDeclaration>;
  /** Names for other types. */
  readonly aliases: Map<string, ts.TypeNode>;
}

/** The module `lib/validation/input-shapes.ts`. */
export function inputShapesModule(project: string): string {
  const declarations = read(join(project, "lib"));
  const inputs: Record<string, Struct> = {};
  const calls: Record<string, Struct> = {};
  const exported = new Set(exportedNames(join(project, "lib", "index.ts")));
  for (const [name, declaration] of sorted(declarations.classes)) {
    if (declaration.getSourceFile().text.includes(`checkCalls(${name}, "${name}")`))
      Object.assign(calls, callsOf(name, declaration, declarations));
    if (!exported.has(name)) continue;
    for (const member of declaration.members) {
      if (ts.isConstructorDeclaration(member) && isConstructs(member.parameters)) {
        inputs[name] = inputOf(member.parameters, declarations);
      }
      if (ts.isMethodDeclaration(member) && isFactory(member) && isConstructs(member.parameters)) {
        inputs[`${name}.${member.name.getText()}`] = inputOf(member.parameters, declarations);
      }
    }
    // One that only brings statements inherits its constructor.
  }
  const functions = Object.fromEntries(
    sorted(declarations.functions).flatMap(([name, { parameters, body }]) =>
      exported.has(name) && body?.getText().includes(`checkArguments("${name}"`) === true
        ? [[name, parametersOf(parameters, declarations)]]
        : [],
    ),
  );
  const shapes = [inputs, calls, functions].flatMap((them) => Object.values(them));
  const used = usedTypes(shapes, declarations);
  const structs = Object.fromEntries(used.structs.map((name) => [name, fieldsOf(name, declarations)]));
  const objects = Object.fromEntries(used.objects.map((name) => [name, membersOf(name, declarations)]));
  const enums = Object.fromEntries(used.enums.map((name) => [name, valuesOf(declarations.enums.get(name)!)]));
  const constant = (name: string, type: string, value: object) =>
    `export const ${name}: Readonly<Record<string, ${type}>> = ${JSON.stringify(value, null, 2)};\n`;
  return [
    "// Written by `npm run schema` from the declarations of props. Do not edit.\n",
    "/** What constructors and factories take, by `Class` or `Class.factory`: types of their props and parameters; `?` may be left out. */",
    constant("inputs", "Readonly<Record<string, string>>", inputs),
    "/** What public methods take, in the order of their parameters, by `Class.method`. */",
    constant("calls", "Readonly<Record<string, string>>", calls),
    "/** What public functions take, in the order of their parameters. */",
    constant("functions", "Readonly<Record<string, string>>", functions),
    "/** Properties of plain objects. */",
    constant("structs", "Readonly<Record<string, string>>", structs),
    "/** What an object of a class or an interface with methods has at least. */",
    constant("objects", "readonly string[]", objects),
    constant("enums", "readonly string[]", enums),
  ].join("\n");
}

/** Parameters of public methods that have some, but for factories of constructs, which check their own. */
function callsOf(
  className: string,
  declaration: ts.ClassDeclaration,
  declarations: Declarations,
): Record<string, Struct> {
  const calls: Record<string, Struct> = {};
  for (const member of declaration.members) {
    if (!ts.isMethodDeclaration(member) || member.body === undefined) continue;
    const hidden = [ts.SyntaxKind.PrivateKeyword, ts.SyntaxKind.ProtectedKeyword];
    if (member.modifiers?.some(({ kind }) => hidden.includes(kind)) === true) continue;
    if (member.parameters.length === 0 || (isFactory(member) && isConstructs(member.parameters))) continue;
    calls[`${className}.${member.name.getText()}`] = parametersOf(member.parameters, declarations);
  }
  return calls;
}

function parametersOf(parameters: ts.NodeArray<ts.ParameterDeclaration>, declarations: Declarations): Struct {
  const types = parameters.map((parameter) => {
    const isOptional = parameter.questionToken !== undefined || parameter.initializer !== undefined;
    const name = ts.isIdentifier(parameter.name) ? parameter.name.text : "props";
    return [name, `${typeOf(parameter.type, declarations)}${isOptional ? "?" : ""}`];
  });
  return Object.fromEntries(types) as Struct;
}

function read(folder: string): Declarations {
  const declarations: Declarations = {
    structs: new Map(),
    classes: new Map(),
    enums: new Map(),
    functions: new Map(),
    aliases: new Map(),
  };
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  for (const file of files.sort()) {
    if (file.startsWith("handlers")) continue;
    const text = readFileSync(join(folder, file), "utf8");
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
    source.forEachChild((node) => {
      if (ts.isInterfaceDeclaration(node)) declarations.structs.set(node.name.text, node);
      if (ts.isClassDeclaration(node) && node.name !== undefined)
        declarations.classes.set(node.name.text, node);
      if (ts.isEnumDeclaration(node)) declarations.enums.set(node.name.text, node);
      if (ts.isTypeAliasDeclaration(node)) declarations.aliases.set(node.name.text, node.type);
      if (ts.isFunctionDeclaration(node) && node.name !== undefined)
        declarations.functions.set(node.name.text, node);
    });
  }
  return declarations;
}

function exportedNames(index: string): string[] {
  return [...readFileSync(index, "utf8").matchAll(/export \{([^}]*)\}/g)].flatMap(([, names = ""]) =>
    names.split(",").map((name) => name.trim().replace(/^type /, "")),
  );
}

function isConstructs(parameters: ts.NodeArray<ts.ParameterDeclaration>): boolean {
  const [scope, id] = parameters;
  return scope?.name.getText() === "scope" && id?.name.getText() === "id" && parameters.length > 2;
}

function isFactory(method: ts.MethodDeclaration): boolean {
  return method.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) === true;
}

/** The parameters behind scope and id; the properties of a last one of plain objects stand beside the others. */
function inputOf(parameters: ts.NodeArray<ts.ParameterDeclaration>, declarations: Declarations): Struct {
  const fields: Struct = {};
  for (const parameter of parameters.slice(2)) {
    const type = typeOf(parameter.type, declarations);
    const isOptional = parameter.questionToken !== undefined || parameter.initializer !== undefined;
    if (isStruct(type, declarations)) Object.assign(fields, fieldsOf(type, declarations));
    else fields[parameter.name.getText()] = `${type}${isOptional ? "?" : ""}`;
  }
  return fields;
}

/** `string`, `Name`, `Name|Other`, `Name[]`, `{string}`, or `any`. */
function typeOf(node: ts.TypeNode | undefined, declarations: Declarations): string {
  if (node === undefined) return "any";
  if (ts.isParenthesizedTypeNode(node)) return typeOf(node.type, declarations);
  if (ts.isTypeOperatorNode(node)) return typeOf(node.type, declarations);
  if (ts.isArrayTypeNode(node)) return `${typeOf(node.elementType, declarations)}[]`;
  if (ts.isTypeReferenceNode(node)) {
    const name = node.typeName.getText();
    if (name === "Record") return `{${typeOf(node.typeArguments?.[1], declarations)}}`;
    if (name === "Readonly") return typeOf(node.typeArguments?.[0], declarations);
    if (name in foreign) return name;
    const alias = declarations.aliases.get(name);
    if (alias !== undefined && node.typeArguments === undefined)
      return ts.isUnionTypeNode(alias) ? unionOf(alias, declarations) : typeOf(alias, declarations);
    const known = [declarations.structs, declarations.classes, declarations.enums].some((them) =>
      them.has(name),
    );
    return known && node.typeArguments === undefined ? name : "any";
  }
  const keyword = node.getText();
  return ["string", "number", "boolean"].includes(keyword) ? keyword : "any";
}

/** `ILabelingWorkflow|LabelingResources`, the plain objects last; `any` where one of them is nothing that is known here. */
function unionOf({ types }: ts.UnionTypeNode, declarations: Declarations): string {
  const names = types.map((type) => typeOf(type, declarations));
  if (!names.every((name) => declarations.structs.has(name))) return "any";
  return names.sort((one) => (isStruct(one, declarations) ? 1 : -1)).join("|");
}

function isStruct(name: string, { structs }: Declarations): boolean {
  const declaration = structs.get(name);
  return declaration !== undefined && !/^I[A-Z]/.test(name);
}

function bases(declaration: ts.InterfaceDeclaration | ts.ClassDeclaration): string[] {
  return (declaration.heritageClauses ?? []).flatMap(({ types, token }) =>
    token === ts.SyntaxKind.ExtendsKeyword ? types.map((type) => type.expression.getText()) : [],
  );
}

function fieldsOf(name: string, declarations: Declarations): Struct {
  const declaration = declarations.structs.get(name);
  if (declaration === undefined) return {};
  const fields: Struct = {};
  for (const base of bases(declaration)) Object.assign(fields, fieldsOf(base, declarations));
  for (const member of declaration.members) {
    if (!ts.isPropertySignature(member)) continue;
    const isOptional = member.questionToken !== undefined;
    fields[member.name.getText()] = `${typeOf(member.type, declarations)}${isOptional ? "?" : ""}`;
  }
  return fields;
}

/** Names of the public members that are always there. */
function membersOf(name: string, declarations: Declarations): string[] {
  if (name in foreign) return [...foreign[name]!];
  const declaration = declarations.structs.get(name) ?? declarations.classes.get(name);
  if (declaration === undefined) return [];
  const own = (declaration.members as ts.NodeArray<ts.ClassElement | ts.TypeElement>).filter((member) => {
    const modifiers = ts.canHaveModifiers(member) ? (ts.getModifiers(member) ?? []) : [];
    const hidden = [
      ts.SyntaxKind.PrivateKeyword,
      ts.SyntaxKind.ProtectedKeyword,
      ts.SyntaxKind.StaticKeyword,
    ];
    const isOptional = "questionToken" in member && member.questionToken !== undefined;
    const mayBeUndefined =
      "type" in member && /\bundefined\b/.test((member.type as ts.TypeNode | undefined)?.getText() ?? "");
    return !isOptional && !mayBeUndefined && !modifiers.some(({ kind }) => hidden.includes(kind));
  });
  const names = own.flatMap((member) =>
    member.name !== undefined && ts.isIdentifier(member.name) ? [member.name.text] : [],
  );
  const inherited = bases(declaration).flatMap((base) => membersOf(base, declarations));
  return [...new Set([...inherited, ...names])].sort();
}

function valuesOf(declaration: ts.EnumDeclaration): string[] {
  return declaration.members.flatMap(({ initializer }) =>
    initializer !== undefined && ts.isStringLiteral(initializer) ? [initializer.text] : [],
  );
}

function usedTypes(inputs: readonly Struct[], declarations: Declarations) {
  const found = new Set<string>();
  const visit = (fields: Struct): void => {
    for (const type of Object.values(fields)) {
      for (const name of type.replace(/[[\]{}?]/g, "").split("|")) {
        if (found.has(name)) continue;
        found.add(name);
        if (isStruct(name, declarations)) visit(fieldsOf(name, declarations));
      }
    }
  };
  inputs.forEach(visit);
  const names = [...found].sort();
  return {
    structs: names.filter((name) => isStruct(name, declarations)),
    enums: names.filter((name) => declarations.enums.has(name)),
    objects: names.filter(
      (name) =>
        name in foreign ||
        declarations.classes.has(name) ||
        (declarations.structs.has(name) && !isStruct(name, declarations)),
    ),
  };
}

function sorted<Value>(map: ReadonlyMap<string, Value>): [string, Value][] {
  return [...map].sort(([one], [other]) => (one < other ? -1 : 1));
}
