import { AwsPage } from "../aws-page";
import { s3BucketArn } from "../iam/arn";
import { allow, deny, type PolicyStatement } from "../iam/statement";
import type { AwsScope } from "../scope/aws-scope";
import { type KeyTarget, onKey } from "./key-target";

/*
 * Policies of topics, queues and their keys, and what people and programs that use them may do. Nobody is allowed
 * anything by `*`: every publisher and every consumer is named.
 */

/** Nobody publishes without TLS. */
export function topicOverTlsOnly(topicArn: string): PolicyStatement {
  return deny("DenyInsecureTransport", {
    principal: { everyone: true },
    actions: ["sns:Publish"],
    resources: [topicArn],
    when: { Bool: { "aws:SecureTransport": ["false"] } },
    reason: "messages are encrypted on their way too",
    page: AwsPage.snsSecurity,
  });
}

/** A topic's side of a publisher. */
export function topicAllowsPublishers(topicArn: string, principals: readonly string[]): PolicyStatement {
  return allow("AllowNamedPublishers", {
    principal: { aws: principals },
    actions: ["sns:Publish"],
    resources: [topicArn],
    reason: "they send data objects, or answers, to this topic",
    page: AwsPage.streamingSend,
  });
}

/** A topic's side of S3 event notifications, of one bucket of this account. */
export function topicAllowsS3Events(topicArn: string, bucketName: string, scope: AwsScope): PolicyStatement {
  return allow("AllowS3Events", {
    principal: { service: ["s3.amazonaws.com"] },
    actions: ["sns:Publish"],
    resources: [topicArn],
    when: {
      ArnEquals: { "aws:SourceArn": [s3BucketArn(scope, bucketName)] },
      StringEquals: { "aws:SourceAccount": [scope.account] },
    },
    reason: "S3 tells of new objects in this bucket",
    page: AwsPage.s3Notifications,
  });
}

/** A queue's side of S3 event notifications, of one bucket of this account. */
export function queueAllowsS3Events(queueArn: string, bucketName: string, scope: AwsScope): PolicyStatement {
  return allow("AllowS3Events", {
    principal: { service: ["s3.amazonaws.com"] },
    actions: ["sqs:SendMessage"],
    resources: [queueArn],
    when: {
      ArnEquals: { "aws:SourceArn": [s3BucketArn(scope, bucketName)] },
      StringEquals: { "aws:SourceAccount": [scope.account] },
    },
    reason: "S3 tells of new objects in this bucket",
    page: AwsPage.s3Notifications,
  });
}

/** A key's side of S3 event notifications to a topic that it encrypts. */
export function keyAllowsS3Events(bucketName: string, scope: AwsScope): PolicyStatement {
  return allow("AllowS3Events", {
    principal: { service: ["s3.amazonaws.com"] },
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    resources: ["*"],
    when: {
      ArnLike: { "aws:SourceArn": [s3BucketArn(scope, bucketName)] },
      StringEquals: { "aws:SourceAccount": [scope.account] },
    },
    reason: "S3 encrypts the messages that tell of new objects",
    page: AwsPage.s3Notifications,
  });
}

/** A publisher's own side. */
export function mayPublish(topicArn: string): PolicyStatement {
  return allow("PublishToTopic", {
    actions: ["sns:Publish"],
    resources: [topicArn],
    reason: "sends data objects, or answers, to this topic",
    page: AwsPage.streamingSend,
  });
}

/** A key's side of those who publish to a topic that it encrypts: it works for them through SNS only. */
export function keyAllowsPublishers(principals: readonly string[], scope: AwsScope): PolicyStatement {
  return allow("AllowPublishersThroughSns", {
    principal: { aws: principals },
    actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
    resources: ["*"],
    when: { StringEquals: { "kms:ViaService": [`sns.${scope.region}.amazonaws.com`] } },
    reason: "messages to an encrypted topic are sealed with its key",
    page: AwsPage.snsEncryption,
  });
}

/** The own side of those who publish to a topic that a key encrypts. */
export function mayUseTopicKey(key: KeyTarget, scope: AwsScope): PolicyStatement {
  return allow("UseTopicKeyThroughSns", {
    actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
    ...onKey(key, { StringEquals: { "kms:ViaService": [`sns.${scope.region}.amazonaws.com`] } }),
    reason: "messages to an encrypted topic are sealed with its key",
    page: AwsPage.snsEncryption,
  });
}

