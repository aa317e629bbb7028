import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3BucketNotification } from "@cdktf/provider-aws/lib/s3-bucket-notification";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { App, TerraformStack } from "cdktf";
import { stringify } from "yaml";
import {
  BuiltInTaskType,
  CorsVariant,
  LabelingBucket,
  LabelingKey,
  LabelingTopic,
  StreamingWorkflow,
} from "../../lib";
import { ConfigurationError, readConfig, synthesize, workflowStacks } from "../../stacks";
import { all, bySid, only, type TerraformJson } from "../synthesized";
import { account } from "../account";
import { inScratchFolder } from "../scratch-folder";

/*
 * What workflows of one file have in common: buckets and keys of the section `shared`, and those that one workflow makes and
 * another one uses.
 */
const base = { namePrefix: "acme", region: "eu-west-1", account };

interface Synthesized {
  readonly stacks: Readonly<Record<string, TerraformJson>>;
  readonly dependencies: Readonly<Record<string, readonly string[]>>;
  readonly warnings: readonly string[];
}

function inFolder<Result>(work: (folder: string) => Result): Result {
  return inScratchFolder((folder) => {
    return work(folder);
  });
}

function synthesized(config: object): Synthesized {
  return inFolder((folder) => {
    const file = join(folder, "ground-truth.yaml");
    writeFileSync(file, stringify(config));
    const out = join(folder, "out");
    const warnings = synthesize(readConfig(file), out, workflowStacks);
    const read = (path: string) => JSON.parse(readFileSync(join(out, path), "utf8")) as unknown;
    const names = readdirSync(join(out, "stacks"));
    const manifest = read("manifest.json") as { stacks: Record<string, { dependencies: string[] }> };
    return {
      warnings,
      stacks: Object.fromEntries(
        names.map((name) => [name, read(`stacks/${name}/cdk.tf.json`) as TerraformJson]),
      ),
      dependencies: Object.fromEntries(
        Object.entries(manifest.stacks).map(([name, { dependencies }]) => [name, dependencies]),
      ),
    };
  });
}

/** The problems of a configuration: `<path>: <message>`. */
function problemsOf(config: object): string[] {
  try {
    synthesized(config);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.problems.map(({ path, message }) => `${path}: ${message}`);
  }
  return [];
}

const roleOf = (workflow: string) => `arn:aws:iam::${account}:role/acme-${workflow}-execution`;
type Conditions = Readonly<Record<string, Readonly<Record<string, string | string[]>>>>;

const namedIn = (policy: unknown, sid: string) =>
  (bySid(policy)[sid]?.["Condition"] as { ArnEquals: { "aws:PrincipalArn": string | string[] } } | undefined)
    ?.ArnEquals["aws:PrincipalArn"];

const labels = {
  name: "a",
  type: "built-in",
  taskType: "BoundingBox",
  inputs: ["s3://acme-a/in/"],
  output: "s3://acme-a/out/",
  buckets: { create: [{ name: "acme-a" }] },
};
const reviews = {
  name: "b",
  type: "built-in",
  taskType: "VideoObjectTracking",
  inputs: ["s3://acme-a/in/", "s3://acme-a/out/"],
  output: "s3://acme-a/checked/",
};

