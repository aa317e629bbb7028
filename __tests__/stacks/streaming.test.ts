import { readFileSync } from "node:fs";
import { S3Location } from "../../lib/storage/s3-location";
import { join } from "node:path";
import { configSchema, synthesize, workflowStacks } from "../../stacks";
import { readLocatedConfig } from "../../stacks/config/read-config";
import type { ExampleChange } from "../example-stacks";
import { all, bySid, only, type TerraformJson } from "../synthesized";
import { addresses, example, outputs } from "./example-json";
import { account } from "../account";
import { inScratchFolder } from "../scratch-folder";

const config = { account };
const topicArn = (name: string) => `arn:aws:sns:eu-west-1:${account}:${name}`;

function changed(name: string, workflow: object): TerraformJson {
  return example(name, { config, workflow: workflow as ExampleChange["workflow"] });
}

/* Addresses are a contract: a change of one destroys the resource and makes it anew. */
describe("the addresses in a plan", () => {
  test("of a workflow that S3 events feed", () => {
    const plan = addresses(example("dashcam-signs"));
    expect(plan.filter((address) => /cloudwatch|sns|sqs|notification/.test(address))).toEqual([
      "aws_cloudwatch_metric_alarm.alarms_backlog",
      "aws_cloudwatch_metric_alarm.alarms_dead_letters",
      "aws_cloudwatch_metric_alarm.alarms_failed_deliveries-acme-dashcam-signs-input",
      "aws_cloudwatch_metric_alarm.alarms_failed_deliveries-acme-dashcam-signs-output",
      "aws_cloudwatch_metric_alarm.alarms_idle",
      "aws_cloudwatch_metric_alarm.alarms_oldest_object",
      "aws_s3_bucket_notification.acme-dashcam_notifications",
      "aws_sns_topic.alarms_topic",
      "aws_sns_topic.workflow_input_topic",
      "aws_sns_topic.workflow_output_topic",
      "aws_sns_topic_policy.alarms_topic_policy",
      "aws_sns_topic_policy.workflow_input_topic_policy",
      "aws_sns_topic_policy.workflow_output_topic_policy",
      "aws_sns_topic_subscription.answers_subscription",
      "aws_sqs_queue.answers",
      "aws_sqs_queue.answers_dead_letters",
      "aws_sqs_queue_policy.answers_dead_letters_policy",
      "aws_sqs_queue_policy.answers_policy",
      "aws_sqs_queue_redrive_allow_policy.answers_redrive_allow",
    ]);
  });

  test("of a workflow that applications feed", () => {
    expect(addresses(example("customer-letters"))).toEqual([
      "aws_iam_policy.execution_role_policy",
      "aws_iam_role.execution_role",
      "aws_iam_role_policy_attachment.execution_role_attachment",
      "aws_kms_alias.key_alias",
      "aws_kms_key.key",
      "aws_s3_bucket.acme-customer-letters",
      "aws_s3_bucket_lifecycle_configuration.acme-customer-letters_lifecycle",
      "aws_s3_bucket_ownership_controls.acme-customer-letters_ownership",
      "aws_s3_bucket_policy.acme-customer-letters_policy",
      "aws_s3_bucket_public_access_block.acme-customer-letters_public_access_block",
      "aws_s3_bucket_server_side_encryption_configuration.acme-customer-letters_encryption",
      "aws_s3_bucket_versioning.acme-customer-letters_versioning",
      "aws_sns_topic.workflow_input_topic",
      "aws_sns_topic.workflow_output_topic",
      "aws_sns_topic_policy.workflow_input_topic_policy",
      "aws_sns_topic_policy.workflow_output_topic_policy",
      "aws_sns_topic_subscription.answers_subscription",
      "aws_sqs_queue.answers",
      "aws_sqs_queue.answers_dead_letters",
      "aws_sqs_queue_policy.answers_dead_letters_policy",
      "aws_sqs_queue_policy.answers_policy",
      "aws_sqs_queue_redrive_allow_policy.answers_redrive_allow",
    ]);
  });

  test.each(["dashcam-signs", "customer-letters"])("of %s hide no policy", (name) => {
    const policies = Object.values(example(name).resource)
      .flatMap((resources) => Object.values(resources))
      .flatMap((resource) => Object.entries(resource))
      .filter(([key, value]) => /policy$/.test(key) && typeof value === "string");
    expect(policies.length).toBeGreaterThan(7);
    for (const [, policy] of policies) expect(policy).not.toContain("${aws_");
  });
});

