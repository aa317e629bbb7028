import type { IConstruct } from "constructs";
import type { ILabelingKey } from "../encryption/labeling-key";
import type { ITerraformDependable } from "cdktf";
import type { IGrantee } from "../iam/grantee";
import type { PolicyStatement } from "../iam/statement";

/** A topic that data objects come in by, or answers go out by. */
export interface ILabelingTopic extends IConstruct {
  /** Known before the first plan. */
  readonly topicArn: string;
  /** Name of the topic, the last part of its ARN. */
  readonly topicName: string;

  /** The key that encrypts messages at rest. @default - none that a publisher must be granted */
  readonly encryptionKey?: ILabelingKey | undefined;

  /** What must exist before anybody can publish or subscribe. @default - it exists already */
  readonly topicResource?: ITerraformDependable;

  /**
   * What the policy of an existing topic must contain, as a JSON list of statements.
   * @default - undefined for a topic made here: its policy contains it
   */
  readonly requiredTopicPolicyStatements?: string | undefined;

  /** Whether something made here subscribes to the topic. Of subscriptions made elsewhere nothing is known. */
  readonly hasSubscribers: boolean;

  /** To be called by what subscribes to the topic. */
  noteSubscriber(): void;

  /**
   * Lets `publisher` send messages: `sns:Publish`, in its own policy and in the topic's; and, since the topic is
   * encrypted, `kms:Decrypt` and `kms:GenerateDataKey*` through SNS in the key's policy.
   */
  grantPublish(publisher: IGrantee): void;

  /**
   * Adds to the topic policy; for an existing topic, to what its policy must contain.
   *
   * @param principalResource what must exist before the policy can name it
   */
  addToTopicPolicy(statement: PolicyStatement, principalResource?: ITerraformDependable): void;
}
