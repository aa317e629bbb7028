import { readdirSync, readFileSync } from "node:fs";
import { S3Location } from "../../lib/storage/s3-location";
import { join } from "node:path";
import { IamGroupPolicyAttachment } from "@cdktf/provider-aws/lib/iam-group-policy-attachment";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { IamUserPolicyAttachment } from "@cdktf/provider-aws/lib/iam-user-policy-attachment";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { SagemakerWorkforce } from "@cdktf/provider-aws/lib/sagemaker-workforce";
import { SagemakerWorkteam } from "@cdktf/provider-aws/lib/sagemaker-workteam";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { App, Fn, TerraformStack, TerraformVariable, Token } from "cdktf";
import {
  AwsPage,
  LabelingKey,
  PermissionStyle,
  type PolicyStatement,
  renderPolicy,
  WorkerUserPool,
} from "../../lib";
import { deployerRights, deployerStatements } from "../../lib/permissions/deployer/deployer-rights";
import type { StackResource } from "../../lib/permissions/deployer/stack-resource";
import { stateBackend, type DeployerStateBackend } from "../../lib/permissions/deployer/state-backend";
import { Deployer, type DeployerProps } from "../../lib/roles/deployer";
import { readConfig } from "../../stacks";
import type { PolicyDocument } from "../conformance/harness/policy-document";
import { vocabularyProblems } from "../conformance/harness/vocabulary";
import {
  actionsOf,
  deniedCalls,
  deployerRole,
  exampleFile,
  exampleStacksWithDeployers,
  withDeployers,
} from "../deployer-proof";
import { keptRecording } from "../e2e/kept-recording";
import { callOf } from "../e2e/recorded-calls";
import { bySid, type TerraformJson } from "../synthesized";
import { ungranted } from "./deployer-ungranted";
import { unrecorded } from "./deployer-unrecorded";
import { account, region } from "../account";
import { inScratchFolder } from "../scratch-folder";
import providerCalls from "./provider-calls.json";

const scope = { partition: "aws", region, account };
const example = withDeployers();
const { warnings } = example;
const { stacks, types: typesOfStacks } = exampleStacksWithDeployers();
const stackOf = (name: string) => stacks[name]!;
const recording = keptRecording().calls;

/*
 * What Terraform asks of AWS was written down by the emulator while the example was applied and destroyed there
 * (__tests__/e2e/stacks.test.ts, which also tells when it is out of date).
 */
describe("the calls that Terraform made for the example", () => {
  test("are known for every stack", () => {
    expect(Object.keys(recording).sort()).toEqual(Object.keys(stacks).sort());
  });

  test.each(Object.keys(stacks))("%s: its deployer may make all of them", async (name) => {
    const calls = (recording[name] ?? []).map(callOf);
    expect(calls.length).toBeGreaterThan(10);
    expect(await deniedCalls(stackOf(name), stackOf(name).role(deployerRole(name)), calls)).toEqual([]);
  });

  test.each(Object.keys(stacks))(
    "%s: its deployer may do nothing else, but for what has a reason",
    (name) => {
      const asked = new Set((recording[name] ?? []).map((line) => callOf(line).action));
      const more = actionsOf(stackOf(name).role(deployerRole(name))).filter((action) => !asked.has(action));
      expect(more.filter((action) => !(action in unrecorded))).toEqual([]);
    },
  );

  test("show no action that has a reason for not being among them, and every such action is in a policy", () => {
    const asked = new Set(
      Object.values(recording).flatMap((lines) => lines.map((line) => callOf(line).action)),
    );
    const given = new Set(
      Object.entries(stacks).flatMap(([name, stack]) => actionsOf(stack.role(deployerRole(name)))),
    );
    const reasons = Object.keys(unrecorded);
    expect(reasons.filter((action) => asked.has(action))).toEqual([]);
    expect(reasons.filter((action) => !given.has(action))).toEqual([]);
    expect(Object.values(unrecorded).filter((reason) => !/\w+ \w+/.test(reason))).toEqual([]);
  });

  test.each(Object.keys(stacks))(
    "%s: another stack's deployer may not make those that write",
    async (name) => {
      const other = Object.keys(stacks).find((one) => one !== name)!;
      const writes = (recording[name] ?? [])
        .map(callOf)
        .filter(({ action }) => /:(Create(Role|Policy|Bucket|Queue|Topic|Function)|Put|Delete)/.test(action))
        .filter(({ resource }) => !resource.startsWith("key:"));
      const denied = await deniedCalls(stackOf(name), stackOf(other).role(deployerRole(other)), writes);
      expect(writes.length).toBeGreaterThan(1);
      expect(denied).toHaveLength(writes.length);
    },
  );
});

