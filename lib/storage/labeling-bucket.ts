import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging";
import { Annotations, Aspects, type ITerraformDependable } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { AwsPage } from "../aws-page";
import type { ILabelingKey } from "../encryption/labeling-key";
import { renderPolicy, renderStatements } from "../iam/document";
import { PolicyLimits } from "../iam/policy-limit";
import { SingleDocument } from "../iam/single-document";
import type { PolicyStatement } from "../iam/statement";
import { bucketOverTlsOnly } from "../permissions/labeling-bucket";
import { inStackOf } from "../scope/other-stacks";
import { checkKeyPlace } from "../scope/one-place";
import { StackScope } from "../scope/stack-scope";
import { withoutCreationStacks } from "../scope/without-creation-stacks";
import { checkInput } from "../validation/check-input";
import { Problems } from "../validation/problems";
import { type AccessLogBucket, requiredAccessLogStatements } from "./access-log-bucket";
import { cleanBucket, protectBucket } from "./bucket-protection";
import { BucketSetting, ownSettings } from "./bucket-settings";
import { type ILabelingBucket, LabelingBucketBase } from "./labeling-bucket-base";
import type { S3Location } from "./s3-location";
import { checkRestriction, restrictionStatements, type VpcRestriction } from "./vpc-restriction";
import { bucketNameRule, newBucketNameRule, lifecycleDaysRule } from "../rules/s3";
import { s3FolderRule } from "../rules/s3";

/** How a bucket is made. */
export interface LabelingBucketProps {
  /** 3 to 63 lower-case letters, digits, dots and hyphens; unique in all of AWS. */
  readonly name: string;
  /** Encrypts every object that is stored without a key of its own. */
  readonly encryptionKey: ILabelingKey;
  /**
   * Where S3 writes an entry for each access: `s3://bucket/prefix/`. A bucket that exists must let S3 write: see
   * `requiredAccessLogStatements`.
   * @default - no access log, or the folder of the bucket's name in `accessLogBucket`
   */
  readonly accessLogs?: S3Location;
  /** A bucket for access logs that is made here. Its policy lets S3 write. @default - none, or one that exists */
  readonly accessLogBucket?: AccessLogBucket;
  /**
   * Days after which objects are deleted. Jobs fail when their input is deleted while they run.
   * @default - never
   */
  readonly expireAfterDays?: number;
  /**
   * Days after which overwritten and deleted objects are gone for good.
   * @default - never
   */
  readonly expireOldVersionsAfterDays?: number;
  /**
   * Whether `terraform destroy` deletes a bucket that still holds objects.
   * @default false
   */
  readonly forceDestroy?: boolean;
  /**
   * From where alone objects are to be had. Changing it while a job runs can make the job fail.
   * @default - from everywhere, by those whom their policies let
   */
  readonly vpcRestriction?: VpcRestriction;
  /** Tags of what is made here, beside the provider's default tags. @default - none */
  readonly tags?: Record<string, string>;
}

/** What is to be known of a bucket that exists already. */
export interface ExistingBucketProps {
  /** The key that encrypts what lies in the bucket. @default - S3's own, for which a role needs no right */
  readonly encryptionKey?: ILabelingKey;
  /**
   * Whether Terraform takes over the bucket's WHOLE CORS configuration, which replaces every rule it has now.
   * @default false
   */
  readonly manageCors?: boolean;
  /**
   * Whether Terraform takes over the bucket's WHOLE notification configuration, which replaces every notification it has
   * now.
   * @default false
   */
  readonly manageNotifications?: boolean;
  /**
   * From where alone objects are to be had. The bucket's policy is not touched: see `requiredBucketPolicyStatements`.
   * @default - nothing is known of it
   */
  readonly vpcRestriction?: VpcRestriction;
}

/**
 * A bucket for labeling data: no public access, owner's objects only, TLS only, encrypted with a customer managed key
 * and a bucket key, versioned, broken uploads cleaned up after 7 days, and the CORS rule that its task types ask for.
 */
