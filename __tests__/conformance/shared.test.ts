import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { BuiltInTaskType } from "../../lib";
import { readConfig, synthesize, workflowStacks } from "../../stacks";
import { deployedStack, type DeployedStack } from "./harness/deployed";
import { everything } from "./harness/principal";
import { mayAssume, mayDo, mayNotAssume, mayNotDo } from "./harness/sentences";
import { account, region } from "../account";
import { inScratchFolder } from "../scratch-folder";

/*
 * Who can do what with buckets, keys and topics that several workflows use. Each denied case stands beside the allowed case
 * that it is the neighbour of.
 */
const project = join(__dirname, "..", "..");

const bucketArn = (name: string) => `arn:aws:s3:::${name}`;
const topicArn = (name: string) => `arn:aws:sns:${region}:${account}:${name}`;
const queueArn = (name: string) => `arn:aws:sqs:${region}:${account}:${name}`;
const through = (service: string) => ({ "kms:ViaService": `${service}.${region}.amazonaws.com` });
const onBehalfOf = (arn: string) => ({ "aws:SourceArn": arn, "aws:SourceAccount": account });
const linking = (endpoint: string) => ({ "sns:Protocol": "sqs", "sns:Endpoint": endpoint });

/** All stacks of a configuration, in one account. */
function deployed(file: string): DeployedStack {
  return inScratchFolder((outdir) => {
    synthesize({ ...readConfig(file), account }, outdir, workflowStacks);
    const stacks = readdirSync(join(outdir, "stacks")).map((name) =>
      readFileSync(join(outdir, "stacks", name, "cdk.tf.json"), "utf8"),
    );
    return deployedStack(stacks, { account, region });
  });
}

function deployedConfig(config: object): DeployedStack {
  return inScratchFolder((folder) => {
    const file = join(folder, "ground-truth.yaml");
    writeFileSync(file, stringify(config));
    return deployed(file);
  });
}

