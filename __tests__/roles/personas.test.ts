import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import {
  allow,
  Auditor,
  AwsPage,
  ConsoleUser,
  FunctionAuthor,
  JobCreator,
  JobOperator,
  KeyAdministrator,
  LabelingKey,
  Persona,
  PermissionStyle,
  S3Location,
  VendorSubscriber,
  WorkforceManager,
  type LabelingResources,
  type PersonaProps,
} from "../../lib";
import { all, bySid, only, synthesized, type TerraformJson } from "../synthesized";
import { account, here, region } from "../account";
import { messageOf } from "../refusals";

function workflow(name: string, more: Partial<LabelingResources> = {}): LabelingResources {
  return {
    labelingJobName: `${name}-`,
    labelingJobNameIsPrefix: true,
    executionRoleArn: `arn:aws:iam::${account}:role/${name}-execution`,
    workTeamArns: [`arn:aws:sagemaker:${region}:${account}:workteam/private-crowd/labelers`],
    inputs: [S3Location.parse(`s3://acme-raw/${name}/`)],
    output: S3Location.parse(`s3://acme-labels/${name}/`),
    ...more,
  };
}

const signs = workflow("street-signs");
const workflows = [signs];
const fifty = Array.from({ length: 50 }, (_, index) => workflow(`workflow-${index + 10}`));
const key = (scope: Construct) => LabelingKey.fromAlias(scope, "Key", "alias/acme");

/** One of each, alone in a stack. */
const personas: Record<string, (stack: TerraformStack, props: PersonaProps) => Persona> = {
  ConsoleUser: (stack, props) =>
    new ConsoleUser(stack, "People", {
      ...props,
      workflows: [{ ...signs, encryptionKeys: [key(stack)] }],
      customWorkflow: true,
      privateWorkforce: { userPoolArn: `arn:aws:cognito-idp:${region}:${account}:userpool/${region}_Ab1` },
      vendorWorkforce: true,
    }),
  FunctionAuthor: (stack, props) =>
    new FunctionAuthor(stack, "People", { ...props, functionNames: ["acme-*"], starterFunctions: true }),
  JobCreator: (stack, props) => new JobCreator(stack, "People", { ...props, workflows }),
  JobOperator: (stack, props) => new JobOperator(stack, "People", { ...props, workflows }),
  WorkforceManager: (stack, props) => new WorkforceManager(stack, "People", { ...props, workforce: {} }),
  VendorSubscriber: (stack, props) => new VendorSubscriber(stack, "People", props),
  Auditor: (stack, props) => new Auditor(stack, "People", { ...props, workflows }),
  KeyAdministrator: (stack, props) =>
    new KeyAdministrator(stack, "People", { ...props, encryptionKeys: [key(stack)] }),
};

const policies = (json: TerraformJson) => all(json, "aws_iam_policy") as { name: string; policy: string }[];

function warningsOf(build: (stack: TerraformStack) => Construct): string[] {
  let made: Construct | undefined;
  synthesized((stack) => (made = build(stack)), here);
  const data = made!.node.findAll().flatMap((child) => child.node.metadata);
  return data.filter(({ type }) => type === "@cdktf/warn").map(({ data: text }) => String(text));
}

describe.each(Object.entries(personas))("%s", (_name, build) => {
  const json = (style?: PermissionStyle, inScope: object = here) =>
    synthesized((stack) => {
      build(stack, { policyName: "acme-people", permissions: { style } }).attachToRole("acme");
    }, inScope);

  test("is a customer managed policy, known before the first plan, on an existing role", () => {
    const made = json();
    expect(policies(made).map(({ name }) => name)).toEqual(["acme-people"]);
    expect(policies(made).map(({ policy }) => policy)).toEqual([expect.not.stringContaining("${aws_")]);
    expect(only(made, "aws_iam_role_policy_attachment")).toMatchObject({ role: "acme" });
  });

  test("names the region and the account that Terraform reads while it plans", () => {
    const unknown = policies(json(undefined, {})).map(({ policy }) =>
      policy.replace(/\$\{data\.[^}]+\}/g, ""),
    );
    expect(unknown.join()).not.toContain("${");
  });

  test("exists in every style", () => {
    for (const style of Object.values(PermissionStyle)) {
      const made = json(style);
      expect(all(made, "aws_iam_role_policy_attachment").length).toBeGreaterThan(0);
    }
  });

  test("gives the same bytes twice", () => expect(JSON.stringify(json())).toBe(JSON.stringify(json())));
});

