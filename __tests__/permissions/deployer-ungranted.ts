/**
 * Actions that the provider's code can ask for a type (provider-calls.json) and that a deployer has not, each with the reason.
 * One without a reason fails the tests, and so does a reason that no example needs.
 */
const unset = (argument: string) => `for the argument ${argument}, which no stack sets`;
const moved = (type: string) => `for an argument that became ${type}: stacks make that one, or leave it`;
const handed = (call: string) =>
  `the provider lists tags only where what it read brings none, and ${call} brings them`;
const ofObjects =
  "for tags of objects: one function of the provider's handles both, as the list says of itself";
const renamed = "renames what exists: see Renaming in docs/deployer.md";

export const ungranted: Readonly<Record<string, string>> = {
  "aws_cloudwatch_log_group logs:PutLogGroupDeletionProtection": unset("deletion_protection_enabled"),
  "aws_cognito_user_pool cognito-idp:AddCustomAttributes": unset("schema"),
  "aws_cognito_user_pool cognito-idp:ListTagsForResource": handed("cognito-idp:DescribeUserPool"),
  "aws_iam_group iam:UpdateGroup": renamed,
  "aws_iam_policy iam:ListPolicyTags": handed("iam:GetPolicy"),
  "aws_iam_policy iam:SetDefaultPolicyVersion": unset("delay_after_policy_creation_in_ms"),
  "aws_iam_role iam:DeleteRolePermissionsBoundary":
    "a boundary that the deployer could take off would hold nothing: see What it can do beyond the stacks in docs/deployer.md",
  "aws_iam_role iam:DeleteRolePolicy": unset("inline_policy"),
  "aws_iam_role iam:GetRolePolicy": unset("inline_policy"),
  "aws_iam_role iam:ListRoleTags": handed("iam:GetRole"),
  "aws_iam_role iam:PutRolePermissionsBoundary":
    "only with the boundary that the stack gives a role, so that a stack without boundaries gives no such right",
  "aws_iam_role iam:PutRolePolicy": unset("inline_policy"),
  "aws_iam_role iam:RemoveRoleFromInstanceProfile": "for roles of EC2 instances, which stacks have not",
  "aws_kms_key kms:DisableKey": unset("is_enabled"),
  "aws_kms_key kms:DisableKeyRotation": "switches rotation off, which keys of this package always have",
  "aws_kms_key kms:EnableKey": unset("is_enabled"),
  "aws_lambda_function lambda:GetDurableExecution": unset("durable_config"),
  "aws_lambda_function lambda:ListDurableExecutionsByFunction": unset("durable_config"),
  "aws_lambda_function lambda:PublishVersion": unset("publish"),
  "aws_lambda_function lambda:PutFunctionCodeSigningConfig":
    "only with the configuration that the stack gives a function, and never beside the right to take it off",
  "aws_lambda_function lambda:StopDurableExecution": unset("durable_config"),
  "aws_s3_bucket s3:DeleteBucketWebsite": unset("website"),
  "aws_s3_bucket s3:DeleteObject": "where force_destroy is not set, a bucket with data stays",
  "aws_s3_bucket s3:DeleteObjectTagging": ofObjects,
  "aws_s3_bucket s3:GetObjectTagging": ofObjects,
  "aws_s3_bucket s3:ListBucketVersions": "where force_destroy is not set, a bucket with data stays",
  "aws_s3_bucket s3:PutAccelerateConfiguration": unset("acceleration_status"),
  "aws_s3_bucket s3:PutBucketAcl": unset("acl"),
  "aws_s3_bucket s3:PutBucketCORS": moved("aws_s3_bucket_cors_configuration"),
  "aws_s3_bucket s3:PutBucketLogging": moved("aws_s3_bucket_logging"),
  "aws_s3_bucket s3:PutBucketObjectLockConfiguration": unset("object_lock_configuration"),
  "aws_s3_bucket s3:PutBucketRequestPayment": unset("request_payer"),
  "aws_s3_bucket s3:PutBucketWebsite": unset("website"),
  "aws_s3_bucket s3:PutObjectLegalHold": unset("object_lock_enabled"),
  "aws_s3_bucket s3:PutObjectTagging": ofObjects,
  "aws_s3_bucket s3:PutReplicationConfiguration": unset("replication_configuration"),
  "aws_s3_object s3:AbortMultipartUpload":
    "uploads in parts begin at 5 MiB; templates and label categories are smaller by far",
  "aws_s3_object s3:PutObjectAcl": unset("acl"),
  "aws_s3_object s3:PutObjectLegalHold": unset("object_lock_legal_hold_status"),
  "aws_s3_object s3:PutObjectRetention": unset("object_lock_retain_until_date"),
};
