import { AwsPage } from "../../aws-page";
import { formatArn, s3BucketArn } from "../../iam/arn";
import { allow, type PolicyStatement } from "../../iam/statement";
import type { AwsScope } from "../../scope/aws-scope";

/** Where Terraform keeps the state of the stacks in S3. */
export interface DeployerStateBackend {
  /** The bucket that keeps Terraform's state. */
  readonly bucketName: string;
  /** Keys of the state files: `labeling/street-signs.tfstate`. */
  readonly keys: string[];
  /** Region of the bucket and of the table. @default - that of the deployer's stack */
  readonly region?: string;
  /** Table that locks the state. @default - none */
  readonly lockTableName?: string;
  /** Whether a file beside the state locks it. @default - true without `lockTableName`, else false */
  readonly useLockFile?: boolean;
  /** ARN of the customer managed key that encrypts the state. @default - none that needs a right */
  readonly kmsKeyArn?: string;
}

/** What Terraform itself does with its state, whatever the stacks contain. */
export function stateBackend(backend: DeployerStateBackend, scope: AwsScope): PolicyStatement[] {
  const { bucketName, keys, lockTableName, kmsKeyArn } = backend;
  const { useLockFile = lockTableName === undefined } = backend;
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
    ...(useLockFile
      ? [
          allow("StateLockFiles", {
            actions: ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
            resources: keys.map((key) => `${bucket}/${key}.tflock`),
            reason: "nobody else applies meanwhile",
            page,
          }),
        ]
      : []),
    ...(lockTableName === undefined
      ? []
      : [
          allow("StateLockTable", {
            actions: [
              "dynamodb:DeleteItem",
              "dynamodb:DescribeTable",
              "dynamodb:GetItem",
              "dynamodb:PutItem",
            ],
            resources: [tableArn(scope, lockTableName, backend.region)],
            reason: "nobody else applies meanwhile",
            page,
          }),
        ]),
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

/** Part by part: a stack's scope answers by getters, which a copy would lack. */
function tableArn(scope: AwsScope, tableName: string, region = scope.region): string {
  const { partition, account } = scope;
  return formatArn({ partition, service: "dynamodb", region, account, resource: `table/${tableName}` });
}
