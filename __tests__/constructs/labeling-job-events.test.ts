import type { TerraformStack } from "cdktf";
import { TerraformVariable } from "cdktf";
import {
  Grantee,
  LabelingJobEvents,
  LabelingJobStatus,
  LabelingKey,
  LabelingTopic,
  type LabelingJobEventsProps,
} from "../../lib";
import { deployedStack } from "../conformance/harness/deployed";
import { mayAssume, mayDo, mayNotAssume, mayNotDo } from "../conformance/harness/sentences";
import { bySid, only, synthesized } from "../synthesized";
import { account, here } from "../account";
import { messageOf } from "../refusals";

describe("events of labeling jobs", () => {
  const topicArn = `arn:aws:sns:eu-west-1:${account}:ended`;
  const queueArn = `arn:aws:sqs:eu-west-1:${account}:ended`;
  const functionArn = `arn:aws:lambda:eu-west-1:${account}:function:ended`;
  const stateMachineArn = `arn:aws:states:eu-west-1:${account}:stateMachine:ended`;
  const ruleArn = `arn:aws:events:eu-west-1:${account}:rule/signs-ended`;
  const events = (
    props: Partial<LabelingJobEventsProps>,
    use: (events: LabelingJobEvents, stack: TerraformStack) => void = () => undefined,
  ) =>
    synthesized((stack) => {
      use(
        new LabelingJobEvents(stack, "Ended", { name: "signs-ended", targets: { queueArn }, ...props }),
        stack,
      );
    }, here);
  const pattern = (props: Partial<LabelingJobEventsProps>) =>
    JSON.parse(only(events(props), "aws_cloudwatch_event_rule").event_pattern as string) as object;

  test("tell of every end of every job, unless asked for some", () => {
    const jobs = `arn:aws:sagemaker:eu-west-1:${account}:labeling-job/`;
    expect(pattern({})).toEqual({
      source: ["aws.sagemaker"],
      "detail-type": ["SageMaker Ground Truth Labeling Job State Change"],
      resources: [{ prefix: jobs }],
      detail: { LabelingJobStatus: ["Completed", "Failed", "Stopped"] },
    });
    expect(pattern({ labelingJobName: "signs", statuses: [LabelingJobStatus.FAILED] })).toMatchObject({
      resources: [`${jobs}signs`],
      detail: { LabelingJobStatus: ["Failed"] },
    });
    // SageMaker writes ARNs in lower case.
    expect(pattern({ labelingJobNamePrefix: "Signs-" })).toMatchObject({
      resources: [{ prefix: `${jobs}Signs-` }, { prefix: `${jobs}signs-` }],
    });
  });

  test("go to a topic that lets EventBridge in, with its key", () => {
    const json = synthesized((stack) => {
      const encryptionKey = new LabelingKey(stack, "Key", { alias: "alias/acme" });
      const topic = new LabelingTopic(stack, "Topic", { name: "ended", encryptionKey });
      new LabelingJobEvents(stack, "Ended", { name: "signs-ended", targets: { topic } });
    }, here);
    expect(only(json, "aws_cloudwatch_event_target")).toMatchObject({
      arn: topicArn,
      rule: expect.stringMatching(/^\$\{aws_cloudwatch_event_rule\.\w+\.name\}$/),
      depends_on: [expect.stringContaining("aws_sns_topic_policy")],
    });
    // AWS supports no condition in either.
    const eventBridge = { Effect: "Allow", Principal: { Service: "events.amazonaws.com" } };
    expect(bySid(only(json, "aws_sns_topic_policy").policy).AllowEventBridge).toEqual({
      Sid: "AllowEventBridge",
      ...eventBridge,
      Action: "sns:Publish",
      Resource: topicArn,
    });
    expect(bySid(only(json, "aws_kms_key").policy).AllowEventBridge).toMatchObject({
      ...eventBridge,
      Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
    });
  });

  test("go to a queue that exists, and say what its policy must contain", () => {
    const json = events({}, (made) => {
      expect(made.ruleArn).toBe(ruleArn);
      expect(JSON.parse(made.requiredQueuePolicyStatements!)).toEqual([
        {
          Sid: "AllowEventRule",
          Effect: "Allow",
          Principal: { Service: "events.amazonaws.com" },
          Action: "sqs:SendMessage",
          Resource: queueArn,
          Condition: { ArnEquals: { "aws:SourceArn": ruleArn } },
        },
      ]);
    });
    expect(only(json, "aws_cloudwatch_event_target")).toMatchObject({ arn: queueArn, target_id: "Queue" });
  });

  test("call a function that lets in this rule and no other", () => {
    const json = events({ name: "signs.ended", targets: { functionArn: `${functionArn}:live` } });
    expect(only(json, "aws_lambda_permission")).toMatchObject({
      action: "lambda:InvokeFunction",
      function_name: functionArn,
      principal: "events.amazonaws.com",
      qualifier: "live",
      source_arn: ruleArn.replace("signs-ended", "signs.ended"),
      statement_id: "AllowRule-signs_ended",
    });
    expect(only(json, "aws_cloudwatch_event_target")).toMatchObject({ arn: `${functionArn}:live` });
  });

  describe("start a state machine with a role that", () => {
    const json = events({ targets: { stateMachineArn } });
    const deployed = deployedStack(json, here);
    const role = deployed.role("signs-ended-events");

    test("the target names", () => {
      expect(only(json, "aws_cloudwatch_event_target")).toMatchObject({
        arn: stateMachineArn,
        role_arn: `arn:aws:iam::${account}:role/signs-ended-events`,
        depends_on: [expect.stringContaining("aws_iam_role")],
      });
    });
    mayDo(role, [["start it", "states:StartExecution", stateMachineArn]]);
    mayNotDo(role, [
      ["start another", "states:StartExecution", `${stateMachineArn}-2`],
      ["stop it", "states:StopExecution", stateMachineArn.replace("stateMachine:ended", "execution:ended:1")],
      ["change it", "states:UpdateStateMachine", stateMachineArn],
    ]);
    mayAssume(role, [["EventBridge", deployed.service("events.amazonaws.com")]]);
    mayNotAssume(role, [
      ["SageMaker", deployed.service("sagemaker.amazonaws.com")],
      ["another account", deployed.outsider("444455556666")],
    ]);
  });

  describe("that a target did not take", () => {
    const dead = `arn:aws:sqs:eu-west-1:${account}:lost`;

    test("go to a new queue, encrypted by SQS without a key, which every target names", () => {
      const json = events(
        { targets: { queueArn, functionArn }, deadLetters: { queueName: "lost" } },
        (made) => {
          expect(made.deadLetterQueueArn).toBe(dead);
          expect(made.requiredDeadLetterPolicyStatements).toBeUndefined();
        },
      );
      expect(only(json, "aws_sqs_queue")).toMatchObject({
        name: "lost",
        message_retention_seconds: 1_209_600,
        sqs_managed_sse_enabled: true,
      });
      for (const target of Object.values(json.resource.aws_cloudwatch_event_target!)) {
        expect(target).toMatchObject({
          dead_letter_config: { arn: dead },
          depends_on: expect.arrayContaining([expect.stringContaining("aws_sqs_queue_policy")]) as unknown,
        });
      }
      expect(bySid(only(json, "aws_sqs_queue_policy").policy).AllowUndeliveredEvents).toEqual({
        Sid: "AllowUndeliveredEvents",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: dead,
        Condition: { ArnEquals: { "aws:SourceArn": ruleArn } },
      });
    });

    test("go to a queue that exists, and say what its policy must contain", () => {
      const json = events({ deadLetters: { queueArn: dead } }, (made) => {
        expect(JSON.parse(made.requiredDeadLetterPolicyStatements!)).toMatchObject([
          { Sid: "AllowUndeliveredEvents", Resource: dead },
        ]);
        expect(made.deadLetterQueueUrl).toBeUndefined();
        const reader = Grantee.fromArn(`arn:aws:iam::${account}:role/reader`);
        expect(() => made.grantConsumeDeadLetters(reader)).toThrow("no queue for dead letters is made here");
      });
      expect(json.resource).not.toHaveProperty("aws_sqs_queue");
      expect(only(json, "aws_cloudwatch_event_target")).toMatchObject({ dead_letter_config: { arn: dead } });
    });

    test.each<[LabelingJobEventsProps["deadLetters"], string]>([
      [{}, "deadLetters: got neither; give one of queueName, for a new queue, and queueArn"],
      [{ queueName: "lost", queueArn: dead }, "deadLetters: got both; give one of"],
      [
        { queueName: "lost.fifo" },
        'queueName: got "lost.fifo"; EventBridge keeps what it could not deliver in standard queues only',
      ],
      [{ queueName: "x".repeat(81) }, "a queue name has 1 to 80 letters"],
      [{ queueArn: `${dead}.fifo` }, "standard queues only"],
      [
        { queueArn: dead.replace("eu-west-1", "us-east-1") },
        "a rule and the queue of its dead letters are in one region",
      ],
      [
        { queueArn: dead.replace(account, "444455556666") },
        "a rule and the queue of its dead letters are in one account",
      ],
      [
        { queueArn: queueArn },
        "is the target itself: what it did not take it would not take as a dead letter",
      ],
    ])("are refused with %j", (deadLetters, message) => {
      expect(messageOf(() => events({ deadLetters }))).toContain(message);
    });
  });

  test("name all that is wrong with them at once", () => {
    const wrong = {
      name: "signs ended",
      labelingJobName: "a_b",
      labelingJobNamePrefix: "-a",
      statuses: [],
      targets: {
        queueArn: `${queueArn}.fifo`,
        functionArn: functionArn.replace(account, "444455556666"),
        stateMachineArn: stateMachineArn.replace("eu-west-1", "us-east-1"),
        roleName: "a b",
      },
    };
    expect(messageOf(() => events(wrong)).split("\n")).toEqual([
      'LabelingJobEvents "test/Ended" cannot be built:',
      expect.stringContaining('name: got "signs ended"; a rule name has 1 to 64'),
      expect.stringContaining('labelingJobNamePrefix: got both "a_b" and the prefix "-a"'),
      expect.stringContaining('labelingJobName: got "a_b"; a job name has'),
      expect.stringContaining('labelingJobNamePrefix: got "-a"; the prefix of job names'),
      expect.stringContaining("statuses: got none"),
      expect.stringContaining("targets.queueArn: got"),
      expect.stringContaining("targets.functionArn: got"),
      expect.stringContaining("targets.stateMachineArn: got"),
      expect.stringContaining('targets.roleName: got "a b"'),
    ]);
    expect(() => events({ targets: {} })).toThrow("targets: got none; give at least one of topic, queueArn");
    const topic = (stack: TerraformStack) =>
      LabelingTopic.fromTopicArn(stack, "Topic", topicArn.replace(account, "444455556666"));
    expect(() =>
      events({}, (_, stack) => {
        new LabelingJobEvents(stack, "Else", { name: "x", targets: { topic: topic(stack) } });
      }),
    ).toThrow("targets.topic: got");
  });

  test("take names that only Terraform knows", () => {
    const json = synthesized((stack) => {
      const name = new TerraformVariable(stack, "name", {}).stringValue;
      const targets = { functionArn };
      new LabelingJobEvents(stack, "Ended", { name: name, labelingJobName: name, targets });
    }, here);
    const { event_pattern: text } = only(json, "aws_cloudwatch_event_rule");
    expect(text).toContain('labeling-job/${var.name}"');
    expect(text).toContain('labeling-job/${lower(var.name)}"');
    expect(only(json, "aws_lambda_permission")).toMatchObject({
      source_arn: `arn:aws:events:eu-west-1:${account}:rule/` + "${var.name}",
    });
    expect(only(json, "aws_lambda_permission")).not.toHaveProperty("statement_id");
  });
});
