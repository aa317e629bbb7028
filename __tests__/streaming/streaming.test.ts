import { eventSuffixRule } from "../../lib/rules/s3";
import { TerraformOutput, TerraformVariable, Token, type TerraformStack } from "cdktf";
import {
  AnswerQueue,
  ExecutionRole,
  FunctionSubscription,
  LabelingKey,
  LabelingTopic,
  QueueSubscription,
  StreamingAlarms,
  type AnswerQueueProps,
  type ILabelingKey,
  type ILabelingTopic,
  type LabelingTopicProps,
  type StreamingAlarmsProps,
} from "../../lib";
import { deployedStack } from "../conformance/harness/deployed";
import { everything } from "../conformance/harness/principal";
import { mayAssume, mayDo, mayNotAssume, mayNotDo } from "../conformance/harness/sentences";
import { all, bySid, only, synthesized, type TerraformJson } from "../synthesized";
import { account, here, region } from "../account";
import { aToken, messageOf } from "../refusals";

const topicArn = (name: string) => `arn:aws:sns:${region}:${account}:${name}`;
const queueArn = (name: string, of = account) => `arn:aws:sqs:${region}:${of}:${name}`;
const functionArn = (name: string) => `arn:aws:lambda:${region}:${account}:function:${name}`;
const aVariable = (stack: TerraformStack) => new TerraformVariable(stack, "x", {}).stringValue;

const keyOf = (stack: TerraformStack) => new LabelingKey(stack, "Key", { alias: "alias/signs" });
const topicOf = (
  stack: TerraformStack,
  encryptionKey = keyOf(stack),
  props: Partial<LabelingTopicProps> = {},
) => new LabelingTopic(stack, "Topic", { name: "signs-output", encryptionKey, ...props });

function answers(
  props: Partial<AnswerQueueProps> = {},
  use: (queue: AnswerQueue, stack: TerraformStack) => void = () => undefined,
  options: { region?: string; account?: string } = here,
): TerraformJson {
  return synthesized((stack) => {
    const encryptionKey = keyOf(stack);
    const topic = topicOf(stack, encryptionKey);
    const queue = new AnswerQueue(stack, "Answers", {
      name: "signs-answers",
      topic,
      encryptionKey,
      ...props,
    });
    use(queue, stack);
  }, options);
}

/** By the name of the queue. */
function queues(json: TerraformJson) {
  return Object.fromEntries(all(json, "aws_sqs_queue").map((queue) => [queue.name as string, queue]));
}

/** Every policy in the stack, as it is written. */
function policies(json: TerraformJson): string[] {
  const names = ["policy", "assume_role_policy", "redrive_policy", "redrive_allow_policy"];
  return Object.values(json.resource)
    .flatMap((resources) => Object.values(resources))
    .flatMap((resource) => names.flatMap((name) => (name in resource ? [resource[name] as string] : [])));
}