export class LabelingBucket extends LabelingBucketBase {
  /**
   * A bucket that exists already. Nothing of it is changed, but for its CORS configuration when `manageCors` is true.
   *
   * @throws InvalidInputError naming every property that is not allowed
   */
  public static fromBucketName(
    scope: Construct,
    id: string,
    bucketName: string,
    props: ExistingBucketProps = {},
  ): ILabelingBucket {
    checkInput("LabelingBucket.fromBucketName", scope, id, { bucketName, ...props });
    return new ExistingBucket(scope, id, bucketName, props);
  }

  public readonly bucketName: string;
  public readonly encryptionKey: ILabelingKey;
  public readonly objectPrerequisites: ITerraformDependable[];
  public readonly vpcRestriction?: VpcRestriction;
  public override readonly expireAfterDays?: number;
  public override readonly existingAccessLogs?: S3Location;
  protected readonly bucketOfCors: string;
  protected readonly bucketOfNotifications: string;

  /** @throws InvalidInputError naming every property that is not allowed */
  public constructor(scope: Construct, id: string, props: LabelingBucketProps) {
    checkInput("LabelingBucket", scope, id, props);
    super(scope, id);
    validate(this, props);
    ownSettings(this, props.name, Object.values(BucketSetting));
    this.bucketName = props.name;
    this.encryptionKey = props.encryptionKey;
    this.vpcRestriction = props.vpcRestriction;
    this.expireAfterDays = props.expireAfterDays;

    // Terraform destroys in the other order: a bucket that is not empty stays, and its key with it.
    const dependsOn = props.encryptionKey.lifetime?.outlive(this);
    const resource = withoutCreationStacks(
      () =>
        new S3Bucket(this, "Resource", {
          bucket: props.name,
          forceDestroy: props.forceDestroy ?? false,
          tags: props.tags,
          dependsOn,
        }),
    );
    // The attribute is the literal name, known in the plan, and makes Terraform wait for the bucket.
    const bucket = (this.bucketOfCors = this.bucketOfNotifications = resource.bucket);
    const policy = renderPolicy(this.policyStatements());
    const { encryptionKey } = props;
    this.objectPrerequisites = protectBucket(this, bucket, { policy, encryptionKey }).objectPrerequisites;
    cleanBucket(this, bucket, props);
    this.existingAccessLogs = this.logAccess(bucket, props);
  }

  /**
   * What the policy of an existing bucket for access logs must contain, as a JSON list of statements.
   * @default - undefined: no access logs, or their bucket is made here
   */
  public get requiredAccessLogStatements(): string | undefined {
    return requiredAccessLogStatements([this])[0]?.[1];
  }

  /** @returns where the log goes, if that bucket exists already */
  private logAccess(
    bucket: string,
    { name, accessLogs, accessLogBucket }: LabelingBucketProps,
  ): S3Location | undefined {
    const logs = accessLogBucket?.grantWriteLogsOf(this, name, accessLogs?.prefix) ?? accessLogs;
    if (logs === undefined) return undefined;
    new S3BucketLoggingA(this, "AccessLogs", {
      bucket,
      targetBucket: logs.bucketName,
      targetPrefix: logs.prefix,
      dependsOn: accessLogBucket && inStackOf(this, ...accessLogBucket.logPrerequisites),
    });
    return accessLogBucket === undefined ? logs : undefined;
  }

  private policyStatements(): readonly PolicyStatement[] {
    const scope = StackScope.of(this);
    const policy = new SingleDocument(subjectOf(this), PolicyLimits.bucketPolicy);
    const restriction =
      this.vpcRestriction && restrictionStatements(this.bucketName, this.vpcRestriction, scope);
    for (const statement of [bucketOverTlsOnly(scope, this.bucketName), ...(restriction ?? [])]) {
      const warning = policy.add(statement);
      if (warning !== undefined) Annotations.of(this).addWarning(warning);
    }
    return policy.statements;
  }
}

