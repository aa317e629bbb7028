import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { parse, stringify } from "yaml";
import { PermissionStyle } from "../../lib/permissions/style";
import { ConfigurationError } from "../../stacks/file/configuration-error";
import { S3Location } from "../../lib/storage/s3-location";
import { readConfig, readConfigs } from "../../stacks/config/read-config";
import { renamedKeys } from "../../stacks/config/renamed-keys";
import type { GroundTruthConfig } from "../../stacks/config/schema";
import type { WorkflowConfig } from "../../stacks/config/workflow-schema";
import { checkApp } from "../../stacks/synthesize";
import { workflowStacks } from "../../stacks/workflow-stacks";
import { jsonSchema, jsonSchemaFile } from "../../tools/json-schema";
import { propertyRuns } from "../property-runs";
import { scratchFolder } from "../scratch-folder";

const project = join(__dirname, "..", "..");
const folder = scratchFolder();
beforeAll(() => {
  // What configurations of custom tasks name: nobody reads it here.
  mkdirSync(join(folder, "python"));
  for (const name of ["page.html", "page-1.html", "handler.ts", "code.zip"])
    writeFileSync(join(folder, name), "");
});

/** Reads `text` as if it stood in ground-truth.yaml. */
function read(text: string): GroundTruthConfig {
  const file = join(folder, "ground-truth.yaml");
  writeFileSync(file, text);
  return plain(readConfig(file)) as GroundTruthConfig;
}

/** Builds what `text` describes. */
function build(text: string): void {
  const file = join(folder, "ground-truth.yaml");
  writeFileSync(file, text);
  checkApp(readConfigs(file), workflowStacks);
}

