/**
 * Narrowing that is sensible but for which AWS gives no evidence with Ground Truth: each of these may make a job fail
 * hours after it started. NOT VERIFIED AGAINST AWS: switch one on, run a small job to its end, then keep it.
 *
 * It applies to the least privilege style, and to what is added to the AWS managed one. What AWS documents stays as is, but
 * for the trust policy. It holds on every side that gives the right: the role's policies, key policies and trust policy.
 */
export interface Hardening {
  /**
   * `s3:ListBucket` only with a `s3:prefix` inside the job's locations.
   * @default false
   */
  readonly listOnlyLocations?: boolean;
  /**
   * `cloudwatch:PutMetricData` only into the name spaces of SageMaker.
   * @default false
   */
  readonly metricNamespace?: boolean;
  /**
   * Use of keys only through Amazon S3 in the stack's region and, for messages to encrypted topics, through Amazon SNS.
   * `kms:DescribeKey`, which uses nothing, stays possible directly.
   * @default false
   */
  readonly kmsViaService?: boolean;
  /**
   * `kms:CreateGrant` only for grants that an AWS service makes for its own resources.
   * @default false
   */
  readonly grantsForAwsResources?: boolean;
  /**
   * The trust policy accepts SageMaker only for the stack's own account (`aws:SourceAccount`). AWS lists the features
   * of SageMaker that send this key, and Ground Truth is not among them.
   * @default false
   */
  readonly sourceAccount?: boolean;
}