/*
 * AWS publishes which calls the provider's code can make for each type: all of them, with updates and with arguments that
 * nobody here sets. One example is made and destroyed as it is, and shows a part of them.
 */
describe("the calls that the provider's code can make for what a stack contains", () => {
  const calls: Readonly<Record<string, readonly string[]>> = providerCalls.calls;
  /** `<type> <action>` of what the deployer of a stack may not do. */
  const lacking = (name: string) => {
    const given = new Set(actionsOf(stackOf(name).role(deployerRole(name))));
    return (typesOfStacks[name] ?? [])
      .flatMap((type) => (calls[type] ?? []).map((operation) => [type, actionOf(operation)] as const))
      .filter(([, action]) => !given.has(action))
      .map(([type, action]) => `${type} ${action}`);
  };

  test.each(Object.keys(stacks))("%s: its deployer may make each, or there is a reason", (name) => {
    expect([...new Set(lacking(name))].filter((one) => !(one in ungranted))).toEqual([]);
  });

  test("are known for all types that have rights, and every reason is needed by one of the examples", () => {
    const types = Object.keys(deployerRights).filter((type) => !type.startsWith("data."));
    expect(types.filter((type) => !(type in calls))).toEqual([]);
    const all = Object.keys(stacks).flatMap(lacking);
    expect(Object.keys(ungranted).filter((one) => !all.includes(one))).toEqual([]);
    expect(Object.values(ungranted).filter((reason) => !/\w+ \w+/.test(reason))).toEqual([]);
  });
});

/** Operations of S3 whose permission has another name. */
const s3Actions: Readonly<Record<string, string>> = {
  CompleteMultipartUpload: "PutObject",
  CreateMultipartUpload: "PutObject",
  DeleteBucketCors: "PutBucketCORS",
  DeleteBucketEncryption: "PutEncryptionConfiguration",
  DeleteBucketLifecycle: "PutLifecycleConfiguration",
  DeleteBucketOwnershipControls: "PutBucketOwnershipControls",
  DeleteBucketReplication: "PutReplicationConfiguration",
  DeleteBucketTagging: "PutBucketTagging",
  DeleteObjects: "DeleteObject",
  DeletePublicAccessBlock: "PutBucketPublicAccessBlock",
  GetBucketAccelerateConfiguration: "GetAccelerateConfiguration",
  GetBucketCors: "GetBucketCORS",
  GetBucketEncryption: "GetEncryptionConfiguration",
  GetBucketLifecycleConfiguration: "GetLifecycleConfiguration",
  GetBucketNotificationConfiguration: "GetBucketNotification",
  GetBucketReplication: "GetReplicationConfiguration",
  GetObjectLockConfiguration: "GetBucketObjectLockConfiguration",
  GetPublicAccessBlock: "GetBucketPublicAccessBlock",
  HeadBucket: "ListBucket",
  HeadObject: "GetObject",
  ListObjectVersions: "ListBucketVersions",
  PutBucketAccelerateConfiguration: "PutAccelerateConfiguration",
  PutBucketCors: "PutBucketCORS",
  PutBucketEncryption: "PutEncryptionConfiguration",
  PutBucketLifecycleConfiguration: "PutLifecycleConfiguration",
  PutBucketNotificationConfiguration: "PutBucketNotification",
  PutBucketReplication: "PutReplicationConfiguration",
  PutObjectLockConfiguration: "PutBucketObjectLockConfiguration",
  PutPublicAccessBlock: "PutBucketPublicAccessBlock",
  UploadPart: "PutObject",
};

function actionOf(operation: string): string {
  const [service, name = ""] = operation.split(":");
  return service === "s3" ? `s3:${s3Actions[name] ?? name}` : operation;
}