describe("two streaming workflows on one bucket and key", () => {
  const example = deployed(join(project, "examples", "shared.yaml"));
  const bucket = bucketArn("acme-streets");
  const key = example.key("alias/acme-streets");
  const adjustedKey = example.key("alias/acme-lamps-adjusted");
  const admin = example.anotherRole("admin", everything);

  describe.each([
    ["street-lamps", "lamps", "street-benches", "benches"],
    ["street-benches", "benches", "street-lamps", "lamps"],
  ])("the role of %s", (workflow, own, neighbour, other) => {
    const role = example.role(`acme-${workflow}-execution`);
    const queue = queueArn(`GroundTruth-acme-${workflow}-1`);

    mayDo(role, [
      ["read its data objects", "s3:GetObject", `${bucket}/${own}/1.jpg`],
      ["read what both jobs are made with", "s3:GetObject", `${bucket}/job/categories.json`],
      ["write its answers", "s3:PutObject", `${bucket}/labels/${own}/1.json`],
      ["decrypt what it reads", "kms:Decrypt", key, through("s3")],
      ["encrypt what it writes", "kms:GenerateDataKey", key, through("s3")],
      ["link its queue to its topic", "sns:Subscribe", topicArn(`acme-${workflow}-input`), linking(queue)],
      ["tell of answers", "sns:Publish", topicArn(`acme-${workflow}-output`)],
      ["seal what it tells", "kms:GenerateDataKey", key, through("sns")],
      ["make its queue", "sqs:CreateQueue", queue],
    ]);
    mayNotDo(role, [
      ["read the other's data objects", "s3:GetObject", `${bucket}/${other}/1.jpg`],
      ["read the other's answers", "s3:GetObject", `${bucket}/labels/${other}/1.json`],
      ["write the other's answers", "s3:PutObject", `${bucket}/labels/${other}/1.json`],
      ["write data objects", "s3:PutObject", `${bucket}/${own}/1.jpg`],
      ["use the key of a third workflow", "kms:Decrypt", adjustedKey, through("s3")],
      ["lend the key", "kms:CreateGrant", key],
      [
        "link its queue to the other's topic",
        "sns:Subscribe",
        topicArn(`acme-${neighbour}-input`),
        linking(queue),
      ],
      ["tell of answers by the other's topic", "sns:Publish", topicArn(`acme-${neighbour}-output`)],
      ["make the other's queue", "sqs:CreateQueue", queueArn(`GroundTruth-acme-${neighbour}-1`)],
    ]);
  });

  describe("an administrator", () => {
    mayDo(admin, [["read an object as S3 stores it", "s3:GetObject", `${bucket}/lamps/1.jpg`]]);
    mayNotDo(admin, [
      ["decrypt it", "kms:Decrypt", key, through("s3")],
      ["encrypt", "kms:GenerateDataKey", key, through("s3")],
      ["lend the key", "kms:CreateGrant", key],
    ]);
  });

  describe("S3", () => {
    const s3 = example.service("s3.amazonaws.com");
    mayDo(s3, [
      ["tell the one topic", "sns:Publish", topicArn("acme-street-lamps-input"), onBehalfOf(bucket)],
      ["tell the other topic", "sns:Publish", topicArn("acme-street-benches-input"), onBehalfOf(bucket)],
      ["seal what it tells", "kms:GenerateDataKey", key, onBehalfOf(bucket)],
    ]);
    mayNotDo(s3, [
      [
        "tell of another bucket",
        "sns:Publish",
        topicArn("acme-street-lamps-input"),
        onBehalfOf(bucketArn("acme-streets-2")),
      ],
      [
        "seal what it tells of another bucket",
        "kms:GenerateDataKey",
        key,
        onBehalfOf(bucketArn("acme-streets-2")),
      ],
      ["tell of answers", "sns:Publish", topicArn("acme-street-lamps-output"), onBehalfOf(bucket)],
    ]);
  });

  describe("SNS", () => {
    const sns = example.service("sns.amazonaws.com");
    mayDo(sns, [
      [
        "seal answers in the queue",
        "kms:GenerateDataKey",
        key,
        onBehalfOf(topicArn("acme-street-lamps-output")),
      ],
      [
        "put the other's answers there",
        "kms:GenerateDataKey",
        key,
        onBehalfOf(topicArn("acme-street-benches-output")),
      ],
    ]);
    mayNotDo(sns, [
      [
        "seal for another topic",
        "kms:GenerateDataKey",
        key,
        onBehalfOf(topicArn("acme-street-lamps-output-2")),
      ],
    ]);
  });

  describe("the role that verifies", () => {
    const role = example.role("acme-lamps-verified-execution");
    mayDo(role, [
      ["read images", "s3:GetObject", `${bucket}/lamps/1.jpg`],
      ["read answers", "s3:GetObject", `${bucket}/labels/lamps/job-1/manifests/output/output.manifest`],
      ["decrypt both", "kms:Decrypt", key, through("s3")],
    ]);
    mayNotDo(role, [
      ["change answers", "s3:PutObject", `${bucket}/labels/lamps/job-1/manifests/output/output.manifest`],
      ["read what is adjusted after it", "s3:GetObject", `${bucket}/labels/lamps-adjusted/1.json`],
      ["decrypt what is adjusted after it", "kms:Decrypt", adjustedKey, through("s3")],
    ]);
  });

  describe("the role that adjusts, with a key of its own", () => {
    const role = example.role("acme-lamps-adjusted-execution");
    mayDo(role, [
      ["read images", "s3:GetObject", `${bucket}/lamps/1.jpg`],
      ["decrypt images and verdicts", "kms:Decrypt", key, through("s3")],
      ["encrypt with its key", "kms:GenerateDataKey", adjustedKey, through("s3")],
    ]);
    mayNotDo(role, [
      ["encrypt with the shared key", "kms:GenerateDataKey", key, through("s3")],
      ["read the answers before the verdicts", "s3:GetObject", `${bucket}/labels/lamps/1.json`],
    ]);
  });
});

