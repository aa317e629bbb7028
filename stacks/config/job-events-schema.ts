import { z } from "zod";
import { LabelingJobStatus } from "../../lib/jobs/labeling-job-status";
import { calledFunctionArnRule } from "../../lib/rules/lambda";
import {
  eventQueueArnRule,
  eventTopicArnRule,
  stateMachineArnRule,
  transformerPathRule,
  transformerTemplateRule,
} from "../../lib/rules/messaging";
import { existingKeySchema } from "./key-schema";
import type { Relation } from "./relations";
import { section } from "./section";
import { topicSection } from "./topic-schema";
import { many, needed, oneWord, optional, typeOf } from "./types";

const targets = ["topic", "queueArn", "functionArn", "stateMachineArn"];

const tellsSomebody: Relation = {
  check: (given, complain) => {
    if (targets.some((target) => given[target] !== undefined)) return;
    complain(undefined, `tells nobody; name at least one of ${targets.join(", ")}`);
  },
};

const inputTransformer = section({
  inputPaths: optional(
    z.record(
      z.string(),
      typeOf(transformerPathRule),
      "names are allowed, with a path into the event for each",
    ),
    "Parts of the event by a name of yours: job: $.resources[0].",
  ),
  inputTemplate: needed(transformerTemplateRule, "What is sent, with <name> for such a part."),
});

/** Whom EventBridge tells that a job of the workflow completed, failed or was stopped. */
export const jobEventsSchema = section(
  {
    statuses: optional(
      many(oneWord("an end of a job", LabelingJobStatus), {
        allowed: "a list of ends of jobs is allowed, at least one",
        from: 1,
      }),
      "Which ends of jobs are told. Default: all three.",
    ),
    topic: optional(topicSection(eventTopicArnRule), "A topic that exists, of its own for this."),
    queueArn: optional(
      eventQueueArnRule,
      "ARN of a standard queue. What its policy must contain is an output.",
    ),
    queueEncryptionKey: optional(existingKeySchema, "Customer managed key that encrypts the queue."),
    functionArn: optional(calledFunctionArnRule, "ARN of a function; EventBridge is let in to it."),
    stateMachineArn: optional(
      stateMachineArnRule,
      "ARN of a state machine, which is started with a role that is made here.",
    ),
    inputTransformer: optional(
      inputTransformer,
      "What targets get in place of the event. Default: the event.",
    ),
  },
  [tellsSomebody],
);
