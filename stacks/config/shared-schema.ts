import type { z } from "zod";
import * as rules from "../../lib/rules";
import { sharedBucketsSchema } from "./bucket-schema";
import { newKeyKeys } from "./key-schema";
import { type Relation, unique } from "./relations";
import { sharedRoleSchema } from "./role-schema";
import { section } from "./section";
import { many, needed } from "./types";

const sharedKey = section({
  name: needed(
    rules.sharedKeyNameRule,
    "Name of the key: workflows name it (encryptionKey.shared). Its alias is alias/<namePrefix>-<name>.",
  ),
  ...newKeyKeys,
});

const something: Relation = {
  check: ({ keys, executionRoles, buckets }, complain) => {
    const { create, existing, accessLogBucket } = (buckets ?? {}) as Readonly<Record<string, unknown>>;
    const isThere = [keys, executionRoles, create, existing].some(
      (list) => Array.isArray(list) && list.length > 0,
    );
    if (!isThere && accessLogBucket === undefined)
      complain(undefined, "shares nothing; name keys, executionRoles or buckets, or leave it out");
  },
};

/** Buckets, keys and roles that several workflows use. */
export const sharedSchema = section(
  {
    keys: many(sharedKey, { allowed: "a list of keys is allowed, each with a name" })
      .superRefine(
        unique((name, first) => `${name} is the name of keys[${first}] too; each key has its own`, "name"),
      )
      .default([])
      .describe("Keys that workflows and buckets use by name. A key costs the same however many use it."),
    executionRoles: many(sharedRoleSchema, {
      allowed: "a list of execution roles is allowed, each with a name",
    })
      .superRefine(
        unique(
          (name, first) => `${name} is the name of executionRoles[${first}] too; each role has its own`,
          "name",
        ),
      )
      .default([])
      .describe(
        "Roles that the jobs of several workflows run as. Whoever passes one reaches the data of all.",
      ),
    buckets: sharedBucketsSchema,
  },
  [something],
);

export type SharedConfig = z.infer<typeof sharedSchema>;
