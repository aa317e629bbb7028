import type { z } from "zod";
import { allowed } from "./allowed";

type Given = Readonly<Record<string, unknown>>;
type Complain = (key: string | undefined, message: string) => void;

/** What the keys of a mapping have to do with each other. Only whether they are there counts. */
export interface Relation {
  readonly check: (given: Given, complain: Complain) => void;
  /** What an editor needs to check the same. */
  readonly json?: Readonly<Record<string, unknown>>;
}

/** One of some keys, and no other of them. @param none what is told where there is none of them */
export function exactlyOne(
  keys: readonly string[],
  { none, hint = "", page }: { readonly none?: string; readonly hint?: string; readonly page?: string } = {},
): Relation {
  const neither = keys.length === 2 ? `has neither ${keys.join(" nor ")}` : `has none of ${keys.join(", ")}`;
  const rule = `exactly one of ${listed(keys)} is allowed${hint}`;
  return {
    json: { oneOf: keys.map((key) => ({ required: [key] })) },
    check: (given, complain) => {
      const [first, ...others] = keys.filter((key) => given[key] !== undefined);
      if (first === undefined) complain(undefined, allowed(`${none ?? neither}; ${rule}`, page));
      for (const other of others) complain(other, allowed(`excludes ${first}; ${rule}`, page));
    },
  };
}

/** One of some keys, or none. */
export function atMostOne(keys: readonly string[], page?: string): Relation {
  const rule = `one of ${listed(keys)} is allowed at most`;
  return {
    check: (given, complain) => {
      const [first, ...others] = keys.filter((key) => given[key] !== undefined);
      for (const other of others) complain(other, allowed(`excludes ${first}; ${rule}`, page));
    },
  };
}

/** Whether a list has something in it. */
export const isFilled = (value: unknown): boolean => Array.isArray(value) && value.length > 0;

/** At least one of some keys. @param isThere what counts as one */
export function atLeastOne(
  keys: readonly string[],
  message: string,
  page?: string,
  isThere = (value: unknown): boolean => value !== undefined,
): Relation {
  return {
    check: (given, complain) => {
      if (!keys.some((key) => isThere(given[key]))) complain(undefined, allowed(message, page));
    },
  };
}

/** Keys that mean nothing beside another one. */
export function notBeside(key: string, others: readonly string[], message: string, page?: string): Relation {
  return {
    check: (given, complain) => {
      if (given[key] === undefined) return;
      for (const other of others) if (given[other] !== undefined) complain(other, allowed(message, page));
    },
  };
}

/** A key that means nothing without another one. */
export function onlyWith(key: string, other: string, message: string): Relation {
  return {
    check: (given, complain) => {
      if (given[key] !== undefined && given[other] === undefined) complain(key, message);
    },
  };
}

/** Items of a list that are there once: themselves, or by one of their keys. */
export function unique(told: (shown: string, first: number) => string, key?: string) {
  return (list: readonly unknown[], context: Pick<z.core.$RefinementCtx, "addIssue">): void => {
    const names = list.map((item) => (key === undefined ? item : (item as Given | null)?.[key]));
    for (const { index, first } of repeated(names)) {
      const path = key === undefined ? [index] : [index, key];
      context.addIssue({ code: "custom", path, message: told(`"${String(names[index])}"`, first) });
    }
  };
}

/** What `unique` tells of plain items. */
export function standsTwice(shown: string, first: number): string {
  return `${shown} stands at [${first}] too; keep one of the two`;
}

/** The items that name something already named earlier in the list, with the index of the earlier one. */
export function repeated(names: readonly unknown[]): { readonly index: number; readonly first: number }[] {
  const firsts = new Map<unknown, number>();
  return names.flatMap((name, index) => {
    if (typeof name !== "string") return [];
    const first = firsts.get(name);
    if (first === undefined) firsts.set(name, index);
    return first === undefined ? [] : [{ index, first }];
  });
}

/** `a, b and c`. */
function listed(words: readonly string[]): string {
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
