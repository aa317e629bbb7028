import type { ITerraformDependable } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { keyUsedFrom } from "../encryption/key-used-from";
import type { ILabelingKey } from "../encryption/labeling-key";
import { deployAfter } from "../scope/deploy-order";
import { BucketCors } from "./bucket-cors";
import { BucketSetting, ownSettings } from "./bucket-settings";
import { BucketOfAnotherStack } from "./bucket-of-another-stack";
import { BucketNotifications, type TopicNotification } from "./bucket-notifications";
import type { CorsVariant } from "./cors-variant";
import { S3Location } from "./s3-location";
import type { VpcRestriction } from "./vpc-restriction";
import { checkCalls } from "../validation/check-input";

/** A bucket that holds the data of labeling jobs. */
export interface ILabelingBucket extends IConstruct {
  /** Name of the bucket; it is known before the first plan. */
  readonly bucketName: string;

  /** The key that encrypts what lies in the bucket. @default - none that a role must be granted */
  readonly encryptionKey?: ILabelingKey;

  /**
   * What must exist before Terraform puts an object into the bucket: the bucket with its encryption and versioning.
   * @default - nothing: the bucket exists already
   */
  readonly objectPrerequisites?: ITerraformDependable[];

  /** A folder of the bucket. @param prefix the whole bucket, if left out */
  location(prefix?: string): S3Location;

  /**
   * Gives the bucket the CORS rule of a task type, which workers' browsers need to load its objects.
   *
   * @returns false when the bucket's CORS configuration is managed elsewhere, so that the rule must be set there
   */
  requireCors(variant: CorsVariant): boolean;

  /** Whether the bucket's CORS configuration is managed here. */
  readonly managesCors: boolean;

  /** Whether the bucket's notification configuration is managed here. */
  readonly managesNotifications: boolean;

  /**
   * Lets S3 tell a topic of new objects (`s3:ObjectCreated:*`).
   *
   * @returns false when the bucket's notifications are managed elsewhere, so that this one must be set there
   */
  notifyTopic(notification: TopicNotification): boolean;

  /**
   * The bucket as another stack of the same app uses it. CORS rules and notifications that are needed there are written here,
   * with the bucket's policy. This stack is deployed first.
   *
   * @param scope in the stack that uses the bucket
   * @param encryptionKey the bucket's key as that stack uses it. A key that is brought in is brought in there too
   * @throws InvalidInputError when that stack is this one, or is deployed before it
   */
  usedFrom(scope: Construct, id: string, encryptionKey?: ILabelingKey): ILabelingBucket;

  /** From where alone the bucket's objects are to be had. @default - from everywhere, as far as is known here */
  readonly vpcRestriction?: VpcRestriction;

  /** Days after which the bucket deletes objects, answers too. @default - never, as far as is known here */
  readonly expireAfterDays?: number;

  /**
   * What the policy of an existing bucket must contain, as a JSON list of statements.
   * @default - undefined: nothing, or the bucket is made here
   */
  readonly requiredBucketPolicyStatements?: string;
}

/** What buckets made here and buckets brought in have in common. */
export abstract class LabelingBucketBase extends Construct implements ILabelingBucket {
  public abstract readonly bucketName: string;
  public abstract readonly encryptionKey?: ILabelingKey;
  public abstract readonly objectPrerequisites?: ITerraformDependable[];
  public abstract readonly vpcRestriction?: VpcRestriction;
  public readonly expireAfterDays?: number;

  /** The bucket as its CORS configuration names it, or undefined when that configuration is managed elsewhere. */
  protected abstract readonly bucketOfCors?: string;

  /** The bucket as its notifications name it, or undefined when these are managed elsewhere. */
  protected abstract readonly bucketOfNotifications?: string;

  private cors?: BucketCors;
  private notifications?: BucketNotifications;

  protected get hasCors(): boolean {
    return this.cors !== undefined;
  }

  protected get hasNotifications(): boolean {
    return this.notifications !== undefined;
  }

  public location(prefix?: string): S3Location {
    return new S3Location(this.bucketName, prefix);
  }

  public requireCors(variant: CorsVariant): boolean {
    if (this.bucketOfCors === undefined) return false;
    if (this.cors === undefined) {
      ownSettings(this, this.bucketName, [BucketSetting.CORS]);
      this.cors = new BucketCors(this, "Cors", this.bucketOfCors, variant);
    } else {
      this.cors.widenTo(variant);
    }
    return true;
  }

  public get managesCors(): boolean {
    return this.bucketOfCors !== undefined;
  }

  public usedFrom(scope: Construct, id: string, encryptionKey?: ILabelingKey): ILabelingBucket {
    deployAfter(scope, this);
    const { bucketName, vpcRestriction, expireAfterDays, managesCors, managesNotifications } = this;
    return new BucketOfAnotherStack(scope, id, {
      bucketName,
      encryptionKey: keyUsedFrom(scope, `${id}Key`, this.encryptionKey, encryptionKey),
      vpcRestriction,
      expireAfterDays,
      managesCors,
      managesNotifications,
      withBucket: (say) => say(this),
    });
  }

  public get managesNotifications(): boolean {
    return this.bucketOfNotifications !== undefined;
  }

  public notifyTopic(notification: TopicNotification): boolean {
    if (this.bucketOfNotifications === undefined) return false;
    if (this.notifications === undefined) {
      ownSettings(this, this.bucketName, [BucketSetting.NOTIFICATIONS]);
      this.notifications = new BucketNotifications(this, "Notifications", this.bucketOfNotifications);
    }
    this.notifications.add(notification);
    return true;
  }
}

checkCalls(LabelingBucketBase, "LabelingBucketBase");
