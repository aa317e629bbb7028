import { AwsPage } from "../aws-page";
import { allow, type PolicyStatement } from "../iam/statement";

/*
 * Who looks after dead letters: takes and deletes them, and has SQS move them back to the queue that they came from. The
 * use of the queues' key is that of functions that send dead letters: `maySealDeadLetters`, `keyAllowsDeadLetters`.
 */

/** A queue and the queue of its dead letters. */
interface RedrivenQueue {
  readonly queueArn: string;
  readonly deadLetterQueueArn: string;
}

/** As AWS prints them. A statement of a queue policy has room for seven actions. */
const redriveActions = [
  "sqs:CancelMessageMoveTask",
  "sqs:DeleteMessage",
  "sqs:GetQueueAttributes",
  "sqs:ListDeadLetterSourceQueues",
  "sqs:ListMessageMoveTasks",
  "sqs:ReceiveMessage",
  "sqs:StartMessageMoveTask",
];

/** Their own side. */
export function mayRedrive({ queueArn, deadLetterQueueArn }: RedrivenQueue): PolicyStatement[] {
  return [
    allow("RedriveDeadLetters", {
      actions: redriveActions,
      resources: [deadLetterQueueArn],
      reason: "takes and deletes dead letters, and has SQS move them back",
      page: AwsPage.sqsRedrive,
    }),
    allow("ReturnDeadLetters", {
      actions: ["sqs:SendMessage"],
      resources: [queueArn],
      reason: "SQS puts dead letters back into their queue with the rights of whoever starts it",
      page: AwsPage.sqsRedrive,
    }),
  ];
}

/** The side of a dead letter queue. AWS prints these rights in policies of people only: NOT VERIFIED AGAINST AWS. */
export function deadLettersAllowRedrive(
  deadLetterQueueArn: string,
  principals: readonly string[],
): PolicyStatement {
  return allow("AllowNamedRedrivers", {
    principal: { aws: principals },
    actions: redriveActions,
    resources: [deadLetterQueueArn],
    reason: "they take and delete dead letters, and have SQS move them back",
    page: AwsPage.sqsRedrive,
  });
}

/** The side of the queue that dead letters go back to. */
export function queueAllowsReturn(queueArn: string, principals: readonly string[]): PolicyStatement {
  return allow("AllowReturnOfDeadLetters", {
    principal: { aws: principals },
    actions: ["sqs:SendMessage"],
    resources: [queueArn],
    reason: "SQS puts dead letters back into the queue with their rights",
    page: AwsPage.sqsRedrive,
  });
}