describe("an answer queue", () => {
  test("is a standard queue, encrypted, that keeps messages for 14 days", () => {
    expect(queues(answers())["signs-answers"]).toMatchObject({
      kms_master_key_id: expect.stringMatching(/^\$\{aws_kms_key\..*\.arn\}$/) as string,
      message_retention_seconds: 1_209_600,
      visibility_timeout_seconds: 30,
    });
    expect(queues(answers())["signs-answers"]).not.toHaveProperty("fifo_queue");
  });

  test("has a queue for dead letters, with the same key, that takes from it only", () => {
    const json = answers();
    const { "signs-answers": queue, "signs-answers-dead-letters": dead } = queues(json);
    expect(dead).toMatchObject({
      kms_master_key_id: queue!.kms_master_key_id,
      message_retention_seconds: 1_209_600,
    });
    expect(JSON.parse(queue!.redrive_policy as string)).toEqual({
      deadLetterTargetArn: queueArn("signs-answers-dead-letters"),
      maxReceiveCount: 5,
    });
    expect(queue!.depends_on).toEqual([expect.stringMatching(/^aws_sqs_queue\.Answers_DeadLetters_/)]);
    const allowed = only(json, "aws_sqs_queue_redrive_allow_policy");
    expect(JSON.parse(allowed.redrive_allow_policy as string)).toEqual({
      redrivePermission: "byQueue",
      sourceQueueArns: [queueArn("signs-answers")],
    });
    expect(allowed.queue_url).toMatch(/^\$\{aws_sqs_queue\.Answers_DeadLetters_.*\.url\}$/);
    expect(allowed.depends_on).toEqual([expect.stringMatching(/^aws_sqs_queue\.Answers_[0-9A-F]+$/)]);
  });

  test("is subscribed once its policy and the topic's stand", () => {
    expect(only(answers(), "aws_sns_topic_subscription")).toMatchObject({
      topic_arn: topicArn("signs-output"),
      protocol: "sqs",
      endpoint: queueArn("signs-answers"),
      raw_message_delivery: false,
      depends_on: [
        expect.stringMatching(/^aws_sqs_queue_policy\.Answers_Policy_/),
        expect.stringMatching(/^aws_sns_topic_policy\.Topic_Policy_/),
      ],
    });
  });

  test("takes what it is told", () => {
    const json = answers({
      rawMessageDelivery: true,
      maxReceiveCount: 2,
      messageRetentionSeconds: 86_400,
      visibilityTimeoutSeconds: 0,
      tags: { team: "signs" },
    });
    const { "signs-answers": queue, "signs-answers-dead-letters": dead } = queues(json);
    expect(only(json, "aws_sns_topic_subscription").raw_message_delivery).toBe(true);
    expect(queue).toMatchObject({
      message_retention_seconds: 86_400,
      visibility_timeout_seconds: 0,
      tags: { team: "signs" },
    });
    expect(queue!.redrive_policy).toContain('"maxReceiveCount":2');
    expect(dead).toMatchObject({ message_retention_seconds: 1_209_600, tags: { team: "signs" } });
  });

  test.each([
    ["maxReceiveCount", [1, 1000], [0, 1001]],
    ["messageRetentionSeconds", [60, 1_209_600], [59, 1_209_601]],
    ["visibilityTimeoutSeconds", [0, 43_200], [-1, 43_201]],
  ])("takes the last values that AWS allows of %s, and none beyond", (property, allowed, refused) => {
    for (const value of allowed)
      expect(JSON.stringify(answers({ [property]: value }))).toMatch(new RegExp(`\\b${value}\\b`));
    for (const value of refused)
      expect(() => answers({ [property]: value })).toThrow(`${property}: got ${value};`);
  });

  test("denies everybody without TLS, on itself and on its topic and dead letters, and on nothing else", () => {
    const json = answers();
    const denials = ["aws_sqs_queue_policy", "aws_sns_topic_policy"].flatMap((type) =>
      all(json, type).map(({ policy }) => bySid(policy).DenyInsecureTransport),
    );
    const withoutTls = (Action: string, Resource: string) => ({
      Sid: "DenyInsecureTransport",
      Effect: "Deny",
      Principal: "*",
      Action,
      Resource,
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    });
    const [first, second, third, ...more] = denials;
    expect(more).toEqual([]);
    expect([first, second]).toEqual(
      expect.arrayContaining([
        withoutTls("sqs:*", queueArn("signs-answers")),
        withoutTls("sqs:*", queueArn("signs-answers-dead-letters")),
      ]),
    );
    expect(third).toEqual(withoutTls("sns:Publish", topicArn("signs-output")));
  });

  test("tells its topic that somebody subscribes", () => {
    answers({}, (_, stack) => {
      const topic = stack.node.findChild("Topic") as LabelingTopic;
      expect(topic.hasSubscribers).toBe(true);
      const encryptionKey = LabelingKey.fromAlias(stack, "Other", "alias/x");
      expect(new LabelingTopic(stack, "Lonely", { name: "lonely", encryptionKey }).hasSubscribers).toBe(
        false,
      );
    });
  });

  test("is subscribed to a topic that exists already", () => {
    const json = synthesized((stack) => {
      const topic = LabelingTopic.fromTopicArn(stack, "Topic", topicArn("old"));
      expect(topic.hasSubscribers).toBe(false);
      new AnswerQueue(stack, "Answers", { name: "a", topic, encryptionKey: keyOf(stack) });
      expect(topic.hasSubscribers).toBe(true);
    }, here);
    const subscription = only(json, "aws_sns_topic_subscription");
    expect(subscription.topic_arn).toBe(topicArn("old"));
    expect(subscription.depends_on).toHaveLength(1);
  });

  test.each([
    ["literal", here],
    ["only Terraform's", {}],
  ])("has policies that the first plan shows, region and account being %s", (_, options) => {
    const json = answers(
      {},
      (queue, stack) => queue.grantConsume(new ExecutionRole(stack, "R", { name: "r" })),
      options,
    );
    expect(policies(json).length).toBeGreaterThan(7);
    for (const policy of policies(json)) expect(policy).not.toContain("${aws_");
    expect(JSON.stringify(json)).not.toContain("TfToken");
  });

  test("writes redrive policies as Terraform expressions where only Terraform knows the region", () => {
    const queue = queues(answers({}, undefined, {}))["signs-answers"]!;
    expect(queue.redrive_policy).toMatch(
      /^\$\{jsonencode\(\{"deadLetterTargetArn" = .*"maxReceiveCount" = 5\}\)\}$/,
    );
  });

  test("names a consumer in the key's policy only after the consumer exists", () => {
    const json = answers({}, (queue, stack) => {
      for (const roleName of ["a", "b"])
        queue.grantConsume(new ExecutionRole(stack, roleName, { name: roleName }));
    });
    const key = only(json, "aws_kms_key");
    expect(bySid(key.policy).AllowConsumersThroughSqs!.Principal).toEqual({
      AWS: [`arn:aws:iam::${account}:role/a`, `arn:aws:iam::${account}:role/b`],
    });
    expect(key.depends_on).toEqual([
      expect.stringMatching(/^aws_iam_role\.a_/),
      expect.stringMatching(/^aws_iam_role\.b_/),
    ]);
  });

  test("names all that is wrong with it at once", () => {
    const message = messageOf(() =>
      answers({
        name: "signs.fifo",
        maxReceiveCount: 0,
        messageRetentionSeconds: 15,
        visibilityTimeoutSeconds: 43_201,
      }),
    );
    expect(message.split("\n")).toEqual([
      'AnswerQueue "test/Answers" cannot be built:',
      expect.stringContaining(
        '  - name: got "signs.fifo"; the topics of Ground Truth are standard, and these deliver to standard queues only (docs',
      ),
      expect.stringContaining(
        "  - maxReceiveCount: got 0; whole receptions from 1 to 1000 are allowed (docs",
      ),
      expect.stringContaining(
        "  - messageRetentionSeconds: got 15; whole seconds from 60 to 1209600 are allowed",
      ),
      expect.stringContaining(
        "  - visibilityTimeoutSeconds: got 43201; whole seconds from 0 to 43200 are allowed",
      ),
    ]);
  });

  test.each([
    ["signs answers", "a queue name has 1 to 67 letters, digits, - and _"],
    ["x".repeat(68), "(68 characters); a queue name has 1 to 67"],
    ["", 'got ""; a queue name has 1 to 67'],
    ["GroundTruth-signs", "names that begin so are those of the queues that Ground Truth makes for jobs"],
  ])('refuses the name "%s"', (queueName, message) => {
    expect(() => answers({ name: queueName })).toThrow(message);
  });

  test("takes the longest name, and tokens", () => {
    const name = "x".repeat(67);
    expect(Object.keys(queues(answers({ name: name })))).toContain(`${name}-dead-letters`);
    const json = answers({ name: aToken(), maxReceiveCount: Token.asNumber("${var.n}") });
    expect(JSON.stringify(json)).not.toContain("TfToken");
  });

  test.each([
    [`arn:aws:sns:${region}:444455556666:out`, "topic", "is in the account 444455556666"],
    [`arn:aws:sns:us-east-1:${account}:out`, "topicArn", "lies in us-east-1"],
  ])("refuses the topic %s", (arn, property, where) => {
    const build = () =>
      synthesized((stack) => {
        const topic = LabelingTopic.fromTopicArn(stack, "Topic", arn);
        new AnswerQueue(stack, "Answers", { name: "a", topic, encryptionKey: keyOf(stack) });
      }, here);
    expect(build).toThrow(`${property}: got "${arn}", which ${where}`);
  });
});

