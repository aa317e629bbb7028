import type { TerraformStack } from "cdktf";
import {
  BuiltInTaskType,
  ExecutionRole,
  type ILabelingKey,
  LabelingBucket,
  LabelingKey,
  PermissionStyle,
  S3Location,
  StreamingWorkflow,
} from "../../lib";
import { AnswerQueue } from "../../lib/streaming/answer-queue";
import { exampleStack } from "../example-stacks";
import { synthesized } from "../synthesized";
import { deployedStack, type DeployedStack } from "./harness/deployed";
import { everything, type Principal } from "./harness/principal";
import { Program } from "./harness/program";
import { mayAssume, mayDo, mayNotAssume, mayNotDo, type Target } from "./harness/sentences";
import { account, here, region } from "../account";

/*
 * Who can do what with the topics, queues and keys of streaming workflows. Each denied case stands beside the allowed
 * case that it is the neighbour of.
 */
const other = "444455556666";

const topicArn = (name: string, of = account, at = region) => `arn:aws:sns:${at}:${of}:${name}`;
const queueArn = (name: string, of = account, at = region) => `arn:aws:sqs:${at}:${of}:${name}`;
const bucketArn = (name: string) => `arn:aws:s3:::${name}`;
const through = (service: string, at = region) => ({ "kms:ViaService": `${service}.${at}.amazonaws.com` });
const linking = (endpoint: string, protocol = "sqs") => ({
  "sns:Protocol": protocol,
  "sns:Endpoint": endpoint,
});
/** What a service says of the resource that it works for. */
const onBehalfOf = (arn: string, of: string | undefined = account) => ({
  "aws:SourceArn": arn,
  "aws:SourceAccount": of,
});
const withoutTls = { "aws:SecureTransport": "false" };
const foreignKey = `arn:aws:kms:${region}:${account}:key/0f0f0f0f-1111-2222-3333-444455556666`;

/**
 * Street signs are photographed, labeled in one job of a fixed name, and then read in jobs that are named by the run.
 * Each workflow has a key of its own.
 */
function streets(style: PermissionStyle): DeployedStack {
  const json = synthesized((stack) => {
    const key = new LabelingKey(stack, "SignsKey", { alias: "alias/signs" });
    const raw = new LabelingBucket(stack, "Raw", { name: "acme-signs-raw", encryptionKey: key });
    const labels = new LabelingBucket(stack, "Labels", {
      name: "acme-signs-labels",
      encryptionKey: key,
    });
    const role = (name: string) => new ExecutionRole(stack, name, { name: name, permissions: { style } });
    const signs = new StreamingWorkflow(stack, "Signs", {
      name: "signs",
      taskType: BuiltInTaskType.BOUNDING_BOX,
      labelingJobName: "Street-Signs",
      inputs: [raw.location("images/"), raw.location("job/")],
      output: labels.location("boxes/"),
      buckets: [raw, labels],
      encryptionKey: key,
      executionRole: role("signs-execution"),
      s3Events: [{ location: raw.location("images/"), suffix: ".jpg" }],
    });
    const texts = new StreamingWorkflow(stack, "Texts", {
      name: "texts",
      taskType: BuiltInTaskType.IMAGE_CLASSIFICATION_SINGLE_LABEL,
      inputs: [raw.location("images/"), labels.location("boxes/")],
      output: S3Location.parse("s3://acme-texts/labels/"),
      executionRole: role("texts-execution"),
      buckets: [raw, labels],
      upstream: signs,
    });
    const answers = new AnswerQueue(stack, "Answers", {
      name: "signs-answers",
      topic: signs.outputTopic,
      encryptionKey: key,
    });
    answers.grantConsume(new Program(stack, "reader"));
    answers.grantRedrive(new Program(stack, "mechanic"));
    signs.inputTopic.grantPublish(new Program(stack, "camera"));
    texts.outputTopic.grantPublish(new Program(stack, "editor"));
  }, here);
  return deployedStack(JSON.stringify(json), here);
}

const raw = bucketArn("acme-signs-raw");
const labels = bucketArn("acme-signs-labels");
const input = topicArn("signs-input");
const output = topicArn("signs-output");
const textsOutput = topicArn("texts-output");
const waiting = queueArn("GroundTruth-street-signs");
const answers = queueArn("signs-answers");
const discarded = queueArn("signs-answers-dead-letters");