/** A resource that has every attribute, each with a value of its own kind. */
function anyResource(type: string, values: Readonly<Record<string, string>> = {}): StackResource {
  const known: Readonly<Record<string, string>> = {
    arn: `arn:aws:sns:${region}:${account}:acme`,
    bucket: "acme",
    endpoint: `arn:aws:sqs:${region}:${account}:acme`,
    image_uri: `${account}.dkr.ecr.${region}.amazonaws.com/acme/pre:1`,
    key: "acme.html",
    key_id: "alias/acme",
    kms_key_arn: `arn:aws:kms:${region}:${account}:key/1234`,
    path: "/",
    permissions_boundary: `arn:aws:iam::${account}:policy/boundary`,
    policy_arn: `arn:aws:iam::${account}:policy/acme`,
    principal: "sns.amazonaws.com",
    protocol: "sqs",
    queue_url: "queue/acme",
    role: type === "aws_lambda_function" ? `arn:aws:iam::${account}:role/acme` : "acme",
    secret_id: "acme/oidc",
    server_side_encryption: "aws:kms",
    sqs_failure_feedback_role_arn: `arn:aws:iam::${account}:role/acme-logs`,
    topic_arn: `arn:aws:sns:${region}:${account}:acme`,
    user_pool_id: `${region}_Pool`,
    ...values,
  };
  const named = type === "aws_kms_alias" ? "alias/acme" : "acme";
  const text = (attribute: string) =>
    attribute in known ? known[attribute] : /name$|^group$|^user$|s3_/.test(attribute) ? named : undefined;
  return {
    type,
    address: `test: ${type}.any`,
    scope,
    text,
    has: () => true,
    flag: () => true,
    texts: (attribute) =>
      attribute === "layers" ? [`arn:aws:lambda:${region}:${account}:layer:acme:1`] : [],
    tags: { team: "vision" },
  };
}

describe("the rights of each Terraform type", () => {
  const everything = deployerStatements(Object.keys(deployerRights).map((type) => anyResource(type)));
  const backend = ["lock-table", undefined].flatMap((lockTableName) =>
    stateBackend(
      {
        bucketName: "acme-state",
        keys: ["a.tfstate"],
        lockTableName,
        kmsKeyArn: `arn:aws:kms:${region}:${account}:key/1`,
      },
      scope,
    ),
  );
  const all = [...everything, ...backend];

  test("speak AWS's vocabulary", async () => {
    const document = (statement: PolicyStatement) => JSON.parse(renderPolicy([statement])) as PolicyDocument;
    for (const statement of all) expect(await vocabularyProblems(document(statement))).toEqual([]);
  });

  test("have a reason and a page, and no action with a wildcard", () => {
    const pages = Object.values<string>(AwsPage);
    for (const { sid, reason, page, actions } of all) {
      expect([sid, reason]).toEqual([sid, expect.stringMatching(/\w+ \w+/)]);
      expect([sid, pages.includes(page)]).toEqual([sid, true]);
      expect(actions.filter((action) => action.includes("*"))).toEqual([]);
    }
  });

  test("open every resource in these statements only", () => {
    const open = all.filter(({ resources }) => resources?.includes("*"));
    expect(open.map(({ sid }) => sid)).toEqual([
      "KmsKeyCreate",
      "KmsAliasRead",
      "SnsUnsubscribe",
      "LambdaNetwork",
      "LogGroupRead",
      "AlarmRead",
      "CognitoPoolCreate",
      "CognitoDomainRead",
      "ParameterRead",
    ]);
  });

  test("never hold what raises rights beyond the stacks", () => {
    const actions = new Set(all.flatMap((statement) => statement.actions));
    for (const action of [
      "iam:AddUserToGroup",
      "iam:CreateAccessKey",
      "iam:CreateLoginProfile",
      "iam:DeleteRolePermissionsBoundary",
      "iam:SetDefaultPolicyVersion",
      "kms:DisableKey",
      "lambda:InvokeFunction",
      "sts:AssumeRole",
    ]) {
      expect([action, actions.has(action)]).toEqual([action, false]);
    }
  });

  test("are there for everything that this package emits", async () => {
    const used = new Set(
      ["lib", "stacks"]
        .flatMap((directory) => typescriptIn(join(__dirname, "..", "..", directory)))
        .flatMap((file) => [
          ...readFileSync(file, "utf8").matchAll(/from "(@cdktf\/provider-aws\/lib\/[\w-]+)"/g),
        ])
        .map(([, module]) => module ?? "")
        .filter((module) => !module.endsWith("/provider")),
    );
    const types = await Promise.all(
      [...used].map(async (module) => {
        const classes = Object.values((await import(module)) as Record<string, { tfResourceType?: string }>);
        const type =
          classes.find(({ tfResourceType }) => tfResourceType !== undefined)?.tfResourceType ?? module;
        return module.includes("/data-aws-") ? `data.${type}` : type;
      }),
    );
    expect(types.length).toBeGreaterThan(20);
    expect(types.filter((type) => !(type in deployerRights))).toEqual([]);
  });

  test("tell user pools apart by their tags", () => {
    const pools = deployerStatements([
      anyResource("aws_cognito_user_pool"),
      anyResource("aws_cognito_user_group", { user_pool_id: undefined as unknown as string }),
    ]);
    expect(pools.map(({ sid, when }) => [sid, when])).toEqual([
      ["CognitoPoolCreate", { StringEquals: { "aws:RequestTag/team": ["vision"] } }],
      ["CognitoPools", { StringEquals: { "aws:ResourceTag/team": ["vision"] } }],
    ]);
    expect(pools[1]?.actions).toContain("cognito-idp:CreateGroup");
  });
});

