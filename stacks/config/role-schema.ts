import { AwsPage } from "../../lib/aws-page";
import { count, existingRole, roleName } from "./aws-values";
import { besideFieldChecks } from "./cross-field";
import { section } from "./section";

/** The role that a labeling job runs as. */
export const executionRoleSchema = section({
  name: roleName.optional().describe("Name of the role. Default: <namePrefix>-<workflow>-execution."),
  existing: existingRole.optional().describe("Name or ARN of a role that exists, instead of a new one."),
  maxSessionHours: count("hours", 1, 12, AwsPage.iamRoleSession)
    .optional()
    .describe("Longest session of the role. Automated labeling may need more than the default."),
}).superRefine((given, context) => {
  if (given.existing === undefined) return;
  for (const option of ["name", "maxSessionHours"] as const) {
    if (given[option] === undefined) continue;
    const message = "belongs to a new role, but existing names one that exists; keep one of the two";
    context.addIssue({ code: "custom", path: [option], message });
  }
}, besideFieldChecks);
