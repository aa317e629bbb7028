import { BuiltInTask } from "../lib/jobs/built-in-task";
import { nearest } from "../lib/validation/nearest";
import { UserError } from "../review/user-error";
import { readConfigs } from "../stacks/config/read-config";
import type { GroundTruthConfig } from "../stacks/config/schema";
import { stackId } from "../stacks/environments/environment";
import { inEnvironment } from "../stacks/environments/in-environment";
import type { WorkflowConfig } from "../stacks/config/workflow-schema";
import { findProject } from "./project";
import { shownFile } from "./shown-file";

/** A workflow of the configuration that a command is about. */
export interface ConfiguredWorkflow {
  readonly config: GroundTruthConfig;
  readonly workflow: WorkflowConfig;
  /** The name of its stack: that of the workflow, behind the prefix of its environment. */
  readonly stack: string;
  /** @default - a custom task */
  readonly task?: BuiltInTask;
}

/** The places that the jobs of a workflow read. */
export function inputsOf({ workflow }: ConfiguredWorkflow): string[] {
  return workflow.inputs.map(({ uri }) => uri);
}

/**
 * @param name of the workflow, or of its stack
 * @param environment @default - the only one that has such a workflow
 * @throws UserError when there is no such workflow, or one in several environments, ConfigurationError when the file has mistakes
 */
export function configuredWorkflow(name: string, environment?: string): ConfiguredWorkflow {
  const { configuration } = findProject();
  const configs = readConfigs(configuration);
  const chosen = environment === undefined ? configs : [inEnvironment(configs, environment)];
  const all = chosen.flatMap(({ config }) =>
    config.workflows.map((workflow) => ({ config, workflow, stack: stackId(config, workflow.name) })),
  );
  const byStack = all.filter(({ stack }) => stack === name);
  const [found, ...others] =
    byStack.length > 0 ? byStack : all.filter(({ workflow }) => workflow.name === name);
  if (found === undefined) {
    const names = [...all.map(({ stack }) => stack), ...all.map(({ workflow }) => workflow.name)];
    const meant = nearest(name, names);
    const hint =
      meant === undefined ? `it has ${all.map(({ stack }) => stack).join(", ")}` : `did you mean ${meant}?`;
    throw new UserError(`${shownFile(configuration)} has no workflow ${JSON.stringify(name)}; ${hint}`);
  }
  if (others.length > 0) {
    const stacks = [found, ...others].map(({ stack }) => stack);
    throw new UserError(
      `${name} is a workflow of several environments: write ${stacks.join(" or ")}, or name one with --environment`,
    );
  }
  const type = found.workflow.type === "custom" ? undefined : found.workflow.taskType;
  return { ...found, task: type && BuiltInTask.of(type) };
}
