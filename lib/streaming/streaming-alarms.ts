import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Token } from "cdktf";
import { Construct } from "constructs";
import { AwsPage } from "../aws-page";
import type { ILabelingKey } from "../encryption/labeling-key";
import { keyAllowsAlarms, topicAllowsAlarms } from "../permissions/messaging";
import { StackScope } from "../scope/stack-scope";
import { checkInput } from "../validation/check-input";
import { Problems } from "../validation/problems";
import type { AnswerQueue } from "./answer-queue";
import { type ILabelingTopic, LabelingTopic } from "./labeling-topic";
import { topicNameOf } from "./topic-subscriptions";
import { alarmPrefixRule, alarmRules } from "../rules/cloudwatch";
import { watchedQueueNameRule } from "../rules/messaging";

/** When alarms go off. */
export interface StreamingAlarmThresholds {
  /**
   * Age of the oldest data object in Ground Truth's queue, in days, 1 to 13: after 14 days Ground Truth drops it.
   * @default 10
   */
  readonly oldestMessageDays?: number;
  /**
   * Data objects that wait in Ground Truth's queue, for 15 minutes on end.
   * @default 10000
   */
  readonly backlog?: number;
  /**
   * Days without a new data object, 1 to 7: CloudWatch looks back no further. After 10 such days, with its queue empty,
   * Ground Truth stops the job.
   * @default 5
   */
  readonly idleDays?: number;
  /**
   * Messages among the dead letters of the answer queue.
   * @default 1
   */
  readonly deadLetters?: number;
  /**
   * Messages that a topic could not deliver, in 5 minutes.
   * @default 1
   */
  readonly failedDeliveries?: number;
}

/** What alarms watch, and whom they tell. */
export interface StreamingAlarmsProps {
  /** How the names of alarms begin, and that of their topic: 1 to 100 letters, digits, `-` and `_`. */
  readonly alarmPrefix: string;
  /** Encrypts the messages of alarms of a new topic. @default - `alarmTopic` is given */
  readonly encryptionKey?: ILabelingKey;
  /**
   * A topic that operators subscribe to already, in the stack's region. The policy of one that exists is not touched: see
   * its `requiredTopicPolicyStatements`.
   * @default - a new topic `<alarmPrefix>-alarms`, which nobody subscribes to yet
   */
  readonly alarmTopic?: ILabelingTopic;
  /**
   * The queue that Ground Truth makes: `GroundTruth-<job name in lower case>`. A whole name: alarms exist for one queue,
   * so this needs a workflow with a fixed job name.
   * @default - this queue is not watched
   */
  readonly groundTruthQueueName?: string;
  /** The queue whose dead letters are watched. @default - none */
  readonly answerQueue?: AnswerQueue;
  /** The topics whose deliveries are watched: input and output. */
  readonly topics: ILabelingTopic[];
  /** When the alarms ring. @default - as each threshold says */
  readonly thresholds?: StreamingAlarmThresholds;
  /** Tags of what is made here, beside the provider's default tags. @default - none */
  readonly tags?: Record<string, string>;
}

