import type { IConstruct, Construct } from "constructs";
import type { ILabelingKey } from "../encryption/labeling-key";
import type { ITerraformDependable } from "cdktf";
import type { S3Location } from "./s3-location";
import type { CorsVariant } from "./cors-variant";
import type { ObjectNotification, TopicNotification } from "./bucket-notifications";
import type { VpcRestriction } from "./vpc-restriction";

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
   * Lets S3 tell a queue or a function of new objects. `NewObjectEvents` also sees to who lets S3 in.
   *
   * @returns false when the bucket's notifications are managed elsewhere, so that this one must be set there
   */
  notify(notification: ObjectNotification): boolean;

  /**
   * Lets S3 tell EventBridge of everything that happens in the bucket; rules there choose.
   *
   * @returns false when the bucket's notifications are managed elsewhere
   */
  notifyEventBridge(): boolean;

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

  /** Where the bucket's access log goes, in a bucket that exists already. @default - nowhere, or to a bucket made here */
  readonly existingAccessLogs?: S3Location;
}
