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

/** What lib's workflow emits, written by hand with the provider's resources and literal policies. */
export function workflow(stack: TerraformStack, name: string): void {
  const account = "111122223333";
  const roleArn = `arn:aws:iam::${account}:role/${name}-execution`;
  const role = new IamRole(stack, "Role", {
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
  const permissions = new IamPolicy(stack, "Policy", {
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
      {
        Sid: "UseLabelingKey",
        Effect: "Allow",
        Action: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
        Resource: `arn:aws:kms:eu-west-1:${account}:key/*`,
        Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": `alias/${name}` } },
      },
    ]),
  });
  new IamRolePolicyAttachment(stack, "Attachment", { role: role.name, policyArn: permissions.arn });
  const key = new KmsKey(stack, "Key", {
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
        Action: ["kms:DescribeKey", "kms:GetKeyPolicy", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"],
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
  new KmsAlias(stack, "Alias", { name: `alias/${name}`, targetKeyId: key.keyId });
  const keyArn = key.arn;
  const raw = bucket(stack, `${name}-raw`, keyArn);
  bucket(stack, `${name}-labels`, keyArn);
  new S3BucketCorsConfiguration(stack, "Cors", {
    bucket: raw,
    corsRule: [
      {
        allowedMethods: ["GET"],
        allowedOrigins: ["*"],
        exposeHeaders: ["Access-Control-Allow-Origin"],
      },
    ],
  });
}

function bucket(stack: TerraformStack, name: string, kmsMasterKeyId: string): string {
  const { bucket } = new S3Bucket(stack, name, { bucket: name, forceDestroy: false });
  new S3BucketPublicAccessBlock(stack, `${name}-public`, {
    bucket,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  new S3BucketOwnershipControls(stack, `${name}-ownership`, {
    bucket,
    rule: { objectOwnership: "BucketOwnerEnforced" },
  });
  new S3BucketPolicy(stack, `${name}-policy`, {
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
  new S3BucketServerSideEncryptionConfigurationA(stack, `${name}-encryption`, {
    bucket,
    rule: [
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId },
        bucketKeyEnabled: true,
      },
    ],
  });
  new S3BucketVersioningA(stack, `${name}-versioning`, {
    bucket,
    versioningConfiguration: { status: "Enabled" },
  });
  new S3BucketLifecycleConfiguration(stack, `${name}-lifecycle`, {
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
