import { z } from "zod";
import { AwsPage } from "../../lib/aws-page";
import { logRetentions } from "../../lib/validation/log-retention";
import { allowed } from "./allowed";
import { section } from "./section";

const rule = allowed(`a number of days is one of ${logRetentions.join(", ")}`, AwsPage.logsRetention);

/** The log group that all labeling jobs of an account share in a region. */
export const logGroupSchema = section({
  retentionDays: z.literal(logRetentions, rule).describe("Days that log entries are kept."),
});