describe("topics that another workflow of the file makes, named by their ARNs", () => {
  const stream = (name: string, change: object = {}) => ({
    name,
    type: "streaming",
    taskType: "BoundingBox",
    inputs: [`s3://acme-${name}/in/`],
    output: `s3://acme-${name}/out/`,
    answers: { queue: {} },
    buckets: { create: [{ name: `acme-${name}` }] },
    ...change,
  });
  const publisher = `arn:aws:iam::${account}:role/camera`;
  const jobEvents = { topic: { existing: topicArn("acme-a-output") } };
  const stacks = deployedConfig({
    namePrefix: "acme",
    region,
    account,
    workflows: [
      // Before and after the one that makes them.
      stream("b", { outputTopic: { existing: topicArn("acme-a-output") } }),
      stream("a", { alarms: {}, jobEvents }),
      stream("c", {
        inputTopic: { existing: topicArn("acme-a-input") },
        publishers: [publisher],
        s3Events: [{ location: "s3://acme-c/in/" }],
        alarms: { topic: { existing: topicArn("acme-d-output") } },
      }),
      stream("d"),
    ],
  });
  const [a, d] = ["alias/acme-a", "alias/acme-d"].map((alias) => stacks.key(alias));

  describe("a role that tells of answers by the topic of another one", () => {
    mayDo(stacks.role("acme-b-execution"), [
      ["tell of answers", "sns:Publish", topicArn("acme-a-output")],
      ["seal what it tells", "kms:GenerateDataKey", a!, through("sns")],
    ]);
    mayNotDo(stacks.role("acme-b-execution"), [
      ["decrypt the other's objects", "kms:Decrypt", a!, through("s3")],
    ]);
    mayNotDo(stacks.role("acme-d-execution"), [
      ["tell of answers", "sns:Publish", topicArn("acme-a-output")],
      ["seal what it tells", "kms:GenerateDataKey", a!, through("sns")],
    ]);
  });

  describe("S3", () => {
    const s3 = stacks.service("s3.amazonaws.com");
    const [here, other] = ["acme-c", "acme-d"].map((name) => onBehalfOf(bucketArn(name)));
    mayDo(s3, [
      ["tell of new objects", "sns:Publish", topicArn("acme-a-input"), here],
      ["seal what it tells", "kms:GenerateDataKey", a!, here],
    ]);
    mayNotDo(s3, [
      ["tell of another bucket", "sns:Publish", topicArn("acme-a-input"), other],
      ["seal what it tells of another bucket", "kms:GenerateDataKey", a!, other],
    ]);
  });

  describe("CloudWatch and EventBridge", () => {
    const ofAlarm = onBehalfOf(`arn:aws:cloudwatch:${region}:${account}:alarm:acme-c-backlog`);
    const ofRule = onBehalfOf(`arn:aws:events:${region}:${account}:rule/acme-a-jobs`);
    mayDo(stacks.service("cloudwatch.amazonaws.com"), [
      ["tell of alarms", "sns:Publish", topicArn("acme-d-output"), ofAlarm],
      ["seal what it tells", "kms:GenerateDataKey", d!, ofAlarm],
    ]);
    mayNotDo(stacks.service("cloudwatch.amazonaws.com"), [
      ["tell of alarms by another topic", "sns:Publish", topicArn("acme-a-input"), ofAlarm],
    ]);
    mayDo(stacks.service("events.amazonaws.com"), [
      ["tell of jobs", "sns:Publish", topicArn("acme-a-output"), ofRule],
      ["seal what it tells", "kms:GenerateDataKey", a!, ofRule],
    ]);
    mayNotDo(stacks.service("events.amazonaws.com"), [
      ["tell of jobs by another topic", "sns:Publish", topicArn("acme-d-output"), ofRule],
    ]);
  });
});

