import ts from "typescript";

/** One small change of one source file. */
export interface Mutant {
  readonly id: number;
  /** From the root of the project: `lib/permissions/streaming.ts` */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly original: string;
  readonly replacement: string;
}

/** A source file in which each of its mutants can be switched on. */
interface MutableSource {
  readonly text: string;
  readonly mutants: readonly Mutant[];
}

/** Texts for readers. They may change without any test being wrong. */
const forReaders = new Set(["reason", "page", "anyResourceBecause", "description"]);
const swapped: Readonly<Record<string, string>> = {
  "===": "!==",
  "!==": "===",
  "<": "<=",
  "<=": "<",
  ">": ">=",
  ">=": ">",
  "&&": "||",
  "||": "&&",
  "+": "-",
  "-": "+",
};
const swappedMethods: Readonly<Record<string, string>> = {
  every: "some",
  some: "every",
  startsWith: "endsWith",
  endsWith: "startsWith",
};
/** Calls whose receiver is of the same kind as their result. */
const droppedMethods = new Set([
  "filter",
  "reverse",
  "slice",
  "sort",
  "toLowerCase",
  "toSorted",
  "toUpperCase",
  "trim",
]);
const conditionKey = /^(aws|cognito-idp|events|iam|kms|lambda|s3|sagemaker|sns|sqs):[\w/-]+$/;

/**
 * Writes every mutant of a file into it, each behind a question of its number: one text serves all of them.
 *
 * @param firstId number of the first mutant
 */
export function mutableSource(file: string, source: string, firstId: number): MutableSource {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.ES2022, true);
  const mutants: Mutant[] = [];
  const original = (node: ts.Node) => source.slice(node.getStart(tree), node.end);

  function ask(node: ts.Node, replacement: string): string {
    const { line, character } = tree.getLineAndCharacterOfPosition(node.getStart(tree));
    const id = firstId + mutants.length;
    const text = original(node);
    mutants.push({ id, file, line: line + 1, column: character + 1, original: text, replacement });
    return `__m(${id})`;
  }

  /** The text of a node, its children's mutants in it. */
  function inner(node: ts.Node): string {
    const children: ts.Node[] = [];
    node.forEachChild((child) => void children.push(child));
    children.sort((a, b) => a.pos - b.pos);
    let text = "";
    let at = node.getStart(tree);
    for (const child of children) {
      text += source.slice(at, child.getStart(tree)) + mutable(child);
      at = child.end;
    }
    return text + source.slice(at, node.end);
  }

  /** One of the replacements, or the node itself. */
  function choice(node: ts.Node, replacements: readonly string[]): string {
    const other = replacements.filter((replacement) => replacement !== original(node));
    const questions = other.map((replacement) => `${ask(node, replacement)}?(${replacement}):`);
    const text = inner(node);
    return questions.length === 0 ? text : `(${questions.join("")}${text})`;
  }

  function mutable(node: ts.Node): string {
    if (untouched(node)) return original(node);
    if (ts.isArrayLiteralExpression(node)) return withoutParts(node, node.elements, "[]");
    if (ts.isObjectLiteralExpression(node)) return withoutParts(node, node.properties, "{}");
    if (ts.isPropertyAssignment(node)) return property(node);
    if (ts.isThrowStatement(node) || removableCall(node)) return `if(${ask(node, "")}){}else{${inner(node)}}`;
    return choice(node, replacementsOf(node, original));
  }

  function property(node: ts.PropertyAssignment): string {
    const name = ts.isStringLiteral(node.name)
      ? `[${choice(node.name, textReplacements(node.name.text))}]`
      : ts.isComputedPropertyName(node.name)
        ? mutable(node.name)
        : original(node.name);
    const widened = node.name.getText(tree) === "resources" ? [`["*"]`] : [];
    const questions = widened.map((wide) => `${ask(node.initializer, wide)}?${wide}:`);
    return `${name}: ${questions.join("")}${mutable(node.initializer)}`;
  }

  function withoutParts(node: ts.Node, parts: readonly ts.Node[], none: "[]" | "{}"): string {
    let text = "";
    let at = node.getStart(tree);
    for (const part of parts) {
      text += source.slice(at, part.getStart(tree));
      at = part.end;
      const removable =
        none === "[]"
          ? !ts.isOmittedExpression(part)
          : (ts.isPropertyAssignment(part) && !forReaders.has(part.name.getText(tree))) ||
            ts.isShorthandPropertyAssignment(part) ||
            ts.isSpreadAssignment(part);
      if (!removable || isTarget(node)) {
        text += mutable(part);
        continue;
      }
      const question = ask(part, "");
      text +=
        ts.isSpreadElement(part) || ts.isSpreadAssignment(part)
          ? `...(${question}?${none}:(${mutable(part.expression)}))`
          : `...(${question}?${none}:${none[0]}${mutable(part)}${none[1]})`;
    }
    return text + source.slice(at, node.end);
  }

  const statements = tree.statements.map((statement) => mutable(statement)).join("\n");
  // Hoisted, as modules that import each other run one another's functions before their own first line.
  const door = "var __d; function __m(id: number) { return (__d ??= (globalThis as any).__mutant)(id); }\n";
  return { text: door + statements, mutants };
}

