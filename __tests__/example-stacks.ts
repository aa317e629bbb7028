import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { GroundTruthConfig, WorkflowConfig } from "../stacks";
import { readConfig, synthesize, workflowStacks } from "../stacks";

const exampleFile = join(__dirname, "..", "ground-truth.yaml");

/** What a user may change of the shipped example in a test. */
export interface ExampleChange {
  readonly config?: Partial<Omit<GroundTruthConfig, "workflows">>;
  readonly workflow?: Partial<WorkflowConfig>;
}

/** The cdk.tf.json of one workflow of the shipped example. */
export function exampleStack(name: string, change: ExampleChange = {}): string {
  const config = readConfig(exampleFile);
  const workflows = config.workflows
    .filter((workflow) => workflow.name === name)
    .map((workflow) => ({ ...workflow, ...change.workflow }));
  const outdir = mkdtempSync(join(tmpdir(), "ground-truth-"));
  try {
    synthesize({ ...config, ...change.config, workflows }, outdir, workflowStacks);
    return readFileSync(join(outdir, "stacks", name, "cdk.tf.json"), "utf8");
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
