import type {
  BuiltInWorkflowConfig,
  CommonWorkflowConfig,
  CustomWorkflowConfig,
  StreamingWorkflowConfig,
} from "./config/workflow-schema";
import type { Chain } from "./facts/chains";
import type { GroundTruthStackProps } from "./ground-truth-stack";
import type { MadeParts } from "./made-parts";

export interface WorkflowStackProps extends GroundTruthStackProps {
  readonly workflow: CommonWorkflowConfig;
  /** What other stacks of the configuration make, and where they find what this one makes. @default - there are none */
  readonly parts?: MadeParts;
}

/** All that the stack of a built-in workflow is made of. */
export interface BuiltInWorkflowStackProps extends WorkflowStackProps {
  /** The workflow, as the configuration describes it. */
  readonly workflow: BuiltInWorkflowConfig;
}

/** All that the stack of a custom workflow is made of. */
export interface CustomWorkflowStackProps extends WorkflowStackProps {
  /** The workflow, as the configuration describes it. */
  readonly workflow: CustomWorkflowConfig;
}

/** All that the stack of a streaming workflow is made of. */
export interface StreamingWorkflowStackProps extends WorkflowStackProps, Partial<Chain> {
  /** The workflow, as the configuration describes it. */
  readonly workflow: StreamingWorkflowConfig;
}
