import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { keyUsedFrom } from "../encryption/key-used-from";
import type { ILabelingKey } from "../encryption/labeling-key";
import { deployAfter } from "../scope/deploy-order";
import { BucketCors } from "./bucket-cors";
import { BucketSetting, ownSettings } from "./bucket-settings";
import { BucketOfAnotherStack } from "./bucket-of-another-stack";
import { BucketNotifications, type ObjectNotification, type TopicNotification } from "./bucket-notifications";
import type { CorsVariant } from "./cors-variant";
import { S3Location } from "./s3-location";
import type { VpcRestriction } from "./vpc-restriction";
import { checkCalls } from "../validation/check-input";
import type { ILabelingBucket } from "./i-labeling-bucket";

export type { ILabelingBucket } from "./i-labeling-bucket";

/** What buckets made here and buckets brought in have in common. */
export abstract class LabelingBucketBase extends Construct implements ILabelingBucket {
  public abstract readonly bucketName: string;
  public abstract readonly encryptionKey?: ILabelingKey;
  public abstract readonly objectPrerequisites?: ITerraformDependable[];
  public abstract readonly vpcRestriction?: VpcRestriction;
  public readonly expireAfterDays?: number;
  public readonly existingAccessLogs?: S3Location;

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
    const notifications = this.ownNotifications();
    notifications?.add(notification);
    return notifications !== undefined;
  }

  public notify(notification: ObjectNotification): boolean {
    const notifications = this.ownNotifications();
    notifications?.addTarget(notification);
    return notifications !== undefined;
  }

  public notifyEventBridge(): boolean {
    const notifications = this.ownNotifications();
    notifications?.tellEventBridge();
    return notifications !== undefined;
  }

  private ownNotifications(): BucketNotifications | undefined {
    if (this.bucketOfNotifications === undefined) return undefined;
    if (this.notifications === undefined) {
      ownSettings(this, this.bucketName, [BucketSetting.NOTIFICATIONS]);
      this.notifications = new BucketNotifications(
        this,
        "Notifications",
        this.bucketName,
        this.bucketOfNotifications,
      );
    }
    return this.notifications;
  }
}

checkCalls(LabelingBucketBase, "LabelingBucketBase");