describe("least privilege", () => {
  const deployed = streets(PermissionStyle.LEAST_PRIVILEGE);
  const key = deployed.key("alias/signs");
  const textsKey = deployed.key("alias/texts");
  const s3 = deployed.service("s3.amazonaws.com");
  const sns = deployed.service("sns.amazonaws.com");
  const admin = deployed.anotherRole("admin", everything);
  const camera = deployed.role("camera");
  const reader = deployed.role("reader");
  const mechanic = deployed.role("mechanic");

  describe("the execution role of a job with a fixed name", () => {
    const role = deployed.role("signs-execution");

    describe("on the queue of the job", () => {
      mayDo(role, [
        ["make it, named after the job in lower case", "sqs:CreateQueue", waiting],
        ["let the topic send to it", "sqs:SetQueueAttributes", waiting],
        ["look it up by name", "sqs:GetQueueUrl", waiting],
        ["see how long it is", "sqs:GetQueueAttributes", waiting],
        ["receive a waiting object", "sqs:ReceiveMessage", waiting],
        ["put an object back", "sqs:SendMessage", waiting],
        ["take an object off", "sqs:DeleteMessage", waiting],
      ]);
      mayNotDo(role, [
        ["make a queue named in capitals", "sqs:CreateQueue", queueArn("GroundTruth-Street-Signs")],
        [
          "make the queue of a job that this name is a prefix of",
          "sqs:CreateQueue",
          queueArn("GroundTruth-street-signs-2"),
        ],
        [
          "let others send to the queue of a job that this name is a prefix of",
          "sqs:SetQueueAttributes",
          queueArn("GroundTruth-street-signs-2"),
        ],
        ["look up the queue of a job with a shorter name", "sqs:GetQueueUrl", queueArn("GroundTruth-street")],
        ["see how long another job's queue is", "sqs:GetQueueAttributes", queueArn("GroundTruth-texts-1")],
        ["receive objects of another job", "sqs:ReceiveMessage", queueArn("GroundTruth-texts-1")],
        ["put an object into another job's queue", "sqs:SendMessage", queueArn("GroundTruth-texts-1")],
        ["take objects off another job's queue", "sqs:DeleteMessage", queueArn("GroundTruth-texts-1")],
        ["receive from a queue of the application", "sqs:ReceiveMessage", queueArn("orders")],
        ["make a queue without the prefix", "sqs:CreateQueue", queueArn("street-signs")],
        ["make a queue in another region", "sqs:CreateQueue", waiting.replace(region, "us-east-1")],
        [
          "receive from its name in another region",
          "sqs:ReceiveMessage",
          waiting.replace(region, "us-east-1"),
        ],
        ["receive from its name in another account", "sqs:ReceiveMessage", waiting.replace(account, other)],
        ["send to its name in another account", "sqs:SendMessage", waiting.replace(account, other)],
        ["delete it", "sqs:DeleteQueue", waiting],
        ["empty it", "sqs:PurgeQueue", waiting],
        ["open it to others by a permission", "sqs:AddPermission", waiting],
        ["hide objects for longer", "sqs:ChangeMessageVisibility", waiting],
        ["tag it", "sqs:TagQueue", waiting],
        ["move its messages elsewhere", "sqs:StartMessageMoveTask", waiting],
        ["see which queues there are", "sqs:ListQueues", "*"],
      ]);
    });

    describe("on the input topic", () => {
      mayDo(role, [
        ["subscribe the job's queue", "sns:Subscribe", input, linking(waiting)],
        ["unlink the job's queue", "sns:Unsubscribe", "*"],
      ]);
      mayNotDo(role, [
        ["subscribe another queue", "sns:Subscribe", input, linking(queueArn("orders"))],
        [
          "subscribe the queue of another job",
          "sns:Subscribe",
          input,
          linking(queueArn("GroundTruth-texts-1")),
        ],
        [
          "subscribe the queue of a job that this name is a prefix of",
          "sns:Subscribe",
          input,
          linking(queueArn("GroundTruth-street-signs-2")),
        ],
        [
          "subscribe a queue of another account",
          "sns:Subscribe",
          input,
          linking(waiting.replace(account, other)),
        ],
        [
          "subscribe a queue of another region",
          "sns:Subscribe",
          input,
          linking(waiting.replace(region, "us-east-1")),
        ],
        [
          "subscribe a topic as if it were a queue",
          "sns:Subscribe",
          input,
          linking(topicArn("GroundTruth-street-signs")),
        ],
        ["subscribe a web address", "sns:Subscribe", input, linking("https://evil.example/", "https")],
        [
          "subscribe a web address without TLS",
          "sns:Subscribe",
          input,
          linking("http://evil.example/", "http"),
        ],
        ["subscribe the queue's ARN as a web address", "sns:Subscribe", input, linking(waiting, "https")],
        ["subscribe a mail address", "sns:Subscribe", input, linking("a@evil.example", "email")],
        ["subscribe a telephone", "sns:Subscribe", input, linking("+447700900000", "sms")],
        [
          "subscribe a function",
          "sns:Subscribe",
          input,
          linking(`arn:aws:lambda:${region}:${account}:function:x`, "lambda"),
        ],
        ["subscribe somebody whom it does not name", "sns:Subscribe", input],
        ["publish to it", "sns:Publish", input],
        ["confirm a subscription", "sns:ConfirmSubscription", input],
        ["see who is subscribed", "sns:ListSubscriptionsByTopic", input],
        ["change its policy", "sns:SetTopicAttributes", input],
        ["open it by a permission", "sns:AddPermission", input],
        ["delete it", "sns:DeleteTopic", input],
        ["make a topic", "sns:CreateTopic", topicArn("new")],
      ]);
    });

    describe("on the output topic and others", () => {
      mayDo(role, [["publish an answer", "sns:Publish", output]]);
      mayNotDo(role, [
        ["publish an answer without TLS", "sns:Publish", output, withoutTls],
        ["subscribe its queue to its own answers", "sns:Subscribe", output, linking(waiting)],
        ["publish to the output topic of the next workflow", "sns:Publish", textsOutput],
        ["publish to a topic whose name begins alike", "sns:Publish", topicArn("signs-output-2")],
        [
          "publish to its name in another region",
          "sns:Publish",
          topicArn("signs-output", account, "us-east-1"),
        ],
        ["publish to its name in another account", "sns:Publish", topicArn("signs-output", other)],
        ["publish to a topic of the application", "sns:Publish", topicArn("orders")],
        ["subscribe its queue to another topic", "sns:Subscribe", topicArn("orders"), linking(waiting)],
        ["change the output topic's policy", "sns:SetTopicAttributes", output],
        ["delete the output topic", "sns:DeleteTopic", output],
      ]);
    });

    describe("on the key and the data", () => {
      mayDo(role, [
        ["seal an answer through SNS", "kms:GenerateDataKey", key, through("sns")],
        ["decrypt through SNS, as publishing asks", "kms:Decrypt", key, through("sns")],
        ["encrypt an answer in S3", "kms:GenerateDataKey", key, through("s3")],
        ["read a new image", "s3:GetObject", `${raw}/images/0001.jpg`],
        ["decrypt a new image", "kms:Decrypt", key, through("s3")],
        ["list the images", "s3:ListBucket", raw, { "s3:prefix": "images/" }],
        ["look up the bucket's region", "s3:GetBucketLocation", raw],
        ["read an answer again", "s3:GetObject", `${labels}/boxes/Street-Signs/output.manifest`],
        ["give up a broken upload", "s3:AbortMultipartUpload", `${labels}/boxes/Street-Signs/x.json`],
        ["put a metric", "cloudwatch:PutMetricData", "*"],
        [
          "write the job's log",
          "logs:PutLogEvents",
          `arn:aws:logs:${region}:${account}:log-group:/aws/sagemaker/LabelingJobs:log-stream:Street-Signs`,
        ],
        ["read the job's template", "s3:GetObject", `${raw}/job/template.liquid.html`],
        ["write an answer", "s3:PutObject", `${labels}/boxes/Street-Signs/output.manifest`],
      ]);
      mayNotDo(role, [
        ["seal with the next workflow's key", "kms:GenerateDataKey", textsKey, through("sns")],
        ["open what the next workflow writes", "kms:Decrypt", textsKey, through("sns")],
        ["seal with a key that it was not given", "kms:GenerateDataKey", foreignKey, through("sns")],
        ["lend the key", "kms:CreateGrant", key],
        ["write into the folder whose objects are announced", "s3:PutObject", `${raw}/images/0001.jpg`],
        ["redirect the announcements", "s3:PutBucketNotification", raw],
        ["read a folder beside", "s3:GetObject", `${raw}/images-private/0001.jpg`],
        ["write beside the output", "s3:PutObject", `${labels}/masks/x.json`],
      ]);
    });

    describe("in other hands", () => {
      mayAssume(role, [["Ground Truth", deployed.service("sagemaker.amazonaws.com")]]);
      mayNotAssume(role, [
        ["SNS", sns],
        ["SQS", deployed.service("sqs.amazonaws.com")],
        ["S3", s3],
        ["the program that publishes", camera],
        ["the program that reads answers", reader],
        ["the role of the next workflow", deployed.role("texts-execution")],
        ["another account", deployed.outsider(other)],
      ]);
    });
  });

  describe("the execution role of the next workflow, whose jobs are named by the run", () => {
    const role = deployed.role("texts-execution");
    const run = queueArn("GroundTruth-texts-20261122");

    mayDo(role, [
      ["make the queue of a run", "sqs:CreateQueue", run],
      ["let the topic send to the queue of a run", "sqs:SetQueueAttributes", run],
      ["look up the queue of a run", "sqs:GetQueueUrl", run],
      ["see how long the queue of a run is", "sqs:GetQueueAttributes", run],
      ["receive a waiting object of a run", "sqs:ReceiveMessage", run],
      ["put an object of a run back", "sqs:SendMessage", run],
      ["take an object of a run off", "sqs:DeleteMessage", run],
      ["unlink the queue of a run", "sns:Unsubscribe", "*"],
      ["write its answers", "s3:PutObject", "arn:aws:s3:::acme-texts/labels/texts-20261122/output.manifest"],
      ["read the images too", "s3:GetObject", `${raw}/images/0001.jpg`],
      ["decrypt through SNS, as publishing asks", "kms:Decrypt", textsKey, through("sns")],
      ["subscribe the queue of a run to the first workflow's answers", "sns:Subscribe", output, linking(run)],
      ["publish to its own output topic", "sns:Publish", textsOutput],
      ["seal its answers", "kms:GenerateDataKey", textsKey, through("sns")],
      [
        "read the first workflow's answers in S3",
        "s3:GetObject",
        `${labels}/boxes/Street-Signs/output.manifest`,
      ],
      ["decrypt the first workflow's answers in S3", "kms:Decrypt", key, through("s3")],
    ]);
    mayNotDo(role, [
      ["publish to the first workflow's output topic", "sns:Publish", output],
      ["publish to the first workflow's input topic", "sns:Publish", input],
      ["subscribe its queue to the first workflow's input", "sns:Subscribe", input, linking(run)],
      ["subscribe the first job's queue to the answers", "sns:Subscribe", output, linking(waiting)],
      [
        "subscribe a web address to the answers",
        "sns:Subscribe",
        output,
        linking("https://evil.example/", "https"),
      ],
      [
        "subscribe the queue of a run in another account",
        "sns:Subscribe",
        output,
        linking(run.replace(account, other)),
      ],
      ["subscribe its queue to its own answers", "sns:Subscribe", textsOutput, linking(run)],
      ["receive from the first job's queue", "sqs:ReceiveMessage", waiting],
      ["receive from the first workflow's answer queue", "sqs:ReceiveMessage", answers],
      ["make a queue named after the workflow alone", "sqs:CreateQueue", queueArn("GroundTruth-texts")],
      [
        "make the queue of a workflow whose name begins alike",
        "sqs:CreateQueue",
        queueArn("GroundTruth-texts2-20261122"),
      ],
      ["make a run's queue in another region", "sqs:CreateQueue", run.replace(region, "us-east-1")],
      ["seal messages with the first workflow's key", "kms:GenerateDataKey", key, through("sns")],
      ["encrypt with the first workflow's key", "kms:Encrypt", key],
      ["change the first workflow's answers", "s3:PutObject", `${labels}/boxes/Street-Signs/output.manifest`],
    ]);
  });

  describe("a publisher of data objects", () => {
    mayDo(camera, [
      ["publish to the input topic", "sns:Publish", input],
      ["seal messages with the key, through SNS", "kms:GenerateDataKey", key, through("sns")],
      [
        "seal messages without seeing the data key",
        "kms:GenerateDataKeyWithoutPlaintext",
        key,
        through("sns"),
      ],
      ["decrypt through SNS, as publishing asks", "kms:Decrypt", key, through("sns")],
    ]);
    mayNotDo(camera, [
      ["publish without TLS", "sns:Publish", input, withoutTls],
      ["publish to the output topic", "sns:Publish", output],
      ["publish to the next workflow's output topic", "sns:Publish", textsOutput],
      ["publish to a topic whose name begins alike", "sns:Publish", topicArn("signs-input-2")],
      [
        "publish to the topic's name in another region",
        "sns:Publish",
        topicArn("signs-input", account, "us-east-1"),
      ],
      ["publish to the topic's name in another account", "sns:Publish", topicArn("signs-input", other)],
      ["subscribe a queue to the input", "sns:Subscribe", input, linking(queueArn("copy"))],
      ["subscribe the job's queue", "sns:Subscribe", input, linking(waiting)],
      ["see who is subscribed", "sns:ListSubscriptionsByTopic", input],
      ["change the topic's policy", "sns:SetTopicAttributes", input],
      ["read the job's queue", "sqs:ReceiveMessage", waiting],
      ["send to the job's queue past the topic", "sqs:SendMessage", waiting],
      ["read the answers", "sqs:ReceiveMessage", answers],
      ["take answers off", "sqs:DeleteMessage", answers],
      ["send to the answer queue past the topic", "sqs:SendMessage", answers],
      ["read the dead letters", "sqs:ReceiveMessage", discarded],
      ["use the key by itself", "kms:Decrypt", key],
      ["ask for a data key by itself", "kms:GenerateDataKey", key],
      ["decrypt what lies in the queue", "kms:Decrypt", key, through("sqs")],
      ["decrypt the images", "kms:Decrypt", key, through("s3")],
      ["decrypt through SNS of another region", "kms:Decrypt", key, through("sns", "us-east-1")],
      ["encrypt with the key", "kms:Encrypt", key, through("sns")],
      ["lend the key", "kms:CreateGrant", key, through("sns")],
      ["seal with the next workflow's key", "kms:GenerateDataKey", textsKey, through("sns")],
      ["read an image", "s3:GetObject", `${raw}/images/0001.jpg`],
    ]);
    const editor = deployed.role("editor");
    mayDo(editor, [
      ["publish to the topic that it was granted, of another workflow", "sns:Publish", textsOutput],
      ["seal that topic's messages", "kms:GenerateDataKey", textsKey, through("sns")],
      ["decrypt with that topic's key", "kms:Decrypt", textsKey, through("sns")],
    ]);
    mayNotDo(editor, [
      ["publish to the first workflow's input", "sns:Publish", input],
      ["seal messages of the first workflow", "kms:GenerateDataKey", key, through("sns")],
    ]);
  });

  describe("a reader of answers", () => {
    mayDo(reader, [
      ["receive an answer", "sqs:ReceiveMessage", answers],
      ["take an answer off", "sqs:DeleteMessage", answers],
      ["keep an answer for longer", "sqs:ChangeMessageVisibility", answers],
      ["see how many answers wait", "sqs:GetQueueAttributes", answers],
      ["look the queue up by name", "sqs:GetQueueUrl", answers],
      ["decrypt an answer, through SQS", "kms:Decrypt", key, through("sqs")],
    ]);
    mayNotDo(reader, [
      ["receive an answer without TLS", "sqs:ReceiveMessage", answers, withoutTls],
      ["take an answer off without TLS", "sqs:DeleteMessage", answers, withoutTls],
      ["send to the answer queue", "sqs:SendMessage", answers],
      ["empty the answer queue", "sqs:PurgeQueue", answers],
      ["delete the answer queue", "sqs:DeleteQueue", answers],
      ["open the answer queue to others", "sqs:AddPermission", answers],
      ["change the answer queue's policy", "sqs:SetQueueAttributes", answers],
      ["read a queue whose name begins alike", "sqs:ReceiveMessage", queueArn("signs-answers-2")],
      ["read the queue's name in another region", "sqs:ReceiveMessage", answers.replace(region, "us-east-1")],
      ["read the queue's name in another account", "sqs:ReceiveMessage", answers.replace(account, other)],
      ["read the job's queue", "sqs:ReceiveMessage", waiting],
      ["publish to the output topic", "sns:Publish", output],
      ["publish to the input topic", "sns:Publish", input],
      ["subscribe another queue to the answers", "sns:Subscribe", output, linking(queueArn("copy"))],
      ["use the key by itself", "kms:Decrypt", key],
      ["seal with the key, through SQS", "kms:GenerateDataKey", key, through("sqs")],
      ["decrypt through SNS", "kms:Decrypt", key, through("sns")],
      ["decrypt the labels in S3", "kms:Decrypt", key, through("s3")],
      ["decrypt through SQS of another region", "kms:Decrypt", key, through("sqs", "us-east-1")],
      ["decrypt with the next workflow's key", "kms:Decrypt", textsKey, through("sqs")],
    ]);
  });

  describe("whoever looks after dead letters", () => {
    mayDo(mechanic, [
      ["have SQS move dead letters back", "sqs:StartMessageMoveTask", discarded],
      ["have SQS put them into the queue", "sqs:SendMessage", answers],
      ["see how far it is", "sqs:ListMessageMoveTasks", discarded],
      ["call it off", "sqs:CancelMessageMoveTask", discarded],
      ["read a dead letter", "sqs:ReceiveMessage", discarded],
      ["delete a dead letter", "sqs:DeleteMessage", discarded],
      ["see how many there are", "sqs:GetQueueAttributes", discarded],
      ["see whose they are", "sqs:ListDeadLetterSourceQueues", discarded],
      ["decrypt a dead letter, through SQS", "kms:Decrypt", key, through("sqs")],
      ["seal it for the queue again, through SQS", "kms:GenerateDataKey", key, through("sqs")],
    ]);
    mayNotDo(mechanic, [
      ["read a dead letter without TLS", "sqs:ReceiveMessage", discarded, withoutTls],
      ["move dead letters back without TLS", "sqs:StartMessageMoveTask", discarded, withoutTls],
      ["put into the queue without TLS", "sqs:SendMessage", answers, withoutTls],
      ["read an answer that waits", "sqs:ReceiveMessage", answers],
      ["take off an answer that waits", "sqs:DeleteMessage", answers],
      ["move answers that wait", "sqs:StartMessageMoveTask", answers],
      ["put something among the dead letters", "sqs:SendMessage", discarded],
      ["throw all dead letters away at once", "sqs:PurgeQueue", discarded],
      ["delete the queue of dead letters", "sqs:DeleteQueue", discarded],
      ["let others read dead letters", "sqs:SetQueueAttributes", discarded],
      ["open the dead letters to others", "sqs:AddPermission", discarded],
      ["move dead letters of a queue whose name begins alike", "sqs:StartMessageMoveTask", `${discarded}-2`],
      ["move them into another queue", "sqs:SendMessage", queueArn("orders")],
      ["move them into the job's queue", "sqs:SendMessage", waiting],
      [
        "move dead letters of another region",
        "sqs:StartMessageMoveTask",
        discarded.replace(region, "us-east-1"),
      ],
      ["move dead letters of another account", "sqs:StartMessageMoveTask", discarded.replace(account, other)],
      ["use the key by itself", "kms:Decrypt", key],
      ["decrypt through SNS", "kms:Decrypt", key, through("sns")],
      ["decrypt the labels in S3", "kms:Decrypt", key, through("s3")],
      ["decrypt through SQS of another region", "kms:Decrypt", key, through("sqs", "us-east-1")],
      ["decrypt with the next workflow's key", "kms:Decrypt", textsKey, through("sqs")],
    ]);
    mayNotDo(reader, [
      ["move dead letters back", "sqs:StartMessageMoveTask", discarded],
      ["read a dead letter", "sqs:ReceiveMessage", discarded],
    ]);
  });

  describe("S3, which tells of new objects", () => {
    mayDo(s3, [
      ["publish to the input topic for the bucket", "sns:Publish", input, onBehalfOf(raw)],
      ["seal the message with the key for the bucket", "kms:GenerateDataKey", key, onBehalfOf(raw)],
      ["decrypt for the bucket, as publishing asks", "kms:Decrypt", key, onBehalfOf(raw)],
    ]);
    mayNotDo(s3, [
      ["publish for a bucket of that name in another account", "sns:Publish", input, onBehalfOf(raw, other)],
      ["publish for another bucket", "sns:Publish", input, onBehalfOf(bucketArn("acme-payroll"))],
      ["publish for the bucket of answers", "sns:Publish", input, onBehalfOf(labels)],
      ["publish for a bucket whose name begins alike", "sns:Publish", input, onBehalfOf(`${raw}-2`)],
      ["publish for nobody in particular", "sns:Publish", input],
      ["publish without telling the account", "sns:Publish", input, { "aws:SourceArn": raw }],
      ["publish without telling the bucket", "sns:Publish", input, { "aws:SourceAccount": account }],
      ["publish without TLS", "sns:Publish", input, { ...onBehalfOf(raw), ...withoutTls }],
      ["publish to the output topic", "sns:Publish", output, onBehalfOf(raw)],
      ["publish to the next workflow's output topic", "sns:Publish", textsOutput, onBehalfOf(raw)],
      ["subscribe anybody to the input", "sns:Subscribe", input, { ...onBehalfOf(raw), ...linking(waiting) }],
      ["send to the answer queue", "sqs:SendMessage", answers, onBehalfOf(raw)],
      ["seal for another bucket", "kms:GenerateDataKey", key, onBehalfOf(bucketArn("acme-payroll"))],
      ["seal for the bucket of answers", "kms:GenerateDataKey", key, onBehalfOf(labels)],
      ["seal for a bucket of another account", "kms:GenerateDataKey", key, onBehalfOf(raw, other)],
      ["seal for nobody in particular", "kms:GenerateDataKey", key],
      ["decrypt for another bucket", "kms:Decrypt", key, onBehalfOf(bucketArn("acme-payroll"))],
      ["lend the key for the bucket", "kms:CreateGrant", key, onBehalfOf(raw)],
      ["seal with the next workflow's key", "kms:GenerateDataKey", textsKey, onBehalfOf(raw)],
    ]);
  });

  describe("SNS, which delivers answers", () => {
    mayDo(sns, [
      ["send to the answer queue from the output topic", "sqs:SendMessage", answers, onBehalfOf(output)],
      ["seal what it puts into the queue", "kms:GenerateDataKey", key, onBehalfOf(output)],
      ["decrypt for the output topic", "kms:Decrypt", key, onBehalfOf(output)],
    ]);
    mayNotDo(sns, [
      ["send from the input topic", "sqs:SendMessage", answers, onBehalfOf(input)],
      ["send from the next workflow's topic", "sqs:SendMessage", answers, onBehalfOf(textsOutput)],
      ["send from a topic whose name begins alike", "sqs:SendMessage", answers, onBehalfOf(`${output}-2`)],
      [
        "send from a topic of that name in another account",
        "sqs:SendMessage",
        answers,
        onBehalfOf(topicArn("signs-output", other), other),
      ],
      [
        "send from a topic of that name in another region",
        "sqs:SendMessage",
        answers,
        onBehalfOf(topicArn("signs-output", account, "us-east-1")),
      ],
      ["send for nobody in particular", "sqs:SendMessage", answers],
      ["send without TLS", "sqs:SendMessage", answers, { ...onBehalfOf(output), ...withoutTls }],
      ["receive from the answer queue", "sqs:ReceiveMessage", answers, onBehalfOf(output)],
      ["send to the dead letters past the queue", "sqs:SendMessage", discarded, onBehalfOf(output)],
      ["seal for the input topic", "kms:GenerateDataKey", key, onBehalfOf(input)],
      [
        "seal for a topic of another account",
        "kms:GenerateDataKey",
        key,
        onBehalfOf(topicArn("x", other), other),
      ],
      ["seal for the next workflow's topic", "kms:GenerateDataKey", key, onBehalfOf(textsOutput)],
      ["seal for nobody in particular", "kms:GenerateDataKey", key],
      ["seal with the next workflow's key", "kms:GenerateDataKey", textsKey, onBehalfOf(textsOutput)],
    ]);
  });

  describe("everybody else", () => {
    mayNotDo(deployed.outsider(other), [
      ["publish to the input topic from another account", "sns:Publish", input],
      ["publish to the output topic from another account", "sns:Publish", output],
      ["subscribe a queue of theirs to the answers", "sns:Subscribe", output, linking(queueArn("x", other))],
      ["read the answers from another account", "sqs:ReceiveMessage", answers],
      ["send answers from another account", "sqs:SendMessage", answers],
      ["decrypt from another account", "kms:Decrypt", key, through("sqs")],
    ]);
    mayNotDo(deployed.service("cloudwatch.amazonaws.com"), [
      [
        "tell the input topic of an alarm",
        "sns:Publish",
        input,
        onBehalfOf(`arn:aws:cloudwatch:${region}:${account}:alarm:x`),
      ],
      [
        "seal an alarm with the key",
        "kms:GenerateDataKey",
        key,
        onBehalfOf(`arn:aws:cloudwatch:${region}:${account}:alarm:x`),
      ],
    ]);
    mayNotDo(deployed.service("events.amazonaws.com"), [
      ["publish an event to the input topic", "sns:Publish", input],
      ["send an event to the answer queue", "sqs:SendMessage", answers],
    ]);
    mayDo(admin, [
      ["manage the topic's policy", "sns:SetTopicAttributes", input],
      ["manage the queue's policy", "sqs:SetQueueAttributes", answers],
      ["manage the key", "kms:PutKeyPolicy", key],
    ]);
    mayNotDo(admin, [
      ["publish without TLS, whatever their own policies say", "sns:Publish", input, withoutTls],
      ["read answers without TLS", "sqs:ReceiveMessage", answers, withoutTls],
      ["read dead letters without TLS", "sqs:ReceiveMessage", discarded, withoutTls],
      ["seal a message, so that what they publish is refused", "kms:GenerateDataKey", key, through("sns")],
      ["decrypt an answer in the queue", "kms:Decrypt", key, through("sqs")],
    ]);
  });
});

