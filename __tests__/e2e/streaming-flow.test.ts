import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import type { Construct } from "constructs";
import { BuiltInTaskType, LabelingBucket, LabelingKey, StreamingWorkflow } from "../../lib";
import { AnswerQueue } from "../../lib/streaming/answer-queue";
import { synthesizedStacks } from "../../local/synthesis";
import type { Terraform } from "../../local/terraform";
import { prepareWorkDirectory, type WorkDirectory } from "../../local/work-directory";
import { GroundTruthStack } from "../../stacks/ground-truth-stack";
import { deployedStack } from "../conformance/harness/deployed";
import { Program } from "../conformance/harness/program";
import { requireAllowed, requireDenied } from "../conformance/harness/sentences";
import { elements, EmulatedAws } from "./emulated-aws";
import { JudgedCalls } from "./judged-calls";
import { leftovers } from "./leftovers";
import { emulatedPolicy, plannedPolicies, unknownPolicies, type PlannedPolicy } from "./policies";
import { emulatedTerraform, endEmulated } from "./recorded-terraform";
import type { RecordingProxy } from "./recording-proxy";
import { throwawayProject } from "./throwaway-project";
import { account, region } from "../account";

/*
 * A data object on its way through a streaming workflow, from the bucket to the reader of its answer, on the emulator.
 * Ground Truth's part is played with the execution role, publishers and readers by roles that were granted their part.
 */

const labelingJobName = "Street-Signs";
const queueName = "GroundTruth-street-signs";
const bucketName = "acme-signs-raw";
const maxReceiveCount = 3;
const arn = (service: string, name: string) => `arn:aws:${service}:${region}:${account}:${name}`;
const input = arn("sns", "signs-input");
const output = arn("sns", "signs-output");
const bucketArn = `arn:aws:s3:::${bucketName}`;
const planFile = "first.tfplan";

class Signs extends GroundTruthStack {
  public constructor(scope: Construct) {
    super(scope, "signs", { namePrefix: "acme", region, account });
    const key = new LabelingKey(this, "Key", { alias: "alias/signs" });
    const bucket = new LabelingBucket(this, "Raw", {
      name: bucketName,
      encryptionKey: key,
      forceDestroy: true,
    });
    const { inputTopic, outputTopic } = new StreamingWorkflow(this, "Workflow", {
      name: "signs",
      taskType: BuiltInTaskType.BOUNDING_BOX,
      labelingJobName,
      inputs: [bucket.location("images/")],
      output: bucket.location("labels/"),
      buckets: [bucket],
      encryptionKey: key,
      s3Events: [{ location: bucket.location("images/"), suffix: ".jpg" }],
    });
    const answers = new AnswerQueue(this, "Answers", {
      name: "signs-answers",
      topic: outputTopic,
      encryptionKey: key,
      maxReceiveCount,
    });
    inputTopic.grantPublish(new Program(this, "camera"));
    answers.grantConsume(new Program(this, "reader"));
  }
}

const root = throwawayProject();
const app = new App({ outdir: join(root, "cdktf.out") });
new Signs(app);
app.synth();
const synthesized = synthesizedStacks(root)[0]!;
const stack: WorkDirectory = prepareWorkDirectory(root, synthesized);
const emitted = readFileSync(join(synthesized.directory, "cdk.tf.json"), "utf8");
const deployed = deployedStack(emitted, { account, region });
const key = deployed.key("alias/signs");

let terraform: Terraform;
let proxy: RecordingProxy;
let planned: PlannedPolicy[] = [];
let aws: EmulatedAws;
let groundTruth: JudgedCalls;
let camera: JudgedCalls;
let reader: JudgedCalls;
let waiting: string;
let answers: string;
let deadLetters: string;

interface Message {
  readonly Body: string;
  readonly ReceiptHandle: string;
}
interface Received {
  readonly Messages?: readonly Message[];
}

const queueUrl = async (QueueName: string) =>
  (await aws.json<{ QueueUrl: string }>("sqs", "AmazonSQS.GetQueueUrl", { QueueName })).QueueUrl;
