import { z } from "zod";
import { AwsPage } from "../../lib/aws-page";
import { bucketName, count, existingKey, flag, s3Uri } from "./aws-values";
import { section } from "./section";

/** The longest time that S3 counts in a lifecycle rule. */
const manyDays = 2_147_483_647;

const newBucket = section({
  name: bucketName.describe("Name of the bucket, unique in all of AWS."),
  accessLogs: s3Uri.optional().describe("Where S3 writes an entry for each access: s3://bucket/prefix/."),
  expireAfterDays: count("days", 1, manyDays, AwsPage.s3Lifecycle)
    .optional()
    .describe("Deletes objects this many days after they came in. Default: never."),
  expireOldVersionsAfterDays: count("days", 1, manyDays, AwsPage.s3Lifecycle)
    .optional()
    .describe("Deletes overwritten and deleted objects for good after this many days."),
  forceDestroy: flag().default(false).describe("Lets Terraform destroy the bucket with everything in it."),
});

const existingBucket = {
  name: bucketName.describe("Name of the bucket."),
  manageCors: flag()
    .default(false)
    .describe("Terraform takes over the bucket's whole CORS configuration, which Ground Truth needs."),
  key: existingKey.optional().describe("Key that encrypts the data in it: alias/<name>, or an ARN."),
};

const streamingBucket = {
  ...existingBucket,
  manageNotifications: flag()
    .optional()
    .describe(
      "Terraform takes over the bucket's whole notification configuration, which s3Events need. Default: false.",
    ),
};

const createRule = "a list of buckets to make is allowed";
const existingRule = "a list of existing buckets is allowed";

function buckets<Shape extends z.ZodRawShape>(existing: Shape) {
  return section({
    create: z.array(newBucket, createRule).default([]).describe("Buckets that this stack makes."),
    existing: z
      .array(section(existing), existingRule)
      .default([])
      .describe(
        "Only to say something of a bucket that exists already; one of which nothing is said is left alone.",
      ),
  })
    .default({ create: [], existing: [] })
    .describe("Buckets to make, and what is to be said of existing ones. Default: all exist.");
}

/** What is to be said of the buckets that the locations of a workflow lie in. */
export const bucketsSchema = buckets(existingBucket);

/** The same where S3 tells of new objects. */
export const streamingBucketsSchema = buckets(streamingBucket);
