import { besideFieldChecks } from "./cross-field";
import { section } from "./section";
import { roleNameRule, existingRoleRule, sessionSecondsRule } from "../../lib/rules/iam";
import { count, value } from "./value";

/** The role that a labeling job runs as. */
export const executionRoleSchema = section({
  name: value(roleNameRule)
    .optional()
    .describe("Name of the role. Default: <namePrefix>-<workflow>-execution."),
  existing: value(existingRoleRule)
    .optional()
    .describe("Name or ARN of a role that exists, instead of a new one."),
  maxSessionDuration: count(sessionSecondsRule)
    .optional()
    .describe(
      "Seconds that a session of the role lasts at most. Automated labeling may need more than the default.",
    ),
}).superRefine((given, context) => {
  if (given.existing === undefined) return;
  for (const option of ["name", "maxSessionDuration"] as const) {
    if (given[option] === undefined) continue;
    const message = "belongs to a new role, but existing names one that exists; keep one of the two";
    context.addIssue({ code: "custom", path: [option], message });
  }
}, besideFieldChecks);
