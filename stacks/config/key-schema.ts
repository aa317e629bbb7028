import type { z } from "zod";
import type * as lib from "../../lib";
import { AwsPage } from "../../lib/aws-page";
import * as rules from "../../lib/rules";
import { exactlyOne } from "./relations";
import { section } from "./section";
import { flag, needed, optional, propsOf } from "./types";

const principals = rules.list("ARNs", rules.principalArnRule, { page: AwsPage.kmsKeyPolicy });

/** What can be said of a key that a stack makes. */
export const newKeyKeys = propsOf<lib.LabelingKeyProps>("LabelingKeyProps")({
  administrators: principals,
  dataUsers: principals,
  ...rules.newKeyRules,
  preventDestroy: flag,
});

const newKey = section(newKeyKeys);
export type NewKeyConfig = z.infer<typeof newKey>;

const create = optional(newKey, "A key of its own, with rotation. {} takes the defaults.");
const existing = optional(
  rules.existingKeyRule,
  "A key that exists: alias/<name>, or the ARN of key or alias.",
);
const shared = optional(rules.sharedKeyNameRule, "Name of a key of the section shared.");
const hint = "; leave encryptionKey out for a new key";

/** The key that encrypts the data of a workflow. */
export const workflowKeySchema = section({ create, existing, shared }, [
  exactlyOne(["create", "existing", "shared"], { hint }),
]);

/** A key made here or brought in. */
export const keySchema = section({ create, existing }, [exactlyOne(["create", "existing"], { hint })]);

/** A key that exists, or one of the section `shared`. */
export const namedKeySchema = section({ existing, shared }, [exactlyOne(["existing", "shared"])]);
export type NamedKeyConfig = z.infer<typeof namedKeySchema>;

/** A key that exists, of a topic of somebody else. */
export const existingKeySchema = section({
  existing: needed(rules.existingKeyRule, "alias/<name>, or the ARN of key or alias."),
});