describe("the outputs", () => {
  test("are what a person needs to make the job, to send objects and to get answers", () => {
    expect(outputs(example("dashcam-signs", { config }))).toEqual({
      execution_role_arn: `arn:aws:iam::${account}:role/acme-dashcam-signs-execution`,
      output_kms_key_arn: "${aws_kms_key.key.arn}",
      input_locations: ["s3://acme-dashcam/frames/", "s3://acme-dashcam/job/"],
      output_location: "s3://acme-dashcam-labels/",
      pre_human_task_lambda_arn: "arn:aws:lambda:eu-west-1:568282634449:function:PRE-BoundingBox",
      annotation_consolidation_lambda_arn: "arn:aws:lambda:eu-west-1:568282634449:function:ACS-BoundingBox",
      labeling_job_name: "dashcam-signs-1",
      label_attribute_name: "signs",
      input_topic_arn: topicArn("acme-dashcam-signs-input"),
      output_topic_arn: topicArn("acme-dashcam-signs-output"),
      ground_truth_queue_name: "GroundTruth-dashcam-signs-1",
      publish_command:
        `aws sns publish --region eu-west-1 --topic-arn ${topicArn("acme-dashcam-signs-input")} ` +
        `--message '{"source-ref":"s3://acme-dashcam/frames/object"}'`,
      answer_queue_url: "${aws_sqs_queue.answers.url}",
      dead_letter_queue_url: "${aws_sqs_queue.answers_dead_letters.url}",
      alarm_topic_arn: topicArn("acme-dashcam-signs-alarms"),
    });
  });

  test("name the beginning of job names where each run has its own, and send text as it is", () => {
    expect(outputs(example("customer-letters", { config }))).toMatchObject({
      labeling_job_name_prefix: "acme-customer-letters-",
      ground_truth_queue_name: "GroundTruth-acme-customer-letters-*",
      publish_command: expect.stringMatching(/ --message '\{"source":"The text to label\."\}'$/),
    });
  });

  test("name the worker UI that AWS hosts", () => {
    expect(outputs(changed("customer-letters", { taskType: "NamedEntityRecognition" }))).toMatchObject({
      human_task_ui_arn: expect.stringContaining(":human-task-ui/NamedEntityRecognition"),
    });
  });

  test("keep a location with an apostrophe in one word of the shell", () => {
    const json = changed("dashcam-signs", {
      inputs: [S3Location.parse("s3://acme-dashcam/ann's/")],
      s3Events: undefined,
    });
    expect(outputs(json).publish_command).toContain(`'{"source-ref":"s3://acme-dashcam/ann'\\''s/object"}'`);
  });

  test("tell what is left to do for existing topics, their keys and queues", () => {
    const queue = `arn:aws:sqs:eu-west-1:${account}:old`;
    const json = changed("dashcam-signs", {
      inputTopic: { existing: topicArn("frames"), encryptionKey: { existing: "alias/frames" } },
      answers: { subscribeQueues: [queue], subscribeFunctions: [] },
      alarms: { topic: { existing: topicArn("on-call") } },
    });
    const required = outputs(json) as Record<string, Record<string, string>>;
    const sids = (output: string) =>
      Object.entries(required[output]!).map(([name, list]) => [
        name,
        (JSON.parse(list) as { Sid: string }[]).map(({ Sid }) => Sid),
      ]);
    expect(sids("required_topic_policy_statements")).toEqual([
      [topicArn("frames"), ["AllowS3Events"]],
      [topicArn("on-call"), ["AllowAlarms"]],
    ]);
    expect(sids("required_key_policy_statements")).toEqual([["alias/frames", ["AllowS3Events"]]]);
    expect(sids("required_queue_policy_statements")).toEqual([[queue, ["AllowTopic"]]]);
    expect(all(json, "aws_sns_topic").map(({ name }) => name)).toEqual(["acme-dashcam-signs-output"]);
  });

  test("have a description each", () => {
    for (const output of Object.values(example("dashcam-signs").output!))
      expect(output.description).toMatch(/\w/);
  });
});

