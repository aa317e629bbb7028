import { deadLetterSuffix } from "../../lib/rules/messaging";

/** Begins the names of what a workflow's stack makes. */
export function workflowResourceName(namePrefix: string, workflowName: string): string {
  return `${namePrefix}-${workflowName}`;
}

/** Name of the role that a stack makes for a workflow whose configuration gives none. */
export function defaultRoleName(namePrefix: string, workflowName: string): string {
  return `${workflowResourceName(namePrefix, workflowName)}-execution`;
}

/** Name of a function that a stack makes for a custom task, unless the configuration gives one. */
export function defaultFunctionName(
  namePrefix: string,
  workflowName: string,
  step: "pre-annotation" | "post-annotation",
): string {
  return `${workflowResourceName(namePrefix, workflowName)}-${step}`;
}

/** Name of the rule that tells of the ends of a workflow's jobs. @param resourceName begins the names of what it makes */
export function jobEventsRuleName(resourceName: string): string {
  return `${resourceName}-jobs`;
}

/** Name of the topic that a streaming workflow's data objects come in by, if it makes one. */
export function inputTopicName(namePrefix: string, workflowName: string): string {
  return `${workflowResourceName(namePrefix, workflowName)}-input`;
}

/** Name of the topic that a streaming workflow's answers go out by, if it makes one. */
export function outputTopicName(namePrefix: string, workflowName: string): string {
  return `${workflowResourceName(namePrefix, workflowName)}-output`;
}

/** Names of the topics that the stacks make for a streaming workflow, whose deliveries may be logged. */
export function madeTopicNames(
  namePrefix: string,
  {
    name,
    inputTopic,
    upstream,
    outputTopic,
  }: { name: string } & Partial<Record<"inputTopic" | "upstream" | "outputTopic", unknown>>,
): string[] {
  return [
    ...(inputTopic === undefined && upstream === undefined ? [inputTopicName(namePrefix, name)] : []),
    ...(outputTopic === undefined ? [outputTopicName(namePrefix, name)] : []),
  ];
}

/** Name of the queue that answers wait in, unless the configuration gives one. */
export function defaultAnswerQueueName(namePrefix: string, workflowName: string): string {
  return `${workflowResourceName(namePrefix, workflowName)}-answers`;
}

/** Name of the queue for events of jobs that nobody took, unless the configuration gives one. */
export function jobEventQueueName(namePrefix: string, workflowName: string): string {
  return `${workflowResourceName(namePrefix, workflowName)}-jobs${deadLetterSuffix}`;
}

/** Name of the topic that work teams are told of tasks by, if it is made. */
export function workTeamTopicName(namePrefix: string): string {
  return `${namePrefix}-work-teams`;
}

/** Name of what the stack of the workforce makes, or the beginning of it. */
export function workforceResourceName(namePrefix: string): string {
  return `${namePrefix}-workforce`;
}

/** Name of the first policy of a persona, and of the role that is made for it unless the configuration gives one. */
export function personaResourceName(namePrefix: string, name: string): string {
  return `${namePrefix}-${name}`;
}

/** Alias of a key of the section `shared`. */
export function sharedKeyAlias(namePrefix: string, name: string): string {
  return `alias/${workflowResourceName(namePrefix, name)}`;
}