describe("hardening of the use of keys", () => {
  const partnersKey = `arn:aws:kms:${region}:${other}:key/0b0b0b0b-1111-2222-3333-444455556666`;
  const streaming = (key: (stack: TerraformStack) => ILabelingKey) =>
    deployedStack(
      synthesized((stack) => {
        new StreamingWorkflow(stack, "Signs", {
          name: "signs",
          taskType: BuiltInTaskType.BOUNDING_BOX,
          inputs: [S3Location.parse("s3://acme-signs-raw/images/")],
          output: S3Location.parse("s3://acme-signs-labels/boxes/"),
          encryptionKey: key(stack),
          executionRole: new ExecutionRole(stack, "Role", {
            name: "signs-execution",
            permissions: { hardening: { kmsViaService: true } },
          }),
        });
      }, here),
    );
  const made = streaming((stack) => new LabelingKey(stack, "Key", { alias: "alias/signs" }));
  const brought = streaming((stack) => LabelingKey.fromKeyArn(stack, "Key", partnersKey));
  describe.each<[string, Principal, Target]>([
    ["the role, on a key of its stack", made.role("signs-execution"), made.key("alias/signs")],
    [
      "the key, whatever the role's own policies say",
      made.anotherRole("signs-execution", everything),
      made.key("alias/signs"),
    ],
    ["the role, on a key of another account", brought.role("signs-execution"), partnersKey],
  ])("%s", (_side, principal, key) => {
    mayDo(principal, [
      ["read an image through S3", "kms:Decrypt", key, through("s3")],
      ["seal a message to the output topic", "kms:GenerateDataKey", key, through("sns")],
      ["open what SNS sealed", "kms:Decrypt", key, through("sns")],
    ]);
    mayNotDo(principal, [
      ["decrypt directly", "kms:Decrypt", key],
      ["make a data key directly", "kms:GenerateDataKey", key],
      ["decrypt through SQS", "kms:Decrypt", key, through("sqs")],
      ["encrypt through SNS", "kms:Encrypt", key, through("sns")],
    ]);
  });
});

