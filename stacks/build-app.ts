import type { App, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { InvalidInputError } from "../lib/validation/problems";
import { AccessStack } from "./access-stack";
import { accessStackName } from "./config/access-schema";
import { chainOf, type Chain } from "./config/chain";
import { ConfigurationError, type ConfigurationProblem } from "./config/configuration-error";
import type { GroundTruthConfig } from "./config/schema";
import type { WorkflowConfig } from "./config/workflow-schema";
import { workforceStackName } from "./config/workforce-schema";
import type { GroundTruthStackProps } from "./ground-truth-stack";
import { WorkforceStack } from "./workforce-stack";

/** The stack of each kind of workflow, by the workflow's `type`. */
export type WorkflowStacks = {
  readonly [Type in WorkflowConfig["type"]]: new (
    scope: Construct,
    id: string,
    props: GroundTruthStackProps & Chain & { readonly workflow: Extract<WorkflowConfig, { type: Type }> },
  ) => TerraformStack;
};

/**
 * One stack for each workflow, one for the workforce and one for people's rights if there are any. A workflow that takes
 * the answers of another one depends on that one's stack.
 *
 * @throws ConfigurationError naming everything that is wrong with any of the workflows
 */
export function buildApp(config: GroundTruthConfig, app: App, stacks: WorkflowStacks): void {
  const { workflows, workforce, access, ...common } = config;
  const problems: ConfigurationProblem[] = [];
  const built = new Map<string, TerraformStack>();
  const build = <Type extends WorkflowConfig["type"]>(
    type: Type,
    workflow: Extract<WorkflowConfig, { type: Type }>,
  ) => new stacks[type](app, workflow.name, { ...common, ...chainOf(workflow, workflows), workflow });
  const collecting = (place: string, make: () => void) => {
    try {
      make();
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      problems.push(...inConfigurationAt(place, error));
    }
  };
  workflows.forEach((workflow, index) =>
    collecting(`workflows[${index}] (${workflow.name})`, () => {
      built.set(workflow.name, build(workflow.type, workflow));
    }),
  );
  if (workforce !== undefined) {
    collecting("workforce", () => {
      built.set(workforceStackName, new WorkforceStack(app, workforceStackName, { ...common, workforce }));
    });
  }
  // The last, and only beside whole stacks: what a deployer may do follows from them.
  if (access !== undefined && problems.length === 0) {
    const props = { ...common, workflows, workforce, access, stacks: built };
    collecting("access", () => new AccessStack(app, accessStackName, props));
  }
  if (problems.length > 0) throw new ConfigurationError("The configuration", problems);
  for (const workflow of workflows) {
    const { upstream } = chainOf(workflow, workflows);
    if (upstream !== undefined) built.get(workflow.name)!.addDependency(built.get(upstream.name)!);
  }
}

/** Properties of constructs that the configuration calls otherwise. */
const inConfiguration: Readonly<Record<string, string>> = {
  "customTask.workerTaskTemplate": "custom.template",
  encryptionKey: "key",
  functionArn: "answers.subscribeFunctions",
  permissionsBoundaryArn: "permissionsBoundary",
  queueArn: "answers.subscribeQueues",
  queueName: "answers.queue.name",
  roleArn: "executionRole.existing",
  roleName: "executionRole.name",
  topic: "outputTopic.existing",
  workerTaskTemplate: "template",
  workflowName: "name",
};

function inConfigurationAt(place: string, { problems }: InvalidInputError): ConfigurationProblem[] {
  return problems.map(({ property, message, page }) => ({
    path: `${place}: ${inConfiguration[property] ?? property}`,
    message: page === undefined ? message : `${message} (${page})`,
  }));
}
