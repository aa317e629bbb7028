import type { z } from "zod";
import type * as lib from "../../lib";
import { AwsPage } from "../../lib/aws-page";
import * as rules from "../../lib/rules";
import { namedKeySchema } from "./key-schema";
import { atLeastOne, exactlyOne, isFilled } from "./relations";
import { section } from "./section";
import { flag, location, many, must, needed, optional, propsOf } from "./types";

const vpcRestrictionSchema = section(
  propsOf<lib.VpcRestriction>("VpcRestriction")({
    vpcEndpointIds: rules.list("ids of endpoints", rules.bucketEndpointRule, { from: 0 }),
    vpcIds: rules.list("ids of networks", rules.bucketNetworkRule, { from: 0 }),
    exemptPrincipalArns: rules.list("ARNs of roles and users", rules.principalArnRule, { from: 0 }),
  }),
  [
    atLeastOne(
      ["vpcEndpointIds", "vpcIds"],
      "names no endpoint and no network, so that workers would see no objects; name at least one",
      AwsPage.vpcLabelingJob,
      isFilled,
    ),
  ],
);
export type VpcRestrictionConfig = z.infer<typeof vpcRestrictionSchema>;

const vpcRestriction = optional(
  vpcRestrictionSchema,
  "From where alone objects are to be had, besides Ground Truth's own endpoint; with a private work team only. Default: from everywhere.",
);

const newObjects = section(
  {
    ...propsOf<lib.NewObjectEventsProps>("NewObjectEventsProps")({
      prefix: rules.prefixRule,
      suffix: rules.eventSuffixRule,
      functionArn: rules.calledFunctionArnRule,
    }),
    queueArn: optional(
      rules.eventQueueArnRule,
      "ARN of a standard queue. What its policy needs is an output.",
    ),
  },
  [exactlyOne(["queueArn", "functionArn"])],
);

/** Whom S3 tells of new objects, where a stack has the notifications of a bucket. */
const eventKeys = {
  newObjects: optional(
    many(newObjects, { allowed: "a list of events is allowed, at least one", from: 1 }),
    "Queues and functions that S3 tells of new objects, besides streaming workflows. Default: none.",
  ),
  eventbridge: optional(flag, "S3 tells EventBridge of everything in the bucket. Default: false."),
};

const newBucketKeys = {
  ...eventKeys,
  name: needed(rules.newBucketNameRule, "Name of the bucket, unique in all of AWS."),
  ...propsOf<lib.LabelingBucketProps>("LabelingBucketProps")({
    accessLogs: location(rules.s3FolderRule),
    expireAfterDays: rules.lifecycleDaysRule,
    expireOldVersionsAfterDays: rules.lifecycleDaysRule,
    forceDestroy: flag,
  }),
  vpcRestriction,
};

/** Where S3 writes the access logs of the buckets beside it. */
const accessLogBucket = section(
  {
    create: optional(
      section(
        propsOf<lib.AccessLogBucketProps>("AccessLogBucketProps")({
          name: must(rules.newBucketNameRule),
          expireAfterDays: rules.lifecycleDaysRule,
          expireOldVersionsAfterDays: rules.lifecycleDaysRule,
          forceDestroy: flag,
        }),
      ),
      "A bucket that is made for them, which S3 may write to.",
    ),
    existing: optional(rules.bucketNameRule, "Name of a bucket. What its policy must contain is an output."),
  },
  [exactlyOne(["create", "existing"])],
);
export type AccessLogBucketConfig = z.infer<typeof accessLogBucket>;

const newBucket = section(newBucketKeys);
export type NewBucketConfig = z.infer<typeof newBucket>;

const sharedBucket = section({
  ...newBucketKeys,
  encryptionKey: optional(namedKeySchema, "Key of the bucket. Default: the only one of shared.keys."),
});

const existingBucket = {
  name: needed(rules.bucketNameRule, "Name of the bucket."),
  ...propsOf<lib.ExistingBucketProps>("ExistingBucketProps")({ manageCors: flag }),
  encryptionKey: optional(namedKeySchema, "Key that encrypts the data in it."),
  vpcRestriction,
};

/** What can be said of an existing bucket where S3 tells of new objects. */
const streamingBucket = {
  ...existingBucket,
  ...propsOf<lib.ExistingBucketProps>("ExistingBucketProps")({ manageNotifications: flag }),
  ...eventKeys,
};

function bucketLists<Create extends z.ZodType, Shape extends z.ZodRawShape>(create: Create, existing: Shape) {
  return section({
    create: many(create, { allowed: "a list of buckets to make is allowed, each with a name" })
      .default([])
      .describe("Buckets that this stack makes."),
    existing: many(section(existing), { allowed: "a list of existing buckets is allowed" })
      .default([])
      .describe(
        "Only to say something of a bucket that exists already; one of which nothing is said is left alone.",
      ),
    accessLogBucket: optional(
      accessLogBucket,
      "Where S3 writes the access logs of the buckets made here, each in a folder of its name. Default: no access logs.",
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

/** Buckets of the section `shared`. */
export const sharedBucketsSchema = bucketLists(sharedBucket, streamingBucket)
  .default({ create: [], existing: [] })
  .describe(
    "Buckets to make, and existing ones whose CORS rules or notifications this stack manages for all workflows.",
  );