describe("as documented, with AWS's errors corrected", () => {
  const deployed = streets(PermissionStyle.AS_DOCUMENTED);
  const role = deployed.role("signs-execution");
  const texts = deployed.role("texts-execution");
  const key = deployed.key("alias/signs");

  mayDo(role, [
    ["make the job's queue", "sqs:CreateQueue", waiting],
    ["make any job's queue, as AWS prints it", "sqs:CreateQueue", queueArn("GroundTruth-texts-1")],
    ["subscribe the job's queue to the input", "sns:Subscribe", input, linking(waiting)],
    ["subscribe the queue to the output too, as AWS prints it", "sns:Subscribe", output, linking(waiting)],
    ["publish answers", "sns:Publish", output],
    ["publish to the input too, as AWS prints it", "sns:Publish", input],
    ["seal an answer", "kms:GenerateDataKey", key, through("sns")],
    ["unlink its queue", "sns:Unsubscribe", "*"],
    [
      "read an object with the tag SageMaker, as AWS prints it",
      "s3:GetObject",
      `${bucketArn("acme-payroll")}/1.txt`,
      { "s3:ExistingObjectTag/SageMaker": "TRUE" },
    ],
  ]);
  mayNotDo(role, [
    ["make a queue of the application", "sqs:CreateQueue", queueArn("orders")],
    ["make a queue in another region", "sqs:CreateQueue", waiting.replace(region, "us-east-1")],
    ["read a queue of another account", "sqs:ReceiveMessage", waiting.replace(account, other)],
    ["subscribe a queue of the application", "sns:Subscribe", input, linking(queueArn("orders"))],
    [
      "subscribe a queue of another account",
      "sns:Subscribe",
      input,
      linking(waiting.replace(account, other)),
    ],
    ["subscribe a web address", "sns:Subscribe", input, linking("https://evil.example/GroundTruth", "https")],
    ["publish without TLS", "sns:Publish", output, withoutTls],
    ["publish to a third topic", "sns:Publish", topicArn("orders")],
    ["read an object without the tag", "s3:GetObject", `${bucketArn("acme-payroll")}/1.txt`],
    ["delete the job's queue", "sqs:DeleteQueue", waiting],
  ]);
  mayDo(texts, [
    ["publish to what it listens to, as AWS prints it", "sns:Publish", output],
    ["subscribe its queue there", "sns:Subscribe", output, linking(queueArn("GroundTruth-texts-1"))],
  ]);
  mayNotDo(texts, [
    [
      "seal a message there, so that what it publishes is refused",
      "kms:GenerateDataKey",
      key,
      through("sns"),
    ],
    ["publish to the first workflow's input", "sns:Publish", input],
  ]);
});

