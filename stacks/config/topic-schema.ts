import { existingKey, topicArn } from "./aws-values";
import { section } from "./section";

/** A topic of somebody else. */
export const existingTopic = section({
  existing: topicArn.describe("ARN of a standard topic. What its policy must contain is an output."),
  key: existingKey
    .optional()
    .describe("Customer managed key that encrypts its messages: alias/<name>, or an ARN."),
});
