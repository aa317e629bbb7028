import { z } from "zod";
import { repeated } from "./cross-field";
import { section } from "./section";
import { principalArnRule } from "../../lib/rules/iam";
import {
  answerQueueNameRule,
  subscribedQueueArnRule,
  maxReceiveCountRule,
  messageRetentionRule,
  visibilityTimeoutRule,
} from "../../lib/rules/messaging";
import { calledFunctionArnRule } from "../../lib/rules/lambda";
import { count, value, flag } from "./value";

const consumersRule = "a list of ARNs of roles and users is allowed, at least one";
const queuesRule = "a list of ARNs of queues is allowed";
const functionsRule = "a list of ARNs of functions is allowed";

const answerQueue = section({
  name: value(answerQueueNameRule)
    .optional()
    .describe("Name of the queue. Default: <namePrefix>-<workflow>-answers."),
  rawMessageDelivery: flag()
    .optional()
    .describe("The message body is the answer alone, without the topic's envelope. Default: false."),
  maxReceiveCount: count(maxReceiveCountRule)
    .optional()
    .describe(
      "A message received this many times and never deleted goes to the dead letter queue. Default: 5.",
    ),
  messageRetentionSeconds: count(messageRetentionRule)
    .optional()
    .describe("Seconds that an answer waits to be read. Default: 1209600, which is 14 days."),
  visibilityTimeoutSeconds: count(visibilityTimeoutRule)
    .optional()
    .describe("Seconds that a reader has until the message comes back. Default: 30."),
  consumers: z
    .array(value(principalArnRule), consumersRule)
    .min(1, consumersRule)
    .optional()
    .describe(
      "Roles and users that read the queue. Those of another account need a policy of their own too.",
    ),
});

/** Who gets the answers of a streaming workflow. */
export const answersSchema = section({
  queue: answerQueue
    .optional()
    .describe("A queue of the workflow's own, with a dead letter queue. {} takes the defaults."),
  subscribeQueues: z
    .array(value(subscribedQueueArnRule), queuesRule)
    .superRefine(checkTwice)
    .default([])
    .describe("ARNs of queues that exist. What their policies must contain is an output."),
  subscribeFunctions: z
    .array(value(calledFunctionArnRule), functionsRule)
    .superRefine(checkTwice)
    .default([])
    .describe("ARNs of functions that exist."),
});

function checkTwice(arns: readonly string[], context: z.core.$RefinementCtx): void {
  for (const { index, first } of repeated(arns)) {
    context.addIssue({
      code: "custom",
      path: [index],
      message: `"${arns[index]}" stands at [${first}] too; keep one of the two`,
    });
  }
}
