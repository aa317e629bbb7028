import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Estate } from "../../review/estate/estate";
import { estateOf } from "../../review/report/estate-of";
import { readConfigs } from "../../stacks/config/read-config";
import { PermissionStyle } from "../../lib/permissions/style";
import type { GroundTruthConfig } from "../../stacks/config/configuration";
import { projectRoot } from "../../stacks/project-root";
import { synthesize } from "../../stacks/synthesize";
import { workflowStacks } from "../../stacks/workflow-stacks";

/** A resource of a synthesized stack. */
export interface JudgedResource {
  readonly stack: string;
  readonly type: string;
  readonly name: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** What a configuration becomes. */
export interface JudgedStacks {
  readonly title: string;
  readonly estate: Estate;
  readonly resources: readonly JudgedResource[];
}

type Titled = readonly [title: string, config: GroundTruthConfig];

function shippedConfigs(): readonly Titled[] {
  const root = projectRoot();
  const examples = readdirSync(join(root, "examples")).filter((name) => name.endsWith(".yaml"));
  const files = ["ground-truth.yaml", ...examples.sort().map((name) => `examples/${name}`)];
  return files.flatMap((file) =>
    readConfigs(join(root, file)).map(({ config }): Titled => {
      const { environment } = config;
      return [environment === undefined ? file : `${file}, ${environment.name}`, config];
    }),
  );
}

/** Every shipped configuration, and one that nobody ships: somebody who deploys everything of the first. */
export function judgedStacks(): readonly JudgedStacks[] {
  const configs = shippedConfigs();
  return [...configs, ["a deployer of all of ground-truth.yaml", withDeployerOfAll(configs)] as const].map(
    ([title, config]) => judged(title, config),
  );
}

/** The same configurations with the policies that AWS's pages print, for everything that has a style. */
export function documentedStacks(): readonly JudgedStacks[] {
  const style = PermissionStyle.AS_DOCUMENTED;
  return shippedConfigs().map(([title, config]) =>
    judged(title, {
      ...config,
      workflows: config.workflows.map((workflow) => ({
        ...workflow,
        permissions: { ...workflow.permissions, style },
      })),
      access: config.access?.map((persona) =>
        styled.has(persona.persona) ? { ...persona, style } : persona,
      ),
    }),
  );
}

/** The personas that AWS prints policies for. */
const styled: ReadonlySet<string> = new Set([
  "console-user",
  "job-creator",
  "function-author",
  "workforce-manager",
  "vendor-subscriber",
  "key-administrator",
]);

function withDeployerOfAll(configs: readonly Titled[]): GroundTruthConfig {
  const [[, first]] = configs as readonly [Titled];
  const deployer = configs
    .flatMap(([, { access }]) => access ?? [])
    .find(({ persona }) => persona === "deployer");
  if (deployer === undefined) throw new Error("No example has a deployer.");
  const stacks = first.workflows.map(({ name }) => name);
  return { ...first, access: [{ ...deployer, name: "deployer-of-all", stacks }] } as GroundTruthConfig;
}

function judged(title: string, config: GroundTruthConfig): JudgedStacks {
  const outdir = mkdtempSync(join(tmpdir(), "ground-truth-"));
  try {
    synthesize(config, outdir, workflowStacks);
    const stacks = readdirSync(join(outdir, "stacks")).sort();
    return {
      title,
      estate: estateOf([outdir], {}),
      resources: stacks.flatMap((stack) => resourcesOf(stack, join(outdir, "stacks", stack, "cdk.tf.json"))),
    };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function resourcesOf(stack: string, file: string): JudgedResource[] {
  const { resource = {} } = JSON.parse(readFileSync(file, "utf8")) as {
    resource?: Record<string, Record<string, Record<string, unknown>>>;
  };
  return Object.entries(resource).flatMap(([type, named]) =>
    Object.entries(named).map(([name, values]) => ({ stack, type, name, values })),
  );
}
