import { type Stats, statSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";

const pathRule = "a path is allowed, relative to the folder of this file";

/** The path of a file or directory, which is looked for when the configuration is read. */
export const filePath = z.string(pathRule).min(1, pathRule);

type Mapping = Record<string, unknown>;

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
  for (const { holder, path, value } of pathsIn(config)) holder[path.at(-1)!] = resolve(folder, value);
}

/** A path in the configuration, and where it stands. */
interface PathInConfig {
  readonly holder: Record<PropertyKey, unknown>;
  readonly path: readonly PropertyKey[];
  readonly value: string;
}

const functionKeys = ["entry", "directory", "zip"];
/** What names files, in a custom task and in a job. */
const pathKeys = { template: ["file", "keep"], preAnnotation: functionKeys, postAnnotation: functionKeys };

function pathsIn(config: unknown): PathInConfig[] {
  const workflows = mapping(config).workflows;
  if (!Array.isArray(workflows)) return [];
  return workflows.flatMap((workflow, index) =>
    ["customTask", "job"].flatMap((holder) =>
      Object.entries(pathKeys).flatMap(([part, keys]) => {
        const within = mapping(mapping(mapping(workflow)[holder])[part]);
        return keys.flatMap((key) => pathsAt(within, key, ["workflows", index, holder, part, key]));
      }),
    ),
  );
}

/** An empty text breaks the rule of the key, which says so. */
function pathsAt(holder: Mapping, key: PropertyKey, path: readonly PropertyKey[]): PathInConfig[] {
  const value = holder[key as string];
  if (typeof value === "string" && value !== "") return [{ holder, path, value }];
  if (!Array.isArray(value)) return [];
  return value.flatMap((_, index) => pathsAt(value as unknown as Mapping, index, [...path, index]));
}

function mapping(value: unknown): Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Mapping) : {};
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
