import {
  S3BucketNotification,
  type S3BucketNotificationTopic,
} from "@cdktf/provider-aws/lib/s3-bucket-notification";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { Prerequisites } from "../iam/prerequisites";

/** New objects that a topic is told of. */
export interface TopicNotification {
  readonly topicArn: string;
  /** Objects whose key begins so. @default - all */
  readonly prefix?: string;
  /** Objects whose key ends so: `.jpg`. @default - all */
  readonly suffix?: string;
  /** What must exist before S3 accepts the topic: its policy. @default - it exists already */
  readonly topicResource?: ITerraformDependable;
}

/**
 * The whole notification configuration of a bucket: `s3:ObjectCreated:*` to topics.
 *
 * S3 keeps one configuration for a bucket. Any notification that the bucket had before is replaced.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sms-streaming-s3-setup.html
 */
export class BucketNotifications extends Construct {
  private readonly resource: S3BucketNotification;
  private readonly prerequisites: Prerequisites;
  private readonly topics: S3BucketNotificationTopic[] = [];

  public constructor(scope: Construct, id: string, bucketName: string) {
    super(scope, id);
    this.resource = new S3BucketNotification(this, "Resource", { bucket: bucketName });
    this.prerequisites = new Prerequisites(this.resource);
  }

  public add({ topicArn, prefix, suffix, topicResource }: TopicNotification): void {
    this.topics.push({
      topicArn,
      events: ["s3:ObjectCreated:*"],
      filterPrefix: prefix || undefined,
      filterSuffix: suffix || undefined,
    });
    this.resource.putTopic(this.topics);
    this.prerequisites.add(topicResource);
  }
}
