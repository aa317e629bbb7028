import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { ILabelingKey } from "../encryption/labeling-key";
import { snsTopicArn } from "../iam/arn";
import type { IGrantee } from "../iam/grantee";
import type { PolicyStatement } from "../iam/statement";
import { byPrincipalArn } from "../iam/by-principal-arn";
import { StackScope } from "../scope/stack-scope";
import { grantPublish } from "./grant-publish";
import type { ILabelingTopic } from "./i-labeling-topic";
import { checkCalls } from "../validation/check-input";

/** A topic, and the way to it. */
interface TopicMadeElsewhere {
  readonly topicName: string;
  readonly topicResource?: ITerraformDependable;
  /** Runs `say` with the topic as soon as it is there. */
  readonly withTopic: (say: (topic: ILabelingTopic) => void) => void;
}

/**
 * A topic that another stack of the app makes: named by its ARN, so that neither stack reads the other's state. What its
 * policy must say is written in the stack that makes it.
 */
export class TopicOfAnotherStack extends Construct implements ILabelingTopic {
  public readonly topicArn: string;
  public readonly topicName: string;
  public readonly topicResource?: ITerraformDependable;
  private topic?: ILabelingTopic;

  public constructor(
    scope: Construct,
    id: string,
    private readonly made: TopicMadeElsewhere,
    public readonly encryptionKey?: ILabelingKey,
  ) {
    super(scope, id);
    this.topicName = made.topicName;
    this.topicArn = snsTopicArn(StackScope.of(this), made.topicName);
    this.topicResource = made.topicResource;
    made.withTopic((topic) => (this.topic = topic));
  }

  public get hasSubscribers(): boolean {
    return this.topic?.hasSubscribers ?? false;
  }

  public noteSubscriber(): void {
    this.made.withTopic((topic) => topic.noteSubscriber());
  }

  public grantPublish(publisher: IGrantee): void {
    grantPublish(this, publisher, StackScope.of(this));
  }

  public addToTopicPolicy(statement: PolicyStatement, principalResource?: ITerraformDependable): void {
    const from = StackScope.of(this);
    this.made.withTopic((topic) => {
      const to = StackScope.of(topic);
      const told = JSON.parse(from.toldIn(to, JSON.stringify(statement))) as PolicyStatement;
      // What the stack makes that asks for it does not exist yet.
      const statements = principalResource === undefined ? [told] : byPrincipalArn(told, to);
      for (const one of statements) topic.addToTopicPolicy(one);
    });
  }
}

checkCalls(TopicOfAnotherStack, "TopicOfAnotherStack");