const attributes = async (QueueUrl: string) => {
  const request = { QueueUrl, AttributeNames: ["All"] };
  type Answer = { Attributes: Record<string, string> };
  return (await aws.json<Answer>("sqs", "AmazonSQS.GetQueueAttributes", request)).Attributes;
};
const waitingMessages = async (url: string) => Number((await attributes(url))["ApproximateNumberOfMessages"]);
/** Everything in the queue, taken off. */
async function drain(who: JudgedCalls, QueueUrl: string): Promise<string[]> {
  const { Messages = [] } = await who.sqs<Received>("ReceiveMessage", { QueueUrl, MaxNumberOfMessages: 10 });
  for (const { ReceiptHandle } of Messages) await who.sqs("DeleteMessage", { QueueUrl, ReceiptHandle });
  return Messages.map(({ Body }) => Body);
}
const envelope = (body: string) => JSON.parse(body) as { Type: string; TopicArn: string; Message: string };
/** What the role did since the last time that was asked for. */
const deeds = (who: JudgedCalls) => who.made.splice(0);

beforeAll(async () => {
  const emulated = await emulatedTerraform(root);
  ({ proxy, terraform } = emulated);
  aws = EmulatedAws.of(emulated.endpoint, stack);
}, 120_000);

afterAll(() => endEmulated(root, proxy), 60_000);

describe("the stack", () => {
  test("is valid, and its first plan shows every policy in full", async () => {
    await terraform.init(stack);
    expect(await terraform.changes(stack, planFile)).toBeDefined();
    const plan = await terraform.showPlan(stack, planFile);
    expect(unknownPolicies(plan)).toEqual([]);
    planned = plannedPolicies(plan);
  });

  test("is applied, with the policies of the plan", async () => {
    await terraform.apply(stack, planFile);
    expect(planned.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(["aws_sns_topic_policy.policy", "aws_sqs_queue_policy.policy"]),
    );
    for (const policy of planned) {
      const emulated = await emulatedPolicy(aws, stack, policy);
      expect([policy.address, JSON.parse(emulated ?? "null")]).toEqual([
        policy.address,
        JSON.parse(policy.document),
      ]);
    }
  });

  test("has nothing left to change", async () => {
    expect(await terraform.changes(stack)).toBeUndefined();
  });
});

describe("the job starts", () => {
  test("Ground Truth assumes the execution role", async () => {
    const role = deployed.role("signs-execution");
    const principal = deployed.service("sagemaker.amazonaws.com");
    await requireAllowed({ principal, action: "sts:AssumeRole", resource: role.arn });
    groundTruth = await JudgedCalls.as(aws, deployed, role.name);
    camera = await JudgedCalls.as(aws, deployed, "camera");
    reader = await JudgedCalls.as(aws, deployed, "reader");
    for (const [who, name] of [
      [groundTruth, role.name],
      [camera, "camera"],
      [reader, "reader"],
    ] as const) {
      expect(await who.caller()).toContain(`:${account}:assumed-role/${name}/`);
    }
  });

  test("makes its queue and links it to the input topic", async () => {
    const made = await groundTruth.sqs<{ QueueUrl: string }>("CreateQueue", { QueueName: queueName });
    waiting = made.QueueUrl;
    const found = await groundTruth.sqs<{ QueueUrl: string }>("GetQueueUrl", { QueueName: queueName });
    expect(found.QueueUrl).toBe(waiting);
    const { Attributes } = await groundTruth.sqs<{ Attributes: { QueueArn: string } }>("GetQueueAttributes", {
      QueueUrl: waiting,
      AttributeNames: ["QueueArn"],
    });
    expect(Attributes.QueueArn).toBe(arn("sqs", queueName));
    await groundTruth.sqs("SetQueueAttributes", {
      QueueUrl: waiting,
      Attributes: { Policy: JSON.stringify(fromTopicOnly(Attributes.QueueArn)) },
    });
    await groundTruth.sns("Subscribe", {
      TopicArn: input,
      Protocol: "sqs",
      Endpoint: Attributes.QueueArn,
      ReturnSubscriptionArn: "true",
    });
    expect(deeds(groundTruth)).toEqual([
      `sqs:CreateQueue ${queueName}`,
      `sqs:GetQueueUrl ${queueName}`,
      `sqs:GetQueueAttributes ${queueName}`,
      `sqs:SetQueueAttributes ${queueName}`,
      "sns:Subscribe signs-input",
    ]);
  });

  test("could make and link no other queue", async () => {
    const QueueName = `${queueName}-2`;
    const refused = "Should be allowed and is not";
    await expect(groundTruth.sqs("CreateQueue", { QueueName })).rejects.toThrow(refused);
    const Endpoint = arn("sqs", QueueName);
    const subscription = { TopicArn: input, Protocol: "sqs", Endpoint };
    await expect(groundTruth.sns("Subscribe", subscription)).rejects.toThrow(refused);
    expect(deeds(groundTruth)).toEqual([]);
    await expect(queueUrl(QueueName)).rejects.toThrow("QueueDoesNotExist");
  });

  test("the topic may send to the queue, by the policy that Ground Truth gave it", async () => {
    const policy = (await attributes(waiting))["Policy"];
    const queue = { resource: { aws_sqs_queue: { waiting: { name: queueName, policy } } } };
    const withQueue = deployedStack([emitted, queue], { account, region });
    const delivery = (topic: string) => ({
      principal: withQueue.service("sns.amazonaws.com"),
      action: "sqs:SendMessage",
      resource: arn("sqs", queueName),
      context: { "aws:SourceArn": topic, "aws:SourceAccount": account },
    });
    await requireAllowed(delivery(input));
    await requireDenied(delivery(output));
  });
});

