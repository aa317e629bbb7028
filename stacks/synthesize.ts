import { mkdirSync, rmSync } from "node:fs";
import { AnnotationMetadataEntryType, App } from "cdktf";
import { buildApp, type WorkflowStacks } from "./build-app";
import type { Places } from "./config/places";
import type { GroundTruthConfig } from "./config/schema";

/**
 * Writes the Terraform of every workflow into `outdir`.
 *
 * @param places where the keys of the configuration stand. Without it problems are told by their keys alone
 * @returns what is allowed and yet probably not meant, each with the path of its construct
 * @throws ConfigurationError when a workflow cannot be built; a directory made for it is gone then
 */
export function synthesize(
  config: GroundTruthConfig,
  outdir: string,
  stacks: WorkflowStacks,
  places?: Places,
): string[] {
  const firstMade = mkdirSync(outdir, { recursive: true });
  try {
    // CDKTF puts the stack trace of each warning into manifest.json: paths of this machine.
    const app = new App({ outdir, stackTraces: false });
    buildApp(config, app, stacks, places);
    app.synth();
    return warnings(app);
  } catch (error) {
    if (firstMade !== undefined) rmSync(firstMade, { recursive: true });
    throw error;
  }
}

function warnings(app: App): string[] {
  return app.node
    .findAll()
    .flatMap(({ node }) =>
      node.metadata
        .filter(({ type }) => type === String(AnnotationMetadataEntryType.WARN))
        .map(({ data }) => `${node.path}: ${String(data)}`),
    );
}
