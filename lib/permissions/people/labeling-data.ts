import { AwsPage } from "../../aws-page";
import { s3BucketArn, s3ObjectsArn } from "../../iam/arn";
import { allow, type PolicyStatement } from "../../iam/statement";
import type { AwsScope } from "../../scope/aws-scope";
import { type KeyTarget, onKey } from "../key-target";
import type { S3Folder } from "../s3-data";

/** Objects in the workflow's folders, for people who prepare jobs and read answers. */
export function useFolders(folders: readonly S3Folder[], scope: AwsScope): PolicyStatement[] {
  if (folders.length === 0) return [];
  return [
    allow("S3UseLocations", {
      actions: ["s3:GetObject", "s3:PutObject"],
      resources: folders.map(({ bucketName, prefix }) => s3ObjectsArn(scope, bucketName, prefix)),
      reason: "manifests, label categories and templates are written beside the data, and answers are read",
      page: AwsPage.consoleAccess,
    }),
  ];
}

/** What the console and the command line ask of a bucket before they read. */
export function seeBuckets(folders: readonly S3Folder[], scope: AwsScope): PolicyStatement[] {
  const resources = bucketArns(folders, scope);
  if (resources.length === 0) return [];
  return [
    allow("S3SeeBuckets", {
      // No s3:PutBucketCORS, which AWS prints for the console: Terraform keeps the rules of these buckets.
      actions: ["s3:GetBucketCORS", "s3:GetBucketLocation", "s3:ListBucket"],
      resources,
      reason: "lists the workflow's data, and checks region and CORS rules of its buckets",
      page: AwsPage.consoleAccess,
    }),
  ];
}

export function bucketArns(folders: readonly S3Folder[], scope: AwsScope): string[] {
  return [...new Set(folders.map(({ bucketName }) => s3BucketArn(scope, bucketName)))];
}

/** The keys of the data: what they are, and their use through S3. */
export function useKeys(keys: readonly KeyTarget[], scope: AwsScope): PolicyStatement[] {
  return keys.map((key) =>
    allow("UseKeyThroughS3", {
      actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
      ...onKey(key, { StringEquals: { "kms:ViaService": [`s3.${scope.region}.amazonaws.com`] } }),
      reason:
        "reads and writes encrypted objects; without S3 the key is of no use. The key policy must name them too",
      page: AwsPage.kmsViaService,
    }),
  );
}

export function describeKeys(keys: readonly KeyTarget[]): PolicyStatement[] {
  return keys.map((key) =>
    allow("DescribeKey", {
      actions: ["kms:DescribeKey"],
      ...onKey(key),
      reason: "the form for a new job shows the key",
      page: AwsPage.consoleAccess,
    }),
  );
}