describe("an auditor of a file with job events and work teams", () => {
  const stacks = deployedConfig({
    namePrefix: "acme",
    region,
    account,
    workflows: [
      {
        name: "a",
        type: "built-in",
        taskType: "BoundingBox",
        inputs: ["s3://acme-a/in/"],
        output: "s3://acme-a/out/",
        buckets: { create: [{ name: "acme-a" }] },
        jobEvents: { queueArn: queueArn("ends"), deadLetters: {} },
      },
    ],
    workforce: {
      userPool: { create: { domain: "acme-workers" } },
      teams: [{ name: "signs", description: "Signs.", groups: ["signs"] }],
      notifications: {},
    },
    access: [{ persona: "auditor", createRole: { trustedPrincipalArns: [`arn:aws:iam::${account}:root`] } }],
  });
  const key = stacks.key("alias/acme-workforce");
  mayDo(stacks.role("acme-auditor"), [
    ["see who hears of tasks", "sns:ListSubscriptionsByTopic", topicArn("acme-work-teams")],
    ["see who may tell of tasks", "sns:GetTopicAttributes", topicArn("acme-work-teams")],
    ["see who may use the key of that topic", "kms:GetKeyPolicy", key],
    ["see who may take ends of jobs", "sqs:GetQueueAttributes", queueArn("ends")],
    ["see who may take those that were lost", "sqs:GetQueueAttributes", queueArn("acme-a-jobs-dead-letters")],
  ]);
  mayNotDo(stacks.role("acme-auditor"), [
    ["hear of tasks", "sns:Subscribe", topicArn("acme-work-teams")],
    ["look at another topic", "sns:GetTopicAttributes", topicArn("acme-work-teams-2")],
    ["decrypt", "kms:Decrypt", key, through("sns")],
    ["take an end of a job", "sqs:ReceiveMessage", queueArn("acme-a-jobs-dead-letters")],
    ["look at another queue", "sqs:GetQueueAttributes", queueArn("acme-b-jobs-dead-letters")],
  ]);
});

describe("a workflow on what another one makes", () => {
  const workflow = (name: string, inputs: readonly string[], change: object = {}) => ({
    name,
    type: "built-in",
    taskType: "BoundingBox",
    inputs: inputs.map((folder) => `s3://acme-a/${folder}/`),
    output: `s3://acme-a/${name}/`,
    ...change,
  });
  const stacks = deployedConfig({
    namePrefix: "acme",
    region,
    workflows: [
      workflow("a", ["in"], { buckets: { create: [{ name: "acme-a" }] } }),
      workflow("b", ["in"]),
      workflow("c", ["b"], {
        buckets: { existing: [{ name: "acme-a", encryptionKey: { existing: "alias/acme-a" } }] },
      }),
      { ...workflow("d", ["in"]), inputs: ["s3://acme-d/"], output: "s3://acme-d-labels/" },
    ],
  });
  const [a, b] = ["alias/acme-a", "alias/acme-b"].map((alias) => stacks.key(alias));

  describe("that reads its images", () => {
    const role = stacks.role("acme-b-execution");
    mayDo(role, [
      ["read one", "s3:GetObject", "arn:aws:s3:::acme-a/in/1.jpg"],
      ["decrypt it", "kms:Decrypt", a!, through("s3")],
      ["see the key", "kms:DescribeKey", a!],
    ]);
    mayNotDo(role, [
      ["read answers", "s3:GetObject", "arn:aws:s3:::acme-a/a/1.json"],
      ["encrypt with its key", "kms:GenerateDataKey", a!, through("s3")],
      ["lend its key", "kms:CreateGrant", a!],
    ]);
  });

  describe("that reads answers, which have the key of the one that wrote them", () => {
    const role = stacks.role("acme-c-execution");
    mayDo(role, [
      ["read one", "s3:GetObject", "arn:aws:s3:::acme-a/b/1.json"],
      ["decrypt it", "kms:Decrypt", b!, through("s3")],
      ["decrypt what has the key of the bucket", "kms:Decrypt", a!, through("s3")],
    ]);
    mayNotDo(role, [["encrypt with that key", "kms:GenerateDataKey", b!, through("s3")]]);
  });

  describe("that has nothing to do with it", () => {
    mayNotDo(stacks.role("acme-d-execution"), [
      ["decrypt its images", "kms:Decrypt", a!, through("s3")],
      ["decrypt answers", "kms:Decrypt", b!, through("s3")],
    ]);
  });
});

describe("reported: two workflows on one bucket, and nothing is said of its key", () => {
  const reported = deployed(join(project, "__tests__", "cases", "37-two-workflows-one-output.yaml"));
  const bucket = bucketArn("acme-a");
  const role = reported.role("acme-b-execution");
  mayDo(role, [
    ["read the other's objects", "s3:GetObject", `${bucket}/in/1.txt`],
    ["decrypt them", "kms:Decrypt", reported.key("alias/acme-a"), through("s3")],
    ["write answers", "s3:PutObject", `${bucket}/out/1.json`],
    ["encrypt them with its own key", "kms:GenerateDataKey", reported.key("alias/acme-b"), through("s3")],
  ]);
  mayNotDo(role, [
    ["write objects", "s3:PutObject", `${bucket}/in/1.txt`],
    ["lend the other's key", "kms:CreateGrant", reported.key("alias/acme-a")],
  ]);
});

