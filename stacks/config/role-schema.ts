import type { z } from "zod";
import type * as lib from "../../lib";
import { PermissionStyle } from "../../lib/permissions/style";
import { existingRoleRule, roleNameRule, sessionSecondsRule } from "../../lib/rules/iam";
import { sharedRoleNameRule } from "../../lib/rules/terraform";
import { atMostOne, notBeside } from "./relations";
import { section } from "./section";
import { flag, needed, oneWord, optional, propsOf } from "./types";

const session = propsOf<lib.ExecutionRoleProps>("ExecutionRoleProps")({
  maxSessionDuration: sessionSecondsRule,
});
const ofNewRole = "belongs to a new role, but";
const keepOne = "keep one of the two";

export const executionRoleSchema = section(
  {
    name: optional(roleNameRule, "Name of the role. Default: <namePrefix>-<workflow>-execution."),
    existing: optional(existingRoleRule, "Name or ARN of a role that exists, instead of a new one."),
    shared: optional(sharedRoleNameRule, "Name of a role of the section shared, instead of a new one."),
    ...session,
  },
  [
    notBeside(
      "existing",
      ["name", "maxSessionDuration"],
      `${ofNewRole} existing names one that exists; ${keepOne}`,
    ),
    notBeside(
      "shared",
      ["name", "maxSessionDuration"],
      `${ofNewRole} shared names one of shared.executionRoles; ${keepOne}`,
    ),
    atMostOne(["existing", "shared"]),
  ],
);

const hardeningSchema = section(
  propsOf<lib.Hardening>("Hardening")({
    listOnlyLocations: flag,
    metricNamespace: flag,
    kmsViaService: flag,
    grantsForAwsResources: flag,
    sourceAccount: flag,
  } satisfies Record<keyof lib.Hardening, z.ZodType>),
);

export const permissionsSchema = section({
  style: oneWord("a style", PermissionStyle)
    .default(PermissionStyle.LEAST_PRIVILEGE)
    .describe("least-privilege, as-documented (AWS's own text, corrected) or aws-managed."),
  hardening: hardeningSchema
    .default({})
    .describe(
      "Narrower policies, each by true. Not verified against AWS: run a small job to its end with each.",
    ),
})
  .default({ style: PermissionStyle.LEAST_PRIVILEGE, hardening: {} })
  .describe("How the role's policies are written.");

/** A role that runs the jobs of several workflows. */
export const sharedRoleSchema = section({
  name: needed(
    sharedRoleNameRule,
    "Name of the role: workflows name it (executionRole.shared). In IAM it is <namePrefix>-<name>-execution.",
  ),
  ...session,
  permissions: permissionsSchema,
});
