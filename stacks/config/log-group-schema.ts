import { z } from "zod";
import { allowed } from "./allowed";
import { Page } from "./pages";
import { section } from "./section";

/** What CloudWatch Logs accepts. */
const retentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

const rule = allowed(`a number of days is one of ${retentions.join(", ")}`, Page.logRetention);

/** The log group that all labeling jobs of an account share in a region. */
export const logGroupSchema = section({
  retentionDays: z.literal(retentions, rule).describe("Days that log entries are kept."),
});
