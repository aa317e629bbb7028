import { AwsPage } from "../../aws-page";
import { s3BucketArn, s3ObjectsArn } from "../../iam/arn";
import { allow, deny, type PolicyStatement } from "../../iam/statement";
import type { AwsScope } from "../../scope/aws-scope";
import { type KeyTarget, onKey } from "../key-target";
import type { S3Folder } from "../s3-data";
import type { LabelingNeed } from "./labeling-need";

/** Objects in the workflow's folders, for people who prepare jobs and read answers. */
export function readFolders(folders: readonly S3Folder[], scope: AwsScope): PolicyStatement[] {
  if (folders.length === 0) return [];
  return [
    allow("S3ReadLocations", {
      actions: ["s3:GetObject"],
      resources: arnsOf(folders, scope),
      reason: "data, manifests, label categories and templates are looked at, and answers are read",
      page: AwsPage.consoleAccess,
    }),
  ];
}

/** What people bring for a job: data, manifests, label categories and templates. */
export function writeInputs(inputs: readonly S3Folder[], scope: AwsScope): PolicyStatement[] {
  if (inputs.length === 0) return [];
  return [
    allow("S3WriteInputs", {
      actions: ["s3:PutObject"],
      resources: arnsOf(inputs, scope),
      reason: "data, manifests, label categories and templates are put beside the data",
      page: AwsPage.consoleAccess,
    }),
  ];
}

/**
 * The folder of a job that the console saves template and label categories in. NOT VERIFIED AGAINST AWS: AWS's pages do
 * not name it; jobs that were made in the console do, in `UiTemplateS3Uri` and `LabelCategoryConfigS3Uri`.
 */
export function writeJobFiles(output: S3Folder, scope: AwsScope): PolicyStatement {
  return allow("S3WriteJobFiles", {
    actions: ["s3:PutObject"],
    resources: [`${s3ObjectsArn(scope, output.bucketName, output.prefix)}/annotation-tool/*`],
    reason: "a job's template and label categories lie beside its answers, as the console saves them",
    page: AwsPage.consoleAccess,
  });
}

/** Folders of a job's output, whichever job it is. */
const answerFolders = ["activelearning", "annotations", "inference", "manifests", "training"];

/** Answers and templates that lie where somebody may write. */
export function denyOverwriting(
  { inputs, answers = [], managedObjects = [] }: Pick<LabelingNeed, "inputs" | "answers" | "managedObjects">,
  scope: AwsScope,
): PolicyStatement[] {
  const within = answers.filter((folder) =>
    inputs.some((input) => contains(input, folder) || contains(folder, input)),
  );
  return [
    ...(within.length === 0
      ? []
      : [
          deny("DenyOverwriteAnswers", {
            actions: ["s3:PutObject"],
            resources: within.flatMap(({ bucketName, prefix }) =>
              answerFolders.map((folder) => `${s3ObjectsArn(scope, bucketName, prefix)}/${folder}/*`),
            ),
            reason: "answers lie where people put input, and are not theirs to write",
            page: AwsPage.outputData,
          }),
        ]),
    ...(managedObjects.length === 0
      ? []
      : [
          deny("DenyOverwriteTemplates", {
            actions: ["s3:PutObject"],
            resources: managedObjects.map(
              ({ bucketName, prefix, pattern }) => `${s3BucketArn(scope, bucketName)}/${prefix}${pattern}`,
            ),
            reason: "Terraform keeps these templates; people put theirs beside them",
            page: AwsPage.workerTaskTemplate,
          }),
        ]),
  ];
}

function arnsOf(folders: readonly S3Folder[], scope: AwsScope): string[] {
  return folders.map(({ bucketName, prefix }) => s3ObjectsArn(scope, bucketName, prefix));
}

function contains(outer: S3Folder, inner: S3Folder): boolean {
  return outer.bucketName === inner.bucketName && inner.prefix.startsWith(outer.prefix);
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
