import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { removedFolder, removedStackFolder, stackFiles, stackFolder, stacksFolder } from "./folder-layout";

/**
 * Brings the Terraform of stacks that left the configuration out of the way, with Terraform's own files, and that of
 * stacks that came back where it was.
 *
 * @param current names of the stacks of the configuration
 */
export function moveRemovedStacks(outdir: string, current: ReadonlySet<string>): void {
  for (const name of foldersIn(join(outdir, removedFolder))) {
    const [removed, place] = [removedStackFolder(outdir, name), stackFolder(outdir, name)];
    if (!current.has(name)) continue;
    if (existsSync(place) && readdirSync(place).length === 0) rmdirSync(place);
    if (!existsSync(place)) renameSync(removed, place);
  }
  for (const name of foldersIn(join(outdir, stacksFolder))) {
    if (current.has(name)) continue;
    const place = stackFolder(outdir, name);
    if (readdirSync(place).length === 0) rmdirSync(place);
    else if (isStack(place)) {
      moveContent(place, freePlace(outdir, name));
      // The cdktf CLI deletes the folders of stacks that left, and fails where one is gone already.
      if (!startedByCli()) rmdirSync(place);
    }
  }
}

/** Names of the stacks that left the configuration and were not deleted yet. */
export function removedStacks(outdir: string): string[] {
  return foldersIn(join(outdir, removedFolder)).filter((name) => isStack(removedStackFolder(outdir, name)));
}

/** Whether the cdktf CLI has started this program. Nothing else sets this variable. */
export function startedByCli(): boolean {
  return process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS !== undefined;
}

/** What is there already is of the same move, stopped half-way, or of a stack that had the same name before. */
function freePlace(outdir: string, name: string): string {
  const names = readdirSync(stackFolder(outdir, name));
  const isFree = (folder: string) => !names.some((entry) => existsSync(join(folder, entry)));
  let place = removedStackFolder(outdir, name);
  // A point is in no name of a stack.
  for (let next = 2; !isFree(place); next += 1) place = removedStackFolder(outdir, `${name}.${next}`);
  return place;
}

/** Entry by entry, the configuration last: as long as it stands in the old place, the rest is still to be moved. */
function moveContent(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  const names = readdirSync(from);
  const [configuration, others] = [true, false].map((is) =>
    names.filter((name) => stackFiles.includes(name) === is),
  );
  for (const name of [...others!, ...configuration!]) renameSync(join(from, name), join(to, name));
}

function isStack(folder: string): boolean {
  return stackFiles.some((name) => existsSync(join(folder, name)));
}

function foldersIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}
