import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { Token, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { AwsPage } from "../aws-page";
import type { ILabelingKey } from "../encryption/labeling-key";
import { parseArn, snsTopicArn } from "../iam/arn";
import { renderPolicy, renderStatements } from "../iam/document";
import { topicOverTlsOnly } from "../permissions/messaging";
import { keyAllowsWorkTeams, topicAllowsWorkTeams } from "../permissions/work-team-notifications";
import type { AwsScope } from "../scope/aws-scope";
import { StackScope } from "../scope/stack-scope";
import { Problems } from "../validation/problems";

/** A topic by which Ground Truth tells workers that tasks are waiting or about to expire. */
export interface IWorkTeamTopic {
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

export interface WorkTeamTopicProps {
  /** 1 to 256 letters, digits, `-` and `_`. */
  readonly topicName: string;
  /** Encrypts messages at rest. An AWS managed key cannot be used: Ground Truth has no right on `alias/aws/sns`. */
  readonly encryptionKey: ILabelingKey;
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
    return new ExistingTopic(scope, id, topicArn, encryptionKey);
  }

  public readonly topicArn: string;
  /** The topic's policy: without it AWS takes no topic for a work team. */
  public readonly topicResource: ITerraformDependable;

  /** @throws InvalidInputError when the name is not allowed, or that of a FIFO topic */
  public constructor(scope: Construct, id: string, props: WorkTeamTopicProps) {
    super(scope, id);
    const { topicName, encryptionKey } = props;
    const problems = new Problems(`WorkTeamTopic "${this.node.path}"`);
    const problem = topicNameProblem(topicName);
    if (problem !== undefined) problems.add("topicName", problem, AwsPage.snsTopicNames);
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
    const problems = new Problems(`WorkTeamTopic "${this.node.path}"`);
    const problem = topicArnProblem(topicArn, stackScope);
    if (problem !== undefined) problems.add("topicArn", problem, AwsPage.workTeamNotifications);
    problems.throwIfAny();
    this.requiredTopicPolicyStatements = renderStatements([topicAllowsWorkTeams(topicArn, stackScope)]);
    encryptionKey?.addToKeyPolicy(keyAllowsWorkTeams(stackScope));
  }
}

function topicNameProblem(name: string): string | undefined {
  if (Token.isUnresolved(name) || /^[\w-]{1,256}$/.test(name)) return undefined;
  return `got "${name}"; 1 to 256 letters, digits, - and _ are allowed, and no FIFO topic, which sends no e-mail`;
}

/** What is wrong with a topic for work teams of this place, if anything. Tokens pass. */
export function topicArnProblem(topicArn: string, scope: AwsScope): string | undefined {
  if (Token.isUnresolved(topicArn)) return undefined;
  const arn = parseArn(topicArn);
  if (arn?.service !== "sns" || topicNameProblem(arn.resource) !== undefined) {
    const rule =
      "the ARN of a standard topic is allowed, as in arn:<partition>:sns:<region>:<account>:<name>";
    return `got "${topicArn}"; ${rule}`;
  }
  const isElsewhere = (["region", "account"] as const).some(
    (part) => !Token.isUnresolved(scope[part]) && arn[part] !== scope[part],
  );
  if (!isElsewhere) return undefined;
  return `got "${topicArn}", which lies in another account or region; a work team and its topic are in the same ones`;
}
