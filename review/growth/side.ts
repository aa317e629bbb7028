import { grows, type AccessSide, type GrowthFinding, type Surroundings } from "../../lib/access/growth";
import type { Policy, Statement } from "../../lib/access/policy";
import type { ActionData } from "../actions/action-data";
import { meaning } from "./statement-text";

/** A finding that one statement makes. Policies that cannot be read make the others, and are told by themselves. */
export interface StatementFinding extends GrowthFinding {
  readonly statement: Statement;
}

export function ofStatements(findings: readonly GrowthFinding[]): readonly StatementFinding[] {
  return findings.flatMap((found) =>
    found.statement === undefined ? [] : [{ ...found, statement: found.statement }],
  );
}

/** All statements of one side, but those of its limits. */
export function statementsOf(side: AccessSide): readonly Statement[] {
  return side.policies.flatMap(({ statements }) => statements);
}

export function isUnseen(side: AccessSide): boolean {
  return [...side.policies, ...(side.limits ?? []).flat()].some(({ unseen }) => unseen !== undefined);
}

/** Whether both sides say the same, but for names and order: nothing need be proved then. */
export function sameMeaning(one: AccessSide, other: AccessSide): boolean {
  const of = (side: AccessSide) =>
    JSON.stringify([
      [...new Set(statementsOf(side).map(meaning))].sort(),
      side.policies.flatMap(({ unseen, name }) => (unseen === undefined ? [] : [name])).sort(),
      (side.limits ?? []).map((level) =>
        level.map(({ statements, unseen, name }) => [
          statements.map(meaning).sort(),
          unseen === undefined ? undefined : name,
        ]),
      ),
    ]);
  return of(one) === of(other);
}

/** Whether both are the same to the letter. */
export function sameText(one: AccessSide, other: AccessSide): boolean {
  const of = (side: AccessSide) =>
    JSON.stringify([side.policies.map(({ statements }) => statements), side.limits]);
  return of(one) === of(other);
}

/**
 * Requests that a `Deny` of `before` stopped and nothing in `after` stops. A side that denies less can grow without
 * allowing more, as the permission may stand in a policy of the other side: so the sides are compared with everything allowed.
 */
export function lostDenies(
  before: AccessSide,
  after: AccessSide,
  surroundings: Surroundings,
): readonly GrowthFinding[] {
  const denies = (side: AccessSide) => statementsOf(side).filter(({ effect }) => effect === "Deny");
  const old = denies(before);
  if (old.length === 0) return [];
  const kept = new Set(denies(after).map(meaning));
  if (old.every((deny) => kept.has(meaning(deny)))) return [];
  const withEverything = (statements: readonly Statement[]): AccessSide => ({
    policies: [{ name: "everything", statements: [everythingFor(old), ...statements] }],
  });
  return grows(withEverything(old), withEverything(denies(after)), surroundings).findings;
}

/** Takes the place of whatever else allows. */
function everythingFor(denies: readonly Statement[]): Statement {
  const hasPrincipal = denies.some(({ principal }) => principal !== undefined);
  const hasResource = denies.some(({ resource }) => resource !== undefined);
  return {
    policy: "everything",
    index: 0,
    effect: "Allow",
    ...(hasPrincipal && { principal: { not: false, names: [{ kind: "AWS", name: "*" }] } }),
    action: { not: false, patterns: ["*"] },
    ...(hasResource && { resource: { not: false, patterns: ["*"] } }),
    conditions: [],
    variables: false,
  };
}

/** One statement of `after`, for one of its actions only, against all of `before`: whether this action is new. */
export function growsBy(
  statement: Statement,
  action: string,
  before: AccessSide,
  after: AccessSide,
  surroundings: Surroundings,
): StatementFinding | undefined {
  const denies = statementsOf(after).filter(({ effect }) => effect === "Deny");
  const narrowed: Statement = { ...statement, action: { not: false, patterns: [action] } };
  const policy: Policy = { name: statement.policy, statements: [narrowed, ...denies] };
  return ofStatements(grows(before, { ...after, policies: [policy] }, surroundings).findings)[0];
}

/** Actions of AWS's list that a statement covers. */
export function actionsOf({ action }: Statement, data: ActionData): readonly string[] {
  const covered = new Set(action.patterns.flatMap((pattern) => data.matching(pattern)));
  return action.not ? data.all.filter((each) => !covered.has(each)) : [...covered];
}

/** The part of AWS's list that the statements of both sides can speak of. */
export function actionsFor(data: ActionData, ...sides: readonly AccessSide[]): readonly string[] {
  const services = new Set<string>();
  for (const statement of sides.flatMap(statementsOf)) {
    for (const pattern of statement.action.patterns) {
      const service = /^([\w-]+):/.exec(pattern)?.[1];
      if (service !== undefined) services.add(service.toLowerCase());
    }
  }
  return data.all.filter((action) => services.has(action.slice(0, action.indexOf(":"))));
}
