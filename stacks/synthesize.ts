import { mkdirSync, rmSync } from "node:fs";
import { App } from "cdktf";
import { buildApp, type WorkflowStacks } from "./build-app";
import type { GroundTruthConfig } from "./config/schema";

/**
 * Writes the Terraform of every workflow into `outdir`.
 *
 * @throws ConfigurationError when a workflow cannot be built; a directory made for it is gone then
 */
export function synthesize(config: GroundTruthConfig, outdir: string, stacks: WorkflowStacks): void {
  const firstMade = mkdirSync(outdir, { recursive: true });
  try {
    // CDKTF puts the stack trace of each warning into manifest.json: paths of this machine.
    const app = new App({ outdir, stackTraces: false });
    buildApp(config, app, stacks);
    app.synth();
  } catch (error) {
    if (firstMade !== undefined) rmSync(firstMade, { recursive: true });
    throw error;
  }
}
