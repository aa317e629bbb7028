import type { App, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { InvalidInputError } from "../lib/validation/problems";
import { ConfigurationError, type ConfigurationProblem } from "./config/configuration-error";
import type { GroundTruthConfig } from "./config/schema";
import type { WorkflowConfig } from "./config/workflow-schema";
import type { GroundTruthStackProps } from "./ground-truth-stack";

/** The stack of each kind of workflow, by the workflow's `type`. */
export type WorkflowStacks = {
  readonly [Type in WorkflowConfig["type"]]: new (
    scope: Construct,
    id: string,
    props: GroundTruthStackProps & { readonly workflow: Extract<WorkflowConfig, { type: Type }> },
  ) => TerraformStack;
};

/**
 * One stack for each workflow.
 *
 * @throws ConfigurationError naming everything that is wrong with any of the workflows
 */
export function buildApp(config: GroundTruthConfig, app: App, stacks: WorkflowStacks): void {
  const { workflows, ...common } = config;
  const problems: ConfigurationProblem[] = [];
  workflows.forEach((workflow, index) => {
    try {
      new stacks[workflow.type](app, workflow.name, { ...common, workflow });
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      problems.push(...inWorkflow(`workflows[${index}] (${workflow.name})`, error));
    }
  });
  if (problems.length > 0) throw new ConfigurationError("The configuration", problems);
}

/** Properties of constructs that the configuration calls otherwise. */
const inConfiguration: Readonly<Record<string, string>> = {
  encryptionKey: "key",
  permissionsBoundaryArn: "permissionsBoundary",
  roleArn: "executionRole.existing",
  roleName: "executionRole.name",
  workflowName: "name",
};

function inWorkflow(workflow: string, { problems }: InvalidInputError): ConfigurationProblem[] {
  return problems.map(({ property, message, page }) => ({
    path: `${workflow}: ${inConfiguration[property] ?? property}`,
    message: page === undefined ? message : `${message} (${page})`,
  }));
}
