import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import type { Construct } from "constructs";
import {
  AnswerAccess,
  CustomWorkflow,
  FunctionArchitecture,
  FunctionCode,
  type FunctionSettings,
  type ILabelingBucket,
  LabelingBucket,
  LabelingKey,
  PostAnnotationFunction,
  PreAnnotationFunction,
  ReadyHandler,
} from "../../lib";
import { ensureEmulator, stopEmulator } from "../../local/emulator";
import { synthesizedStacks } from "../../local/synthesis";
import type { Terraform } from "../../local/terraform";
import { prepareWorkDirectory, type WorkDirectory } from "../../local/work-directory";
import { GroundTruthStack } from "../../stacks/ground-truth-stack";
import { deployedStack } from "../conformance/harness/deployed";
import { requireAllowed } from "../conformance/harness/sentences";
import {
  deployedFunction,
  type FunctionConfiguration,
  type Outcome,
  sessionOf,
  sha256Of,
  UnpackedFunction,
} from "./deployed-function";
import { EmulatedAws } from "./emulated-aws";
import { JudgingGate } from "./judging-gate";
import { leftovers } from "./leftovers";
import { emulatedPolicy, plannedPolicies, unknownPolicies, type PlannedPolicy } from "./policies";
import { log, recordedTerraform } from "./recorded-terraform";
import type { RecordingProxy } from "./recording-proxy";
import { removeProject, throwawayProject } from "./throwaway-project";
import { account, region } from "../account";

/*
 * The functions of custom workflows as Lambda runs them: the archive that was deployed, unpacked, in a process of its
 * own, with the credentials of the function's role. Its requests pass a gate that refuses what the deployed policies do
 * not allow. Ground Truth's part is played here.
 */

const bucketName = "acme-shop";
const planFile = "first.tfplan";
const arn = (service: string, name: string) => `arn:aws:${service}:${region}:${account}:${name}`;

/** What has a function for each way to answers, and for each kind of archive. */
const workflows = {
  prices: {
    before: FunctionCode.fromEntry("examples/handlers/price-tags/pre-annotation.ts"),
    after: FunctionCode.fromEntry("examples/handlers/price-tags/post-annotation.ts"),
    answerAccess: AnswerAccess.ASSUME_EXECUTION_ROLE,
    environment: undefined,
  },
  reasons: {
    before: FunctionCode.fromDirectory("examples/handlers/support_calls", {
      runtime: "python3.13",
      handler: "pre_annotation.handler",
    }),
    after: FunctionCode.ready(ReadyHandler.MAJORITY_VOTE),
    answerAccess: AnswerAccess.S3_READ,
    environment: { GROUND_TRUTH_ELEMENT: "reason", GROUND_TRUTH_LABELS: '["delivery", "payment"]' },
  },
  damage: {
    before: FunctionCode.ready(ReadyHandler.PASS_THROUGH_PRE_ANNOTATION),
    after: FunctionCode.ready(ReadyHandler.BOUNDING_BOXES),
    answerAccess: AnswerAccess.ASSUME_EXECUTION_ROLE,
    environment: { GROUND_TRUTH_LABELS: '["dent", "tear"]' },
  },
};
type Workflow = keyof typeof workflows;
const names = Object.keys(workflows) as Workflow[];
const functionNames = names.flatMap((name) => [`${name}-before`, `${name}-after`]);

// It is never run, so that it need be no archive.
const codeKey = "code/handlers.zip";
const codeContent = "code";
const subnetId = "subnet-0123456789abcdef0";
const watched: FunctionSettings = {
  architecture: FunctionArchitecture.X86_64,
  memorySize: 1024,
  timeout: 300,
  environment: { COLOUR: "red" },
  vpcConfig: { subnetIds: [subnetId], securityGroupIds: ["sg-0123456789abcdef0"] },
  tracing: true,
  logRetentionInDays: 30,
  reservedConcurrentExecutions: 5,
  deadLetterQueueArn: arn("sqs", "shop-failures"),
};

