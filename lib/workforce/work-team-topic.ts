import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import type { ITerraformDependable } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import type { ILabelingKey } from "../encryption/labeling-key";
import { snsTopicArn } from "../iam/arn";
import { renderPolicy, renderStatements } from "../iam/document";
import { topicOverTlsOnly } from "../permissions/messaging";
import { keyAllowsWorkTeams, topicAllowsWorkTeams } from "../permissions/work-team-notifications";
import { StackScope } from "../scope/stack-scope";
import { checkInput } from "../validation/check-input";
import { Problems } from "../validation/problems";
import { topicNameRule, workTeamTopicArnRule } from "../rules/messaging";

/** A topic by which Ground Truth tells workers that tasks are waiting or about to expire. */
export interface IWorkTeamTopic extends IConstruct {
  /** Known before the first plan. */
  readonly topicArn: string;

  /** What a work team waits for. @default - it exists already */
  readonly topicResource?: ITerraformDependable;

  /**
   * What the policy of an existing topic must contain, as a JSON list of statements.
   * @default - undefined for a topic made here: its policy contains it
   */
  readonly requiredTopicPolicyStatements?: string;
}

/** How a topic for work teams is made. */
export interface WorkTeamTopicProps {
  /** 1 to 256 letters, digits, `-` and `_`. */
  readonly name: string;
  /** Encrypts messages at rest. An AWS managed key cannot be used: Ground Truth has no right on `alias/aws/sns`. */
  readonly encryptionKey: ILabelingKey;
  /** Tags of what is made here, beside the provider's default tags. @default - none */
  readonly tags?: Record<string, string>;
}

/**
 * A standard topic for work teams: encrypted with a customer managed key, TLS only, and open to SageMaker on behalf of
 * the account's own work teams.
 *
 * It has no subscribers: each worker, or whoever looks after them, subscribes an e-mail address.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sms-workforce-management-private-sns.html
 */
export class WorkTeamTopic extends Construct implements IWorkTeamTopic {
  /**
   * A topic that exists already, in the stack's account and region. Its policy is not touched: see
   * `requiredTopicPolicyStatements`.
   *
   * @param encryptionKey the key that encrypts it, if it is a customer managed one
   * @throws InvalidInputError when it is not the ARN of a standard topic of this account and region
   */
  public static fromTopicArn(
    scope: Construct,
    id: string,
    topicArn: string,
    encryptionKey?: ILabelingKey,
  ): IWorkTeamTopic {
    checkInput("WorkTeamTopic.fromTopicArn", scope, id, { topicArn, encryptionKey });
    return new ExistingTopic(scope, id, topicArn, encryptionKey);
  }

  public readonly topicArn: string;
  /** The topic's policy: without it AWS takes no topic for a work team. */
  public readonly topicResource: ITerraformDependable;

  /** @throws InvalidInputError when the name is not allowed, or that of a FIFO topic */
  public constructor(scope: Construct, id: string, props: WorkTeamTopicProps) {
    checkInput("WorkTeamTopic", scope, id, props);
    super(scope, id);
    const { name: topicName, encryptionKey } = props;
    const problems = new Problems(() => `WorkTeamTopic "${this.node.path}"`);
    problems.check("name", topicName, topicNameRule);
    problems.throwIfAny();

    const stackScope = StackScope.of(this);
    this.topicArn = snsTopicArn(stackScope, topicName);
    encryptionKey.addToKeyPolicy(keyAllowsWorkTeams(stackScope));
    const topic = new SnsTopic(this, "Resource", {
      name: topicName,
      kmsMasterKeyId: encryptionKey.keyArn,
      signatureVersion: 2,
      tags: props.tags,
    });
    this.topicResource = new SnsTopicPolicy(this, "Policy", {
      arn: topic.arn,
      policy: renderPolicy([
        topicOverTlsOnly(this.topicArn),
        topicAllowsWorkTeams(this.topicArn, stackScope),
      ]),
    });
  }
}

/** A topic that somebody else manages. */
class ExistingTopic extends Construct implements IWorkTeamTopic {
  public readonly requiredTopicPolicyStatements: string;

  public constructor(
    scope: Construct,
    id: string,
    public readonly topicArn: string,
    encryptionKey?: ILabelingKey,
  ) {
    super(scope, id);
    const stackScope = StackScope.of(this);
    const problems = new Problems(() => `WorkTeamTopic "${this.node.path}"`);
    problems.check("topicArn", topicArn, workTeamTopicArnRule, stackScope.stated);
    problems.throwIfAny();
    this.requiredTopicPolicyStatements = renderStatements([topicAllowsWorkTeams(topicArn, stackScope)]);
    encryptionKey?.addToKeyPolicy(keyAllowsWorkTeams(stackScope));
  }
}
