import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import type { S3BucketLifecycleConfigurationRule } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Annotations, Aspects, type ITerraformDependable } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { AwsPage } from "../aws-page";
import type { ILabelingKey } from "../encryption/labeling-key";
import { renderPolicy, renderStatements } from "../iam/document";
import { PolicyLimits } from "../iam/policy-limit";
import { SingleDocument } from "../iam/single-document";
import type { PolicyStatement } from "../iam/statement";
import { bucketOverTlsOnly } from "../permissions/labeling-bucket";
import { StackScope } from "../scope/stack-scope";
import { checkInput } from "../validation/check-input";
import { Problems } from "../validation/problems";
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
   * Where S3 writes an entry for each access: `s3://bucket/prefix/`. The bucket there exists and lets S3 write.
   * @default - no access log
   */
  readonly accessLogs?: S3Location;
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

    const resource = new S3Bucket(this, "Resource", {
      bucket: props.name,
      forceDestroy: props.forceDestroy ?? false,
      tags: props.tags,
      // Terraform destroys in the other order: a bucket that is not empty stays, and its key with it.
      dependsOn: props.encryptionKey.lifetime?.outlive(this),
    });
    // The attribute is the literal name, known in the plan, and makes Terraform wait for the bucket.
    const bucket = (this.bucketOfCors = this.bucketOfNotifications = resource.bucket);
    this.objectPrerequisites = this.protect(bucket);
    this.clean(bucket, props);
    if (props.accessLogs !== undefined) {
      const { bucketName: targetBucket, prefix: targetPrefix } = props.accessLogs;
      new S3BucketLoggingA(this, "AccessLogs", { bucket, targetBucket, targetPrefix });
    }
  }

  /**
   * @returns what objects wait for: one that came in before the encryption would not be encrypted with the key, and of
   * one that came in before the versioning Terraform would leave a version behind
   */
  private protect(bucket: string): ITerraformDependable[] {
    new S3BucketPublicAccessBlock(this, "PublicAccessBlock", {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, "Ownership", {
      bucket,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    new S3BucketPolicy(this, "Policy", {
      bucket,
      policy: renderPolicy(this.policyStatements()),
    });
    const encryption = new S3BucketServerSideEncryptionConfigurationA(this, "Encryption", {
      bucket,
      rule: [
        {
          applyServerSideEncryptionByDefault: {
            sseAlgorithm: "aws:kms",
            kmsMasterKeyId: this.encryptionKey.keyArn,
          },
          bucketKeyEnabled: true,
        },
      ],
    });
    const versioning = new S3BucketVersioningA(this, "Versioning", {
      bucket,
      versioningConfiguration: { status: "Enabled" },
    });
    return [encryption, versioning];
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

  private clean(bucket: string, props: LabelingBucketProps): void {
    const everything = { status: "Enabled", filter: [{ prefix: "" }] };
    const rule: S3BucketLifecycleConfigurationRule[] = [
      {
        id: "abort-incomplete-uploads",
        ...everything,
        abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
      },
    ];
    if (props.expireAfterDays !== undefined) {
      rule.push({ id: "expire-objects", ...everything, expiration: [{ days: props.expireAfterDays }] });
    }
    if (props.expireOldVersionsAfterDays !== undefined) {
      const noncurrentVersionExpiration = [{ noncurrentDays: props.expireOldVersionsAfterDays }];
      rule.push({ id: "expire-old-versions", ...everything, noncurrentVersionExpiration });
    }
    new S3BucketLifecycleConfiguration(this, "Lifecycle", { bucket, rule });
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

function subjectOf(bucket: Construct): string {
  return `LabelingBucket "${bucket.node.path}"`;
}

function validate(bucket: Construct, props: LabelingBucketProps): void {
  const problems = new Problems(subjectOf(bucket));
  problems.check("name", props.name, newBucketNameRule);
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
  const { vpcRestriction } = props;
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