/** The bucket exists already, so that nobody waits for its rules. */
class Shop extends GroundTruthStack {
  public constructor(scope: Construct) {
    super(scope, "shop", { namePrefix: "acme", region, account });
    const encryptionKey = new LabelingKey(this, "Key", { alias: "alias/shop" });
    const bucket = LabelingBucket.fromBucketName(this, "Bucket", bucketName);
    for (const name of names) {
      const { before, after, answerAccess, environment } = workflows[name];
      new CustomWorkflow(this, name, {
        name: name,
        inputs: [bucket.location(`${name}/input/`)],
        output: bucket.location(`${name}/output/`),
        encryptionKey,
        customTask: {
          preAnnotation: new PreAnnotationFunction(this, `${name}-Before`, {
            name: `${name}-before`,
            code: before,
            encryptionKey,
            settings: { environment },
          }),
          postAnnotation: new PostAnnotationFunction(this, `${name}-After`, {
            name: `${name}-after`,
            code: after,
            encryptionKey,
            answerAccess,
            settings: { environment },
          }),
        },
      });
    }
    this.addWatched(encryptionKey, bucket);
  }

  /** Functions with everything that can be set, from an image and from S3: to see that it stays as it was set. */
  private addWatched(encryptionKey: LabelingKey, bucket: ILabelingBucket): void {
    new CustomWorkflow(this, "watched", {
      name: "watched",
      inputs: [bucket.location("watched/input/")],
      output: bucket.location("watched/output/"),
      encryptionKey,
      customTask: {
        preAnnotation: new PreAnnotationFunction(this, "watched-Before", {
          name: "watched-before",
          code: FunctionCode.fromImage(`${account}.dkr.ecr.${region}.amazonaws.com/handlers:v1`, {
            command: ["app.before"],
          }),
          encryptionKey,
        }),
        postAnnotation: new PostAnnotationFunction(this, "watched-After", {
          name: "watched-after",
          code: FunctionCode.fromS3Object({
            s3Bucket: bucketName,
            s3Key: codeKey,
            sourceCodeHash: createHash("sha256").update(codeContent).digest("base64"),
            runtime: "python3.13",
            handler: "app.after",
          }),
          encryptionKey,
          answerAccess: AnswerAccess.READ_ALL_BUCKETS,
          settings: watched,
        }),
      },
    });
  }
}

const root = throwawayProject();
const app = new App({ outdir: join(root, "cdktf.out") });
new Shop(app);
app.synth();
const synthesized = synthesizedStacks(root)[0]!;
const stack: WorkDirectory = prepareWorkDirectory(root, synthesized);
const emitted = readFileSync(join(synthesized.directory, "cdk.tf.json"), "utf8");
const deployed = deployedStack(emitted, { account, region });
const key = deployed.key("alias/shop");

interface PlannedFunction {
  readonly function_name: string;
  readonly filename: string;
  readonly source_code_hash: string;
  readonly handler: string;
  readonly runtime: string;
  readonly role: string;
  readonly timeout: number;
  readonly memory_size: number;
  readonly architectures: string[];
}
const planned = Object.fromEntries(
  Object.values(
    (JSON.parse(emitted) as { resource: { aws_lambda_function: Record<string, PlannedFunction> } }).resource
      .aws_lambda_function,
  ).map((one) => [one.function_name, one]),
);

let terraform: Terraform;
let proxy: RecordingProxy;
let policies: PlannedPolicy[] = [];
let aws: EmulatedAws;
let gate: JudgingGate;
let endpoint: string;
let keyArn: string;
const functions = new Map<string, FunctionConfiguration>();
const unpacked: UnpackedFunction[] = [];

const archiveOf = (name: string) => join(stack.directory, planned[name]!.filename);
/** What functions did since the last time that was asked for. */
const deeds = () => gate.made.splice(0);
const refusals = () => gate.refused.splice(0);

beforeAll(async () => {
  const emulator = await ensureEmulator(root, log, {});
  ({ proxy, terraform } = await recordedTerraform(root, emulator.endpoint));
  aws = EmulatedAws.of(emulator.endpoint, stack);
  await aws.put("s3", `/${bucketName}`, createBucket);
  await aws.put("s3", `/${bucketName}/${codeKey}`, codeContent);
  gate = new JudgingGate(emulator.endpoint, deployed, (used) => {
    if (used !== keyArn) throw new Error(`${used} is not the workflow's key`);
    return key.arn;
  });
  endpoint = await gate.open();
}, 120_000);

afterAll(async () => {
  for (const one of unpacked) one.remove();
  await gate?.close();
  await proxy?.stop();
  await stopEmulator(root);
  removeProject(root);
}, 60_000);

