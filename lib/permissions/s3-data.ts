import { AwsPage } from "../aws-page";
import { s3BucketArn, s3ObjectsArn } from "../iam/arn";
import { allow, type PolicyStatement } from "../iam/statement";
import type { AwsScope } from "../scope/aws-scope";
import type { Hardening } from "./hardening";
import { managedPolicyCoversS3 } from "./managed-policy";
import type { PermissionSubject } from "./style";
import type { S3Folder } from "./s3-folder";

export type { S3Folder } from "./s3-folder";

/** Folders that a job reads: data objects, input manifest, label categories, worker task template. */
export const s3Input: PermissionSubject<readonly S3Folder[]> = {
  leastPrivilege: (folders, scope, hardening) => [
    ...seeBuckets(folders, scope, hardening),
    readInput(folders, scope),
  ],
  asDocumented,
  beyondAwsManaged: (folders, scope) => {
    const missing = folders.filter((folder) => !managedPolicyCoversS3(folder));
    return missing.length === 0 ? [] : [readInput(missing, scope)];
  },
};

/** The folder that a job writes its answers to. */
export const s3Output: PermissionSubject<S3Folder> = {
  leastPrivilege: (folder, scope, hardening) => [
    ...seeBuckets([folder], scope, hardening),
    writeOutput(folder, scope),
  ],
  asDocumented: (folder, scope) => asDocumented([folder], scope),
  beyondAwsManaged: (folder, scope) => (managedPolicyCoversS3(folder) ? [] : [writeOutput(folder, scope)]),
};

function readInput(folders: readonly S3Folder[], scope: AwsScope): PolicyStatement {
  return allow("S3ReadInput", {
    actions: ["s3:GetObject"],
    resources: objects(folders, scope),
    reason:
      "the job reads data objects, manifest, label categories and template; it never writes where it reads",
    page: AwsPage.createLabelingJob, // prints GetObject alone for the input bucket
  });
}

function writeOutput(folder: S3Folder, scope: AwsScope): PolicyStatement {
  return allow("S3WriteOutput", {
    actions: ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"],
    resources: objects([folder], scope),
    reason:
      "the job writes answers and manifests, reads them again to consolidate, and gives up broken uploads",
    page: AwsPage.executionRole,
  });
}

function seeBuckets(folders: readonly S3Folder[], scope: AwsScope, hardening: Hardening): PolicyStatement[] {
  const resources = buckets(folders, scope);
  const reason = "the job looks up the bucket's region and lists what it works on";
  const page = AwsPage.executionRole;
  if (!hardening.listOnlyLocations) {
    return [
      allow("S3SeeBuckets", { actions: ["s3:GetBucketLocation", "s3:ListBucket"], resources, reason, page }),
    ];
  }
  return [
    allow("S3SeeBuckets", { actions: ["s3:GetBucketLocation"], resources, reason, page }),
    ...folders.map(({ bucketName, prefix }) =>
      allow("S3ListLocation", {
        actions: ["s3:ListBucket"],
        resources: [s3BucketArn(scope, bucketName)],
        when: {
          StringLike: { "s3:prefix": [prefix === "" || prefix.endsWith("/") ? `${prefix}*` : prefix] },
        },
        reason:
          "hardening listOnlyLocations: no listing outside the job's locations; not verified against AWS",
        page,
      }),
    ),
  ];
}

/** AWS prints one list of actions for input and output, on whole buckets. */
function asDocumented(folders: readonly S3Folder[], scope: AwsScope): PolicyStatement[] {
  const reason = "as AWS prints it: whole buckets, input writable like output";
  const page = AwsPage.executionRole;
  return [
    allow("S3ViewBuckets", {
      actions: ["s3:ListBucket", "s3:GetBucketLocation"],
      resources: buckets(folders, scope),
      reason,
      page,
    }),
    allow("S3GetPutObjects", {
      actions: ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"],
      resources: [...new Set(folders.map(({ bucketName }) => s3ObjectsArn(scope, bucketName)))],
      reason,
      page,
    }),
  ];
}

function buckets(folders: readonly S3Folder[], scope: AwsScope): string[] {
  return [...new Set(folders.map(({ bucketName }) => s3BucketArn(scope, bucketName)))];
}

function objects(folders: readonly S3Folder[], scope: AwsScope): string[] {
  return folders.map(({ bucketName, prefix }) => s3ObjectsArn(scope, bucketName, prefix));
}