/** A configuration with its locations as they are written. */
function plain(value: unknown): unknown {
  if (value instanceof S3Location) return value.uri;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

/** The problems of `text`: `<line>:<column> <path>: <message>`. */
function problemsOf(text: string, work: (text: string) => unknown = read): string[] {
  try {
    work(text);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.problems.map(({ path, message, place }) => {
      const position = place?.replace(/^.*ground-truth\.yaml:/, "");
      return `${[position, path].filter(Boolean).join(" ")}: ${message}`;
    });
  }
  return [];
}

const streetSigns = {
  name: "street-signs",
  type: "built-in",
  taskType: "BoundingBox",
  inputs: ["s3://acme-raw/images/"],
  output: "s3://acme-labels/",
};
const smallest = { namePrefix: "acme", region: "eu-west-1", workflows: [streetSigns] };

/** The smallest configuration with other values at some paths; undefined takes the key away. */
function changed(values: Record<string, unknown>): string {
  const config: unknown = structuredClone(smallest);
  for (const [path, value] of Object.entries(values)) {
    const steps = path.split(/[.[\]]+/).filter((step) => step !== "");
    const last = steps.pop()!;
    let holder = config as Record<string, unknown>;
    for (const step of steps) holder = (holder[step] ??= {}) as Record<string, unknown>;
    if (value === undefined) delete holder[last];
    else holder[last] = value;
  }
  return stringify(config);
}

const signs = (change: object) => ({ ...streetSigns, ...change });
const stream = (change: object = {}) => signs({ type: "streaming", ...change });
const streams = (...changes: object[]) => ({ workflows: changes.map((change) => stream(change)) });
const { taskType: _taskType, ...withoutTask } = streetSigns;
const custom = (customTask?: object, change: object = {}) => ({
  ...withoutTask,
  type: "custom",
  customTask,
  ...change,
});
const customs = (...tasks: object[]) => ({ workflows: tasks.map((task) => custom(task)) });
const lambda = (name: string) => `arn:aws:lambda:eu-west-1:111122223333:function:${name}`;
const topic = (name: string) => ({ existing: `arn:aws:sns:eu-west-1:111122223333:${name}` });
const bucket = (name: string) => ({ create: [{ name }] });

describe("a merge key", () => {
  const workflow = (merge: string) => `
namePrefix: acme
region: eu-west-1
workflows:
  - name: signs
    taskType: BoundingBox
    type: built-in
    inputs: [s3://acme-raw/]
    output: s3://acme-labels/
    ${merge}
`;
  const says = "<< takes a mapping, an alias of one, or a list of these";

  test.each([
    ["a text", '<<: ""', [`10:9: ${says}`]],
    ["nothing", "<<:", [`10:8: ${says}`]],
    ["a list with a text in it", "<<: [{}, x]", [`10:14: ${says}`]],
    ["a list in a list", "<<: [[{}]]", [`10:10: ${says}`]],
    ["what comes later", "<<: *b\nbackend: &b x", ["10:9: << takes *b, but no anchor &b stands before it"]],
    ["itself", "tags: &t { <<: *t }", ["1:1: Excessive alias count indicates a resource exhaustion attack"]],
  ])("takes a mapping, not %s", (_, merge, expected) => {
    expect(problemsOf(workflow(merge))).toEqual(expected);
  });

  test("in quotes is a key as any other", () => {
    expect(problemsOf(workflow('"<<": 1'))).toEqual([
      expect.stringMatching(/^10:5 workflows\[0\]\["<<"\]: unknown key/),
    ]);
  });
});

describe("the case of a security review", () => {
  const reviewed = (name: string) => readFileSync(join(__dirname, "..", "cases", `${name}.yaml`), "utf8");

  test("with automated labeling on restricted buckets is refused, and passes with a network", () => {
    const text = reviewed("50-vpc-automated-labeling");
    const at = expect.stringMatching(
      /^24:35 workflows\[0\]\.automatedLabeling\.enabled: trains outside any network/,
    );
    expect(problemsOf(text)).toEqual([at, at]);
    const vpcConfig = "vpcConfig: {subnets: [subnet-0a1b2c3d], securityGroupIds: [sg-0a1b2c3d]}";
    expect(problemsOf(text.replace("encryptVolume: true", `encryptVolume: true, ${vpcConfig}`))).toEqual([]);
    // The role may come from anywhere: then training may too.
    const exempt = 'exemptPrincipalArns: ["arn:aws:iam::111122223333:role/labeling/sec-signs-execution"';
    const raw = text.replace("exemptPrincipalArns: [", `${exempt}, `);
    expect(problemsOf(raw)).toEqual([expect.stringContaining('"sec-labels" has a vpcRestriction')]);
  });
});

describe("a configuration", () => {
  test("of three keys gets its defaults", () => {
    expect(read(changed({}))).toEqual({
      ...smallest,
      backend: { type: "local" },
      workflows: [
        {
          ...streetSigns,
          buckets: { create: [], existing: [] },
          encryptionKey: { create: {} },
          executionRole: {},
          permissions: { style: PermissionStyle.LEAST_PRIVILEGE, hardening: {} },
        },
      ],
    });
  });

  test("keeps everything that can be said", () => {
    const everything = {
      account: "011122223333",
      tags: { team: "vision", "cost center": "", größe: "a+b=c/d:e@f_g.h-i" },
      rolePath: "/labeling/eu/",
      permissionsBoundary: "arn:aws:iam::011122223333:policy/org/boundary",
      "workflows[0].buckets.create": [
        {
          name: "acme-raw",
          accessLogs: "s3://acme-logs/raw/",
          expireAfterDays: 365,
          expireOldVersionsAfterDays: 90,
          forceDestroy: true,
          vpcRestriction: {
            vpcEndpointIds: ["vpce-0a1b2c3d4e5f60718"],
            vpcIds: ["vpc-0a1b2c3d"],
            exemptPrincipalArns: ["arn:aws:iam::011122223333:role/ops/deployer"],
          },
        },
      ],
      "workflows[0].buckets.existing": [
        {
          name: "acme-labels",
          manageCors: true,
          encryptionKey: { existing: "alias/acme" },
          vpcRestriction: { vpcEndpointIds: [], vpcIds: ["vpc-0a1b2c3d"], exemptPrincipalArns: [] },
        },
      ],
      "workflows[0].encryptionKey.create": {
        administrators: ["arn:aws:iam::011122223333:role/ops/admin"],
        dataUsers: ["arn:aws:iam::011122223333:user/ann", "arn:aws:iam::011122223333:root"],
        deletionWindowInDays: 7,
        rotationPeriodInDays: 90,
      },
      "workflows[0].automatedLabeling": {
        enabled: true,
        encryptVolume: false,
        vpcConfig: { subnets: ["subnet-0a1b2c3d"], securityGroupIds: ["sg-0a1b2c3d"] },
      },
      "workflows[0].executionRole": { name: "acme-labeling", maxSessionDuration: 43200 },
      "workflows[0].permissions.style": "aws-managed",
      "workflows[0].logGroup": { retentionInDays: 3653 },
    };
    const given: unknown = parse(changed(everything));
    expect(read(changed(everything))).toMatchObject(given as object);
  });

  test("of a streaming workflow gets the same defaults, and keeps everything that can be said", () => {
    const common = read(changed({})).workflows[0];
    expect(read(changed(streams({}))).workflows).toEqual([{ ...common, type: "streaming" }]);
    const workflow = stream({
      buckets: { create: [], existing: [{ name: "acme-raw", manageCors: true, manageNotifications: true }] },
      labelingJobName: "signs-1",
      labelAttributeName: "signs",
      inputTopic: { ...topic("frames"), encryptionKey: { existing: "alias/frames" } },
      outputTopic: topic("labels"),
      publishers: ["arn:aws:iam::111122223333:role/x/gateway"],
      s3Events: [{ location: "s3://acme-raw/images/new/", suffix: ".jpg" }],
      answers: {
        queue: {
          name: "answers",
          rawMessageDelivery: true,
          maxReceiveCount: 3,
          messageRetentionSeconds: 604800,
          visibilityTimeoutSeconds: 0,
          consumers: ["arn:aws:iam::111122223333:user/ann"],
        },
        subscribeQueues: ["arn:aws:sqs:eu-west-1:111122223333:old"],
        subscribeFunctions: ["arn:aws:lambda:eu-west-1:111122223333:function:f:live"],
      },
      alarms: {
        topic: { ...topic("on-call"), encryptionKey: { existing: "alias/on-call" } },
        oldestMessageDays: 7,
        backlog: 500,
        idleDays: 7,
        deadLetters: 10,
        failedDeliveries: 2,
      },
    });
    expect(read(changed({ workflows: [workflow] })).workflows[0]).toMatchObject(workflow);
  });

  test("may begin its name like another one, if its one job is named", () => {
    expect(
      problemsOf(changed(streams({ name: "signs", labelingJobName: "signs-1" }, { name: "signs-night" }))),
    ).toEqual([]);
  });

  test("may name an upstream workflow that stands further down", () => {
    expect(
      problemsOf(
        changed(
          streams(
            { upstream: "lanes", labelAttributeName: "signs" },
            { name: "lanes", labelAttributeName: "lanes" },
          ),
        ),
      ),
    ).toEqual([]);
  });

  test("of a custom workflow gets the same defaults, keeps everything that can be said, and makes paths absolute", () => {
    const { taskType: _, ...common } = read(changed({})).workflows[0] as { taskType?: string };
    expect(read(changed({ workflows: [custom()] })).workflows).toEqual([
      { ...common, type: "custom", customTask: {} },
    ]);
    const settings = {
      memorySize: 1024,
      timeout: 900,
      architecture: "x86_64",
      environment: { MODE: "strict" },
      layers: ["arn:aws:lambda:eu-west-1:111122223333:layer:tools:3"],
      vpcConfig: { subnetIds: ["subnet-0a1b2c3d"], securityGroupIds: ["sg-0a1b2c3d"] },
      tracing: true,
      logRetentionInDays: 30,
      reservedConcurrentExecutions: 5,
      codeSigningConfigArn: "arn:aws:lambda:eu-west-1:111122223333:code-signing-config:csc-0123456789abcdef0",
      deadLetterQueueArn: "arn:aws:sqs:eu-west-1:111122223333:dead",
      deadLetterQueueKey: "alias/dead",
    };
    const task = {
      template: {
        file: "page.html",
        keep: ["page-1.html"],
        location: "s3://acme-raw/images/pages/",
        encryptAsBucket: true,
      },
      preAnnotation: {
        directory: "python",
        runtime: "python3.13",
        handler: "pre.handler",
        name: "prepare",
        description: "Prepares.",
        role: { name: "prepares" },
        settings,
      },
      postAnnotation: {
        entry: "handler.ts",
        runtime: "nodejs24.x",
        handler: "merge",
        external: ["sharp"],
        minify: true,
        answerAccess: "read-all-buckets",
      },
      cors: "video-frame-and-3d",
    };
    const at = (name: string) => join(folder, name);
    const absolute = {
      ...task,
      template: { ...task.template, file: at("page.html"), keep: [at("page-1.html")] },
      preAnnotation: { ...task.preAnnotation, directory: at("python") },
      postAnnotation: { ...task.postAnnotation, entry: at("handler.ts") },
    };
    expect(read(changed(customs(task))).workflows).toMatchObject([{ customTask: absolute }]);
    expect(read(changed(streams({ taskType: undefined, customTask: task }))).workflows).toMatchObject([
      { customTask: absolute },
    ]);
  });

  test.each([
    ["a zip file", { zip: "code.zip", runtime: "python3.13", handler: "post.handler" }],
    [
      "a zip file in S3",
      { s3: "s3://acme-code/post.zip", s3ObjectVersion: "3", runtime: "java21", handler: "Post::merge" },
    ],
    [
      "an image",
      {
        imageUri: `111122223333.dkr.ecr.eu-west-1.amazonaws.com/post@sha256:${"0".repeat(64)}`,
        command: ["post.handler"],
      },
    ],
    ["a ready handler", { ready: "text-spans" }],
    [
      "a function that exists",
      {
        existing: lambda("merge:3"),
        roleArn: "arn:aws:iam::111122223333:role/merge",
        answerAccess: "s3-read",
      },
    ],
  ])("of a custom workflow takes a function from %s", (_, postAnnotation) => {
    expect(problemsOf(changed(customs({ postAnnotation })))).toEqual([]);
  });

  test("says hardenings as the library takes them", () => {
    const hardening = { listOnlyLocations: true, sourceAccount: false };
    const { workflows } = read(changed({ "workflows[0].permissions": { hardening } }));
    expect(workflows[0]!.permissions.hardening).toEqual(hardening);
  });

  test("may repeat itself with anchors, aliases and merged mappings", () => {
    const { workflows } = read(`
namePrefix: acme
region: eu-west-1
workflows:
  - &signs
    name: signs
    type: built-in
    taskType: BoundingBox
    inputs: [s3://acme-raw/]
    output: &labels s3://acme-labels/
  - <<: *signs
    name: lanes
    output: *labels
`);
    expect(workflows.map(({ name, output }) => [name, output])).toEqual([
      ["signs", "s3://acme-labels/"],
      ["lanes", "s3://acme-labels/"],
    ]);
  });

  test("as shipped has six workflows, one for each way to begin", () => {
    const { workflows } = readConfig(join(project, "ground-truth.yaml"));
    const taskOf = (workflow: WorkflowConfig) =>
      workflow.type === "custom" ? "a custom task" : workflow.taskType;
    expect(workflows.map((workflow) => `${workflow.name}: ${taskOf(workflow)}`)).toEqual([
      "street-signs: BoundingBox",
      "contract-clauses: TextClassificationSingleLabel",
      "road-surface: SemanticSegmentation",
      "dashcam-signs: BoundingBox",
      "customer-letters: TextClassificationMultiLabel",
      "price-tags: a custom task",
    ]);
  });
});

/** What is wrong, where the mistake is, the mistake, and the beginning of the problem as it is told. */
const mistakes: [string, Record<string, unknown>, string][] = [
  ["no name prefix", { namePrefix: undefined }, "1:1 namePrefix: is missing; a name prefix has 1 to 20"],
  [
    "a name prefix with capitals",
    { namePrefix: "Acme" },
    '1:13 namePrefix: got "Acme"; a name prefix has 1 to 20 lower-case letters, digits and hyphens and begins with a letter',
  ],
  [
    "a name prefix that is too long",
    { namePrefix: "a".repeat(21) },
    '1:13 namePrefix: got "aaaaaaaaaaaaaaaaaaaaa"; ',
  ],
  ["a value that is empty", { namePrefix: null }, "1:13 namePrefix: got nothing; a name prefix has"],
  [
    "a region without Ground Truth",
    { region: "eu-west-3" },
    '2:9 region: got "eu-west-3"; did you mean "eu-west-1"? A region with Ground Truth is one of ap-northeast-1, ',
  ],
  [
    "a region far from any other",
    { region: "mars" },
    '2:9 region: got "mars"; a region with Ground Truth is one of',
  ],
  [
    "an account id of 11 digits",
    { account: "11112222333" },
    'account: got "11112222333"; an account id has 12 digits and stands in quotes (docs.aws.amazon.com/accounts/',
  ],
  [
    "an account id without quotes",
    { account: 111122223333 },
    "account: got 111122223333, a number: put it in quotes; an account id has 12 digits and stands in quotes",
  ],
  [
    "a misspelt key",
    { workflow: [] },
    'workflow: unknown key; did you mean "workflows"? Known here: namePrefix, region, account, tags, rolePath, ',
  ],
  ["a key that nobody knows", { colour: "red" }, "colour: unknown key. Known here: namePrefix, region,"],
  [
    "a tag that is a number",
    { "tags.cost": 12 },
    "tags.cost: got 12, a number: put it in quotes; a tag value is text",
  ],
  [
    "a tag of AWS's",
    { "tags.AWS:x": "y" },
    'tags["AWS:x"]: got the key "AWS:x"; keys that begin with aws: belong to AWS',
  ],
  [
    "a tag key of 129 characters",
    { tags: { ["k".repeat(129)]: "" } },
    `tags.${"k".repeat(129)}: got the key "kkk`,
  ],
  ["a tag value of 257 characters", { "tags.a": "v".repeat(257) }, 'tags.a: got "vvv'],
  [
    "a tag value with an asterisk",
    { "tags.a": "*" },
    'tags.a: got "*"; letters, digits, spaces and _.:/=+-@ are allowed',
  ],
  [
    "tag keys that differ in case",
    { tags: { team: "", Team: "" } },
    'tags.Team: "team" is given too; IAM takes keys',
  ],
  [
    "more tags than AWS takes",
    { tags: Object.fromEntries([...Array(51).keys()].map((key) => [`key${key}`, ""])) },
    "tags: got 51 tags; AWS allows 50 on a resource (docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html)",
  ],
  [
    "a role path without slashes",
    { rolePath: "labeling" },
    'rolePath: got "labeling"; a path is / or begins and ends in /',
  ],
  [
    "a boundary that is no ARN",
    { permissionsBoundary: "b" },
    'permissionsBoundary: got "b"; the ARN of a managed policy is allowed',
  ],
  [
    "no workflows",
    { workflows: [] },
    "workflows: got an empty list; a list of workflows is allowed, at least one",
  ],
  [
    "workflows that are no list",
    { workflows: "all" },
    'workflows: got "all", and not a list: write - all on a line of its own; a list of workflows is allowed',
  ],
  ["a workflow that is no mapping", { "workflows[0]": 7 }, "workflows[0]: got 7; "],
  [
    "a workflow without type",
    { "workflows[0].type": undefined },
    "workflows[0].type: is missing; a workflow type is one of",
  ],
  [
    "a workflow of another type",
    { "workflows[0].type": "builtin" },
    'workflows[0].type: got "builtin"; did you mean "built-in"? A workflow type is one of built-in',
  ],
  [
    "a workflow name that no stack could have",
    { "workflows[0].name": "street signs" },
    '4:11 workflows[0].name: got "street signs"; a workflow name has 1 to 40 lower-case letters, digits and hyphens',
  ],
  [
    "a workflow name twice",
    { "workflows[1]": streetSigns },
    '10:11 workflows[1].name: "street-signs" is the name of workflows[0] too; each workflow needs its own',
  ],
  [
    "a task type in other letters",
    { "workflows[0].taskType": "bounding-box" },
    '6:15 workflows[0].taskType: got "bounding-box"; did you mean "BoundingBox"? All 24: docs.aws',
  ],
  [
    "no inputs",
    { "workflows[0].inputs": [] },
    "workflows[0].inputs: got an empty list; a list of S3 locations is allowed",
  ],
  [
    "an input that is no S3 URI",
    { "workflows[0].inputs[1]": "https://acme/" },
    'workflows[0].inputs[1]: got "https://acme/"; an S3 location looks like s3://bucket/prefix/ (docs.aws.amazon.com/',
  ],
  [
    "no output",
    { "workflows[0].output": undefined },
    "4:5 workflows[0].output: is missing; an S3 location looks like",
  ],
  [
    "an output with a wildcard",
    { "workflows[0].output": "s3://acme-labels/*/" },
    'workflows[0].output: got "s3://acme-labels/*/"; a prefix cannot hold "*", which a policy would not take literally (docs.aws',
  ],
  [
    "a misspelt key in a workflow",
    { "workflows[0].ouput": "s3://b" },
    'workflows[0].ouput: unknown key; did you mean "output"? Known here: name, type, taskType, inputs,',
  ],
  [
    "a bucket name that S3 refuses",
    { "workflows[0].buckets.create": [{ name: "Acme_Raw" }] },
    'workflows[0].buckets.create[0].name: got "Acme_Raw"; a bucket name has 3 to 63 lower-case letters',
  ],
  [
    "a bucket that no location lies in",
    { "workflows[0].buckets": bucket("acme-rwa") },
    'workflows[0].buckets.create[0].name: no input and no output of this workflow lies in "acme-rwa"; name a location',
  ],
  [
    "a bucket that is both made and there",
    { "workflows[0].buckets": { ...bucket("acme-raw"), existing: [{ name: "acme-raw" }] } },
    'workflows[0].buckets.existing[0].name: "acme-raw" stands in buckets.create[0] too; keep one of the two',
  ],
  [
    "a restricted bucket that nobody could reach",
    { "workflows[0].buckets.create": [{ name: "acme-raw", vpcRestriction: {} }] },
    "workflows[0].buckets.create[0].vpcRestriction: names no endpoint and no network, so that workers would see no",
  ],
  [
    "a restriction to something else than an endpoint",
    {
      "workflows[0].buckets.existing": [
        { name: "acme-raw", vpcRestriction: { vpcEndpointIds: ["vpc-0a1b"] } },
      ],
    },
    'workflows[0].buckets.existing[0].vpcRestriction.vpcEndpointIds[0]: got "vpc-0a1b"; an id of the form vpce-',
  ],
  [
    "a restriction to something else than a network",
    { "workflows[0].buckets.create": [{ name: "acme-raw", vpcRestriction: { vpcIds: ["default"] } }] },
    'workflows[0].buckets.create[0].vpcRestriction.vpcIds[0]: got "default"; an id of the form vpc-',
  ],
  [
    "an exempt principal with a wildcard",
    {
      "workflows[0].buckets.create": [
        {
          name: "acme-raw",
          vpcRestriction: { vpcIds: ["vpc-0a1b"], exemptPrincipalArns: ["arn:aws:iam::011122223333:role/*"] },
        },
      ],
    },
    'workflows[0].buckets.create[0].vpcRestriction.exemptPrincipalArns[0]: got "arn:aws:iam::011122223333:role/*"',
  ],
  [
    "a restricted bucket that Terraform could not empty",
    {
      "workflows[0].buckets.create": [
        { name: "acme-raw", forceDestroy: true, vpcRestriction: { vpcIds: ["vpc-0a1b"] } },
      ],
    },
    "workflows[0].buckets.create[0].forceDestroy: got true, but the restriction exempts nobody",
  ],
  [
    "a restriction that is none",
    { "workflows[0].buckets.create": [{ name: "acme-raw", forceDestroy: true, vpcRestriction: null }] },
    "workflows[0].buckets.create[0].vpcRestriction: ",
  ],
  [
    "automated labeling that could not reach a restricted bucket",
    {
      "workflows[0].automatedLabeling": { enabled: true },
      "workflows[0].buckets.existing": [{ name: "acme-labels", vpcRestriction: { vpcIds: ["vpc-0a1b"] } }],
    },
    'workflows[0].automatedLabeling.enabled: trains outside any network of yours, and "acme-labels" has a vpcRestriction',
  ],
  [
    "a network of automated labeling without subnets",
    {
      "workflows[0].automatedLabeling": {
        enabled: true,
        vpcConfig: { subnets: [], securityGroupIds: ["sg-1"] },
      },
    },
    "workflows[0].automatedLabeling.vpcConfig.subnets: got an empty list; a list of ids of subnets is allowed, 1 to 16 of them",
  ],
  [
    "more security groups than a job takes",
    {
      "workflows[0].automatedLabeling": {
        enabled: true,
        vpcConfig: {
          subnets: ["subnet-1"],
          securityGroupIds: Array.from({ length: 6 }, (_, i) => `sg-${i}`),
        },
      },
    },
    "workflows[0].automatedLabeling.vpcConfig.securityGroupIds: ",
  ],
  [
    "something else than a subnet",
    {
      "workflows[0].automatedLabeling": {
        enabled: true,
        vpcConfig: { subnets: ["vpc-1"], securityGroupIds: ["sg-1"] },
      },
    },
    'workflows[0].automatedLabeling.vpcConfig.subnets[0]: got "vpc-1"; an id of the form subnet-0123456789abcdef0',
  ],
  [
    "a network of automated labeling that is off",
    {
      "workflows[0].automatedLabeling": {
        enabled: false,
        vpcConfig: { subnets: ["subnet-1"], securityGroupIds: ["sg-1"] },
      },
    },
    "workflows[0].automatedLabeling.vpcConfig: is of training, but automated labeling is not enabled",
  ],
  [
    "a bucket that two stacks make",
    {
      workflows: [
        signs({ buckets: bucket("acme-raw") }),
        signs({ name: "lanes", buckets: bucket("acme-raw") }),
      ],
    },
    'workflows[1].buckets.create[0].name: workflows[0] makes "acme-raw" already; take it out here',
  ],
  [
    "objects that expire at once",
    { "workflows[0].buckets.create": [{ name: "acme-raw", expireAfterDays: 0 }] },
    "workflows[0].buckets.create[0].expireAfterDays: got 0; whole days from 1 to 2147483647 are allowed",
  ],
  [
    "a number in quotes",
    { "workflows[0].encryptionKey.create.deletionWindowInDays": "30" },
    'workflows[0].encryptionKey.create.deletionWindowInDays: got "30", a text: write it without quotes; whole days from 7 to 30 are allowed (docs.aws.amazon',
  ],
  [
    "a number out of its limits",
    { "workflows[0].encryptionKey.create.rotationPeriodInDays": 2561 },
    "workflows[0].encryptionKey.create.rotationPeriodInDays: got 2561; whole days from 90 to 2560 are allowed",
  ],
  [
    "half a day",
    { "workflows[0].encryptionKey.create.deletionWindowInDays": 7.5 },
    "workflows[0].encryptionKey.create.deletionWindowInDays: got 7.5; ",
  ],
  [
    "an administrator by name",
    { "workflows[0].encryptionKey.create.administrators": ["ann"] },
    'workflows[0].encryptionKey.create.administrators[0]: got "ann"; the ARN of a role, a user',
  ],
  [
    "a key of no kind",
    { "workflows[0].encryptionKey": {} },
    "workflows[0].encryptionKey: has none of create, existing, shared; exactly one of",
  ],
  [
    "a key of both kinds",
    { "workflows[0].encryptionKey": { create: {}, existing: "alias/acme" } },
    "workflows[0].encryptionKey.existing: excludes create; exactly one of create, existing and shared is allowed",
  ],
  [
    "a key by its id",
    { "workflows[0].encryptionKey.existing": "0a1b" },
    'workflows[0].encryptionKey.existing: got "0a1b"; a key is named by',
  ],
  [
    "a key of AWS's",
    { "workflows[0].encryptionKey.existing": "alias/aws/s3" },
    'workflows[0].encryptionKey.existing: got "alias/aws/s3", a key that AWS manages',
  ],
  [
    "an encrypted volume without automated labeling",
    { "workflows[0].automatedLabeling": { enabled: false, encryptVolume: true } },
    "workflows[0].automatedLabeling.encryptVolume: true, but automated labeling is not enabled",
  ],
  [
    "a word for yes",
    { "workflows[0].automatedLabeling.enabled": "yes" },
    'workflows[0].automatedLabeling.enabled: got "yes", a text; write true or false',
  ],
  [
    "an existing role with a new name",
    { "workflows[0].executionRole": { existing: "a", name: "b" } },
    "workflows[0].executionRole.name: belongs to a new role, but existing names one that exists",
  ],
  [
    "a role name that two stacks make",
    { workflows: ["a", "b"].map((name) => signs({ name, executionRole: { name: "labeling" } })) },
    'workflows[1].executionRole.name: "labeling" is the execution role of workflows[0]; IAM takes each name once',
  ],
  [
    "a role name that differs in case only, from that of a function",
    {
      workflows: [
        custom({ preAnnotation: { ready: "pass-through-pre-annotation", role: { name: "Signs" } } }),
        signs({ name: "b", executionRole: { name: "signs" } }),
      ],
    },
    'workflows[1].executionRole.name: "signs" is the role of workflows[0].customTask.preAnnotation ("Signs"); IAM takes each name once',
  ],
  [
    "a function that is named as another workflow's role",
    {
      workflows: [
        signs({ name: "b" }),
        custom({ postAnnotation: { ready: "text-spans", name: "acme-b-execution" } }),
      ],
    },
    'workflows[1].customTask.postAnnotation.name: "acme-b-execution" is the execution role of workflows[0]; IAM',
  ],
  [
    "a role for people that is named as a workflow's in another case",
    {
      workflows: [signs({ executionRole: { name: "Readers" } })],
      access: [
        {
          persona: "auditor",
          createRole: { name: "readers", trustedPrincipalArns: ["arn:aws:iam::111122223333:root"] },
        },
      ],
    },
    'access[0].createRole.name: "readers" is the execution role of workflows[0] ("Readers")',
  ],
  [
    "groups that differ in case only",
    {
      access: [
        { persona: "auditor", createGroup: "readers" },
        { persona: "job-operator", createGroup: "Readers" },
      ],
    },
    'access[1].createGroup: "Readers" is the group of access[0] ("readers")',
  ],
  [
    "a role that is attached to by two spellings of its name",
    { access: [{ persona: "auditor", attachTo: { roles: ["Ops", "ops"] } }] },
    'access[0].attachTo.roles[1]: "ops" stands at [0] too',
  ],
  [
    "a role by another ARN",
    { "workflows[0].executionRole.existing": "arn:aws:s3:::b" },
    'workflows[0].executionRole.existing: got "arn:aws:s3:::b"; a role is',
  ],
  [
    "a session of 13 hours",
    { "workflows[0].executionRole.maxSessionDuration": 43201 },
    "workflows[0].executionRole.maxSessionDuration: got 43201; whole seconds from 3600 to 43200",
  ],
  [
    "a style that is not there",
    { "workflows[0].permissions.style": "least-privileged" },
    'workflows[0].permissions.style: got "least-privileged"; did you mean "least-privilege"? A style is one of',
  ],
  [
    "a hardening that there is not",
    { "workflows[0].permissions.hardening": { kmsThroughService: true } },
    "workflows[0].permissions.hardening.kmsThroughService: unknown key. Known here: listOnlyLocations,",
  ],
  [
    "a retention that CloudWatch refuses",
    { "workflows[0].logGroup.retentionInDays": 366 },
    "workflows[0].logGroup.retentionInDays: got 366; a number of days is one of 1, 3, 5,",
  ],
  [
    "the shared log group twice",
    { workflows: ["a", "b"].map((name) => signs({ name, logGroup: { retentionInDays: 30 } })) },
    'workflows[1].logGroup: "/aws/sagemaker/LabelingJobs" is made by workflows[0] already; all labeling jobs of the account share it',
  ],
  [
    "a backend by its other name",
    { "backend.type": "S3" },
    'backend.type: got "S3"; did you mean "s3"? A backend type is one of',
  ],
  [
    "a backend in words",
    { backend: "s3" },
    'backend: got "s3", a text; a mapping is allowed, with a type; a backend type is one of local, s3, cloud',
  ],
  [
    "a local backend with a bucket",
    { backend: { type: "local", bucket: "b" } },
    "backend.bucket: unknown key: it belongs to the type s3, and this is another one. Known here: type",
  ],
  [
    "an S3 backend without bucket",
    { backend: { type: "s3", region: "eu-west-1" } },
    "backend.bucket: is missing; a bucket name has",
  ],
  [
    "a key prefix that is no folder",
    { backend: { type: "s3", bucket: "acme-state", region: "eu-west-1", keyPrefix: "/labeling" } },
    'backend.keyPrefix: got "/labeling"; a key prefix is empty or ends in /, and does not begin with /',
  ],
  [
    "workspaces with a name and tags",
    { backend: { type: "cloud", organization: "acme", workspaces: { name: "a", tags: ["labeling"] } } },
    "backend.workspaces.tags: excludes name; one of name, prefix and tags is allowed at most",
  ],
  [
    "a host name with https",
    { backend: { type: "cloud", organization: "acme", hostname: "https://tfe.acme", workspaces: {} } },
    'backend.hostname: got "https://tfe.acme"; a host name without https:// is allowed',
  ],
  [
    "a workspace with name and prefix",
    { backend: { type: "cloud", organization: "acme", workspaces: { name: "a", prefix: "b" } } },
    "backend.workspaces.prefix: excludes name; one of name, prefix and tags is allowed at most",
  ],
  [
    "automated labeling for a task without it",
    { workflows: [signs({ taskType: "NamedEntityRecognition", automatedLabeling: { enabled: true } })] },
    "workflows[0].automatedLabeling.enabled: got it for NamedEntityRecognition; only ",
  ],
  [
    "names that make a role name of more than 64 characters",
    { namePrefix: "p".repeat(20), "workflows[0].name": "w".repeat(40) },
    `workflows[0].name: the role would be named ${"p".repeat(20)}-${"w".repeat(40)}-execution, 71 characters, and IAM takes 64; shorten it`,
  ],
  [
    "one workspace for two stacks",
    {
      backend: { type: "cloud", organization: "acme", workspaces: { name: "labeling" } },
      workflows: [streetSigns, signs({ name: "lanes" })],
    },
    'backend.workspaces.name: "labeling" would hold the state of all 2 stacks',
  ],
  [
    "automated labeling of a streaming workflow",
    streams({ automatedLabeling: { enabled: true } }),
    "workflows[0].automatedLabeling: streaming jobs have no automated labeling; leave it out, or use a built-in workflow (docs.aws.amazon.com/sagemaker/latest/dg/sms-automated-labeling.html)",
  ],
  [
    "streaming in a built-in workflow",
    { "workflows[0].s3Events": [{ location: "s3://acme-raw/images/" }] },
    "workflows[0].s3Events: unknown key: it belongs to the type streaming, and this is another one. Known here: name, type, taskType",
  ],
  [
    "notifications of a bucket that no event comes from",
    { "workflows[0].buckets.existing": [{ name: "acme-raw", manageNotifications: true }] },
    "workflows[0].buckets.existing[0].manageNotifications: unknown key",
  ],
  [
    "a job name with an underscore",
    streams({ labelingJobName: "signs_1" }),
    'workflows[0].labelingJobName: got "signs_1"; a job name has 1 to 63 letters, digits and hyphens',
  ],
  [
    "a label attribute name that the task type does not allow",
    streams({ taskType: "SemanticSegmentation", labelAttributeName: "signs" }),
    'workflows[0].labelAttributeName: got "signs"; with SemanticSegmentation it must end in -ref',
  ],
  [
    "an input topic by its name",
    streams({ inputTopic: { existing: "frames" } }),
    'workflows[0].inputTopic.existing: got "frames"; the ARN of a topic is allowed',
  ],
  [
    "a FIFO topic",
    streams({ outputTopic: topic("labels.fifo") }),
    'workflows[0].outputTopic.existing: got "arn:aws:sns:eu-west-1:111122223333:labels.fifo"; Ground Truth makes standard queues',
  ],
  [
    "the key of AWS's for a topic",
    streams({ outputTopic: { ...topic("labels"), encryptionKey: { existing: "alias/aws/sns" } } }),
    'workflows[0].outputTopic.encryptionKey.existing: got "alias/aws/sns", a key that AWS manages',
  ],
  [
    "the key of one workflow for the topic of another one",
    streams(
      { outputTopic: { ...topic("acme-lanes-output"), encryptionKey: { existing: "alias/acme-signs" } } },
      { name: "lanes" },
    ),
    'workflows[0].outputTopic.encryptionKey.existing: got "alias/acme-signs", but the topic is made by the workflow "lanes", and its key is alias/acme-lanes',
  ],
  [
    "a topic of another region",
    streams({ inputTopic: { existing: "arn:aws:sns:us-east-1:111122223333:frames" } }),
    'workflows[0].inputTopic.existing: got "arn:aws:sns:us-east-1:111122223333:frames", which lies in us-east-1; a job and its topics are in one region, here eu-west-1',
  ],
  [
    "delivery logs of topics that exist",
    streams({ deliveryLogs: {}, inputTopic: topic("frames"), outputTopic: topic("labels") }),
    "workflows[0].deliveryLogs: is for topics that are made here, and both exist already",
  ],
  [
    "delivery logs with a role of too long a name",
    streams({ deliveryLogs: {}, name: "a".repeat(40) }),
    "workflows[0].name: the role would be named acme-",
  ],
  [
    "a part of deliveries in hundredths",
    streams({ deliveryLogs: { successSampleRate: 0.1 } }),
    "workflows[0].deliveryLogs.successSampleRate: got 0.1; whole percent from 0 to 100",
  ],
  [
    "an alarm topic of another region",
    streams({ alarms: { topic: { existing: "arn:aws:sns:us-east-1:111122223333:on-call" } } }),
    'workflows[0].alarms.topic.existing: got "arn:aws:sns:us-east-1:111122223333:on-call", which lies in us-east-1',
  ],
  [
    "one topic for objects and answers",
    streams({ inputTopic: topic("signs"), outputTopic: topic("signs") }),
    "workflows[0].outputTopic.existing: is the input topic too, so Ground Truth would label its own answers",
  ],
  [
    "the workflow's own input topic for answers",
    streams({ name: "signs", outputTopic: topic("acme-signs-input") }),
    "workflows[0].outputTopic.existing: is the input topic too, so Ground Truth would label its own answers",
  ],
  [
    "the workflow's own output topic for objects",
    streams({ name: "signs", inputTopic: topic("acme-signs-output") }),
    "workflows[0].inputTopic.existing: is the output topic of this workflow, so Ground Truth would label",
  ],
  [
    "the input topic for alarms",
    streams({ name: "signs", alarms: { topic: topic("acme-signs-input") } }),
    "workflows[0].alarms.topic.existing: is the input topic too, so alarms would go to workers",
  ],
  [
    "a publisher by name",
    streams({ publishers: ["gateway"] }),
    'workflows[0].publishers[0]: got "gateway"; the ARN of a role',
  ],
  [
    "a FIFO queue for answers",
    streams({ answers: { queue: { name: "answers.fifo" } } }),
    'workflows[0].answers.queue.name: got "answers.fifo"; the topics of Ground Truth are standard',
  ],
  [
    "answers that wait for 15 days",
    streams({ answers: { queue: { messageRetentionSeconds: 59 } } }),
    "workflows[0].answers.queue.messageRetentionSeconds: got 59; whole seconds from 60 to 1209600 are allowed",
  ],
  [
    "a subscribing queue by its URL",
    streams({ answers: { subscribeQueues: ["https://sqs.eu-west-1.amazonaws.com/111122223333/q"] } }),
    'workflows[0].answers.subscribeQueues[0]: got "https://sqs.eu-west-1.amazonaws.com/111122223333/q"; the ARN of a standard queue',
  ],
  [
    "a subscribing function by its name",
    streams({ answers: { subscribeFunctions: ["import"] } }),
    'workflows[0].answers.subscribeFunctions[0]: got "import"; the ARN of a function is allowed',
  ],
  [
    "a subscriber twice",
    streams({
      answers: { subscribeQueues: ["a", "a"].map((name) => `arn:aws:sqs:eu-west-1:111122223333:${name}`) },
    }),
    'workflows[0].answers.subscribeQueues[1]: "arn:aws:sqs:eu-west-1:111122223333:a" stands at [0] too',
  ],
  [
    "an alarm for a queue whose name nobody knows yet",
    streams({ alarms: { idleDays: 3 } }),
    "workflows[0].alarms.idleDays: is of Ground Truth's queue, and an alarm watches one queue, known before the job starts: give a labelingJobName",
  ],
  [
    "an alarm for dead letters that are nowhere",
    streams({ alarms: { deadLetters: 3 } }),
    "workflows[0].alarms.deadLetters: is of the dead letters of answers.queue, which is not there; add it",
  ],
  [
    "an alarm that CloudWatch cannot see",
    streams({ labelingJobName: "signs-1", alarms: { idleDays: 8 } }),
    "workflows[0].alarms.idleDays: got 8; whole days from 1 to 7 are allowed",
  ],
  [
    "a job name twice, in other letters",
    streams({ labelingJobName: "signs" }, { name: "lanes", labelingJobName: "Signs" }),
    'workflows[1].labelingJobName: "Signs" is the job of workflows[0] too ("signs"); AWS takes each name once, in whatever case',
  ],
  [
    "a workflow whose role could use the queues of another's jobs",
    streams({ name: "signs" }, { name: "signs-night" }),
    "workflows[0].name: jobs named acme-signs-… would be those of workflows[1] (acme-signs-night-) too, and this workflow's role could use their queues",
  ],
  [
    "a workflow whose role could use the queue of another's one job",
    streams({ name: "signs" }, { name: "lanes", labelingJobName: "Acme-Signs-1" }),
    "workflows[0].name: jobs named acme-signs-… would be those of workflows[1] (acme-signs-1) too",
  ],
  [
    "a queue that two stacks make",
    streams(
      { answers: { queue: {} } },
      { name: "lanes", answers: { queue: { name: "acme-street-signs-answers" } } },
    ),
    'workflows[1].answers.queue.name: "acme-street-signs-answers" is the queue of workflows[0] too',
  ],
  [
    "an upstream workflow that is not there",
    streams({ upstream: "lane" }, { name: "lanes" }),
    'workflows[0].upstream: no workflow is named "lane"; did you mean "lanes"?',
  ],
  [
    "an upstream workflow that is the workflow itself",
    streams({ upstream: "street-signs" }),
    'workflows[0].upstream: "street-signs" is this workflow itself',
  ],
  [
    "an upstream workflow without a topic",
    { workflows: [stream({ upstream: "lanes" }), signs({ name: "lanes" })] },
    'workflows[0].upstream: "lanes" is not a streaming workflow: it has no topic that answers go out by',
  ],
  [
    "an upstream workflow and an input topic",
    streams({ upstream: "lanes", inputTopic: topic("frames") }, { name: "lanes" }),
    "workflows[0].inputTopic: excludes upstream, whose answers alone are the data objects then; keep one of the two",
  ],
  [
    "an upstream workflow and publishers",
    streams({ upstream: "lanes", publishers: ["arn:aws:iam::111122223333:role/a"] }, { name: "lanes" }),
    "workflows[0].publishers: excludes upstream",
  ],
  [
    "an upstream workflow and S3 events",
    streams({ upstream: "lanes", s3Events: [{ location: "s3://acme-raw/images/" }] }, { name: "lanes" }),
    "workflows[0].s3Events: excludes upstream",
  ],
  [
    "the label attribute of a workflow further up",
    streams(
      { name: "c", upstream: "b", labelAttributeName: "signs" },
      { name: "b", upstream: "a" },
      { name: "a", labelAttributeName: "signs" },
    ),
    'workflows[0].labelAttributeName: "signs" is written by the upstream workflow "a" already; give each its own',
  ],
  [
    "a task type of a custom workflow",
    { workflows: [custom({}, { taskType: "BoundingBox" })] },
    "workflows[0].taskType: the task of a custom workflow is its template and its functions; leave it out, or use a built-in workflow (docs.aws.amazon.com/sagemaker/latest/dg/sms-custom-templates.html)",
  ],
  [
    "automated labeling of a custom workflow",
    { workflows: [custom({}, { automatedLabeling: { enabled: true } })] },
    "workflows[0].automatedLabeling: custom workflows have no automated labeling; leave it out, or use a built-in workflow (docs.aws",
  ],
  [
    "a streaming workflow without a task",
    { workflows: [{ ...withoutTask, type: "streaming" }] },
    "4:5 workflows[0]: has neither taskType nor customTask; exactly one of taskType and customTask is allowed",
  ],
  [
    "a streaming workflow with two tasks",
    streams({ customTask: {} }),
    "workflows[0].customTask: excludes taskType; exactly one of taskType and customTask is allowed",
  ],
  [
    "a custom task outside of customTask",
    streams({ template: { file: "page.html" } }),
    "workflows[0].template: is called customTask.template now: template and functions of a workflow stand under customTask",
  ],
  [
    "a template from nowhere",
    customs({ template: {} }),
    "workflows[0].customTask.template: has neither file nor existing; exactly one of file and existing is allowed",
  ],
  [
    "a template from two places",
    customs({ template: { file: "page.html", existing: "s3://acme-raw/images/page.html" } }),
    "workflows[0].customTask.template.existing: excludes file; exactly one of",
  ],
  [
    "older versions of a template that is managed elsewhere",
    customs({ template: { existing: "s3://acme-raw/images/page.html", keep: ["page-1.html"] } }),
    "workflows[0].customTask.template.keep: belongs to a file that is put into S3, but existing names what is there",
  ],
  [
    "a template that is not there",
    customs({ template: { file: "pages.html" } }),
    '11:15 workflows[0].customTask.template.file: got "pages.html"; there is no such file: a path is allowed, relative to the folder of this file',
  ],
  [
    "an older version that is not there",
    customs({ template: { file: "page.html", keep: ["page-1.html", "page-2.html"] } }),
    '14:13 workflows[0].customTask.template.keep[1]: got "page-2.html"; there is no such file',
  ],
  [
    "a template where the role may not read",
    customs({ template: { file: "page.html", location: "s3://acme-raw/pages/" } }),
    'workflows[0].customTask.template.location: got "s3://acme-raw/pages/", which lies in none of the inputs, so the role could not read it',
  ],
  [
    "an existing template where the role may not read, in a streaming workflow",
    streams({ taskType: undefined, customTask: { template: { existing: "s3://acme-raw/page.html" } } }),
    'workflows[0].customTask.template.existing: got "s3://acme-raw/page.html", which lies in none of the inputs',
  ],
  [
    "an existing template that is a folder",
    customs({ template: { existing: "s3://acme-raw/images/" } }),
    'workflows[0].customTask.template.existing: got "s3://acme-raw/images/"; the S3 URI of one object is allowed',
  ],
  [
    "a CORS rule by the library's name",
    customs({ cors: "IMAGE" }),
    'workflows[0].customTask.cors: got "IMAGE"; did you mean "image"? A CORS rule is one of none, image, video-frame-and-3d',
  ],
  [
    "a function without code",
    customs({ preAnnotation: { settings: { timeout: 10 } } }),
    "workflows[0].customTask.preAnnotation: says nothing of its code; exactly one of entry, directory, zip, s3, imageUri, ready and existing is allowed",
  ],
  [
    "a function with code from two places",
    customs({ postAnnotation: { entry: "handler.ts", ready: "majority-vote" } }),
    "workflows[0].customTask.postAnnotation.ready: excludes entry; exactly one of entry, directory,",
  ],
  [
    "an archive whose runtime nobody could guess",
    customs({ preAnnotation: { directory: "python", handler: "pre.handler" } }),
    "workflows[0].customTask.preAnnotation: has directory without runtime, which nobody could guess; add it",
  ],
  [
    "a runtime of a ready handler",
    customs({ postAnnotation: { ready: "majority-vote", runtime: "nodejs22.x" } }),
    "workflows[0].customTask.postAnnotation.runtime: is nothing that can be said of ready; it goes with entry, directory, zip, s3",
  ],
  [
    "settings of a function of somebody else",
    customs({ preAnnotation: { existing: lambda("prepare"), settings: { memorySize: 512 } } }),
    "workflows[0].customTask.preAnnotation.settings: is nothing that can be said of existing",
  ],
  [
    "answers before annotation",
    customs({ preAnnotation: { entry: "handler.ts", answerAccess: "s3-read" } }),
    "workflows[0].customTask.preAnnotation.answerAccess: belongs to postAnnotation: before annotation there are no answers",
  ],
  [
    "a ready handler of the other step",
    customs({ preAnnotation: { ready: "majority-vote" } }),
    'workflows[0].customTask.preAnnotation.ready: got "majority-vote"; a ready handler is one of pass-through-pre-annotation',
  ],
  [
    "a way to the answers that there is not",
    customs({ postAnnotation: { entry: "handler.ts", answerAccess: "assume-role" } }),
    'workflows[0].customTask.postAnnotation.answerAccess: got "assume-role"; an access to answers is one of s3-read, assume-execution-role, read-all-buckets',
  ],
  [
    "an entry that is a directory",
    customs({ preAnnotation: { entry: "python" } }),
    'workflows[0].customTask.preAnnotation.entry: got "python"; it is no file',
  ],
  [
    "a directory that is a file",
    customs({ preAnnotation: { directory: "handler.ts", runtime: "python3.13", handler: "a.b" } }),
    'workflows[0].customTask.preAnnotation.directory: got "handler.ts"; it is no directory',
  ],
  [
    "a path that goes through a file",
    customs({ preAnnotation: { zip: "code.zip/a", runtime: "python3.13", handler: "a.b" } }),
    'workflows[0].customTask.preAnnotation.zip: got "code.zip/a"; there is no such file',
  ],
  [
    "an archive in S3 without a key",
    customs({ preAnnotation: { s3: "s3://acme-code", runtime: "python3.13", handler: "a.b" } }),
    'workflows[0].customTask.preAnnotation.s3: got "s3://acme-code"; the URI of a zip file in S3 is allowed',
  ],
  [
    "a variable that is a number",
    customs({
      postAnnotation: { ready: "majority-vote", settings: { environment: { GROUND_TRUTH_AGREEMENT: 0.6 } } },
    }),
    "workflows[0].customTask.postAnnotation.settings.environment.GROUND_TRUTH_AGREEMENT: got 0.6, a number: put it in quotes; a mapping of names to texts",
  ],
  [
    "a function that works longer than Lambda allows",
    customs({ preAnnotation: { entry: "handler.ts", settings: { timeout: 901 } } }),
    "workflows[0].customTask.preAnnotation.settings.timeout: got 901; whole seconds from 1 to 900 are allowed",
  ],
  [
    "an existing function by its name",
    customs({ preAnnotation: { existing: "prepare" } }),
    'workflows[0].customTask.preAnnotation.existing: got "prepare"; the ARN of a function is allowed',
  ],
  [
    "a name too long for a function, in the workflow that makes one",
    {
      namePrefix: "p".repeat(15),
      workflows: [
        custom(
          { postAnnotation: { entry: "handler.ts" } },
          { name: "w".repeat(33), executionRole: { name: "a" } },
        ),
        custom(
          { postAnnotation: { existing: lambda("merge") } },
          { name: "v".repeat(33), executionRole: { name: "b" } },
        ),
      ],
    },
    `workflows[0].customTask.postAnnotation.name: the function would be named ${"p".repeat(15)}-${"w".repeat(33)}-post-annotation, 65 characters, and Lambda takes 64; name it here`,
  ],
  [
    "a function that two stacks make",
    {
      workflows: [
        custom({ preAnnotation: { entry: "handler.ts" } }),
        custom(
          { preAnnotation: { entry: "handler.ts", name: "acme-street-signs-pre-annotation" } },
          { name: "lanes" },
        ),
      ],
    },
    'workflows[1].customTask.preAnnotation.name: "acme-street-signs-pre-annotation" is a function of workflows[0] already',
  ],
];

describe("a key of version 0.1.0", () => {
  test.each<[string, object, string]>([
    [
      "of a workflow",
      streams({ key: { create: {} }, custom: {} }),
      "workflows[0].key: is called encryptionKey now, a mapping everywhere",
    ],
    ["of a custom task", streams({ custom: {} }), "workflows[0].custom: is called customTask now"],
    [
      "with another unit",
      { "workflows[0].executionRole": { maxSessionHours: 8 } },
      "workflows[0].executionRole.maxSessionHours: is called maxSessionDuration now, in seconds: what was 1 hour is 3600",
    ],
    [
      "with two new names, of a log group",
      { "workflows[0].logGroup": { retentionDays: 7 } },
      "workflows[0].logGroup.retentionDays: is called retentionInDays now",
    ],
    [
      "with two new names, of a queue",
      streams({ answers: { queue: { retentionDays: 7 } } }),
      "workflows[0].answers.queue.retentionDays: is called messageRetentionSeconds now, in seconds: what was 1 day is 86400",
    ],
    [
      "that is below another one now",
      customs({ preAnnotation: { entry: "handler.ts", roleName: "a" } }),
      "workflows[0].customTask.preAnnotation.roleName: is called role.name now",
    ],
    [
      "of a backend",
      { backend: { type: "cloud", organization: "acme", workspace: {}, tags: ["a"] } },
      "backend.workspace: is called workspaces now",
    ],
  ])("is refused by telling the new one: %s", (_what, change, message) => {
    expect(problemsOf(changed(change as Record<string, unknown>))).toEqual(
      expect.arrayContaining([expect.stringContaining(message)]),
    );
  });

  test("each has a new one that the schema knows, and none is known itself where it stood", () => {
    const schema = jsonSchema();
    for (const { now } of [...renamedKeys.values()].flat()) {
      for (const key of now.split(".")) expect(schema).toContain(`"${key}": {`);
    }
    for (const gone of ["memoryMegabytes", "timeoutSeconds", "cognito", "trustedBy", "key", "custom"]) {
      expect(schema).not.toContain(`"${gone}": {`);
    }
  });
});

describe("a configuration is refused for", () => {
  test("a chain that goes round, at each workflow in it", () => {
    const chain = streams(
      { name: "a", upstream: "b" },
      { name: "b", upstream: "c" },
      { name: "c", upstream: "a" },
    );
    expect(problemsOf(changed(chain))).toEqual([
      expect.stringContaining("workflows[0].upstream: goes round in a circle: a <- b <- c <- a; one of them"),
      expect.stringContaining("workflows[1].upstream: goes round in a circle: b <- c <- a <- b"),
      expect.stringContaining("workflows[2].upstream: goes round in a circle: c <- a <- b <- c"),
    ]);
  });

  test.each(mistakes)("%s", (_, mistake, problem) => {
    const told = problemsOf(changed(mistake));
    // What the configuration does not tell the constructs tell, with a place too.
    const found = told.length > 0 ? told : problemsOf(changed(mistake), build);
    expect(found).toEqual([expect.stringMatching(/^\d+:\d+ /)]);
    expect(found).toEqual([expect.stringContaining(problem)]);
  });
});

describe("a YAML file is refused for", () => {
  test.each([
    ["nothing in it", "", ": it is empty; a configuration has at least namePrefix, region and workflows"],
    ["nothing but comments", "# later\n---\n", ": it is empty; a configuration has at least"],
    ["a list", "- a\n", "1:1: got a list; a mapping is allowed, with keys of namePrefix, region,"],
    ["a tab", "a:\n\tb: 1\n", "2:1: this line is indented with a tab"],
    ["a bracket that stays open", "a: [1\n", "1:4: the [ that opens here is never closed"],
    ["a loose alias", "namePrefix: acme\nregion: *region\n", "2:9: nothing above is named &"],
    [
      "a tag of another program",
      `${changed({}).trim()}\naccount: !Ref "111122223333"\n`,
      "10:10: Unresolved tag: !Ref",
    ],
    ["a key twice", `region: eu-west-1\n${changed({})}`, '3:1: the key "region" stands twice in one mapping'],
    ["a second document", `${changed({})}---\na: 1\n`, "10:1: a second document begins at this ---"],
  ])("%s", (_, text, problem) => {
    expect(problemsOf(text)).toEqual([expect.stringContaining(problem)]);
  });

  test.each([
    ["a lost bracket before sixty thousand mappings", `a: }, }\nb: [${"{},".repeat(60_000)}]\n`],
    ["a quote that is never closed before many that are", `a: "x\nb: [${'"a",'.repeat(50_000)}]\nc: "\n`],
    ["a long line of brackets", `a: ${"[".repeat(900)}${"{b ".repeat(50_000)}\n`],
    ["a long line of colons", `a: ${"b: ".repeat(60_000)}\n`],
    ["a long line of quotes", `a: ${"'b' \"c\" ".repeat(20_000)}\n`],
    ["many lines of another depth", `a:\n${"  b: 1\n c: 1\n".repeat(10_000)}`],
  ])("%s, in no time that grows with the square of it", (_, text) => {
    const before = process.cpuUsage();
    expect(problemsOf(`${changed({})}${text}`)).toHaveLength(1);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(3);
  });

  test("an ordered mapping with a key twice", () => {
    const text = changed({}).replace("region: eu-west-1", "region: !!omap [a: 1, a: 2]");
    expect(problemsOf(text)).toEqual([
      expect.stringContaining("2:9: this is no YAML: Ordered maps must not include duplicate keys"),
    ]);
  });

  // Checks across keys put values into text: JavaScript asks the value how.
  test.each([
    "name: { toString: x }",
    "name: [{ toString: { a: 1 } }]",
    "name: { valueOf: x, toString: y }",
    "name: { toJSON: x, constructor: y }",
    "output: { toString: x }",
    "inputs: [{ toString: x }]",
    "inputs: { toString: x }",
    "executionRole: { name: { toString: x } }",
    "buckets: { create: [{ name: { toString: x } }] }",
    "encryptionKey: { existing: { toString: x } }",
  ])("a mapping whose keys JavaScript has a use for: %s", (entry) => {
    const key = /^\w+/.exec(entry)![0];
    for (const type of ["built-in", "streaming", "custom"]) {
      const { [key]: _, ...others } = { ...signs({ type }) } as Record<string, unknown>;
      const workflows = [others, signs({ name: "other" })];
      const text = stringify({ ...smallest, workflows }).replace("  - ", `  - ${entry}\n    `);
      const problems = problemsOf(text);
      expect(problems).toEqual(
        expect.arrayContaining([expect.stringMatching(`^\\d+:\\d+ workflows\\[0\\]\\.${key}`)]),
      );
      expect(problems.join()).not.toMatch(/object Object|undefined/);
    }
  });

  test("aliases that unfold without end", () => {
    const rows = [...Array(9).keys()].map((row) => `k${row + 1}: &a${row + 1} [${`*a${row}, `.repeat(9)}]`);
    expect(problemsOf(`k0: &a0 [x]\n${rows.join("\n")}\n`)).toEqual([
      expect.stringContaining("Excessive alias count"),
    ]);
  });

  test("not being there, with the way to name another one", () => {
    expect(() => readConfig(join(folder, "elsewhere.yaml"))).toThrow(
      /elsewhere\.yaml cannot be used, for one reason:\n {2}- there is no such file; npx cdktf-ground-truth init writes one, and the environment variable GROUND_TRUTH_CONFIG can name another one$/,
    );
  });

  test("being a directory", () => {
    expect(() => readConfig(folder)).toThrow(
      "it is a directory; the environment variable GROUND_TRUTH_CONFIG",
    );
  });
});

describe("several mistakes", () => {
  const text = `# a comment, so that lines count
namePrefix: acme
namePrefix: Acme
region: eu-west-1
acount: 012345678901
account: 012345678901
workflows:
  - name: signs
    type: built-in
    taskType: BoundingBoxes
    inputs: [ftp://acme-raw/]
    output: s3://acme-labels/
    logGroup: { retentionInDays: 7 }
  - name: signs
    type: built-in
    taskType: BoundingBox
    inputs: &inputs [s3://acme-raw/]
    logGroup:
      retentionInDays: 7 days
`;

  test("are told at once, in the order of the file, across fields and kinds", () => {
    const places = problemsOf(text).map((problem) => problem.split(" ", 2).join(" "));
    expect(places).toEqual([
      "3:1: the",
      "3:13 namePrefix:",
      "5:1 acount:",
      "6:10 account:",
      "10:15 workflows[0].taskType:",
      "11:14 workflows[0].inputs[0]:",
      "14:5 workflows[1].output:",
      "14:11 workflows[1].name:",
      "19:7 workflows[1].logGroup:",
      "19:24 workflows[1].logGroup.retentionInDays:",
    ]);
  });

  test("are told as a list, with the file before each, and without a stack trace", () => {
    const file = join(folder, "ground-truth.yaml");
    writeFileSync(file, text);
    const error = problemIn(() => readConfig(file));
    expect(error.message).toMatch(/ground-truth\.yaml cannot be used, for 10 reasons:\n/);
    expect(error.message).toMatch(/\n {2}- \S*ground-truth\.yaml:6:10 account: got 012345678901, a number/);
    expect(error.stack).not.toMatch(/^\s+at /m);
  });

  test("keep the place of an alias's anchor and of a merged mapping", () => {
    const problems = problemsOf(`
namePrefix: acme
region: eu-west-1
workflows:
  - &first
    name: signs
    type: built-in
    taskType: Boxes
    inputs: &in [ftp://x]
    output: s3://acme-labels/
  - <<: *first
    name: lanes
    inputs: *in
`);
    expect(problems.map((problem) => problem.replace(/: .*/s, ""))).toEqual([
      "8:15 workflows[0].taskType",
      "8:15 workflows[1].taskType",
      "9:18 workflows[0].inputs[0]",
      "9:18 workflows[1].inputs[0]",
    ]);
  });
});

function problemIn(action: () => unknown): ConfigurationError {
  try {
    action();
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error("no ConfigurationError");
}

test.each(["built-in", "streaming", "custom"])(
  "no value anywhere in a %s workflow makes the reader fail in another way than by telling what is wrong",
  (type) => {
    const schema = JSON.parse(jsonSchema()) as JsonSchema;
    const places = fc.constantFrom(...propertyPaths(schema));
    const values = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom(null, {}, [], [{}], [null], "", 0, "s3://acme-raw/", "__proto__", ".", "\0"),
      fc.constantFrom(
        { create: [{ name: "acme-raw" }] },
        { type: "cloud" },
        { type: "cloud", workspaces: { name: "a" } },
      ),
    );
    const changes = fc.dictionary(places, values, { maxKeys: 4 });
    fc.assert(
      fc.property(changes, (change) => {
        let text: string;
        try {
          const custom = type === "custom" ? { "workflows[0].taskType": undefined } : {};
          text = changed({ "workflows[0].type": type, ...custom, ...change });
        } catch {
          return; // one change took the mapping away that another one goes into
        }
        for (const problem of problemsOf(text)) expect(problem).toMatch(/^\d+:\d+ .*: ./s);
      }),
      propertyRuns(80),
    );
  },
);

interface JsonSchema {
  readonly properties?: Record<string, JsonSchema>;
  readonly items?: JsonSchema;
  readonly oneOf?: JsonSchema[];
  readonly description?: string;
}

/** Every property at any depth: `workflows[0].buckets.create[0].name`. */
function properties(schema: JsonSchema, path = ""): [string, JsonSchema][] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([key, property]) => {
    const place = path === "" ? key : `${path}.${key}`;
    return [[place, property] as [string, JsonSchema], ...properties(property, place)];
  });
  const items = schema.items === undefined ? [] : properties(schema.items, `${path}[0]`);
  return [...own, ...items, ...(schema.oneOf ?? []).flatMap((option) => properties(option, path))];
}

