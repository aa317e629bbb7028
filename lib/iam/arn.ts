import type { AwsScope } from "../scope/aws-scope";

import { type ArnParts, joinedArn } from "../rules/arn";
import { checkArguments } from "../validation/check-input";

export { type ArnParts, parseArn } from "../rules/arn";

/** The ARN with these parts. Tokens are taken. */
export function formatArn(parts: ArnParts): string {
  checkArguments("formatArn", [parts]);
  return joinedArn(parts);
}

/*
 * ARNs of resources whose name is known. They are put together from names, partition, region and account, never read
 * from a resource: an attribute such as `aws_iam_role.x.arn` is unknown in the first plan and would hide the policy.
 */

export function s3BucketArn(scope: AwsScope, bucketName: string): string {
  return `arn:${scope.partition}:s3:::${bucketName}`;
}

/** Every object under `prefix`, which is empty or ends in `/`; any other is the key of one object. */
export function s3ObjectsArn(scope: AwsScope, bucketName: string, prefix = ""): string {
  const every = prefix === "" || prefix.endsWith("/") ? "*" : "";
  return `${s3BucketArn(scope, bucketName)}/${prefix}${every}`;
}

/** @param path begins and ends in `/` */
export function iamRoleArn(scope: AwsScope, roleName: string, path = "/"): string {
  return `arn:${scope.partition}:iam::${scope.account}:role${path}${roleName}`;
}

/** @param path begins and ends in `/` */
export function iamUserArn(scope: AwsScope, userName: string, path = "/"): string {
  return `arn:${scope.partition}:iam::${scope.account}:user${path}${userName}`;
}

/** A customer managed policy. @param path begins and ends in `/` */
export function iamPolicyArn(scope: AwsScope, policyName: string, path = "/"): string {
  return `arn:${scope.partition}:iam::${scope.account}:policy${path}${policyName}`;
}

/** A policy that AWS manages. */
export function awsManagedPolicyArn(scope: AwsScope, policyName: string): string {
  return `arn:${scope.partition}:iam::aws:policy/${policyName}`;
}

/** The account itself: in a key policy it hands the decision to the account's IAM policies. */
export function accountRootArn(scope: AwsScope): string {
  return `arn:${scope.partition}:iam::${scope.account}:root`;
}

/** @param parameterName with its path, if it has one: `/acme/labels`, or `labels` */
export function ssmParameterArn(scope: AwsScope, parameterName: string): string {
  return `arn:${scope.partition}:ssm:${scope.region}:${scope.account}:parameter/${parameterName.replace(/^\//, "")}`;
}

export function kmsKeyArn(scope: AwsScope, keyId: string): string {
  return `arn:${scope.partition}:kms:${scope.region}:${scope.account}:key/${keyId}`;
}

/** @param alias with its `alias/` */
export function kmsAliasArn(scope: AwsScope, alias: string): string {
  return `arn:${scope.partition}:kms:${scope.region}:${scope.account}:${alias}`;
}

export function logGroupArn(scope: AwsScope, name: string): string {
  return `arn:${scope.partition}:logs:${scope.region}:${scope.account}:log-group:${name}`;
}

/** Groups whose name begins with `prefix`, and their streams. */
export function logGroupsArn(scope: AwsScope, prefix: string): string {
  return `arn:${scope.partition}:logs:${scope.region}:${scope.account}:log-group:${prefix}*`;
}

export function sqsQueueArn(scope: AwsScope, queueName: string): string {
  return `arn:${scope.partition}:sqs:${scope.region}:${scope.account}:${queueName}`;
}

export function snsTopicArn(scope: AwsScope, topicName: string): string {
  return `arn:${scope.partition}:sns:${scope.region}:${scope.account}:${topicName}`;
}

export function lambdaFunctionArn(scope: AwsScope, functionName: string): string {
  return `arn:${scope.partition}:lambda:${scope.region}:${scope.account}:function:${functionName}`;
}

/** @param resource type and id: `subnet/subnet-1234` */
export function ec2Arn(scope: AwsScope, resource: string): string {
  return `arn:${scope.partition}:ec2:${scope.region}:${scope.account}:${resource}`;
}

/** Every work team of the account. */
export function workTeamsArn(scope: AwsScope): string {
  return `arn:${scope.partition}:sagemaker:${scope.region}:${scope.account}:workteam/*`;
}

/** @param pattern name of a labeling job, or a name that ends in `*` */
export function labelingJobArn(scope: AwsScope, pattern: string): string {
  return `arn:${scope.partition}:sagemaker:${scope.region}:${scope.account}:labeling-job/${pattern}`;
}

/** Private work teams of the account. @param pattern name of a work team, or a name that ends in `*` */
export function privateWorkTeamArn(scope: AwsScope, pattern: string): string {
  return `arn:${scope.partition}:sagemaker:${scope.region}:${scope.account}:workteam/private-crowd/${pattern}`;
}

/** Work teams of vendors, which live in the vendors' accounts. */
export function vendorWorkTeamsArn(scope: AwsScope): string {
  return `arn:${scope.partition}:sagemaker:${scope.region}:*:workteam/vendor-crowd/*`;
}

export function workforceArn(scope: AwsScope, name: string): string {
  return `arn:${scope.partition}:sagemaker:${scope.region}:${scope.account}:workforce/${name}`;
}

/** The application of starter functions, which AWS keeps in an account of its own. */
export function groundTruthRecipeArn(scope: AwsScope): string {
  return `arn:${scope.partition}:serverlessrepo:${scope.region}:838997950401:applications/aws-sagemaker-ground-truth-recipe`;
}

/** A rule of the account's default event bus. */
export function eventRuleArn(scope: AwsScope, ruleName: string): string {
  return `arn:${scope.partition}:events:${scope.region}:${scope.account}:rule/${ruleName}`;
}

export function cloudWatchAlarmArn(scope: AwsScope, alarmName: string): string {
  return `arn:${scope.partition}:cloudwatch:${scope.region}:${scope.account}:alarm:${alarmName}`;
}

export function cognitoUserPoolArn(scope: AwsScope, userPoolId: string): string {
  return `arn:${scope.partition}:cognito-idp:${scope.region}:${scope.account}:userpool/${userPoolId}`;
}
