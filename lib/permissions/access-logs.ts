import { AwsPage } from "../aws-page";
import { s3BucketArn, s3ObjectsArn } from "../iam/arn";
import { allow, type PolicyStatement } from "../iam/statement";
import type { AwsScope } from "../scope/aws-scope";

/**
 * What the policy of a bucket for access logs says, as AWS prints it: S3 writes there what happens in one bucket of the account.
 *
 * @param logs bucket and prefix that the log files are written to
 */
export function writesAccessLogs(
  scope: AwsScope,
  logs: { readonly bucketName: string; readonly prefix: string },
  sourceBucketName: string,
): PolicyStatement {
  return allow("AllowAccessLogs", {
    principal: { service: ["logging.s3.amazonaws.com"] },
    actions: ["s3:PutObject"],
    resources: [s3ObjectsArn(scope, logs.bucketName, logs.prefix)],
    when: {
      ArnLike: { "aws:SourceArn": [s3BucketArn(scope, sourceBucketName)] },
      StringEquals: { "aws:SourceAccount": [scope.account] },
    },
    reason: "S3 writes an entry for each access to a bucket, of this bucket and account only",
    page: AwsPage.s3AccessLogs,
  });
}
