import type { Statement } from "../../lib/access/policy";
import { loadActionData } from "../actions/load-action-data";
import { catalogued } from "../catalogue/catalogue";
import { reasonOfOwn } from "../catalogue/own-statement";
import { buildEstate, placedPolicies, type StackSnapshot } from "../estate/build-estate";
import { carriedIn, type Carried } from "../estate/carried";
import type { Estate, PlacedPolicy } from "../estate/estate";
import { newActingRoles } from "../growth/acting-roles";
import { Accepting } from "../growth/accepting";
import { changeClasses, type Change } from "../growth/change";
import { compareEstates } from "../growth/compare-estates";
import { escalationChanges } from "../growth/escalation-changes";
import { loosenedSettings } from "../growth/loosened-settings";
import { losses } from "../growth/losses";
import { keysWithoutAdministrator } from "../growth/key-administrators";
import { loosenedNetworks } from "../growth/network-rules";
import { newOpenings } from "../growth/openings";
import { statementJson } from "../growth/statement-text";
import type { ReviewInput } from "../input/read-inputs";
import { findRisks } from "../risks/find-risks";
import type { Risk } from "../risks/risk";
import type { Acceptance } from "./accepted-growth";
import { accessPicture } from "./access-edges";
import { notJudged } from "./not-judged";
import type { Report, ReportedChange, ReportedRisk, ReportedStatement } from "./report";

/** What is to be reviewed. */
interface ReviewRequest {
  readonly what: readonly ReviewInput[];
  /** What it is compared with. @default - the state before the plan, if a plan is among the inputs */
  readonly against?: readonly ReviewInput[];
  readonly accepted: readonly Acceptance[];
  /** `2027-01-31`: acceptances end. */
  readonly today: string;
}

/** Reads the rights out of the inputs, compares, and says what a reviewer has to know. */
export async function buildReport({ what, against, accepted, today }: ReviewRequest): Promise<Report> {
  const beforeStacks = stacksBefore(what, against);
  const afterStacks = what.map(({ stack, scope, after: snapshot }) => ({ stack, scope, snapshot }));
  const carriedAtAll = carriedByStack([...afterStacks, ...(beforeStacks ?? [])]);
  const estateOf = (stacks: readonly StackSnapshot[]) =>
    buildEstate(stacks.map((each) => ({ ...each, carried: carriedAtAll.get(each.stack) })));
  const after = estateOf(afterStacks);
  const before = beforeStacks && estateOf(beforeStacks);
  const data = await loadActionData(policiesOf([after, ...(before === undefined ? [] : [before])]));
  const accepting = new Accepting(accepted, today);
  const found: Change[] = [];
  const acceptedChanges: { change: Change; by: readonly Acceptance[] }[] = [];
  const risks = findRisks(after, data);
  if (before !== undefined && beforeStacks !== undefined) {
    const compared = compareEstates(before, after, data, accepting);
    acceptedChanges.push(...compared.accepted);
    found.push(...compared.changes, ...escalationChanges(before, after));
    found.push(...newlyUnseen(before, after), ...keysWithoutAdministrator(before, after));
    for (const { stack, scope, after: now, destroyed } of what) {
      const was = beforeStacks.find((each) => each.stack === stack)?.snapshot;
      found.push(...newOpenings(stack, scope, was, now), ...newActingRoles(stack, scope, was, now));
      found.push(...loosenedSettings(stack, scope, was, now), ...loosenedNetworks(stack, scope, was, now));
      if (was === undefined) continue;
      found.push(...losses(stack, scope, was, now, against === undefined ? destroyed : undefined));
    }
    for (const { stack, scope, snapshot } of beforeStacks) {
      // A stack that is no longer there: everything in it goes.
      if (what.some((each) => each.stack === stack)) continue;
      const nothing = { ...snapshot, resources: [] };
      found.push(...losses(stack, scope, snapshot, nothing, undefined));
      found.push(...loosenedSettings(stack, scope, snapshot, nothing));
    }
  }
  const byAddress = accepting.byAddress(found);
  const statements = new Statements();
  const principals = after.principals.map(
    ({ arn, name, kind, stack, address, made, identity, boundary, trust }) => ({
      arn,
      name,
      kind,
      stack,
      address,
      made,
      statements: identity.flatMap((placed) => statements.all(placed)),
      trust: trust === undefined ? [] : statements.all(trust),
      ...(boundary !== undefined && { boundary: boundary.policy.name }),
    }),
  );
  const resources = after.resources.map(({ arn, name, kind, type, stack, address, made, policies }) => ({
    arn,
    name,
    kind,
    type,
    stack,
    address,
    made,
    statements: policies.flatMap((placed) => statements.all(placed)),
  }));
  const picture = accessPicture(after, data);
  const access = picture.edges.map(({ principal, resource, levels, conditional, statements: its }) => ({
    principal,
    resource,
    levels,
    statements: its.map((statement) => statements.numberOf(statement)),
    conditional,
    anyResource: its.every(
      ({ resource, principal: named }) => named === undefined && resource?.patterns.includes("*") === true,
    ),
  }));
  return {
    format: "cdktf-ground-truth review",
    version: 1,
    stacks: what.map(({ stack, file, kind, scope, changes, notes }) => ({
      name: stack,
      file,
      kind,
      account: scope.account,
      region: scope.region,
      ...(changes !== undefined && { changes }),
      notes,
    })),
    comparedWith:
      against !== undefined
        ? "another input"
        : before === undefined
          ? "nothing"
          : "the state before the plan",
    notDecided: after.unseen,
    notJudged: notJudged(
      afterStacks.map(({ stack, snapshot }) => ({
        before: beforeStacks?.find((each) => each.stack === stack)?.snapshot,
        after: snapshot,
      })),
    ),
    changes: [...byAddress.open].sort(byClass).map(reportedChange),
    accepted: [...acceptedChanges, ...byAddress.accepted].map(({ change, by }) => ({
      change: reportedChange(change),
      by,
    })),
    acceptances: { unused: before === undefined ? [] : accepting.unused(), expired: accepting.expired },
    risks: risks.map(reportedRisk),
    principals,
    resources,
    outsiders: [...picture.outsidePrincipals, ...picture.outsideResources],
    access,
    statements: statements.list,
  };
}