describe("a workflow that reads what another one makes", () => {
  const { stacks, dependencies } = synthesized({ ...base, workflows: [labels, reviews] });
  const keyPolicy = only(stacks.a!, "aws_kms_key")["policy"];
  const rolePolicy = only(stacks.b!, "aws_iam_policy")["policy"];

  test("may decrypt it: its role is named in the key's policy and says the same itself", () => {
    expect(namedIn(keyPolicy, "AllowDecryptOfInput")).toBe(roleOf("b"));
    expect(bySid(rolePolicy)["DecryptInput"]!["Condition"]).toEqual({
      "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/acme-a" },
    });
  });

  test("gets its CORS rule in the stack that has the bucket", () => {
    expect(only(stacks.a!, "aws_s3_bucket_cors_configuration")["cors_rule"]).toMatchObject([
      { allowed_methods: ["GET", "HEAD", "PUT"] },
    ]);
    expect(stacks.b!.resource["aws_s3_bucket_cors_configuration"]).toBeUndefined();
    expect(stacks.b!.output).not.toHaveProperty("required_cors");
  });

  test("is deployed after it, and reads no state", () => {
    expect(dependencies).toEqual({ a: [], b: ["a"] });
    expect(JSON.stringify(stacks)).not.toContain("terraform_remote_state");
  });

  test("reads answers in whichever bucket with the key of the workflow that wrote them", () => {
    const own = {
      ...labels,
      inputs: ["s3://acme-elsewhere/in/"],
      output: "s3://acme-elsewhere/a/",
      buckets: undefined,
    };
    const reader = {
      ...reviews,
      inputs: ["s3://acme-elsewhere/a/job-1/"],
      output: "s3://acme-elsewhere/b/",
    };
    const { stacks: made } = synthesized({ ...base, workflows: [reader, own] });
    expect(namedIn(only(made.a!, "aws_kms_key")["policy"], "AllowDecryptOfInput")).toBe(roleOf("b"));
    expect(bySid(only(made.b!, "aws_iam_policy")["policy"])).toHaveProperty("DecryptInput");
  });

  test("may be read by it in turn: neither waits for the other", () => {
    const each = (name: string) => ({
      ...labels,
      name,
      inputs: ["s3://acme-pool/"],
      output: `s3://acme-pool/${name}/`,
      buckets: undefined,
    });
    const { stacks: made, dependencies: order } = synthesized({ ...base, workflows: [each("a"), each("b")] });
    expect(namedIn(only(made.a!, "aws_kms_key")["policy"], "AllowDecryptOfInput")).toBe(roleOf("b"));
    expect(namedIn(only(made.b!, "aws_kms_key")["policy"], "AllowDecryptOfInput")).toBe(roleOf("a"));
    expect(order).toEqual({ a: [], b: [] });
  });

  test("keeps the restriction of the bucket", () => {
    const restricted = {
      ...labels,
      buckets: { create: [{ name: "acme-a", vpcRestriction: { vpcIds: ["vpc-0a"] } }] },
    };
    expect(problemsOf({ ...base, workflows: [restricted, reviews] })).toEqual([
      expect.stringMatching(/^workflows\[1\].*"acme-a" has a vpcRestriction.*VideoObjectTracking/),
    ]);
  });

  test("may name bucket and key as if they existed already", () => {
    const named = {
      ...reviews,
      buckets: { existing: [{ name: "acme-a", encryptionKey: { existing: "alias/acme-a" } }] },
    };
    expect(synthesized({ ...base, workflows: [labels, named] }).stacks).toEqual(stacks);
  });

  test("may be named as a user of the data, before its role is there", () => {
    const named = {
      ...labels,
      encryptionKey: { create: { dataUsers: [roleOf("b"), `arn:aws:iam::${account}:role/uploader`] } },
    };
    const policy = only(synthesized({ ...base, workflows: [named, reviews] }).stacks.a!, "aws_kms_key")[
      "policy"
    ];
    expect(bySid(policy)["AllowDataUsersThroughS3"]!["Principal"]).toEqual({
      AWS: `arn:aws:iam::${account}:role/uploader`,
    });
    expect(namedIn(policy, "AllowDataUsersThroughS32")).toBe(roleOf("b"));
  });

  test("knows the account in its own stack only, if the configuration does not say it", () => {
    const { account: _account, ...unknown } = base;
    const { stacks: made } = synthesized({ ...unknown, workflows: [labels, reviews] });
    expect(namedIn(only(made.a!, "aws_kms_key")["policy"], "AllowDecryptOfInput")).toBe(
      "arn:aws:iam::${data.aws_caller_identity.ground_truth_caller_identity.account_id}:role/acme-b-execution",
    );
    expect(JSON.stringify(made)).not.toContain("terraform_remote_state");
  });
});