function propertyPaths(schema: JsonSchema): string[] {
  return [...new Set(properties(schema).map(([path]) => path))];
}

describe("the JSON schema for editors", () => {
  const schema = JSON.parse(jsonSchema()) as JsonSchema;

  test("is the committed file; if not, run `npm run schema`", () => {
    expect(readFileSync(join(project, jsonSchemaFile), "utf8")).toBe(jsonSchema());
  });

  test("explains every property", () => {
    const silent = properties(schema).filter(([, { description }]) => !description);
    expect(silent.map(([path]) => path)).toEqual([]);
  });

  test("knows the task types, the regions and what must be there", () => {
    expect(schema).toMatchObject({
      $schema: "http://json-schema.org/draft-07/schema#",
      required: ["namePrefix", "region"],
      additionalProperties: false,
      properties: {
        region: { enum: expect.arrayContaining(["eu-west-1"]) },
        workflows: {
          items: {
            oneOf: [
              {
                required: ["name", "type", "taskType", "inputs", "output"],
                properties: { taskType: { enum: expect.arrayContaining(["3DPointCloudObjectDetection"]) } },
              },
              {
                required: ["name", "type", "inputs", "output"],
                oneOf: [{ required: ["taskType"] }, { required: ["customTask"] }],
              },
              { required: ["name", "type", "inputs", "output"] },
            ],
          },
        },
      },
    });
  });
});

