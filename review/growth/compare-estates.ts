import { grows, type AccessSide, type GrowthFinding, type Surroundings } from "../../lib/access/growth";
import type { Policy, Statement } from "../../lib/access/policy";
import type { ActionData } from "../actions/action-data";
import { compare, policyOfResource } from "../estate/build-estate";
import type { Estate, EstatePrincipal, EstateResource, PlacedPolicy } from "../estate/estate";
import type { AcceptedChange, Accepting } from "./accepting";
import { growthClasses, type Change, type ChangeClass } from "./change";
import { classify, type Comparison, type SideKind } from "./classify";
import { Renames } from "./renames";
import {
  actionsFor,
  isUnseen,
  lostDenies,
  ofStatements,
  type StatementFinding,
  sameMeaning,
  sameText,
  statementsOf,
} from "./side";
import { difference, listed, meaning } from "./statement-text";

/** What is compared as one: the policies of a principal, the policy of a resource, the trust of a role. */
interface Pair {
  readonly kind: SideKind;
  readonly arn: string;
  readonly about: string;
  readonly stack: string;
  readonly address: string;
  readonly before: AccessSide;
  readonly after: AccessSide;
  readonly existed: boolean;
  readonly exists: boolean;
  readonly account?: string;
  readonly places: ReadonlyMap<string, PlacedPolicy>;
}

/**
 * What the policies of one estate allow and those of another did not, by principal and by resource. Each part is proved
 * by itself: what no part allows or stops denying, the whole does not allow either.
 */
export function compareEstates(
  before: Estate,
  after: Estate,
  data: ActionData,
  accepting: Accepting,
): { readonly changes: readonly Change[]; readonly accepted: readonly AcceptedChange[] } {
  const renames = new Renames(before, after);
  const pairs = [...identityPairs(before, after, renames), ...resourcePairs(before, after, renames)];
  const accepted: AcceptedChange[] = [];
  const changes = pairs.flatMap((pair) => {
    const its = comparePair(pair, data, accepting, accepted);
    return boundaryGone(pair, its) ? [boundaryLost(pair), ...its] : its;
  });
  return { changes: [...renames.changes(), ...toldOnce(changes)], accepted };
}

/** Policies outside of the input, and those of resources, are no longer bounded: growth even where no policy here shows it. */
function boundaryGone({ kind, before, after, exists }: Pair, changes: readonly Change[]): boolean {
  if (kind !== "identity" || !exists || before.limits === undefined || after.limits !== undefined)
    return false;
  return !changes.some((change) => growthClasses.includes(change.class));
}

function boundaryLost(pair: Pair): Change {
  return changeOf(pair, "loosens", { what: "The permissions boundary is gone.", address: pair.address });
}

/** A policy that many hold and nobody can read is told once. */
function toldOnce(changes: readonly Change[]): readonly Change[] {
  const first = new Map<string, { index: number; others: number }>();
  const kept: Change[] = [];
  for (const change of changes) {
    const key = `${change.stack} ${change.address} ${change.what}`;
    const known =
      change.class === "not decided" && change.statement === undefined ? first.get(key) : undefined;
    if (known === undefined) {
      first.set(key, { index: kept.length, others: 0 });
      kept.push(change);
      continue;
    }
    known.others += 1;
    const one = changes.find((each) => kept[known.index]!.arn === each.arn)!;
    kept[known.index] = { ...kept[known.index]!, about: `${one.about} and ${known.others} more` };
  }
  return kept;
}

