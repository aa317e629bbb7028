import { type Stats, statSync } from "node:fs";
import { resolve } from "node:path";
import type { z } from "zod";
import { sections } from "./configuration";
import type { Path } from "./good-part";
import { filePath, pathRule } from "./types";
import { visitTexts } from "./visit-texts";

type Mapping = Record<PropertyKey, unknown>;

/** What is wrong with the paths in a configuration, of which anything else may be wrong too: what they lead to. */
export function filePathIssues(config: unknown, folder: string): z.core.$ZodIssue[] {
  return pathsIn(config).flatMap(({ path, value }) => {
    const problem = problemWith(resolve(folder, value), path.includes("directory") ? "directory" : "file");
    if (problem === undefined) return [];
    const message = `got ${JSON.stringify(value)}; ${problem}: ${pathRule}`;
    return [{ code: "custom", path: [...path], message, input: value }];
  });
}

/** Makes every path in a configuration absolute, as nobody knows where the program will be run. */
export function resolvePaths(config: unknown, folder: string): void {
  for (const { path, value } of pathsIn(config)) {
    const holder = path.slice(0, -1).reduce<unknown>((at, step) => (at as Mapping)[step], config) as Mapping;
    holder[path.at(-1)!] = resolve(folder, value);
  }
}

/** An empty text breaks the rule of the key, which says so. */
function pathsIn(config: unknown): { readonly path: Path; readonly value: string }[] {
  const found: { path: Path; value: string }[] = [];
  visitTexts(sections, config, (type, value, path) => {
    if (type._zod.def === filePath._zod.def && value !== "") found.push({ path, value });
  });
  return found;
}

function problemWith(path: string, kind: "file" | "directory"): string | undefined {
  let found: Stats | undefined;
  try {
    found = statSync(path, { throwIfNoEntry: false });
  } catch {
    // A path through a file, or one that holds what no path can: there is nothing either.
  }
  if (found === undefined) return `there is no such ${kind}`;
  if (kind === "file") return found.isFile() ? undefined : "it is no file";
  return found.isDirectory() ? undefined : "it is no directory";
}