describe("a workflow that reads one file of another's answers", () => {
  const common = { type: "built-in", taskType: "BoundingBox" };
  const manifest = "out/job-1/manifests/output/output.manifest";
  const two = deployedConfig({
    namePrefix: "acme",
    region,
    workflows: [
      {
        ...common,
        name: "a",
        inputs: ["s3://acme-a/in/"],
        output: "s3://acme-a/out/",
        buckets: { create: [{ name: "acme-a" }] },
      },
      { ...common, name: "b", inputs: [`s3://acme-a/${manifest}`], output: "s3://acme-b/out/" },
    ],
  });
  const bucket = bucketArn("acme-a");
  mayDo(two.role("acme-b-execution"), [
    ["read it", "s3:GetObject", `${bucket}/${manifest}`],
    ["decrypt it", "kms:Decrypt", two.key("alias/acme-a"), through("s3")],
  ]);
  mayNotDo(two.role("acme-b-execution"), [
    ["read a file beside it", "s3:GetObject", `${bucket}/out/job-1/manifests/output/output.json`],
    ["read what seems to lie in it", "s3:GetObject", `${bucket}/${manifest}/1.json`],
    ["read the other's objects", "s3:GetObject", `${bucket}/in/1.jpg`],
  ]);
});

describe("access logs of a shared bucket and of a workflow's own", () => {
  const logs = bucketArn("acme-access");
  const stacks = deployedConfig({
    namePrefix: "acme",
    region,
    shared: {
      keys: [{ name: "streets" }],
      buckets: { accessLogBucket: { create: { name: "acme-access" } }, create: [{ name: "acme-streets" }] },
    },
    workflows: [
      {
        name: "lamps",
        type: "built-in",
        taskType: "BoundingBox",
        inputs: ["s3://acme-streets/lamps/"],
        output: "s3://acme-lamps/",
        buckets: { create: [{ name: "acme-lamps", accessLogs: "s3://acme-access/lamps/" }] },
      },
    ],
  });
  const delivery = stacks.service("logging.s3.amazonaws.com");
  mayDo(delivery, [
    [
      "write that of the shared bucket",
      "s3:PutObject",
      `${logs}/acme-streets/1`,
      onBehalfOf(bucketArn("acme-streets")),
    ],
    ["write that of the workflow's", "s3:PutObject", `${logs}/lamps/1`, onBehalfOf(bucketArn("acme-lamps"))],
  ]);
  mayNotDo(delivery, [
    [
      "write it into the folder of another",
      "s3:PutObject",
      `${logs}/lamps/1`,
      onBehalfOf(bucketArn("acme-streets")),
    ],
    [
      "write that of a bucket that did not ask",
      "s3:PutObject",
      `${logs}/lamps/1`,
      onBehalfOf(bucketArn("acme-lamps-2")),
    ],
    [
      "write that of another account's bucket",
      "s3:PutObject",
      `${logs}/lamps/1`,
      { ...onBehalfOf(bucketArn("acme-lamps")), "aws:SourceAccount": "444455556666" },
    ],
    [
      "write without TLS",
      "s3:PutObject",
      `${logs}/lamps/1`,
      { ...onBehalfOf(bucketArn("acme-lamps")), "aws:SecureTransport": "false" },
    ],
    ["read a log", "s3:GetObject", `${logs}/lamps/1`, onBehalfOf(bucketArn("acme-lamps"))],
    ["write data", "s3:PutObject", `${bucketArn("acme-lamps")}/1.json`, onBehalfOf(bucketArn("acme-lamps"))],
  ]);
  mayNotDo(stacks.service("s3.amazonaws.com"), [
    ["write a log", "s3:PutObject", `${logs}/lamps/1`, onBehalfOf(bucketArn("acme-lamps"))],
  ]);
  mayNotDo(stacks.role("acme-lamps-execution"), [["read a log", "s3:GetObject", `${logs}/lamps/1`]]);
});