function comparePair(
  pair: Pair,
  data: ActionData,
  accepting: Accepting,
  accepted: AcceptedChange[],
): readonly Change[] {
  const { before, after, kind, arn, account, existed, exists } = pair;
  if (sameMeaning(before, after)) {
    if (!existed || sameText(before, after)) return [];
    return [
      changeOf(pair, "harmless", {
        what: "The text changed; what is allowed is the same.",
        ...anyPlace(pair),
      }),
    ];
  }
  const surroundings = {
    ...(kind === "identity" && { principal: arn }),
    // A name that stands for an ARN that nobody knows is what no statement speaks of.
    ...(kind !== "identity" && arn.startsWith("arn:") && { resource: arn }),
    ...(account !== undefined && { resourceAccount: account }),
    actions: actionsFor(data, before, after),
  };
  const comparison: Comparison = { kind, before, after, surroundings, existed };
  const growth = grows(before, after, surroundings);
  // What cannot be read is told below, unless it was there before in the same way.
  const findings = ofStatements(growth.findings);
  const judge = (found: StatementFinding) => {
    const judged = classify(found, comparison, data);
    return grown(pair, judged.class, judged.finding);
  };
  const beyond = accepting.beyond(findings, comparison);
  accepted.push(...beyond.accepted.map(([found, by]) => ({ change: judge(found), by })));
  const changes = beyond.findings.map(judge);
  for (const policy of [...after.policies, ...(after.limits ?? []).flat()]) {
    // What the engine could not see it tells only where it matters; a reviewer is told in any case.
    if (policy.unseen === undefined || changes.some((change) => change.statement?.policy === policy.name))
      continue;
    if (pair.before.policies.some((old) => old.name === policy.name && old.unseen === policy.unseen))
      continue;
    changes.push(
      changeOf(pair, "not decided", {
        what: `What ${policy.name} allows cannot be seen.`,
        because: sentenceFrom(policy),
        address: pair.places.get(policy.name)?.place.address ?? pair.address,
      }),
    );
  }
  // What is gone denies nothing and has nothing to deny.
  const told = new Set(findings.flatMap(({ deniedBefore }) => deniedBefore.map(meaning)));
  for (const lost of exists ? lostDenies(before, after, surroundings) : []) {
    const deny = lost.deniedBefore[0];
    if (deny !== undefined && told.has(meaning(deny))) continue;
    changes.push(denyLost(pair, lost, deny));
    if (deny !== undefined) told.add(meaning(deny));
  }
  if (!exists) return changes.length > 0 ? withoutRepeats(changes) : gone(pair, surroundings);
  if (changes.length === 0 && beyond.accepted.length === 0 && existed) {
    const back = isUnseen(before) ? { findings: [] } : grows(after, before, surroundings);
    const gone = ofStatements(back.findings).filter(({ result }) => result === "grown");
    for (const found of gone) changes.push(shrunk(pair, found));
    if (gone.length === 0) {
      const what = "The text changed; it is proved that nothing more is allowed.";
      changes.push(changeOf(pair, "harmless", { what, ...anyPlace(pair) }));
    }
  } else if (existed && !isUnseen(before)) {
    const back = ofStatements(grows(after, before, surroundings).findings).filter(
      ({ result }) => result === "grown",
    );
    changes.push(...back.map((found) => shrunk(pair, found)));
  }
  return withoutRepeats(changes);
}

/** Why a policy cannot be seen. An error of its reader begins with its name, which stands beside it. */
function sentenceFrom({ name, unseen = "" }: Policy): string {
  const why = unseen.startsWith(`${name}: `) ? unseen.slice(name.length + 2) : unseen;
  const ended = why.endsWith(".") ? why : `${why}.`;
  return `${ended.charAt(0).toUpperCase()}${ended.slice(1)}`;
}

/** Of what is gone: what it allowed. */
function gone(pair: Pair, surroundings: Surroundings): readonly Change[] {
  if (isUnseen(pair.before)) return [];
  const back = ofStatements(grows(pair.after, pair.before, surroundings).findings);
  return withoutRepeats(back.filter(({ result }) => result === "grown").map((found) => shrunk(pair, found)));
}

/** Where a change of the text as a whole is shown: the first policy of the pair. */
function anyPlace({ places, address }: Pair): { readonly address: string } {
  return { address: [...places.values()][0]?.place.address ?? address };
}