describe("who may do what with an answer queue", () => {
  const stack = deployedStack(
    answers({}, (queue, scope) => {
      queue.grantConsume(new ExecutionRole(scope, "Reader", { name: "reader" }));
      new ExecutionRole(scope, "Stranger", { name: "stranger" }).grantCloudWatch();
    }),
  );
  const reader = stack.role("reader");
  const queue = stack.queue("signs-answers");
  const dead = stack.queue("signs-answers-dead-letters");
  const key = stack.key("alias/signs");
  const throughSqs = { "kms:ViaService": `sqs.${region}.amazonaws.com` };
  const ofTopic = { "aws:SourceArn": topicArn("signs-output"), "aws:SourceAccount": account };

  describe("a consumer", () => {
    mayDo(reader, [
      ["receive an answer", "sqs:ReceiveMessage", queue],
      ["delete an answer", "sqs:DeleteMessage", queue],
      ["keep an answer hidden for longer", "sqs:ChangeMessageVisibility", queue],
      ["look how full the queue is", "sqs:GetQueueAttributes", queue],
      ["find the queue", "sqs:GetQueueUrl", queue],
      ["decrypt through SQS", "kms:Decrypt", key, throughSqs],
    ]);
    mayNotDo(reader, [
      ["send", "sqs:SendMessage", queue],
      ["empty the queue", "sqs:PurgeQueue", queue],
      ["delete the queue", "sqs:DeleteQueue", queue],
      ["change the queue's policy", "sqs:SetQueueAttributes", queue],
      ["receive without TLS", "sqs:ReceiveMessage", queue, { "aws:SecureTransport": "false" }],
      ["receive from a queue whose name begins alike", "sqs:ReceiveMessage", queueArn("signs-answers-2")],
      ["receive dead letters", "sqs:ReceiveMessage", dead],
      ["decrypt by itself", "kms:Decrypt", key],
      ["decrypt through S3", "kms:Decrypt", key, { "kms:ViaService": `s3.${region}.amazonaws.com` }],
      ["encrypt through SQS", "kms:GenerateDataKey", key, throughSqs],
      ["publish to the topic", "sns:Publish", topicArn("signs-output")],
    ]);
  });

  describe("SNS", () => {
    mayDo(stack.service("sns.amazonaws.com"), [
      ["deliver messages of the topic", "sqs:SendMessage", queue, ofTopic],
      ["encrypt messages of the topic", "kms:GenerateDataKey", key, ofTopic],
      ["decrypt the data key that it uses again", "kms:Decrypt", key, ofTopic],
    ]);
    mayNotDo(stack.service("sns.amazonaws.com"), [
      [
        "deliver messages of another topic",
        "sqs:SendMessage",
        queue,
        { ...ofTopic, "aws:SourceArn": topicArn("signs-output-2") },
      ],
      [
        "encrypt messages of another topic",
        "kms:GenerateDataKey",
        key,
        { ...ofTopic, "aws:SourceArn": topicArn("x") },
      ],
      ["deliver for whom it does not say", "sqs:SendMessage", queue],
      ["deliver without TLS", "sqs:SendMessage", queue, { ...ofTopic, "aws:SecureTransport": "false" }],
      ["deliver to the dead letters", "sqs:SendMessage", dead, ofTopic],
      ["receive", "sqs:ReceiveMessage", queue, ofTopic],
    ]);
  });

  describe("somebody else", () => {
    mayNotDo(stack.role("stranger"), [
      ["receive", "sqs:ReceiveMessage", queue],
      ["send", "sqs:SendMessage", queue],
      ["decrypt through SQS", "kms:Decrypt", key, throughSqs],
    ]);
    mayNotDo(stack.outsider("444455556666"), [
      ["receive", "sqs:ReceiveMessage", queue],
      ["send", "sqs:SendMessage", queue],
    ]);
    mayNotDo(stack.service("s3.amazonaws.com"), [["send", "sqs:SendMessage", queue, ofTopic]]);
  });

  describe("an administrator of queues", () => {
    mayDo(stack.anotherRole("admin", everything), [
      ["redrive dead letters", "sqs:StartMessageMoveTask", dead],
    ]);
    mayNotDo(stack.anotherRole("admin", everything), [
      ["receive dead letters without TLS", "sqs:ReceiveMessage", dead, { "aws:SecureTransport": "false" }],
    ]);
  });
});

