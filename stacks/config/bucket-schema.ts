import { z } from "zod";
import { AwsPage } from "../../lib/aws-page";
import { allowed } from "./allowed";
import { besideFieldChecks, listOf } from "./cross-field";
import { section } from "./section";
import { principalArnRule } from "../../lib/rules/iam";
import { namedKeySchema } from "./key-schema";
import { bucketNameRule, newBucketNameRule, lifecycleDaysRule } from "../../lib/rules/s3";
import { count, value, flag } from "./value";
import { bucketEndpointRule, bucketNetworkRule } from "../../lib/rules/network";
import { s3FolderRule } from "../../lib/rules/s3";

const exemptRule = "a list of ARNs of roles and users is allowed";

const vpcRestriction = section({
  vpcEndpointIds: z
    .array(value(bucketEndpointRule), "a list of ids of endpoints is allowed")
    .default([])
    .describe("Your endpoints for Amazon S3, in the region of the bucket."),
  vpcIds: z
    .array(value(bucketNetworkRule), "a list of ids of networks is allowed")
    .default([])
    .describe("Your networks, through whichever endpoint for Amazon S3 they have."),
  exemptPrincipalArns: z
    .array(value(principalArnRule), exemptRule)
    .default([])
    .describe(
      "Who reaches objects from anywhere: console users, and whoever deploys if Terraform puts objects there.",
    ),
})
  .superRefine(({ vpcEndpointIds, vpcIds }, context) => {
    if (listOf(vpcEndpointIds).length + listOf(vpcIds).length > 0) return;
    const message =
      "names no endpoint and no network, so that workers would see no objects; name at least one";
    context.addIssue({ code: "custom", message: allowed(message, AwsPage.vpcLabelingJob) });
  }, besideFieldChecks)
  .optional()
  .describe(
    "From where alone objects are to be had, besides Ground Truth's own endpoint; with a private work team only. " +
      "Default: from everywhere.",
  );

/** What can be said of a bucket that a stack makes. */
export const newBucketKeys = {
  name: value(newBucketNameRule).describe("Name of the bucket, unique in all of AWS."),
  accessLogs: value(s3FolderRule)
    .optional()
    .describe("Where S3 writes an entry for each access: s3://bucket/prefix/."),
  expireAfterDays: count(lifecycleDaysRule)
    .optional()
    .describe("Deletes objects this many days after they came in. Default: never."),
  expireOldVersionsAfterDays: count(lifecycleDaysRule)
    .optional()
    .describe("Deletes overwritten and deleted objects for good after this many days."),
  forceDestroy: flag().default(false).describe("Lets Terraform destroy the bucket with everything in it."),
  vpcRestriction,
};

/** Terraform empties a bucket from outside the network. */
export function checkForceDestroy(
  given: { readonly forceDestroy?: unknown; readonly vpcRestriction?: unknown },
  context: z.core.$RefinementCtx,
): void {
  const restriction = given.vpcRestriction as Partial<VpcRestrictionConfig> | null | undefined;
  if (given.forceDestroy !== true || !restriction || listOf(restriction.exemptPrincipalArns).length > 0)
    return;
  const message =
    "true, but vpcRestriction exempts nobody, so that Terraform could not empty the bucket from outside the network; " +
    "name whoever deploys in vpcRestriction.exemptPrincipalArns";
  const page = AwsPage.vpcLabelingJob;
  context.addIssue({ code: "custom", path: ["forceDestroy"], message: allowed(message, page) });
}

const newBucket = section(newBucketKeys).superRefine(checkForceDestroy, besideFieldChecks);

const existingBucket = {
  name: value(bucketNameRule).describe("Name of the bucket."),
  manageCors: flag()
    .default(false)
    .describe("Terraform takes over the bucket's whole CORS configuration, which Ground Truth needs."),
  encryptionKey: namedKeySchema.optional().describe("Key that encrypts the data in it."),
  vpcRestriction,
};

/** What can be said of an existing bucket where S3 tells of new objects. */
export const streamingBucket = {
  ...existingBucket,
  manageNotifications: flag()
    .optional()
    .describe(
      "Terraform takes over the bucket's whole notification configuration, which s3Events need. Default: false.",
    ),
};

export type NewBucketConfig = z.infer<typeof newBucket>;
export type VpcRestrictionConfig = NonNullable<z.infer<typeof vpcRestriction>>;

const createRule = "a list of buckets to make is allowed";
const existingRule = "a list of existing buckets is allowed";

/** @param create what can be said of a bucket to make */
export function bucketLists<Create extends z.ZodType, Shape extends z.ZodRawShape>(
  create: Create,
  existing: Shape,
) {
  return section({
    create: z.array(create, createRule).default([]).describe("Buckets that this stack makes."),
    existing: z
      .array(section(existing), existingRule)
      .default([])
      .describe(
        "Only to say something of a bucket that exists already; one of which nothing is said is left alone.",
      ),
  });
}

function buckets<Shape extends z.ZodRawShape>(existing: Shape) {
  return bucketLists(newBucket, existing)
    .default({ create: [], existing: [] })
    .describe("Buckets to make, and what is to be said of existing ones. Default: all exist.");
}

/** What is to be said of the buckets that the locations of a workflow lie in. */
export const bucketsSchema = buckets(existingBucket);

/** The same where S3 tells of new objects. */
export const streamingBucketsSchema = buckets(streamingBucket);
