import { z } from "zod";
import { AwsPage } from "../../lib/aws-page";
import { allowed } from "./allowed";
import { besideFieldChecks } from "./cross-field";
import { section } from "./section";
import { principalArnRule } from "../../lib/rules/iam";
import { existingKeyRule, deletionWindowRule, rotationPeriodRule } from "../../lib/rules/kms";
import { count, value, flag } from "./value";

const principalsRule = allowed("a list of ARNs is allowed, at least one", AwsPage.kmsKeyPolicy);
const principals = () => z.array(value(principalArnRule), principalsRule).min(1, principalsRule).optional();

const newKey = section({
  administrators: principals().describe(
    "Roles and users that manage the key, the deploying one among them. Default: whom IAM policies allow to.",
  ),
  dataUsers: principals().describe("Roles and users that bring data in or read answers, through S3 only."),
  deletionWindowDays: count(deletionWindowRule)
    .optional()
    .describe("Days between the order to delete the key and its deletion. Default: 30."),
  rotationPeriodDays: count(rotationPeriodRule).optional().describe("Days between rotations. Default: 365."),
  preventDestroy: flag()
    .optional()
    .describe(
      "Whether terraform destroy refuses to delete the key, and so to begin. " +
        "Default: true where answers go to a bucket that the stack does not make.",
    ),
});

/** The key that encrypts the data of a workflow. */
export const keySchema = section({
  create: newKey.optional().describe("A key of the workflow's own, with rotation. {} takes the defaults."),
  existing: value(existingKeyRule)
    .optional()
    .describe("A key that exists: alias/<name>, or the ARN of key or alias."),
})
  .superRefine((given, context) => {
    const rule = "exactly one of create and existing is allowed; leave key out for a new key";
    if (given.create === undefined && given.existing === undefined) {
      context.addIssue({ code: "custom", message: `has neither create nor existing; ${rule}` });
    } else if (given.create !== undefined && given.existing !== undefined) {
      context.addIssue({ code: "custom", path: ["existing"], message: `excludes create; ${rule}` });
    }
  }, besideFieldChecks)
  .meta({ oneOf: [{ required: ["create"] }, { required: ["existing"] }] });
