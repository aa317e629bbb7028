import { AwsPage } from "../aws-page";
import { s3BucketArn, s3ObjectsArn } from "../iam/arn";
import { deny, type PolicyStatement } from "../iam/statement";
import type { AwsScope } from "../scope/aws-scope";

/** Nobody reaches the bucket without TLS. */
export function bucketOverTlsOnly(scope: AwsScope, bucketName: string): PolicyStatement {
  return deny("DenyInsecureTransport", {
    principal: { everyone: true },
    actions: ["s3:*"],
    resources: [s3BucketArn(scope, bucketName), s3ObjectsArn(scope, bucketName)],
    when: { Bool: { "aws:SecureTransport": ["false"] } },
    reason: "data on its way is encrypted too",
    page: AwsPage.s3TlsOnly,
  });
}
