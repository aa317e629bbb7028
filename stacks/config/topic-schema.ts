import { existingKeySchema } from "./key-schema";
import { topicArnRule } from "../../lib/rules/messaging";
import { section } from "./section";
import { value } from "./value";

/** A topic of somebody else. @param rule what its ARN may be */
export const topicSection = (rule = topicArnRule) =>
  section({
    existing: value(rule).describe("ARN of a standard topic. What its policy must contain is an output."),
    encryptionKey: existingKeySchema.optional().describe("Customer managed key that encrypts its messages."),
  });

export const existingTopic = topicSection();
