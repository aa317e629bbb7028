import { parseArn } from "../../lib/iam/arn";
import { deadLetterQueueName } from "../../lib/streaming/answer-queue";
import { alarmTopicName } from "../../lib/streaming/streaming-alarms";
import type { WorkflowConfig } from "../config/workflow-schema";
import { functionsOf } from "./functions";
import { defaultAnswerQueueName, jobEventQueueName, madeTopicNames, workflowResourceName } from "./names";

/** Names of the topics that the stack of a workflow makes. */
export function madeTopics(namePrefix: string, workflow: WorkflowConfig): string[] {
  if (workflow.type !== "streaming") return [];
  const { name, alarms } = workflow;
  return [
    ...madeTopicNames(namePrefix, workflow),
    ...(alarms !== undefined && alarms.topic === undefined
      ? [alarmTopicName(workflowResourceName(namePrefix, name))]
      : []),
  ];
}

/** Topics, queues and functions that the stack of a workflow makes, as the ends of their ARNs: `sqs:acme-signs-answers`. */
export function madeResources(namePrefix: string, workflow: WorkflowConfig): string[] {
  const { name } = workflow;
  const functions = functionsOf(namePrefix, workflow).flatMap((one) =>
    one.arn === undefined ? [`lambda:function:${one.name}`] : [],
  );
  const dead = workflow.jobEvents?.deadLetters;
  const events =
    dead === undefined || dead.queueArn !== undefined
      ? []
      : [`sqs:${dead.queueName ?? jobEventQueueName(namePrefix, name)}`];
  if (workflow.type !== "streaming") return [...functions, ...events];
  const { answers } = workflow;
  const queue = answers?.queue && (answers.queue.name ?? defaultAnswerQueueName(namePrefix, name));
  return [
    ...functions,
    ...events,
    ...madeTopics(namePrefix, workflow).map((topic) => `sns:${topic}`),
    ...(queue === undefined ? [] : [`sqs:${queue}`, `sqs:${deadLetterQueueName(queue)}`]),
  ];
}

/** What a function may call or do need not be there before its policy says so; two functions may call each other. */
const needNotBeThere: ReadonlySet<string> = new Set(["rights"]);

/** The ARNs in a part of the configuration that must be there when its stack is deployed. */
export function namedArns(part: unknown): string[] {
  if (typeof part === "string") return parseArn(part) === undefined ? [] : [part];
  if (typeof part !== "object" || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) => (needNotBeThere.has(key) ? [] : namedArns(value)));
}