describe("a place that is not the stack's", () => {
  const caseOf = (name: string) =>
    problemsOf(readFileSync(join(__dirname, "..", "cases", `${name}.yaml`), "utf8"));

  test("is refused for keys of another region, wherever they stand", () => {
    expect(caseOf("10-key-of-another-region")).toEqual([
      expect.stringMatching(
        /existing\[0\]\.encryptionKey\.existing: got .*, which lies in us-east-1; a key encrypts in its own region/,
      ),
      expect.stringMatching(
        /encryptionKey\.existing: got .*, which lies in us-east-1; a key encrypts in its own region/,
      ),
    ]);
    expect(caseOf("10-key-of-another-region-partition")).toEqual([
      expect.stringMatching(
        /encryptionKey\.existing: got .*, which is in the partition aws-cn; the stack is in aws/,
      ),
      expect.stringMatching(
        /encryptionKey\.existing: got .*, which is in the partition aws-cn; the stack is in aws/,
      ),
    ]);
  });

  test.each([
    [
      "permissionsBoundary",
      "arn:aws:iam::444455556666:policy/b",
      "a boundary and its roles are in one account",
    ],
    ["permissionsBoundary", "arn:awsx:iam::111122223333:policy/b", 'no partition is named "awsx"'],
    ["permissionsBoundary", "arn:aws-cn:iam::111122223333:policy/b", "the stack is in aws"],
    [
      "workflows[0].executionRole.existing",
      "arn:aws:iam::444455556666:role/r",
      "is in the account 444455556666",
    ],
    [
      "workflows[0].encryptionKey.create.dataUsers[0]",
      "arn:aws-cn:iam::111122223333:role/r",
      "the stack is in aws",
    ],
  ])("%s: %s", (path, arn, message) => {
    const list = /\[0\]$/.test(path);
    const key = list ? path.slice(0, -3) : path;
    const problems = problemsOf(changed({ account: "111122223333", [key]: list ? [arn] : arn }));
    expect(problems).toEqual([expect.stringContaining(message)]);
    expect(problems[0]).toContain(path);
  });
});

