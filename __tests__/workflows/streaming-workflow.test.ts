import { TerraformOutput, type TerraformStack } from "cdktf";
import {
  BuiltInTaskType,
  LabelingBucket,
  LabelingKey,
  LabelingTopic,
  S3Location,
  StreamingWorkflow,
  type ILabelingTopic,
  type StreamingWorkflowProps,
} from "../../lib";
import { all, bySid, only, synthesized, type TerraformJson } from "../synthesized";
import { account, here } from "../account";

const raw = S3Location.parse("s3://acme-raw/signs/");
const labels = S3Location.parse("s3://acme-labels/signs/");
const basics = {
  name: "signs",
  taskType: BuiltInTaskType.BOUNDING_BOX,
  inputs: [raw],
  output: labels,
};
const topicArn = (name: string) => `arn:aws:sns:eu-west-1:${account}:${name}`;

function workflow(
  props: Partial<StreamingWorkflowProps> = {},
  before: (stack: TerraformStack) => Partial<StreamingWorkflowProps> = () => ({}),
) {
  let built: StreamingWorkflow | undefined;
  const json = synthesized((stack) => {
    built = new StreamingWorkflow(stack, "Signs", { ...basics, ...props, ...before(stack) });
  }, here);
  return { json, built: built! };
}

function ownBucket(stack: TerraformStack) {
  const encryptionKey = LabelingKey.fromAlias(stack, "Key", "alias/acme");
  return {
    buckets: [new LabelingBucket(stack, "Raw", { name: "acme-raw", encryptionKey })],
    encryptionKey,
  };
}

function topics(json: TerraformJson) {
  return all(json, "aws_sns_topic").map(({ name }) => name);
}