function typescriptIn(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
    .map((name) => join(directory, name));
}

/** Two stacks in anybody's app: what is deployed, and who deploys it. */
function deployerOf(
  build: (deployed: TerraformStack, access: TerraformStack) => void,
  props: Partial<DeployerProps> = {},
  use: (deployer: Deployer, deployed: TerraformStack) => void = () => undefined,
  tags: Record<string, string> = { team: "vision" },
): { readonly json: TerraformJson; readonly warnings: readonly string[] } {
  return inScratchFolder((outdir) => {
    const app = new App({ outdir, stackTraces: false });
    const deployed = new TerraformStack(app, "deployed");
    new AwsProvider(deployed, "aws", {
      region,
      allowedAccountIds: [account],
      defaultTags: [{ tags }],
    });
    const access = new TerraformStack(app, "access");
    new AwsProvider(access, "aws", { region: "us-east-1", allowedAccountIds: [account] });
    build(deployed, access);
    const deployer = new Deployer(access, "Deployer", {
      policyName: "acme-deployer",
      stacks: [deployed],
      ...props,
    });
    use(deployer, deployed);
    app.synth();
    const json = JSON.parse(
      readFileSync(join(outdir, "stacks", "access", "cdk.tf.json"), "utf8"),
    ) as TerraformJson;
    return { json, warnings: deployer.node.metadata.map(({ data }) => String(data)) };
  });
}

function statementsOf(json: TerraformJson): Record<string, Record<string, unknown>> {
  const policies = Object.values(json.resource["aws_iam_policy"] ?? {});
  return Object.assign({}, ...policies.map(({ policy }) => bySid(policy))) as ReturnType<typeof bySid>;
}

const trust = JSON.stringify({ Version: "2012-10-17", Statement: [] });
const role = (stack: TerraformStack, name: string, permissionsBoundary?: string) =>
  new IamRole(stack, name, { name, assumeRolePolicy: trust, permissionsBoundary });