describe("values that the configuration and the constructs once judged differently", () => {
  const custom = { ...streetSigns, type: "custom", taskType: undefined };
  const settings = (given: object) => ({
    workflows: [
      { ...custom, customTask: { preAnnotation: { ready: "pass-through-pre-annotation", settings: given } } },
    ],
  });

  test.each<[string, object, string]>([
    ["a path with an empty part", { rolePath: "/a//b/" }, "rolePath: got"],
    ["a path that CreatePolicy does not take", { rolePath: "/${x}/" }, "rolePath: got"],
    ["a layer that is none", settings({ layers: ["pillow"] }), "settings.layers[0]: got"],
    [
      "a subnet that is none",
      settings({ vpcConfig: { subnetIds: ["net"], securityGroupIds: ["sg-0123456789abcdef0"] } }),
      "settings.vpcConfig.subnetIds[0]: got",
    ],
    [
      "17 subnets",
      settings({
        vpcConfig: {
          subnetIds: Array.from({ length: 17 }, (_, i) => `subnet-0123456789abcde${10 + i}`),
          securityGroupIds: ["sg-0123456789abcdef0"],
        },
      }),
      "settings.vpcConfig.subnetIds: got",
    ],
    [
      "logs in what looks like a file",
      {
        workflows: [
          {
            ...streetSigns,
            buckets: { create: [{ name: "acme-labels", accessLogs: "s3://acme-logs/a.log" }] },
          },
        ],
      },
      "accessLogs: got",
    ],
    [
      "answers in what looks like a file",
      { workflows: [{ ...streetSigns, output: "s3://acme-labels/answers.json" }] },
      "output: got",
    ],
  ])("%s is told once, with its place", (_, change, path) => {
    const told = problemsOf(stringify({ ...smallest, ...change }));
    expect(told).toEqual([expect.stringMatching(/^\d+:\d+ /)]);
    expect(told[0]).toContain(path);
  });

  test("are judged by one rule: the configuration has no pattern of its own for a text", () => {
    const folders = readdirSync(join(project, "stacks", "config"), { recursive: true, encoding: "utf8" });
    const sources = folders.filter((file) => file.endsWith(".ts"));
    const own = sources.filter((file) =>
      /\.regex\(/.test(readFileSync(join(project, "stacks", "config", file), "utf8")),
    );
    expect(own).toEqual([]);
  });
});

test("what has its name from its workflow is no second mistake where the workflow has none", () => {
  const nameless = {
    name: undefined,
    answers: { queue: {} },
    customTask: { preAnnotation: { entry: "handler.ts" } },
  };
  const { workflows } = streams(nameless, nameless);
  const problems = problemsOf(stringify({ ...smallest, workflows }));
  expect(problems.filter((problem) => /undefined|queue of|function of/.test(problem))).toEqual([]);
  expect(problems.filter((problem) => problem.includes(".name: is missing"))).toHaveLength(2);
});

test("a file that is too large to be a configuration is told at once", () => {
  expect(problemsOf(`# ${"x".repeat(1024 * 1024)}\n${stringify(smallest)}`)).toEqual([
    expect.stringMatching(/^: it has \d+ bytes; a configuration has at most 1048576/),
  ]);
});

const many = (count: number, item: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => item(index)).join("\n");

// The counts are those of before the checks: what is compared with everything else would take minutes.
test.each([
  ["keys and values", many(60_000, (index) => `k${index}: 1`), /^: it has more keys and values than/],
  ["items", `x: [${"1,".repeat(250_000)}]`, /^: it has more keys and values than/],
  ["keys of a mapping", many(1100, (index) => `k${index}: 1`), /^1:1: a mapping of \d+ keys begins here/],
  ["items of a list", `x: [${"1,".repeat(2100)}]`, /: a list of 2100 items begins here; at most 2000/],
  [
    "aliases",
    `x: &a 1\n${many(11, (index) => `y${index}: [${"*a,".repeat(1000)}]`)}`,
    /more than 10000 aliases/,
  ],
])("too many %s are told at once", (_, text, message) => {
  const problems = problemsOf(`${stringify(smallest)}${text}\n`);
  expect(problems).toEqual([expect.stringMatching(message)]);
});

test("of many problems the first hundred are told, and how many there are", () => {
  const problems = problemsOf(stringify({ ...smallest, workflows: Array.from({ length: 150 }, () => 1) }));
  expect(problems).toHaveLength(101);
  expect(problems.at(-1)).toMatch(/and 50 more: mend these first$/);
});

test("a value as long as a file is not quoted in full", () => {
  const problems = problemsOf(stringify({ ...smallest, namePrefix: "a".repeat(300_000) }));
  expect(Math.max(...problems.map(({ length }) => length))).toBeLessThan(4000);
});

test("a key that stands twice is told where it stands again, also beside merged ones", () => {
  const text = `${stringify(smallest)}tags: &t\n  a: b\n  a: c\nregion: eu-west-1\n`;
  expect(problemsOf(text)).toEqual([
    expect.stringMatching(/^\d+:3: the key "a" stands twice in one mapping/),
    expect.stringMatching(/^\d+:1: the key "region" stands twice in one mapping/),
  ]);
});

test("a bucket has at most a hundred notifications, of whichever workflows", () => {
  const listening = (from: number) => ({
    name: `from-${from}`,
    inputs: ["s3://acme-raw/"],
    buckets: { existing: [{ name: "acme-raw", manageNotifications: true }] },
    s3Events: Array.from({ length: 60 }, (_, index) => ({ location: `s3://acme-raw/${from + index}/` })),
  });
  const { workflows } = streams(listening(0), listening(60));
  const problems = problemsOf(stringify({ ...smallest, workflows }));
  expect(problems.filter((problem) => problem.includes("S3 takes 100 notifications"))).toEqual([
    expect.stringContaining("workflows[1].s3Events[40]: is number 101"),
  ]);
});
