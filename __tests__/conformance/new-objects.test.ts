import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import { LabelingBucket, LabelingJobEvents, LabelingKey, NewObjectEvents } from "../../lib";
import { account } from "../account";
import { only, synthesized } from "../synthesized";
import { deployedStack } from "./harness/deployed";
import { mayDo, mayNotDo } from "./harness/sentences";

/*
 * Who may tell queues and functions of new objects and of ended jobs, once their owner has added to their policies what the
 * outputs say. Each denied case stands beside the allowed case that it is the neighbour of.
 */
const region = "eu-west-1";
const where = { account, region };
const queueArn = (name: string) => `arn:aws:sqs:${region}:${account}:${name}`;
const functionArn = `arn:aws:lambda:${region}:${account}:function:on-upload`;
const bucketArn = (name: string) => `arn:aws:s3:::${name}`;
const ruleArn = (name: string) => `arn:aws:events:${region}:${account}:rule/${name}`;
const from = (arn: string, of = account) => ({ "aws:SourceArn": arn, "aws:SourceAccount": of });

const json = synthesized((stack) => {
  const encryptionKey = new LabelingKey(stack, "Key", { alias: "alias/raw" });
  const bucket = new LabelingBucket(stack, "Raw", { name: "acme-raw", encryptionKey });
  const events = new NewObjectEvents(stack, "Uploads", {
    bucket,
    queueArn: queueArn("uploads"),
    suffix: ".png",
  });
  new NewObjectEvents(stack, "Calls", { bucket, functionArn, suffix: ".jpg" });
  bucket.notifyEventBridge();
  const ended = new LabelingJobEvents(stack, "Ended", {
    name: "signs-ended",
    labelingJobNamePrefix: "signs-",
    targets: { queueArn: queueArn("ended") },
  });
  // What the owner of a queue does with the output.
  const owned = (name: string, statements: string) => {
    new SqsQueue(stack, `Queue-${name}`, { name });
    new SqsQueuePolicy(stack, `Policy-${name}`, {
      queueUrl: `https://sqs.${region}.amazonaws.com/${account}/${name}`,
      policy: `{"Version":"2012-10-17","Statement":${statements}}`,
    });
  };
  owned("uploads", events.requiredQueuePolicyStatements!);
  owned("ended", ended.requiredQueuePolicyStatements!);
}, where);
const deployed = deployedStack(JSON.stringify(json), where);

describe("S3", () => {
  const s3 = deployed.service("s3.amazonaws.com");
  mayDo(s3, [["tell the queue", "sqs:SendMessage", queueArn("uploads"), from(bucketArn("acme-raw"))]]);
  mayNotDo(s3, [
    ["tell it of another bucket", "sqs:SendMessage", queueArn("uploads"), from(bucketArn("acme-raw-2"))],
    [
      "tell it of a bucket of another account",
      "sqs:SendMessage",
      queueArn("uploads"),
      from(bucketArn("acme-raw"), "444455556666"),
    ],
    ["tell the queue of ended jobs", "sqs:SendMessage", queueArn("ended"), from(bucketArn("acme-raw"))],
    ["read the queue", "sqs:ReceiveMessage", queueArn("uploads"), from(bucketArn("acme-raw"))],
  ]);

  test("calls the function for the bucket of this account, and nobody else does", () => {
    expect(only(json, "aws_lambda_permission")).toMatchObject({
      action: "lambda:InvokeFunction",
      function_name: functionArn,
      principal: "s3.amazonaws.com",
      source_account: account,
      source_arn: bucketArn("acme-raw"),
    });
  });

  test("tells EventBridge too, which takes no policy", () => {
    expect(only(json, "aws_s3_bucket_notification")).toMatchObject({ eventbridge: true });
  });
});

describe("EventBridge", () => {
  const eventBridge = deployed.service("events.amazonaws.com");
  mayDo(eventBridge, [
    ["tell the queue of ended jobs", "sqs:SendMessage", queueArn("ended"), from(ruleArn("signs-ended"))],
  ]);
  mayNotDo(eventBridge, [
    ["tell it by another rule", "sqs:SendMessage", queueArn("ended"), from(ruleArn("signs-ended-2"))],
    ["tell the queue of uploads", "sqs:SendMessage", queueArn("uploads"), from(ruleArn("signs-ended"))],
    ["read the queue", "sqs:ReceiveMessage", queueArn("ended"), from(ruleArn("signs-ended"))],
  ]);
});
