import { z } from "zod";
import type * as lib from "../../lib";
import { LabelingJobStatus } from "../../lib/jobs/labeling-job-status";
import { calledFunctionArnRule } from "../../lib/rules/lambda";
import * as messaging from "../../lib/rules/messaging";
import { existingKeySchema } from "./key-schema";
import { atLeastOne } from "./relations";
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
  },
  [atLeastOne(targets, `tells nobody; name at least one of ${targets.join(", ")}`)],
);
