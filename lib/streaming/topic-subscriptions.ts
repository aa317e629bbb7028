import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Fn, Token } from "cdktf";
import { Construct } from "constructs";
import type { ILabelingKey } from "../encryption/labeling-key";
import { renderStatements } from "../iam/document";
import { keyAllowsTopicDelivery, queueAllowsTopic } from "../permissions/messaging";
import { calledFunctionArnRule } from "../rules/lambda";
import { subscribedQueueArnRule, subscribedTopicArnRule } from "../rules/messaging";
import { inStackOf } from "../scope/other-stacks";
import { StackScope } from "../scope/stack-scope";
import { checkInput } from "../validation/check-input";
import { Problems } from "../validation/problems";
import { functionAndQualifier, warnOfUnnamedAccount } from "./called-function";
import type { ILabelingTopic } from "./labeling-topic";

/** Which queue a topic sends to. */
export interface QueueSubscriptionProps {
  /** ARN of a standard queue that exists already, in the stack's account. */
  readonly queueArn: string;
  /** In the stack's account and region. */
  readonly topic: ILabelingTopic;
  /** The customer managed key that encrypts the queue; its policy must let SNS use it. @default - no such key */
  readonly encryptionKey?: ILabelingKey;
  /**
   * Whether a message is the answer alone. Otherwise it is the answer in SNS's JSON envelope, with message id and signature.
   * @default false
   */
  readonly rawMessageDelivery?: boolean;
}

/**
 * Sends the messages of a topic to a queue that exists already. The queue's policy is not touched: see
 * `requiredQueuePolicyStatements`. Messages are lost until it contains them.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html
 */
export class QueueSubscription extends Construct {
  /**
   * What the policy of the queue must contain, as a JSON list of statements: `sqs:SendMessage` for SNS, on behalf of
   * this topic. Known before the first plan.
   */
  public readonly requiredQueuePolicyStatements: string;

  /** @throws InvalidInputError naming every property that is not allowed */
  public constructor(scope: Construct, id: string, props: QueueSubscriptionProps) {
    checkInput("QueueSubscription", scope, id, props);
    super(scope, id);
    const stackScope = StackScope.of(this);
    const { queueArn, topic, encryptionKey } = props;
    const problems = new Problems(() => `QueueSubscription "${this.node.path}"`);
    problems.check("queueArn", queueArn, subscribedQueueArnRule, stackScope.stated);
    problems.check("topic", topic.topicArn, subscribedTopicArnRule, stackScope.stated);
    problems.throwIfAny();

    this.requiredQueuePolicyStatements = renderStatements([queueAllowsTopic(queueArn, topic.topicArn)]);
    encryptionKey?.addToKeyPolicy(keyAllowsTopicDelivery(topic.topicArn, stackScope));
    new SnsTopicSubscription(this, "Resource", {
      topicArn: topic.topicArn,
      protocol: "sqs",
      endpoint: queueArn,
      rawMessageDelivery: props.rawMessageDelivery ?? false,
      dependsOn: inStackOf(this, topic.topicResource),
    });
    topic.noteSubscriber();
  }
}

/** Which function a topic calls. */
export interface FunctionSubscriptionProps {
  /** ARN of a function that exists already, or of a version or alias of it; in the stack's account and region. */
  readonly functionArn: string;
  /** In the stack's account and region. */
  readonly topic: ILabelingTopic;
}

/**
 * Calls a function that exists already with the messages of a topic, and lets SNS call it on behalf of this topic and of
 * no other: `lambda:InvokeFunction` in the function's policy.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-lambda-as-subscriber.html
 */
export class FunctionSubscription extends Construct {
  /** @throws InvalidInputError naming every property that is not allowed */
  public constructor(scope: Construct, id: string, props: FunctionSubscriptionProps) {
    checkInput("FunctionSubscription", scope, id, props);
    super(scope, id);
    const stackScope = StackScope.of(this);
    const { functionArn, topic } = props;
    const problems = new Problems(() => `FunctionSubscription "${this.node.path}"`);
    problems.check("functionArn", functionArn, calledFunctionArnRule, stackScope.stated);
    problems.check("topic", topic.topicArn, subscribedTopicArnRule, stackScope.stated);
    problems.throwIfAny();
    warnOfUnnamedAccount(this, functionArn);

    // The topic's ARN names its account: a source account, which AWS asks for with S3 only, would add nothing.
    const permission = new LambdaPermission(this, "Permission", {
      statementId: statementId(topicNameOf(topic)),
      action: "lambda:InvokeFunction",
      ...functionAndQualifier(functionArn),
      principal: "sns.amazonaws.com",
      sourceArn: topic.topicArn,
    });
    new SnsTopicSubscription(this, "Resource", {
      topicArn: topic.topicArn,
      protocol: "lambda",
      endpoint: functionArn,
      dependsOn: inStackOf(this, permission, topic.topicResource),
    });
    topic.noteSubscriber();
  }
}

/** The name of a topic, also of one that exists already and whose whole ARN only Terraform knows. */
export function topicNameOf({ topicArn, topicName }: ILabelingTopic): string {
  return topicName === topicArn ? Token.asString(Fn.element(Fn.split(":", topicArn), 5)) : topicName;
}

/** A statement of a function's policy has a name of at most 100 characters. @default - Terraform's own */
function statementId(topicName: string): string | undefined {
  const name = `AllowTopic-${topicName}`;
  return name.length <= 100 || Token.isUnresolved(name) ? name : undefined;
}