describe("a streaming stack by the configuration", () => {
  test("tells the topic of new objects with this ending, after the topic lets S3 in", () => {
    expect(only(example("dashcam-signs", { config }), "aws_s3_bucket_notification")).toMatchObject({
      topic: [{ events: ["s3:ObjectCreated:*"], filter_prefix: "frames/", filter_suffix: ".jpg" }],
      depends_on: ["aws_sns_topic_policy.workflow_input_topic_policy"],
    });
  });

  test("logs the deliveries of its two topics", () => {
    const { aws_sns_topic: topics, aws_iam_role: roles } = changed("dashcam-signs", {
      deliveryLogs: { successSampleRate: 5 },
    }).resource;
    const logged = (topic: string) => ({
      sqs_failure_feedback_role_arn: `arn:aws:iam::${account}:role/acme-dashcam-signs-${topic}-delivery-logs`,
      lambda_success_feedback_sample_rate: 5,
    });
    expect(topics).toMatchObject({
      workflow_input_topic: logged("input"),
      workflow_output_topic: logged("output"),
    });
    expect(topics!.alarms_topic).not.toHaveProperty("sqs_failure_feedback_role_arn");
    expect(Object.keys(roles!)).toEqual([
      "execution_role",
      "workflow_input_topic_delivery_logs",
      "workflow_output_topic_delivery_logs",
    ]);
  });

  test("names publishers in the topic's policy and the key's, and consumers in the key's", () => {
    const letters = example("customer-letters", {
      config,
      workflow: {
        answers: {
          queue: { consumers: [`arn:aws:iam::${account}:role/reader`] },
          subscribeQueues: [],
          subscribeFunctions: [],
        },
      },
    });
    const letterBox = { Principal: { AWS: `arn:aws:iam::${account}:role/letter-box` } };
    const input = letters.resource.aws_sns_topic_policy!.workflow_input_topic_policy!;
    expect(bySid(input.policy)).toMatchObject({ AllowNamedPublishers: letterBox });
    expect(bySid(only(letters, "aws_kms_key").policy)).toMatchObject({
      AllowPublishersThroughSns: letterBox,
      AllowConsumersThroughSqs: { Principal: { AWS: `arn:aws:iam::${account}:role/reader` } },
    });
  });

  test("passes the options of the answer queue and of alarms on", () => {
    const json = changed("dashcam-signs", {
      answers: {
        queue: {
          name: "signs",
          rawMessageDelivery: true,
          maxReceiveCount: 3,
          messageRetentionSeconds: 172800,
          visibilityTimeoutSeconds: 60,
        },
        subscribeQueues: [],
        subscribeFunctions: [`arn:aws:lambda:eu-west-1:${account}:function:import:live`],
      },
      alarms: { oldestMessageDays: 3, backlog: 7, idleDays: 2, deadLetters: 4, failedDeliveries: 9 },
    });
    const { answers } = json.resource.aws_sqs_queue!;
    expect(answers).toMatchObject({
      name: "signs",
      message_retention_seconds: 172_800,
      visibility_timeout_seconds: 60,
      redrive_policy: expect.stringContaining('"maxReceiveCount":3'),
    });
    const subscriptions = json.resource.aws_sns_topic_subscription!;
    expect(subscriptions).toMatchObject({
      answers_subscription: { raw_message_delivery: true },
      "to-function_import_live": { protocol: "lambda" },
    });
    const alarms = json.resource.aws_cloudwatch_metric_alarm!;
    expect(alarms).toMatchObject({
      alarms_oldest_object: { threshold: 259_200 },
      alarms_backlog: { threshold: 7 },
      alarms_idle: { evaluation_periods: 2 },
      alarms_dead_letters: { threshold: 4 },
      "alarms_failed_deliveries-acme-dashcam-signs-input": { threshold: 9 },
    });
  });

  test("watches no queue of Ground Truth's whose name nobody knows yet", () => {
    const { aws_cloudwatch_metric_alarm: alarms } = changed("customer-letters", { alarms: {} }).resource;
    expect(Object.keys(alarms!)).toEqual([
      "alarms_dead_letters",
      "alarms_failed_deliveries-acme-customer-letters-input",
      "alarms_failed_deliveries-acme-customer-letters-output",
    ]);
  });
});

