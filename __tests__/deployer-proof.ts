import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { Deployer } from "../lib/roles/deployer";
import { readConfig, workflowStacks, type GroundTruthConfig } from "../stacks";
import { buildApp } from "../stacks/build-app";
import { deployedStack, type DeployedStack } from "./conformance/harness/deployed";
import { listOf, statementsOf } from "./conformance/harness/policy-document";
import { everything } from "./conformance/harness/principal";
import type { DeployedRole } from "./conformance/harness/roles";
import { simulate } from "./conformance/harness/simulate";
import type { RecordedCall } from "./e2e/recorded-calls";
import { inScratchFolder } from "./scratch-folder";

export const exampleFile = join(__dirname, "..", "ground-truth.yaml");

/** Stacks of a configuration as they would be deployed, beside a stack with their deployers. */
interface DeployedStacks {
  /** Each with its deployer. */
  readonly stacks: Readonly<Record<string, DeployedStack>>;
  /** Types of the resources in each, without its deployer. */
  readonly types: Readonly<Record<string, readonly string[]>>;
  /** The deployers alone. */
  readonly deployers: DeployedStack;
  readonly warnings: readonly string[];
}

/** Name of the role that deploys a stack. */
export function deployerRole(stackName: string): string {
  return `${stackName}-deployer`;
}

/** The shipped example, or another configuration. Each stack has a deployer; `together` adds one for all of them. */
export function withDeployers(
  config: GroundTruthConfig = readConfig(exampleFile),
  { together = false } = {},
): DeployedStacks {
  return inScratchFolder((outdir) => {
    const app = new App({ outdir, stackTraces: false });
    buildApp(config, app, workflowStacks);
    const stacks = app.node.children.filter((child) => TerraformStack.isStack(child));
    const access = new TerraformStack(app, "deployers");
    new AwsProvider(access, "aws", { region: config.region });
    const groups: (readonly [string, TerraformStack[]])[] = stacks.map((stack) => [stack.node.id, [stack]]);
    if (together) groups.push(["all", stacks]);
    for (const [name, deployed] of groups) {
      const policyName = deployerRole(name);
      const deployer = new Deployer(access, name, { policyName, stacks: deployed });
      deployer.createRole({
        name: policyName,
        trustedPrincipalArns: ["arn:aws:iam::111122223333:role/pipeline"],
      });
    }
    app.synth();
    const json = (name: string) => readFileSync(join(outdir, "stacks", name, "cdk.tf.json"), "utf8");
    const deployers = json("deployers");
    // What a boundary lets pass is its owner's matter.
    const documents = config.permissionsBoundary ? { [config.permissionsBoundary]: everything } : {};
    const warnings = access.node
      .findAll()
      .flatMap(({ node }) => node.metadata.map(({ data }) => `${node.path}: ${String(data)}`));
    const contents = stacks.map(({ node }) => [node.id, json(node.id)] as const);
    const each = () =>
      contents.map(([id, own]) => [id, deployedStack([own, deployers], { documents })] as const);
    let read: DeployedStacks["stacks"] | undefined;
    const types = ([id, own]: (typeof contents)[number]) =>
      [id, Object.keys((JSON.parse(own) as { resource: object }).resource)] as const;
    return {
      types: Object.fromEntries(contents.map(types)),
      get stacks() {
        return (read ??= Object.fromEntries(each()));
      },
      deployers: deployedStack(deployers, { documents }),
      warnings,
    };
  });
}

/** The stacks of all shipped examples that are applied in __tests__/e2e. */
export function exampleStacksWithDeployers(): Pick<DeployedStacks, "stacks" | "types"> {
  const of = (file: string) => withDeployers(readConfig(join(exampleFile, "..", "examples", file)));
  const people = of("people.yaml");
  const { workforce, access } = people.stacks;
  const workflows = [withDeployers(), of("custom-workflows.yaml")];
  return {
    stacks: {
      ...Object.assign({}, ...workflows.map(({ stacks }) => stacks)),
      workforce: workforce!,
      access: access!,
    },
    types: Object.assign({}, people.types, ...workflows.map(({ types }) => types)) as DeployedStacks["types"],
  };
}

/** The recorded calls that the deployer of the stack may not make, with what nearly allowed them. */
export async function deniedCalls(
  stack: DeployedStack,
  deployer: DeployedRole,
  calls: readonly RecordedCall[],
): Promise<string[]> {
  const denied: string[] = [];
  for (const { action, resource, context } of calls) {
    const alias = /^key:(.*)$/.exec(resource)?.[1];
    const verdict = await simulate({
      principal: deployer,
      action,
      resource: alias === undefined ? resource : stack.key(alias).arn,
      context: Object.fromEntries(
        Object.entries(context ?? {}).map(([key, value]) => [key, value === "" ? undefined : value]),
      ),
    });
    if (!verdict.allowed) denied.push(verdict.explanation);
  }
  return denied;
}

/** Every action that the policies of a role name. */
export function actionsOf(role: DeployedRole): string[] {
  const statements = role.identityPolicies.flatMap(({ document }) => statementsOf(document));
  return [...new Set(statements.flatMap(({ Action }) => listOf(Action)))].sort();
}