describe("a streaming workflow", () => {
  test("makes an encrypted input and output topic, a key and a role", () => {
    const { json, built } = workflow();
    expect(topics(json)).toEqual(["signs-input", "signs-output"]);
    for (const topic of all(json, "aws_sns_topic")) {
      expect(topic).toMatchObject({
        signature_version: 2,
        kms_master_key_id: expect.stringContaining("aws_kms_key") as string,
      });
    }
    expect(built.inputTopic.topicArn).toBe(topicArn("signs-input"));
    expect(built.queueName).toBe("GroundTruth-signs-*");
  });

  test("lets nobody publish but those who are named", () => {
    const { json } = workflow();
    for (const { policy } of all(json, "aws_sns_topic_policy"))
      expect(Object.keys(bySid(policy))).toEqual(["DenyInsecureTransport"]);
  });

  test("narrows the queue to a job whose name is fixed, in lower case", () => {
    const { json, built } = workflow({ labelingJobName: "Street-Signs-1" });
    expect(built.queueName).toBe("GroundTruth-street-signs-1");
    expect(bySid(only(json, "aws_iam_policy").policy).StreamingQueue).toMatchObject({
      Resource: `arn:aws:sqs:eu-west-1:${account}:GroundTruth-street-signs-1`,
    });
  });

  test("takes topics that exist, and tells what their policies must contain", () => {
    const json = synthesized((stack) => {
      const { buckets } = ownBucket(stack);
      const inputTopic = LabelingTopic.fromTopicArn(stack, "Input", topicArn("old-input"));
      const outputKey = LabelingKey.fromKeyArn(
        stack,
        "OutputKey",
        `arn:aws:kms:eu-west-1:${account}:key/out`,
      );
      const outputTopic = LabelingTopic.fromTopicArn(stack, "Output", topicArn("old-output"), outputKey);
      new StreamingWorkflow(stack, "Signs", {
        ...basics,
        buckets,
        inputTopic,
        outputTopic,
        s3Events: [{ location: raw }],
      });
      new TerraformOutput(stack, "Required", {
        value: inputTopic.requiredTopicPolicyStatements,
        staticId: true,
      });
      new TerraformOutput(stack, "Key2", { value: outputKey.requiredKeyPolicyStatements, staticId: true });
    }, here);
    expect(json.resource.aws_sns_topic).toBeUndefined();
    expect(JSON.parse(json.output!.Required!.value as string)).toMatchObject([
      { Sid: "AllowS3Events", Principal: { Service: "s3.amazonaws.com" }, Resource: topicArn("old-input") },
    ]);
    expect(JSON.parse(json.output!.Key2!.value as string)).toMatchObject([
      { Sid: "AllowPublishersThroughSns" },
    ]);
    expect(bySid(only(json, "aws_iam_policy").policy).UseTopicKey).toMatchObject({
      Resource: `arn:aws:kms:eu-west-1:${account}:key/out`,
    });
  });

  test("asks topics of another account to let its role in, for its own queue and its answers", () => {
    const foreign = (name: string) => topicArn(name).replace(account, "444455556666");
    const json = synthesized((stack) => {
      const inputTopic = LabelingTopic.fromTopicArn(stack, "Input", foreign("in"));
      const outputTopic = LabelingTopic.fromTopicArn(stack, "Output", foreign("out"));
      new StreamingWorkflow(stack, "Signs", { ...basics, inputTopic, outputTopic });
      const own = LabelingTopic.fromTopicArn(stack, "Own", topicArn("old-input"));
      new StreamingWorkflow(stack, "Lanes", { ...basics, name: "lanes", inputTopic: own });
      expect(own.requiredTopicPolicyStatements).toBeUndefined();
      for (const [id, topic] of Object.entries({ In: inputTopic, Out: outputTopic })) {
        new TerraformOutput(stack, id, { value: topic.requiredTopicPolicyStatements, staticId: true });
      }
    }, here);
    const role = { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account}:role/signs-execution` } };
    expect(JSON.parse(json.output!.In!.value as string)).toEqual([
      {
        Sid: "AllowJobsToSubscribe",
        ...role,
        Action: "sns:Subscribe",
        Resource: foreign("in"),
        Condition: {
          StringEquals: { "sns:Protocol": "sqs" },
          StringLike: { "sns:Endpoint": `arn:aws:sqs:eu-west-1:${account}:GroundTruth-signs-*` },
        },
      },
    ]);
    expect(JSON.parse(json.output!.Out!.value as string)).toEqual([
      { Sid: "AllowNamedPublishers", ...role, Action: "sns:Publish", Resource: foreign("out") },
    ]);
  });

  test("is told of new objects in S3 only after the topic accepts them", () => {
    const { json } = workflow({ s3Events: [{ location: raw, suffix: ".jpg" }] }, ownBucket);
    expect(only(json, "aws_s3_bucket_notification")).toMatchObject({
      topic: [
        {
          topic_arn: topicArn("signs-input"),
          events: ["s3:ObjectCreated:*"],
          filter_prefix: "signs/",
          filter_suffix: ".jpg",
        },
      ],
      depends_on: [expect.stringMatching(/^aws_sns_topic_policy\.Signs_InputTopic_Policy/)],
    });
    const policies = Object.entries(json.resource.aws_sns_topic_policy!);
    const input = policies.find(([name]) => name.includes("InputTopic"))![1];
    expect(bySid(input.policy).AllowS3Events).toMatchObject({
      Condition: {
        ArnEquals: { "aws:SourceArn": "arn:aws:s3:::acme-raw" },
        StringEquals: { "aws:SourceAccount": account },
      },
    });
  });

  test("takes the answers of another workflow as its data objects", () => {
    const json = synthesized((stack) => {
      const first = new StreamingWorkflow(stack, "First", { ...basics, labelAttributeName: "signs" });
      const second = new StreamingWorkflow(stack, "Second", {
        ...basics,
        name: "checked",
        taskType: BuiltInTaskType.ADJUSTMENT_BOUNDING_BOX,
        upstream: first,
        labelAttributeName: "signs-checked",
      });
      expect(second.inputTopic).toBe(first.outputTopic);
    }, here);
    expect(topics(json)).toEqual(["signs-input", "signs-output", "checked-output"]);
    const second = all(json, "aws_iam_policy").find(({ name }) => name === "checked-execution")!;
    expect(bySid(second.policy)).toMatchObject({
      StreamingTopicSubscribe: { Resource: topicArn("signs-output") },
      StreamingTopic: { Resource: topicArn("checked-output") },
    });
  });

  test("writes no policy that Terraform learns only while it applies", () => {
    const { json } = workflow({ s3Events: [{ location: raw }] }, ownBucket);
    const policies = Object.values(json.resource).flatMap((them) =>
      Object.values(them).flatMap(({ policy, assume_role_policy }) => [policy, assume_role_policy]),
    );
    expect(policies.filter((policy) => policy !== undefined).length).toBeGreaterThan(4);
    for (const policy of policies) expect(String(policy)).not.toContain("${aws_");
  });
});

describe("a streaming workflow is refused", () => {
  test.each<[string, Partial<StreamingWorkflowProps>, string]>([
    [
      "with S3 events for text",
      { taskType: BuiltInTaskType.TEXT_CLASSIFICATION_SINGLE_LABEL, s3Events: [{ location: raw }] },
      "s3Events: got it for TextClassificationSingleLabel; text comes in over the topic only",
    ],
    [
      "with an output below its S3 events",
      { output: S3Location.parse("s3://acme-raw/signs/labels/"), s3Events: [{ location: raw }] },
      "s3Events[0]: the output s3://acme-raw/signs/labels/ and s3://acme-raw/signs/ lie one in the other, so Ground Truth would label its own answers",
    ],
    [
      "with S3 events where its output contains them",
      { output: S3Location.parse("s3://acme-raw/"), s3Events: [{ location: raw }] },
      "lie one in the other",
    ],
    [
      "with S3 events that the role may not read",
      { s3Events: [{ location: S3Location.parse("s3://acme-raw/other/") }] },
      "s3Events[0]: got s3://acme-raw/other/, which the role may not read: it lies in none of the inputs",
    ],
    ["with a bad job name", { labelingJobName: "-x-" }, "labelingJobName: "],
    ["with a bad label attribute name", { labelAttributeName: "$labels" }, "labelAttributeName: "],
    [
      "with delivery logs whose role would have too long a name",
      { name: "w".repeat(46), deliveryLogs: {} },
      "name: got",
    ],
    ["without inputs", { inputs: [] }, "inputs: got none"],
    ["with a name that leaves no room for the run in the names of jobs", { name: "w".repeat(60) }, "name: "],
  ])("%s", (_what, props, message) => {
    expect(() => workflow(props, ownBucket)).toThrow(message);
  });

  test("for a bucket whose notifications are managed elsewhere, unless the user hands them over", () => {
    const existing = (manageNotifications: boolean) => () =>
      workflow({ s3Events: [{ location: raw }] }, (stack) => ({
        buckets: [LabelingBucket.fromBucketName(stack, "Raw", "acme-raw", { manageNotifications })],
      }));
    expect(existing(false)).toThrow(
      "s3Events[0]: the notifications of acme-raw are managed elsewhere. S3 keeps one",
    );
    expect(only(existing(true)().json, "aws_s3_bucket_notification")).toMatchObject({ bucket: "acme-raw" });
  });

  test("with an input topic beside an upstream workflow, or that workflow's label attribute name", () => {
    const chained =
      (props: Partial<StreamingWorkflowProps>, inputTopic?: (stack: TerraformStack) => ILabelingTopic) =>
      () =>
        synthesized((stack) => {
          const upstream = new StreamingWorkflow(stack, "First", { ...basics, labelAttributeName: "signs" });
          const more = { upstream, inputTopic: inputTopic?.(stack), ...props };
          new StreamingWorkflow(stack, "Second", { ...basics, name: "second", ...more });
        }, here);
    const topic = (stack: TerraformStack) => LabelingTopic.fromTopicArn(stack, "T", topicArn("x"));
    expect(chained({}, topic)).toThrow("inputTopic: got an input topic and an upstream workflow");
    expect(chained({ labelAttributeName: "signs" })).toThrow(
      'labelAttributeName: got "signs", which an upstream workflow writes already',
    );
    expect(chained({ labelAttributeName: "checked" })).not.toThrow();
  });

  test("with a label that any workflow further up writes, or as the eleventh of its chain", () => {
    const chain = (length: number, last: Partial<StreamingWorkflowProps> = {}) =>
      synthesized((stack) => {
        let upstream = new StreamingWorkflow(stack, "First", { ...basics, labelAttributeName: "signs" });
        for (let index = 1; index < length; index++) {
          const more = index === length - 1 ? last : {};
          const name = `more-${index}`;
          upstream = new StreamingWorkflow(stack, name, { ...basics, name, upstream, ...more });
        }
      }, here);
    expect(() => chain(3, { labelAttributeName: "signs" })).toThrow(
      'labelAttributeName: got "signs", which an upstream workflow writes already',
    );
    expect(() => chain(10)).not.toThrow();
    expect(() => chain(11)).toThrow(
      "upstream: makes this workflow the 11th of its chain, and each writes a label",
    );
  });
});

describe("a labeling topic", () => {
  test.each([
    [
      "acme.fifo",
      'name: got "acme.fifo"; Ground Truth makes standard queues and S3 cannot notify a FIFO topic',
    ],
    ["a topic", 'name: got "a topic"; a topic name has 1 to 256 letters'],
  ])("is not named %s", (topicName, message) => {
    const make = () =>
      synthesized((stack) => {
        const encryptionKey = LabelingKey.fromAlias(stack, "Key", "alias/acme");
        new LabelingTopic(stack, "Topic", { name: topicName, encryptionKey });
      });
    expect(make).toThrow(message);
  });

  test.each([
    [topicArn("x.fifo"), "only standard topics are allowed"],
    [`${topicArn("x")}:0b1c-subscription`, "the ARN of a topic is allowed"],
    ["x", "the ARN of a topic is allowed"],
  ])("is not found in %s", (arn, message) => {
    expect(() => synthesized((stack) => LabelingTopic.fromTopicArn(stack, "Topic", arn))).toThrow(message);
  });

  test("refuses AWS's own key, which S3 and Ground Truth have no right on", () => {
    expect(() => synthesized((stack) => LabelingKey.fromAlias(stack, "Key", "alias/aws/sns"))).toThrow(
      "a key that AWS manages",
    );
  });
});