const a = {
  name: "a",
  type: "streaming",
  taskType: "BoundingBox",
  inputs: ["s3://acme-raw/"],
  output: "s3://acme-a/",
};
const b = { ...a, name: "b", output: "s3://acme-b/", upstream: "a" };

interface Written {
  readonly stacks: Readonly<Record<string, TerraformJson>>;
  readonly manifest: Readonly<
    Record<string, { readonly dependencies: string[]; readonly annotations: { message: string }[] }>
  >;
}

/** What is written for workflows that know of each other. */
function written(...workflows: object[]): Written {
  return inScratchFolder((outdir) => {
    const all = configSchema.parse({ namePrefix: "acme", region: "eu-west-1", account, workflows });
    synthesize(all, outdir, workflowStacks);
    const json = (...path: string[]) => JSON.parse(readFileSync(join(outdir, ...path), "utf8")) as never;
    const stacks = all.workflows.map(({ name }) => [name, json("stacks", name, "cdk.tf.json")] as const);
    const { stacks: manifest } = json("manifest.json") as { stacks: Written["manifest"] };
    return { stacks: Object.fromEntries(stacks), manifest };
  });
}

describe("a chain of workflows", () => {
  const { stacks, manifest } = written(b, a);

  test("hands the answers of one to the next, by a topic that each stack names by its ARN", () => {
    const topic = topicArn("acme-a-output");
    expect(outputs(stacks.a!).output_topic_arn).toBe(topic);
    expect(outputs(stacks.b!)).toMatchObject({ input_topic_arn: topic });
    expect(bySid(only(stacks.b!, "aws_iam_policy").policy).StreamingTopicSubscribe).toMatchObject({
      Resource: topic,
    });
    expect(all(stacks.b!, "aws_sns_topic").map(({ name }) => name)).toEqual(["acme-b-output"]);
  });

  test("is deployed from its beginning", () => {
    expect(manifest.b!.dependencies).toEqual(["a"]);
    expect(manifest.a!.dependencies).toEqual([]);
    expect(JSON.stringify(stacks)).not.toContain("terraform_remote_state");
  });

  test("lets nobody else send to the second, so that no command says how to", () => {
    expect(outputs(stacks.b!)).not.toHaveProperty("publish_command");
    expect(outputs(stacks.b!)).not.toHaveProperty("required_topic_policy_statements");
  });

  test("goes by the existing topic where the first one has one", () => {
    const labels = topicArn("labels");
    const chain = written(b, { ...a, outputTopic: { existing: labels } });
    expect(outputs(chain.stacks.b!).input_topic_arn).toBe(labels);
  });
});

describe("a warning that nobody subscribes to the answers", () => {
  const warnings = (name: string, ...workflows: object[]) =>
    written(...workflows)
      .manifest[name]!.annotations.map(({ message }) => message)
      .filter((message) => message.includes("Nobody subscribes"));

  test("is given once for the last workflow of a chain, and not for the others", () => {
    expect(warnings("b", a, b)).toEqual([
      expect.stringMatching(
        /^Nobody subscribes to acme-b-output: answers reach S3 only\. Add an answer queue/,
      ),
    ]);
    expect(warnings("a", a, b)).toEqual([]);
  });

  test.each([
    ["a queue", { answers: { queue: {} } }],
    ["an existing queue", { answers: { subscribeQueues: [`arn:aws:sqs:eu-west-1:${account}:old`] } }],
    [
      "an existing function",
      { answers: { subscribeFunctions: [`arn:aws:lambda:eu-west-1:${account}:function:f`] } },
    ],
    ["a topic that others may subscribe to", { outputTopic: { existing: topicArn("labels") } }],
  ])("is not given with %s", (_, change) => {
    expect(warnings("a", { ...a, ...change })).toEqual([]);
  });
});

