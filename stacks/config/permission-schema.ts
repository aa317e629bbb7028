import { z } from "zod";
import type { Hardening } from "../../lib/permissions/hardening";
import { PermissionStyle } from "../../lib/permissions/style";
import { oneOf } from "./allowed";
import { section } from "./section";
import { flag } from "./value";

/** How the policies of the execution role are written. */
export const permissionsSchema = section({
  style: z
    .enum(PermissionStyle, { error: oneOf("a style", Object.values(PermissionStyle)) })
    .default(PermissionStyle.LEAST_PRIVILEGE)
    .describe("least-privilege, as-documented (AWS's own text, corrected) or aws-managed."),
  hardening: section({
    listOnlyLocations: flag().optional().describe("s3:ListBucket only inside the job's locations."),
    metricNamespace: flag().optional().describe("Metrics only in the name spaces of SageMaker."),
    kmsViaService: flag().optional().describe("Keys only through S3 and SNS in the region."),
    grantsForAwsResources: flag().optional().describe("Grants on keys only for resources of AWS services."),
    sourceAccount: flag().optional().describe("SageMaker assumes the role only for the stack's own account."),
  } satisfies Record<keyof Hardening, z.ZodType>)
    .default({})
    .describe(
      "Narrower policies, each by true. Not verified against AWS: run a small job to its end with each.",
    ),
});
