import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import { SqsQueueRedriveAllowPolicy } from "@cdktf/provider-aws/lib/sqs-queue-redrive-allow-policy";
import { Fn, Token } from "cdktf";
import { Construct } from "constructs";
import { grantOnKey } from "../encryption/key-grant";
import type { ILabelingKey } from "../encryption/labeling-key";
import { sqsQueueArn } from "../iam/arn";
import type { IGrantee } from "../iam/grantee";
import { PolicyLimits } from "../iam/policy-limit";
import { ResourcePolicy } from "../iam/resource-policy";
import {
  keyAllowsConsumers,
  keyAllowsTopicDelivery,
  mayConsume,
  mayUseQueueKey,
  queueAllowsConsumers,
  queueAllowsTopic,
  queueOverTlsOnly,
} from "../permissions/messaging";
import { keyAllowsDeadLetters, maySealDeadLetters } from "../permissions/function-role";
import { deadLettersAllowRedrive, mayRedrive, queueAllowsReturn } from "../permissions/redrive";
import type { IAnswerQueue } from "../roles/i-answer-queue";
import { inStackOf } from "../scope/other-stacks";
import { checkKeyPlace } from "../scope/one-place";
import { StackScope } from "../scope/stack-scope";
import { checkCalls, checkInput } from "../validation/check-input";
import { Problems } from "../validation/problems";
import type { ILabelingTopic } from "./labeling-topic";
import {
  subscribedTopicArnRule,
  deadLetterSuffix,
  answerQueueNameRule,
  answerQueueRules,
} from "../rules/messaging";

/** How a queue for answers is made. */
export interface AnswerQueueProps {
  /**
   * 1 to 67 letters, digits, `-` and `_`; the dead letter queue is `<name>-dead-letters`. Names that begin with
   * `GroundTruth-` are those of the queues that Ground Truth makes.
   */
  readonly name: string;
  /** Whose messages are queued: the output topic of a streaming workflow. In the stack's account and region. */
  readonly topic: ILabelingTopic;
  /** Encrypts messages at rest in both queues. An AWS managed key cannot be used: SNS has no right on `alias/aws/sqs`. */
  readonly encryptionKey: ILabelingKey;
  /**
   * Whether a message is the answer alone. Otherwise it is the answer in SNS's JSON envelope, with message id and signature.
   * @default false
   */
  readonly rawMessageDelivery?: boolean;
  /**
   * Times that a message is received before it goes to the dead letters, 1 to 1,000.
   * @default 5
   */
  readonly maxReceiveCount?: number;
  /**
   * Seconds that messages wait for a consumer, 60 to 1,209,600 (14 days). Dead letters are kept for 14 days, counted from when they came into
   * the first queue.
   * @default 1209600
   */
  readonly messageRetentionSeconds?: number;
  /**
   * Seconds that a received message is hidden from other consumers, 0 to 43,200. Longer than a consumer works on it.
   * @default 30
   */
  readonly visibilityTimeoutSeconds?: number;
  /** Tags of what is made here, beside the provider's default tags. @default - none */
  readonly tags?: Record<string, string>;
}

/**
 * A standard queue for the answers of a streaming workflow: encrypted with a customer managed key, TLS only, filled by
 * one topic and by nobody else, with a queue for messages that consumers fail on.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sms-streaming-how-it-works-output-data.html
 */
export class AnswerQueue extends Construct implements IAnswerQueue {
  /** Known before the first plan. */
  public readonly queueArn: string;
  /** Name of the queue. */
  public readonly queueName: string;
  /** Known when the queue exists. */
  public readonly queueUrl: string;
  /** Known before the first plan. */
  public readonly deadLetterQueueArn: string;
  /** Known when the queue exists. */
  public readonly deadLetterQueueUrl: string;
  /** Name of the queue for messages that nobody could work on. */
  public readonly deadLetterQueueName: string;
  /** Encrypts both queues. */
  public readonly encryptionKey: ILabelingKey;

  private readonly policy: ResourcePolicy;
  private readonly deadLettersPolicy: ResourcePolicy;

  /** @throws InvalidInputError naming every property that is not allowed */
  public constructor(scope: Construct, id: string, props: AnswerQueueProps) {
    checkInput("AnswerQueue", scope, id, props);
    super(scope, id);
    const stackScope = StackScope.of(this);
    validate(this, props, stackScope);
    const { topic, encryptionKey } = props;
    this.encryptionKey = encryptionKey;
    this.queueName = props.name;
    this.queueArn = sqsQueueArn(stackScope, this.queueName);
    this.deadLetterQueueName = deadLetterQueueName(props.name);
    this.deadLetterQueueArn = sqsQueueArn(stackScope, this.deadLetterQueueName);

    const { queue, dead } = this.makeQueues(props);
    this.queueUrl = queue.url;
    this.deadLetterQueueUrl = dead.url;
    this.deadLettersPolicy = new ResourcePolicy(
      () => `AnswerQueue "${this.node.path}", dead letters`,
      PolicyLimits.queuePolicy,
    );
    this.deadLettersPolicy.add(queueOverTlsOnly(this.deadLetterQueueArn));
    this.deadLettersPolicy.heldBy(
      new SqsQueuePolicy(this, "DeadLettersPolicy", {
        queueUrl: dead.url,
        policy: this.deadLettersPolicy.text,
      }),
    );
    this.policy = new ResourcePolicy(() => `AnswerQueue "${this.node.path}"`, PolicyLimits.queuePolicy);
    this.policy.add(queueOverTlsOnly(this.queueArn));
    this.policy.add(queueAllowsTopic(this.queueArn, topic.topicArn));
    const policy = new SqsQueuePolicy(this, "Policy", { queueUrl: queue.url, policy: this.policy.text });
    this.policy.heldBy(policy);
    encryptionKey.addToKeyPolicy(keyAllowsTopicDelivery(topic.topicArn, stackScope));
    new SnsTopicSubscription(this, "Subscription", {
      topicArn: topic.topicArn,
      protocol: "sqs",
      endpoint: this.queueArn,
      rawMessageDelivery: props.rawMessageDelivery ?? false,
      dependsOn: inStackOf(this, policy, topic.topicResource),
    });
    topic.noteSubscriber();
  }

