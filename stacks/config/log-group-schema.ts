import { section } from "./section";
import { logRetentionRule } from "../../lib/rules/cloudwatch";
import { choice } from "./value";

/** The log group that all labeling jobs of an account share in a region. */
export const logGroupSchema = section({
  retentionInDays: choice(logRetentionRule).describe("Days that log entries are kept."),
});
