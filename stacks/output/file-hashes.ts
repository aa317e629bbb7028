import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";

/** Files below `folder`, each with the hash of its content, by path and in its order. */
export function fileHashes(folder: string): Record<string, string> {
  return Object.fromEntries(filesBelow(folder).map((path) => [path, hashOf(join(folder, path))]));
}

/** Paths of all files below `folder`, with `/` on every system, sorted. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length + 1))
    .map((path) => path.split(sep).join("/"))
    .sort();
}

/** @returns undefined when there is no such file */
export function hashIfThere(file: string): string | undefined {
  try {
    return hashOf(file);
  } catch {
    return undefined;
  }
}

function hashOf(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}
