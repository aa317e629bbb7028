import { z } from "zod";
import { AwsPage } from "../../lib/aws-page";
import { labelingRegions } from "../../lib/jobs/labeling-regions";
import { allowed, oneOf } from "./allowed";
import { workTeams } from "./access-team-schema";
import { besideFieldChecks } from "./cross-field";
import { section } from "./section";
import { requiredTagsRule } from "../../lib/rules/tags";
import { values, flag } from "./value";
import { guardRailRules, requiredTagValuesRule } from "../../lib/permissions/people/guard-rails";

const keyArns = values(guardRailRules.onlyOutputKeyArns);

const regionsRule = allowed("a list of regions is allowed, at least one", AwsPage.deniedRegions);
/** What somebody must never do, whatever else allows it. */
export const guardRailsSchema = section({
  noPublicCrowd: flag().optional().describe("No job goes to the public crowd. Default: false."),
  onlyWorkTeams: workTeams
    .optional()
    .describe("Jobs go to these work teams only, by name or ARN. Default: any."),
  requireOutputKey: flag().optional().describe("A job names a key for its answers. Default: false."),
  onlyOutputKeyArns: keyArns
    .optional()
    .describe("ARNs of keys that a job may name for its answers. Default: any."),
  requireVolumeKey: flag()
    .optional()
    .describe("A job names a key for its storage volume: only automated labeling has one. Default: false."),
  onlyVolumeKeyArns: keyArns
    .optional()
    .describe("ARNs of keys that a job may name for its storage volume. Default: any."),
  onlyRegions: z
    .array(
      z.enum(labelingRegions, {
        error: oneOf("a region with Ground Truth", labelingRegions, AwsPage.humanTaskConfig),
      }),
      regionsRule,
    )
    .min(1, regionsRule)
    .optional()
    .describe("Labeling, functions and workforces are dealt with in these regions only. Default: any."),
  requiredTagKeys: values(requiredTagsRule)
    .optional()
    .describe("Keys of tags that a job is created with, and that stay. Default: none."),
  requiredTagValues: z
    .record(z.string(), values(requiredTagValuesRule), "tag keys are allowed, with a list of values for each")
    .optional()
    .describe("Values that a tag of a job may have, by its key, with * and ? as wildcards. Default: any."),
  noKeyDeletion: flag().optional().describe("No key is deleted, of whatever account. Default: false."),
}).superRefine((given, context) => {
  if (Object.values(given).some((value) => value !== undefined)) return;
  context.addIssue({ code: "custom", message: "has nothing in it; name a guard rail, or leave it out" });
}, besideFieldChecks);

export type GuardRailsConfig = z.infer<typeof guardRailsSchema>;
