import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder of a test file's own, removed after its tests. The path is without links, as `process.cwd()` says it. */
export function scratchFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "ground-truth-")));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The same for one piece of work. */
export function inScratchFolder<Found>(work: (folder: string) => Found): Found {
  const folder = mkdtempSync(join(tmpdir(), "ground-truth-"));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