/** A bucket that somebody else manages. */
class ExistingBucket extends LabelingBucketBase {
  public readonly encryptionKey?: ILabelingKey;
  public readonly objectPrerequisites = undefined;
  public readonly vpcRestriction?: VpcRestriction;
  public readonly requiredBucketPolicyStatements?: string;
  protected readonly bucketOfCors?: string;
  protected readonly bucketOfNotifications?: string;

  public constructor(
    scope: Construct,
    id: string,
    public readonly bucketName: string,
    props: ExistingBucketProps,
  ) {
    super(scope, id);
    const { vpcRestriction } = props;
    const problems = new Problems(subjectOf(this));
    problems.check("bucketName", bucketName, bucketNameRule);
    if (vpcRestriction !== undefined) {
      checkRestriction(problems, vpcRestriction, StackScope.of(this));
    }
    problems.throwIfAny();
    this.vpcRestriction = vpcRestriction;
    this.requiredBucketPolicyStatements =
      vpcRestriction &&
      renderStatements(restrictionStatements(bucketName, vpcRestriction, StackScope.of(this)));
    this.encryptionKey = props.encryptionKey;
    // The bucket stays, whatever becomes of the stack.
    this.encryptionKey?.lifetime?.keepForRemainingData();
    this.bucketOfCors = props.manageCors ? bucketName : undefined;
    this.bucketOfNotifications = props.manageNotifications ? bucketName : undefined;
    if (props.manageCors || props.manageNotifications)
      Aspects.of(this).add({ visit: (node) => this.warnOfIdle(node) });
  }
  /** Only when all of the app is there is it known what is needed of the bucket. */
  private warnOfIdle(node: IConstruct): void {
    if (node !== this) return;
    const idle = [
      ...(this.bucketOfCors !== undefined && !this.hasCors
        ? [
            "manageCors is true, but no task loads objects of it in a browser: its CORS rules stay as they are",
          ]
        : []),
      ...(this.bucketOfNotifications !== undefined && !this.hasNotifications
        ? [
            "manageNotifications is true, but no S3 events (s3Events) are in it: its notifications stay as they are",
          ]
        : []),
    ];
    for (const message of idle) Annotations.of(this).addWarning(`${message}. Leave it out`);
  }
}

function subjectOf(bucket: Construct): () => string {
  return () => `LabelingBucket "${bucket.node.path}"`;
}

function validate(bucket: Construct, props: LabelingBucketProps): void {
  const problems = new Problems(subjectOf(bucket));
  problems.check("name", props.name, newBucketNameRule);
  checkKeyPlace(problems, props.encryptionKey, bucket);
  problems.check("accessLogs", props.accessLogs?.uri, s3FolderRule);
  problems.check("expireAfterDays", props.expireAfterDays, lifecycleDaysRule);
  problems.check("expireOldVersionsAfterDays", props.expireOldVersionsAfterDays, lifecycleDaysRule);
  if (props.accessLogs !== undefined && props.accessLogs.bucketName === props.name) {
    const why = "S3 would log its own log files without end";
    problems.add(
      "accessLogs",
      `got ${props.accessLogs.uri}, the bucket itself: ${why}. Choose another bucket`,
      AwsPage.s3AccessLogs,
    );
  }
  const { accessLogs, accessLogBucket, vpcRestriction } = props;
  if (accessLogs && accessLogBucket && accessLogs.bucketName !== accessLogBucket.bucketName) {
    const message = `got ${accessLogs.uri}, but accessLogBucket is "${accessLogBucket.bucketName}". Choose a folder in it, or leave one of the two out`;
    problems.add("accessLogs", message, AwsPage.s3AccessLogs);
  }
  if (vpcRestriction !== undefined) {
    checkRestriction(problems, vpcRestriction, StackScope.of(bucket));
    if (props.forceDestroy === true && !vpcRestriction.exemptPrincipalArns?.length) {
      const message =
        "got true, but the restriction exempts nobody, so that Terraform could not empty the bucket from outside the " +
        "network. Name whoever deploys in vpcRestriction.exemptPrincipalArns";
      problems.add("forceDestroy", message, AwsPage.vpcLabelingJob);
    }
  }
  problems.throwIfAny();
}
