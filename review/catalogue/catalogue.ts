import type { Statement } from "../../lib/access/policy";
import { asset } from "../asset";

/** Why a statement of this library is there. */
export interface CatalogueEntry {
  readonly sid: string;
  readonly actions: readonly string[];
  readonly reason: string;
  readonly page: string;
  readonly anyResourceBecause?: string;
}

let bySid: ReadonlyMap<string, readonly CatalogueEntry[]> | undefined;

/** Every entry with this Sid, which may have the number that keeps Sids apart in one document; none for an unknown one. */
export function cataloguedAs(sid: string): readonly CatalogueEntry[] {
  return all().get(sid) ?? all().get(sid.replace(/\d+$/, "")) ?? [];
}

/** All Sids of this library. */
export function cataloguedSids(): readonly string[] {
  return [...all().keys()];
}

/** @returns the entry of a statement of this library, by its name and actions; undefined for everybody else's */
export function catalogued(statement: Statement): CatalogueEntry | undefined {
  const { sid, action } = statement;
  if (sid === undefined || action.not) return undefined;
  return cataloguedAs(sid).find(({ actions }) =>
    action.patterns.every((pattern) => actions.includes(pattern)),
  );
}

function all(): ReadonlyMap<string, readonly CatalogueEntry[]> {
  if (bySid !== undefined) return bySid;
  const entries = JSON.parse(asset("catalogue", "statements.json")) as CatalogueEntry[];
  const grouped = new Map<string, CatalogueEntry[]>();
  for (const entry of entries) grouped.set(entry.sid, [...(grouped.get(entry.sid) ?? []), entry]);
  bySid = grouped;
  return bySid;
}