describe("one role that labels, verifies and adjusts", () => {
  const labels = bucketArn("acme-labels");
  const workflow = (name: string, taskType: string, others: object) => ({
    name,
    type: "built-in",
    taskType,
    output: `s3://acme-labels/${name}/`,
    executionRole: { shared: "lamps" },
    ...others,
  });
  const stacks = deployedConfig({
    namePrefix: "acme",
    region,
    shared: { executionRoles: [{ name: "lamps" }] },
    workflows: [
      workflow("labeled", "BoundingBox", { inputs: ["s3://acme-raw/lamps/"] }),
      workflow("verified", "LabelVerificationBoundingBox", {
        inputs: ["s3://acme-raw/lamps/", "s3://acme-labels/labeled/"],
      }),
      {
        name: "checked",
        type: "custom",
        inputs: ["s3://acme-raw/lamps/"],
        output: "s3://acme-labels/checked/",
        executionRole: { shared: "lamps" },
        customTask: {
          template: { existing: "s3://acme-raw/lamps/t.liquid.html" },
          postAnnotation: { ready: "majority-vote", answerAccess: "assume-execution-role" },
        },
      },
    ],
  });
  const role = stacks.role("acme-lamps-execution");
  mayDo(role, [
    ["read the photographs", "s3:GetObject", `${bucketArn("acme-raw")}/lamps/1.jpg`],
    ["write what is labeled", "s3:PutObject", `${labels}/labeled/1.json`],
    ["write what is verified", "s3:PutObject", `${labels}/verified/1.json`],
    ["encrypt what is labeled", "kms:GenerateDataKey", stacks.key("alias/acme-labeled"), through("s3")],
    ["encrypt what is verified", "kms:GenerateDataKey", stacks.key("alias/acme-verified"), through("s3")],
    ["read what was labeled", "kms:Decrypt", stacks.key("alias/acme-labeled"), through("s3")],
  ]);
  mayNotDo(role, [
    ["write photographs", "s3:PutObject", `${bucketArn("acme-raw")}/lamps/1.jpg`],
    ["write elsewhere", "s3:PutObject", `${labels}/other/1.json`],
    ["lend a key", "kms:CreateGrant", stacks.key("alias/acme-labeled")],
  ]);
  mayNotDo(stacks.anotherRole("admin", everything), [
    ["use a key of theirs", "kms:Decrypt", stacks.key("alias/acme-labeled"), through("s3")],
  ]);
  mayAssume(role, [
    ["SageMaker", stacks.service("sagemaker.amazonaws.com")],
    ["the function of one of them", stacks.role("acme-checked-post-annotation")],
  ]);
  mayNotAssume(role, [["somebody else", stacks.anotherRole("admin", everything)]]);
});

describe("several task types over one bucket, key and role", () => {
  const labels = bucketArn("acme-lidar");
  const workflow = (name: string, taskType: string) => ({
    name,
    type: "built-in",
    taskType,
    inputs: ["s3://acme-lidar/scans/"],
    output: `s3://acme-lidar/labels/${name}/`,
    encryptionKey: { shared: "lidar" },
    executionRole: { shared: "lidar" },
  });
  const stacks = deployedConfig({
    namePrefix: "acme",
    region,
    shared: {
      keys: [{ name: "lidar" }],
      executionRoles: [{ name: "lidar" }],
      buckets: { create: [{ name: "acme-lidar" }] },
    },
    workflows: [
      workflow("detected", BuiltInTaskType.POINT_CLOUD_3D_OBJECT_DETECTION),
      workflow("boxes", BuiltInTaskType.BOUNDING_BOX),
    ],
  });
  const role = stacks.role("acme-lidar-execution");
  mayDo(role, [
    ["read a scan", "s3:GetObject", `${labels}/scans/1.bin`],
    ["write the answers of the one", "s3:PutObject", `${labels}/labels/detected/1.json`],
    ["write the answers of the other", "s3:PutObject", `${labels}/labels/boxes/1.json`],
    ["encrypt them", "kms:GenerateDataKey", stacks.key("alias/acme-lidar"), through("s3")],
    ["read with the key", "kms:Decrypt", stacks.key("alias/acme-lidar"), through("s3")],
  ]);
  mayNotDo(role, [
    ["write the answers of a third", "s3:PutObject", `${labels}/labels/masks/1.json`],
    ["write a scan", "s3:PutObject", `${labels}/scans/1.bin`],
  ]);
});
