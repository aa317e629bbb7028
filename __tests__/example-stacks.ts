import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { GroundTruthConfig, WorkflowConfig } from "../stacks";
import { synthesize, workflowStacks } from "../stacks";
import { readConfigs } from "../stacks/config/read-config";
import { synthesizeApp } from "../stacks/synthesize";
import { inScratchFolder } from "./scratch-folder";

const project = join(__dirname, "..");
const folder = join(project, "examples");

/** The configurations that are shipped as examples, the one that `npm run synth` reads first. */
export const exampleFiles: readonly string[] = [
  join(project, "ground-truth.yaml"),
  ...readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .map((name) => join(folder, name)),
];

/** What a user may change of a shipped example in a test. */
export interface ExampleChange {
  readonly config?: Partial<Omit<GroundTruthConfig, "workflows">>;
  readonly workflow?: Partial<WorkflowConfig>;
  /** Parts of a custom task, the others stay. */
  readonly customTask?: object;
}

/** The cdk.tf.json of every stack of every shipped example. */
export function exampleStackTexts(): string[] {
  return exampleFiles.flatMap((file) => {
    return inScratchFolder((outdir) => {
      synthesizeApp(readConfigs(file), outdir, workflowStacks);
      const stacks = join(outdir, "stacks");
      return readdirSync(stacks)
        .sort()
        .map((name) => readFileSync(join(stacks, name, "cdk.tf.json"), "utf8"));
    });
  });
}

/** The cdk.tf.json of one workflow of the shipped examples. */
export function exampleStack(name: string, change: ExampleChange = {}): string {
  const config = exampleFiles
    .flatMap((file) => readConfigs(file).map(({ config }) => config))
    .find(({ workflows }) => workflows.some((workflow) => workflow.name === name));
  if (config === undefined) throw new Error(`No example has a workflow ${name}.`);
  const workflows = config.workflows
    .filter((workflow) => workflow.name === name)
    .map((workflow) => {
      const task =
        "customTask" in workflow ? { customTask: { ...workflow.customTask, ...change.customTask } } : {};
      return { ...workflow, ...task, ...change.workflow } as WorkflowConfig;
    });
  return inScratchFolder((outdir) => {
    synthesize({ ...config, ...change.config, workflows }, outdir, workflowStacks);
    return readFileSync(join(outdir, "stacks", name, "cdk.tf.json"), "utf8");
  });
}