const stream = (name: string, change: object = {}) => ({
  name,
  type: "streaming",
  taskType: "BoundingBox",
  inputs: [`s3://acme-cams/${name}/`],
  output: `s3://acme-cams/labels/${name}/`,
  encryptionKey: { shared: "data" },
  s3Events: [{ location: `s3://acme-cams/${name}/`, suffix: ".jpg" }],
  answers: { queue: {} },
  ...change,
});
const shared = { keys: [{ name: "data" }], buckets: { create: [{ name: "acme-cams" }] } };

describe("the stack of what workflows share", () => {
  const { stacks, dependencies } = synthesized({
    ...base,
    shared,
    workflows: [stream("north"), stream("south", { taskType: "VideoObjectDetection" })],
  });
  const stack = stacks.shared!;

  test("makes the one key, the one bucket, and nothing of them is made elsewhere", () => {
    expect(only(stack, "aws_kms_alias")["name"]).toBe("alias/acme-data");
    expect(only(stack, "aws_s3_bucket")["bucket"]).toBe("acme-cams");
    for (const type of ["aws_kms_key", "aws_s3_bucket", "aws_s3_bucket_notification"]) {
      expect(stacks.north!.resource).not.toHaveProperty(type);
    }
  });

  test("has the notifications of all, and the input topics that they go to", () => {
    expect(only(stack, "aws_s3_bucket_notification")).toMatchObject({
      topic: [
        { topic_arn: `arn:aws:sns:eu-west-1:${account}:acme-north-input`, filter_prefix: "north/" },
        { topic_arn: `arn:aws:sns:eu-west-1:${account}:acme-south-input`, filter_prefix: "south/" },
      ],
      depends_on: [
        "aws_sns_topic_policy.input_topic-north_policy",
        "aws_sns_topic_policy.input_topic-south_policy",
      ],
    });
    expect(only(stacks.north!, "aws_sns_topic")["name"]).toBe("acme-north-output");
  });

  test("logs the deliveries of the input topic that it makes, and leaves an output topic that exists alone", () => {
    const outputTopic = { existing: `arn:aws:sns:eu-west-1:${account}:labels` };
    const logged = stream("north", { deliveryLogs: {}, outputTopic });
    const made = synthesized({
      ...base,
      shared,
      rolePath: "/labeling/",
      workflows: [logged, stream("south")],
    });
    expect(all(made.stacks.shared!, "aws_iam_role")).toMatchObject([
      { name: "acme-north-input-delivery-logs", path: "/labeling/" },
    ]);
    expect(all(made.stacks.north!, "aws_iam_role")).toHaveLength(1);
  });

  test("has the CORS rule that covers all tasks", () => {
    expect(only(stack, "aws_s3_bucket_cors_configuration")["cors_rule"]).toMatchObject([
      { allowed_methods: ["GET", "HEAD", "PUT"] },
    ]);
  });

  test("names both roles in the policy of its key, in one statement", () => {
    expect(namedIn(only(stack, "aws_kms_key")["policy"], "AllowUseOfKmsKey")).toEqual([
      roleOf("north"),
      roleOf("south"),
    ]);
  });

  test("is deployed before the workflows", () => {
    expect(dependencies).toEqual({ shared: [], north: ["shared"], south: ["shared"] });
  });

  test("does not depend on the order of the workflows but for the order of its lists", () => {
    const { stacks: turned } = synthesized({
      ...base,
      shared,
      workflows: [stream("south"), stream("north")],
    });
    expect(Object.keys(turned.shared!.resource).sort()).toEqual(Object.keys(stack.resource).sort());
  });

  test("lets in those who publish and exist already by their name", () => {
    const publisher = `arn:aws:iam::${account}:role/camera`;
    const made = synthesized({ ...base, shared, workflows: [stream("north", { publishers: [publisher] })] });
    const allowed = { AWS: publisher };
    expect(
      bySid(only(made.stacks.shared!, "aws_sns_topic_policy")["policy"])["AllowNamedPublishers"],
    ).toMatchObject({
      Principal: allowed,
    });
    expect(
      bySid(only(made.stacks.shared!, "aws_kms_key")["policy"])["AllowPublishersThroughSns"],
    ).toMatchObject({
      Principal: allowed,
    });
  });

  test("manages existing buckets for all", () => {
    const existing = { name: "acme-cams", manageCors: true, manageNotifications: true };
    const made = synthesized({
      ...base,
      shared: { keys: shared.keys, buckets: { existing: [existing] } },
      workflows: [stream("north"), stream("south")],
    });
    expect(only(made.stacks.shared!, "aws_s3_bucket_notification")).toMatchObject({
      bucket: "acme-cams",
      topic: [{ filter_prefix: "north/" }, { filter_prefix: "south/" }],
    });
    expect(only(made.stacks.shared!, "aws_s3_bucket_cors_configuration")).toMatchObject({
      bucket: "acme-cams",
    });
    expect(made.stacks.north!.output).not.toHaveProperty("required_cors");
  });
});

