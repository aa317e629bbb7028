import { AwsPage } from "../aws-page";
import { allow, type PolicyStatement } from "../iam/statement";

/*
 * What lets EventBridge hand on what became of labeling jobs. Topics, queues and functions let it in by their own policies:
 * AWS warns of a role for these. State machines are started with a role.
 */

const eventBridge = { service: ["events.amazonaws.com"] };

/**
 * A topic's side. It has no condition, as AWS says that EventBridge does not work with conditions in the policies of topics;
 * a queue can be narrowed to the rule.
 */
export function topicAllowsEvents(topicArn: string): PolicyStatement {
  return allow("AllowEventBridge", {
    principal: eventBridge,
    actions: ["sns:Publish"],
    resources: [topicArn],
    reason: "EventBridge tells of jobs that ended; AWS allows no condition here",
    page: AwsPage.eventTargets,
  });
}

/** A queue's side of one rule, which alone may send to it. */
export function queueAllowsEvents(queueArn: string, ruleArn: string): PolicyStatement {
  return allow("AllowEventRule", {
    principal: eventBridge,
    actions: ["sqs:SendMessage"],
    resources: [queueArn],
    when: { ArnEquals: { "aws:SourceArn": [ruleArn] } },
    reason: "the rule puts what became of jobs into this queue",
    page: AwsPage.eventTargets,
  });
}

/** The side of a queue for what the rule could not tell its targets. */
export function queueAllowsUndelivered(queueArn: string, ruleArn: string): PolicyStatement {
  return allow("AllowUndeliveredEvents", {
    principal: eventBridge,
    actions: ["sqs:SendMessage"],
    resources: [queueArn],
    when: { ArnEquals: { "aws:SourceArn": [ruleArn] } },
    reason: "EventBridge puts events into this queue that a target of the rule did not take",
    page: AwsPage.eventDeadLetters,
  });
}

/**
 * A key's side of a topic that it encrypts. AWS says of EventBridge that it does not support a source account or a source
 * ARN as condition here.
 */
export function keyAllowsEvents(): PolicyStatement {
  return allow("AllowEventBridge", {
    principal: eventBridge,
    actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
    resources: ["*"],
    reason: "EventBridge encrypts what it publishes; AWS supports no source as condition here",
    page: AwsPage.snsEncryption,
  });
}

/** Who may assume the role that starts state machines: EventBridge, and nobody else. As AWS prints it. */
export function assumedByEventBridge(): PolicyStatement {
  return allow("AssumedByEventBridge", {
    principal: eventBridge,
    actions: ["sts:AssumeRole"],
    reason: "EventBridge starts the rule's target with this role",
    page: AwsPage.labelingJobEvents,
  });
}

/** What that role is good for. */
export function mayStartStateMachine(stateMachineArn: string): PolicyStatement {
  return allow("StartStateMachine", {
    actions: ["states:StartExecution"],
    resources: [stateMachineArn],
    reason: "the rule starts this state machine when a job ends",
    page: AwsPage.eventTargetRoles,
  });
}