describe("a persona", () => {
  const mine = allow("Mine", {
    actions: ["s3:GetObject"],
    resources: ["arn:aws:s3:::acme/*"],
    reason: "for this test",
    page: AwsPage.iamQuotas,
  });

  test("goes to roles, groups and users, existing or new", () => {
    const json = synthesized((stack) => {
      const persona = new Persona(stack, "People", { policyName: "acme-people", path: "/people/" });
      persona.addStatements([mine]);
      persona.attachToRole("old-role");
      persona.attachToRole("old-role");
      persona.attachToGroup("old-group");
      persona.attachToUser("old-user");
      persona.attachToRole(new IamRole(stack, "Role", { name: "x", assumeRolePolicy: "{}" }).name);
      persona.createGroup("new-group");
      persona.createUser("new-user");
      const arn = persona.createRole({
        name: "new-role",
        trustedPrincipalArns: [`arn:aws:iam::${account}:role/federated`],
        requireMfa: true,
      });
      expect(arn).toBe(`arn:aws:iam::${account}:role/people/new-role`);
    }, here);
    const of = (type: string, property: string) =>
      new Set(all(json, type).map((resource) => resource[property]));
    expect(of("aws_iam_role_policy_attachment", "role")).toEqual(
      new Set([
        "old-role",
        "${aws_iam_role.Role.name}",
        "${aws_iam_role.People_NewRole-new-role_38CE8E3F.name}",
      ]),
    );
    expect(of("aws_iam_group_policy_attachment", "group")).toEqual(
      new Set(["old-group", "${aws_iam_group.People_NewGroup-new-group_93C0AE97.name}"]),
    );
    expect(of("aws_iam_user_policy_attachment", "user")).toEqual(
      new Set(["old-user", "${aws_iam_user.People_NewUser-new-user_A8012BA1.name}"]),
    );
    expect(of("aws_iam_policy", "path")).toEqual(new Set(["/people/"]));
    const trust = all(json, "aws_iam_role").find(({ name }) => name === "new-role")!.assume_role_policy;
    expect(bySid(trust)).toEqual({
      AssumedByPeople: {
        Sid: "AssumedByPeople",
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${account}:role/federated` },
        Action: "sts:AssumeRole",
        Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
      },
    });
  });

  test("asks nobody for a second factor unless it is told to, as a program has none", () => {
    const trusted = (requireMfa?: boolean) => {
      const json = synthesized((stack) => {
        const persona = new Persona(stack, "People", { policyName: "p" });
        persona.addStatements([mine]);
        const trustedPrincipalArns = [`arn:aws:iam::${account}:role/federated`];
        persona.createRole({ name: "new-role", trustedPrincipalArns, requireMfa });
      }, here);
      return bySid(all(json, "aws_iam_role")[0]!.assume_role_policy).AssumedByPeople;
    };
    expect(trusted(true)).toHaveProperty("Condition");
    expect(trusted(false)).not.toHaveProperty("Condition");
    expect(trusted()).toEqual(trusted(false));
  });

  test.each([
    ["ConsoleUser", ConsoleUser],
    ["JobCreator", JobCreator],
    ["JobOperator", JobOperator],
    ["Auditor", Auditor],
  ])("is refused as %s with every fault of what it is made from", (kind, Kind) => {
    const make = () =>
      synthesized(
        (stack) => new Kind(stack, "People", { policyName: "a b", path: "people", workflows: [] }),
        here,
      );
    expect(make).toThrow(
      new RegExp(
        `^${kind} "test/People" cannot be built:\n[^]*policyName: got "a b"[^]*path: got "people"[^]*workflows: got none`,
      ),
    );
  });

  test("brings AWS's own policies in the managed style, and says what they open", () => {
    const build = (stack: TerraformStack) => {
      const props = { policyName: "p", permissions: { style: PermissionStyle.AWS_MANAGED } };
      const user = new ConsoleUser(stack, "People", { ...props, workflows });
      user.attachToGroup("labelers");
      return user;
    };
    const json = synthesized(build, here);
    const arns = all(json, "aws_iam_group_policy_attachment").map(({ policy_arn }) => policy_arn);
    expect(arns[0]).toBe("arn:aws:iam::aws:policy/AmazonSageMakerFullAccess");
    expect(Object.keys(bySid(policies(json)[0]!.policy))).toEqual([
      "S3ReadLocations",
      "S3WriteInputs",
      "S3WriteJobFiles",
    ]);
    expect(warningsOf(build)).toEqual([
      expect.stringMatching(/^AmazonSageMakerFullAccess also allows .*public crowd.*\(docs\.aws/),
    ]);
  });

  test("has its guard rails first, and says when one of them stops all jobs", () => {
    const guardRails = { noPublicCrowd: true, requireVolumeKey: true, noKeyDeletion: true };
    const build = (stack: TerraformStack) =>
      new JobCreator(stack, "People", { policyName: "p", workflows, guardRails });
    const sids = Object.keys(bySid(policies(synthesized(build, here))[0]!.policy));
    expect(sids.slice(0, 4)).toEqual([
      "RestrictWorkteamType",
      "DenyWithoutVolumeKey",
      "DenyKeyDeletion",
      "CreateLabelingJobs",
    ]);
    expect(warningsOf(build)).toEqual([expect.stringContaining("every job without automated labeling")]);
  });

  describe("for IAM Identity Center", () => {
    const permissionSet = (props: Partial<PersonaProps>, over: readonly LabelingResources[]) => {
      let policyNames: readonly string[] = [];
      const json = synthesized((stack) => {
        const persona = new Auditor(stack, "People", { policyName: "p", ...props, workflows: [...over] });
        policyNames = persona.policyNames;
        stack.addOverride("output.set.value", persona.permissionSetJson);
      }, here);
      return { policyNames, json, set: JSON.parse(json.output!.set!.value as string) as unknown };
    };

    test("is one inline policy, as long as that fits", () => {
      const { set, json } = permissionSet({}, workflows);
      expect(set).toEqual({ InlinePolicy: JSON.parse(policies(json)[0]!.policy) as unknown });
    });

    test("refers to the policies by name when it does not", () => {
      const { set, policyNames } = permissionSet({ path: "/people/" }, fifty);
      expect(policyNames.length).toBeGreaterThan(1);
      expect(set).toEqual({
        CustomerManagedPolicyReferences: policyNames.map((Name) => ({ Name, Path: "/people/" })),
      });
    });
  });

  const over = (workflows: LabelingResources[]) =>
    [
      ["ConsoleUser", (stack: TerraformStack) => new ConsoleUser(stack, "P", { policyName: "p", workflows })],
      ["JobCreator", (stack: TerraformStack) => new JobCreator(stack, "P", { policyName: "p", workflows })],
      ["JobOperator", (stack: TerraformStack) => new JobOperator(stack, "P", { policyName: "p", workflows })],
      ["Auditor", (stack: TerraformStack) => new Auditor(stack, "P", { policyName: "p", workflows })],
    ] as const;

  test.each(over(fifty))("over 50 workflows fits IAM: %s", (_name, build) => {
    const json = synthesized((stack) => build(stack).attachToGroup("all"), here);
    const documents = policies(json);
    for (const { policy } of documents) expect(policy.length).toBeLessThanOrEqual(6144);
    expect(documents.length).toBeGreaterThan(1);
    expect(new Set(documents.map(({ name }) => name))).toEqual(
      new Set(documents.map((_, index) => (index === 0 ? "p" : `p-${index + 1}`))),
    );
    expect(all(json, "aws_iam_group_policy_attachment")).toHaveLength(documents.length);
    // Nothing is lost by the cut: each workflow is in there.
    const text = documents.map(({ policy }) => policy).join();
    expect(fifty.filter(({ labelingJobName }) => !text.includes(`labeling-job/${labelingJobName}*`))).toEqual(
      [],
    );
  });

  test("over 50 workflows with a team, a key and a topic of their own fits IAM too", () => {
    const json = synthesized((stack) => {
      const own = fifty.map((each, index) => ({
        ...each,
        workTeamArns: [`arn:aws:sagemaker:${region}:${account}:workteam/private-crowd/team-${index}`],
        encryptionKeys: [
          LabelingKey.fromAliasOfAnotherStack(stack, `Key${index}`, `alias/workflow-${index}`),
        ],
        inputTopicArn: `arn:aws:sns:${region}:${account}:workflow-${index}-input`,
      }));
      new ConsoleUser(stack, "P", { policyName: "p", workflows: own }).attachToGroup("all");
    }, here);
    for (const { policy } of policies(json)) expect(policy.length).toBeLessThanOrEqual(6144);
    expect(policies(json).length).toBeLessThanOrEqual(10);
    // One team's job is not another's: a statement each. The keys, which no job is tied to, share a few.
    const text = policies(json)
      .map(({ policy }) => policy)
      .join();
    expect(text.match(/"CreateLabelingJobs\d*"/g)).toHaveLength(50);
    expect(text.match(/"UseKeyThroughS3\d*"/g)).toHaveLength(3);
  });

  test("over 100 keys with the longest aliases fits IAM, and leaves none out", () => {
    const aliases = Array.from({ length: 100 }, (_, index) => `alias/${"k".repeat(240)}${index + 100}`);
    const json = synthesized((stack) => {
      const encryptionKeys = aliases.map((alias) => LabelingKey.fromAliasOfAnotherStack(stack, alias, alias));
      new KeyAdministrator(stack, "P", { policyName: "p", encryptionKeys, mayChangeKeyPolicy: true });
    }, here);
    const texts = policies(json).map(({ policy }) => policy);
    expect(Math.max(...texts.map(({ length }) => length))).toBeLessThanOrEqual(6144);
    for (const sid of ["AdministerKey", "ChangeKeyPolicy"]) {
      const statements = texts
        .flatMap((text) => JSON.parse(text).Statement as { Sid: string }[])
        .filter((statement) => statement.Sid.startsWith(sid));
      expect(aliases.filter((alias) => !JSON.stringify(statements).includes(`"${alias}"`))).toEqual([]);
    }
  });

  test("has no more policies than a group can have", () => {
    const many = Array.from({ length: 150 }, (_, index) => workflow(`workflow-${index + 100}`));
    const build = () =>
      synthesized((stack) => {
        new ConsoleUser(stack, "People", { policyName: "p", workflows: many }).attachToGroup("all");
      }, here);
    expect(build).toThrow(/are needed, and a group takes 10 at most. Make several personas/);
  });

  test("tells everything that is wrong at once, without a stack trace", () => {
    const wrong = messageOf(() =>
      synthesized((stack) => {
        new ConsoleUser(stack, "People", {
          policyName: "acme people",
          path: "people",
          guardRails: { onlyRegions: ["Ireland"] },
          privateWorkforce: { userPoolArn: "eu-west-1_Ab1", workTeamNames: ["*"] },
          workflows: [
            workflow("signs", {
              labelingJobName: "*",
              executionRoleArn: "arn:aws:iam::111122223333:role/*",
              workTeamArns: ["arn:aws:sagemaker:eu-west-1:394669845002:workteam/public-crowd/default"],
              functionArns: ["acme-pre"],
              inputTopicArn: "arn:aws:sqs:eu-west-1:111122223333:acme",
            }),
          ],
        });
      }, here),
    );
    expect(wrong.split("\n").map((line) => line.replace(/[:;].*/, ""))).toEqual([
      'ConsoleUser "test/People" cannot be built',
      "  - policyName",
      "  - path",
      "  - guardRails.onlyRegions[0]",
      "  - workflows[0].labelingJobName",
      "  - workflows[0].executionRoleArn",
      "  - workflows[0].workTeamArns[0]",
      "  - workflows[0].functionArns[0]",
      "  - workflows[0].inputTopicArn",
      "  - privateWorkforce.userPoolArn",
      "  - privateWorkforce.workTeamNames[0]",
    ]);
  });

  test.each([
    ["no workflow", (stack: TerraformStack) => new Auditor(stack, "P", { policyName: "p", workflows: [] })],
    [
      "no function",
      (stack: TerraformStack) => new FunctionAuthor(stack, "P", { policyName: "p", functionNames: [] }),
    ],
    [
      "any function",
      (stack: TerraformStack) => new FunctionAuthor(stack, "P", { policyName: "p", functionNames: ["*"] }),
    ],
    [
      "no key",
      (stack: TerraformStack) => new KeyAdministrator(stack, "P", { policyName: "p", encryptionKeys: [] }),
    ],
    [
      "a role for everybody",
      (stack: TerraformStack) =>
        new Persona(stack, "P", { policyName: "p" }).createRole({
          name: "r",
          trustedPrincipalArns: ["*"],
        }),
    ],
    [
      "a group without a name",
      (stack: TerraformStack) => new Persona(stack, "P", { policyName: "p" }).createGroup(""),
    ],
  ])("is refused for %s", (_what, build) => {
    expect(messageOf(() => synthesized((stack) => void build(stack), here))).toMatch(
      /cannot be built:\n {2}- /,
    );
  });
});
