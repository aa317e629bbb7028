import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { grantOnKey } from "../encryption/key-grant";
import type { ILabelingKey } from "../encryption/labeling-key";
import { sqsQueueArn } from "../iam/arn";
import type { IGrantee } from "../iam/grantee";
import { PolicyLimits } from "../iam/policy-limit";
import { ResourcePolicy } from "../iam/resource-policy";
import { keyAllowsEvents, queueAllowsUndelivered } from "../permissions/job-events";
import {
  keyAllowsConsumers,
  mayConsume,
  mayUseQueueKey,
  queueAllowsConsumers,
  queueOverTlsOnly,
} from "../permissions/messaging";
import { StackScope } from "../scope/stack-scope";

/** How the queue is made. */
interface EventDeadLettersProps {
  readonly queueName: string;
  /** @default - SQS's own encryption */
  readonly encryptionKey?: ILabelingKey | undefined;
  /** The rule whose events it keeps. */
  readonly ruleArn: string;
  readonly tags?: Record<string, string> | undefined;
}

/** A new queue that keeps for 14 days what a rule could not tell its targets. TLS only; nobody but the rule sends to it. */
export class EventDeadLetters extends Construct {
  public readonly queueArn: string;
  public readonly queueUrl: string;
  /** What must exist before the rule can use it. */
  public readonly resources: readonly ITerraformDependable[];

  private readonly policy: ResourcePolicy;
  private readonly encryptionKey: ILabelingKey | undefined;

  public constructor(scope: Construct, id: string, props: EventDeadLettersProps) {
    super(scope, id);
    const { queueName, encryptionKey, ruleArn, tags } = props;
    this.encryptionKey = encryptionKey;
    this.queueArn = sqsQueueArn(StackScope.of(this), queueName);
    const queue = new SqsQueue(this, "Resource", {
      name: queueName,
      messageRetentionSeconds: 1_209_600,
      ...(encryptionKey === undefined
        ? { sqsManagedSseEnabled: true }
        : { kmsMasterKeyId: encryptionKey.keyArn }),
      tags,
    });
    this.queueUrl = queue.url;
    this.policy = new ResourcePolicy(
      () => `LabelingJobEvents "${scope.node.path}", dead letters`,
      PolicyLimits.queuePolicy,
    );
    this.policy.add(queueOverTlsOnly(this.queueArn));
    this.policy.add(queueAllowsUndelivered(this.queueArn, ruleArn));
    const policy = new SqsQueuePolicy(this, "Policy", { queueUrl: queue.url, policy: this.policy.text });
    this.policy.heldBy(policy);
    encryptionKey?.addToKeyPolicy(keyAllowsEvents());
    this.resources = [policy];
  }

  /** Lets somebody take events off the queue. */
  public grantConsume(consumer: IGrantee): void {
    const { principalArn, principalResource } = consumer;
    consumer.addStatements([mayConsume(this.queueArn)]);
    this.policy.add(queueAllowsConsumers(this.queueArn, [principalArn]), principalResource);
    if (this.encryptionKey === undefined) return;
    const stackScope = StackScope.of(this);
    grantOnKey(this.encryptionKey, consumer, {
      ownSide: (target) => [mayUseQueueKey(target, stackScope)],
      keySide: [keyAllowsConsumers([principalArn], stackScope)],
    });
  }
}