/** Whether an array or an object stands where values are taken apart. */
function isTarget(node: ts.Node): boolean {
  const { parent } = node;
  return ts.isBinaryExpression(parent) && parent.operatorToken.getText() === "=" && parent.left === node;
}

function untouched(node: ts.Node): boolean {
  return (
    ts.isTypeNode(node) ||
    ts.isImportDeclaration(node) ||
    ts.isExportDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isEnumDeclaration(node) ||
    ts.isTypeParameterDeclaration(node) ||
    ts.isTaggedTemplateExpression(node) ||
    (ts.isPropertyAssignment(node) && forReaders.has(node.name.getText()))
  );
}

function removableCall(node: ts.Node): node is ts.ExpressionStatement {
  if (!ts.isExpressionStatement(node)) return false;
  const { expression } = node;
  if (ts.isStringLiteral(expression)) return false;
  return !(ts.isCallExpression(expression) && expression.expression.kind === ts.SyntaxKind.SuperKeyword);
}

/** Inside `a?.b.c` parentheses would end what the question mark skips. */
function insideChain(node: ts.Node): boolean {
  return (
    (node.flags & ts.NodeFlags.OptionalChain) !== 0 &&
    (node.parent.flags & ts.NodeFlags.OptionalChain) !== 0 &&
    (node.parent as ts.PropertyAccessExpression).expression === node
  );
}

function isCondition(node: ts.Node): boolean {
  const { parent } = node;
  return (
    (ts.isIfStatement(parent) && parent.expression === node) ||
    (ts.isConditionalExpression(parent) && parent.condition === node)
  );
}

function replacementsOf(node: ts.Node, text: (node: ts.Node) => string): readonly string[] {
  const own = ownReplacements(node, text);
  return ts.isExpression(node) && isCondition(node) ? [...own, "true", "false"] : own;
}

function ownReplacements(node: ts.Node, text: (node: ts.Node) => string): readonly string[] {
  if (isName(node)) return [];
  if (node.kind === ts.SyntaxKind.TrueKeyword) return ["false"];
  if (node.kind === ts.SyntaxKind.FalseKeyword) return ["true"];
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return stringReplacements(node);
  if (ts.isTemplateExpression(node)) return templateReplacements(node, text);
  if (ts.isNumericLiteral(node)) return [`${text(node)} + 1`];
  if (ts.isRegularExpressionLiteral(node)) return unanchored(text(node));
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
    return [text(node.operand)];
  if (ts.isBinaryExpression(node)) return binaryReplacements(node, text);
  if (ts.isCallExpression(node)) return callReplacements(node, text);
  return [];
}

/** `"name"` in `{ "name": value }` and in `const { "name": value } = object`. */
function isName(node: ts.Node): boolean {
  const { name, propertyName } = node.parent as { name?: ts.Node; propertyName?: ts.Node };
  return name === node || propertyName === node;
}

function stringReplacements(node: ts.StringLiteral | ts.NoSubstitutionTemplateLiteral): readonly string[] {
  // What is an element of an array is taken out of it, which says more.
  if (ts.isArrayLiteralExpression(node.parent)) return [];
  return textReplacements(node.text);
}

function textReplacements(value: string): readonly string[] {
  if (/\s/.test(value)) return [];
  if (conditionKey.test(value)) return [`"aws:PrincipalTag/mutated"`];
  return [value === "" ? `"mutated"` : `""`];
}

function templateReplacements(
  node: ts.TemplateExpression,
  text: (node: ts.Node) => string,
): readonly string[] {
  const fixed = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
  if (fixed.some((part) => /\s/.test(part))) return [];
  const last = node.templateSpans.at(-1)!;
  const beforeLast = text(node).slice(0, last.getFullStart() - node.getStart() - "${".length);
  return [`${beforeLast}*\``];
}

function unanchored(text: string): readonly string[] {
  return [
    ...(/^\/\^[^/]/.test(text) ? [`/${text.slice(2)}`] : []),
    ...(/\$\/\w*$/.test(text) ? [text.replace(/\$(\/\w*)$/, "$1")] : []),
  ];
}

function binaryReplacements(node: ts.BinaryExpression, text: (node: ts.Node) => string): readonly string[] {
  const [left, right] = [text(node.left), text(node.right)];
  const operator = node.operatorToken.getText();
  if (operator === "??") return [left, right];
  // Two texts joined, or a number: a text less a text is no program that anybody writes.
  if (operator === "+" && [node.left, node.right].some(ts.isStringLiteralLike)) return [];
  const other = swapped[operator];
  return other === undefined ? [] : [`(${left}) ${other} (${right})`];
}

function callReplacements(node: ts.CallExpression, text: (node: ts.Node) => string): readonly string[] {
  const { expression } = node;
  if (!ts.isPropertyAccessExpression(expression) || insideChain(node)) return [];
  const name = expression.name.text;
  const receiver = text(expression.expression);
  if (droppedMethods.has(name)) return [receiver];
  if (!Object.hasOwn(swappedMethods, name)) return [];
  const other = swappedMethods[name]!;
  const rest = text(node).slice(expression.name.end - node.getStart());
  return [`${text(node).slice(0, expression.name.getStart() - node.getStart())}${other}${rest}`];
}