function grown(pair: Pair, kind: ChangeClass, finding: StatementFinding): Change {
  const { statement, request, deniedBefore, delegated } = finding;
  const kept = new Set(statementsOf(pair.after).map(meaning));
  const counterpart = counterpartOf(
    statement,
    statementsOf(pair.before).filter((old) => !kept.has(meaning(old))),
  );
  const changed = counterpart && difference(counterpart, statement);
  const lost =
    deniedBefore.length > 0 ? `${listed(deniedBefore.map(titleOf))} no longer denies it.` : undefined;
  const what =
    request === undefined
      ? `Whether ${titleOf(statement)} allows something new cannot be decided: ${finding.because}`
      : `${sentenceOf(request.action, request.resource, request.principal, pair)} is allowed now and was not.`;
  return changeOf(pair, kind, {
    what: delegated === true ? `${what} The account's own policies then decide who.` : what,
    because: lost ?? changed ?? (pair.existed ? "The statement is new." : undefined),
    statement,
    sid: statement.sid,
    request,
    address: pair.places.get(statement.policy)?.place.address ?? pair.address,
  });
}

function denyLost(
  pair: Pair,
  { request, result, because }: GrowthFinding,
  deny: Statement | undefined,
): Change {
  const counterpart = deny && counterpartOf(deny, statementsOf(pair.after));
  const changed = deny && counterpart && difference(deny, counterpart);
  const subject = request && sentenceOf(request.action, request.resource, request.principal, pair);
  return changeOf(pair, result === "grown" ? "loosens" : "not decided", {
    what:
      subject === undefined
        ? `Whether a denial is lost cannot be decided: ${because}`
        : `${subject} was denied whatever else allowed it, and is not any more.`,
    because: changed ?? (deny && `${titleOf(deny)} is gone.`),
    statement: deny,
    sid: deny?.sid,
    request,
    address: (deny && pair.places.get(deny.policy)?.place.address) ?? pair.address,
  });
}

function shrunk(pair: Pair, { statement, request }: StatementFinding): Change {
  const what =
    request === undefined
      ? `${titleOf(statement)} allows less.`
      : `${sentenceOf(request.action, request.resource, request.principal, pair)} was allowed and is not any more.`;
  return changeOf(pair, "shrinks", {
    what,
    statement,
    sid: statement.sid,
    request,
    address: pair.places.get(statement.policy)?.place.address ?? pair.address,
  });
}

function sentenceOf(action: string, resource: string, principal: string, { kind, arn }: Pair): string {
  const who = kind === "identity" || principal === "" ? "" : ` by ${principal}`;
  // Where any resource fits, the request carries a made-up one.
  const what =
    kind === "trust" ? arn : resource === "*" || resource.startsWith("arn:") ? resource : "any resource";
  return `${action} on ${what}${who}`;
}

function changeOf(
  pair: Pair,
  kind: ChangeClass,
  rest: Omit<Change, "class" | "stack" | "about" | "arn">,
): Change {
  const { stack, about, arn } = pair;
  return { class: kind, stack, about, arn, ...rest };
}

function titleOf({ sid, policy, index }: Statement): string {
  return sid ?? `statement ${index + 1} of ${policy}`;
}

/** What the statement was before: by its name, else by its place, else the one that has most in common. */
function counterpartOf(statement: Statement, others: readonly Statement[]): Statement | undefined {
  const same = others.filter(({ effect }) => effect === statement.effect);
  const sid = statement.sid?.replace(/\d+$/, "");
  const named = same.find((other) => statement.sid !== undefined && other.sid === statement.sid);
  if (named !== undefined) return named;
  const alike = same.find((other) => sid !== undefined && other.sid?.replace(/\d+$/, "") === sid);
  if (alike !== undefined) return alike;
  const common = (other: Statement) =>
    other.action.patterns.filter((each) => statement.action.patterns.includes(each)).length +
    (other.resource?.patterns ?? []).filter((each) => statement.resource?.patterns.includes(each)).length;
  const best = [...same].sort((a, b) => common(b) - common(a))[0];
  return best !== undefined && common(best) > 0 ? best : undefined;
}

