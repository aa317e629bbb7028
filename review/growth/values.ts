import { isObject, type Json, type JsonObject } from "../input/resource";

/** A block, or several, however Terraform wrote it. */
export function blocksOf(value: Json | undefined): readonly JsonObject[] {
  return (Array.isArray(value) ? (value as readonly Json[]) : [value]).filter(isObject);
}

/** Items of a list as texts, blocks among them as JSON. */
export function textsOf(value: Json | undefined): readonly string[] {
  const items = Array.isArray(value) ? (value as readonly Json[]) : [];
  return items.map((each) => (typeof each === "string" ? each : JSON.stringify(each)));
}

export function within(some: readonly string[], all: readonly string[]): boolean {
  return some.every((each) => all.includes(each));
}

export function same(one: Json | undefined, other: Json | undefined): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}
