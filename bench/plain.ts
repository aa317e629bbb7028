import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketCorsConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-cors-configuration";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import type { TerraformStack } from "cdktf";
import { Construct } from "constructs";

/**
 * What lib's workflow emits, written by hand: the provider's resources below the same paths, with literal policies. The files are
 * the same, byte for byte.
 */
export function workflow(stack: TerraformStack, name: string): void {
  const account = "111122223333";
  const roleArn = `arn:aws:iam::${account}:role/${name}-execution`;
  const execution = new Construct(new Construct(stack, "Workflow"), "ExecutionRole");
  const role = new IamRole(execution, "Resource", {
    name: `${name}-execution`,
    description: "Runs SageMaker Ground Truth labeling jobs",
    path: "/",
    maxSessionDuration: 3600,
    assumeRolePolicy: policy([
      {
        Sid: "AssumedBySageMaker",
        Effect: "Allow",
        Principal: { Service: "sagemaker.amazonaws.com" },
        Action: "sts:AssumeRole",
      },
    ]),
  });
  const policies = new Construct(execution, "Default");
  const permissions = new IamPolicy(policies, "Policy", {
    name: `${name}-execution`,
    path: "/",
    policy: policy([
      {
        Sid: "CloudWatchMetrics",
        Effect: "Allow",
        Action: "cloudwatch:PutMetricData",
        Resource: "*",
      },
      {
        Sid: "CloudWatchLogs",
        Effect: "Allow",
        Action: [
          "logs:CreateLogGroup",
          "logs:CreateLogStream",
          "logs:DescribeLogStreams",
          "logs:PutLogEvents",
        ],
        Resource: `arn:aws:logs:eu-west-1:${account}:log-group:/aws/sagemaker/*`,
      },
      {
        Sid: "S3SeeBuckets",
        Effect: "Allow",
        Action: ["s3:GetBucketLocation", "s3:ListBucket"],
        Resource: [`arn:aws:s3:::${name}-raw`, `arn:aws:s3:::${name}-labels`],
      },
      {
        Sid: "S3ReadInput",
        Effect: "Allow",
        Action: "s3:GetObject",
        Resource: `arn:aws:s3:::${name}-raw/images/*`,
      },
      {
        Sid: "S3WriteOutput",
        Effect: "Allow",
        Action: ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"],
        Resource: `arn:aws:s3:::${name}-labels/*`,
      },
    ]),
  });
  new IamRolePolicyAttachment(policies, "Attachment", { role: role.name, policyArn: permissions.arn });
  const keys = new Construct(stack, "Key");
  const key = new KmsKey(keys, "Resource", {
    description: "Data of SageMaker Ground Truth labeling jobs",
    enableKeyRotation: true,
    rotationPeriodInDays: 365,
    deletionWindowInDays: 30,
    dependsOn: [role],
    policy: policy([
      {
        Sid: "AllowKeyAdministration",
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: [
          "kms:CancelKeyDeletion",
          "kms:CreateAlias",
          "kms:DeleteAlias",
          "kms:DescribeKey",
          "kms:DisableKey",
          "kms:DisableKeyRotation",
          "kms:EnableKey",
          "kms:EnableKeyRotation",
          "kms:GetKeyPolicy",
          "kms:GetKeyRotationStatus",
          "kms:ListGrants",
          "kms:ListKeyPolicies",
          "kms:ListKeyRotations",
          "kms:ListResourceTags",
          "kms:PutKeyPolicy",
          "kms:RevokeGrant",
          "kms:RotateKeyOnDemand",
          "kms:ScheduleKeyDeletion",
          "kms:TagResource",
          "kms:UntagResource",
          "kms:UpdateAlias",
          "kms:UpdateKeyDescription",
        ],
        Resource: "*",
      },
      {
        Sid: "AllowUseOfKmsKey",
        Effect: "Allow",
        Principal: { AWS: roleArn },
        Action: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
        Resource: "*",
      },
    ]),
  });
  const alias = new KmsAlias(keys, "Alias", { name: `alias/${name}`, targetKeyId: key.keyId });
  const keyArn = key.arn;
  const raw = new Construct(stack, "Raw");
  const rawBucket = bucket(raw, `${name}-raw`, keyArn, alias);
  bucket(new Construct(stack, "Labels"), `${name}-labels`, keyArn, alias);
  new S3BucketCorsConfiguration(new Construct(raw, "Cors"), "Resource", {
    bucket: rawBucket,
    corsRule: [
      {
        allowedMethods: ["GET"],
        allowedOrigins: ["*"],
        exposeHeaders: ["Access-Control-Allow-Origin"],
      },
    ],
  });
}

function bucket(scope: Construct, name: string, kmsMasterKeyId: string, alias: KmsAlias): string {
  const { bucket } = new S3Bucket(scope, "Resource", {
    bucket: name,
    forceDestroy: false,
    dependsOn: [alias],
  });
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
  new S3BucketPolicy(scope, "Policy", {
    bucket,
    policy: policy([
      {
        Sid: "DenyInsecureTransport",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [`arn:aws:s3:::${name}`, `arn:aws:s3:::${name}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]),
  });
  new S3BucketServerSideEncryptionConfigurationA(scope, "Encryption", {
    bucket,
    rule: [
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId },
        bucketKeyEnabled: true,
      },
    ],
  });
  new S3BucketVersioningA(scope, "Versioning", {
    bucket,
    versioningConfiguration: { status: "Enabled" },
  });
  new S3BucketLifecycleConfiguration(scope, "Lifecycle", {
    bucket,
    rule: [
      {
        id: "abort-incomplete-uploads",
        status: "Enabled",
        filter: [{ prefix: "" }],
        abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
      },
    ],
  });
  return bucket;
}

function policy(statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}
