import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";
import { AwsPage } from "../aws-page";
import type { ILabelingKey } from "../encryption/labeling-key";
import { logGroupArn } from "../iam/arn";
import { labelingJobsLogGroup } from "../permissions/cloudwatch";
import { keyAllowsLogGroup } from "../permissions/labeling-key";
import { StackScope } from "../scope/stack-scope";
import { Problems } from "../validation/problems";
import { logRetentionRule } from "../rules/cloudwatch";
import { checkInput } from "../validation/check-input";

/** How the log group of labeling jobs is made. */
export interface LabelingLogGroupProps {
  /**
   * Encrypts the log. A key that is brought in must be named by its ARN: CloudWatch Logs takes no alias.
   * @default - encrypted by CloudWatch Logs itself
   */
  readonly encryptionKey?: ILabelingKey;
  /**
   * Days that log events are kept: one of the values that CloudWatch Logs has.
   * @default 365
   */
  readonly retentionInDays?: number;
  /** Tags of what is made here, beside the provider's default tags. @default - none */
  readonly tags?: Record<string, string>;
}

/**
 * The log group `/aws/sagemaker/LabelingJobs`, made beforehand so that it has a retention.
 *
 * An account has one in a region, shared by all labeling jobs, and the first job makes it if nobody did. Put it into
 * one stack only; import it (`terraform import`) where it exists already.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/logging-cloudwatch.html
 */
export class LabelingLogGroup extends Construct {
  /** @throws InvalidInputError naming every property that is not allowed */
  public constructor(scope: Construct, id: string, props: LabelingLogGroupProps = {}) {
    checkInput("LabelingLogGroup", scope, id, props);
    super(scope, id);
    const { encryptionKey, retentionInDays = 365, tags } = props;
    validate(this, retentionInDays, encryptionKey);
    if (encryptionKey !== undefined) {
      const stackScope = StackScope.of(this);
      const arn = logGroupArn(stackScope, labelingJobsLogGroup);
      encryptionKey.addToKeyPolicy(keyAllowsLogGroup(arn, stackScope));
    }
    new CloudwatchLogGroup(this, "Resource", {
      name: labelingJobsLogGroup,
      retentionInDays,
      kmsKeyId: encryptionKey?.keyArn,
      tags,
    });
  }
}

function validate(logGroup: Construct, days: number, key?: ILabelingKey): void {
  const problems = new Problems(() => `LabelingLogGroup "${logGroup.node.path}"`);
  problems.check("retentionInDays", days, logRetentionRule);
  if (key?.keyArn.includes(":alias/")) {
    const why = "CloudWatch Logs takes the ARN of a key, not an alias. Bring the key in by its ARN";
    problems.add("encryptionKey", `got ${key.keyArn}; ${why}`, AwsPage.logsEncryption);
  }
  problems.throwIfAny();
}
