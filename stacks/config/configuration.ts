import { z } from "zod";
import { AwsPage } from "../../lib/aws-page";
import { labelingRegions } from "../../lib/jobs/labeling-regions";
import * as rules from "../../lib/rules";
import { accessSchema } from "./access-schema";
import { allowed } from "./allowed";
import { backendSchema } from "./backend-schema";
import type { Environment } from "../environments/environment";
import { environmentsSchema } from "./environments-schema";
import { besideFieldChecks, section } from "./section";
import { sharedSchema } from "./shared-schema";
import { flag, many, needed, oneWord, optional, typeOf } from "./types";
import { workflowSchema } from "./workflow-schema";
import { workforceSchema } from "./workforce-schema";

const mostTags = 50;

/** Tags that every resource of every stack gets. */
const tags = z
  .record(z.string(), typeOf(rules.tagValueRule), "a mapping of tag keys to tag values is allowed")
  .superRefine((given, context) => {
    const problem = (message: string, ...path: string[]) =>
      context.addIssue({ code: "custom", path, message: allowed(message, AwsPage.tags) });

    const keys = Object.keys(given);
    if (keys.length > mostTags) problem(`got ${keys.length} tags; AWS allows ${mostTags} on a resource`);
    for (const key of keys) {
      const wrongKey = rules.tagKeyRule.problem(key);
      if (wrongKey !== undefined) problem(wrongKey.replace(/^got /, "got the key "), key);
      const twin = keys.find((other) => other.toLowerCase() === key.toLowerCase());
      if (twin !== key)
        problem(`"${twin}" is given too; IAM takes keys that differ in case for the same`, key);
    }
  }, besideFieldChecks)
  .meta({ maxProperties: mostTags });

/** What is told where there is nothing to make. */
export const workflowsRule = "a list of workflows is allowed, at least one";

/** The keys of `ground-truth.yaml`. What they have to do with each other is in `schema.ts`. */
export const sections = section({
  namePrefix: needed(rules.namePrefixRule, "Begins names of roles, policies and keys: team or product."),
  region: needed(
    oneWord("a region with Ground Truth", labelingRegions, AwsPage.humanTaskConfig),
    "AWS Region of every stack; data and workers are in the same one.",
  ),
  account: optional(
    rules.accountIdRule,
    "AWS account id, in quotes. Terraform refuses any other. Default: the credentials'.",
  ),
  tags: optional(tags, "Tags of every resource."),
  rolePath: optional(rules.iamPathRule, "IAM path of the roles. Default: /."),
  permissionsBoundary: optional(rules.boundaryArnRule, "ARN of the policy that bounds rights of roles."),
  ssmParameters: optional(
    flag,
    "Writes outputs to Parameter Store too: /<namePrefix>/<stack>/<output>. Default: false.",
  ),
  backend: backendSchema
    .default({ type: "local" })
    .describe("Where Terraform keeps its state. Default: on this machine."),
  workflows: many(workflowSchema, { allowed: workflowsRule })
    .default([])
    .describe("Labeling workflows, each in a stack of its own. Default: none, beside workforce or access."),
  shared: optional(sharedSchema, "What several workflows use, in a stack of its own. Default: nothing."),
  workforce: optional(workforceSchema, "Who labels data, in a stack of its own. Default: made elsewhere."),
  access: optional(accessSchema, "Policies for people, in a stack of their own. Default: made elsewhere."),
  environments: optional(environmentsSchema, "Accounts or regions with stacks of their own. Default: one."),
});

/** The configuration with its defaults filled in. Free texts have Terraform's escapes: `$${` for `${`. */
export type GroundTruthConfig = Omit<z.infer<typeof sections>, "environments"> & {
  /** @default - the file describes none */
  readonly environment?: Environment;
};
