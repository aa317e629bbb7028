import { Fn } from "cdktf";
import { AwsPage } from "../aws-page";
import { parseArn, sqsQueueArn } from "../iam/arn";
import { allow, type PolicyStatement } from "../iam/statement";
import { hasTokens } from "../iam/terraform-string";
import type { AwsScope } from "../scope/aws-scope";
import type { Hardening } from "./hardening";
import { type KeyTarget, onKey } from "./key-target";
import { managedPolicyCoversTopic } from "./managed-policy";
import type { PermissionSubject } from "./style";

/** What a streaming labeling job works with. */
export interface StreamingJob {
  /** Name of the job, or how all names of the workflow's jobs begin. */
  readonly labelingJobName: string;
  /** True when jobs add a suffix to `labelingJobName`. */
  readonly labelingJobNameIsPrefix: boolean;
  readonly inputTopicArn: string;
  /** @default - answers go to S3 only */
  readonly outputTopicArn?: string;
}

const queueActions = [
  "sqs:CreateQueue",
  "sqs:DeleteMessage",
  "sqs:GetQueueAttributes",
  "sqs:GetQueueUrl",
  "sqs:ReceiveMessage",
  "sqs:SendMessage",
  "sqs:SetQueueAttributes",
];

/** The queue that Ground Truth makes for a job with the execution role, and the job's topics. */
export const streaming: PermissionSubject<StreamingJob> = {
  leastPrivilege: (job, scope) => {
    const queue = streamingQueueArn(job, scope);
    return [
      useQueue(queue),
      subscribe([job.inputTopicArn], queue),
      ...publish(job.outputTopicArn === undefined ? [] : [job.outputTopicArn]),
      unsubscribe(),
    ];
  },
  asDocumented: (job, scope) => [
    readTaggedObjects(),
    useQueue(sqsQueueArn(scope, "GroundTruth-*")),
    // AWS prints an SNS ARN as endpoint, which no queue ever matches; its managed policy has the SQS form.
    subscribe(topics(job), sqsQueueArn(scope, "*GroundTruth*")),
    ...publish(topics(job)),
    unsubscribe(),
  ],
  beyondAwsManaged: (job, scope) => {
    const queue = streamingQueueArn(job, scope);
    const covered = (topicArn: string) => managedPolicyCoversTopic(topicName(topicArn));
    const outputs = job.outputTopicArn === undefined ? [] : [job.outputTopicArn];
    return [
      ...(covered(job.inputTopicArn) ? [] : [subscribe([job.inputTopicArn], queue)]),
      ...publish(outputs.filter((topic) => !covered(topic))),
    ];
  },
};

/** The key of an encrypted topic that the job publishes to. The same in every style, but for the hardening. */
export const topicKey: PermissionSubject<KeyTarget> = {
  leastPrivilege: (key, scope, hardening) => [useTopicKey(key, scope, hardening)],
  asDocumented: (key, scope) => [useTopicKey(key, scope, {})],
  beyondAwsManaged: (key, scope, hardening) => [useTopicKey(key, scope, hardening)],
};

/** Ground Truth names the queue after the job, in lower case. */
export function streamingQueueName(job: StreamingJob): string {
  const name = hasTokens(job.labelingJobName)
    ? Fn.lower(job.labelingJobName)
    : job.labelingJobName.toLowerCase();
  return `GroundTruth-${name}${job.labelingJobNameIsPrefix ? "*" : ""}`;
}

/**
 * An input topic's side of the job's queue, which a topic of another account needs. AWS has no page on topics of other
 * accounts: this is the role's own statement, said by the topic. Not verified against AWS.
 */
export function topicAllowsJobsToSubscribe(
  topicArn: string,
  roleArn: string,
  job: StreamingJob,
  scope: AwsScope,
): PolicyStatement {
  return {
    ...subscribe([topicArn], streamingQueueArn(job, scope)),
    sid: "AllowJobsToSubscribe",
    principal: { aws: [roleArn] },
  };
}

function streamingQueueArn(job: StreamingJob, scope: AwsScope): string {
  return sqsQueueArn(scope, streamingQueueName(job));
}

function topics(job: StreamingJob): string[] {
  return [job.inputTopicArn, ...(job.outputTopicArn === undefined ? [] : [job.outputTopicArn])];
}

/** In AWS's text for streaming only; the least privilege is the job's folders, whatever their objects' tags. */
function readTaggedObjects(): PolicyStatement {
  return allow("S3GetTaggedObjects", {
    actions: ["s3:GetObject"],
    resources: ["*"],
    anyResourceBecause: "as AWS prints it: objects by their tag, in whatever bucket",
    when: { StringEqualsIgnoreCase: { "s3:ExistingObjectTag/SageMaker": ["true"] } },
    reason: "objects with the tag SageMaker = true may be labeled wherever they lie",
    page: AwsPage.executionRole,
  });
}

function useQueue(queue: string): PolicyStatement {
  return allow("StreamingQueue", {
    actions: queueActions,
    resources: [queue],
    reason:
      "Ground Truth makes this queue with the role and keeps waiting objects in it; its name follows the job's",
    page: AwsPage.streamingQueue,
  });
}

function subscribe(topicArns: readonly string[], queue: string): PolicyStatement {
  return allow("StreamingTopicSubscribe", {
    actions: ["sns:Subscribe"],
    resources: topicArns,
    when: { StringEquals: { "sns:Protocol": ["sqs"] }, StringLike: { "sns:Endpoint": [queue] } },
    reason: "links the input topic to that queue and to nothing else",
    page: AwsPage.executionRole,
  });
}

function publish(topicArns: readonly string[]): PolicyStatement[] {
  if (topicArns.length === 0) return [];
  return [
    allow("StreamingTopic", {
      actions: ["sns:Publish"],
      resources: topicArns,
      reason: "answers go out as messages",
      page: AwsPage.executionRole,
    }),
  ];
}

function unsubscribe(): PolicyStatement {
  return allow("StreamingTopicUnsubscribe", {
    actions: ["sns:Unsubscribe"],
    resources: ["*"],
    anyResourceBecause:
      "sns:Unsubscribe has no resource type: an ARN, which AWS's page prints, never matches",
    reason: "the job unlinks its queue when it stops",
    page: AwsPage.executionRole,
  });
}

function useTopicKey(key: KeyTarget, scope: AwsScope, hardening: Hardening): PolicyStatement {
  const viaSns = { StringEquals: { "kms:ViaService": [`sns.${scope.region}.amazonaws.com`] } };
  return allow("UseTopicKey", {
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    ...onKey(key, hardening.kmsViaService ? viaSns : {}),
    reason: "messages of an encrypted topic are sealed with its key",
    page: AwsPage.streamingTopics,
  });
}

function topicName(topicArn: string): string {
  return parseArn(topicArn)?.resource ?? topicArn;
}
