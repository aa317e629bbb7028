import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Fn, Token, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { AwsPage } from "../aws-page";
import type { ILabelingKey } from "../encryption/labeling-key";
import { type ArnParts, formatArn, parseArn } from "../iam/arn";
import { renderStatements } from "../iam/document";
import { keyAllowsTopicDelivery, queueAllowsTopic } from "../permissions/messaging";
import type { AwsScope } from "../scope/aws-scope";
import { StackScope } from "../scope/stack-scope";
import { Problems } from "../validation/problems";
import type { ILabelingTopic } from "./labeling-topic";

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
    super(scope, id);
    const stackScope = StackScope.of(this);
    const { queueArn, topic, encryptionKey } = props;
    const problems = new Problems(`QueueSubscription "${this.node.path}"`);
    checkQueue(problems, queueArn, stackScope);
    const elsewhere = topicElsewhereProblem(topic, stackScope);
    if (elsewhere !== undefined) problems.add("topic", elsewhere, AwsPage.snsSubscribe);
    problems.throwIfAny();

    this.requiredQueuePolicyStatements = renderStatements([queueAllowsTopic(queueArn, topic.topicArn)]);
    encryptionKey?.addToKeyPolicy(keyAllowsTopicDelivery(topic.topicArn, stackScope));
    new SnsTopicSubscription(this, "Resource", {
      topicArn: topic.topicArn,
      protocol: "sqs",
      endpoint: queueArn,
      rawMessageDelivery: props.rawMessageDelivery ?? false,
      dependsOn: existing(topic.topicResource),
    });
    topic.noteSubscriber();
  }
}

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
    super(scope, id);
    const stackScope = StackScope.of(this);
    const { functionArn, topic } = props;
    const problems = new Problems(`FunctionSubscription "${this.node.path}"`);
    const problem = functionArnProblem(functionArn, stackScope);
    if (problem !== undefined) problems.add("functionArn", problem, AwsPage.snsToFunction);
    const elsewhere = topicElsewhereProblem(topic, stackScope);
    if (elsewhere !== undefined) problems.add("topic", elsewhere, AwsPage.snsSubscribe);
    problems.throwIfAny();

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
      dependsOn: [permission, ...existing(topic.topicResource)],
    });
    topic.noteSubscriber();
  }
}

/** The name of a topic, also of one that exists already and whose whole ARN only Terraform knows. */
export function topicNameOf({ topicArn, topicName }: ILabelingTopic): string {
  return topicName === topicArn ? Token.asString(Fn.element(Fn.split(":", topicArn), 5)) : topicName;
}

/** What is wrong with subscribing to this topic from here, if anything. Tokens pass. */
export function topicElsewhereProblem({ topicArn }: ILabelingTopic, scope: AwsScope): string | undefined {
  const arn = parseArn(topicArn);
  if (arn === undefined || !elsewhere(arn, scope, ["region", "account"])) return undefined;
  return `got "${topicArn}", which lies in another account or region: subscribe in a stack there`;
}

function checkQueue(problems: Problems, queueArn: string, scope: AwsScope): void {
  if (Token.isUnresolved(queueArn)) return;
  const arn = parseArn(queueArn);
  const name = arn?.resource ?? "";
  if (name.endsWith(".fifo")) {
    const why = "the topics of Ground Truth are standard, and these deliver to standard queues only";
    problems.add("queueArn", `got "${queueArn}"; ${why}`, AwsPage.snsSubscribe);
  } else if (arn?.service !== "sqs" || !/^[A-Za-z0-9_-]{1,80}$/.test(name)) {
    const allowed =
      "the ARN of a queue is allowed, as in arn:<partition>:sqs:<region>:<account>:<name>, not its URL";
    problems.add("queueArn", `got "${queueArn}"; ${allowed}`, AwsPage.snsToSqs);
  } else if (elsewhere(arn, scope, ["account"])) {
    const why =
      "of another account: only its owner can confirm the subscription, so let the owner subscribe it";
    problems.add("queueArn", `got "${queueArn}", a queue ${why}`, AwsPage.snsCrossAccount);
  }
}

/** What is wrong with a function that is called from here, if anything. Tokens pass. */
export function functionArnProblem(functionArn: string, scope: AwsScope): string | undefined {
  if (Token.isUnresolved(functionArn)) return undefined;
  const arn = parseArn(functionArn);
  if (arn?.service !== "lambda" || !functionPattern.test(arn.resource)) {
    const allowed =
      "arn:<partition>:lambda:<region>:<account>:function:<name>, with :<version or alias> or not";
    return `got "${functionArn}"; the ARN of a function is allowed, as in ${allowed}`;
  }
  if (!elsewhere(arn, scope, ["region", "account"])) return undefined;
  return `got "${functionArn}", a function in another account or region: its policy cannot be set from here`;
}

/** `function:<name>` and, if there is one, `:<version or alias>` */
const functionPattern = /^(function:[A-Za-z0-9_-]{1,64})(?::([A-Za-z0-9$_-]{1,128}))?$/;

/** A function as the resource of its permissions names it. */
export function functionAndQualifier(functionArn: string): { functionName: string; qualifier?: string } {
  const arn = parseArn(functionArn);
  const [, resource, qualifier] = functionPattern.exec(arn?.resource ?? "") ?? [];
  if (arn === undefined || resource === undefined) return { functionName: functionArn };
  return { functionName: formatArn({ ...arn, resource }), qualifier };
}

/** Whether something lies in another account or region, as far as can be told before Terraform runs. */
export function elsewhere(arn: ArnParts, scope: AwsScope, parts: readonly ("region" | "account")[]): boolean {
  return parts.some((part) => {
    const here = scope[part];
    return !Token.isUnresolved(here) && !Token.isUnresolved(arn[part]) && arn[part] !== here;
  });
}

/** A statement of a function's policy has a name of at most 100 characters. @default - Terraform's own */
function statementId(topicName: string): string | undefined {
  const name = `AllowTopic-${topicName}`;
  return name.length <= 100 || Token.isUnresolved(name) ? name : undefined;
}

function existing(resource: ITerraformDependable | undefined): ITerraformDependable[] {
  return resource === undefined ? [] : [resource];
}
