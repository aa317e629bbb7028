/** Begins the names of what a workflow's stack makes. */
export function workflowResourceName(namePrefix: string, workflowName: string): string {
  return `${namePrefix}-${workflowName}`;
}

/** Name of the role that a stack makes for a workflow whose configuration gives none. */
export function defaultRoleName(namePrefix: string, workflowName: string): string {
  return `${workflowResourceName(namePrefix, workflowName)}-execution`;
}

/** Name of the topic that a streaming workflow's answers go out by, if it makes one. */
export function outputTopicName(namePrefix: string, workflowName: string): string {
  return `${workflowResourceName(namePrefix, workflowName)}-output`;
}

/** Name of the queue that answers wait in, unless the configuration gives one. */
export function defaultAnswerQueueName(namePrefix: string, workflowName: string): string {
  return `${workflowResourceName(namePrefix, workflowName)}-answers`;
}