describe("data objects come in", () => {
  // The emulator reads bucket policies without their conditions: "not without TLS" would be "not at all".
  beforeAll(() => aws.delete("s3", `/${bucketName}?policy`));

  test("an image that is uploaded arrives in the queue of the job", async () => {
    const principal = deployed.service("s3.amazonaws.com");
    const context = { "aws:SourceArn": bucketArn, "aws:SourceAccount": account };
    await requireAllowed({ principal, action: "sns:Publish", resource: input, context });
    await requireAllowed({ principal, action: "kms:GenerateDataKey", resource: key.arn, context });

    await aws.put("s3", `/${bucketName}/images/0001.jpg`, "an image");
    const [body = "", ...more] = await drain(groundTruth, waiting);
    expect(more).toEqual([]);
    const { TopicArn, Type, Message } = envelope(body);
    expect([Type, TopicArn]).toEqual(["Notification", input]);
    expect(JSON.parse(Message)).toMatchObject({
      Records: [
        {
          eventName: "ObjectCreated:Put",
          s3: { bucket: { name: bucketName }, object: { key: "images%2F0001.jpg" } },
        },
      ],
    });
    expect(deeds(groundTruth)).toEqual([`sqs:ReceiveMessage ${queueName}`, `sqs:DeleteMessage ${queueName}`]);
  });

  test("what is uploaded elsewhere, or ends otherwise, does not", async () => {
    await aws.put("s3", `/${bucketName}/images/0001.txt`, "a text");
    await aws.put("s3", `/${bucketName}/images-private/0001.jpg`, "another image");
    await aws.put("s3", `/${bucketName}/labels/0001.jpg`, "an answer");
    expect(await drain(groundTruth, waiting)).toEqual([]);
    expect(deeds(groundTruth)).toEqual([`sqs:ReceiveMessage ${queueName}`]);
  });

  test("what an application publishes arrives too", async () => {
    const Message = JSON.stringify({ "source-ref": `s3://${bucketName}/images/0002.jpg` });
    await camera.useKey("GenerateDataKey", key.arn, "sns");
    await camera.useKey("Decrypt", key.arn, "sns");
    await camera.sns("Publish", { TopicArn: input, Message });
    expect((await drain(groundTruth, waiting)).map((body) => envelope(body).Message)).toEqual([Message]);
    expect(deeds(groundTruth)).toEqual([`sqs:ReceiveMessage ${queueName}`, `sqs:DeleteMessage ${queueName}`]);
    expect(deeds(camera)).toEqual([
      expect.stringMatching(/^kms:GenerateDataKey /),
      expect.stringMatching(/^kms:Decrypt /),
      "sns:Publish signs-input",
    ]);
  });
});

