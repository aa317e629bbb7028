import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { Lazy, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { keyUsedFrom } from "../encryption/key-used-from";
import type { ILabelingKey } from "../encryption/labeling-key";
import { parseArn, snsTopicArn } from "../iam/arn";
import { renderStatements } from "../iam/document";
import type { IGrantee } from "../iam/grantee";
import { PolicyLimits } from "../iam/policy-limit";
import { ResourcePolicy } from "../iam/resource-policy";
import { SingleDocument } from "../iam/single-document";
import type { PolicyStatement } from "../iam/statement";
import { topicOverTlsOnly } from "../permissions/messaging";
import { deployAfter } from "../scope/deploy-order";
import { checkKeyPlace } from "../scope/one-place";
import { StackScope } from "../scope/stack-scope";
import { checkCalls, checkInput } from "../validation/check-input";
import { Problems } from "../validation/problems";
import { checkDeliveryLogs, DeliveryLogRole, type TopicDeliveryLogs } from "./delivery-logs";
import { topicNameRule, topicArnRule } from "../rules/messaging";
import { grantPublish } from "./grant-publish";
import { TopicOfAnotherStack } from "./topic-of-another-stack";
import type { ILabelingTopic } from "./i-labeling-topic";

export type { ILabelingTopic } from "./i-labeling-topic";

/** How a topic is made. */
export interface LabelingTopicProps {
  /**
   * 1 to 256 letters, digits, `-` and `_`. Under the AWS managed style a name that contains `GroundTruth` or `SageMaker`
   * needs no statement of its own.
   */
  readonly name: string;
  /** Encrypts messages at rest. An AWS managed key cannot be used: S3 and Ground Truth have no right on `alias/aws/sns`. */
  readonly encryptionKey: ILabelingKey;
  /**
   * Logs deliveries to queues and functions in CloudWatch Logs: `sns/<region>/<account>/<name>`, and failed ones in
   * `…/Failure`. SNS makes these log groups, which keep events for ever; Terraform does not know them.
   * @default - no log
   */
  readonly deliveryLogs?: TopicDeliveryLogs;
  /** Tags of what is made here, beside the provider's default tags. @default - none */
  readonly tags?: Record<string, string>;
}

/**
 * A standard topic: encrypted with a customer managed key, messages signed with version 2, TLS only, and open to the
 * publishers that are named and to nobody else.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sms-create-sns-input-topic.html
 */
export class LabelingTopic extends Construct implements ILabelingTopic {
  /**
   * A topic that exists already. Its policy is not touched: see `requiredTopicPolicyStatements`.
   *
   * @param encryptionKey the key that encrypts it, if it is a customer managed one
   * @throws InvalidInputError when it is not the ARN of a standard topic
   */
  public static fromTopicArn(
    scope: Construct,
    id: string,
    topicArn: string,
    encryptionKey?: ILabelingKey,
  ): ILabelingTopic {
    checkInput("LabelingTopic.fromTopicArn", scope, id, { topicArn, encryptionKey });
    return new ExistingTopic(scope, id, topicArn, encryptionKey);
  }

  public readonly topicArn: string;
  public readonly topicName: string;
  public readonly encryptionKey: ILabelingKey;
  /** The topic's policy: who waits for it finds the topic with all its publishers. */
  public readonly topicResource: ITerraformDependable;

  private readonly policy: ResourcePolicy;
  private subscribers = 0;

  /** @throws InvalidInputError when the name is not allowed or that of a FIFO topic, or a log setting is not allowed */
  public constructor(scope: Construct, id: string, props: LabelingTopicProps) {
    checkInput("LabelingTopic", scope, id, props);
    super(scope, id);
    validate(this, props);
    const stackScope = StackScope.of(this);
    this.topicName = props.name;
    this.topicArn = snsTopicArn(stackScope, props.name);
    this.encryptionKey = props.encryptionKey;

    this.policy = new ResourcePolicy(() => `LabelingTopic "${this.node.path}"`, PolicyLimits.topicPolicy);
    this.policy.add(topicOverTlsOnly(this.topicArn));
    const topic = new SnsTopic(this, "Resource", {
      name: props.name,
      kmsMasterKeyId: props.encryptionKey.keyArn,
      signatureVersion: 2,
      tags: props.tags,
      ...(props.deliveryLogs &&
        new DeliveryLogRole(this, "DeliveryLogs", props.name, props.deliveryLogs, props.tags).topicSettings),
    });
    const policy = new SnsTopicPolicy(this, "Policy", { arn: topic.arn, policy: this.policy.text });
    this.topicResource = policy;
    this.policy.heldBy(policy);
  }

  public get hasSubscribers(): boolean {
    return this.subscribers > 0;
  }

  public noteSubscriber(): void {
    this.subscribers += 1;
  }

  public grantPublish(publisher: IGrantee): void {
    grantPublish(this, publisher, StackScope.of(this));
  }

  public addToTopicPolicy(statement: PolicyStatement, principalResource?: ITerraformDependable): void {
    this.policy.add(statement, principalResource);
  }

  /**
   * The topic as another stack of the same app uses it. What the policies of the topic and its key must contain is written
   * here. This stack is deployed first.
   *
   * @param scope in the stack that uses the topic
   * @param encryptionKey the topic's key as that stack uses it. A key that is brought in is brought in there too
   * @throws InvalidInputError when that stack is this one, or is deployed before it
   */
  public usedFrom(scope: Construct, id: string, encryptionKey?: ILabelingKey): ILabelingTopic {
    deployAfter(scope, this);
    const key = keyUsedFrom(scope, `${id}Key`, this.encryptionKey, encryptionKey);
    const { topicName, topicResource } = this;
    const withTopic = (say: (topic: ILabelingTopic) => void) => say(this);
    return new TopicOfAnotherStack(scope, id, { topicName, topicResource, withTopic }, key);
  }
}

checkCalls(LabelingTopic, "LabelingTopic");

/** A topic that somebody else manages. */
class ExistingTopic extends Construct implements ILabelingTopic {
  public readonly topicName: string;
  private readonly required: SingleDocument;
  private subscribers = 0;

  public constructor(
    scope: Construct,
    id: string,
    public readonly topicArn: string,
    public readonly encryptionKey?: ILabelingKey,
  ) {
    super(scope, id);
    const problems = new Problems(() => `LabelingTopic "${this.node.path}"`);
    problems.check("topicArn", topicArn, topicArnRule, StackScope.of(this).stated);
    problems.throwIfAny();
    this.topicName = parseArn(topicArn)?.resource ?? topicArn;
    this.required = new SingleDocument(() => `LabelingTopic "${this.node.path}"`, PolicyLimits.topicPolicy);
  }

  public get hasSubscribers(): boolean {
    return this.subscribers > 0;
  }

  public noteSubscriber(): void {
    this.subscribers += 1;
  }

  public get requiredTopicPolicyStatements(): string | undefined {
    if (this.required.statements.length === 0) return undefined;
    return Lazy.stringValue({ produce: () => renderStatements(this.required.statements) });
  }

  public grantPublish(publisher: IGrantee): void {
    grantPublish(this, publisher, StackScope.of(this));
  }

  public addToTopicPolicy(statement: PolicyStatement): void {
    this.required.add(statement);
  }
}

checkCalls(ExistingTopic, "ExistingTopic");

function validate(
  topic: Construct,
  { name: topicName, deliveryLogs, encryptionKey }: LabelingTopicProps,
): void {
  const problems = new Problems(() => `LabelingTopic "${topic.node.path}"`);
  problems.check("name", topicName, topicNameRule);
  checkKeyPlace(problems, encryptionKey, topic);
  if (deliveryLogs !== undefined) checkDeliveryLogs(problems, topicName, deliveryLogs, StackScope.of(topic));
  problems.throwIfAny();
}
