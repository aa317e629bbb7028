import { grows } from "../../lib/access/growth";
import type { Policy, Statement } from "../../lib/access/policy";
import { glob } from "../actions/action-data";
import type { Acceptance } from "../report/accepted-growth";
import { classSlug, type Change } from "./change";
import type { Comparison } from "./classify";
import { ofStatements, statementsOf, type StatementFinding } from "./side";

/** A change that somebody accepted. */
export interface AcceptedChange {
  readonly change: Change;
  readonly by: readonly Acceptance[];
}

/**
 * Accepted growth. A request pattern counts as if a statement had allowed it before, so what goes beyond it is still
 * found, by the same proof; the rest is accepted by address and class.
 */
export class Accepting {
  public readonly expired: readonly Acceptance[];
  private readonly valid: readonly Acceptance[];
  private readonly used = new Set<Acceptance>();

  /** @param today `2027-01-31` */
  public constructor(
    public readonly entries: readonly Acceptance[],
    today: string,
  ) {
    this.expired = entries.filter(({ until }) => until < today);
    this.valid = entries.filter(({ until }) => until >= today);
  }

  /** Valid entries that accepted nothing. */
  public unused(): readonly Acceptance[] {
    return this.valid.filter((entry) => !this.used.has(entry));
  }

  /** Growth beyond what is accepted, and for each finding that is accepted as a whole the entries that do so. */
  public beyond(
    growth: readonly StatementFinding[],
    { kind, before, after, surroundings }: Comparison,
  ): {
    readonly findings: readonly StatementFinding[];
    readonly accepted: readonly (readonly [StatementFinding, readonly Acceptance[]])[];
  } {
    const entries = this.valid.flatMap((entry) => {
      const statement = acceptedStatement(
        entry,
        kind,
        surroundings.principal,
        surroundings.resource,
        statementsOf(after),
      );
      return statement === undefined ? [] : [{ entry, statement }];
    });
    if (entries.length === 0 || growth.length === 0) return { findings: growth, accepted: [] };
    const without = (these: typeof entries): readonly StatementFinding[] => {
      const policy: Policy = { name: "accepted growth", statements: these.map(({ statement }) => statement) };
      return ofStatements(
        grows({ ...before, policies: [...before.policies, policy] }, after, surroundings).findings,
      );
    };
    const keyOf = ({ policy, statement }: StatementFinding) => `${policy} ${statement?.index}`;
    const left = new Map(without(entries).map((found) => [keyOf(found), found]));
    const accepted = growth.filter((found) => !left.has(keyOf(found)));
    const needed = entries.filter(({ entry }) => {
      const others = entries.filter((other) => other.entry !== entry);
      return without(others).some((found) => !left.has(keyOf(found)));
    });
    const by = (needed.length > 0 ? needed : entries).map(({ entry }) => entry);
    if (accepted.length > 0) for (const entry of by) this.used.add(entry);
    return {
      findings: growth.flatMap((found) => left.get(keyOf(found)) ?? []),
      accepted: accepted.map((found) => [found, by]),
    };
  }

  /** Takes out what is accepted by address and class. */
  public byAddress(changes: readonly Change[]): {
    readonly open: readonly Change[];
    readonly accepted: readonly AcceptedChange[];
  } {
    const open: Change[] = [];
    const accepted: AcceptedChange[] = [];
    for (const change of changes) {
      const by = this.valid.filter(
        (entry) =>
          entry.address !== undefined &&
          entry.class === classSlug(change.class) &&
          glob(entry.address, true)(change.address),
      );
      for (const entry of by) this.used.add(entry);
      if (by.length > 0) accepted.push({ change, by });
      else open.push(change);
    }
    return { open, accepted };
  }
}

/** The statement that would have allowed what is accepted. */
function acceptedStatement(
  { principal, action, resource }: Acceptance,
  kind: Comparison["kind"],
  holder: string | undefined,
  held: string | undefined,
  after: readonly Statement[],
): Statement | undefined {
  if (principal === undefined || action === undefined || resource === undefined) return undefined;
  const base = {
    policy: "accepted growth",
    index: 0,
    effect: "Allow" as const,
    conditions: [],
    variables: false,
  };
  const actions = { not: false, patterns: [action] };
  const isHolder = glob(principal, true);
  if (kind === "identity") {
    if (holder === undefined || !isHolder(holder)) return undefined;
    return { ...base, action: actions, resource: { not: false, patterns: [resource] } };
  }
  // A bucket's policy speaks of its objects as well.
  if (held === undefined || !(glob(resource, true)(held) || resource.startsWith(`${held}/`)))
    return undefined;
  const names = after
    .flatMap((statement) => statement.principal?.names ?? [])
    .filter(({ name }) => name === principal || isHolder(name));
  if (names.length === 0) return undefined;
  return {
    ...base,
    principal: { not: false, names },
    action: actions,
    ...(kind === "resource" && { resource: { not: false, patterns: [resource] } }),
  };
}
