import { z } from "zod";
import type { Hardening } from "../../lib/permissions/hardening";
import { PermissionStyle } from "../../lib/permissions/style";
import { oneOf } from "./allowed";
import { section } from "./section";

/** Each hardening by its name in the configuration. */
const hardenings = {
  "list-only-locations": "listOnlyLocations",
  "metric-namespace": "metricNamespace",
  "kms-via-service": "kmsViaService",
  "grants-for-aws-resources": "grantsForAwsResources",
  "source-account": "sourceAccount",
} as const satisfies Record<string, keyof Hardening>;

type HardeningName = keyof typeof hardenings;
const hardeningNames = Object.keys(hardenings) as HardeningName[];

/** How the policies of the execution role are written. */
export const permissionsSchema = section({
  style: z
    .enum(PermissionStyle, { error: oneOf("a style", Object.values(PermissionStyle)) })
    .default(PermissionStyle.LEAST_PRIVILEGE)
    .describe("least-privilege, as-documented (AWS's own text, corrected) or aws-managed."),
  hardening: z
    .array(
      z.enum(hardeningNames, { error: oneOf("a hardening", hardeningNames) }),
      "a list of hardenings is allowed",
    )
    .default([])
    .transform((names): Hardening => Object.fromEntries(names.map((name) => [hardenings[name], true])))
    .describe("Narrower policies. Not verified against AWS: run a small job to its end with each."),
});