test("labeling, verifying and adjusting work on one bucket, in a chain of streaming workflows or without", () => {
  const step = (name: string, inputs: readonly string[], change: object = {}) =>
    stream(name, {
      inputs: inputs.map((folder) => `s3://acme-cams/${folder}/`),
      s3Events: undefined,
      encryptionKey: undefined,
      ...change,
    });
  const { stacks, dependencies } = synthesized({
    ...base,
    shared,
    workflows: [
      stream("label", {
        encryptionKey: undefined,
        inputs: ["s3://acme-cams/images/"],
        s3Events: [{ location: "s3://acme-cams/images/" }],
      }),
      step("verify", ["images", "labels/label"], { upstream: "label" }),
      step("adjust", ["images", "labels/label", "labels/verify"], { upstream: "verify" }),
    ],
  });
  expect(dependencies).toEqual({
    shared: [],
    label: ["shared"],
    verify: ["shared", "label"],
    adjust: ["shared", "verify"],
  });
  expect(namedIn(only(stacks.label!, "aws_kms_key")["policy"], "AllowDecryptOfInput")).toEqual([
    roleOf("verify"),
    roleOf("adjust"),
  ]);
  expect(namedIn(only(stacks.verify!, "aws_kms_key")["policy"], "AllowDecryptOfInput")).toBe(
    roleOf("adjust"),
  );
  expect(namedIn(only(stacks.shared!, "aws_kms_key")["policy"], "AllowDecryptOfInput")).toEqual(
    ["label", "verify", "adjust"].map(roleOf),
  );
});

describe("people and deployers", () => {
  const role = (name: string) => ({
    createRole: { name, trustedPrincipalArns: [`arn:aws:iam::${account}:role/sso`] },
  });
  const { stacks } = synthesized({
    ...base,
    shared,
    workflows: [
      stream("north"),
      { ...reviews, inputs: ["s3://acme-cams/labels/north/"], output: "s3://acme-b/" },
    ],
    access: [
      { persona: "job-creator", workflows: ["b"], ...role("reviewer") },
      { persona: "key-administrator", ...role("keys") },
      { persona: "deployer", stacks: ["shared"], ...role("pipeline") },
    ],
  });
  const access = stacks.access!;
  const policies = Object.values(access.resource["aws_iam_policy"]!)
    .filter(
      ({ name }) => String(name).startsWith("acme-job-creator") || String(name).startsWith("acme-key-adm"),
    )
    .map(({ policy }) => policy as string);

  test("reach the keys that their workflows share", () => {
    expect(policies).toHaveLength(2);
    for (const policy of policies) expect(policy).toContain('"alias/acme-data"');
    expect(policies.join()).toContain('"alias/acme-b"');
  });

  test("are let in by each key of what they work on, wherever it is made", () => {
    const reviewer = `arn:aws:iam::${account}:role/reviewer`;
    const letIn = (stack: string) =>
      Object.values(bySid(only(stacks[stack]!, "aws_kms_key")["policy"])).flatMap(
        ({ Condition }) => (Condition as Conditions | undefined)?.["ArnEquals"]?.["aws:PrincipalArn"] ?? [],
      );
    for (const stack of ["b", "shared"]) expect(letIn(stack)).toContain(reviewer);
    expect(access.output).not.toHaveProperty("required_data_users");
  });

  test("deploy the stack by its name", () => {
    const deployer = Object.values(access.resource["aws_iam_policy"]!)
      .map(({ name, policy }) => [String(name), policy as string] as const)
      .filter(([name]) => name.startsWith("acme-deployer"))
      .map(([, policy]) => policy)
      .join();
    expect(deployer).toContain("arn:aws:s3:::acme-cams");
    expect(deployer).toContain(":acme-north-input");
    expect(deployer).not.toContain(":acme-north-output");
  });
});

