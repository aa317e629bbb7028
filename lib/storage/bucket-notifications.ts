import {
  S3BucketNotification,
  type S3BucketNotificationLambdaFunction,
  type S3BucketNotificationQueue,
  type S3BucketNotificationTopic,
} from "@cdktf/provider-aws/lib/s3-bucket-notification";
import { Token, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { AwsPage } from "../aws-page";
import { Prerequisites } from "../iam/prerequisites";
import { encodedFilter, eventSuffixRule } from "../rules/s3";
import { Problems } from "../validation/problems";

/** New objects that a topic is told of. */
export interface TopicNotification {
  /** The topic that S3 tells of new objects. */
  readonly topicArn: string;
  /** Objects whose key begins so. @default - all */
  readonly prefix?: string;
  /** Objects whose key ends so: `.jpg`. @default - all */
  readonly suffix?: string;
  /** What must exist before S3 accepts the topic: its policy. @default - it exists already */
  readonly topicResource?: ITerraformDependable;
}

/** New objects that a queue or a function is told of. */
export interface ObjectNotification {
  /** A standard queue. Exactly one of queue and function is given. @default - none */
  readonly queueArn?: string;
  /** A function, which S3 is let in to already. @default - none */
  readonly functionArn?: string;
  /** Objects whose key begins so. @default - all */
  readonly prefix?: string;
  /** Objects whose key ends so: `.jpg`. @default - all */
  readonly suffix?: string;
  /** What must exist before S3 accepts the target: that it lets S3 in. @default - it exists already */
  readonly prerequisite?: ITerraformDependable;
}

/**
 * The whole notification configuration of a bucket: `s3:ObjectCreated:*` to topics, queues, functions and EventBridge.
 *
 * S3 keeps one configuration for a bucket. Any notification that the bucket had before is replaced.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sms-streaming-s3-setup.html
 */
export class BucketNotifications extends Construct {
  private readonly resource: S3BucketNotification;
  private readonly prerequisites: Prerequisites;
  private readonly topics: S3BucketNotificationTopic[] = [];
  private readonly queues: S3BucketNotificationQueue[] = [];
  private readonly functions: S3BucketNotificationLambdaFunction[] = [];

  private readonly filters: EventFilter[] = [];

  public constructor(
    scope: Construct,
    id: string,
    private readonly bucketName: string,
    bucket: string,
  ) {
    super(scope, id);
    this.resource = new S3BucketNotification(this, "Resource", { bucket });
    this.prerequisites = new Prerequisites(this.resource);
  }

  /** @throws InvalidInputError when an object could match this filter and one that was added before */
  public add({ topicArn, topicResource, ...filter }: TopicNotification): void {
    this.topics.push({ topicArn, ...this.filtered(filter) });
    this.resource.putTopic(this.topics);
    this.prerequisites.add(topicResource);
  }

  /** @throws InvalidInputError when an object could match this filter and one that was added before */
  public addTarget({ queueArn, functionArn, prerequisite, ...filter }: ObjectNotification): void {
    const filtered = this.filtered(filter);
    if (queueArn !== undefined) {
      this.queues.push({ queueArn, ...filtered });
      this.resource.putQueue(this.queues);
    } else {
      this.functions.push({ lambdaFunctionArn: functionArn, ...filtered });
      this.resource.putLambdaFunction(this.functions);
    }
    this.prerequisites.add(prerequisite);
  }

  /** Every event of the bucket goes to EventBridge too, which asks no policy. */
  public tellEventBridge(): void {
    this.resource.eventbridge = true;
  }

  private filtered({ prefix, suffix }: { readonly prefix?: string; readonly suffix?: string }) {
    // All are of this bucket, whose name only Terraform may know.
    const filter = { bucketName: "", prefix: prefix ?? "", suffix: suffix ?? "" };
    const problems = new Problems(() => `BucketNotifications "${this.node.path}"`);
    problems.check("suffix", suffix || undefined, eventSuffixRule);
    if (this.filters.some((other) => filtersOverlap(other, filter))) {
      const message =
        `got "${filter.prefix}"${filter.suffix && ` with the suffix "${filter.suffix}"`}, which overlaps with another notification of ` +
        `${this.bucketName}: an object could match both, and S3 refuses such filters. Keep one of the two, or give both ` +
        "suffixes that end differently";
      problems.add("prefix", message, AwsPage.s3NotificationFilters);
    }
    problems.throwIfAny();
    this.filters.push(filter);
    return {
      events: ["s3:ObjectCreated:*"],
      filterPrefix: prefix ? asFilter(prefix) : undefined,
      filterSuffix: suffix ? asFilter(suffix) : undefined,
    };
  }
}

/** Which new objects S3 tells of. */
interface EventFilter {
  readonly bucketName: string;
  readonly prefix: string;
  readonly suffix: string;
}

/** Whether S3 takes two filters for ambiguous: one prefix begins the other, and one suffix ends the other. */
export function filtersOverlap(one: EventFilter, other: EventFilter): boolean {
  const texts = [one.bucketName, one.prefix, one.suffix, other.bucketName, other.prefix, other.suffix];
  if (one.bucketName !== other.bucketName || texts.some((text) => Token.isUnresolved(text))) return false;
  const nested = (a: string, b: string, within: (text: string, part: string) => boolean) =>
    within(a, b) || within(b, a);
  return (
    nested(one.prefix, other.prefix, (text, part) => text.startsWith(part)) &&
    nested(one.suffix, other.suffix, (text, part) => text.endsWith(part))
  );
}

function asFilter(text: string): string {
  return Token.isUnresolved(text) ? text : encodedFilter(text);
}
