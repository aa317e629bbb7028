import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { TerraformResource, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import ts from "typescript";
import { AnswerQueue, ExecutionRole, FunctionRole, LabelingKey, LabelingTopic } from "../../lib";
import { synthesized } from "../synthesized";

/*
 * What people rely on who put constructs of this library into an app of their own.
 */

const lib = join(__dirname, "..", "..", "lib");
const here = { region: "eu-west-1", account: "111122223333" };

describe("the way to the resource behind a construct", () => {
  const mainResources: [string, (stack: TerraformStack) => Construct, string][] = [
    ["ExecutionRole", (stack) => new ExecutionRole(stack, "One", { name: "one" }), "aws_iam_role"],
    ["FunctionRole", (stack) => new FunctionRole(stack, "One", { name: "one" }), "aws_iam_role"],
    ["LabelingKey", (stack) => new LabelingKey(stack, "One", { alias: "alias/one" }), "aws_kms_key"],
  ];

  it.each(mainResources)("of %s is node.defaultChild", (_name, make, type) => {
    synthesized((stack) => {
      const { defaultChild } = make(stack).node;
      expect((defaultChild as TerraformResource).terraformResourceType).toBe(type);
    }, here);
  });

  it("asks none of the constructs below for two main resources", () => {
    synthesized((stack) => {
      const encryptionKey = new LabelingKey(stack, "Key", { alias: "alias/one" });
      const topic = new LabelingTopic(stack, "Topic", { name: "one", encryptionKey, deliveryLogs: {} });
      new AnswerQueue(stack, "Answers", { name: "answers", topic, encryptionKey });
      for (const { node } of stack.node.findAll()) expect(() => node.defaultChild).not.toThrow();
    }, here);
  });
});

/** The declarations of the library, by name. */
function declarationsOf(folder: string): Map<string, ts.Declaration> {
  const found = new Map<string, ts.Declaration>();
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".ts") || file.startsWith("handlers")) continue;
    const text = readFileSync(join(folder, file), "utf8");
    ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true).forEachChild((node) => {
      const declaration = ts.isVariableStatement(node) ? node.declarationList.declarations[0]! : node;
      const name = (declaration as ts.NamedDeclaration).name?.getText();
      if (name !== undefined) found.set(name, declaration as ts.Declaration);
    });
  }
  return found;
}

const declarations = declarationsOf(lib);
const exported = [...readFileSync(join(lib, "index.ts"), "utf8").matchAll(/export \{([^}]*)\}/g)]
  .flatMap(([, names = ""]) => names.split(","))
  .map((name) => name.trim().replace(/^type /, ""))
  .filter((name) => name !== "");

function basesOf(declaration: ts.Declaration): string[] {
  const { heritageClauses = [] } = declaration as ts.ClassDeclaration;
  return heritageClauses.flatMap(({ types }) => types.map(({ expression }) => expression.getText()));
}

function isDocumented(node: ts.Node): boolean {
  return ts.getJSDocCommentsAndTags(node).length > 0;
}

describe("the public API", () => {
  const isConstruct = (name: string): boolean => {
    const declaration = declarations.get(name);
    return name === "IConstruct" || (declaration !== undefined && basesOf(declaration).some(isConstruct));
  };

  test("interfaces that stand for constructs are constructs to others", () => {
    const others = exported.filter((name) => /^I[A-Z]/.test(name) && !isConstruct(name));
    // Somebody who is given rights may be an ARN; a lifetime and the objects of a template are parts of a construct.
    expect(others.sort()).toEqual(["IGrantee", "IKeyLifetime", "IWorkerTaskTemplateObjects"]);
  });

  test("everything in it is documented", () => {
    // A member that an interface or a base class describes needs no words of its own.
    const described = (name: string, member: string): boolean =>
      basesOf(declarations.get(name)!).some((base) => {
        const declaration = declarations.get(base) as ts.InterfaceDeclaration | undefined;
        if (declaration === undefined) return false;
        return (
          declaration.members.some((one) => one.name?.getText() === member && isDocumented(one)) ||
          described(base, member)
        );
      });
    const bare: string[] = [];
    for (const name of exported) {
      const declaration = declarations.get(name)!;
      const whole = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
      if (!isDocumented(whole)) bare.push(name);
      const { members = [] } = declaration as { members?: readonly ts.ClassElement[] };
      for (const member of members) {
        const hidden = ts.canHaveModifiers(member)
          ? ts.getModifiers(member)?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword)
          : false;
        const word = member.name?.getText() ?? "constructor";
        if (!hidden && !isDocumented(member) && !described(name, word)) bare.push(`${name}.${word}`);
      }
    }
    expect(bare).toEqual([]);
  });
});