// What one test leaves unasked is not the next one's.
afterEach(() => {
  deeds();
  refusals();
});

describe("the stack", () => {
  test("is valid, and its first plan shows every policy in full", async () => {
    await terraform.init(stack);
    expect(await terraform.changes(stack, planFile)).toBeDefined();
    const plan = await terraform.showPlan(stack, planFile);
    expect(unknownPolicies(plan)).toEqual([]);
    policies = plannedPolicies(plan);
  });

  test("is applied, with the policies of the plan", async () => {
    await terraform.apply(stack, planFile);
    expect(policies).not.toHaveLength(0);
    for (const policy of policies) {
      const emulated = await emulatedPolicy(aws, stack, policy);
      expect([policy.address, JSON.parse(emulated ?? "null")]).toEqual([
        policy.address,
        JSON.parse(policy.document),
      ]);
    }
    keyArn = appliedKeyArn();
  });

  test("has nothing left to change", async () => {
    expect(await terraform.changes(stack)).toBeUndefined();
  });

  test.each(functionNames)(
    "deployed the archive of %s that lies beside it, with the settings of the plan",
    async (name) => {
      const configuration = await deployedFunction(aws, name);
      functions.set(name, configuration);
      const { source_code_hash, filename, ...plan } = planned[name]!;
      expect(configuration.CodeSha256).toBe(source_code_hash);
      expect(sha256Of(archiveOf(name))).toBe(source_code_hash);
      expect(sha256Of(join(synthesized.directory, filename))).toBe(source_code_hash);
      expect(configuration).toMatchObject({
        FunctionArn: arn("lambda", `function:${name}`),
        Role: plan.role,
        Runtime: plan.runtime,
        Handler: plan.handler,
        Timeout: plan.timeout,
        MemorySize: plan.memory_size,
        Architectures: plan.architectures,
      });
    },
  );
});

test("functions from elsewhere, with everything that can be set, are deployed too", async () => {
  expect(await deployedFunction(aws, "watched-before")).toMatchObject({
    PackageType: "Image",
    ImageConfigResponse: { ImageConfig: { Command: ["app.before"] } },
  });
  expect(await deployedFunction(aws, "watched-after")).toMatchObject({
    PackageType: "Zip",
    Timeout: 300,
    MemorySize: 1024,
    Architectures: ["x86_64"],
    TracingConfig: { Mode: "Active" },
    VpcConfig: { SubnetIds: [subnetId] },
    Environment: { Variables: { COLOUR: "red", GROUND_TRUTH_ANSWER_ACCESS: "read-all-buckets" } },
  });
});

/** One call of a function, from its caller's right to call to its answer. */
async function call(name: string, event: unknown): Promise<Outcome> {
  const configuration = functions.get(name)!;
  const role = deployed.role(name);
  const resource = configuration.FunctionArn;
  const executionRole = deployed.role(`${name.split("-")[0]}-execution`);
  await requireAllowed({ principal: executionRole, action: "lambda:InvokeFunction", resource });
  const lambda = deployed.service("lambda.amazonaws.com");
  await requireAllowed({ principal: lambda, action: "sts:AssumeRole", resource: configuration.Role });
  const logStream = arn("logs", `log-group:/aws/lambda/${name}:log-stream:2026/11/22/[$LATEST]1`);
  for (const action of ["logs:CreateLogStream", "logs:PutLogEvents"]) {
    await requireAllowed({ principal: role, action, resource: logStream });
  }

  const session = await sessionOf(aws, configuration);
  gate.know(session.accessKeyId, role);
  const function_ = new UnpackedFunction(configuration, archiveOf(name));
  unpacked.push(function_);
  return function_.call(event, session, endpoint);
}

const job = (workflow: Workflow) => `arn:aws:sagemaker:${region}:${account}:labeling-job/${workflow}-1`;

function postAnnotationEvent(workflow: Workflow, more: object = {}): object {
  return {
    version: "2018-10-16",
    labelingJobArn: job(workflow),
    labelCategories: null,
    labelAttributeName: workflow,
    roleArn: deployed.role(`${workflow}-execution`).arn,
    payload: { s3Uri: `s3://${bucketName}/${payloadKey(workflow)}` },
    ...more,
  };
}

const payloadKey = (workflow: Workflow) =>
  `${workflow}/output/${workflow}-1/annotations/consolidation-request/iteration-1/2026-11-22_12:00:00.json`;