describe("what only the constructs can tell", () => {
  test.each([
    [
      "S3 events for text",
      "customer-letters",
      { s3Events: [{ location: S3Location.parse("s3://acme-customer-letters/job/") }] },
      "workflows[0].s3Events: got it for TextClassificationMultiLabel; text comes in over the topic only",
    ],
    [
      "an output inside the place whose events count",
      "dashcam-signs",
      {
        output: S3Location.parse("s3://acme-dashcam/frames/labels/"),
        buckets: { create: [{ name: "acme-dashcam" }], existing: [] },
      },
      "workflows[0].s3Events[0]: the output s3://acme-dashcam/frames/labels/ and s3://acme-dashcam/frames/ lie one in the other",
    ],
    [
      "events of a place that the role may not read",
      "dashcam-signs",
      { s3Events: [{ location: S3Location.parse("s3://acme-dashcam/else/") }] },
      "workflows[0].s3Events[0]: got s3://acme-dashcam/else/, which the role may not read",
    ],
    [
      "a bucket whose notifications are managed elsewhere",
      "dashcam-signs",
      { buckets: { create: [], existing: [{ name: "acme-dashcam", manageCors: false }] } },
      "workflows[0].s3Events[0]: the notifications of acme-dashcam are managed elsewhere",
    ],
    [
      "an answer queue with the name of one of Ground Truth's",
      "customer-letters",
      { answers: { queue: { name: "GroundTruth-x" } } },
      'workflows[0].answers.queue.name: got "GroundTruth-x"; names that begin so',
    ],
    [
      "a queue of another account",
      "customer-letters",
      { answers: { subscribeQueues: ["arn:aws:sqs:eu-west-1:444455556666:q"] } },
      'workflows[0].answers.subscribeQueues[0]: got "arn:aws:sqs:eu-west-1:444455556666:q", which is in the account 444455556666',
    ],
    [
      "a function of another region",
      "customer-letters",
      { answers: { subscribeFunctions: ["arn:aws:lambda:us-east-1:111122223333:function:f"] } },
      "workflows[0].answers.subscribeFunctions[0]: got",
    ],
    [
      "a queue for the answers of another account's topic",
      "customer-letters",
      { outputTopic: { existing: "arn:aws:sns:eu-west-1:444455556666:labels" } },
      "workflows[0].outputTopic.existing: got",
    ],
  ])("is refused by its place in the configuration: %s", (_what, name, workflow, message) => {
    expect(() => changed(name, workflow)).toThrow(message);
  });
});

describe("S3 events and files, as S3 takes them", () => {
  const built = (name: string) => {
    const { config, places } = readLocatedConfig(join(__dirname, "..", "cases", `${name}.yaml`));
    return inScratchFolder((folder) => {
      synthesize(config, join(folder, "out"), workflowStacks, places);
      const [stack] = config.workflows;
      const json = join(folder, "out", "stacks", stack!.name, "cdk.tf.json");
      return JSON.parse(readFileSync(json, "utf8")) as TerraformJson;
    });
  };

  test.each(["ov1", "overlapping"])("%s: events of which an object could match two are refused", (name) => {
    expect(() => built(`31-output-inside-events-${name}`)).toThrow(
      /yaml:\d+:\d+ workflows\[0\]\.s3Events\[1\]: overlaps with s3Events\[0\]/,
    );
  });

  test("events whose suffixes end differently pass", () => {
    const notification = only(built("31-output-inside-events-ov2"), "aws_s3_bucket_notification");
    expect(notification.topic).toMatchObject([{ filter_suffix: ".jpg" }, { filter_suffix: ".png" }]);
  });

  test("a file among the inputs is read, and nothing whose name begins like it", () => {
    const json = built("30-manifest-file-as-input");
    const policies = all(json, "aws_iam_policy")
      .map(({ policy }) => String(policy))
      .join("\n");
    for (const file of ["input.manifest", "categories.json", "template.liquid.html"]) {
      expect(policies).toContain(`arn:aws:s3:::acme-in/job/${file}"`);
    }
    expect(policies).not.toMatch(/job\/[a-z.]+[/*]/);
  });
});
