import type { Estate } from "../estate/estate";
import { openWays, waysOfOneKind } from "../risks/find-risks";
import type { Change } from "./change";

/** Catalogued ways to raise rights that are open now and were not: often two statements open one together. */
export function escalationChanges(before: Estate, after: Estate): readonly Change[] {
  const old = new Map(before.principals.map((principal) => [principal.arn, principal]));
  return after.principals.flatMap((principal): readonly Change[] => {
    const was = old.get(principal.arn);
    // Of a new principal each statement is told as growth, and its ways beside it.
    if (was === undefined || JSON.stringify(was.identity) === JSON.stringify(principal.identity)) return [];
    const known = new Set(openWays(was).map(({ path }) => path.id));
    const opened = openWays(principal).filter(({ path }) => !known.has(path.id));
    return waysOfOneKind(principal, opened).map(({ kind: _kind, ...risk }) => ({
      class: "raises privilege",
      because: "All actions of a catalogued way to raise rights are allowed together now.",
      ...risk,
    }));
  });
}
