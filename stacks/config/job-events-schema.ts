import { z } from "zod";
import type * as lib from "../../lib";
import { AwsPage } from "../../lib/aws-page";
import { LabelingJobStatus } from "../../lib/jobs/labeling-job-status";
import { principalArnRule } from "../../lib/rules/iam";
import { calledFunctionArnRule } from "../../lib/rules/lambda";
import * as messaging from "../../lib/rules/messaging";
import { list } from "../../lib/rules/rule";
import { existingKeySchema } from "./key-schema";
import { atLeastOne, atMostOne, notBeside, onlyWith } from "./relations";
import { section } from "./section";
import { topicSection } from "./topic-schema";
import { many, must, oneWord, optional, propsOf, typeOf } from "./types";

const targets = ["topic", "queueArn", "functionArn", "stateMachineArn"];

const inputTransformer = section(
  propsOf<lib.EventTransformer>("EventTransformer")({
    inputPaths: z.record(
      z.string(),
      typeOf(messaging.transformerPathRule),
      "names are allowed, with a path into the event for each",
    ),
    inputTemplate: must(messaging.transformerTemplateRule),
  }),
);

const deadLetters = section(
  {
    queueName: optional(
      messaging.eventDeadLetterQueueNameRule,
      "Name of a new queue, which the workflow's key encrypts. Default: <namePrefix>-<workflow>-jobs-dead-letters.",
    ),
    queueArn: optional(
      messaging.eventDeadLetterQueueArnRule,
      "ARN of a standard queue that exists. What its policy must contain is an output.",
    ),
    queueEncryptionKey: optional(existingKeySchema, "Customer managed key that encrypts the existing queue."),
    consumers: optional(
      list("ARNs of roles and users", principalArnRule),
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
    topic: optional(topicSection(messaging.eventTopicArnRule), "A topic that exists, of its own for this."),
    queueArn: optional(
      messaging.eventQueueArnRule,
      "ARN of a standard queue. What its policy must contain is an output.",
    ),
    queueEncryptionKey: optional(existingKeySchema, "Customer managed key that encrypts the queue."),
    ...propsOf<lib.LabelingJobEventTargets>("LabelingJobEventTargets")({
      functionArn: calledFunctionArnRule,
      stateMachineArn: messaging.stateMachineArnRule,
    }),
    deadLetters: optional(
      deadLetters,
      "A queue for events that a target did not take. {} makes one. Default: none, and they are lost.",
    ),
  },
  [atLeastOne(targets, `tells nobody; name at least one of ${targets.join(", ")}`)],
);
