import type * as lib from "../../lib";
import { alarmRules } from "../../lib/rules/cloudwatch";
import { principalArnRule, redriverArnRule } from "../../lib/rules/iam";
import { calledFunctionArnRule } from "../../lib/rules/lambda";
import {
  answerQueueNameRule,
  answerQueueRules,
  subscribedQueueArnRule,
  successSampleRateRule,
} from "../../lib/rules/messaging";
import { list } from "../../lib/rules/rule";
import { standsTwice, unique } from "./relations";
import { section } from "./section";
import { existingTopic } from "./topic-schema";
import { flag, optional, propsOf, typeOf } from "./types";

const answerQueue = section({
  name: optional(answerQueueNameRule, "Name of the queue. Default: <namePrefix>-<workflow>-answers."),
  ...propsOf<lib.AnswerQueueProps>("AnswerQueueProps")({ rawMessageDelivery: flag, ...answerQueueRules }),
  consumers: optional(
    list("ARNs of roles and users", principalArnRule),
    "Roles and users that read the queue. Those of another account need a policy of their own too.",
  ),
  redrivers: optional(
    list("ARNs of roles and users", redriverArnRule),
    "Roles and users of this account that read, delete and move back the dead letters.",
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

/** Logs of what became of the messages of topics that are made. */
export const deliveryLogsSchema = section(
  propsOf<lib.DeliveryLogs>("DeliveryLogs")({ successSampleRate: successSampleRateRule }),
);

/** Alarms of a streaming workflow. */
export const alarmsSchema = section({
  topic: optional(
    existingTopic,
    "Who is told. Default: a new topic <namePrefix>-<workflow>-alarms, to subscribe operators to.",
  ),
  ...propsOf<lib.StreamingAlarmThresholds>("StreamingAlarmThresholds")(alarmRules),
});
