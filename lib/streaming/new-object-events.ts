import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { Construct } from "constructs";
import { AwsPage } from "../aws-page";
import type { ILabelingKey } from "../encryption/labeling-key";
import { s3BucketArn } from "../iam/arn";
import { renderStatements } from "../iam/document";
import { keyAllowsS3Events, queueAllowsS3Events } from "../permissions/messaging";
import { calledFunctionArnRule } from "../rules/lambda";
import { eventQueueArnRule } from "../rules/messaging";
import { StackScope } from "../scope/stack-scope";
import type { ILabelingBucket } from "../storage/labeling-bucket-base";
import { checkInput } from "../validation/check-input";
import { Problems } from "../validation/problems";
import { functionAndQualifier, warnOfUnnamedAccount } from "./called-function";

/** Who is told of new objects. Exactly one of queue and function is given. */
export interface NewObjectEventsProps {
  /** A bucket whose notifications are managed here, in the same stack. */
  readonly bucket: ILabelingBucket;
  /** Objects whose key begins so: `drop/`. @default - all */
  readonly prefix?: string;
  /** Objects whose key ends so: `.jpg`. @default - all */
  readonly suffix?: string;
  /** ARN of a standard queue. Its policy is not touched: see `requiredQueuePolicyStatements`. @default - none */
  readonly queueArn?: string;
  /** The customer managed key that encrypts the queue. @default - no such key */
  readonly queueEncryptionKey?: ILabelingKey;
  /** ARN of a function, or of a version or alias of it: S3 is let in to it for this bucket. @default - none */
  readonly functionArn?: string;
}

/**
 * Tells a queue or a function that exists already of new objects in a bucket, `s3:ObjectCreated:*`.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html
 */
export class NewObjectEvents extends Construct {
  /**
   * What the policy of the queue must contain, as a JSON list of statements: `sqs:SendMessage` for S3 on behalf of the
   * bucket. S3 accepts the notification only then.
   * @default - undefined without a queue
   */
  public readonly requiredQueuePolicyStatements?: string;

  /** @throws InvalidInputError naming every property that is not allowed */
  public constructor(scope: Construct, id: string, props: NewObjectEventsProps) {
    checkInput("NewObjectEvents", scope, id, props);
    super(scope, id);
    const stackScope = StackScope.of(this);
    const { bucket, prefix, suffix, queueArn, queueEncryptionKey, functionArn } = props;
    const problems = new Problems(() => `NewObjectEvents "${this.node.path}"`);
    if ((queueArn === undefined) === (functionArn === undefined)) {
      const message = "give exactly one of queueArn and functionArn";
      problems.add("queueArn", message, AwsPage.s3Notifications);
    }
    problems.check("queueArn", queueArn, eventQueueArnRule, stackScope.stated);
    problems.check("functionArn", functionArn, calledFunctionArnRule, stackScope.stated);
    if (!bucket.managesNotifications) {
      const message = `the notifications of ${bucket.bucketName} are managed elsewhere; bring it in with manageNotifications`;
      problems.add("bucket", message, AwsPage.s3Notifications);
    }
    problems.throwIfAny();
    if (queueArn !== undefined) {
      this.requiredQueuePolicyStatements = renderStatements([
        queueAllowsS3Events(queueArn, bucket.bucketName, stackScope),
      ]);
      queueEncryptionKey?.addToKeyPolicy(keyAllowsS3Events(bucket.bucketName, stackScope));
      bucket.notify({ queueArn, prefix, suffix });
      return;
    }
    warnOfUnnamedAccount(this, functionArn!);
    const prerequisite = new LambdaPermission(this, "Permission", {
      action: "lambda:InvokeFunction",
      ...functionAndQualifier(functionArn!),
      principal: "s3.amazonaws.com",
      sourceArn: s3BucketArn(stackScope, bucket.bucketName),
      // The name of a bucket that was deleted may be somebody else's tomorrow.
      sourceAccount: stackScope.account,
    });
    bucket.notify({ functionArn, prefix, suffix, prerequisite });
  }
}
