import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { IKeyLifetime } from "../lib/encryption/key-lifetime";
import { KeyOfAnotherStack, type ToKeyPolicy } from "../lib/encryption/key-of-another-stack";
import type { ILabelingKey, LabelingKey } from "../lib/encryption/labeling-key";
import type { LabelingJob } from "../lib/jobs/labeling-job";
import { BucketOfAnotherStack } from "../lib/storage/bucket-of-another-stack";
import type { ExecutionRole } from "../lib/roles/execution-role";
import type { AccessLogBucket } from "../lib/storage/access-log-bucket";
import type { ILabelingBucket } from "../lib/storage/labeling-bucket-base";
import { parseArn } from "../lib/iam/arn";
import { type ILabelingTopic, LabelingTopic } from "../lib/streaming/labeling-topic";
import { TopicOfAnotherStack } from "../lib/streaming/topic-of-another-stack";
import type { Sharing } from "./facts/sharing";

/** Things by name, and what is to be said to each as soon as it is there. */
class ToBeMade<Thing> {
  private readonly made = new Map<string, Thing>();
  private readonly waiting = new Map<string, ((thing: Thing) => void)[]>();

  public add(name: string, thing: Thing): void {
    this.made.set(name, thing);
    for (const say of this.waiting.get(name) ?? []) say(thing);
    this.waiting.delete(name);
  }

  public get(name: string): Thing | undefined {
    return this.made.get(name);
  }

  public with(name: string, say: (thing: Thing) => void): void {
    const made = this.made.get(name);
    if (made !== undefined) say(made);
    else this.waiting.set(name, [...(this.waiting.get(name) ?? []), say]);
  }
}

/**
 * The keys, buckets and topics that the stacks of one configuration make, for the others among them. Two workflows may read
 * each other's answers, so a stack can use what is made only later.
 */
export class MadeParts {
  private readonly keys = new ToBeMade<LabelingKey>();
  private readonly buckets = new ToBeMade<ILabelingBucket>();
  private readonly inputTopics = new Map<string, LabelingTopic>();
  /** By their names. */
  private readonly topics = new ToBeMade<ILabelingTopic>();
  private readonly executionRoles = new Map<string, ExecutionRole>();
  private readonly accessLogBuckets = new Map<string, AccessLogBucket>();
  private readonly jobs = new Map<string, LabelingJob>();

  /** Keys of other stacks that a stack uses, by alias. */
  private readonly usedKeys = new Set<string>();

  public constructor(public readonly sharing: Sharing) {}

  /** Whether a stack uses the key that another one makes. To be asked when all are there. */
  public usesKey(alias: string): boolean {
    return this.usedKeys.has(alias);
  }

  public addKey(key: LabelingKey): void {
    this.keys.add(key.alias, key);
  }

  /** A bucket that a stack makes, or of which it manages a setting. */
  public addBucket(bucket: ILabelingBucket): void {
    this.buckets.add(bucket.bucketName, bucket);
  }

  /** @param name of the role in the section `shared` */
  public addExecutionRole(name: string, role: ExecutionRole): void {
    this.executionRoles.set(name, role);
  }

  public executionRole(name: string): ExecutionRole | undefined {
    return this.executionRoles.get(name);
  }

  public addAccessLogBucket(bucket: AccessLogBucket): void {
    this.accessLogBuckets.set(bucket.bucketName, bucket);
  }

  /** A bucket for access logs that a stack made before. */
  public accessLogBucket(name: string): AccessLogBucket | undefined {
    return this.accessLogBuckets.get(name);
  }

  /** The job of a workflow, for one that takes up its answers: it is made before. */
  public job(workflow: string): LabelingJob | undefined {
    return this.jobs.get(workflow);
  }

  public addJob(workflow: string, job: LabelingJob): void {
    this.jobs.set(workflow, job);
  }

  /** @param workflow name of the workflow whose data objects come in by it */
  public addInputTopic(workflow: string, topic: LabelingTopic): void {
    this.inputTopics.set(workflow, topic);
    this.addTopic(topic);
  }

  /** A topic of a workflow, for others that name it: one that its stack makes. */
  public addTopic(topic: ILabelingTopic): void {
    if (topic instanceof LabelingTopic) this.topics.add(topic.topicName, topic);
  }

  /** A topic that a part of the file names by its ARN: one that a stack of the file makes, or somebody else's. */
  public topic(
    scope: Construct,
    id: string,
    topicArn: string,
    encryptionKey: ILabelingKey | undefined,
  ): ILabelingTopic {
    if (this.sharing.topicMaker(topicArn) === undefined)
      return LabelingTopic.fromTopicArn(scope, id, topicArn, encryptionKey);
    const topicName = parseArn(topicArn)!.resource;
    const made = this.topics.get(topicName);
    if (made !== undefined && TerraformStack.of(made) === TerraformStack.of(scope)) return made;
    const withTopic = (say: (topic: ILabelingTopic) => void) => this.topics.with(topicName, say);
    return new TopicOfAnotherStack(scope, id, { topicName, withTopic }, encryptionKey);
  }

  public inputTopic(workflow: string): LabelingTopic | undefined {
    return this.inputTopics.get(workflow);
  }

  /** A key of another stack, as the stack of `scope` uses it. */
  public key(scope: Construct, id: string, alias: string): ILabelingKey {
    this.usedKeys.add(alias);
    const keep = () => this.keys.with(alias, (key) => key.lifetime.keepForRemainingData());
    const lifetime: IKeyLifetime = {
      keepForRemainingData: keep,
      outlive: () => {
        keep();
        return [];
      },
    };
    const toKeyPolicy: ToKeyPolicy = (statement, from) =>
      this.keys.with(alias, (key) => key.addFrom(from, statement));
    return new KeyOfAnotherStack(scope, id, alias, toKeyPolicy, lifetime);
  }

  /** A bucket of another stack, as the stack of `scope` uses it. */
  public bucket(
    scope: Construct,
    bucketName: string,
    encryptionKey: ILabelingKey | undefined,
  ): ILabelingBucket {
    const { bucket, cors, notifications } = this.sharing.bucketOwners(bucketName);
    return new BucketOfAnotherStack(scope, bucketName, {
      bucketName,
      encryptionKey,
      vpcRestriction: this.sharing.restriction(bucketName),
      expireAfterDays: this.sharing.expiry(bucketName),
      managesCors: (bucket ?? cors) !== undefined,
      managesNotifications: (bucket ?? notifications) !== undefined,
      withBucket: (say) => this.buckets.with(bucketName, say),
    });
  }
}
