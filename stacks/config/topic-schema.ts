import { topicArnRule } from "../../lib/rules/messaging";
import { existingKeySchema } from "./key-schema";
import { section } from "./section";
import { needed, optional } from "./types";

/** A topic of somebody else. @param rule what its ARN may be */
export const topicSection = (rule = topicArnRule) =>
  section({
    existing: needed(rule, "ARN of a standard topic. What its policy must contain is an output."),
    encryptionKey: optional(existingKeySchema, "Customer managed key that encrypts its messages."),
  });

export const existingTopic = topicSection();
