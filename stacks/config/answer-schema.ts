import { z } from "zod";
import { AwsPage } from "../../lib/aws-page";
import { count, flag, functionArn, principalArn, queueArn, queueName } from "./aws-values";
import { repeated } from "./cross-field";
import { section } from "./section";

const consumersRule = "a list of ARNs of roles and users is allowed, at least one";
const queuesRule = "a list of ARNs of queues is allowed";
const functionsRule = "a list of ARNs of functions is allowed";

const answerQueue = section({
  name: queueName.optional().describe("Name of the queue. Default: <namePrefix>-<workflow>-answers."),
  rawMessageDelivery: flag()
    .optional()
    .describe("The message body is the answer alone, without the topic's envelope. Default: false."),
  maxReceiveCount: count("receptions", 1, 1000, AwsPage.sqsQuotas)
    .optional()
    .describe(
      "A message received this many times and never deleted goes to the dead letter queue. Default: 5.",
    ),
  retentionDays: count("days", 1, 14, AwsPage.sqsQuotas)
    .optional()
    .describe("Days that an answer waits to be read. Default: 14."),
  visibilityTimeoutSeconds: count("seconds", 0, 43_200, AwsPage.sqsQuotas)
    .optional()
    .describe("Seconds that a reader has until the message comes back. Default: 30."),
  consumers: z
    .array(principalArn, consumersRule)
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
    .array(queueArn, queuesRule)
    .superRefine(checkTwice)
    .default([])
    .describe("ARNs of queues that exist. What their policies must contain is an output."),
  subscribeFunctions: z
    .array(functionArn, functionsRule)
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