describe("a deployer", () => {
  test("knows what refers to other resources of the stack, in the stack's own region", () => {
    const { json } = deployerOf((stack) => {
      const bucket = new S3Bucket(stack, "Bucket", { bucket: "acme-raw" });
      new S3BucketVersioningA(stack, "Versioning", {
        bucket: bucket.id,
        versioningConfiguration: { status: "Enabled" },
      });
      new SnsTopic(stack, "Topic", { name: "acme-input" });
    });
    expect(statementsOf(json)["S3Buckets"]?.["Resource"]).toBe("arn:aws:s3:::acme-raw");
    expect(statementsOf(json)["S3Buckets"]?.["Action"]).toContain("s3:PutBucketVersioning");
    expect(statementsOf(json)["SnsTopics"]?.["Resource"]).toBe(`arn:aws:sns:${region}:${account}:acme-input`);
  });

  test("knows which resources lie in another region", () => {
    const { json } = deployerOf((stack) => {
      const provider = new AwsProvider(stack, "far", { region: "ap-south-1", alias: "far" });
      new SnsTopic(stack, "Topic", { name: "acme-input", provider });
    });
    expect(statementsOf(json)["SnsTopics"]?.["Resource"]).toBe(
      `arn:aws:sns:ap-south-1:${account}:acme-input`,
    );
  });

  test("may do what was added to the stack after the deployer was made", () => {
    const { json } = deployerOf(
      () => undefined,
      {},
      (_deployer, stack) => new SnsTopic(stack, "Late", { name: "acme-late" }),
    );
    expect(statementsOf(json)["SnsTopics"]?.["Resource"]).toBe(`arn:aws:sns:${region}:${account}:acme-late`);
  });

  test("empties buckets only where the stack asks for it", () => {
    const bucket = (forceDestroy: boolean) =>
      deployerOf((stack) => new S3Bucket(stack, "Bucket", { bucket: "acme-raw", forceDestroy })).json;
    expect(statementsOf(bucket(true))["S3ObjectsEmptied"]?.["Resource"]).toBe("arn:aws:s3:::acme-raw/*");
    expect(JSON.stringify(bucket(false))).not.toContain("DeleteObject");
  });

  test("cannot take off that code must be signed, where the stacks say so, or put another configuration on", () => {
    const config = `arn:aws:lambda:${region}:${account}:code-signing-config:csc-0123456789abcdef0`;
    const rights = (code_signing_config_arn: string | undefined) =>
      deployerStatements([
        anyResource("aws_lambda_function", { code_signing_config_arn } as Record<string, string>),
      ]);
    const signing = (statement: PolicyStatement) =>
      /(Put|Delete)FunctionCodeSigning/.test(statement.actions.join());
    expect(rights(config).filter(signing)).toEqual([
      expect.objectContaining({
        actions: ["lambda:PutFunctionCodeSigningConfig"],
        resources: [`arn:aws:lambda:${region}:${account}:function:acme`, config],
        when: { StringEquals: { "lambda:CodeSigningConfigArn": [config] } },
      }),
    ]);
    expect(rights(undefined).filter(signing)).toEqual([
      expect.objectContaining({
        actions: expect.arrayContaining(["lambda:DeleteFunctionCodeSigningConfig"]) as string[],
        resources: [`arn:aws:lambda:${region}:${account}:function:acme`],
      }),
    ]);
  });

  test("attaches to a role that the stacks do not make, whatever its path", () => {
    const policies = deployerStatements([anyResource("aws_iam_role_policy_attachment")]);
    expect(policies[0]?.resources).toEqual([
      `arn:aws:iam::${account}:role/acme`,
      `arn:aws:iam::${account}:role/*/acme`,
    ]);
  });

  test("reaches the state when it is told where it lies", () => {
    const backend = { bucketName: "acme-state", keys: ["labeling/street-signs.tfstate"] };
    const { json } = deployerOf(() => undefined, { backend });
    expect(statementsOf(json)["StateFiles"]?.["Resource"]).toBe(
      "arn:aws:s3:::acme-state/labeling/street-signs.tfstate",
    );
    expect(statementsOf(json)["StateLockFiles"]?.["Resource"]).toBe(
      "arn:aws:s3:::acme-state/labeling/street-signs.tfstate.tflock",
    );
  });

  test("reads and writes state and locks, and uses the key of the state, and nothing more", () => {
    const kmsKeyArn = `arn:aws:kms:${region}:${account}:key/1`;
    const state = {
      bucketName: "acme-state",
      keys: ["a.tfstate"],
      lockTableName: "locks",
      useLockFile: true,
    };
    const statements = stateBackend({ ...state, kmsKeyArn }, scope);
    expect(statements.map(({ sid, actions, resources }) => [sid, actions, resources])).toEqual([
      ["StateBucket", ["s3:ListBucket"], ["arn:aws:s3:::acme-state"]],
      ["StateFiles", ["s3:GetObject", "s3:PutObject"], ["arn:aws:s3:::acme-state/a.tfstate"]],
      [
        "StateLockFiles",
        ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
        ["arn:aws:s3:::acme-state/a.tfstate.tflock"],
      ],
      [
        "StateLockTable",
        ["dynamodb:DeleteItem", "dynamodb:DescribeTable", "dynamodb:GetItem", "dynamodb:PutItem"],
        [`arn:aws:dynamodb:${region}:${account}:table/locks`],
      ],
      ["StateKey", ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"], [kmsKeyArn]],
    ]);
  });

  test("reads, writes and deletes the inline policies that the stacks write, on no other role", () => {
    const { json } = deployerOf((stack) => {
      const own = role(stack, "acme-execution", undefined);
      new IamRolePolicy(stack, "Inline", { role: own.name, policy: trust });
      new IamRolePolicy(stack, "Elsewhere", { role: "builder", policy: trust });
      role(stack, "without");
    });
    const roleArn = (name: string) => `arn:aws:iam::${account}:role/${name}`;
    expect(statementsOf(json)["IamInlinePolicies"]).toMatchObject({
      Action: ["iam:DeleteRolePolicy", "iam:GetRolePolicy", "iam:PutRolePolicy"],
      Resource: [roleArn("acme-execution"), roleArn("builder"), roleArn("*/builder")],
    });
  });

  test("turns access logs of its buckets on, to another bucket and off, and those of no other", () => {
    const logging = deployerStatements([anyResource("aws_s3_bucket_logging", { bucket: "acme-raw" })]);
    expect(logging.map(({ actions, resources }) => [actions, resources])).toEqual([
      [["s3:GetBucketLogging", "s3:ListBucket", "s3:PutBucketLogging"], ["arn:aws:s3:::acme-raw"]],
    ]);
  });

  test("targets with a rule what the stacks name, and nothing else", () => {
    const target = anyResource("aws_cloudwatch_event_target", {
      arn: `arn:aws:sqs:${region}:${account}:jobs`,
    });
    const put = deployerStatements([target]).filter(({ actions }) => actions.includes("events:PutTargets"));
    expect(put.map(({ when }) => when)).toEqual([
      { "ForAllValues:ArnEquals": { "events:TargetArn": [`arn:aws:sqs:${region}:${account}:jobs`] } },
    ]);
  });

  test("knows groups and users without a path", () => {
    const arns = ["group", "user"].map((kind) => {
      const one = anyResource(`aws_iam_${kind}`, { path: undefined as unknown as string });
      return deployerStatements([one]).map(({ resources }) => resources);
    });
    expect(arns).toEqual([[[`arn:aws:iam::${account}:group/acme`]], [[`arn:aws:iam::${account}:user/acme`]]]);
  });

  test("uses the stacks' keys for objects that it uploads, through S3 only, and none for those on S3's own key", () => {
    const uploads = (encryption: string) =>
      deployerStatements([
        anyResource("aws_s3_object", { server_side_encryption: encryption }),
        anyResource("aws_kms_alias", { name: "alias/acme" }),
      ]).filter(({ actions }) => actions.includes("kms:GenerateDataKey"));
    expect(uploads("AES256")).toEqual([]);
    expect(uploads("aws:kms").map(({ actions, resources, when }) => [actions, resources, when])).toEqual([
      [
        ["kms:Decrypt", "kms:GenerateDataKey"],
        [`arn:aws:kms:${region}:${account}:key/*`],
        {
          "ForAllValues:StringEquals": { "kms:ResourceAliases": ["alias/acme"] },
          StringEquals: { "kms:ViaService": [`s3.${region}.amazonaws.com`] },
        },
      ],
    ]);
  });

  test("knows workforce and teams as they are named and in lower case, as AWS does not say which it compares", () => {
    const { json } = deployerOf((stack) => {
      new SagemakerWorkforce(stack, "Workforce", { workforceName: "Acme" });
      const team = { description: "Signs", memberDefinition: [{ oidcMemberDefinition: { groups: ["a"] } }] };
      new SagemakerWorkteam(stack, "Team", { workteamName: "Signs", workforceName: "Acme", ...team });
    });
    const { Workforces, WorkTeams } = statementsOf(json);
    const arn = (what: string) => `arn:aws:sagemaker:${region}:${account}:${what}`;
    expect(Workforces?.["Resource"]).toEqual([arn("workforce/Acme"), arn("workforce/acme")]);
    expect(WorkTeams?.["Resource"]).toEqual([
      arn("workteam/private-crowd/Signs"),
      arn("workteam/private-crowd/signs"),
    ]);
  });

  test("locks the state in every way that the backend does, in the backend's region", () => {
    const state = { bucketName: "acme-state", keys: ["a.tfstate"], lockTableName: "locks" };
    const locks = (more: Partial<DeployerStateBackend>) => {
      const { json } = deployerOf(() => undefined, { backend: { ...state, ...more } });
      const { StateLockTable, StateLockFiles } = statementsOf(json);
      return [StateLockTable?.["Resource"], StateLockFiles?.["Resource"]];
    };
    const table = (where: string) => `arn:aws:dynamodb:${where}:${account}:table/locks`;
    const file = "arn:aws:s3:::acme-state/a.tfstate.tflock";
    expect(locks({})).toEqual([table("us-east-1"), undefined]);
    expect(locks({ region: "eu-north-1", useLockFile: true })).toEqual([table("eu-north-1"), file]);
    expect(locks({ lockTableName: undefined, useLockFile: false })).toEqual([undefined, undefined]);
  });

  test("is told which roles it could give any right", () => {
    const { warnings: told } = deployerOf((stack) => {
      role(stack, "free");
      role(stack, "bounded", `arn:aws:iam::${account}:policy/boundary`);
    });
    expect(told).toEqual([expect.stringContaining("roles without a permissions boundary: 1 of 2.")]);
    expect(warnings.join()).toContain("roles without a permissions boundary");
  });

  test("is told which keys and user pools only tags would tell from others", () => {
    const told = (tags: Record<string, string>) => {
      const build = (stack: TerraformStack) => {
        new LabelingKey(stack, "Key", { alias: "alias/acme" });
        new WorkerUserPool(stack, "Pool", { name: "acme", domain: "acme-workers" });
      };
      const { warnings: all } = deployerOf(build, undefined, undefined, tags);
      return all.filter((warning) => warning.includes("have no tags"));
    };
    expect(told({ team: "vision" })).toEqual([]);
    expect(told({})).toEqual([
      expect.stringContaining("keys of the stacks have no tags"),
      expect.stringContaining("user pools of the stacks have no tags"),
    ]);
  });

  test("has policies that the first plan shows in full, the same in every run", () => {
    const text = () => {
      return Object.values(withDeployers().stacks)
        .flatMap(({ policies }) => Object.values(policies))
        .map(({ name, document }) => `${name} ${JSON.stringify(document)}`);
    };
    expect(text()).toEqual(text());
    const { json } = deployerOf((stack) => role(stack, "acme-execution"));
    expect(JSON.stringify(json.resource["aws_iam_policy"])).not.toMatch(/\$\{(?!data\.aws_)/);
  });
});

describe("a deployer is refused", () => {
  const refusal = (...args: Parameters<typeof deployerOf>) => {
    try {
      deployerOf(...args);
    } catch (error) {
      return (error as Error).message;
    }
    return "not refused";
  };

  test("without stacks, and in a style that AWS has no policy for", () => {
    const message = refusal(() => undefined, {
      stacks: [],
      permissions: { style: PermissionStyle.AWS_MANAGED },
    });
    expect(message).toMatch(/stacks: got none/);
    expect(message).toMatch(/permissions.style: got "aws-managed"/);
  });

  test("of its own stack", () => {
    const app = new App({ stackTraces: false });
    const stack = new TerraformStack(app, "all-in-one");
    new AwsProvider(stack, "aws", { region });
    expect(() => new Deployer(stack, "Deployer", { policyName: "acme", stacks: [stack] })).toThrow(
      /the stack of the deployer itself: it could give itself any right/,
    );
  });

  test("of types that nobody has said the rights of, unless they are left out", () => {
    const build = (stack: TerraformStack) => new Route53Zone(stack, "Zone", { name: "acme.example" });
    expect(refusal(build)).toMatch(/aws_route53_zone is not a type whose rights this library knows/);
    expect(refusal(build, { ignoredResourceTypes: ["aws_route53_zone"] })).toBe("not refused");
  });

  test("of resources whose names only AWS will know, all of them told at once", () => {
    const message = refusal((stack) => {
      new SnsTopic(stack, "Topic", { namePrefix: "acme-" });
      const name = new TerraformVariable(stack, "name", {}).stringValue;
      new S3Bucket(stack, "Bucket", { bucket: Fn.lower(name) });
      new LambdaFunction(stack, "Function", {
        functionName: "acme",
        role: Token.asString(Fn.join("", ["arn:", name])),
      });
    });
    expect(message).toMatch(/deployed: aws_sns_topic.Topic\w* has a name that only AWS will know/);
    expect(message).toMatch(/deployed: aws_s3_bucket.Bucket\w* has a bucket that only AWS will know/);
    expect(message).toMatch(
      /deployed: aws_lambda_function.Function\w*.role is a role that only AWS will know/,
    );
  });

  test("beside a boundary that it could rewrite", () => {
    const message = refusal((stack) => {
      new IamPolicy(stack, "Boundary", { name: "boundary", policy: trust });
      role(stack, "acme-execution", `arn:aws:iam::${account}:policy/boundary`);
    });
    expect(message).toMatch(
      /is the permissions boundary of roles of the stacks, and the deployer could rewrite it/,
    );
  });

  test("on a role that the stacks make, and under the name of a policy that they make", () => {
    const message = refusal(
      (stack) => {
        role(stack, "pipeline");
        new IamPolicy(stack, "Policy", { name: "acme-deployer", policy: trust });
      },
      {},
      (deployer) => deployer.attachToRole("pipeline"),
    );
    expect(message).toMatch(/"pipeline" is made by the stacks \(aws_iam_role\)/);
    expect(message).toMatch(/"acme-deployer" is made by the stacks \(aws_iam_policy\)/);
  });

  test("on a role, group or user that the stacks write policies for, as it rewrites these", () => {
    const policyArn = `arn:aws:iam::${account}:policy/acme-labeling`;
    const message = refusal(
      (stack) => {
        new IamRolePolicyAttachment(stack, "Attachment", { role: "pipeline", policyArn });
        new IamRolePolicy(stack, "Inline", { role: "builder", policy: trust });
        new IamGroupPolicyAttachment(stack, "Group", { group: "pipelines", policyArn });
        new IamUserPolicyAttachment(stack, "User", { user: "kim", policyArn });
      },
      {},
      (deployer) => {
        for (const name of ["pipeline", "builder", "somebody-else"]) deployer.attachToRole(name);
        deployer.attachToGroup("pipelines");
        deployer.attachToUser("kim");
      },
    );
    for (const name of ["pipeline", "builder", "pipelines", "kim"]) {
      expect(message).toMatch(new RegExp(`"${name}" gets policies from the stacks`));
    }
    expect(message).not.toContain("somebody-else");
  });
});

describe("the policies of a deployer", () => {
  /** The streaming workflow of the example, as many times as one likes. */
  const manyWorkflows = (count: number) => {
    const config = readConfig(exampleFile);
    const workflow = config.workflows.find(({ name }) => name === "dashcam-signs")!;
    const renamed = (value: unknown, index: number): unknown => {
      if (typeof value === "string") return value.replaceAll("dashcam", `dashcam-${index}`);
      if (value instanceof S3Location) return S3Location.parse(renamed(value.uri, index) as string);
      if (Array.isArray(value)) return value.map((item) => renamed(item, index));
      if (typeof value !== "object" || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renamed(item, index)]));
    };
    const workflows = Array.from(
      { length: count },
      (_, index) => renamed(workflow, index) as typeof workflow,
    );
    return { ...config, workflows };
  };
  const characters = (document: unknown) => JSON.stringify(document).length;

  test("fit IAM's 6,144 characters, one or two for each stack of the examples", () => {
    for (const [name, stack] of Object.entries(stacks)) {
      const sizes = stack
        .role(deployerRole(name))
        .identityPolicies.map(({ document }) => characters(document));
      expect([name, sizes.length <= 2, Math.max(...sizes) <= 6144]).toEqual([name, true, true]);
    }
  });

  test("of 40 workflows are one for each stack, or split; it is told that a role takes ten without a higher quota", () => {
    const { deployers, warnings: told } = withDeployers(manyWorkflows(40), { together: true });
    const { [deployerRole("all")]: all, ...own } = deployers.roles;
    const counts = Object.values(own).map(({ identityPolicies }) => identityPolicies.length);
    expect(counts).toHaveLength(40);
    expect(Math.max(...counts)).toBeLessThanOrEqual(2);
    const sizes = all!.identityPolicies.map(({ document }) => characters(document));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(6144);
    expect(sizes.length).toBeGreaterThan(10);
    expect(sizes.length).toBeLessThanOrEqual(20);
    expect(told.join("\n")).toContain("more than 10 policies on one role need a higher quota");
  });
});