describe("a configuration is refused for", () => {
  const listen = (name: string, change: object = {}) =>
    stream(name, { encryptionKey: undefined, output: `s3://acme-${name}/`, ...change });
  const managed = { existing: [{ name: "acme-cams", manageNotifications: true }] };
  const twoKeys = { keys: [{ name: "data" }, { name: "people" }] };

  test.each<[string, object, string]>([
    [
      "a bucket that two workflows manage the notifications of",
      { workflows: [listen("north", { buckets: managed }), listen("south", { buckets: managed })] },
      'workflows[1].buckets.existing[0].manageNotifications: the notifications of "acme-cams" have an owner already: ' +
        "workflows[0].buckets.existing[0].manageNotifications takes them over. S3 keeps one notification configuration for a " +
        'bucket, and each apply would undo the other\'s. Name "acme-cams" in shared.buckets.existing with manageNotifications',
    ],
    [
      "events of a bucket that another workflow makes",
      { workflows: [listen("north", { buckets: { create: [{ name: "acme-cams" }] } }), listen("south")] },
      'workflows[1].s3Events[0].location: the notifications of "acme-cams" have another owner: ' +
        "workflows[0].buckets.create[0] makes it. S3 keeps one notification configuration for a bucket, and each apply would " +
        'undo the other\'s. Move "acme-cams" from workflows[0].buckets.create[0] to shared.buckets.create',
    ],
    [
      "events that two workflows want of a bucket that nobody manages",
      { workflows: [listen("north"), listen("south")] },
      'workflows[0].s3Events[0].location: nothing here manages the notifications of "acme-cams", and workflows[1] listens ' +
        "to it too.",
    ],
    [
      "a workflow that manages what the section shared manages",
      { shared: { buckets: managed }, workflows: [listen("north", { buckets: managed })] },
      'workflows[0].buckets.existing[0].manageNotifications: the notifications of "acme-cams" have an owner already: ' +
        "shared.buckets.existing[0].manageNotifications takes them over. S3 keeps one notification configuration for a bucket, " +
        "and each apply would undo the other's. Take it out here: the stack of the section shared tells this workflow's topic",
    ],
    [
      "CORS rules with two owners",
      {
        workflows: [
          { ...labels, buckets: { existing: [{ name: "acme-a", manageCors: true }] } },
          { ...reviews, buckets: { existing: [{ name: "acme-a", manageCors: true }] } },
        ],
      },
      'workflows[1].buckets.existing[0].manageCors: the CORS rules of "acme-a" have an owner already: ' +
        "workflows[0].buckets.existing[0].manageCors takes them over, and gives them to this workflow's tasks too. Take it",
    ],
    [
      "CORS rules of a bucket that another workflow makes",
      { workflows: [labels, { ...reviews, buckets: { existing: [{ name: "acme-a", manageCors: true }] } }] },
      'workflows[1].buckets.existing[0].manageCors: the CORS rules of "acme-a" have an owner already: ' +
        "workflows[0].buckets.create[0] makes it, and gives them to this workflow's tasks too. Take it out here",
    ],
    [
      "two stacks that each have a part of a bucket's settings",
      {
        workflows: [
          listen("north", {
            buckets: { existing: [{ name: "acme-cams", manageCors: true }] },
            s3Events: undefined,
          }),
          listen("south", { buckets: managed }),
        ],
      },
      'workflows[1].buckets.existing[0].manageNotifications: the CORS rules of "acme-cams" are managed in ' +
        "workflows[0].buckets.existing[0].manageCors, and one stack has all that is managed of a bucket",
    ],
    [
      "a restriction of a bucket that another workflow makes",
      {
        workflows: [
          labels,
          { ...reviews, buckets: { existing: [{ name: "acme-a", vpcRestriction: { vpcIds: ["vpc-0a"] } }] } },
        ],
      },
      'workflows[1].buckets.existing[0].vpcRestriction: "acme-a" and its policy are made by workflows[0].buckets.create[0]; say it there',
    ],
    [
      "two restrictions of one bucket",
      {
        workflows: [labels, reviews].map((workflow, index) => ({
          ...workflow,
          taskType: "BoundingBox",
          buckets: { existing: [{ name: "acme-a", vpcRestriction: { vpcIds: [`vpc-0${index}`] } }] },
        })),
      },
      "workflows[1].buckets.existing[0].vpcRestriction: workflows[0].buckets.existing[0].vpcRestriction says something else",
    ],
    [
      "a bucket that the section shared and a workflow make",
      { shared, workflows: [stream("north", { buckets: { create: [{ name: "acme-cams" }] } })] },
      'workflows[0].buckets.create[0].name: shared makes "acme-cams" already; take it out here',
    ],
    [
      "workflows that need each other's buckets",
      {
        workflows: ["a", "b"].map((name) => ({
          ...labels,
          name,
          inputs: ["s3://acme-a/in/", "s3://acme-b/in/"],
          output: `s3://acme-${name}/out/`,
          buckets: { create: [{ name: `acme-${name}` }] },
        })),
      },
      "workflows[0]: cannot be deployed before nor after the others: a needs b needs a.",
    ],
    [
      "a key that is not shared",
      { shared, workflows: [stream("north", { encryptionKey: { shared: "dat" } })] },
      'workflows[0].encryptionKey.shared: shared.keys has no key "dat"; did you mean "data"? Known there: data',
    ],
    [
      "a shared key where nothing is shared",
      { workflows: [{ ...labels, encryptionKey: { shared: "data" } }] },
      'workflows[0].encryptionKey.shared: shared.keys has no key "data"; there is none',
    ],
    [
      "a shared key with the alias of a workflow's",
      { shared: { keys: [{ name: "a" }] }, workflows: [labels] },
      'shared.keys[0].name: "alias/acme-a" is the alias of the key of workflows[0] too',
    ],
    [
      "a workflow with the name of the stack",
      { shared, workflows: [stream("shared")] },
      'workflows[0].name: "shared" is the stack of what workflows share',
    ],
    [
      "a section that shares nothing",
      { shared: {}, workflows: [labels] },
      "shared: shares nothing; name keys, executionRoles or buckets",
    ],
    [
      "a bucket of which nobody knows the key",
      { shared: { ...twoKeys, ...{ buckets: shared.buckets } }, workflows: [stream("north")] },
      "shared.buckets.create[0].encryptionKey: is missing, and shared.keys has several: data, people; say which",
    ],
    [
      "a bucket without any key",
      { shared: { buckets: shared.buckets }, workflows: [stream("north", { encryptionKey: undefined })] },
      "shared.buckets.create[0].encryptionKey: is missing, and shared.keys has no key; add one",
    ],
    [
      "an unknown key of a bucket",
      {
        shared: {
          ...twoKeys,
          buckets: { create: [{ name: "acme-cams", encryptionKey: { shared: "peple" } }] },
        },
        workflows: [stream("north")],
      },
      'shared.buckets.create[0].encryptionKey.shared: shared.keys has no key "peple"; did you mean "people"?',
    ],
    [
      "two keys of one name",
      { shared: { keys: [{ name: "data" }, { name: "data" }] }, workflows: [stream("north")] },
      'shared.keys[1].name: "data" is the name of keys[0] too',
    ],
    [
      "a key of no kind",
      { shared, workflows: [stream("north", { encryptionKey: {} })] },
      "workflows[0].encryptionKey: has none of create, existing, shared; exactly one of",
    ],
    [
      "an input topic that no key could encrypt",
      { shared: { buckets: managed }, workflows: [listen("north")] },
      "workflows[0].encryptionKey: is made by this workflow's stack, but its input topic is made in the stack of the section shared",
    ],
  ])("%s", (_, config, problem) => {
    expect(problemsOf({ ...base, ...config })).toContainEqual(expect.stringContaining(problem));
  });
});

