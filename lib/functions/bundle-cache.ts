import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { archiveOf, type Archive } from "./archive";
import { bundle, type BundleOptions } from "./bundle";
import { stampAt } from "./file-stamp";

/** A bundle as an archive. */
export interface BundledArchive {
  readonly archive: Archive;
  readonly warnings: readonly string[];
}

interface Kept extends BundledArchive {
  readonly watched: readonly string[];
  readonly content: string;
  stamps: string;
}

/**
 * The bundles of this process. Bundling takes some 100 ms, so that a thousand workflows with one handler bundle it
 * once; a look at the files tells that nothing has changed.
 */
const bundled = new Map<string, Kept>();

/**
 * The bundle of an entry, made only if there is none of the same files yet.
 *
 * @throws BundleError
 */
export function bundledOnce(options: BundleOptions): BundledArchive {
  const key = JSON.stringify(options);
  const known = bundled.get(key);
  if (known !== undefined && isUnchanged(known)) return known;
  const { files, inputs, warnings } = bundle(options);
  const archive = archiveOf(
    [...files].map(([path, content]) => ({ path, content: new Uint8Array(content), executable: false })),
  );
  const watched = [...inputs, ...settingsAbove(options.entry)];
  bundled.set(key, {
    archive,
    warnings,
    watched,
    content: contentOf(watched),
    stamps: stampsOf(watched),
  });
  return { archive, warnings };
}

function isUnchanged(known: Kept): boolean {
  const stamps = stampsOf(known.watched);
  if (stamps === known.stamps) return true;
  // Written anew with the same content, as by a compiler.
  if (contentOf(known.watched) !== known.content) return false;
  known.stamps = stamps;
  return true;
}

function stampsOf(files: readonly string[]): string {
  return files.map(stampAt).join("\n");
}

function contentOf(files: readonly string[]): string {
  const hash = createHash("sha256");
  for (const file of files) {
    const content = existsSync(file) ? readFileSync(file) : undefined;
    hash.update(`${file}\0${content?.length ?? "none"}\0`);
    if (content !== undefined) hash.update(content);
  }
  return hash.digest("base64");
}

/** The files, there or not, by which esbuild understands an entry and which it does not count among its inputs. */
function settingsAbove(entry: string): string[] {
  const files: string[] = [];
  for (let directory = dirname(entry); ; directory = dirname(directory)) {
    files.push(join(directory, "tsconfig.json"), join(directory, "package.json"));
    if (dirname(directory) === directory) return files;
  }
}
