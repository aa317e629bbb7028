import { AwsPage } from "../../aws-page";
import { snsTopicArn, sqsQueueArn } from "../../iam/arn";
import { allow, type PolicyStatement } from "../../iam/statement";
import {
  grouped,
  inParts,
  onEach,
  ownRights,
  type ResourceRights,
  type RightsByType,
} from "./resource-rights";
import type { StackResource } from "./stack-resource";

const endpointsInOneStatement = 20;

const topic = (resource: StackResource) => [snsTopicArn(resource.scope, resource.text("name") ?? "")];
const topicOf = (attribute: string) => (resource: StackResource) => [resource.text(attribute) ?? ""];

const topics = ownRights(["name"], {
  sid: "SnsTopics",
  actions: [
    "sns:CreateTopic",
    "sns:DeleteTopic",
    "sns:GetTopicAttributes",
    "sns:ListTagsForResource",
    "sns:SetTopicAttributes",
    "sns:TagResource",
    "sns:UntagResource",
  ],
  arns: topic,
  reason: "the topics that the stacks make, with their policies",
  page: AwsPage.snsActions,
});

const subscriptions: ResourceRights = {
  names: ["topic_arn", "protocol", "endpoint"],
  statements: (resources) => [
    onEach(resources, {
      sid: "SnsSubscriptions",
      actions: [
        "sns:GetSubscriptionAttributes",
        "sns:ListSubscriptionsByTopic",
        "sns:SetSubscriptionAttributes",
      ],
      arns: topicOf("topic_arn"),
      reason: "reads and changes what the stacks subscribe",
      page: AwsPage.snsActions,
    }),
    ...[...grouped(resources, (one) => one.text("protocol") ?? "")].flatMap(([protocol, group]) =>
      inParts(group, endpointsInOneStatement).map((part) => subscribe(protocol, part)),
    ),
    allow("SnsUnsubscribe", {
      actions: ["sns:Unsubscribe"],
      resources: ["*"],
      anyResourceBecause:
        "a statement on a topic has not always matched sns:Unsubscribe; AWS's own policy has *",
      reason: "unlinks what the stacks subscribed",
      page: AwsPage.snsActions,
    }),
  ],
};

function subscribe(protocol: string, resources: readonly StackResource[]): PolicyStatement {
  return onEach(resources, {
    sid: "SnsSubscribe",
    actions: ["sns:Subscribe"],
    arns: topicOf("topic_arn"),
    when: {
      StringEquals: {
        "sns:Protocol": [protocol],
        "sns:Endpoint": [...new Set(resources.map((one) => one.text("endpoint") ?? ""))],
      },
    },
    reason: "subscribes the queues and functions that the stacks name, and nobody's mailbox",
    page: AwsPage.snsAccessPolicies,
  });
}

const queue = (resource: StackResource) => [sqsQueueArn(resource.scope, resource.text("name") ?? "")];

/** The name of a queue ends its URL and its ARN alike. */
const queueByUrl = (resource: StackResource) => {
  const url = resource.text("queue_url") ?? "";
  return [sqsQueueArn(resource.scope, url.slice(url.lastIndexOf("/") + 1))];
};

const queueSettings = (sid: string, reason: string): ResourceRights =>
  ownRights(["queue_url"], {
    sid,
    actions: ["sqs:GetQueueAttributes", "sqs:SetQueueAttributes"],
    arns: queueByUrl,
    reason,
    page: AwsPage.sqsActions,
  });

/** Topics, subscriptions and queues. */
export const messagingRights: RightsByType = {
  aws_sns_topic: topics,
  aws_sns_topic_policy: ownRights(["arn"], {
    sid: "SnsTopicPolicies",
    actions: ["sns:GetTopicAttributes", "sns:SetTopicAttributes"],
    arns: topicOf("arn"),
    reason: "who may use the topics",
    page: AwsPage.snsActions,
  }),
  aws_sns_topic_subscription: subscriptions,
  aws_sqs_queue: ownRights(["name"], {
    sid: "SqsQueues",
    actions: [
      "sqs:CreateQueue",
      "sqs:DeleteQueue",
      "sqs:GetQueueAttributes",
      "sqs:ListQueueTags",
      "sqs:SetQueueAttributes",
      "sqs:TagQueue",
      "sqs:UntagQueue",
    ],
    arns: queue,
    reason: "the queues that the stacks make; their messages are not Terraform's",
    page: AwsPage.sqsActions,
  }),
  aws_sqs_queue_policy: queueSettings("SqsQueuePolicies", "who may use the queues"),
  aws_sqs_queue_redrive_allow_policy: queueSettings("SqsRedrive", "whose dead letters a queue takes"),
};
