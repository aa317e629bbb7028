import { AwsPage } from "../../aws-page";
import { formatArn, s3BucketArn } from "../../iam/arn";
import { allow, type PolicyStatement } from "../../iam/statement";
import type { AwsScope } from "../../scope/aws-scope";

/** Where Terraform keeps the state of the stacks in S3. */
export interface DeployerStateBackend {
  readonly bucketName: string;
  /** Keys of the state files: `labeling/street-signs.tfstate`. */
  readonly keys: string[];
  /** Table that locks the state; without it the lock is a file beside it. @default - a lock file */
  readonly lockTableName?: string;
  /** ARN of the customer managed key that encrypts the state. @default - none that needs a right */
  readonly kmsKeyArn?: string;
}

/** What Terraform itself does with its state, whatever the stacks contain. */
export function stateBackend(backend: DeployerStateBackend, scope: AwsScope): PolicyStatement[] {
  const { bucketName, keys, lockTableName, kmsKeyArn } = backend;
  const bucket = s3BucketArn(scope, bucketName);
  const page = AwsPage.terraformS3Backend;
  return [
    allow("StateBucket", {
      actions: ["s3:ListBucket"],
      resources: [bucket],
      reason: "Terraform looks whether there is a state",
      page,
    }),
    allow("StateFiles", {
      actions: ["s3:GetObject", "s3:PutObject"],
      resources: keys.map((key) => `${bucket}/${key}`),
      reason: "reads the state and writes it back",
      page,
    }),
    lockTableName === undefined
      ? allow("StateLockFiles", {
          actions: ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
          resources: keys.map((key) => `${bucket}/${key}.tflock`),
          reason: "nobody else applies meanwhile",
          page,
        })
      : allow("StateLockTable", {
          actions: ["dynamodb:DeleteItem", "dynamodb:DescribeTable", "dynamodb:GetItem", "dynamodb:PutItem"],
          resources: [formatArn({ ...scope, service: "dynamodb", resource: `table/${lockTableName}` })],
          reason: "nobody else applies meanwhile",
          page,
        }),
    ...(kmsKeyArn === undefined
      ? []
      : [
          allow("StateKey", {
            actions: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"],
            resources: [kmsKeyArn],
            reason: "the state is encrypted with this key",
            page,
          }),
        ]),
  ];
}
