import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { renderStatements } from "../iam/document";
import { PolicyLimits } from "../iam/policy-limit";
import { ResourcePolicy } from "../iam/resource-policy";
import type { PolicyStatement } from "../iam/statement";
import { writesAccessLogs } from "../permissions/access-logs";
import { bucketOverTlsOnly } from "../permissions/labeling-bucket";
import { lifecycleDaysRule, newBucketNameRule } from "../rules/s3";
import { deployAfter } from "../scope/deploy-order";
import { isInStackOf } from "../scope/other-stacks";
import { StackScope } from "../scope/stack-scope";
import { checkCalls, checkInput } from "../validation/check-input";
import { Problems } from "../validation/problems";
import { cleanBucket, protectBucket } from "./bucket-protection";
import { BucketSetting, ownSettings } from "./bucket-settings";
import type { ILabelingBucket } from "./i-labeling-bucket";
import { S3Location } from "./s3-location";

/** How a bucket for access logs is made. */
export interface AccessLogBucketProps {
  /** 3 to 63 lower-case letters, digits, dots and hyphens; unique in all of AWS. */
  readonly name: string;
  /** Days after which log files are deleted. @default - never */
  readonly expireAfterDays?: number;
  /** Days after which deleted log files are gone for good. @default - never */
  readonly expireOldVersionsAfterDays?: number;
  /** Whether `terraform destroy` deletes a bucket that still holds log files. @default false */
  readonly forceDestroy?: boolean;
  /** Tags of the bucket, beside the provider's default tags. @default - none */
  readonly tags?: Record<string, string>;
}

/**
 * A bucket that S3 writes the access logs of other buckets to: no public access, TLS only, versioned, and encrypted with S3's
 * own keys, as S3 delivers no access logs to a bucket with a KMS key. Its policy lets S3 write for the buckets that name it.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 */
export class AccessLogBucket extends Construct {
  /** Name of the bucket, for `accessLogs` of others. */
  public readonly bucketName: string;
  private readonly policy: ResourcePolicy;
  private readonly policyResource: ITerraformDependable;

  /** @throws InvalidInputError naming every property that is not allowed */
  public constructor(scope: Construct, id: string, props: AccessLogBucketProps) {
    checkInput("AccessLogBucket", scope, id, props);
    super(scope, id);
    const subject = `AccessLogBucket "${this.node.path}"`;
    const problems = new Problems(subject);
    problems.check("name", props.name, newBucketNameRule);
    problems.check("expireAfterDays", props.expireAfterDays, lifecycleDaysRule);
    problems.check("expireOldVersionsAfterDays", props.expireOldVersionsAfterDays, lifecycleDaysRule);
    problems.throwIfAny();
    ownSettings(this, props.name, Object.values(BucketSetting));
    this.bucketName = props.name;
    const { bucket } = new S3Bucket(this, "Resource", {
      bucket: props.name,
      forceDestroy: props.forceDestroy ?? false,
      tags: props.tags,
    });
    this.policy = new ResourcePolicy(subject, PolicyLimits.bucketPolicy);
    this.policy.add(bucketOverTlsOnly(StackScope.of(this), props.name));
    const { policy } = protectBucket(this, bucket, { policy: this.policy.text });
    this.policy.heldBy(policy);
    this.policyResource = policy;
    cleanBucket(this, bucket, props);
  }

  /**
   * Lets S3 write the access log of a bucket: `s3:PutObject` in one folder, for that bucket of this account only.
   *
   * @param source the construct that has the bucket. Of another stack: this one is deployed first
   * @param prefix the folder. @default - that of the bucket's name
   * @returns where the log files come in
   * @throws InvalidInputError when the stack of `source` is deployed before this one
   */
  public grantWriteLogsOf(source: Construct, bucketName: string, prefix?: string): S3Location {
    const logs = new S3Location(this.bucketName, prefix ?? `${bucketName}/`);
    if (!isInStackOf(source, this.policyResource)) deployAfter(source, this);
    this.policy.add(writesAccessLogs(StackScope.of(this), logs, bucketName));
    return logs;
  }

  /** S3 starts logging only where the policy lets it write: what must be there before, in this stack. */
  public get logPrerequisites(): ITerraformDependable[] {
    return [this.policyResource];
  }
}

/** What the policies of existing buckets for access logs must contain, as JSON lists of statements, by bucket. */
export function requiredAccessLogStatements(
  buckets: readonly ILabelingBucket[],
): (readonly [string, string])[] {
  const statements = new Map<string, PolicyStatement[]>();
  for (const bucket of buckets) {
    const logs = bucket.existingAccessLogs;
    if (logs === undefined) continue;
    const statement = writesAccessLogs(StackScope.of(bucket), logs, bucket.bucketName);
    statements.set(logs.bucketName, [...(statements.get(logs.bucketName) ?? []), statement]);
  }
  return [...statements].map(([name, some]) => [name, renderStatements(some)]);
}

checkCalls(AccessLogBucket, "AccessLogBucket");
