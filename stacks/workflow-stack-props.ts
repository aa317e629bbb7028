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

export interface BuiltInWorkflowStackProps extends WorkflowStackProps {
  readonly workflow: BuiltInWorkflowConfig;
}

export interface CustomWorkflowStackProps extends WorkflowStackProps {
  readonly workflow: CustomWorkflowConfig;
}

export interface StreamingWorkflowStackProps extends WorkflowStackProps, Partial<Chain> {
  readonly workflow: StreamingWorkflowConfig;
}
