import { BuiltInTask } from "../lib/jobs/built-in-task";
import { nearest } from "../lib/validation/nearest";
import { UserError } from "../review/user-error";
import { readConfig } from "../stacks/config/read-config";
import type { GroundTruthConfig } from "../stacks/config/schema";
import type { WorkflowConfig } from "../stacks/config/workflow-schema";
import { findProject } from "./project";
import { shownFile } from "./shown-file";

/** A workflow of the configuration that a command is about. */
export interface ConfiguredWorkflow {
  readonly config: GroundTruthConfig;
  readonly workflow: WorkflowConfig;
  /** @default - a custom task */
  readonly task?: BuiltInTask;
}

/** The places that the jobs of a workflow read. */
export function inputsOf({ workflow }: ConfiguredWorkflow): string[] {
  return workflow.inputs.map(({ uri }) => uri);
}

/** @throws UserError when there is no such workflow, ConfigurationError when the file has mistakes */
export function configuredWorkflow(name: string): ConfiguredWorkflow {
  const { configuration } = findProject();
  const config = readConfig(configuration);
  const names = config.workflows.map((workflow) => workflow.name);
  const workflow = config.workflows.find((each) => each.name === name);
  if (workflow === undefined) {
    const meant = nearest(name, names);
    const hint = meant === undefined ? `it has ${names.join(", ")}` : `did you mean ${meant}?`;
    throw new UserError(`${shownFile(configuration)} has no workflow ${JSON.stringify(name)}; ${hint}`);
  }
  const type = workflow.type === "custom" ? undefined : workflow.taskType;
  return { config, workflow, task: type && BuiltInTask.of(type) };
}
