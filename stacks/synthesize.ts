import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AnnotationMetadataEntryType, App } from "cdktf";
import type { Additions, WorkflowStacks } from "./build-app";
import { buildApps, type Configured } from "./environments/build-apps";
import { checkSharedNames } from "./environments/shared-names";
import { checkCall, checkConfiguration } from "./checked-input";
import type { Places } from "./file/places";
import type { GroundTruthConfig } from "./config/schema";
import { stackNames } from "./facts/stack-names";
import { stacksFolder } from "./output/folder-layout";
import { replaceOutput } from "./output/output-folder";
import { formerOutputNotices, removedStackNotices, unprotectedKeyNotices } from "./output/output-notices";
import { type UnprotectedKey, unprotectedKeys } from "./output/protected-keys";

/** What is to be told of a synth. */
interface Synthesis {
  /** What is allowed and yet probably not meant, each with the path of its construct. The cdktf CLI shows these itself. */
  readonly warnings: string[];
  /** What was found in the output folder: files of a stopped synth, stacks that left the configuration, keys at risk. */
  readonly notices: string[];
}

/**
 * Writes the Terraform of every workflow into `outdir`.
 *
 * @param places where the keys of the configuration stand. Without it problems are told by their keys alone
 * @param add puts constructs of one's own into the stacks
 * @returns what is to be told: what was found in the folder, then what is allowed and yet probably not meant
 * @throws ConfigurationError when a workflow cannot be built, OutputError when the folder cannot be written. What was in
 * it is whole then, and a directory made for it is gone
 */
export function synthesize(
  config: GroundTruthConfig,
  outdir: string,
  stacks: WorkflowStacks,
  places?: Places,
  add?: Additions,
): string[] {
  checkCall("synthesize", {
    outdir: [outdir, "text"],
    stacks: [stacks, "stacks"],
    places: [places, "places"],
    add: [add, "additions"],
  });
  checkConfiguration(config);
  const { notices, warnings } = synthesizeApp([{ config, places }], outdir, stacks, add);
  return [...notices, ...warnings];
}

/**
 * The same for the configurations of all environments of a file, with what the cdktf CLI shows apart from what it does not.
 */
export function synthesizeApp(
  configs: readonly Configured[],
  outdir: string,
  stacks: WorkflowStacks,
  add?: Additions,
): Synthesis {
  const warnings: string[] = [];
  const unprotected: UnprotectedKey[] = [];
  const former = replaceOutput(
    outdir,
    (staging) => {
      warnings.push(...writeApp(configs, staging, stacks, add));
    },
    (staging) => {
      const before = join(outdir, stacksFolder);
      const names = existsSync(before) ? readdirSync(before) : [];
      unprotected.push(...unprotectedKeys(outdir, staging, names));
    },
  );
  const inEnvironments = configs.flatMap(({ config }) =>
    config.environment === undefined ? [] : stackNames(config),
  );
  const notices = [
    ...formerOutputNotices(outdir, former),
    ...unprotectedKeyNotices(outdir, unprotected),
    ...removedStackNotices(outdir, inEnvironments),
  ];
  return { warnings, notices };
}

/**
 * Everything that a synth would find wrong, and nothing written that stays.
 *
 * @returns what is allowed and yet probably not meant, each with the path of its construct
 * @throws ConfigurationError when a workflow cannot be built
 */
export function checkApp(configs: readonly Configured[], stacks: WorkflowStacks): string[] {
  return inspectApp(configs, stacks, (_outdir, warnings) => warnings);
}

/**
 * Looks at what a synth would write, without writing anything that stays.
 *
 * @throws ConfigurationError when a workflow cannot be built
 */
export function inspectApp<Seen>(
  configs: readonly Configured[],
  stacks: WorkflowStacks,
  look: (outdir: string, warnings: string[]) => Seen,
): Seen {
  // Limits of policies and archives of functions are checked while they are written.
  const outdir = mkdtempSync(join(tmpdir(), "ground-truth-check-"));
  try {
    const warnings = writeApp(configs, outdir, stacks);
    return look(outdir, warnings);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function writeApp(
  configs: readonly Configured[],
  outdir: string,
  stacks: WorkflowStacks,
  add?: Additions,
): string[] {
  // CDKTF puts the stack trace of each warning into manifest.json: paths of this machine.
  const app = new App({ outdir, stackTraces: false });
  buildApps(configs, app, stacks, add);
  app.synth();
  checkSharedNames(configs, outdir);
  return warningsOf(app);
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