describe("the AWS managed style", () => {
  const deployed = streets(PermissionStyle.AWS_MANAGED);
  const role = deployed.role("signs-execution");
  const key = deployed.key("alias/signs");

  mayDo(role, [
    ["make the job's queue, by the managed policy", "sqs:CreateQueue", waiting],
    ["subscribe the job's queue, by what was added", "sns:Subscribe", input, linking(waiting)],
    ["publish answers, by what was added", "sns:Publish", output],
    ["publish to a topic whose name the managed policy knows", "sns:Publish", topicArn("GroundTruth-x")],
    ["unlink its queue", "sns:Unsubscribe", "*"],
    ["seal an answer", "kms:GenerateDataKey", key, through("sns")],
  ]);
  mayNotDo(role, [
    ["publish to the input topic", "sns:Publish", input],
    ["publish to a third topic", "sns:Publish", topicArn("orders")],
    ["publish without TLS", "sns:Publish", output, withoutTls],
    [
      "subscribe another job's queue to the input",
      "sns:Subscribe",
      input,
      linking(queueArn("GroundTruth-texts-1")),
    ],
    ["subscribe a web address", "sns:Subscribe", input, linking("https://evil.example/", "https")],
    ["make a queue of the application", "sqs:CreateQueue", queueArn("orders")],
    ["subscribe its queue to its own answers", "sns:Subscribe", output, linking(waiting)],
  ]);
});

