import { z } from "zod";
import type * as lib from "../../lib";
import { AwsPage } from "../../lib/aws-page";
import { LabelingJobStatus } from "../../lib/jobs/labeling-job-status";
import * as rules from "../../lib/rules";
import { existingKeySchema } from "./key-schema";
import { atLeastOne, atMostOne, notBeside, onlyWith, standsTwice, unique } from "./relations";
import { section } from "./section";
import { flag, many, must, needed, oneWord, optional, propsOf, typeOf } from "./types";

/** A topic of somebody else. @param rule what its ARN may be */
export const topicSection = (rule = rules.topicArnRule) =>
  section({
    existing: needed(rule, "ARN of a standard topic. What its policy must contain is an output."),
    encryptionKey: optional(existingKeySchema, "Customer managed key that encrypts its messages."),
  });

export const existingTopic = topicSection();
/** A topic that is named by its ARN. */
export type ExistingTopicConfig = z.infer<typeof existingTopic>;

const principals = rules.list("ARNs of roles and users", rules.principalArnRule);

const answerQueue = section({
  name: optional(rules.answerQueueNameRule, "Name of the queue. Default: <namePrefix>-<workflow>-answers."),
  ...propsOf<lib.AnswerQueueProps>("AnswerQueueProps")({
    rawMessageDelivery: flag,
    ...rules.answerQueueRules,
  }),
  consumers: optional(
    principals,
    "Roles and users that read the queue. Those of another account need a policy of their own too.",
  ),
  redrivers: optional(
    rules.list("ARNs of roles and users", rules.redriverArnRule),
    "Roles and users of this account that read, delete and move back the dead letters.",
  ),
});

/** Who gets the answers of a streaming workflow. */
export const answersSchema = section({
  queue: optional(answerQueue, "A queue of its own, with a dead letter queue. {} takes the defaults."),
  subscribeQueues: typeOf(rules.list("ARNs of queues", rules.subscribedQueueArnRule, { from: 0 }))
    .superRefine(unique(standsTwice))
    .default([])
    .describe("ARNs of queues that exist. What their policies must contain is an output."),
  subscribeFunctions: typeOf(rules.list("ARNs of functions", rules.calledFunctionArnRule, { from: 0 }))
    .superRefine(unique(standsTwice))
    .default([])
    .describe("ARNs of functions that exist."),
});

/** Logs of what became of the messages of topics that are made. */
export const deliveryLogsSchema = section(
  propsOf<lib.DeliveryLogs>("DeliveryLogs")({ successSampleRate: rules.successSampleRateRule }),
);

/** Alarms of a streaming workflow. */
export const alarmsSchema = section({
  topic: optional(existingTopic, "Who is told. Default: a new topic <namePrefix>-<workflow>-alarms."),
  ...propsOf<lib.StreamingAlarmThresholds>("StreamingAlarmThresholds")(rules.alarmRules),
});

const targets = ["topic", "queueArn", "functionArn", "stateMachineArn"];

const inputTransformer = section(
  propsOf<lib.EventTransformer>("EventTransformer")({
    inputPaths: z.record(
      z.string(),
      typeOf(rules.transformerPathRule),
      "names are allowed, with a path into the event for each",
    ),
    inputTemplate: must(rules.transformerTemplateRule),
  }),
);

const deadLetters = section(
  {
    queueName: optional(
      rules.eventDeadLetterQueueNameRule,
      "Name of a new queue. Default: <namePrefix>-<workflow>-jobs-dead-letters.",
    ),
    queueArn: optional(
      rules.eventDeadLetterQueueArnRule,
      "ARN of a standard queue that exists. What its policy needs is an output.",
    ),
    queueEncryptionKey: optional(existingKeySchema, "Customer managed key that encrypts the existing queue."),
    consumers: optional(
      principals,
      "Roles and users that read the new queue. Those of another account need a policy of their own too.",
    ),
  },
  [
    atMostOne(["queueName", "queueArn"], AwsPage.eventDeadLetters),
    notBeside("queueArn", ["consumers"], "is of a new queue; the owner of an existing one lets readers in"),
    onlyWith(
      "queueEncryptionKey",
      "queueArn",
      "is the key of an existing queue; add queueArn, or leave it out",
    ),
  ],
);

/** Whom EventBridge tells that a job of the workflow completed, failed or was stopped. */
export const jobEventsSchema = section(
  {
    ...propsOf<lib.LabelingJobEventsProps>("LabelingJobEventsProps")({
      statuses: many(oneWord("an end of a job", LabelingJobStatus), {
        allowed: "a list of ends of jobs is allowed, at least one",
        from: 1,
      }),
      inputTransformer,
    }),
    topic: optional(topicSection(rules.eventTopicArnRule), "A topic that exists, of its own for this."),
    queueArn: optional(
      rules.eventQueueArnRule,
      "ARN of a standard queue. What its policy needs is an output.",
    ),
    queueEncryptionKey: optional(existingKeySchema, "Customer managed key that encrypts the queue."),
    ...propsOf<lib.LabelingJobEventTargets>("LabelingJobEventTargets")({
      functionArn: rules.calledFunctionArnRule,
      stateMachineArn: rules.stateMachineArnRule,
    }),
    deadLetters: optional(
      deadLetters,
      "Takes events that a target did not take. {} makes a queue. Default: they are lost.",
    ),
  },
  [atLeastOne(targets, `tells nobody; name at least one of ${targets.join(", ")}`)],
);