describe("a publisher of a topic that exists already", () => {
  const publishing = (keyOfTopic: (stack: TerraformStack) => ILabelingKey | undefined) =>
    synthesized((stack) => {
      const topic = LabelingTopic.fromTopicArn(stack, "Topic", topicArn("old"), keyOfTopic(stack));
      topic.grantPublish(new ExecutionRole(stack, "Camera", { name: "camera" }));
      const value = topic.requiredTopicPolicyStatements;
      new TerraformOutput(stack, "Required", { value, staticId: true });
    }, here);
  const ownPolicy = (json: TerraformJson) => bySid(only(json, "aws_iam_policy").policy);
  const publish = { Effect: "Allow", Action: "sns:Publish", Resource: topicArn("old") };

  test("may publish by its own policy, and the topic's owner is told what the topic's must say", () => {
    const json = publishing(() => undefined);
    expect(Object.values(ownPolicy(json))).toEqual([expect.objectContaining(publish)]);
    const [required, ...more] = JSON.parse(json.output!.Required!.value as string) as object[];
    const Principal = { AWS: `arn:aws:iam::${account}:role/camera` };
    expect(required).toMatchObject({ ...publish, Principal });
    expect(more).toEqual([]);
  });

  test("may use the topic's key through SNS only: by its alias, or by its ARN", () => {
    const keyArn = `arn:aws:kms:${region}:${account}:key/0f0f0f0f-1111-2222-3333-444455556666`;
    const useOf = (make: (stack: TerraformStack) => ILabelingKey) =>
      Object.values(ownPolicy(publishing(make))).find(({ Action }) =>
        JSON.stringify(Action).includes("kms:"),
      );
    const throughSns = { StringEquals: { "kms:ViaService": `sns.${region}.amazonaws.com` } };
    const ofAnotherStack = (stack: TerraformStack) =>
      LabelingKey.fromAliasOfAnotherStack(stack, "Key", "alias/topics");
    expect(useOf(ofAnotherStack)).toMatchObject({
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
      Resource: `arn:aws:kms:${region}:${account}:key/*`,
      Condition: {
        ...throughSns,
        "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/topics" },
      },
    });
    expect(useOf((stack) => LabelingKey.fromAlias(stack, "Key", "alias/topics"))).toMatchObject({
      Resource: expect.stringMatching(/:key\/\$\{data\.aws_kms_key\.Key_\w+\.id\}$/) as string,
      Condition: throughSns,
    });
    expect(useOf((stack) => LabelingKey.fromKeyArn(stack, "Key", keyArn))).toMatchObject({
      Resource: keyArn,
      Condition: throughSns,
    });
  });
});

