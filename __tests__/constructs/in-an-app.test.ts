import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, type TerraformElement, type TerraformResource, TerraformStack } from "cdktf";
import type { Construct, Node } from "constructs";
import ts from "typescript";
import {
  AnswerQueue,
  BuiltInTaskType,
  BuiltInWorkflow,
  ExecutionRole,
  FunctionRole,
  Grantee,
  JobCreator,
  LabelingKey,
  LabelingOutputs,
  LabelingTopic,
  S3Location,
  ShortLogicalIds,
} from "../../lib";
import { only, synthesized } from "../synthesized";
import { here } from "../account";

/*
 * What people rely on who put constructs of this library into an app of their own.
 */

const lib = join(__dirname, "..", "..", "lib");

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

const roleArn = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const basics = {
  name: "signs",
  taskType: BuiltInTaskType.BOUNDING_BOX,
  inputs: [S3Location.parse("s3://acme-raw/signs/")],
  output: S3Location.parse("s3://acme-labels/signs/"),
};

describe("grants", () => {
  it("are taken by a role of CDKTF: its policies are attached to it, and the topic names it in the first plan", () => {
    const json = synthesized((stack) => {
      const encryptionKey = new LabelingKey(stack, "Key", { alias: "alias/one" });
      const topic = new LabelingTopic(stack, "Topic", { name: "one", encryptionKey });
      const role = new IamRole(stack, "Publisher", {
        name: "publisher",
        path: "/apps/",
        assumeRolePolicy: "{}",
      });
      topic.grantPublish(Grantee.fromRole(role));
      // A second grant of the same role is not a second policy.
      new AnswerQueue(stack, "Answers", { name: "answers", topic, encryptionKey }).grantConsume(
        Grantee.fromRole(role),
      );
    }, here);
    const { policy } = only(json, "aws_sns_topic_policy");
    expect(policy).toContain(roleArn("apps/publisher"));
    const { name, policy: own } = only(json, "aws_iam_policy");
    expect(name).toBe("publisher-labeling");
    expect(own).toMatch(/sns:Publish[^]*sqs:ReceiveMessage|sqs:ReceiveMessage[^]*sns:Publish/);
  });

  it("are taken by an ARN, and say what its owner must allow", () => {
    synthesized((stack) => {
      const encryptionKey = new LabelingKey(stack, "Key", { alias: "alias/one" });
      const topic = new LabelingTopic(stack, "Topic", { name: "one", encryptionKey });
      const publisher = Grantee.fromArn(roleArn("publisher"));
      topic.grantPublish(publisher);
      expect(publisher.requiredPolicyStatements).toContain("sns:Publish");
    }, here);
    expect(() => Grantee.fromArn("publisher")).toThrow(/principalArn: got "publisher"/);
  });

  it("refuse a role whose name nobody knows before it is made", () => {
    synthesized((stack) => {
      const role = new IamRole(stack, "Publisher", { assumeRolePolicy: "{}" });
      expect(() => Grantee.fromRole(role)).toThrow(/role.name: got a role whose name only AWS/);
    }, here);
  });
});

test("people work on a workflow itself as on what is written down of it", () => {
  const statements = (itself: boolean) =>
    only(
      synthesized((stack) => {
        const encryptionKey = LabelingKey.fromKeyArn(stack, "K", "arn:aws:kms:eu-west-1:111122223333:key/k");
        const executionRole = ExecutionRole.fromRoleName(stack, "Role", "runs-jobs", {
          attachPolicies: false,
        });
        const signs = new BuiltInWorkflow(stack, "Signs", { ...basics, encryptionKey, executionRole });
        const { inputs, output } = basics;
        const written = {
          labelingJobName: "signs-",
          labelingJobNameIsPrefix: true,
          executionRoleArn: roleArn("runs-jobs"),
          inputs,
          output,
          encryptionKeys: [encryptionKey],
        };
        new JobCreator(stack, "Creators", { policyName: "creators", workflows: [itself ? signs : written] });
      }, here),
      "aws_iam_policy",
    ).policy;
  expect(statements(true)).toBe(statements(false));
});

describe("a workflow", () => {
  it("makes its role below a path, inside a boundary, and tags what it makes", () => {
    const json = synthesized((stack) => {
      const tags = { team: "signs" };
      new BuiltInWorkflow(stack, "Signs", {
        ...basics,
        path: "/l/",
        permissionsBoundary: roleArn("x").replace("role", "policy"),
        tags,
      });
    }, here);
    expect(only(json, "aws_iam_role")).toMatchObject({
      path: "/l/",
      permissions_boundary: "arn:aws:iam::111122223333:policy/x",
      tags: { team: "signs" },
    });
    expect(only(json, "aws_kms_key")).toMatchObject({ tags: { team: "signs" } });
    expect(only(json, "aws_kms_key").policy).toContain("role/l/signs-execution");
  });

  it("refuses path and boundary for a role that is brought in", () => {
    synthesized((stack) => {
      const executionRole = ExecutionRole.fromRoleName(stack, "Role", "runs-jobs");
      const make = () => new BuiltInWorkflow(stack, "Signs", { ...basics, executionRole, path: "/l/" });
      expect(make).toThrow(/path: got "\/l\/" beside an executionRole/);
    }, here);
  });

  it("has the outputs of the ready stacks, by their names", () => {
    const json = synthesized((stack) => {
      const encryptionKey = LabelingKey.fromKeyArn(stack, "K", "arn:aws:kms:eu-west-1:111122223333:key/k");
      const signs = new BuiltInWorkflow(stack, "Signs", { ...basics, encryptionKey });
      LabelingOutputs.ofBuiltIn(stack, signs, { prefix: "signs" });
    }, here);
    expect(Object.keys(json.output as object).sort()).toEqual(
      expect.arrayContaining([
        "signs_execution_role_arn",
        "signs_required_cors",
        "signs_required_key_policy_statements",
      ]),
    );
    expect(JSON.stringify(json.output)).toContain("arn:aws:kms:eu-west-1:111122223333:key/k");
  });
});

test("short addresses are there for every app", () => {
  class Labeling extends TerraformStack {
    private readonly ids = new ShortLogicalIds(this);

    protected override allocateLogicalId(element: TerraformElement | Node): string {
      return this.ids.allocate(element);
    }
  }
  const stack = new Labeling(new App(), "labeling");
  new AwsProvider(stack, "aws", { region: "eu-west-1", allowedAccountIds: ["111122223333"] });
  const signs = new BuiltInWorkflow(stack, "Signs", basics);
  expect((signs.encryptionKey.node.defaultChild as TerraformResource).friendlyUniqueId).toBe("signs_key");
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
