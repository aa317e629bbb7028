import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { Fn, Token, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { AwsPage } from "../aws-page";
import type { ILabelingKey } from "../encryption/labeling-key";
import type { IGrantee } from "../iam/grantee";
import { eventRuleArn, iamRoleArn, labelingJobArn } from "../iam/arn";
import { renderPolicy, renderStatements } from "../iam/document";
import { labelingJobNameProblems, labelingJobNamePrefixProblems } from "../jobs/labeling-job-name";
import { LabelingJobStatus } from "../jobs/labeling-job-status";
import {
  assumedByEventBridge,
  keyAllowsEvents,
  mayStartStateMachine,
  queueAllowsEvents,
  queueAllowsUndelivered,
  topicAllowsEvents,
} from "../permissions/job-events";
import { RolePolicies } from "../roles/role-policies";
import { StackScope } from "../scope/stack-scope";
import type { ILabelingTopic } from "../streaming/labeling-topic";
import { functionAndQualifier, warnOfUnnamedAccount } from "../streaming/called-function";
import { InvalidInputError, Problems } from "../validation/problems";
import { roleNameRule } from "../rules/iam";
import {
  eventTopicArnRule,
  eventDeadLetterQueueArnRule,
  eventDeadLetterQueueNameRule,
  eventQueueArnRule,
  stateMachineArnRule,
  eventRuleNameRule,
  transformerNameRule,
  transformerPathRule,
  transformerTemplateRule,
} from "../rules/messaging";
import { calledFunctionArnRule } from "../rules/lambda";
import { checkCalls, checkInput } from "../validation/check-input";
import { EventDeadLetters } from "./event-dead-letters";

/** Which ends of jobs are told to whom. */
export interface LabelingJobEventsProps {
  /** 1 to 64 letters, digits and `._-`. */
  readonly name: string;
  /** Whose end is told: the job of this name. @default - every job of the account in the region, or as `labelingJobNamePrefix` says */
  readonly labelingJobName?: string;
  /** Whose end is told: jobs whose names begin so, such as `signs-` for the workflow `signs`. @default - as `labelingJobName` says */
  readonly labelingJobNamePrefix?: string;
  /** Which ends of jobs are told. @default - all three */
  readonly statuses?: LabelingJobStatus[];
  /** Where it is told. At least one of topic, queue, function and state machine; all in the stack's account and region. */
  readonly targets: LabelingJobEventTargets;
  /** What targets get in place of the event. @default - the event as EventBridge sends it */
  readonly inputTransformer?: EventTransformer;
  /**
   * A queue for what a target did not take: EventBridge tries for 24 hours, or not at all where it may not or the target is
   * gone, and then drops the event. @default - none, and such events are lost
   */
  readonly deadLetters?: LabelingJobEventDeadLetters;
  /** Tags of what is made here, beside the provider's default tags. @default - none */
  readonly tags?: Record<string, string>;
}

/** Which queue keeps what targets did not take, for 14 days if it is made here: one of `queueName` and `queueArn`. */
export interface LabelingJobEventDeadLetters {
  /** Name of a new standard queue, 1 to 80 letters, digits, `-` and `_`. @default - as `queueArn` says */
  readonly queueName?: string;
  /**
   * ARN of a standard queue that exists already, of the stack's account and region. Its policy is not touched: see
   * `requiredDeadLetterPolicyStatements`.
   * @default - as `queueName` says
   */
  readonly queueArn?: string;
  /** The customer managed key that encrypts the queue. @default - no such key; a new queue is encrypted by SQS itself */
  readonly queueEncryptionKey?: ILabelingKey;
}

/** Makes a text of one's own out of an event. */
export interface EventTransformer {
  /** Parts of the event by a name of one's own: `{ job: "$.resources[0]" }`. 100 at most. @default - none */
  readonly inputPaths?: Record<string, string>;
  /** What is sent, with `<name>` for such a part: a JSON text, or a text in double quotes. 8,192 characters at most. */
  readonly inputTemplate: string;
}

/** Where it is told that a job ended. */
export interface LabelingJobEventTargets {
  /**
   * A topic; its policy lets EventBridge publish, on behalf of whatever rule, as AWS allows no condition there. So take one
   * of its own, and neither input nor output topic of a workflow.
   * @default - none
   */
  readonly topic?: ILabelingTopic;
  /**
   * ARN of a standard queue that exists already. Its policy is not touched: see `requiredQueuePolicyStatements`.
   * @default - none
   */
  readonly queueArn?: string;
  /** The customer managed key that encrypts the queue. @default - no such key */
  readonly queueEncryptionKey?: ILabelingKey;
  /** ARN of a function that exists already, or of a version or alias of it; EventBridge is let in to it. @default - none */
  readonly functionArn?: string;
  /** ARN of a Step Functions state machine, which is started with a role made here. @default - none */
  readonly stateMachineArn?: string;
  /** Name of that role, 1 to 64 characters. @default - `<name>-events` */
  readonly roleName?: string;
}

/**
 * Tells others that labeling jobs completed, failed or were stopped: a rule of EventBridge. An event names the job in
 * `resources[0]` and how it ended in `detail.LabelingJobStatus`. SageMaker may send one more than once.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sms-monitor-cloud-watch.html
 */
export class LabelingJobEvents extends Construct {
  /** Known before the first plan. */
  public readonly ruleArn: string;
  /**
   * What the policy of the queue must contain, as a JSON list of statements: `sqs:SendMessage` for EventBridge on behalf of
   * this rule. Until then events are lost.
   * @default - undefined without a queue
   */
  public readonly requiredQueuePolicyStatements?: string;

  /**
   * What the policy of an existing queue for dead letters must contain, as a JSON list of statements: `sqs:SendMessage` for
   * EventBridge on behalf of this rule.
   * @default - undefined without one
   */
  public readonly requiredDeadLetterPolicyStatements?: string;
  /** ARN of the queue for dead letters. Known before the first plan. @default - undefined without one */
  public readonly deadLetterQueueArn?: string;
  /** Known when the new queue for dead letters exists. @default - undefined without one */
  public readonly deadLetterQueueUrl?: string;

  private readonly rule: CloudwatchEventRule;
  private readonly deadLetters?: EventDeadLetters;
  private readonly transformer?: EventTransformer;

  /** @throws InvalidInputError naming every property that is not allowed */
  public constructor(scope: Construct, id: string, props: LabelingJobEventsProps) {
    checkInput("LabelingJobEvents", scope, id, props);
    super(scope, id);
    const stackScope = StackScope.of(this);
    validate(this, props, stackScope);
    const { name: ruleName, statuses, targets } = props;
    this.ruleArn = eventRuleArn(stackScope, ruleName);
    this.transformer = props.inputTransformer;
    this.rule = new CloudwatchEventRule(this, "Resource", {
      name: ruleName,
      description: "Ends of SageMaker Ground Truth labeling jobs",
      eventPattern: JSON.stringify({
        source: ["aws.sagemaker"],
        "detail-type": ["SageMaker Ground Truth Labeling Job State Change"],
        resources: jobPatterns(props, stackScope),
        detail: { LabelingJobStatus: statuses ?? Object.values(LabelingJobStatus) },
      }),
      tags: props.tags,
    });
    this.node.defaultChild = this.rule;
    const { queueName, queueArn: deadLetterQueueArn, queueEncryptionKey } = props.deadLetters ?? {};
    this.deadLetterQueueArn = deadLetterQueueArn;
    if (deadLetterQueueArn !== undefined) {
      this.requiredDeadLetterPolicyStatements = renderStatements([
        queueAllowsUndelivered(deadLetterQueueArn, this.ruleArn),
      ]);
      queueEncryptionKey?.addToKeyPolicy(keyAllowsEvents());
    }
    if (queueName !== undefined) {
      this.deadLetters = new EventDeadLetters(this, "DeadLetters", {
        queueName,
        encryptionKey: queueEncryptionKey,
        ruleArn: this.ruleArn,
        tags: props.tags,
      });
      this.deadLetterQueueArn = this.deadLetters.queueArn;
      this.deadLetterQueueUrl = this.deadLetters.queueUrl;
    }
    const { topic, queueArn, functionArn, stateMachineArn } = targets;
    if (topic !== undefined) this.tellTopic(topic);
    if (queueArn !== undefined) {
      this.requiredQueuePolicyStatements = renderStatements([queueAllowsEvents(queueArn, this.ruleArn)]);
      targets.queueEncryptionKey?.addToKeyPolicy(keyAllowsEvents());
      this.addTarget("Queue", queueArn);
    }
    if (functionArn !== undefined) this.callFunction(functionArn, ruleName);
    if (stateMachineArn !== undefined) {
      this.startStateMachine(stateMachineArn, roleNameOf(props), stackScope);
    }
  }

  /**
   * Lets somebody take events off the new queue for dead letters.
   *
   * Grants `sqs:ReceiveMessage`, `sqs:DeleteMessage`, `sqs:ChangeMessageVisibility`, `sqs:GetQueueAttributes` and
   * `sqs:GetQueueUrl` in their own policy and in the queue's; and, with a key, `kms:Decrypt` through SQS.
   *
   * @throws InvalidInputError when no queue is made here
   */
  public grantConsumeDeadLetters(consumer: IGrantee): void {
    if (this.deadLetters === undefined) {
      const message = "no queue for dead letters is made here; give deadLetters.queueName";
      throw new InvalidInputError(`LabelingJobEvents "${this.node.path}"`, [
        { property: "deadLetters", message, page: AwsPage.eventDeadLetters },
      ]);
    }
    this.deadLetters.grantConsume(consumer);
  }

  private tellTopic(topic: ILabelingTopic): void {
    topic.addToTopicPolicy(topicAllowsEvents(topic.topicArn));
    topic.encryptionKey?.addToKeyPolicy(keyAllowsEvents());
    this.addTarget("Topic", topic.topicArn, topic.topicResource && [topic.topicResource]);
  }

  private callFunction(functionArn: string, ruleName: string): void {
    warnOfUnnamedAccount(this, functionArn);
    const permission = new LambdaPermission(this, "FunctionPermission", {
      // It has no dots, which the name of a rule may have.
      statementId: Token.isUnresolved(ruleName) ? undefined : `AllowRule-${ruleName.replaceAll(".", "_")}`,
      action: "lambda:InvokeFunction",
      ...functionAndQualifier(functionArn),
      principal: "events.amazonaws.com",
      sourceArn: this.ruleArn,
    });
    this.addTarget("Function", functionArn, [permission]);
  }

  private startStateMachine(stateMachineArn: string, roleName: string, scope: StackScope): void {
    const role = new IamRole(this, "Role", {
      name: roleName,
      description: "Starts a state machine when a labeling job ends",
      assumeRolePolicy: renderPolicy([assumedByEventBridge()]),
    });
    const policies = new RolePolicies(this, "Default", { role: role.name, policyName: roleName, path: "/" });
    policies.add([mayStartStateMachine(stateMachineArn)]);
    this.addTarget("StateMachine", stateMachineArn, [role], iamRoleArn(scope, roleName));
  }

  private addTarget(id: string, arn: string, dependsOn?: ITerraformDependable[], roleArn?: string): void {
    const rule = this.rule.name;
    const waitsFor = [...(dependsOn ?? []), ...(this.deadLetters?.resources ?? [])];
    new CloudwatchEventTarget(this, `To${id}`, {
      rule,
      targetId: id,
      arn,
      roleArn,
      inputTransformer: this.transformer,
      deadLetterConfig: this.deadLetterQueueArn === undefined ? undefined : { arn: this.deadLetterQueueArn },
      dependsOn: waitsFor.length === 0 ? undefined : waitsFor,
    });
  }
}

checkCalls(LabelingJobEvents, "LabelingJobEvents");

/**
 * SageMaker writes ARNs in lower case and its job names regardless of case: a name with capitals is looked for in both
 * spellings. Without a name, whatever is a labeling job of this account.
 */
function jobPatterns(
  { labelingJobName, labelingJobNamePrefix }: LabelingJobEventsProps,
  scope: StackScope,
): unknown[] {
  const name = labelingJobName ?? labelingJobNamePrefix ?? "";
  const lower = Token.isUnresolved(name) ? Fn.lower(name) : name.toLowerCase();
  const arns = [...new Set([name, lower])].map((spelling) => labelingJobArn(scope, spelling));
  return labelingJobName === undefined ? arns.map((prefix) => ({ prefix })) : arns;
}

function roleNameOf({ name: ruleName, targets }: LabelingJobEventsProps): string {
  return targets.roleName ?? `${ruleName}-events`;
}

function validate(events: Construct, props: LabelingJobEventsProps, scope: StackScope): void {
  const problems = new Problems(() => `LabelingJobEvents "${events.node.path}"`);
  const { name: ruleName, labelingJobName, labelingJobNamePrefix, statuses } = props;
  problems.check("name", ruleName, eventRuleNameRule);
  if (labelingJobName !== undefined && labelingJobNamePrefix !== undefined) {
    const message = `got both "${labelingJobName}" and the prefix "${labelingJobNamePrefix}"; give one of them, or none for every job`;
    problems.add("labelingJobNamePrefix", message);
  }
  const names = [
    ...(labelingJobName === undefined ? [] : labelingJobNameProblems(labelingJobName, "labelingJobName")),
    ...(labelingJobNamePrefix === undefined
      ? []
      : labelingJobNamePrefixProblems(labelingJobNamePrefix, "labelingJobNamePrefix", 0)),
  ];
  for (const { property, message, page } of names) problems.add(property, message, page);
  if (statuses?.length === 0) {
    const message = "got none, so that nothing would be told; name some, or leave it out for all";
    problems.add("statuses", message, AwsPage.labelingJobEvents);
  }
  checkTargets(problems, props, scope);
  checkTransformer(problems, props.inputTransformer);
  checkDeadLetters(problems, props, scope);
  problems.throwIfAny();
}

function checkDeadLetters(
  problems: Problems,
  { deadLetters, targets }: LabelingJobEventsProps,
  scope: StackScope,
): void {
  if (deadLetters === undefined) return;
  const { queueName, queueArn } = deadLetters;
  const page = AwsPage.eventDeadLetters;
  if ((queueName === undefined) === (queueArn === undefined)) {
    const got = queueName === undefined ? "got neither" : "got both";
    problems.add("deadLetters", `${got}; give one of queueName, for a new queue, and queueArn`, page);
  }
  problems.check("deadLetters.queueName", queueName, eventDeadLetterQueueNameRule);
  problems.check("deadLetters.queueArn", queueArn, eventDeadLetterQueueArnRule, scope.stated);
  if (queueArn !== undefined && queueArn === targets.queueArn) {
    const message = `"${queueArn}" is the target itself: what it did not take it would not take as a dead letter; give another one`;
    problems.add("deadLetters.queueArn", message, page);
  }
}

/** A name that the template has and no path would be sent as it stands. */
function checkTransformer(problems: Problems, transformer: EventTransformer | undefined): void {
  if (transformer === undefined) return;
  const { inputPaths = {}, inputTemplate } = transformer;
  for (const [name, path] of Object.entries(inputPaths)) {
    problems.check("inputTransformer.inputPaths", name, transformerNameRule);
    problems.check(`inputTransformer.inputPaths.${name}`, path, transformerPathRule);
  }
  problems.check("inputTransformer.inputTemplate", inputTemplate, transformerTemplateRule);
  const names = [...inputTemplate.matchAll(/<([A-Za-z0-9_-]+)>/g)].map(([, name]) => name!);
  for (const name of new Set(names)) {
    if (Object.hasOwn(inputPaths, name)) continue;
    const message = `<${name}> has no path; add it to inputPaths, or take it out`;
    problems.add("inputTransformer.inputTemplate", message, AwsPage.eventTransformers);
  }
}

function checkTargets(problems: Problems, props: LabelingJobEventsProps, scope: StackScope): void {
  const { topic, queueArn, functionArn, stateMachineArn } = props.targets;
  if ([topic, queueArn, functionArn, stateMachineArn].every((target) => target === undefined)) {
    const message = "got none; give at least one of topic, queueArn, functionArn and stateMachineArn";
    problems.add("targets", message, AwsPage.labelingJobEvents);
  }
  const here = scope.stated;
  problems.check("targets.topic", topic?.topicArn, eventTopicArnRule, here);
  problems.check("targets.queueArn", queueArn, eventQueueArnRule, here);
  problems.check("targets.functionArn", functionArn, calledFunctionArnRule, here);
  if (stateMachineArn === undefined) return;
  problems.check("targets.stateMachineArn", stateMachineArn, stateMachineArnRule, here);
  problems.check("targets.roleName", roleNameOf(props), roleNameRule);
}
