import { AwsPage } from "../../aws-page";
import { formatArn, parseArn } from "../../iam/arn";
import { allow, type PolicyStatement } from "../../iam/statement";
import type { AwsScope } from "../../scope/aws-scope";
import { onKey } from "../key-target";
import { readJobLogs, seeWaitingObjects } from "./job-operator";
import { bucketArns } from "./labeling-data";
import { describeJobs, describeWorkteams, listJobs, listWorkteams } from "./labeling-jobs";
import { foldersOf, type LabelingNeed } from "./labeling-need";
import type { PersonaSubject } from "./persona-subject";

/** Somebody who checks how a workflow is set up and who may do what. Changes nothing and reads no data. */
export const auditor: PersonaSubject<LabelingNeed> = {
  leastPrivilege: audit,
  // Neither AWS's pages nor its managed policies for Ground Truth know such a person.
  asDocumented: audit,
  beyondAwsManaged: audit,
  awsManaged: [],
};

function audit(need: LabelingNeed, scope: AwsScope): PolicyStatement[] {
  return [
    describeJobs(need, scope),
    listJobs(),
    ...describeWorkteams(need, scope),
    listWorkteams(),
    readJobLogs(scope),
    ...seeWaitingObjects(need, scope),
    ...readRole(need),
    readBucketSettings(need, scope),
    ...readKeys(need),
    ...readFunctions(need),
    ...readTopics(need),
  ];
}

function readRole({ executionRoleArn }: LabelingNeed): PolicyStatement[] {
  return [
    allow("AuditExecutionRole", {
      actions: ["iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies"],
      resources: [executionRoleArn],
      reason: "whom the execution role trusts and which policies it has",
      page: AwsPage.iamPolicyReview,
    }),
    ...policiesNamedAfter(executionRoleArn).map((resource) =>
      allow("AuditPolicies", {
        actions: ["iam:GetPolicy", "iam:GetPolicyVersion", "iam:ListPolicyVersions"],
        resources: [resource],
        reason: "what these policies say; they are named after the role",
        page: AwsPage.iamPolicyReview,
      }),
    ),
  ];
}

/** `role/path/name` -> `policy/path/name*`: this library names a role's policies so. */
function policiesNamedAfter(roleArn: string): string[] {
  const parts = parseArn(roleArn);
  if (parts === undefined) return [];
  return [formatArn({ ...parts, resource: `${parts.resource.replace(/^role\//, "policy/")}*` })];
}

function readBucketSettings(need: LabelingNeed, scope: AwsScope): PolicyStatement {
  return allow("AuditBuckets", {
    actions: [
      "s3:GetBucketCORS",
      "s3:GetBucketLocation",
      "s3:GetBucketLogging",
      "s3:GetBucketNotification",
      "s3:GetBucketPolicy",
      "s3:GetBucketPolicyStatus",
      "s3:GetBucketPublicAccessBlock",
      "s3:GetBucketTagging",
      "s3:GetBucketVersioning",
      "s3:GetEncryptionConfiguration",
      "s3:GetLifecycleConfiguration",
    ],
    resources: bucketArns(foldersOf(need), scope),
    reason: "how the workflow's buckets are protected; no list of objects and no object",
    page: AwsPage.s3TlsOnly,
  });
}

function readKeys({ keys = [] }: LabelingNeed): PolicyStatement[] {
  return keys.map((key) =>
    allow("AuditKeys", {
      actions: [
        "kms:DescribeKey",
        "kms:GetKeyPolicy",
        "kms:GetKeyRotationStatus",
        "kms:ListGrants",
        "kms:ListResourceTags",
      ],
      ...onKey(key),
      reason: "who may use the key, and whether it rotates",
      page: AwsPage.kmsKeyPolicy,
    }),
  );
}

/** No lambda:GetFunction, which hands out the code. */
function readFunctions({ functionArns = [] }: LabelingNeed): PolicyStatement[] {
  if (functionArns.length === 0) return [];
  return [
    allow("AuditFunctions", {
      actions: ["lambda:GetFunctionConfiguration", "lambda:GetPolicy", "lambda:ListTags"],
      resources: functionArns,
      reason: "which role the annotation functions run with and who may call them",
      page: AwsPage.lambdaIdentityPolicies,
    }),
  ];
}

function readTopics({ topicArns = [] }: LabelingNeed): PolicyStatement[] {
  if (topicArns.length === 0) return [];
  return [
    allow("AuditTopics", {
      actions: ["sns:GetTopicAttributes", "sns:ListSubscriptionsByTopic"],
      resources: topicArns,
      reason: "who may publish to the topics, and who hears of it",
      page: AwsPage.snsSecurity,
    }),
  ];
}
