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
export type Complain = (path: Path, message: string) => void;

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

function copied(value: unknown): unknown {
  if (!isHolder(value)) return value;
  if (Array.isArray(value)) return value.map(copied);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copied(item)]));
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
