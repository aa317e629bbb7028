import type { z } from "zod";
import { S3Location } from "../../lib/storage/s3-location";
import type { GroundTruthConfig } from "./configuration";

/** What is left of a value once everything that is wrong in it was taken out. Lists keep their places. */
export type Good<Of> = Of extends S3Location
  ? Of
  : Of extends readonly (infer Item)[]
    ? readonly (Good<Item> | undefined)[]
    : Of extends object
      ? { readonly [Key in keyof Of]?: Good<Of[Key]> }
      : Of;

export type GoodConfig = Good<GroundTruthConfig>;
export type GoodWorkflow = Good<GroundTruthConfig["workflows"][number]>;
export type GoodPersona = Good<NonNullable<GroundTruthConfig["access"]>[number]>;

export type Path = readonly (string | number)[];
/** @param page where AWS says so */
export type Complain = (path: Path, message: string, page?: string) => void;

/** Checks what parts of a configuration have to do with each other. It meets only what each alone is right. */
export type Check = (config: GoodConfig, complain: Complain) => void;

/** What of a parsed value is right. Mappings and lists that lack something are kept for what they have. */
export function goodPart(value: unknown, issues: readonly z.core.$ZodRawIssue[]): unknown {
  const copy = copied(value);
  for (const { path: told = [], code } of issues) {
    // Without a kind that is known, nothing is known of a mapping.
    const path = code === "invalid_union" ? told.slice(0, -1) : told;
    const last = path.at(-1);
    const holder = path.slice(0, -1).reduce<unknown>((at, step) => isHolder(at) && at[step], copy);
    if (last === undefined || !isHolder(holder)) continue;
    const isWhole = ["custom", "too_big", "too_small", "unrecognized_keys"].includes(code);
    if (!isWhole || !isHolder(holder[last])) holder[last] = undefined;
  }
  return copy;
}

function isHolder(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === "object" && value !== null && !(value instanceof S3Location);
}

/** A step of a path, with those before it: a path for each would cost the square of the depth. */
interface Step {
  readonly before: Step | undefined;
  readonly step: string | number;
}

/** Where the mappings and lists of good parts stand. */
const places = new WeakMap<object, Step>();

function copied(value: unknown, place?: Step): unknown {
  if (!isHolder(value)) return value;
  const inside = (step: string | number, item: unknown) => copied(item, { before: place, step });
  const copy: object = Array.isArray(value)
    ? value.map((item, index) => inside(index, item))
    : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inside(key, item)]));
  if (place !== undefined) places.set(copy, place);
  return copy;
}

/** Where a mapping or a list of a good part stands, or something in it. */
export function at(part: object, ...path: Path): Path {
  const before: (string | number)[] = [];
  for (let place = places.get(part); place !== undefined; place = place.before) before.push(place.step);
  return [...before.reverse(), ...path];
}

/** The items that are there, with their places. */
export function itemsOf<Item>(
  list: readonly (Item | undefined)[] | undefined,
): { item: Item; index: number }[] {
  return (list ?? []).flatMap((item, index) => (item === undefined ? [] : [{ item, index }]));
}

/** The items that are there. */
export function present<Item>(list: readonly (Item | undefined)[] | undefined): Item[] {
  return itemsOf(list).map(({ item }) => item);
}

/** The streaming workflows. */
export function streamingOf(workflows: readonly (GoodWorkflow | undefined)[] | undefined) {
  return present(workflows).flatMap((workflow) => (workflow.type === "streaming" ? [workflow] : []));
}

/** Items that have in common with an earlier one what `of` tells of them, each with that one. */
export function twins<Item>(
  items: readonly Item[],
  of: (item: Item) => string | undefined,
): { item: Item; first: Item }[] {
  const firsts = new Map<string, Item>();
  return items.flatMap((item) => {
    const what = of(item);
    const first = what === undefined ? undefined : firsts.get(what);
    if (what !== undefined && first === undefined) firsts.set(what, item);
    return first === undefined ? [] : [{ item, first }];
  });
}
