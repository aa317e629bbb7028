/** Begins the names of what a workflow's stack makes. */
export function workflowResourceName(namePrefix: string, workflowName: string): string {
  return `${namePrefix}-${workflowName}`;
}

/** Name of the role that a stack makes for a workflow whose configuration gives none. */
export function defaultRoleName(namePrefix: string, workflowName: string): string {
  return `${workflowResourceName(namePrefix, workflowName)}-execution`;
}