describe("an app of one's own", () => {
  interface Made {
    readonly stacks: Readonly<Record<string, TerraformJson>>;
    readonly app: App;
  }
  /** Two stacks, one for what is shared, and what `build` puts into them. */
  function inApp(build: (shared: TerraformStack, user: TerraformStack) => void, where: object = {}): Made {
    return inFolder((outdir) => {
      const app = new App({ outdir, stackTraces: false });
      const [common, user] = ["common", "user"].map((name) => {
        const stack = new TerraformStack(app, name);
        new AwsProvider(stack, "aws", where);
        return stack;
      });
      build(common!, user!);
      app.synth();
      const read = (name: string) =>
        JSON.parse(readFileSync(join(outdir, "stacks", name, "cdk.tf.json"), "utf8")) as TerraformJson;
      return { stacks: { common: read("common"), user: read("user") }, app };
    });
  }

  const streets = (common: TerraformStack) => {
    const encryptionKey = new LabelingKey(common, "Key", { alias: "alias/streets" });
    const bucket = new LabelingBucket(common, "Raw", { name: "acme-raw", encryptionKey });
    const topic = new LabelingTopic(common, "Input", { name: "signs-input", encryptionKey });
    return { encryptionKey, bucket, topic };
  };

  test("uses key, bucket and topic of another stack, which gets what belongs to them", () => {
    const { stacks, app } = inApp((common, user) => {
      const { encryptionKey, bucket, topic } = streets(common);
      const raw = bucket.usedFrom(user, "Raw");
      new StreamingWorkflow(user, "Signs", {
        name: "signs",
        taskType: BuiltInTaskType.BOUNDING_BOX,
        inputs: [raw.location("images/")],
        output: raw.location("labels/"),
        buckets: [raw],
        encryptionKey: encryptionKey.usedFrom(user, "Key"),
        inputTopic: topic.usedFrom(user, "Input"),
        s3Events: [{ location: raw.location("images/") }],
      });
    });
    const { common, user } = stacks;
    expect(only(common!, "aws_s3_bucket_notification")).toMatchObject({
      depends_on: [expect.stringMatching(/^aws_sns_topic_policy\./)],
    });
    expect(common!.resource).toHaveProperty("aws_s3_bucket_cors_configuration");
    expect(bySid(only(common!, "aws_sns_topic_policy")["policy"])).toHaveProperty("AllowS3Events");
    expect(namedIn(only(common!, "aws_kms_key")["policy"], "AllowUseOfKmsKey")).toMatch(
      /^arn:\$\{data\.aws_partition\..*:iam::\$\{data\.aws_caller_identity\..*:role\/signs-execution$/,
    );
    expect(Object.keys(user!.resource)).not.toContain("aws_s3_bucket_cors_configuration");
    expect(JSON.stringify(stacks)).not.toContain("terraform_remote_state");
    const [first, second] = app.node.children.filter((child) => TerraformStack.isStack(child));
    expect(second!.dependencies).toEqual([first]);
  });

  test("cannot use what is made in the same stack, or in one that waits for it", () => {
    inApp((common, user) => {
      const { bucket, topic } = streets(common);
      expect(() => bucket.usedFrom(common, "Again")).toThrow(
        '"common/Raw" is made in this stack: take it as it is',
      );
      common.addDependency(user);
      expect(() => topic.usedFrom(user, "Input")).toThrow(
        '"common/Input" is made in the stack "common", which is deployed after "user"',
      );
    });
  });

  test("says the key of a bucket again where it is brought in", () => {
    inApp((common, user) => {
      const encryptionKey = LabelingKey.fromKeyArn(
        common,
        "Key",
        `arn:aws:kms:eu-west-1:${account}:key/1234`,
      );
      const bucket = new LabelingBucket(common, "Raw", { name: "acme-raw", encryptionKey });
      expect(() => bucket.usedFrom(user, "Raw")).toThrow(
        "bring it in here too, with fromKeyArn or fromAlias",
      );
    });
  });

  test("has one owner of each setting of a bucket: of two both are named", () => {
    inApp((common, user) => {
      const { encryptionKey } = streets(common);
      expect(() => new LabelingBucket(user, "Mine", { name: "acme-raw", encryptionKey })).toThrow(
        /"user\/Mine".*"acme-raw", whose policy "common\/Raw" has already/s,
      );
      const twice = [common, user].map((stack) =>
        LabelingBucket.fromBucketName(stack, "Old", "acme-old", {
          manageCors: true,
          manageNotifications: true,
        }),
      );
      twice[0]!.requireCors(CorsVariant.IMAGE);
      expect(() => twice[1]!.requireCors(CorsVariant.IMAGE)).toThrow(
        /"user\/Old".*"acme-old", whose CORS configuration "common\/Old" has already/s,
      );
      const notification = { topicArn: `arn:aws:sns:eu-west-1:${account}:signs-input` };
      twice[1]!.notifyTopic(notification);
      expect(() => twice[0]!.notifyTopic(notification)).toThrow(
        /"common\/Old".*whose notification configuration "user\/Old" has already/s,
      );
    });
  });

  test("takes no notifications of which an object could match two, also of a bucket that is made here", () => {
    inApp((common) => {
      const { encryptionKey } = streets(common);
      const bucket = new LabelingBucket(common, "New", { name: "acme-new", encryptionKey });
      const topicArn = `arn:aws:sns:eu-west-1:${account}:signs-input`;
      bucket.notifyTopic({ topicArn, prefix: "in/" });
      bucket.notifyTopic({ topicArn, prefix: "out/" });
      expect(() => bucket.notifyTopic({ topicArn, prefix: "in/north/" })).toThrow(
        /got "in\/north\/".*overlaps with another notification of acme-new:/,
      );
    });
  });

  test.each<[string, (stack: TerraformStack) => unknown]>([
    ["policy", (stack) => new S3BucketPolicy(stack, "Own", { bucket: "acme-raw", policy: "{}" })],
    ["notification configuration", (stack) => new S3BucketNotification(stack, "Own", { bucket: "acme-raw" })],
    [
      "versioning",
      (stack) =>
        new S3BucketVersioningA(stack, "Own", {
          bucket: "acme-raw",
          versioningConfiguration: { status: "Suspended" },
        }),
    ],
    ["public access block", (stack) => new S3BucketPublicAccessBlock(stack, "Own", { bucket: "acme-raw" })],
  ])("refuses a %s of the user's own beside it", (words, add) => {
    expect(() =>
      inApp((common, user) => {
        streets(common);
        add(user);
      }),
    ).toThrow(
      `"user/Own" cannot be built:\n  - bucketName: got "acme-raw", whose ${words} "common/Raw" has already`,
    );
  });

  test("refuses a bucket of the user's own with its name, and takes one that is brought in", () => {
    expect(() =>
      inApp((common, user) => {
        streets(common);
        new S3Bucket(user, "Own", { bucket: "acme-raw" });
      }),
    ).toThrow(
      '"user/Own" cannot be built:\n  - bucketName: got "acme-raw", which "common/Raw" makes already.',
    );
    inApp((common, user) => {
      new S3Bucket(user, "Own", { bucket: "acme-old" });
      LabelingBucket.fromBucketName(common, "Old", "acme-old", { manageCors: true });
    });
  });

  test("leaves other buckets alone, and settings that nobody here has", () => {
    inApp((common, user) => {
      LabelingBucket.fromBucketName(common, "Old", "acme-old", { manageCors: true }).requireCors(
        CorsVariant.IMAGE,
      );
      new S3BucketPolicy(user, "Own", { bucket: "acme-old", policy: "{}" });
      new S3BucketNotification(user, "Other", { bucket: "acme-other" });
    });
  });
});
