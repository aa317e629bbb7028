import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { filesBelow } from "./file-hashes";
import {
  assetsFolder,
  manifestFile,
  replacedManifestFile,
  stackFiles,
  stackFolder,
  stacksFolder,
  stagingFolder,
} from "./folder-layout";
import { outputError } from "./output-error";
import { addFileHashes, changedFiles, readManifest } from "./output-manifest";
import { moveRemovedStacks } from "./removed-stacks";

/** What a folder was like before it was written. */
export interface FormerOutput {
  /** Whether a synth was stopped while it replaced files. */
  readonly isInterrupted: boolean;
  /** Files that are not what the manifest says of them. */
  readonly changedFiles: readonly string[];
}

/**
 * Writes a folder so that it is whole at any moment or can be seen not to be.
 *
 * Everything is written into a folder of its own first. Then the manifest goes, the files are renamed to their places
 * one by one, and the new manifest comes last: whoever finds a manifest finds what it lists. Terraform's own files
 * (`.terraform`, lock file, state) stay.
 *
 * @param outdir relative to the working directory, or absolute
 * @param write writes everything, `manifest.json` too, into the folder that it is given
 * @param beforeReplacing sees the old files and the new ones side by side
 * @throws OutputError when the file system refuses something; whatever `write` throws, with the folder as it was
 */
export function replaceOutput(
  outdir: string,
  write: (staging: string) => void,
  beforeReplacing: (staging: string) => void,
): FormerOutput {
  const staging = join(outdir, stagingFolder);
  const firstMade = inWords(outdir, nothingChanged, () => mkdirSync(outdir, { recursive: true }));
  try {
    return inWords(outdir, nothingChanged, () => {
      const former = readFormer(outdir);
      stage(staging, write);
      beforeReplacing(staging);
      inWords(outdir, partlyChanged, () => replace(outdir, staging));
      return former;
    });
  } catch (error) {
    // What an earlier synth left in the middle of its work says that the folder is a mix.
    if (!existsSync(join(staging, replacedManifestFile))) {
      rmSync(firstMade ?? staging, { recursive: true, force: true });
    }
    throw error;
  }
}

const nothingChanged = "Nothing in it was changed.";
const partlyChanged =
  "Some of its files are new and some old, and it has no manifest. Run the same command again when this is mended.";

function readFormer(outdir: string): FormerOutput {
  const manifest = readManifest(join(outdir, manifestFile));
  const traces = [join(outdir, manifestFile), join(outdir, stagingFolder, replacedManifestFile)];
  return {
    isInterrupted: manifest === undefined && traces.some((file) => existsSync(file)),
    changedFiles: manifest === undefined ? [] : changedFiles(outdir, manifest),
  };
}

/** Until the end of this, the output is what it was. */
function stage(staging: string, write: (staging: string) => void): void {
  const replacedManifest = join(staging, replacedManifestFile);
  for (const name of existsSync(staging) ? readdirSync(staging) : []) {
    if (name !== replacedManifestFile) rmSync(join(staging, name), { recursive: true });
  }
  mkdirSync(staging, { recursive: true });
  if (existsSync(join(dirname(staging), manifestFile))) rmSync(replacedManifest, { force: true });
  write(staging);
  addFileHashes(staging);
}

function replace(outdir: string, staging: string): void {
  const manifest = join(outdir, manifestFile);
  const replacedManifest = join(staging, replacedManifestFile);
  if (existsSync(manifest)) renameSync(manifest, replacedManifest);
  else if (!existsSync(replacedManifest)) writeFileSync(replacedManifest, "{}");
  const { stacks } = readManifest(join(staging, manifestFile))!;
  const names = Object.keys(stacks);
  moveRemovedStacks(outdir, new Set(names));
  const files = filesBelow(staging).filter((file) => file !== manifestFile && file !== replacedManifestFile);
  for (const file of files) {
    const place = join(outdir, file);
    mkdirSync(dirname(place), { recursive: true });
    renameSync(join(staging, file), place);
  }
  for (const name of names) removeObsolete(outdir, name, new Set(files));
  renameSync(join(staging, manifestFile), manifest);
  rmSync(staging, { recursive: true });
}

/** Removes what an earlier synth wrote for a stack and this one did not. */
function removeObsolete(outdir: string, stack: string, files: ReadonlySet<string>): void {
  const folder = stackFolder(outdir, stack);
  const assets = join(folder, assetsFolder);
  const own = [
    ...stackFiles.filter((name) => existsSync(join(folder, name))),
    ...(existsSync(assets) ? filesBelow(assets).map((name) => `${assetsFolder}/${name}`) : []),
  ];
  for (const name of own) {
    if (!files.has(`${stacksFolder}/${stack}/${name}`)) rmSync(join(folder, name));
  }
}

function inWords<Result>(outdir: string, state: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw outputError(error, outdir, state);
  }
}
