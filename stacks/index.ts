export { AccessStack, type AccessStackProps } from "./access-stack";
export { type Additions, buildApp, type WorkflowStacks } from "./build-app";
export { BuiltInWorkflowStack } from "./built-in-workflow-stack";
export type { AccessConfig } from "./config/access-schema";
export type { BackendConfig } from "./config/backend-schema";
export type { BuiltInWorkflowConfig } from "./config/workflow-schema";
export type { Chain } from "./facts/chains";
export type { CustomTaskConfig } from "./config/function-schema";
export type { CustomWorkflowConfig } from "./config/workflow-schema";
export { ConfigurationError, type ConfigurationProblem } from "./file/configuration-error";
export type { Places } from "./file/places";
export { type LocatedConfig, readConfig, readLocatedConfig } from "./config/read-config";
export { configSchema, type GroundTruthConfig } from "./config/schema";
export type { StreamingWorkflowConfig } from "./config/workflow-schema";
export type { WorkflowConfig } from "./config/workflow-schema";
export type { WorkforceConfig } from "./config/workforce-schema";
export { CustomWorkflowStack } from "./custom-workflow-stack";
export { GroundTruthStack, type GroundTruthStackProps } from "./ground-truth-stack";
export { StreamingWorkflowStack } from "./streaming-workflow-stack";
export { synthesize } from "./synthesize";
export type {
  BuiltInWorkflowStackProps,
  CustomWorkflowStackProps,
  StreamingWorkflowStackProps,
} from "./workflow-stack-props";
export { workflowStacks } from "./workflow-stacks";
export { WorkforceStack, type WorkforceStackProps } from "./workforce-stack";
