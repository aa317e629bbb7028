import { z } from "zod";
import { oneType } from "./allowed";
import { builtInWorkflowSchema } from "./built-in-workflow-schema";

/** A workflow of any kind; `type` says which. */
export const workflowSchema = z.discriminatedUnion("type", [builtInWorkflowSchema], {
  error: oneType("a workflow", ["built-in"]),
});

export type WorkflowConfig = z.infer<typeof workflowSchema>;
