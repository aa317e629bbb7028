import { madeCustomTask } from "./made-functions";
import { madeJob } from "./made-jobs";
import { arn, bucketNames, existingKey, maybe, sharedBucket, some, workflowNames } from "./made-parts";
import type { Random } from "./random";

/** What the workflows of a file find there. */
interface WorkflowPlace {
  readonly hasShared: boolean;
}

const taskTypes = [
  "ImageClassificationSingleLabel",
  "BoundingBox",
  "BoundingBox",
  "SemanticSegmentation",
  "LabelVerificationBoundingBox",
  "AdjustmentBoundingBox",
  "TextClassificationMultiLabel",
  "NamedEntityRecognition",
  "VideoClassification",
  "VideoObjectTracking",
  "AdjustmentVideoObjectDetection",
  "3DPointCloudObjectTracking",
  "Adjustment3DPointCloudSemanticSegmentation",
  "3D2DObjectTracking",
  "PassThrough",
];

/** One to four workflows, which often use the same buckets. Some make what others use. */
export function madeWorkflows(place: WorkflowPlace, random: Random): object[] {
  const owned = new Set<string>();
  const outputs = new Map<string, string>();
  return workflowNames.slice(0, random.one([1, 1, 2, 2, 3, 4])).map((name) => {
    const type = random.one(["built-in", "streaming", "custom"]);
    const isStreaming = type === "streaming";
    const hasTask = type === "built-in" || (isStreaming && random.chance(0.6));
    const taskType = hasTask ? random.one(taskTypes) : undefined;
    const isAutomated =
      type === "built-in" && /^(ImageClass|Bounding|Semantic)/.test(taskType ?? "") && random.chance(0.4);

    const bucket = place.hasShared && random.chance(0.5) ? sharedBucket : random.one(bucketNames);
    const out = random.chance(0.6) ? bucket : random.one(bucketNames);
    const isOpen = (one: string) => one !== sharedBucket && !owned.has(one);
    const made = [...new Set([bucket, out])].filter((one) => isOpen(one) && random.chance(0.5));
    const isManaged = random.chance(0.25) && isOpen(bucket) && !made.includes(bucket);
    const hasEvents =
      isStreaming &&
      (isManaged || made.includes(bucket) || bucket === sharedBucket) &&
      !/^(Text|Named)/.test(taskType ?? "") &&
      random.chance(0.7);
    [...made, ...(isManaged ? [bucket] : [])].forEach((one) => owned.add(one));

    // Whoever takes up labels reads them.
    const before = outputs.size > 0 && random.chance(0.4) ? [random.one([...outputs.keys()])] : [];
    const inputs = [
      ...new Set([
        ...(hasEvents ? [`s3://${bucket}/${name}/`] : []),
        ...some(random, [`s3://${bucket}/${name}/`, `s3://${bucket}/job/`, `s3://${bucket}/drop/ü &+/`]),
        ...(random.chance(0.2) ? ["s3://acme-lists/job/input.manifest"] : []),
        ...before.map((other) => outputs.get(other)!),
      ]),
    ];
    const output = `s3://${out}/answers/${name}/`;
    const job = maybe(random, 0.7, () =>
      madeJob({ taskType, isStreaming, isAutomated, inputs, before }, random),
    );
    if (job !== undefined) outputs.set(name, output);
    return {
      name,
      type,
      taskType,
      inputs,
      output,
      buckets: {
        create: made.length === 0 ? undefined : made.map((one) => madeBucket(one, isStreaming, random)),
        existing: isManaged ? [managedBucket(bucket, isStreaming, random)] : undefined,
      },
      customTask: hasTask
        ? undefined
        : madeCustomTask(inputs[hasEvents && inputs.length > 1 ? 1 : 0]!, job !== undefined, random),
      encryptionKey: random.one([
        undefined,
        { create: {} },
        { existing: existingKey(random) },
        ...(place.hasShared ? [{ shared: "streets" }, { shared: "streets" }] : []),
      ]),
      automatedLabeling: isAutomated
        ? { enabled: true, vpcConfig: { subnets: ["subnet-0a"], securityGroupIds: ["sg-0a"] } }
        : undefined,
      executionRole: maybe(random, 0.2, () =>
        random.one<object>([{ existing: "labeling" }, { name: `acme-${name}-x` }]),
      ),
      permissions: maybe(random, 0.3, () => ({
        style: random.one(["least-privilege", "as-documented", "aws-managed"]),
        hardening: maybe(random, 0.4, () => ({ kmsViaService: true, sourceAccount: true })),
      })),
      jobEvents: maybe(random, 0.35, () => jobEvents(random)),
      job,
      ...(isStreaming ? streaming(hasEvents ? `s3://${bucket}/${name}/` : undefined, random) : {}),
    };
  });
}

