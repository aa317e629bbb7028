import { type Stats, statSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";

const pathRule = "a path is allowed, relative to the folder of this file";

type Kind = "file" | "directory";

/** The path of a file or directory, which is looked for when the configuration is read. */
export function filePath(_kind: Kind) {
  return z.string(pathRule).min(1, pathRule);
}

/** A path in the configuration: where it stands, and what it should lead to. */
interface PathInConfig {
  readonly holder: Record<PropertyKey, unknown>;
  readonly path: readonly PropertyKey[];
  readonly kind: Kind;
  readonly value: string;
}

/** What may name files in a custom task. */
const places: readonly { readonly section: string; readonly key: string; readonly kind: Kind }[] = [
  { section: "template", key: "file", kind: "file" },
  { section: "template", key: "keep", kind: "file" },
  ...["preAnnotation", "postAnnotation"].flatMap((section) => [
    { section, key: "entry", kind: "file" as const },
    { section, key: "directory", kind: "directory" as const },
    { section, key: "zip", kind: "file" as const },
  ]),
];

/**
 * What is wrong with the paths in a configuration, of which anything else may be wrong too: there is nothing where they
 * lead to, or something else than is needed.
 */
export function filePathIssues(config: unknown, folder: string): z.core.$ZodIssue[] {
  return pathsIn(config).flatMap(({ path, kind, value }) => {
    const problem = problemWith(resolve(folder, value), kind);
    if (problem === undefined) return [];
    const message = `got ${JSON.stringify(value)}; ${problem}: ${pathRule}`;
    return [{ code: "custom", path: [...path], message, input: value }];
  });
}

/** Makes every path in a configuration absolute, as nobody knows where the program will be run. */
export function resolvePaths(config: unknown, folder: string): void {
  for (const { holder, path, value } of pathsIn(config)) holder[path.at(-1)!] = resolve(folder, value);
}

function pathsIn(config: unknown): PathInConfig[] {
  const workflows: unknown = mapping(config)?.["workflows"];
  if (!Array.isArray(workflows)) return [];
  return workflows.flatMap((workflow: unknown, index) => [
    ...pathsInTask(mapping(workflow)?.["customTask"], ["workflows", index, "customTask"]),
    ...pathsInTask(mapping(workflow)?.["job"], ["workflows", index, "job"]),
  ]);
}

function pathsInTask(task: unknown, path: readonly PropertyKey[]): PathInConfig[] {
  return places.flatMap(({ section, key, kind }) => {
    const holder = mapping(mapping(task)?.[section]);
    const value = holder?.[key];
    const at = [...path, section, key];
    if (holder === undefined) return [];
    if (isPath(value)) return [{ holder, path: at, kind, value }];
    const list = Array.isArray(value) ? (value as unknown[]) : [];
    return list.flatMap((item, index) =>
      isPath(item)
        ? [
            {
              holder: list as unknown as Record<PropertyKey, unknown>,
              path: [...at, index],
              kind,
              value: item,
            },
          ]
        : [],
    );
  });
}

function mapping(value: unknown): Record<PropertyKey, unknown> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<PropertyKey, unknown>)
    : undefined;
}

/** An empty text breaks the rule of the field, which says so. */
function isPath(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function problemWith(path: string, kind: Kind): string | undefined {
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