function identityPairs(before: Estate, after: Estate, renames: Renames): readonly Pair[] {
  const old = new Map(before.principals.map((each) => [renames.now(each.arn), each]));
  const now = new Map(after.principals.map((each) => [each.arn, each]));
  const arns = [...new Set([...old.keys(), ...now.keys()])].sort(compare);
  const heldBefore = heldPolicies(before);
  const heldAfter = heldPolicies(after);
  return arns.flatMap((arn): Pair[] => {
    const is = now.get(arn);
    const was = old.get(arn) ?? (isHeld(is) ? asPrincipal(is!, heldBefore) : undefined);
    // A policy that somebody holds now is judged with the one who holds it.
    if (is === undefined && was !== undefined && isHeld(was) && asPrincipal(was, heldAfter) !== undefined)
      return [];
    const one = (is ?? was)!;
    const places = placesOf([
      ...(was?.identity ?? []),
      ...(is?.identity ?? []),
      ...boundaryOf(was),
      ...boundaryOf(is),
    ]);
    const common = {
      arn,
      about: one.name,
      stack: one.stack,
      address: one.address,
      existed: was !== undefined,
      exists: is !== undefined,
    };
    const pairs: Pair[] = [
      {
        ...common,
        kind: "identity",
        before: renames.side(identitySide(was)),
        after: identitySide(is),
        places,
      },
    ];
    if (was?.trust !== undefined || is?.trust !== undefined) {
      pairs.push({
        ...common,
        kind: "trust",
        account: arn.split(":")[4] ?? "",
        before: renames.side(policies(was?.trust)),
        after: policies(is?.trust),
        places: placesOf([was?.trust, is?.trust].filter((each) => each !== undefined)),
      });
    }
    return pairs;
  });
}

function resourcePairs(before: Estate, after: Estate, renames: Renames): readonly Pair[] {
  const old = new Map(before.resources.map((each) => [renames.now(each.arn), each]));
  const now = new Map(after.resources.map((each) => [each.arn, each]));
  const arns = [...new Set([...old.keys(), ...now.keys()])].sort(compare);
  return arns.map((arn): Pair => {
    const was = old.get(arn);
    const is = now.get(arn);
    const one = (is ?? was)!;
    return {
      kind: "resource",
      arn,
      about: one.name,
      stack: one.stack,
      address: one.address,
      account: one.account,
      existed: was !== undefined,
      exists: is !== undefined,
      before: renames.side(resourceSide(was)),
      after: resourceSide(is),
      places: placesOf([...(was?.policies ?? []), ...(is?.policies ?? [])]),
    };
  });
}

/** Policies by name, whoever holds them. */
function heldPolicies({ principals }: Estate): ReadonlyMap<string, PlacedPolicy> {
  return new Map(
    principals.flatMap(({ kind, identity, boundary }) =>
      kind === "policy" || kind === "group"
        ? []
        : [...identity, ...(boundary === undefined ? [] : [boundary])].map(
            (each) => [each.policy.name, each] as const,
          ),
    ),
  );
}

/** A group without users here, a policy that nobody here holds. */
const isHeld = (principal: EstatePrincipal | undefined) =>
  principal?.kind === "policy" || principal?.kind === "group";

/** The same, as it was when somebody held it. */
function asPrincipal(
  holder: EstatePrincipal,
  held: ReadonlyMap<string, PlacedPolicy>,
): EstatePrincipal | undefined {
  const identity = holder.identity.flatMap(({ policy }) => held.get(policy.name) ?? []);
  return identity.length === 0 ? undefined : { ...holder, identity };
}

function identitySide(principal: EstatePrincipal | undefined): AccessSide {
  if (principal === undefined) return { policies: [] };
  const { identity, boundary } = principal;
  return {
    policies: identity.map(({ policy }) => policy),
    ...(boundary !== undefined && { limits: [[boundary.policy]] }),
  };
}

function resourceSide(resource: EstateResource | undefined): AccessSide {
  const policy = resource && policyOfResource(resource);
  return { policies: policy === undefined ? [] : [policy] };
}

function policies(placed: PlacedPolicy | undefined): { readonly policies: readonly Policy[] } {
  return { policies: placed === undefined ? [] : [placed.policy] };
}

function boundaryOf(principal: EstatePrincipal | undefined): readonly PlacedPolicy[] {
  return principal?.boundary === undefined ? [] : [principal.boundary];
}

function placesOf(placed: readonly PlacedPolicy[]): ReadonlyMap<string, PlacedPolicy> {
  return new Map(placed.map((each) => [each.policy.name, each]));
}

function withoutRepeats(changes: readonly Change[]): readonly Change[] {
  const seen = new Set<string>();
  return changes.filter((change) => {
    const key = `${change.class} ${change.what} ${change.sid}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