function managedBucket(name: string, isStreaming: boolean, random: Random): object {
  const events = isStreaming ? { manageNotifications: true, ...newObjects(0.4, random) } : {};
  return { name, manageCors: true, ...events };
}

/** @param folder whose new objects S3 tells of */
function streaming(folder: string | undefined, random: Random): object {
  return {
    s3Events:
      folder === undefined
        ? undefined
        : [{ location: folder, suffix: maybe(random, 0.7, () => random.one([".jpg", " a+b.png"])) }],
    publishers: maybe(random, 0.3, () => [
      arn("iam", "role/uploader"),
      "arn:aws:iam::444455556666:role/uploader",
    ]),
    answers: maybe(random, 0.6, () => ({
      queue: maybe(random, 0.7, () => ({
        consumers: maybe(random, 0.4, () => [arn("iam", "role/reader")]),
        redrivers: maybe(random, 0.3, () => [arn("iam", "role/mechanic")]),
      })),
      subscribeQueues: maybe(random, 0.3, () => [arn("sqs", "answers"), arn("sqs", "Answers")]),
      subscribeFunctions: maybe(random, 0.3, () => [
        arn("lambda", "function:answers:live"),
        arn("lambda", "function:answers_live"),
      ]),
    })),
    alarms: maybe(random, 0.3, () => ({
      topic: maybe(random, 0.4, () => ({ existing: arn("sns", "alarms") })),
    })),
    outputTopic: maybe(random, 0.2, () => ({
      existing: arn("sns", "answers"),
      encryptionKey: maybe(random, 0.5, () => ({ existing: existingKey(random) })),
    })),
  };
}

/** A bucket that a stack makes. */
export function madeBucket(name: string, hasEvents: boolean, random: Random): object {
  return {
    name,
    accessLogs: maybe(random, 0.2, () => "s3://acme-logs/raw/"),
    expireAfterDays: maybe(random, 0.2, () => 90),
    vpcRestriction: maybe(random, 0.15, () => ({
      vpcEndpointIds: ["vpce-0a"],
      exemptPrincipalArns: maybe(random, 0.7, () => [arn("iam", "role/deployer")]),
    })),
    ...newObjects(hasEvents ? 0.5 : 0.3, random),
  };
}

function newObjects(chance: number, random: Random): object {
  return {
    newObjects: maybe(random, chance, () =>
      some(random, [
        { prefix: "drop/", suffix: ".csv", queueArn: arn("sqs", "new-objects") },
        { prefix: "drop/ü &+/", suffix: ".parquet", functionArn: arn("lambda", "function:on-new") },
        { suffix: ".zip", functionArn: arn("lambda", "function:on-new:live") },
      ]),
    ),
    eventbridge: maybe(random, chance, () => random.chance(0.8)),
  };
}

function jobEvents(random: Random): object {
  const targets = some(random, ["topic", "queueArn", "functionArn", "stateMachineArn"]);
  const isThere = <Value>(target: string, value: Value) => (targets.includes(target) ? value : undefined);
  return {
    statuses: maybe(random, 0.4, () => some(random, ["Completed", "Failed", "Stopped"])),
    deadLetters: maybe(random, 0.4, () =>
      random.one<object>([
        {},
        { consumers: [arn("iam", "role/reader")] },
        { queueArn: arn("sqs", "lost-ends") },
      ]),
    ),
    topic: isThere("topic", {
      existing: arn("sns", "job-ends"),
      encryptionKey: maybe(random, 0.5, () => ({ existing: existingKey(random) })),
    }),
    queueArn: isThere("queueArn", arn("sqs", "job-ends")),
    queueEncryptionKey: isThere(
      "queueArn",
      maybe(random, 0.4, () => ({ existing: existingKey(random) })),
    ),
    functionArn: isThere("functionArn", arn("lambda", "function:job-ends")),
    stateMachineArn: isThere("stateMachineArn", arn("states", "stateMachine:after-labeling")),
    inputTransformer: maybe(random, 0.4, () => ({
      inputPaths: { job: "$.resources[0]", status: "$.detail.LabelingJobStatus" },
      inputTemplate: random.one([
        '{"job": <job>, "status": <status>}',
        '"<job> is <status>"',
        '"${job} %{if} <job>"',
      ]),
    })),
  };
}