const answerKey = (workflow: Workflow, object: number, worker: string) =>
  `${workflow}/output/${workflow}-1/annotations/worker-response/iteration-1/${object}/${worker}.json`;

/** Ground Truth writes with the execution role, encrypted with the key that the job names. */
async function write(workflow: Workflow, path: string, content: unknown): Promise<void> {
  const principal = deployed.role(`${workflow}-execution`);
  const resource = `arn:aws:s3:::${bucketName}/${path}`;
  await requireAllowed({ principal, action: "s3:PutObject", resource });
  const context = { "kms:ViaService": `s3.${region}.amazonaws.com` };
  await requireAllowed({ principal, action: "kms:GenerateDataKey", resource: key.arn, context });
  await aws.put("s3", `/${bucketName}/${path}`, JSON.stringify(content), {
    "x-amz-server-side-encryption": "aws:kms",
    "x-amz-server-side-encryption-aws-kms-key-id": keyArn,
  });
}

/**
 * The payload of one consolidation, with each object's answers by worker. Answers of the worker `far` lie behind an
 * address of their own; of `far` and the second object in the lower-case spelling that AWS's own sample reads.
 */
async function writeAnswers(
  workflow: Workflow,
  objects: readonly Readonly<Record<string, unknown>>[],
): Promise<void> {
  const payload = await Promise.all(
    objects.map(async (answers, index) => ({
      datasetObjectId: String(index),
      dataObject: { s3Uri: `s3://${bucketName}/${workflow}/input/${index}.jpg` },
      annotations: await Promise.all(
        Object.entries(answers).map(async ([worker, answer]) => {
          const workerId = `private.eu-west-1.${worker}`;
          if (worker !== "far") return { workerId, annotationData: { content: JSON.stringify(answer) } };
          const path = answerKey(workflow, index, worker);
          await write(workflow, path, answer);
          return {
            workerId,
            annotationData: { [index === 1 ? "s3uri" : "s3Uri"]: `s3://${bucketName}/${path}` },
          };
        }),
      ),
    })),
  );
  await write(workflow, payloadKey(workflow), payload);
}

describe("before people annotate", () => {
  test("a TypeScript handler makes the line of a manifest into a task", async () => {
    const dataObject = { "source-ref": `s3://${bucketName}/prices/input/1.jpg`, shop: "Lyon 3" };
    const event = { version: "2018-10-16", labelingJobArn: job("prices"), dataObject };
    expect(await call("prices-before", event)).toEqual({
      exitCode: 0,
      result: {
        taskInput: { taskObject: dataObject["source-ref"], shop: "Lyon 3", currency: "EUR" },
        isHumanAnnotationRequired: true,
      },
    });
    const known = { ...dataObject, "till-price": 199 };
    expect(await call("prices-before", { ...event, dataObject: known })).toMatchObject({
      result: { isHumanAnnotationRequired: false },
    });
    expect([deeds(), refusals()]).toEqual([[], []]);
  });

  test("the ready handler hands the line on, with the labels of its environment", async () => {
    const dataObject = { "source-ref": `s3://${bucketName}/damage/input/1.jpg` };
    const event = { version: "2018-10-16", labelingJobArn: job("damage"), dataObject };
    expect(await call("damage-before", event)).toEqual({
      exitCode: 0,
      result: {
        taskInput: {
          taskObject: dataObject["source-ref"],
          manifestLine: dataObject,
          labels: ["dent", "tear"],
        },
        isHumanAnnotationRequired: true,
      },
    });
  });

  test("an event that is none is Lambda's error, not an empty task", async () => {
    const { exitCode, error, result } = await call("prices-before", {
      version: "2018-10-16",
      dataObject: {},
    });
    expect([exitCode, result]).toEqual([1, undefined]);
    expect(error?.errorType).toBe("HandlerFault");
    expect(error?.errorMessage).toContain("labelingJobArn");
  });

  const withPython = spawnSync("python3", ["--version"]).status === 0;
  if (!withPython) log("LEFT OUT: there is no python3 on the PATH, so the Python function is not run.");
  (withPython ? test : test.skip)("a Python handler makes a transcript into a task", async () => {
    const dataObject = { source: "A: Hello.\nC: My card 4111 1111 1111 1111 is refused.", "call-id": "c-1" };
    const event = { version: "2018-10-16", labelingJobArn: job("reasons"), dataObject };
    expect(await call("reasons-before", event)).toEqual({
      exitCode: 0,
      result: {
        taskInput: {
          callId: "c-1",
          turns: [
            { speaker: "Agent", words: "Hello." },
            { speaker: "Customer", words: "My card … is refused." },
          ],
        },
        isHumanAnnotationRequired: true,
      },
    });
    const broken = await call("reasons-before", { ...event, dataObject: {} });
    expect([broken.exitCode, broken.error?.errorType]).toEqual([1, "KeyError"]);
  });
});