/** Rights that are given to nobody knows whom, and were not before. */
function newlyUnseen(before: Estate, after: Estate): readonly Change[] {
  const known = new Set(before.unseen.map(({ about, why }) => `${about} ${why}`));
  return after.unseen
    .filter(({ about, why, givesRights }) => givesRights === true && !known.has(`${about} ${why}`))
    .map(({ about, why, stack }) => ({
      class: "not decided",
      stack: stack ?? "",
      address: about,
      about,
      arn: about,
      what: `What ${about} lets happen cannot be told: ${why}.`,
    }));
}

/** The state before: another input, or what the plans among the inputs say of it. */
function stacksBefore(
  what: readonly ReviewInput[],
  against: readonly ReviewInput[] | undefined,
): readonly StackSnapshot[] | undefined {
  if (against !== undefined) {
    const only = what.length === 1 && against.length === 1 ? what[0]!.stack : undefined;
    return against.map(({ stack, scope, after: snapshot }) => ({ stack: only ?? stack, scope, snapshot }));
  }
  if (what.every(({ before }) => before === undefined)) return undefined;
  // A state or a synthesized stack beside plans does not change.
  return what.map(({ stack, scope, before, after }) => ({ stack, scope, snapshot: before ?? after }));
}

function carriedByStack(stacks: readonly StackSnapshot[]): ReadonlyMap<string, Carried> {
  const all = new Map<string, Set<string>>();
  for (const { stack, scope, snapshot } of stacks) {
    const carried = all.get(stack) ?? new Set();
    for (const each of carriedIn(snapshot, scope)) carried.add(each);
    all.set(stack, carried);
  }
  return all;
}

function* policiesOf(estates: readonly Estate[]) {
  for (const { principals, resources } of estates) {
    for (const principal of principals) for (const { policy } of placedPolicies(principal)) yield policy;
    for (const { policies } of resources) for (const { policy } of policies) yield policy;
  }
}

/** Numbers statements, each once however many hold it. */
class Statements {
  public readonly list: ReportedStatement[] = [];
  private readonly numbers = new Map<Statement, number>();
  private readonly byPlace = new Map<string, number>();

  public all({ policy, place }: PlacedPolicy): readonly number[] {
    return policy.statements.map((statement) => {
      const key = `${policy.name}\n${statement.index}\n${JSON.stringify(statement)}`;
      const known = this.byPlace.get(key);
      const id = known ?? this.list.length;
      this.numbers.set(statement, id);
      if (known !== undefined) return id;
      this.byPlace.set(key, id);
      this.list.push({
        id,
        stack: place.stack,
        address: place.address,
        policy: policy.name,
        ...(statement.sid !== undefined && { sid: statement.sid }),
        statement: statementJson(statement),
        ...explained(statement),
      });
      return id;
    });
  }

  public numberOf(statement: Statement): number {
    return this.numbers.get(statement)!;
  }
}

function explained(statement: Statement) {
  const entry = catalogued(statement);
  if (entry === undefined) return withReason(reasonOfOwn(statement));
  const { reason, page, anyResourceBecause } = entry;
  return { reason, page, ...(anyResourceBecause !== undefined && { anyResourceBecause }) };
}

function withReason(reason: string | undefined) {
  return reason === undefined ? {} : { reason };
}

function reportedChange({ statement, ...change }: Change): ReportedChange {
  return { ...change, ...withStatement(statement, change.page) };
}

function reportedRisk({ statement, ...risk }: Risk): ReportedRisk {
  return { ...risk, ...withStatement(statement, risk.page) };
}

function withStatement(statement: Statement | undefined, ownPage: string | undefined) {
  if (statement === undefined) return {};
  const entry = catalogued(statement);
  const page = ownPage ?? entry?.page;
  return {
    statement: statementJson(statement),
    ...withReason(entry?.reason ?? reasonOfOwn(statement)),
    ...(page !== undefined && { page }),
  };
}

function byClass(one: Change, other: Change): number {
  return changeClasses.indexOf(one.class) - changeClasses.indexOf(other.class);
}