describe("answers go out", () => {
  beforeAll(async () => {
    answers = await queueUrl("signs-answers");
    deadLetters = await queueUrl("signs-answers-dead-letters");
  });

  async function publish(answer: object): Promise<string> {
    const Message = JSON.stringify(answer);
    await groundTruth.useKey("GenerateDataKey", key.arn, "sns");
    await groundTruth.useKey("Decrypt", key.arn, "sns");
    await groundTruth.sns("Publish", { TopicArn: output, Message });
    expect(deeds(groundTruth)).toEqual([
      expect.stringMatching(/^kms:GenerateDataKey /),
      expect.stringMatching(/^kms:Decrypt /),
      "sns:Publish signs-output",
    ]);
    return Message;
  }

  test("an answer arrives with the reader", async () => {
    const principal = deployed.service("sns.amazonaws.com");
    const context = { "aws:SourceArn": output, "aws:SourceAccount": account };
    const resource = arn("sqs", "signs-answers");
    await requireAllowed({ principal, action: "sqs:SendMessage", resource, context });
    await requireAllowed({ principal, action: "kms:GenerateDataKey", resource: key.arn, context });

    const answer = await publish({ "source-ref": `s3://${bucketName}/images/0001.jpg`, signs: { boxes: 1 } });
    await reader.useKey("Decrypt", key.arn, "sqs");
    expect((await drain(reader, answers)).map((body) => envelope(body).Message)).toEqual([answer]);
    expect(await waitingMessages(answers)).toBe(0);
    expect(deeds(reader).slice(1)).toEqual([
      "sqs:ReceiveMessage signs-answers",
      "sqs:DeleteMessage signs-answers",
    ]);
  });

  test("an answer that the reader fails on ends among the dead letters", async () => {
    const { deadLetterTargetArn, ...redrive } = JSON.parse(
      (await attributes(answers))["RedrivePolicy"] ?? "",
    ) as { deadLetterTargetArn: string; maxReceiveCount: number };
    expect([deadLetterTargetArn, Number(redrive.maxReceiveCount)]).toEqual([
      arn("sqs", "signs-answers-dead-letters"),
      maxReceiveCount,
    ]);

    const poison = await publish({ poison: true });
    const receive = async () => {
      // Seen by the next attempt at once, as if the reader had died.
      const attempt = { QueueUrl: answers, VisibilityTimeout: 0 };
      return (await reader.sqs<Received>("ReceiveMessage", attempt)).Messages ?? [];
    };
    for (let attempt = 1; attempt <= maxReceiveCount; attempt += 1) {
      expect((await receive()).map(({ Body }) => envelope(Body).Message)).toEqual([poison]);
      expect(await waitingMessages(deadLetters)).toBe(0);
    }
    expect(await receive()).toEqual([]);
    expect(await waitingMessages(deadLetters)).toBe(1);
    const { Messages = [] } = await aws.json<Received>("sqs", "AmazonSQS.ReceiveMessage", {
      QueueUrl: deadLetters,
    });
    expect(Messages.map(({ Body }) => envelope(Body).Message)).toEqual([poison]);
    expect(deeds(reader)).toEqual(
      Array.from({ length: maxReceiveCount + 1 }, () => "sqs:ReceiveMessage signs-answers"),
    );
  });

  test("the reader can send nothing back", async () => {
    const refused = "Should be allowed and is not";
    await expect(reader.sqs("SendMessage", { QueueUrl: answers, MessageBody: "{}" })).rejects.toThrow(
      refused,
    );
    await expect(reader.sns("Publish", { TopicArn: output, Message: "{}" })).rejects.toThrow(refused);
    await expect(camera.sqs("ReceiveMessage", { QueueUrl: answers })).rejects.toThrow(refused);
  });
});

describe("the job stops", () => {
  test("Ground Truth unlinks its queue", async () => {
    const listed = await aws.query("sns", "ListSubscriptionsByTopic", { TopicArn: input });
    const [SubscriptionArn = ""] = elements(listed, "SubscriptionArn");
    await groundTruth.sns("Unsubscribe", { SubscriptionArn });
    await aws.put("s3", `/${bucketName}/images/0003.jpg`, "too late");
    expect(await waitingMessages(waiting)).toBe(0);
    expect(deeds(groundTruth)).toEqual(["sns:Unsubscribe *"]);
  });

  test("the stack is destroyed but for the queue that Ground Truth made, which Terraform does not know", async () => {
    await terraform.destroy(stack);
    expect(await leftovers(aws)).toEqual([`queue ${waiting}`]);
  });

  test("the queue is removed by hand, and nothing is left", async () => {
    await aws.json("sqs", "AmazonSQS.DeleteQueue", { QueueUrl: waiting });
    expect(await leftovers(aws)).toEqual([]);
  });
});

/** AWS does not print the policy that Ground Truth gives its queue. One like it is all that the topic needs. */
function fromTopicOnly(queueArn: string): object {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "sns.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: queueArn,
        Condition: { ArnEquals: { "aws:SourceArn": input } },
      },
    ],
  };
}