describe("after people annotated", () => {
  test("a function that assumes the execution role reads answers as that role", async () => {
    const price = (text: string, on = false) => ({ price: text, unreadable: { on } });
    await writeAnswers("prices", [
      { near: price("1,99"), far: price("1.99 €"), third: price("7,99") },
      { near: price("", true), far: price("12"), third: price("13") },
      { near: price("3.50") },
    ]);
    const labels = [
      { cents: 199, agreeing: 2, workers: 3 },
      { cents: null, agreeing: 0, workers: 3 },
      { cents: 350, agreeing: 1, workers: 1 },
    ];
    expect(await call("prices-after", postAnnotationEvent("prices"))).toEqual({
      exitCode: 0,
      result: labels.map((label, index) => ({
        datasetObjectId: String(index),
        consolidatedAnnotation: { content: { prices: label } },
      })),
    });
    const [first, ...reads] = deeds();
    expect(first).toBe("role prices-after sts:AssumeRole prices-execution");
    expect(reads.sort()).toEqual(readsBy("prices-execution", "prices", [0, 1]));
    expect(refusals()).toEqual([]);
  });

  test("a function that reads by itself votes, as its own role", async () => {
    const reason = (label: string) => ({ reason: { label } });
    await writeAnswers("reasons", [
      { near: reason("payment"), far: reason("payment"), third: reason("delivery") },
      { near: reason("delivery"), far: reason("delivery") },
    ]);
    const started = Date.now();
    const { exitCode, result } = await call("reasons-after", postAnnotationEvent("reasons"));
    expect(exitCode).toBe(0);
    const metadata = {
      type: "groundtruth/image-classification",
      "job-name": "labeling-job/reasons-1",
      "human-annotated": "yes",
      "creation-date": expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/),
    };
    expect(result).toEqual([
      {
        datasetObjectId: "0",
        consolidatedAnnotation: {
          content: {
            reasons: 1,
            "reasons-metadata": expect.objectContaining({
              ...metadata,
              "class-name": "payment",
              confidence: 0.6667,
            }),
          },
        },
      },
      {
        datasetObjectId: "1",
        consolidatedAnnotation: {
          content: {
            reasons: 0,
            "reasons-metadata": expect.objectContaining({
              ...metadata,
              "class-name": "delivery",
              confidence: 1,
            }),
          },
        },
      },
    ]);
    // UTC without a zone, as in AWS's manifests.
    const [{ consolidatedAnnotation }] = result as [
      { consolidatedAnnotation: { content: { "reasons-metadata": { "creation-date": string } } } },
    ];
    const created = consolidatedAnnotation.content["reasons-metadata"]["creation-date"];
    expect(Math.abs(Date.parse(`${created.slice(0, -3)}Z`) - started)).toBeLessThan(120_000);
    expect(deeds().sort()).toEqual(readsBy("reasons-after", "reasons", [0, 1]));
    expect(refusals()).toEqual([]);
  });

  test("boxes of several workers become one, and what one worker saw alone is left out", async () => {
    const size = { width: 640, height: 480 };
    const box = (label: string, left: number, top: number) => ({ label, left, top, width: 100, height: 50 });
    const drawn = (...boundingBoxes: object[]) => ({ damage: { boundingBoxes, inputImageProperties: size } });
    await writeAnswers("damage", [
      {
        near: drawn(box("dent", 10, 20), box("tear", 300, 300)),
        far: drawn(box("dent", 10, 20)),
        third: drawn(box("dent", 12, 20)),
      },
      { near: drawn(), far: drawn() },
    ]);
    const { exitCode, result } = await call("damage-after", postAnnotationEvent("damage"));
    expect(exitCode).toBe(0);
    const image_size = [{ ...size, depth: 3 }];
    expect(result).toMatchObject([
      {
        datasetObjectId: "0",
        consolidatedAnnotation: {
          content: {
            damage: {
              image_size,
              annotations: [{ class_id: 0, left: 10, top: 20, width: 100, height: 50 }],
            },
            "damage-metadata": {
              "class-map": { "0": "dent" },
              unconfirmed: 1,
              type: "groundtruth/object-detection",
              "human-annotated": "yes",
            },
          },
        },
      },
      {
        datasetObjectId: "1",
        consolidatedAnnotation: { content: { damage: { image_size, annotations: [] } } },
      },
    ]);
    const [first, ...reads] = deeds();
    expect(first).toBe("role damage-after sts:AssumeRole damage-execution");
    expect(reads.sort()).toEqual(readsBy("damage-execution", "damage", [0, 1]));
  });

  /** The payload and the answers of the worker `far`, each with the right on the key that comes with it. */
  function readsBy(role: string, workflow: Workflow, objects: readonly number[]): string[] {
    const paths = [payloadKey(workflow), ...objects.map((object) => answerKey(workflow, object, "far"))];
    return [
      ...paths.map(() => `role ${role} kms:Decrypt`),
      ...paths.map((path) => `role ${role} s3:GetObject ${bucketName}/${path}`),
    ].sort();
  }
});

