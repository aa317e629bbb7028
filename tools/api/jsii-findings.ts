import ts from "typescript";
import type { PublicApi, PublicName } from "./public-api";
import { isHidden } from "./reach";

/** What jsii cannot carry into Python, Java, C# and Go. */
export type JsiiFault =
  | "union"
  | "generic"
  | "overload"
  | "readonly list"
  | "computed type"
  | "not exported"
  | "extends Error"
  | "is a struct";

interface JsiiFinding {
  readonly name: string;
  readonly fault: JsiiFault;
}

/**
 * Where the constructs of the package say something that jsii cannot compile: signatures that are written in the sources, by
 * their syntax. The handlers and `stacks` are for TypeScript alone.
 */
export function jsiiFindings(api: PublicApi): JsiiFinding[] {
  const names = api.names.filter(({ entry }) => entry === "lib/index.ts");
  const exported = new Set(names.flatMap(({ symbol }) => symbol.declarations ?? []));
  const found = names.flatMap((one) =>
    (one.symbol.declarations ?? []).flatMap((declaration) =>
      faultsOf(declaration, one, api, exported).map((fault) => ({ name: one.name, fault })),
    ),
  );
  const known = new Set<string>();
  return found.filter(({ name, fault }) => !known.has(`${name} ${fault}`) && known.add(`${name} ${fault}`));
}

function faultsOf(
  declaration: ts.Declaration,
  { symbol }: PublicName,
  api: PublicApi,
  exported: ReadonlySet<ts.Declaration>,
): JsiiFault[] {
  if (ts.isTypeAliasDeclaration(declaration)) return ["computed type"];
  const faults: JsiiFault[] = [];
  if (hasTypeParameters(declaration)) faults.push("generic");
  if (ts.isMethodDeclaration(declaration) && (symbol.declarations?.length ?? 0) > 1) faults.push("overload");
  if (ts.isClassDeclaration(declaration)) {
    for (const { token, types } of declaration.heritageClauses ?? []) {
      for (const { expression } of types) {
        const name = expression.getText();
        if (name === "Error") faults.push("extends Error");
        else if (!isExported(expression, api, exported)) faults.push("not exported");
        else if (token === ts.SyntaxKind.ImplementsKeyword && !/^I[A-Z]/.test(name))
          faults.push("is a struct");
      }
    }
    const constructors = declaration.members
      .filter(ts.isConstructorDeclaration)
      .filter((one) => !isHidden(one));
    for (const { parameters } of constructors)
      for (const { type } of parameters) faults.push(...faultsOfType(type, api, exported));
  } else if (ts.isInterfaceDeclaration(declaration)) {
    for (const { types } of declaration.heritageClauses ?? [])
      for (const type of types) {
        faults.push(...faultsOfType(type, api, exported));
        if (!isExported(type.expression, api, exported)) faults.push("not exported");
      }
  } else if (ts.isFunctionLike(declaration)) {
    for (const { type } of declaration.parameters) faults.push(...faultsOfType(type, api, exported));
    faults.push(...faultsOfType(declaration.type, api, exported));
  } else if (
    ts.isPropertyDeclaration(declaration) ||
    ts.isPropertySignature(declaration) ||
    ts.isParameter(declaration)
  ) {
    faults.push(...faultsOfType(declaration.type, api, exported));
  }
  return faults;
}

const computed = [
  ts.isMappedTypeNode,
  ts.isConditionalTypeNode,
  ts.isIndexedAccessTypeNode,
  ts.isIntersectionTypeNode,
  ts.isFunctionTypeNode,
  ts.isTypeLiteralNode,
  ts.isTupleTypeNode,
];
const ofTypeScript = /^(Partial|Required|Pick|Omit|Readonly|Exclude|Extract|(Readonly)?(Map|Set))$/;

/** Of what is written as a type, with all that it is made of. */
function faultsOfType(
  type: ts.TypeNode | undefined,
  api: PublicApi,
  exported: ReadonlySet<ts.Declaration>,
): JsiiFault[] {
  if (type === undefined) return [];
  const faults: JsiiFault[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isUnionTypeNode(node) &&
      node.types.filter(({ kind }) => kind !== ts.SyntaxKind.UndefinedKeyword).length > 1
    )
      faults.push("union");
    if (ts.isTypeOperatorNode(node))
      faults.push(node.operator === ts.SyntaxKind.ReadonlyKeyword ? "readonly list" : "computed type");
    if (computed.some((is) => is(node))) faults.push("computed type");
    if (ts.isTypeReferenceNode(node)) {
      const name = node.typeName.getText();
      if (ofTypeScript.test(name)) faults.push("computed type");
      else if (name === "ReadonlyArray") faults.push("readonly list");
      else if (!isExported(node.typeName, api, exported)) faults.push("not exported");
    }
    ts.forEachChild(node, visit);
  };
  visit(type);
  return faults;
}

/** What comes from a package, or is TypeScript's own, is no fault of ours. */
function isExported(name: ts.Node, api: PublicApi, exported: ReadonlySet<ts.Declaration>): boolean {
  const declarations = api.declarationsOf(name);
  return (
    declarations.length === 0 ||
    declarations.some((one) => exported.has(one) || ts.isTypeParameterDeclaration(one))
  );
}

function hasTypeParameters(node: ts.Node): boolean {
  return (
    (ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isFunctionLike(node)) &&
    (node.typeParameters?.length ?? 0) > 0
  );
}
