import { AwsPage } from "../../aws-page";
import { s3BucketArn } from "../../iam/arn";
import type { PolicyStatement } from "../../iam/statement";
import { onKeysOfStacks } from "./kms";
import { onEach, ownRights, type ResourceRights, type RightsByType } from "./resource-rights";
import type { StackResource } from "./stack-resource";

const page = AwsPage.s3Actions;

const bucket = (resource: StackResource) => [s3BucketArn(resource.scope, resource.text("bucket") ?? "")];
const objectsOf = (resource: StackResource) => bucket(resource).map((arn) => `${arn}/*`);

/** A part of a bucket's configuration that Terraform keeps in a resource of its own. `s3:ListBucket` is HeadBucket. */
function configuration(sid: string, reason: string, ...actions: readonly string[]): ResourceRights {
  return ownRights(["bucket"], {
    sid,
    actions: ["s3:ListBucket", ...actions],
    arns: bucket,
    reason,
    page,
  });
}

const buckets: ResourceRights = {
  names: ["bucket"],
  statements: (resources) => {
    const emptied = resources.filter((resource) => resource.flag("force_destroy"));
    return [
      onEach(resources, {
        sid: "S3Buckets",
        actions: [
          "s3:CreateBucket",
          "s3:DeleteBucket",
          "s3:GetAccelerateConfiguration",
          "s3:GetBucketAcl",
          "s3:GetBucketCORS",
          "s3:GetBucketLogging",
          "s3:GetBucketObjectLockConfiguration",
          "s3:GetBucketPolicy",
          "s3:GetBucketRequestPayment",
          "s3:GetBucketTagging",
          "s3:GetBucketVersioning",
          "s3:GetBucketWebsite",
          "s3:GetEncryptionConfiguration",
          "s3:GetLifecycleConfiguration",
          "s3:GetReplicationConfiguration",
          "s3:ListBucket",
          "s3:ListTagsForResource",
          "s3:PutBucketTagging",
          "s3:TagResource",
          "s3:UntagResource",
        ],
        arns: bucket,
        reason: "makes the buckets of the stacks and reads all their settings, whoever set them",
        page,
      }),
      ...(emptied.length === 0 ? [] : empty(emptied)),
    ];
  },
};

/** Only where `terraform destroy` may take the data with it. */
function empty(resources: readonly StackResource[]): PolicyStatement[] {
  const reason = "these buckets are emptied before they are destroyed, as their configuration asks";
  return [
    onEach(resources, {
      sid: "S3BucketsEmptied",
      actions: ["s3:ListBucketVersions"],
      arns: bucket,
      reason,
      page,
    }),
    onEach(resources, {
      sid: "S3ObjectsEmptied",
      actions: ["s3:DeleteObject", "s3:DeleteObjectVersion"],
      arns: objectsOf,
      reason,
      page,
    }),
  ];
}

/** The key of a worker task template holds the hash of its content: that before an edit has another one, and must go. */
const hash = /(?<=-)[0-9a-f]{12}(?=\.liquid\.html$)/;

const object = (resource: StackResource) => {
  const key = (resource.text("key") ?? "").replace(hash, "*");
  return bucket(resource).map((arn) => `${arn}/${key}`);
};

const objects: ResourceRights = {
  names: ["bucket", "key"],
  statements: (resources, all) => {
    const sealed = resources.filter((resource) => resource.text("server_side_encryption") !== "AES256");
    return [
      onEach(resources, {
        sid: "S3Objects",
        actions: [
          "s3:DeleteObject",
          "s3:DeleteObjectTagging",
          "s3:DeleteObjectVersion",
          "s3:GetObject",
          "s3:GetObjectTagging",
          "s3:PutObject",
          "s3:PutObjectTagging",
        ],
        arns: object,
        reason: "the objects that the stacks upload, and older versions of them",
        page,
      }),
      onEach(resources, {
        sid: "S3ObjectVersions",
        actions: ["s3:ListBucket", "s3:ListBucketVersions"],
        arns: bucket,
        reason: "looks for the versions of an object that it deletes",
        page,
      }),
      ...(sealed.length === 0 ? [] : seal(sealed, all)),
    ];
  },
};

/** The key's policy must allow it too: whoever deploys is then one of the key's `dataUsers`. */
function seal(resources: readonly StackResource[], all: readonly StackResource[]): PolicyStatement[] {
  return onKeysOfStacks(resources, all, {
    sid: "S3ObjectKeys",
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    service: "s3",
    reason: "uploads objects that S3 encrypts with a key of the stacks",
    page: AwsPage.s3Kms,
  });
}

/** Buckets, their configuration, and objects in them. */
export const s3Rights: RightsByType = {
  aws_s3_bucket: buckets,
  aws_s3_bucket_cors_configuration: configuration(
    "S3BucketCors",
    "the rule that workers' browsers need",
    "s3:GetBucketCORS",
    "s3:PutBucketCORS",
  ),
  aws_s3_bucket_lifecycle_configuration: configuration(
    "S3BucketLifecycle",
    "when objects and broken uploads are cleaned up",
    "s3:GetLifecycleConfiguration",
    "s3:PutLifecycleConfiguration",
  ),
  aws_s3_bucket_logging: configuration(
    "S3BucketLogging",
    "where S3 writes the access log",
    "s3:GetBucketLogging",
    "s3:PutBucketLogging",
  ),
  aws_s3_bucket_notification: configuration(
    "S3BucketNotifications",
    "whom S3 tells of new objects",
    "s3:GetBucketNotification",
    "s3:PutBucketNotification",
  ),
  aws_s3_bucket_ownership_controls: configuration(
    "S3BucketOwnership",
    "access lists stay switched off",
    "s3:GetBucketOwnershipControls",
    "s3:PutBucketOwnershipControls",
  ),
  aws_s3_bucket_policy: configuration(
    "S3BucketPolicy",
    "the policies of the buckets",
    "s3:DeleteBucketPolicy",
    "s3:GetBucketPolicy",
    "s3:PutBucketPolicy",
  ),
  aws_s3_bucket_public_access_block: configuration(
    "S3BucketPublicAccessBlock",
    "the buckets stay closed to the public",
    "s3:GetBucketPublicAccessBlock",
    "s3:PutBucketPublicAccessBlock",
  ),
  aws_s3_bucket_server_side_encryption_configuration: configuration(
    "S3BucketEncryption",
    "the key that new objects are encrypted with",
    "s3:GetEncryptionConfiguration",
    "s3:PutEncryptionConfiguration",
  ),
  aws_s3_bucket_versioning: configuration(
    "S3BucketVersioning",
    "what is overwritten is kept",
    "s3:GetBucketVersioning",
    "s3:PutBucketVersioning",
  ),
  aws_s3_object: objects,
};