describe("what goes wrong is an error, with its reason, and never an empty answer", () => {
  const missing = { payload: { s3Uri: `s3://${bucketName}/prices/output/gone.json` } };

  async function fault(name: string, event: object): Promise<string> {
    const { exitCode, error, result } = await call(name, event);
    expect([exitCode, result, error?.errorType]).toEqual([1, undefined, "HandlerFault"]);
    deeds();
    return error?.errorMessage ?? "";
  }

  test("a payload that is missing, to the execution role, which may list", async () => {
    const message = await fault("prices-after", postAnnotationEvent("prices", missing));
    expect(message).toContain("s3://acme-shop/prices/output/gone.json");
    expect(message).toContain("there is no such object");
    expect(refusals()).toEqual([]);
  });

  test("a payload that is missing, to a role that may not list: S3 says no more than that it is denied", async () => {
    const gone = { payload: { s3Uri: `s3://${bucketName}/reasons/output/gone.json` } };
    const message = await fault("reasons-after", postAnnotationEvent("reasons", gone));
    expect(message).toContain("the function's own role may not read it");
    expect(message).toContain("an object that does not exist");
    expect(refusals()).toEqual([`role reasons-after s3:ListBucket ${bucketName}`]);
  });

  test("an answer that is missing behind its address", async () => {
    await aws.delete("s3", `/${bucketName}/${answerKey("prices", 1, "far")}`);
    const message = await fault("prices-after", postAnnotationEvent("prices"));
    expect(message).toContain(answerKey("prices", 1, "far"));
    expect(message).toContain("there is no such object");
  });

  test("the answers of another workflow: the handler asks S3 nothing", async () => {
    const stolen = { payload: { s3Uri: `s3://${bucketName}/${payloadKey("damage")}` } };
    for (const workflow of ["reasons", "prices"] as const) {
      const message = await fault(`${workflow}-after`, postAnnotationEvent(workflow, stolen));
      expect(message).toContain(`lies outside of s3://${bucketName}/${workflow}/output/`);
      expect(refusals()).toEqual([]);
    }
  });

  test("the execution role of another workflow: the handler asks STS nothing", async () => {
    const { arn: roleArn } = deployed.role("reasons-execution");
    const message = await fault("prices-after", postAnnotationEvent("prices", { roleArn }));
    expect(message).toContain(`got "${roleArn}"; the function assumes`);
    expect(refusals()).toEqual([]);
  });
});

test("the stack is destroyed, and nothing but the bucket that existed is left", async () => {
  await terraform.destroy(stack);
  expect(await leftovers(aws)).toEqual([`bucket ${bucketName}`]);
});

const createBucket =
  '<CreateBucketConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">' +
  `<LocationConstraint>${region}</LocationConstraint></CreateBucketConfiguration>`;

function appliedKeyArn(): string {
  const state = JSON.parse(readFileSync(join(stack.directory, "terraform.tfstate"), "utf8")) as {
    resources: { type: string; instances: { attributes: { arn: string } }[] }[];
  };
  return state.resources.find(({ type }) => type === "aws_kms_key")!.instances[0]!.attributes.arn;
}
