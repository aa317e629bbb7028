import { z } from "zod";
import { oneType } from "./allowed";
import { type BuiltInWorkflowConfig, builtInWorkflowSchema } from "./built-in-workflow-schema";
import { type CustomWorkflowConfig, customWorkflowSchema } from "./custom-workflow-schema";
import { type StreamingWorkflowConfig, streamingWorkflowSchema } from "./streaming-workflow-schema";

/** A workflow of any kind; `type` says which. */
export const workflowSchema = z.discriminatedUnion(
  "type",
  [builtInWorkflowSchema, streamingWorkflowSchema, customWorkflowSchema],
  { error: oneType("a workflow", ["built-in", "streaming", "custom"]) },
);

export type WorkflowConfig = z.infer<typeof workflowSchema>;

/** What workflows of every kind have. */
export type CommonWorkflowConfig = Pick<
  StreamingWorkflowConfig,
  Exclude<keyof BuiltInWorkflowConfig & keyof StreamingWorkflowConfig & keyof CustomWorkflowConfig, "type">
>;
