import { nearest } from "../../lib/validation/nearest";
import { isMapping, type Mapping } from "../file/mapping";
import type { Path } from "../file/yaml-document";

/** Where in the file something stands that was merged. */
export interface Origin {
  readonly path: Path;
  /** Where an environment adds to it. @default - it stands in one place */
  readonly overlay?: Path;
  /** Of what was merged: its parts, by their keys and places. @default - all of it stands below `path` */
  readonly parts?: ReadonlyMap<string, Origin>;
}

/** A value, and where it stands. */
export interface Placed {
  readonly value: unknown;
  readonly origin: Origin;
}

export type ComplainAt = (path: Path, message: string) => void;

/**
 * Lays what an environment says over the rest of the file. Mappings are merged key by key, `null` takes a key away, and
 * anything else replaces what was there. A mapping of another `type` is another thing, and replaces the first too.
 * Workflows are merged by their names.
 *
 * @param without names of workflows to leave out
 * @param replaced is told of each workflow of which nothing but its name is left
 */
export function overlaid(
  base: unknown,
  overlay: { readonly value: unknown; readonly path: Path },
  without: ReadonlySet<unknown>,
  complain: ComplainAt,
  replaced: (workflow: string) => void = () => undefined,
): Placed {
  const merge = (below: Placed, above: Placed): Placed => {
    const [lower, upper] = [below.value, above.value];
    if (!isMapping(lower) || !isMapping(upper)) return above;
    if (isOfOtherType(below.origin.path, lower, upper)) {
      if (nameOf(upper) !== undefined) replaced(nameOf(upper)!);
      return above;
    }
    const parts = [...new Set([...Object.keys(lower), ...Object.keys(upper)])].flatMap((key) => {
      const under = Object.hasOwn(lower, key) ? part(below, key) : undefined;
      const over = Object.hasOwn(upper, key) ? part(above, key) : undefined;
      if (over?.value === null) {
        if (under === undefined) complain(over.origin.path, nothingToTake(key, Object.keys(lower)));
        return [[key, over] as const];
      }
      if (under === undefined || over === undefined) return [[key, (over ?? under)!] as const];
      const isWorkflows = below.origin.path.length === 0 && key === "workflows";
      const both = isWorkflows && Array.isArray(under.value) && Array.isArray(over.value);
      return [[key, both ? workflows(under, over) : merge(under, over)] as const];
    });
    const kept = parts.filter(([key, one]) => one.value !== null || !Object.hasOwn(upper, key));
    const value = Object.fromEntries(kept.map(([key, one]) => [key, one.value]));
    return { value, origin: joined(below, parts, above.origin.path) };
  };
  const workflows = (below: Placed, above?: Placed, overlaidAt = above?.origin.path): Placed => {
    const lower = below.value as readonly unknown[];
    const names = lower.map(nameOf);
    const added = new Map<string, Placed>();
    ((above?.value ?? []) as readonly unknown[]).forEach((item, index) => {
      const one = part(above!, index);
      const name = nameOf(item);
      const at =
        isMapping(item) && Object.hasOwn(item, "name") ? [...one.origin.path, "name"] : one.origin.path;
      if (name === undefined) {
        const got =
          at === one.origin.path ? "has no name" : `got ${JSON.stringify((item as Mapping)["name"])}`;
        complain(at, `${got}; ${namesAllowed(names)}`);
      } else if (!names.includes(name)) complain(at, unknownWorkflow(name, names));
      else if (without.has(name)) complain(at, `"${name}" is left out of this environment (without)`);
      else if (added.has(name)) complain(at, `"${name}" stands twice here`);
      else added.set(name, one);
    });
    const kept = lower.flatMap((_, index) => {
      const name = names[index];
      if (name !== undefined && without.has(name)) return [];
      const [under, over] = [part(below, index), name === undefined ? undefined : added.get(name)];
      // Of two workflows of one name, which is told, the first gets it.
      if (name !== undefined) added.delete(name);
      return [over === undefined ? under : merge(under, over)];
    });
    const parts = kept.map((one, index) => [String(index), one] as const);
    return { value: kept.map(({ value }) => value), origin: joined(below, parts, overlaidAt) };
  };
  const merged = merge(placed(base, []), placed(overlay.value, overlay.path));
  const list = isMapping(merged.value) ? merged.value["workflows"] : undefined;
  const origin = merged.origin.parts?.get("workflows");
  // Those of the base, untouched by the overlay.
  if (without.size === 0 || !Array.isArray(list) || origin === undefined || origin.parts !== undefined)
    return merged;
  const left = workflows({ value: list, origin }, undefined, [...overlay.path, "without"]);
  return {
    value: { ...(merged.value as object), workflows: left.value },
    origin: { ...merged.origin, parts: new Map([...merged.origin.parts!, ["workflows", left.origin]]) },
  };
}

/** The name of a workflow, if it has one. */
export function nameOf(workflow: unknown): string | undefined {
  const name = isMapping(workflow) ? workflow["name"] : undefined;
  return typeof name === "string" ? name : undefined;
}

/** What is told of a workflow that only an environment names. */
export function unknownWorkflow(name: unknown, names: readonly (string | undefined)[]): string {
  const near = typeof name === "string" ? nearest(name, present(names)) : undefined;
  const meant = near === undefined ? "" : `; did you mean "${near}"?`;
  return `got ${JSON.stringify(name)}, which is no workflow of this file${meant || `; ${namesAllowed(names)}`}`;
}

function namesAllowed(names: readonly (string | undefined)[]): string {
  return `the name of a workflow of this file is allowed: ${present(names).join(", ") || "it has none"}`;
}

function present(names: readonly (string | undefined)[]): string[] {
  return names.filter((name) => name !== undefined);
}

function nothingToTake(key: string, known: readonly string[]): string {
  const near = nearest(key, known);
  const meant = near === undefined ? "" : `; did you mean "${near}"?`;
  return `is null, which takes a key away, and there is no ${key} to take away${meant}`;
}

/** A tag may be called `type` too, so only the backend and workflows are asked. */
function isOfOtherType([first, , ...below]: Path, lower: Mapping, upper: Mapping): boolean {
  if ((first !== "backend" && first !== "workflows") || below.length > 0) return false;
  const has = (one: Mapping) => Object.hasOwn(one, "type");
  return has(lower) && has(upper) && lower["type"] !== upper["type"];
}

function placed(value: unknown, path: Path): Placed {
  return { value, origin: { path } };
}

function part({ value, origin }: Placed, step: string | number): Placed {
  return placed((value as Readonly<Record<PropertyKey, unknown>>)[step], [...origin.path, step]);
}

function joined(
  { origin: { path } }: Placed,
  parts: readonly (readonly [string, Placed])[],
  overlay: Path | undefined,
): Origin {
  const origins = new Map(parts.map(([key, one]) => [key, one.origin]));
  return { path, parts: origins, ...(overlay && { overlay }) };
}
