import { AwsPage } from "../../aws-page";
import { formatArn, parseArn, workforceArn } from "../../iam/arn";
import { allow, type PolicyStatement } from "../../iam/statement";
import type { AwsScope } from "../../scope/aws-scope";
import { onKey } from "../key-target";
import { spellings } from "../spellings";
import { readJobLogs, seeWaitingObjects } from "./job-operator";
import { bucketArns } from "./labeling-data";
import { describeJobs, describeWorkTeams, listJobs, listWorkTeams } from "./labeling-jobs";
import { foldersOf, type LabelingNeed } from "./labeling-need";
import type { PersonaSubject } from "./persona-subject";
import type { WorkforceNeed } from "./private-workforce";

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
    ...describeWorkTeams(need, scope),
    listWorkTeams(),
    readJobLogs(scope),
    ...seeWaitingObjects(need, scope),
    ...readRoles(need),
    readBucketSettings(need, scope),
    ...readKeys(need),
    ...readFunctions(need),
    ...readTopics(need),
    ...readQueues(need),
    ...readEventRule(need),
  ];
}

const readingRoles = [
  "iam:GetRole",
  "iam:GetRolePolicy",
  "iam:ListAttachedRolePolicies",
  "iam:ListRolePolicies",
];

function readRoles({
  executionRoleArn,
  functionRoleArns = [],
  deliveryLogRoleArns = [],
}: LabelingNeed): PolicyStatement[] {
  return [
    allow("AuditExecutionRole", {
      actions: readingRoles,
      resources: [executionRoleArn],
      reason: "whom the execution role trusts and which policies it has",
      page: AwsPage.iamPolicyReview,
    }),
    ...(functionRoleArns.length === 0
      ? []
      : [
          allow("AuditFunctionRoles", {
            actions: readingRoles,
            resources: functionRoleArns,
            reason: "what the code of the annotation functions may do, and so whoever writes it",
            page: AwsPage.iamPolicyReview,
          }),
        ]),
    ...(deliveryLogRoleArns.length === 0
      ? []
      : [
          allow("AuditDeliveryLogRoles", {
            actions: readingRoles,
            resources: deliveryLogRoleArns,
            reason: "what SNS may write with these roles, and who else might assume them",
            page: AwsPage.iamPolicyReview,
          }),
        ]),
    ...[executionRoleArn, ...functionRoleArns, ...deliveryLogRoleArns]
      .flatMap(policiesNamedAfter)
      .map((resource) =>
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
      "s3:GetBucketAcl",
      "s3:GetBucketCORS",
      "s3:GetBucketLocation",
      "s3:GetBucketLogging",
      "s3:GetBucketNotification",
      "s3:GetBucketOwnershipControls",
      "s3:GetBucketPolicy",
      "s3:GetBucketPolicyStatus",
      "s3:GetBucketPublicAccessBlock",
      "s3:GetBucketTagging",
      "s3:GetBucketVersioning",
      "s3:GetEncryptionConfiguration",
      "s3:GetInventoryConfiguration",
      "s3:GetLifecycleConfiguration",
      "s3:GetReplicationConfiguration",
    ],
    resources: bucketArns(foldersOf(need), scope),
    reason:
      "how the workflow's buckets are protected, and whether S3 copies what is in them elsewhere; no list of objects and no object",
    page: AwsPage.s3TlsOnly,
  });
}

function readKeys({ keys = [] }: Pick<LabelingNeed, "keys">): PolicyStatement[] {
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

function readTopics({
  topicArns = [],
  alarmTopicArn,
}: Pick<LabelingNeed, "topicArns" | "alarmTopicArn">): PolicyStatement[] {
  const topics = [...topicArns, ...(alarmTopicArn === undefined ? [] : [alarmTopicArn])];
  if (topics.length === 0) return [];
  return [
    allow("AuditTopics", {
      actions: ["sns:GetTopicAttributes", "sns:ListSubscriptionsByTopic"],
      resources: topics,
      reason: "who may publish to the topics, and who hears of it",
      page: AwsPage.snsSecurity,
    }),
  ];
}

function readQueues({ answerQueueArns = [] }: LabelingNeed): PolicyStatement[] {
  if (answerQueueArns.length === 0) return [];
  return [
    allow("AuditAnswerQueues", {
      actions: ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ListDeadLetterSourceQueues"],
      resources: answerQueueArns,
      reason: "who may take answers out of the queue, which key it has, and where its dead letters go",
      page: AwsPage.sqsSecurity,
    }),
  ];
}

function readEventRule({ eventRuleArn, eventQueueArns = [] }: LabelingNeed): PolicyStatement[] {
  if (eventRuleArn === undefined) return [];
  return [
    allow("AuditJobEvents", {
      actions: ["events:DescribeRule", "events:ListTargetsByRule"],
      resources: [eventRuleArn],
      reason: "who is told of the ends of jobs",
      page: AwsPage.eventBridgeActions,
    }),
    ...(eventQueueArns.length === 0
      ? []
      : [
          allow("AuditJobEventQueues", {
            actions: ["sqs:GetQueueAttributes", "sqs:GetQueueUrl"],
            resources: eventQueueArns,
            reason: "who may take ends of jobs out of these queues, and which key they have",
            page: AwsPage.sqsSecurity,
          }),
        ]),
  ];
}

/**
 * The workforce and its user pool: who signs in, and how; and the topic that tells work teams of tasks. No `cognito-idp:DescribeUserPoolClient` and no
 * `cognito-idp:DescribeIdentityProvider`, which hand out secrets.
 */
export const workforceAuditor: PersonaSubject<WorkforceNeed> = {
  leastPrivilege: auditWorkforce,
  asDocumented: auditWorkforce,
  beyondAwsManaged: auditWorkforce,
  awsManaged: [],
};

function auditWorkforce(
  { workforceName = "*", userPoolArn, notificationTopicArn, keys }: WorkforceNeed,
  scope: AwsScope,
): PolicyStatement[] {
  return [
    allow("AuditWorkforce", {
      actions: ["sagemaker:DescribeWorkforce"],
      resources: spellings(workforceName).map((name) => workforceArn(scope, name)),
      reason: "where workers sign in, and from which addresses and networks",
      page: AwsPage.privateWorkforce,
    }),
    allow("SeeWorkforces", {
      actions: ["sagemaker:ListWorkforces"],
      resources: ["*"],
      anyResourceBecause: "sagemaker:ListWorkforces has no resource type",
      reason: "finds the workforce",
      page: AwsPage.sagemakerActions,
    }),
    ...readTopics({ topicArns: notificationTopicArn === undefined ? [] : [notificationTopicArn] }),
    ...readKeys({ keys }),
    ...(userPoolArn === undefined
      ? []
      : [
          allow("AuditUserPool", {
            actions: [
              "cognito-idp:DescribeUserPool",
              "cognito-idp:GetUserPoolMfaConfig",
              "cognito-idp:ListGroups",
              "cognito-idp:ListIdentityProviders",
              "cognito-idp:ListUserPoolClients",
            ],
            resources: [userPoolArn],
            reason: "how workers sign in, and which groups there are; no worker by name and no secret",
            page: AwsPage.cognitoActions,
          }),
        ]),
  ];
}
