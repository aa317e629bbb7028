import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { AnnotationMetadataEntryType, App } from "cdktf";
import { buildApp, type WorkflowStacks } from "./build-app";
import type { Places } from "./config/places";
import type { GroundTruthConfig } from "./config/schema";
import { stacksFolder } from "./output/folder-layout";
import { replaceOutput } from "./output/output-folder";
import { formerOutputNotices, removedStackNotices, unprotectedKeyNotices } from "./output/output-notices";
import { type UnprotectedKey, unprotectedKeys } from "./output/protected-keys";

/** What is to be told of a synth. */
export interface Synthesis {
  /** What is allowed and yet probably not meant, each with the path of its construct. The cdktf CLI shows these itself. */
  readonly warnings: string[];
  /** What was found in the output folder: files of a stopped synth, stacks that left the configuration, keys at risk. */
  readonly notices: string[];
}

/**
 * Writes the Terraform of every workflow into `outdir`.
 *
 * @param places where the keys of the configuration stand. Without it problems are told by their keys alone
 * @returns what is to be told: what was found in the folder, then what is allowed and yet probably not meant
 * @throws ConfigurationError when a workflow cannot be built, OutputError when the folder cannot be written. What was in
 * it is whole then, and a directory made for it is gone
 */
export function synthesize(
  config: GroundTruthConfig,
  outdir: string,
  stacks: WorkflowStacks,
  places?: Places,
): string[] {
  const { notices, warnings } = synthesizeApp(config, outdir, stacks, places);
  return [...notices, ...warnings];
}

/** The same, with what the cdktf CLI shows apart from what it does not. */
export function synthesizeApp(
  config: GroundTruthConfig,
  outdir: string,
  stacks: WorkflowStacks,
  places?: Places,
): Synthesis {
  const warnings: string[] = [];
  const unprotected: UnprotectedKey[] = [];
  const former = replaceOutput(
    outdir,
    (staging) => {
      // CDKTF puts the stack trace of each warning into manifest.json: paths of this machine.
      const app = new App({ outdir: staging, stackTraces: false });
      buildApp(config, app, stacks, places);
      app.synth();
      warnings.push(...warningsOf(app));
    },
    (staging) => {
      const before = join(outdir, stacksFolder);
      const names = existsSync(before) ? readdirSync(before) : [];
      unprotected.push(...unprotectedKeys(outdir, staging, names));
    },
  );
  const notices = [
    ...formerOutputNotices(outdir, former),
    ...unprotectedKeyNotices(outdir, unprotected),
    ...removedStackNotices(outdir),
  ];
  return { warnings, notices };
}

function warningsOf(app: App): string[] {
  return app.node
    .findAll()
    .flatMap(({ node }) =>
      node.metadata
        .filter(({ type }) => type === String(AnnotationMetadataEntryType.WARN))
        .map(({ data }) => `${node.path}: ${String(data)}`),
    );
}
