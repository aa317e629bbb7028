import { createRequire } from "node:module";
import { join } from "node:path";
import ts from "typescript";
import { projectRoot } from "../../stacks/project-root";
import type { Declaration, SourceIndex } from "./source-index";

/** What a piece of code can make: Terraform types, and Sids of statements. */
export interface Reach {
  readonly types: readonly string[];
  readonly sids: readonly string[];
  /** Why these statements are there, as far as the code has it as a text. */
  readonly reasons: ReadonlySet<string>;
}

/**
 * Follows code through what it calls and makes. Nothing is run: a resource that is made under a condition is found too, and so
 * is what a part of a construct makes.
 */
export function reachOf(start: readonly ts.Node[], index: SourceIndex): Reach {
  const types = new Set<string>();
  const sids = new Set<string>();
  const reasons = new Set<string>();
  const seen = new Set<ts.Node>();

  const visitDeclaration = (declaration: Declaration | undefined): void => {
    if (declaration === undefined || seen.has(declaration)) return;
    seen.add(declaration);
    if (ts.isInterfaceDeclaration(declaration) || ts.isEnumDeclaration(declaration)) return;
    if (!ts.isClassDeclaration(declaration)) return visit(declaration);
    for (const part of madeBy(declaration, index)) visit(part);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node)) return;
    if (ts.isNewExpression(node) && ts.isIdentifier(node.expression)) {
      const name = node.expression.text;
      const { declaration, package: from } = index.resolve(name, node);
      if (from?.startsWith("@cdktf/provider-aws/lib/") === true) types.add(terraformType(from, name));
      visitDeclaration(declaration);
    } else if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      const [sid] = node.arguments;
      const isStatement = ["allow", "deny"].includes(node.expression.text);
      if (isStatement && sid !== undefined && ts.isStringLiteral(sid)) sids.add(sid.text);
    } else if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const called = node.expression.name.text;
      if (called.startsWith("grant")) index.methodsNamed(called).filter(isNew).forEach(visit);
    } else if (ts.isPropertyAssignment(node) && node.name.getText() === "terraformResourceType") {
      if (ts.isStringLiteral(node.initializer)) types.add(node.initializer.text);
    } else if (ts.isPropertyAssignment(node) && node.name.getText() === "reason") {
      if (ts.isStringLiteral(node.initializer)) reasons.add(node.initializer.text);
    }
    if (ts.isIdentifier(node)) {
      const { declaration } = index.resolve(node.text, node);
      const isCode =
        declaration !== undefined &&
        (ts.isFunctionDeclaration(declaration) || ts.isVariableDeclaration(declaration));
      if (isCode) visitDeclaration(declaration);
    }
    ts.forEachChild(node, visit);
  };
  const isNew = (node: ts.Node): boolean => !seen.has(node) && seen.add(node) !== undefined;

  start.forEach(visit);
  return { types: [...types].sort(), sids: [...sids].sort(), reasons };
}

/** What runs when a construct of a class is made: not what its users call later, nor what brings an existing one in. */
export function madeBy(declaration: ts.ClassDeclaration, index: SourceIndex): readonly ts.Node[] {
  const own = declaration.members.filter(
    (member) =>
      !isStatic(member) &&
      !(ts.isMethodDeclaration(member) && !isHidden(member) && /^(grant|attach)/.test(member.name.getText())),
  );
  const base = baseOf(declaration, index);
  return base === undefined ? own : [...own, ...madeBy(base, index)];
}

/** The class of this repository that a class extends. */
export function baseOf(
  declaration: ts.ClassDeclaration,
  index: SourceIndex,
): ts.ClassDeclaration | undefined {
  const clause = declaration.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword);
  const name = clause?.types[0]?.expression.getText();
  const base = name === undefined ? undefined : index.resolve(name, declaration).declaration;
  return base !== undefined && ts.isClassDeclaration(base) ? base : undefined;
}

export function isStatic(node: ts.Node): boolean {
  return hasModifier(node, ts.SyntaxKind.StaticKeyword);
}

export function isHidden(node: ts.Node): boolean {
  return hasModifier(node, ts.SyntaxKind.PrivateKeyword) || hasModifier(node, ts.SyntaxKind.ProtectedKeyword);
}

function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((each) => each.kind === kind);
}

const load = createRequire(join(projectRoot(), "package.json"));

function terraformType(module: string, name: string): string {
  const bound = (load(module) as Record<string, { readonly tfResourceType: string } | undefined>)[name];
  if (bound === undefined) throw new Error(`${module} has no ${name}`);
  return name.startsWith("Data") ? `data.${bound.tfResourceType}` : bound.tfResourceType;
}