describe("a subscription of a queue that exists already", () => {
  const subscribed = (arn: string, more: { withKey?: boolean; raw?: boolean; topicArn?: string } = {}) => {
    let required = "";
    const json = synthesized((stack) => {
      const key = keyOf(stack);
      const topic: ILabelingTopic =
        more.topicArn === undefined
          ? topicOf(stack, key)
          : LabelingTopic.fromTopicArn(stack, "Topic", more.topicArn);
      const subscription = new QueueSubscription(stack, "Subscription", {
        queueArn: arn,
        topic,
        encryptionKey: more.withKey ? key : undefined,
        rawMessageDelivery: more.raw,
      });
      expect(topic.hasSubscribers).toBe(true);
      required = subscription.requiredQueuePolicyStatements;
      new TerraformOutput(stack, "Required", { value: required, staticId: true });
    }, here);
    return { json, required };
  };

  test("leaves the queue alone and tells what its policy must contain", () => {
    const { json, required } = subscribed(queueArn("old"));
    expect(only(json, "aws_sns_topic_subscription")).toMatchObject({
      topic_arn: topicArn("signs-output"),
      protocol: "sqs",
      endpoint: queueArn("old"),
      raw_message_delivery: false,
      depends_on: [expect.stringMatching(/^aws_sns_topic_policy\./)],
    });
    expect(json.resource.aws_sqs_queue_policy).toBeUndefined();
    expect(JSON.parse(required)).toEqual([
      {
        Sid: "AllowTopic",
        Effect: "Allow",
        Principal: { Service: "sns.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: queueArn("old"),
        Condition: { ArnEquals: { "aws:SourceArn": topicArn("signs-output") } },
      },
    ]);
    expect(bySid(only(json, "aws_kms_key").policy)).not.toHaveProperty("AllowTopicDelivery");
  });

  test("lets SNS use the key of the queue, and delivers raw, where that is asked for", () => {
    const { json } = subscribed(queueArn("old"), { withKey: true, raw: true });
    expect(bySid(only(json, "aws_kms_key").policy)).toHaveProperty("AllowTopicDelivery");
    expect(only(json, "aws_sns_topic_subscription").raw_message_delivery).toBe(true);
  });

  test("takes a token", () => {
    expect(subscribed(aToken()).required).not.toBe("");
  });

  test.each([
    ["https://sqs.eu-west-1.amazonaws.com/111122223333/old", "the ARN of a standard queue is allowed"],
    [topicArn("old"), "not its URL"],
    [
      queueArn("old.fifo"),
      "the topics of Ground Truth are standard, and these deliver to standard queues only",
    ],
    [
      queueArn("old", "444455556666"),
      "which is in the account 444455556666 and not in 111122223333; only the owner of a queue can confirm",
    ],
  ])("refuses %s", (arn, message) => {
    expect(() => subscribed(arn)).toThrow(message);
  });

  test("names all that is wrong with it at once", () => {
    const message = messageOf(() =>
      subscribed("old", { topicArn: `arn:aws:sns:eu-west-1:444455556666:out` }),
    );
    expect(message).toMatch(
      /^QueueSubscription "test\/Subscription" cannot be built:\n {2}- queueArn: .*\n {2}- topic: /,
    );
  });
});

describe("a subscription of a function that exists already", () => {
  const subscribed = (arn: string, props: Partial<LabelingTopicProps> = {}) =>
    synthesized((stack) => {
      const topic = topicOf(stack, undefined, props);
      new FunctionSubscription(stack, "Subscription", { functionArn: arn, topic });
      expect(topic.hasSubscribers).toBe(true);
    }, here);

  test("lets the topic, and no other, call the function, and then subscribes it", () => {
    const json = subscribed(functionArn("store"));
    const permission = only(json, "aws_lambda_permission");
    expect(permission).toMatchObject({
      statement_id: "AllowTopic-signs-output",
      action: "lambda:InvokeFunction",
      function_name: functionArn("store"),
      principal: "sns.amazonaws.com",
      source_arn: topicArn("signs-output"),
    });
    expect(permission).not.toHaveProperty("qualifier");
    expect(only(json, "aws_sns_topic_subscription")).toMatchObject({
      topic_arn: topicArn("signs-output"),
      protocol: "lambda",
      endpoint: functionArn("store"),
      depends_on: [
        expect.stringMatching(/^aws_lambda_permission\./),
        expect.stringMatching(/^aws_sns_topic_policy\./),
      ],
    });
  });

  test("lets it call the alias that is named, not the function as a whole", () => {
    const json = subscribed(functionArn("store:live"));
    expect(only(json, "aws_lambda_permission")).toMatchObject({
      function_name: functionArn("store"),
      qualifier: "live",
    });
    expect(only(json, "aws_sns_topic_subscription").endpoint).toBe(functionArn("store:live"));
  });

  test("takes a topic whose ARN only Terraform knows", () => {
    const json = synthesized((stack) => {
      const topic = LabelingTopic.fromTopicArn(stack, "Topic", aVariable(stack));
      new FunctionSubscription(stack, "Subscription", { functionArn: functionArn("store"), topic });
    }, here);
    expect(only(json, "aws_lambda_permission").statement_id).toBe(
      'AllowTopic-${element(split(":", var.x), 5)}',
    );
  });

  test("takes a token, and a topic whose name is too long for a statement's", () => {
    expect(only(subscribed(aToken()), "aws_lambda_permission").function_name).toBe("${var.x}");
    const long = subscribed(functionArn("store"), { name: "x".repeat(90) });
    expect(only(long, "aws_lambda_permission")).not.toHaveProperty("statement_id");
  });

  test.each([
    ["store", "the ARN of a function is allowed, as in"],
    [queueArn("store"), "the ARN of a function is allowed, as in"],
    [
      `arn:aws:lambda:${region}:444455556666:function:store`,
      "which is in the account 444455556666 and not in 111122223333; its policy cannot be set",
    ],
    [
      `arn:aws:lambda:us-east-1:${account}:function:store`,
      "which lies in us-east-1; its policy cannot be set",
    ],
  ])("refuses %s", (arn, message) => {
    expect(() => subscribed(arn)).toThrow(message);
  });
});

describe("delivery logs of a topic", () => {
  const logged = (
    deliveryLogs: LabelingTopicProps["deliveryLogs"],
    topicName = "signs-output",
    options = here,
  ) => synthesized((stack) => topicOf(stack, undefined, { deliveryLogs, name: topicName }), options);
  const roleArn = `arn:aws:iam::${account}:role/signs-output-delivery-logs`;

  test("are off unless asked for", () => {
    const json = logged(undefined);
    expect(json.resource.aws_iam_role).toBeUndefined();
    expect(Object.keys(only(json, "aws_sns_topic")).join()).not.toContain("feedback");
  });

  test("tell of failed deliveries to queues and functions, and of no others", () => {
    const json = logged({});
    expect(only(json, "aws_sns_topic")).toMatchObject({
      sqs_success_feedback_role_arn: roleArn,
      sqs_success_feedback_sample_rate: 0,
      sqs_failure_feedback_role_arn: roleArn,
      lambda_success_feedback_role_arn: roleArn,
      lambda_success_feedback_sample_rate: 0,
      lambda_failure_feedback_role_arn: roleArn,
      depends_on: [expect.stringMatching(/^aws_iam_role\.Topic_DeliveryLogs_/)],
    });
    expect(only(json, "aws_iam_role").name).toBe("signs-output-delivery-logs");
  });

  test("tell of the others, and have a role of another name, where asked", () => {
    const json = logged({ successSampleRate: 100, roleName: "logs" });
    expect(only(json, "aws_sns_topic")).toMatchObject({
      sqs_success_feedback_sample_rate: 100,
      lambda_success_feedback_sample_rate: 100,
      sqs_failure_feedback_role_arn: `arn:aws:iam::${account}:role/logs`,
    });
  });

  test("have a role with a path and a boundary, where asked", () => {
    const permissionsBoundary = `arn:aws:iam::${account}:policy/limit`;
    const json = logged({ rolePath: "/labeling/", permissionsBoundary });
    expect(only(json, "aws_iam_role")).toMatchObject({
      path: "/labeling/",
      permissions_boundary: permissionsBoundary,
    });
    expect(only(json, "aws_iam_policy").path).toBe("/labeling/");
    const { sqs_failure_feedback_role_arn: passed } = only(json, "aws_sns_topic");
    expect(passed).toBe(`arn:aws:iam::${account}:role/labeling/signs-output-delivery-logs`);
    expect(messageOf(() => logged({ rolePath: "labeling", permissionsBoundary: "limit" }))).toMatch(
      /deliveryLogs\.rolePath: got "labeling"; [^]*deliveryLogs\.permissionsBoundary: got "limit"; /,
    );
  });

  test("have the tags of the topic on role and policy", () => {
    const tags = { team: "vision" };
    const json = synthesized((stack) => topicOf(stack, undefined, { deliveryLogs: {}, tags }), here);
    expect([only(json, "aws_iam_role").tags, only(json, "aws_iam_policy").tags]).toEqual([tags, tags]);
  });

  test("have policies that the first plan shows", () => {
    for (const options of [here, {} as typeof here]) {
      for (const policy of policies(logged({}, undefined, options))) expect(policy).not.toContain("${aws_");
    }
  });

  test("refuse what is not allowed, all at once", () => {
    const message = messageOf(() => logged({ successSampleRate: 101 }, `${"x".repeat(60)}.fifo`));
    expect(message.split("\n")).toEqual([
      'LabelingTopic "test/Topic" cannot be built:',
      expect.stringContaining("  - name: got "),
      expect.stringContaining(
        "  - deliveryLogs.successSampleRate: got 101; whole percent from 0 to 100 are allowed (docs",
      ),
      expect.stringMatching(/ {2}- deliveryLogs\.roleName: got .*\(79 characters\); a role name has 1 to 64/),
    ]);
  });

  describe("the role", () => {
    const stack = deployedStack(logged({}));
    const role = stack.role("signs-output-delivery-logs");
    const group = (name: string) =>
      `arn:aws:logs:${region}:${account}:log-group:sns/${region}/${account}/${name}`;
    const stream = (name: string) => `${group(name)}:log-stream:2026-11`;

    mayAssume(role, [["SNS", stack.service("sns.amazonaws.com")]]);
    mayNotAssume(role, [
      ["SageMaker", stack.service("sagemaker.amazonaws.com")],
      ["another account", stack.outsider("444455556666")],
    ]);
    mayDo(role, [
      ["make the log group", "logs:CreateLogGroup", group("signs-output")],
      ["make a stream", "logs:CreateLogStream", stream("signs-output")],
      ["log a delivery", "logs:PutLogEvents", stream("signs-output")],
      ["make the log group of failures", "logs:CreateLogGroup", group("signs-output/Failure")],
      ["log a failure", "logs:PutLogEvents", stream("signs-output/Failure")],
    ]);
    mayNotDo(role, [
      ["log for a topic whose name begins alike", "logs:PutLogEvents", stream("signs-output-2")],
      ["make another log group", "logs:CreateLogGroup", group("other")],
      ["read the log", "logs:GetLogEvents", stream("signs-output")],
      ["delete the log group", "logs:DeleteLogGroup", group("signs-output")],
    ]);
  });
});

describe("streaming alarms", () => {
  type Props = Partial<StreamingAlarmsProps>;
  const alarmsIn = (
    props: Props = {},
    before: (stack: TerraformStack, key: LabelingKey) => Props = () => ({}),
    options = here,
  ) => {
    let built: StreamingAlarms | undefined;
    const json = synthesized((stack) => {
      const encryptionKey = keyOf(stack);
      const topics = [topicOf(stack, encryptionKey)];
      const more = before(stack, encryptionKey);
      built = new StreamingAlarms(stack, "Alarms", {
        alarmPrefix: "signs",
        encryptionKey,
        topics,
        ...props,
        ...more,
      });
      const required = built.alarmTopic.requiredTopicPolicyStatements;
      if (required !== undefined) new TerraformOutput(stack, "Required", { value: required, staticId: true });
    }, options);
    const byName = Object.fromEntries(
      all(json, "aws_cloudwatch_metric_alarm").map((alarm) => [alarm.alarm_name as string, alarm]),
    );
    return { json, built: built!, byName };
  };
  const full: Props = { groundTruthQueueName: "GroundTruth-signs" };
  const withQueue = (stack: TerraformStack, encryptionKey: LabelingKey): Props => ({
    answerQueue: new AnswerQueue(stack, "Answers", {
      name: "signs-answers",
      topic: stack.node.findChild("Topic") as LabelingTopic,
      encryptionKey,
    }),
  });

  test("watch AWS's queue, dead letters and every topic", () => {
    const { built, byName } = alarmsIn(full, withQueue);
    expect(Object.keys(byName).sort()).toEqual([
      "signs-backlog",
      "signs-dead-letters",
      "signs-idle",
      "signs-oldest-object",
      "signs-signs-output-failed-deliveries",
    ]);
    expect([...built.alarmNames].sort()).toEqual(Object.keys(byName).sort());
    const ofAwsQueue = { namespace: "AWS/SQS", dimensions: { QueueName: "GroundTruth-signs" } };
    const atLeast = {
      comparison_operator: "GreaterThanOrEqualToThreshold",
      treat_missing_data: "notBreaching",
      period: 300,
    };
    expect(byName["signs-oldest-object"]).toMatchObject({
      ...ofAwsQueue,
      ...atLeast,
      metric_name: "ApproximateAgeOfOldestMessage",
      statistic: "Maximum",
      evaluation_periods: 1,
      threshold: 864_000,
    });
    expect(byName["signs-backlog"]).toMatchObject({
      ...ofAwsQueue,
      ...atLeast,
      metric_name: "ApproximateNumberOfMessagesVisible",
      statistic: "Maximum",
      evaluation_periods: 3,
      threshold: 10_000,
    });
    expect(byName["signs-idle"]).toMatchObject({
      ...ofAwsQueue,
      metric_name: "NumberOfMessagesSent",
      statistic: "Sum",
      comparison_operator: "LessThanThreshold",
      threshold: 1,
      period: 86_400,
      evaluation_periods: 5,
      treat_missing_data: "breaching",
    });
    expect(byName["signs-dead-letters"]).toMatchObject({
      ...atLeast,
      namespace: "AWS/SQS",
      dimensions: { QueueName: "signs-answers-dead-letters" },
      metric_name: "ApproximateNumberOfMessagesVisible",
      threshold: 1,
    });
    expect(byName["signs-signs-output-failed-deliveries"]).toMatchObject({
      ...atLeast,
      namespace: "AWS/SNS",
      dimensions: { TopicName: "signs-output" },
      metric_name: "NumberOfNotificationsFailed",
      statistic: "Sum",
      threshold: 1,
    });
  });

  test("tell an operator what to do, in as many characters as CloudWatch keeps", () => {
    const { byName } = alarmsIn(full, withQueue);
    for (const { alarm_description: description } of Object.values(byName)) {
      expect(description).toMatch(/Look|Add/);
      expect((description as string).length).toBeLessThanOrEqual(1024);
    }
  });

  test("tell a new topic, on the key, when they go off and when all is well again", () => {
    const { json, byName, built } = alarmsIn();
    expect(all(json, "aws_sns_topic").map(({ name }) => name)).toEqual(["signs-alarms", "signs-output"]);
    expect(built.alarmTopic.topicArn).toBe(topicArn("signs-alarms"));
    expect(byName["signs-signs-output-failed-deliveries"]).toMatchObject({
      alarm_actions: [topicArn("signs-alarms")],
      ok_actions: [topicArn("signs-alarms")],
      depends_on: [expect.stringMatching(/^aws_sns_topic_policy\.Alarms_Topic_Policy_/)],
    });
  });

  test("tell a topic that exists already, and what its policy must contain", () => {
    const { json, byName } = alarmsIn({ encryptionKey: undefined }, (stack) => ({
      alarmTopic: LabelingTopic.fromTopicArn(stack, "Ops", topicArn("ops")),
    }));
    const alarm = byName["signs-signs-output-failed-deliveries"]!;
    expect(alarm.alarm_actions).toEqual([topicArn("ops")]);
    expect(alarm).not.toHaveProperty("depends_on");
    expect(all(json, "aws_sns_topic").map(({ name }) => name)).toEqual(["signs-output"]);
    expect(JSON.parse(json.output!.Required!.value as string)).toMatchObject([
      { Sid: "AllowAlarms", Resource: topicArn("ops") },
    ]);
    expect(bySid(only(json, "aws_kms_key").policy)).not.toHaveProperty("AllowAlarms");
  });

  test("lay what they need on the key of a topic that exists already", () => {
    const { json } = alarmsIn({}, (stack, key) => ({
      alarmTopic: LabelingTopic.fromTopicArn(stack, "Ops", topicArn("ops"), key),
    }));
    expect(bySid(only(json, "aws_kms_key").policy)).toHaveProperty("AllowAlarms");
  });

  test("go off where they are told to; what is undefined has its default", () => {
    const thresholds = {
      oldestMessageDays: 13,
      backlog: 5,
      idleDays: 7,
      deadLetters: 2,
      failedDeliveries: undefined,
    };
    const { byName } = alarmsIn({ ...full, thresholds, tags: { team: "signs" } }, withQueue);
    const limits = Object.values(byName).map((alarm) => [alarm.alarm_name, alarm.threshold]);
    expect(Object.fromEntries(limits)).toEqual({
      "signs-oldest-object": 13 * 86_400,
      "signs-backlog": 5,
      "signs-idle": 1,
      "signs-dead-letters": 2,
      "signs-signs-output-failed-deliveries": 1,
    });
    expect(byName["signs-idle"]).toMatchObject({ evaluation_periods: 7, tags: { team: "signs" } });
  });

  test("have policies that the first plan shows", () => {
    for (const options of [here, {} as typeof here]) {
      const { json } = alarmsIn(full, withQueue, options);
      for (const policy of policies(json)) expect(policy).not.toContain("${aws_");
      expect(JSON.stringify(json)).not.toContain("TfToken");
    }
  });

  test("name all that is wrong with them at once", () => {
    const message = messageOf(() =>
      alarmsIn({
        alarmPrefix: "street signs",
        encryptionKey: undefined,
        groundTruthQueueName: "GroundTruth-signs-*",
        thresholds: {
          oldestMessageDays: 14,
          backlog: 0,
          idleDays: 8,
          deadLetters: 1.5,
          failedDeliveries: -1,
        },
      }),
    );
    expect(message.split("\n")).toEqual([
      'StreamingAlarms "test/Alarms" cannot be built:',
      expect.stringContaining(
        '  - alarmPrefix: got "street signs"; the beginning of alarm names has 1 to 100 letters',
      ),
      expect.stringContaining("  - encryptionKey: got none, and no alarmTopic: a new topic is encrypted"),
      expect.stringContaining(
        '  - groundTruthQueueName: got "GroundTruth-signs-*", which stands for many queues. A CloudWatch alarm watches one: ' +
          "give the workflow a fixed job name, or leave this out",
      ),
      expect.stringContaining(
        "  - thresholds.oldestMessageDays: got 14; whole days from 1 to 13 are allowed",
      ),
      expect.stringContaining(
        "  - thresholds.idleDays: got 8; whole days from 1 to 7 are allowed: CloudWatch looks",
      ),
      expect.stringContaining(
        "  - thresholds.backlog: got 0; whole data objects from 1 to 1000000000 are allowed",
      ),
      expect.stringContaining("  - thresholds.deadLetters: got 1.5;"),
      expect.stringContaining("  - thresholds.failedDeliveries: got -1;"),
    ]);
  });

  test.each<[string, Props, string]>([
    ["nothing to watch", { topics: [] }, "there is nothing to watch. Name topics or a queue"],
    ["a FIFO queue", { groundTruthQueueName: "q.fifo" }, "these deliver to standard queues only"],
    ["a queue's URL", { groundTruthQueueName: "https://q" }, "a queue name has 1 to 80 letters"],
  ])("refuse %s", (_, props, message) => {
    expect(() => alarmsIn(props)).toThrow(message);
  });

  test("refuse a topic twice, and one whose alarm has too long a name", () => {
    expect(() =>
      alarmsIn({}, (stack) => {
        const topic = stack.node.findChild("Topic") as LabelingTopic;
        return { topics: [topic, topic] };
      }),
    ).toThrow(`topics[1]: got ${topicArn("signs-output")} a second time; name each topic once`);
    expect(() =>
      alarmsIn({}, (stack) => ({
        topics: [LabelingTopic.fromTopicArn(stack, "Long", topicArn("x".repeat(240)))],
      })),
    ).toThrow("topics[0]: its alarm's name has 264 characters, at most 255 are allowed");
  });

  test("watch topics whose names only Terraform knows", () => {
    const { byName } = alarmsIn({}, (stack) => ({
      topics: [LabelingTopic.fromTopicArn(stack, "T", aVariable(stack))],
    }));
    expect(Object.keys(byName)).toEqual(["signs-topic-0-failed-deliveries"]);
    const [alarm] = Object.values(byName);
    expect(alarm!.dimensions).toEqual({ TopicName: '${element(split(":", var.x), 5)}' });
  });

  describe("on their topic", () => {
    const stack = deployedStack(alarmsIn().json);
    const topic = stack.topic("signs-alarms");
    const key = stack.key("alias/signs");
    const alarm = (of: string) => ({
      "aws:SourceArn": `arn:aws:cloudwatch:${region}:${of}:alarm:signs-idle`,
      "aws:SourceAccount": of,
    });
    mayDo(stack.service("cloudwatch.amazonaws.com"), [
      ["tell of an alarm of this account", "sns:Publish", topic, alarm(account)],
      ["encrypt what it tells", "kms:GenerateDataKey", key, alarm(account)],
    ]);
    mayNotDo(stack.service("cloudwatch.amazonaws.com"), [
      ["tell of another account's alarm", "sns:Publish", topic, alarm("444455556666")],
      ["use the key for another account's alarm", "kms:GenerateDataKey", key, alarm("444455556666")],
      ["tell without TLS", "sns:Publish", topic, { ...alarm(account), "aws:SecureTransport": "false" }],
      ["publish answers", "sns:Publish", topicArn("signs-output"), alarm(account)],
    ]);
  });
});

test("a filter with half of a character is refused, as nothing can encode it", () => {
  expect(eventSuffixRule.problem("\ud83d.jpg")).toContain("a filter has whole characters");
  expect(eventSuffixRule.problem("\u{1f6a6}.jpg")).toBeUndefined();
});