/** Nobody uses a queue without TLS. */
export function queueOverTlsOnly(queueArn: string): PolicyStatement {
  return deny("DenyInsecureTransport", {
    principal: { everyone: true },
    actions: ["sqs:*"],
    resources: [queueArn],
    when: { Bool: { "aws:SecureTransport": ["false"] } },
    reason: "messages are encrypted on their way too",
    page: AwsPage.sqsSecurity,
  });
}

/** A queue's side of one topic, which alone may send to it. */
export function queueAllowsTopic(queueArn: string, topicArn: string): PolicyStatement {
  return allow("AllowTopic", {
    principal: { service: ["sns.amazonaws.com"] },
    actions: ["sqs:SendMessage"],
    resources: [queueArn],
    when: { ArnEquals: { "aws:SourceArn": [topicArn] } },
    reason: "the topic delivers its messages to this queue",
    page: AwsPage.snsToSqs,
  });
}

/** A key's side of a topic that delivers to a queue which the key encrypts. */
export function keyAllowsTopicDelivery(topicArn: string, scope: AwsScope): PolicyStatement {
  return allow("AllowTopicDelivery", {
    principal: { service: ["sns.amazonaws.com"] },
    actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
    resources: ["*"],
    when: {
      ArnEquals: { "aws:SourceArn": [topicArn] },
      StringEquals: { "aws:SourceAccount": [scope.account] },
    },
    reason: "SNS encrypts what it puts into the queue",
    page: AwsPage.snsToEncryptedSqs,
  });
}

const consumeActions = [
  "sqs:ChangeMessageVisibility",
  "sqs:DeleteMessage",
  "sqs:GetQueueAttributes",
  "sqs:GetQueueUrl",
  "sqs:ReceiveMessage",
];

/** A queue's side of a consumer. */
export function queueAllowsConsumers(queueArn: string, principals: readonly string[]): PolicyStatement {
  return allow("AllowNamedConsumers", {
    principal: { aws: principals },
    actions: consumeActions,
    resources: [queueArn],
    reason: "they take messages off the queue",
    page: AwsPage.sqsConsume,
  });
}

/** A consumer's own side. */
export function mayConsume(queueArn: string): PolicyStatement {
  return allow("ConsumeQueue", {
    actions: consumeActions,
    resources: [queueArn],
    reason: "takes messages off the queue",
    page: AwsPage.sqsConsume,
  });
}

/** A key's side of those who read a queue that it encrypts: it works for them through SQS only. */
export function keyAllowsConsumers(principals: readonly string[], scope: AwsScope): PolicyStatement {
  return allow("AllowConsumersThroughSqs", {
    principal: { aws: principals },
    actions: ["kms:Decrypt"],
    resources: ["*"],
    when: { StringEquals: { "kms:ViaService": [`sqs.${scope.region}.amazonaws.com`] } },
    reason: "messages in the queue are sealed with the key",
    page: AwsPage.sqsEncryption,
  });
}

/** The own side of those who read a queue that a key encrypts. */
export function mayUseQueueKey(key: KeyTarget, scope: AwsScope): PolicyStatement {
  return allow("UseQueueKeyThroughSqs", {
    actions: ["kms:Decrypt"],
    ...onKey(key, { StringEquals: { "kms:ViaService": [`sqs.${scope.region}.amazonaws.com`] } }),
    reason: "messages in the queue are sealed with the key",
    page: AwsPage.sqsEncryption,
  });
}

/** A topic's side of CloudWatch alarms of this account. */
export function topicAllowsAlarms(topicArn: string, scope: AwsScope): PolicyStatement {
  const alarms = `arn:${scope.partition}:cloudwatch:${scope.region}:${scope.account}:alarm:*`;
  return allow("AllowAlarms", {
    principal: { service: ["cloudwatch.amazonaws.com"] },
    actions: ["sns:Publish"],
    resources: [topicArn],
    when: {
      ArnLike: { "aws:SourceArn": [alarms] },
      StringEquals: { "aws:SourceAccount": [scope.account] },
    },
    reason: "alarms tell operators",
    page: AwsPage.snsAccessPolicies,
  });
}

/** A key's side of CloudWatch alarms that tell a topic which it encrypts. */
export function keyAllowsAlarms(scope: AwsScope): PolicyStatement {
  return allow("AllowAlarms", {
    principal: { service: ["cloudwatch.amazonaws.com"] },
    actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
    resources: ["*"],
    when: { StringEquals: { "aws:SourceAccount": [scope.account] } },
    reason: "CloudWatch encrypts the messages of alarms",
    page: AwsPage.snsEncryption,
  });
}
