import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import type { S3BucketLifecycleConfigurationRule } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import type { ILabelingKey } from "../encryption/labeling-key";

/** What a bucket made here is protected with. */
interface BucketProtection {
  readonly policy: string;
  /** @default - S3's own keys */
  readonly encryptionKey?: ILabelingKey;
}

/**
 * No public access, owner's objects only, a policy, encryption and versions.
 *
 * @param bucket the bucket's name as an attribute, so that Terraform makes it first
 * @returns the policy, and what objects wait for: one that came in before the encryption would not be encrypted with the key,
 * and of one that came in before the versioning Terraform would leave a version behind
 */
export function protectBucket(
  scope: Construct,
  bucket: string,
  { policy, encryptionKey }: BucketProtection,
): { readonly policy: S3BucketPolicy; readonly objectPrerequisites: ITerraformDependable[] } {
  new S3BucketPublicAccessBlock(scope, "PublicAccessBlock", {
    bucket,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  new S3BucketOwnershipControls(scope, "Ownership", {
    bucket,
    rule: { objectOwnership: "BucketOwnerEnforced" },
  });
  const bucketPolicy = new S3BucketPolicy(scope, "Policy", { bucket, policy });
  const applyServerSideEncryptionByDefault =
    encryptionKey === undefined
      ? { sseAlgorithm: "AES256" }
      : { sseAlgorithm: "aws:kms", kmsMasterKeyId: encryptionKey.keyArn };
  const encryption = new S3BucketServerSideEncryptionConfigurationA(scope, "Encryption", {
    bucket,
    rule: [
      {
        applyServerSideEncryptionByDefault,
        bucketKeyEnabled: encryptionKey === undefined ? undefined : true,
      },
    ],
  });
  const versioning = new S3BucketVersioningA(scope, "Versioning", {
    bucket,
    versioningConfiguration: { status: "Enabled" },
  });
  return { policy: bucketPolicy, objectPrerequisites: [encryption, versioning] };
}

/** After how many days what is deleted. */
interface BucketExpiry {
  readonly expireAfterDays?: number;
  readonly expireOldVersionsAfterDays?: number;
}

/** Broken uploads are cleaned up; the rest as it is asked for. */
export function cleanBucket(
  scope: Construct,
  bucket: string,
  { expireAfterDays, expireOldVersionsAfterDays }: BucketExpiry,
): void {
  const everything = { status: "Enabled", filter: [{ prefix: "" }] };
  const rule: S3BucketLifecycleConfigurationRule[] = [
    {
      id: "abort-incomplete-uploads",
      ...everything,
      abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
    },
  ];
  if (expireAfterDays !== undefined) {
    rule.push({ id: "expire-objects", ...everything, expiration: [{ days: expireAfterDays }] });
  }
  if (expireOldVersionsAfterDays !== undefined) {
    const noncurrentVersionExpiration = [{ noncurrentDays: expireOldVersionsAfterDays }];
    rule.push({ id: "expire-old-versions", ...everything, noncurrentVersionExpiration });
  }
  new S3BucketLifecycleConfiguration(scope, "Lifecycle", { bucket, rule });
}