/* Principals that the configuration names by ARN have no policy of ours: topic, queue and key must do. */
describe("dashcam-signs and customer-letters: principals named in the configuration", () => {
  const dashcam = deployedStack(exampleStack("dashcam-signs"));
  const answers = dashcam.queue("acme-dashcam-signs-answers");
  const importer = dashcam.anotherRole("label-importer");
  mayDo(importer, [
    ["receive answers", "sqs:ReceiveMessage", answers],
    ["delete answers that it has dealt with", "sqs:DeleteMessage", answers],
    [
      "decrypt them through SQS",
      "kms:Decrypt",
      dashcam.key("alias/acme-dashcam-signs"),
      { "kms:ViaService": "sqs.eu-west-1.amazonaws.com" },
    ],
  ]);
  mayNotDo(importer, [
    ["put answers into the queue", "sqs:SendMessage", answers],
    ["empty the queue", "sqs:PurgeQueue", answers],
    ["receive answers without TLS", "sqs:ReceiveMessage", answers, { "aws:SecureTransport": "false" }],
    ["receive dead letters", "sqs:ReceiveMessage", dashcam.queue("acme-dashcam-signs-answers-dead-letters")],
    ["publish answers", "sns:Publish", dashcam.topic("acme-dashcam-signs-output")],
  ]);
  mayNotDo(dashcam.anotherRole("somebody-else"), [["receive answers", "sqs:ReceiveMessage", answers]]);

  const letters = deployedStack(exampleStack("customer-letters"));
  const input = letters.topic("acme-customer-letters-input");
  mayDo(letters.anotherRole("letter-box"), [["send letters", "sns:Publish", input]]);
  mayNotDo(letters.anotherRole("letter-box"), [
    ["publish answers", "sns:Publish", letters.topic("acme-customer-letters-output")],
  ]);
  mayNotDo(letters.anotherRole("somebody-else"), [["send letters", "sns:Publish", input]]);
});
