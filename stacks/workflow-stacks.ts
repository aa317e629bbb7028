import type { WorkflowStacks } from "./build-app";
import { BuiltInWorkflowStack } from "./built-in-workflow-stack";
import { CustomWorkflowStack } from "./custom-workflow-stack";
import { StreamingWorkflowStack } from "./streaming-workflow-stack";

/** The ready stacks. */
export const workflowStacks: WorkflowStacks = {
  "built-in": BuiltInWorkflowStack,
  streaming: StreamingWorkflowStack,
  custom: CustomWorkflowStack,
};