/**
 * Alarms of a streaming workflow: data objects that grow too old, a backlog, a job that is about to be stopped for want
 * of objects, dead letters, failed deliveries. Each tells the alarm topic when it goes off and when all is well again.
 *
 * The idle alarm is on from the beginning until the first data object comes in, and whenever the job is stopped.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
export class StreamingAlarms extends Construct {
  /**
   * Where alarms go: subscribe operators to it. CloudWatch may publish to it, `sns:Publish` for alarms of this account in
   * the topic's policy and, with a key, `kms:Decrypt` and `kms:GenerateDataKey*` in the key's.
   */
  public readonly alarmTopic: ILabelingTopic;
  /** Names of the alarms. */
  public readonly alarmNames: string[] = [];

  private readonly props: StreamingAlarmsProps;

  /** @throws InvalidInputError naming every property that is not allowed */
  public constructor(scope: Construct, id: string, props: StreamingAlarmsProps) {
    checkInput("StreamingAlarms", scope, id, props);
    super(scope, id);
    validate(this, props);
    this.props = props;
    this.alarmTopic = this.makeTopic();
    const limits = { ...defaults, ...defined(props.thresholds) };
    if (props.groundTruthQueueName !== undefined) this.watchQueue(props.groundTruthQueueName, limits);
    if (props.answerQueue !== undefined) this.watchDeadLetters(props.answerQueue, limits);
    for (const [index, topic] of props.topics.entries()) this.watchTopic(topic, index, limits);
  }

  private makeTopic(): ILabelingTopic {
    const { alarmPrefix, alarmTopic, encryptionKey, tags } = this.props;
    const stackScope = StackScope.of(this);
    const topic =
      alarmTopic ??
      new LabelingTopic(this, "Topic", {
        name: alarmTopicName(alarmPrefix),
        // It is there: without it `validate` has refused.
        encryptionKey: encryptionKey!,
        tags,
      });
    topic.addToTopicPolicy(topicAllowsAlarms(topic.topicArn, stackScope));
    topic.encryptionKey?.addToKeyPolicy(keyAllowsAlarms(stackScope));
    return topic;
  }

  private watchQueue(queueName: string, limits: Limits): void {
    const queue = { namespace: "AWS/SQS", dimensions: { QueueName: queueName } };
    this.alarm("OldestObject", "oldest-object", {
      ...queue,
      metricName: "ApproximateAgeOfOldestMessage",
      statistic: "Maximum",
      period: 300,
      evaluationPeriods: 1,
      threshold: limits.oldestMessageDays * secondsOfDay,
      alarmDescription:
        `A data object has waited ${limits.oldestMessageDays} days in ${queueName}. After 14 days Ground Truth drops ` +
        "it. Add workers or raise MaxConcurrentTaskCount in a new job, and send fewer objects; send dropped objects again.",
    });
    this.alarm("Backlog", "backlog", {
      ...queue,
      metricName: "ApproximateNumberOfMessagesVisible",
      statistic: "Maximum",
      period: 300,
      evaluationPeriods: 3,
      threshold: limits.backlog,
      alarmDescription:
        `${limits.backlog} data objects or more wait in ${queueName}: they come in faster than workers label them. Look ` +
        "whether the job runs and workers work; add workers, or send fewer objects. Do not touch the queue while the job lives.",
    });
    this.alarm("Idle", "idle", {
      ...queue,
      metricName: "NumberOfMessagesSent",
      statistic: "Sum",
      period: secondsOfDay,
      evaluationPeriods: limits.idleDays,
      comparisonOperator: "LessThanThreshold",
      threshold: 1,
      treatMissingData: "breaching",
      alarmDescription:
        `No data object has come into ${queueName} for ${limits.idleDays} days. After 10 days Ground Truth stops the job, ` +
        "and its name cannot be used again. Look whether publishers and S3 events work; send an object to keep the job.",
    });
  }

  private watchDeadLetters({ queueName, deadLetterQueueName }: AnswerQueue, limits: Limits): void {
    this.alarm("DeadLetters", "dead-letters", {
      namespace: "AWS/SQS",
      dimensions: { QueueName: deadLetterQueueName },
      metricName: "ApproximateNumberOfMessagesVisible",
      statistic: "Maximum",
      period: 300,
      evaluationPeriods: 1,
      threshold: limits.deadLetters,
      alarmDescription:
        `A consumer of ${queueName} has failed on messages again and again: they lie in ${deadLetterQueueName} and expire. ` +
        "Look into the consumer's log, mend it, then have a redriver move the dead letters back (sqs start-message-move-task).",
    });
  }

  private watchTopic(topic: ILabelingTopic, index: number, limits: Limits): void {
    const topicName = topicNameOf(topic);
    const part = Token.isUnresolved(topicName) ? `topic-${index}` : topicName;
    this.alarm(`FailedDeliveries-${part}`, `${part}-failed-deliveries`, {
      namespace: "AWS/SNS",
      dimensions: { TopicName: topicName },
      metricName: "NumberOfNotificationsFailed",
      statistic: "Sum",
      period: 300,
      evaluationPeriods: 1,
      threshold: limits.failedDeliveries,
      alarmDescription:
        `The topic ${topicName} could not deliver messages, which are lost to its subscriber. Look whether the queues and ` +
        "functions that subscribe exist, and whether their policies and key policies let SNS in. Answers are still in S3.",
    });
  }

  private alarm(id: string, name: string, config: AlarmConfig): void {
    const alarmName = `${this.props.alarmPrefix}-${name}`;
    const { topicArn, topicResource } = this.alarmTopic;
    new CloudwatchMetricAlarm(this, id, {
      alarmName,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      treatMissingData: "notBreaching",
      ...config,
      alarmActions: [topicArn],
      okActions: [topicArn],
      tags: this.props.tags,
      dependsOn: topicResource && [topicResource],
    });
    this.alarmNames.push(alarmName);
  }
}

type Limits = Required<StreamingAlarmThresholds>;
type AlarmConfig = Omit<CloudwatchMetricAlarmConfig, "alarmName" | "comparisonOperator"> &
  Partial<Pick<CloudwatchMetricAlarmConfig, "comparisonOperator">>;

const secondsOfDay = 86_400;
const longestAlarmName = 255;
const defaults: Limits = {
  oldestMessageDays: 10,
  backlog: 10_000,
  idleDays: 5,
  deadLetters: 1,
  failedDeliveries: 1,
};

/** `{ backlog: undefined }` is no threshold. */
function defined(thresholds: StreamingAlarmThresholds = {}): Partial<Limits> {
  return Object.fromEntries(Object.entries(thresholds).filter(([, value]) => value !== undefined));
}

function validate(alarms: Construct, props: StreamingAlarmsProps): void {
  const problems = new Problems(() => `StreamingAlarms "${alarms.node.path}"`);
  const { alarmPrefix, groundTruthQueueName, answerQueue, topics } = props;
  problems.check("alarmPrefix", alarmPrefix, alarmPrefixRule);
  if (props.alarmTopic === undefined && props.encryptionKey === undefined) {
    const message = "got none, and no alarmTopic: a new topic is encrypted. Give one of the two";
    problems.add("encryptionKey", message, AwsPage.snsEncryption);
  }
  problems.check("groundTruthQueueName", groundTruthQueueName, watchedQueueNameRule);
  if (groundTruthQueueName === undefined && answerQueue === undefined && topics.length === 0) {
    const message = "got none, nor a queue: there is nothing to watch. Name topics or a queue";
    problems.add("topics", message);
  }
  topics.forEach(({ topicArn, topicName }, index) => {
    if (topics.findIndex((other) => other.topicArn === topicArn) < index) {
      problems.add(`topics[${index}]`, `got ${topicArn} a second time; name each topic once`);
    }
    const name = `${alarmPrefix}-${topicName}-failed-deliveries`;
    if (!Token.isUnresolved(name) && name.length > longestAlarmName) {
      const message = `its alarm's name has ${name.length} characters, at most ${longestAlarmName} are allowed`;
      problems.add(`topics[${index}]`, `${message}. Choose a shorter alarmPrefix`, AwsPage.cloudWatchAlarms);
    }
  });
  problems.checkAll(props.thresholds, alarmRules, {}, "thresholds.");
  problems.throwIfAny();
}

/** Name of the topic that is made for alarms. */
export function alarmTopicName(alarmPrefix: string): string {
  return `${alarmPrefix}-alarms`;
}
