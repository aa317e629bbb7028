import { idleDaysRule, messagesRule, backlogRule, oldestMessageDaysRule } from "../../lib/rules/cloudwatch";
import { principalArnRule } from "../../lib/rules/iam";
import { calledFunctionArnRule } from "../../lib/rules/lambda";
import {
  answerQueueNameRule,
  maxReceiveCountRule,
  messageRetentionRule,
  subscribedQueueArnRule,
  visibilityTimeoutRule,
} from "../../lib/rules/messaging";
import { list } from "../../lib/rules/rule";
import { standsTwice, unique } from "./relations";
import { section } from "./section";
import { existingTopic } from "./topic-schema";
import { flag, optional, typeOf } from "./types";

const answerQueue = section({
  name: optional(answerQueueNameRule, "Name of the queue. Default: <namePrefix>-<workflow>-answers."),
  rawMessageDelivery: optional(
    flag,
    "The message body is the answer alone, without the topic's envelope. Default: false.",
  ),
  maxReceiveCount: optional(
    maxReceiveCountRule,
    "A message received this many times and never deleted goes to the dead letter queue. Default: 5.",
  ),
  messageRetentionSeconds: optional(
    messageRetentionRule,
    "Seconds that an answer waits to be read. Default: 1209600, which is 14 days.",
  ),
  visibilityTimeoutSeconds: optional(
    visibilityTimeoutRule,
    "Seconds that a reader has until the message comes back. Default: 30.",
  ),
  consumers: optional(
    list("ARNs of roles and users", principalArnRule),
    "Roles and users that read the queue. Those of another account need a policy of their own too.",
  ),
});

/** Who gets the answers of a streaming workflow. */
export const answersSchema = section({
  queue: optional(
    answerQueue,
    "A queue of the workflow's own, with a dead letter queue. {} takes the defaults.",
  ),
  subscribeQueues: typeOf(list("ARNs of queues", subscribedQueueArnRule, { from: 0 }))
    .superRefine(unique(standsTwice))
    .default([])
    .describe("ARNs of queues that exist. What their policies must contain is an output."),
  subscribeFunctions: typeOf(list("ARNs of functions", calledFunctionArnRule, { from: 0 }))
    .superRefine(unique(standsTwice))
    .default([])
    .describe("ARNs of functions that exist."),
});

/** Alarms of a streaming workflow. */
export const alarmsSchema = section({
  topic: optional(
    existingTopic,
    "Who is told. Default: a new topic <namePrefix>-<workflow>-alarms, to subscribe operators to.",
  ),
  oldestMessageDays: optional(
    oldestMessageDaysRule,
    "Age of the oldest data object in Ground Truth's queue, which drops it after 14 days. Default: 10.",
  ),
  backlog: optional(
    backlogRule,
    "Data objects that wait in Ground Truth's queue for 15 minutes on end. Default: 10000.",
  ),
  idleDays: optional(
    idleDaysRule,
    "Days without a new data object; after 10 Ground Truth stops the job. Default: 5.",
  ),
  deadLetters: optional(messagesRule, "Messages among the dead letters of answers.queue. Default: 1."),
  failedDeliveries: optional(
    messagesRule,
    "Messages that a topic could not deliver in 5 minutes. Default: 1.",
  ),
});