  /**
   * Lets `consumer` take messages off the queue.
   *
   * Grants `sqs:ReceiveMessage`, `sqs:DeleteMessage`, `sqs:ChangeMessageVisibility`, `sqs:GetQueueAttributes` and
   * `sqs:GetQueueUrl` in the consumer's own policy and in the queue's; and, since the queue is encrypted, `kms:Decrypt` through SQS in the
   * key's policy and, unless the key is made in the same stack, in the consumer's. It gives no right on the dead letters: see
   * `grantRedrive`.
   */
  public grantConsume(consumer: IGrantee): void {
    const { principalArn, principalResource } = consumer;
    consumer.addStatements([mayConsume(this.queueArn)]);
    this.policy.add(queueAllowsConsumers(this.queueArn, [principalArn]), principalResource);
    const stackScope = StackScope.of(this);
    grantOnKey(this.encryptionKey, consumer, {
      ownSide: (target) => [mayUseQueueKey(target, stackScope)],
      keySide: [keyAllowsConsumers([principalArn], stackScope)],
    });
  }

  /**
   * Lets somebody of the same account look after the dead letters: take and delete them, and have SQS move them back into the queue.
   *
   * Grants what AWS prints for redrive, in their own policy and in those of both queues: `sqs:StartMessageMoveTask`,
   * `sqs:ListMessageMoveTasks`, `sqs:CancelMessageMoveTask`, `sqs:ReceiveMessage`, `sqs:DeleteMessage`, `sqs:GetQueueAttributes` and
   * `sqs:ListDeadLetterSourceQueues` on the dead letters, `sqs:SendMessage` on the queue; and `kms:Decrypt` and
   * `kms:GenerateDataKey*` through SQS in the key's policy and, unless the key is made in the same stack, in theirs. Whoever
   * may send to the queue can put in what looks like answers.
   *
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html
   */
  public grantRedrive(redriver: IGrantee): void {
    const { principalArn, principalResource } = redriver;
    redriver.addStatements(mayRedrive(this));
    this.deadLettersPolicy.add(
      deadLettersAllowRedrive(this.deadLetterQueueArn, [principalArn]),
      principalResource,
    );
    this.policy.add(queueAllowsReturn(this.queueArn, [principalArn]), principalResource);
    const stackScope = StackScope.of(this);
    grantOnKey(this.encryptionKey, redriver, {
      ownSide: (target) => [maySealDeadLetters(target, stackScope)],
      keySide: [keyAllowsDeadLetters([principalArn], stackScope)],
    });
  }

  private makeQueues(props: AnswerQueueProps): { readonly queue: SqsQueue; readonly dead: SqsQueue } {
    const kmsMasterKeyId = this.encryptionKey.keyArn;
    const dead = new SqsQueue(this, "DeadLetters", {
      name: this.deadLetterQueueName,
      kmsMasterKeyId,
      messageRetentionSeconds: longestRetention,
      tags: props.tags,
    });
    const queue = new SqsQueue(this, "Resource", {
      name: this.queueName,
      kmsMasterKeyId,
      messageRetentionSeconds: props.messageRetentionSeconds ?? longestRetention,
      visibilityTimeoutSeconds: props.visibilityTimeoutSeconds ?? 30,
      redrivePolicy: json({
        deadLetterTargetArn: this.deadLetterQueueArn,
        maxReceiveCount: props.maxReceiveCount ?? 5,
      }),
      tags: props.tags,
      dependsOn: [dead],
    });
    new SqsQueueRedriveAllowPolicy(this, "RedriveAllow", {
      queueUrl: dead.url,
      redriveAllowPolicy: json({ redrivePermission: "byQueue", sourceQueueArns: [this.queueArn] }),
      dependsOn: [queue],
    });
    return { queue, dead };
  }
}

checkCalls(AnswerQueue, "AnswerQueue");

/** 14 days. */
const longestRetention = 1_209_600;

/** Known in the first plan: no value in it comes from a resource. */
function json(value: Record<string, unknown>): string {
  const text = JSON.stringify(value);
  const hasTokens = Token.isUnresolved(text) || Object.values(value).some((part) => Token.isUnresolved(part));
  return hasTokens ? Fn.jsonencode(value) : text;
}

function validate(queue: Construct, props: AnswerQueueProps, scope: StackScope): void {
  const problems = new Problems(() => `AnswerQueue "${queue.node.path}"`);
  const here = scope.stated;
  problems.check("name", props.name, answerQueueNameRule);
  checkKeyPlace(problems, props.encryptionKey, queue);
  problems.check("topic", props.topic.topicArn, subscribedTopicArnRule, here);
  problems.checkAll(props, answerQueueRules);
  problems.throwIfAny();
}

/** Name of the queue that dead letters of a queue go to. */
export function deadLetterQueueName(queueName: string): string {
  return `${queueName}${deadLetterSuffix}`;
}
