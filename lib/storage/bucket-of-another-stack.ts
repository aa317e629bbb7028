import { Construct } from "constructs";
import type { ILabelingKey } from "../encryption/labeling-key";
import { StackScope } from "../scope/stack-scope";
import type { ObjectNotification, TopicNotification } from "./bucket-notifications";
import type { CorsVariant } from "./cors-variant";
import type { ILabelingBucket } from "./i-labeling-bucket";
import { S3Location } from "./s3-location";
import type { VpcRestriction } from "./vpc-restriction";
import { checkCalls } from "../validation/check-input";

interface BucketOfAnotherStackProps {
  readonly bucketName: string;
  readonly encryptionKey?: ILabelingKey;
  readonly vpcRestriction?: VpcRestriction;
  readonly expireAfterDays?: number;
  readonly managesCors: boolean;
  readonly managesNotifications: boolean;
  /** Runs `say` with the bucket as soon as it is there. */
  readonly withBucket: (say: (bucket: ILabelingBucket) => void) => void;
}

/**
 * A bucket of another stack of the app. What S3 keeps once for a bucket stays there: CORS rules and notifications that are
 * needed here are added to those of that stack.
 */
export class BucketOfAnotherStack extends Construct implements ILabelingBucket {
  public readonly bucketName: string;
  public readonly encryptionKey?: ILabelingKey;
  public readonly vpcRestriction?: VpcRestriction;
  public readonly expireAfterDays?: number;
  public readonly managesCors: boolean;
  public readonly managesNotifications: boolean;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: BucketOfAnotherStackProps,
  ) {
    super(scope, id);
    this.bucketName = props.bucketName;
    this.encryptionKey = props.encryptionKey;
    this.vpcRestriction = props.vpcRestriction;
    this.expireAfterDays = props.expireAfterDays;
    this.managesCors = props.managesCors;
    this.managesNotifications = props.managesNotifications;
  }

  public location(prefix?: string): S3Location {
    return new S3Location(this.bucketName, prefix);
  }

  public requireCors(variant: CorsVariant): boolean {
    if (this.managesCors) this.props.withBucket((bucket) => bucket.requireCors(variant));
    return this.managesCors;
  }

  public notifyTopic(notification: TopicNotification): boolean {
    if (!this.managesNotifications) return false;
    const from = StackScope.of(this);
    this.props.withBucket((bucket) => {
      const topicArn = from.toldIn(StackScope.of(bucket), notification.topicArn);
      bucket.notifyTopic({ ...notification, topicArn });
    });
    return true;
  }

  public notify(notification: ObjectNotification): boolean {
    if (!this.managesNotifications) return false;
    const from = StackScope.of(this);
    this.props.withBucket((bucket) => {
      const toldIn = (arn: string | undefined) => arn && from.toldIn(StackScope.of(bucket), arn);
      const { queueArn, functionArn } = notification;
      bucket.notify({ ...notification, queueArn: toldIn(queueArn), functionArn: toldIn(functionArn) });
    });
    return true;
  }

  public notifyEventBridge(): boolean {
    if (this.managesNotifications) this.props.withBucket((bucket) => bucket.notifyEventBridge());
    return this.managesNotifications;
  }

  public usedFrom(scope: Construct, id: string, encryptionKey?: ILabelingKey): ILabelingBucket {
    return new BucketOfAnotherStack(scope, id, { ...this.props, encryptionKey });
  }
}

checkCalls(BucketOfAnotherStack, "BucketOfAnotherStack");
