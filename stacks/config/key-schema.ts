import { z } from "zod";
import { AwsPage } from "../../lib/aws-page";
import { allowed } from "./allowed";
import { besideFieldChecks } from "./cross-field";
import { section } from "./section";
import { principalArnRule } from "../../lib/rules/iam";
import { existingKeyRule, deletionWindowRule, rotationPeriodRule } from "../../lib/rules/kms";
import { sharedKeyNameRule } from "../../lib/rules/terraform";
import { count, value, flag } from "./value";

const principalsRule = allowed("a list of ARNs is allowed, at least one", AwsPage.kmsKeyPolicy);
const principals = () => z.array(value(principalArnRule), principalsRule).min(1, principalsRule).optional();

/** What can be said of a key that a stack makes. */
export const newKeyKeys = {
  administrators: principals().describe(
    "Roles and users that manage the key, the deploying one among them. Default: whom IAM policies allow to.",
  ),
  dataUsers: principals().describe("Roles and users that bring data in or read answers, through S3 only."),
  deletionWindowInDays: count(deletionWindowRule)
    .optional()
    .describe("Days between the order to delete the key and its deletion. Default: 30."),
  rotationPeriodInDays: count(rotationPeriodRule)
    .optional()
    .describe("Days between rotations. Default: 365."),
  preventDestroy: flag()
    .optional()
    .describe(
      "Whether terraform destroy refuses to delete the key, and so to begin. " +
        "Default: true where answers go to a bucket that the stack does not make.",
    ),
};

const newKey = section(newKeyKeys);

export type NewKeyConfig = z.infer<typeof newKey>;
const existing = value(existingKeyRule)
  .optional()
  .describe("A key that exists: alias/<name>, or the ARN of key or alias.");

/** A key that exists, or one of the section `shared`. */
export const namedKeySchema = section({
  existing,
  shared: value(sharedKeyNameRule).optional().describe("Name of a key of the section shared."),
})
  .superRefine(oneOfKeys("existing", "shared"), besideFieldChecks)
  .meta({ oneOf: [{ required: ["existing"] }, { required: ["shared"] }] });

export type NamedKeyConfig = z.infer<typeof namedKeySchema>;

/** A key that exists, of a topic of somebody else. */
export const existingKeySchema = section({
  existing: value(existingKeyRule).describe("alias/<name>, or the ARN of key or alias."),
});

/** A key made here or brought in. */
export const keySchema = section({
  create: newKey.optional().describe("A key of its own, with rotation. {} takes the defaults."),
  existing,
})
  .superRefine(oneOfKeys("create", "existing"), besideFieldChecks)
  .meta({ oneOf: [{ required: ["create"] }, { required: ["existing"] }] });

/** The key that encrypts the data of a workflow. */
export const workflowKeySchema = section({
  create: newKey.optional().describe("A key of the workflow's own, with rotation. {} takes the defaults."),
  existing,
  shared: value(sharedKeyNameRule).optional().describe("Name of a key of the section shared."),
})
  .superRefine(oneOfKeys("create", "existing", "shared"), besideFieldChecks)
  .meta({ oneOf: [{ required: ["create"] }, { required: ["existing"] }, { required: ["shared"] }] });

type KeyOrigin = "create" | "existing" | "shared";

function oneOfKeys(...origins: readonly KeyOrigin[]) {
  const listed = `${origins.slice(0, -1).join(", ")} and ${origins.at(-1)}`;
  const rule = `exactly one of ${listed} is allowed${origins[0] === "create" ? "; leave encryptionKey out for a new key" : ""}`;
  return (given: Partial<Record<KeyOrigin, unknown>>, context: z.core.$RefinementCtx): void => {
    const [first, ...others] = origins.filter((origin) => given[origin] !== undefined);
    if (first === undefined) {
      const none =
        origins.length === 2 ? `neither ${origins.join(" nor ")}` : `none of ${origins.join(", ")}`;
      context.addIssue({ code: "custom", message: `has ${none}; ${rule}` });
    }
    for (const other of others) {
      context.addIssue({ code: "custom", path: [other], message: `excludes ${first}; ${rule}` });
    }
  };
}
