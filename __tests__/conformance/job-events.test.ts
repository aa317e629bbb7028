import { LabelingJobEvents, LabelingKey, LabelingTopic } from "../../lib";
import { synthesized } from "../synthesized";
import { deployedStack } from "./harness/deployed";
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
