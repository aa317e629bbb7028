import { LabelingJobEvents, LabelingKey, LabelingTopic } from "../../lib";
import { synthesized } from "../synthesized";
import { deployedStack } from "./harness/deployed";
import { Program } from "./harness/program";
import { mayAssume, mayDo, mayNotAssume, mayNotDo } from "./harness/sentences";
import { account, here, region } from "../account";

/* What EventBridge may do when a labeling job ends, and nobody else. */
const machine = `arn:aws:states:${region}:${account}:stateMachine:labels-to-warehouse`;
const topic = `arn:aws:sns:${region}:${account}:signs-ended`;

const json = synthesized((stack) => {
  const encryptionKey = new LabelingKey(stack, "Key", { alias: "alias/signs" });
  new LabelingJobEvents(stack, "Ended", {
    name: "signs-ended",
    labelingJobNamePrefix: "signs-",
    targets: {
      topic: new LabelingTopic(stack, "Topic", { name: "signs-ended", encryptionKey }),
      stateMachineArn: machine,
    },
  });
}, here);
const deployed = deployedStack(JSON.stringify(json), here);
const key = deployed.key("alias/signs");
const eventBridge = deployed.service("events.amazonaws.com");
const role = deployed.role("signs-ended-events");

describe("the role that starts a state machine", () => {
  mayDo(role, [["starts it", "states:StartExecution", machine]]);
  mayNotDo(role, [
    ["start one whose name begins alike", "states:StartExecution", `${machine}-2`],
    ["start it in another region", "states:StartExecution", machine.replace(region, "eu-west-2")],
    ["change it", "states:UpdateStateMachine", machine],
    ["publish to the topic", "sns:Publish", topic],
    ["use the topic's key", "kms:Decrypt", key.arn],
  ]);
  mayAssume(role, [["EventBridge", eventBridge]]);
  mayNotAssume(role, [
    ["SageMaker", deployed.service("sagemaker.amazonaws.com")],
    ["Step Functions", deployed.service("states.amazonaws.com")],
    ["another role", deployed.anotherRole("admin")],
  ]);
});

describe("EventBridge", () => {
  mayDo(eventBridge, [
    ["publishes to the topic", "sns:Publish", topic],
    ["encrypts what it publishes", "kms:GenerateDataKey", key.arn],
  ]);
  mayNotDo(eventBridge, [
    ["subscribe to the topic", "sns:Subscribe", topic],
    ["publish without TLS", "sns:Publish", topic, { "aws:SecureTransport": "false" }],
    ["schedule the deletion of the key", "kms:ScheduleKeyDeletion", key.arn],
  ]);
});

describe("events that a target did not take", () => {
  const rule = `arn:aws:events:${region}:${account}:rule/signs-ended`;
  const queue = `arn:aws:sqs:${region}:${account}:signs-ended-dead-letters`;
  const onBehalfOf = (arn: string) => ({ "aws:SourceArn": arn });
  const through = (service: string) => ({ "kms:ViaService": `${service}.${region}.amazonaws.com` });
  const undelivered = deployedStack(
    JSON.stringify(
      synthesized((stack) => {
        const queueEncryptionKey = new LabelingKey(stack, "Key", { alias: "alias/signs" });
        const events = new LabelingJobEvents(stack, "Ended", {
          name: "signs-ended",
          targets: { functionArn: `arn:aws:lambda:${region}:${account}:function:ended` },
          deadLetters: { queueName: "signs-ended-dead-letters", queueEncryptionKey },
        });
        events.grantConsumeDeadLetters(new Program(stack, "reader"));
      }, here),
    ),
    here,
  );
  const theirKey = undelivered.key("alias/signs");
  const reader = undelivered.role("reader");
  const bridge = undelivered.service("events.amazonaws.com");

  mayDo(bridge, [
    ["keeps them in the queue, for this rule", "sqs:SendMessage", queue, onBehalfOf(rule)],
    ["encrypts them", "kms:GenerateDataKey", theirKey.arn],
    ["decrypts the key of the queue, as SQS asks", "kms:Decrypt", theirKey.arn],
  ]);
  mayNotDo(bridge, [
    ["keep those of another rule", "sqs:SendMessage", queue, onBehalfOf(`${rule}-2`)],
    [
      "keep those of a rule of another account",
      "sqs:SendMessage",
      queue,
      onBehalfOf(rule.replace(account, "444455556666")),
    ],
    ["keep some without saying whose", "sqs:SendMessage", queue],
    [
      "keep them without TLS",
      "sqs:SendMessage",
      queue,
      { ...onBehalfOf(rule), "aws:SecureTransport": "false" },
    ],
    ["read them", "sqs:ReceiveMessage", queue, onBehalfOf(rule)],
  ]);
  mayDo(reader, [
    ["receives one", "sqs:ReceiveMessage", queue],
    ["takes one off", "sqs:DeleteMessage", queue],
    ["decrypts one, through SQS", "kms:Decrypt", theirKey.arn, through("sqs")],
  ]);
  mayNotDo(reader, [
    ["send one", "sqs:SendMessage", queue],
    ["receive one without TLS", "sqs:ReceiveMessage", queue, { "aws:SecureTransport": "false" }],
    ["empty the queue", "sqs:PurgeQueue", queue],
    ["use the key by itself", "kms:Decrypt", theirKey.arn],
    ["decrypt through S3", "kms:Decrypt", theirKey.arn, through("s3")],
  ]);
  mayNotDo(undelivered.service("sns.amazonaws.com"), [
    ["send to the queue", "sqs:SendMessage", queue, onBehalfOf(rule)],
    ["use the key", "kms:GenerateDataKey", theirKey.arn],
  ]);
});
