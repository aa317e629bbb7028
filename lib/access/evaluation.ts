import type { Context } from "./pattern";
import type { Policy, Statement } from "./policy";
import { statementTitle } from "./policy";
import type { AccessRequest, Decision, PoliciesInForce, RequestContext } from "./request";
import type { Naming, Requester } from "./requester";
import { requester, requesterKeys, statementNames } from "./requester";
import type { Call } from "./statement";
import { statementHolds } from "./statement";
import type { Truth } from "./truth";

/*
 * Which policies must allow a request together. The same rules decide one request (`allows`) and all requests of a
 * principal (`whoCan`), so they are written down once, as ways in which it can be allowed.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */

/** Statements of policies of one kind; one of them must hold. */
export interface Group {
  readonly title: string;
  readonly statements: readonly Statement[];
  /** Policies of this kind that cannot be read. */
  readonly unseen: readonly Policy[];
}

/** All of these groups together allow. */
type Way = readonly Group[];

export interface Rules {
  readonly ways: readonly Way[];
  /** `sure: false` where it is not documented whether the statement is about this principal. */
  readonly denies: readonly { readonly statement: Statement; readonly sure: boolean }[];
  /** Policies that cannot be read: each could deny. */
  readonly unseen: readonly Policy[];
}

/** What the rules depend on, beside the policies. */
export interface Target {
  readonly action: string;
  readonly resource: string;
  readonly resourceAccount?: string;
}

/**
 * What AWS would say to `request`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function allows(request: AccessRequest, policies: PoliciesInForce): Decision {
  const who = requester(request.principal);
  const call: Call = {
    action: request.action,
    resource: request.resource,
    context: fullContext(who, request.context),
  };
  const rules = rulesFor(who, request, policies);
  const denies = rules.denies.map(({ statement, sure }) => ({
    statement,
    truth: sure ? statementHolds(statement, call) : doubtful(statementHolds(statement, call)),
  }));
  const denying = denies.filter(({ truth }) => truth === "yes").map(({ statement }) => statement);
  if (denying.length > 0) {
    return { verdict: "explicitly denied", statements: denying, because: `${titles(denying)} denies it` };
  }
  const ways = rules.ways.map((way) => wayHolds(way, call));
  const open = ways.find(({ truth }) => truth === "yes") ?? ways.find(({ truth }) => truth === "maybe");
  if (open === undefined) {
    return { verdict: "implicitly denied", statements: [], because: missing(rules.ways, call) };
  }
  const doubts = [
    ...open.doubts,
    ...denies
      .filter(({ truth }) => truth === "maybe")
      .map(({ statement }) => `${statementTitle(statement)} may deny it`),
    ...rules.unseen.map(({ name, unseen }) => `${name} cannot be read: ${unseen}`),
  ];
  if (doubts.length > 0) {
    return { verdict: "not decided", statements: open.statements, because: [...new Set(doubts)].join("; ") };
  }
  const because =
    open.statements.length > 0
      ? `${titles(open.statements)} allows it`
      : "the root user of an account can do everything in it";
  return { verdict: "allowed", statements: open.statements, because };
}

/** The policies that decide what `who` may do to one resource. */
export function rulesFor(who: Requester, target: Target, policies: PoliciesInForce): Rules {
  const bounded = policies.boundary !== undefined;
  const named = (policy: Policy | undefined, effect: Statement["effect"]) =>
    (policy?.statements ?? [])
      .filter((statement) => statement.effect === effect)
      .map((statement) => ({ statement, ...statementNames(statement, who, bounded) }))
      .filter(({ truth }) => truth !== "no");
  const byResource = named(policies.resource, "Allow");
  const resource = (...accepted: Naming[]): Group => ({
    title: "the policy of the resource",
    statements: byResource
      .filter(({ namings }) => accepted.some((naming) => namings.has(naming)))
      .map(({ statement }) => statement),
    unseen: unseenOf(policies.resource),
  });
  const limits = [
    ...(who.account === undefined
      ? []
      : (policies.serviceControl ?? []).map((level) => group("service control policies", level))),
    ...(policies.resourceControl ?? []).map((level) => group("resource control policies", level)),
  ];
  const boundary =
    policies.boundary === undefined ? [] : [group("the permissions boundary", [policies.boundary])];
  const session = policies.session === undefined ? [] : [group("the session policy", policies.session)];
  const identity = group("identity policies", policies.identity);

  const all = [
    ...policies.identity,
    ...(policies.session ?? []),
    ...[policies.boundary, policies.resource].filter((policy) => policy !== undefined),
    ...(who.account === undefined ? [] : (policies.serviceControl ?? []).flat()),
    ...(policies.resourceControl ?? []).flat(),
  ];
  const denies = all.flatMap((policy) =>
    policy === policies.resource
      ? named(policy, "Deny").map(({ statement, truth }) => ({ statement, sure: truth === "yes" }))
      : policy.statements
          .filter(({ effect }) => effect === "Deny")
          .map((statement) => ({ statement, sure: true })),
  );
  return {
    ways: waysFor().map((way) => [...way, ...limits]),
    denies,
    unseen: all.filter(({ unseen }) => unseen !== undefined),
  };

  function waysFor(): Way[] {
    // Services, federated identities and the public have no identity policies.
    if (who.account === undefined) return [[resource("itself", "everyone")]];
    const decidesAlone = needsItsPolicy(target);
    const account = accountOf(target, who);
    if (account !== who.account) {
      return [[identity, ...boundary, ...session, resource("itself", "its role", "everyone", "its account")]];
    }
    const byIdentity: Way = [
      identity,
      ...boundary,
      ...session,
      // A key and a role hand the decision to identity policies only if their own policy says so.
      ...(decidesAlone ? [resource("its account")] : []),
    ];
    const root: Way[] =
      who.kind === "root" ? [decidesAlone ? [resource("itself", "its account", "everyone")] : []] : [];
    return [
      ...root,
      byIdentity,
      // Who is named itself is not held back by an implicit denial of a boundary or of session policies: a role is.
      [resource("itself", "everyone")],
      [resource("its role"), ...boundary, ...session],
    ];
  }
}

/** Keys and roles: what their own policy does not say nobody may do, not even by identity policies. */
export function needsItsPolicy({ action, resource }: Target): boolean {
  const name = action.toLowerCase();
  if (/^(kms:|\*)/.test(name)) return /^arn:[^:]*:kms:[^:]*:[^:]*:key\//.test(resource);
  return /^sts:(assumerole|tagsession|setsourceidentity)/.test(name) && /:role\//.test(resource);
}

function accountOf({ resource, resourceAccount }: Target, who: Requester): string | undefined {
  if (resourceAccount !== undefined) return resourceAccount;
  const account = resource.split(":")[4];
  return account === undefined || account === "" ? who.account : account;
}

function group(title: string, policies: readonly Policy[]): Group {
  return {
    title,
    statements: policies.flatMap(({ statements }) => statements.filter(({ effect }) => effect === "Allow")),
    unseen: policies.filter(({ unseen }) => unseen !== undefined),
  };
}

function unseenOf(policy: Policy | undefined): readonly Policy[] {
  return policy?.unseen === undefined ? [] : [policy];
}

interface WayResult {
  readonly truth: Truth;
  readonly statements: readonly Statement[];
  readonly doubts: readonly string[];
}

function wayHolds(way: Way, call: Call): WayResult {
  const statements: Statement[] = [];
  const doubts: string[] = [];
  for (const { title, statements: candidates, unseen } of way) {
    const truths = candidates.map((statement) => ({ statement, truth: statementHolds(statement, call) }));
    const sure = truths.filter(({ truth }) => truth === "yes");
    const found = sure.length > 0 ? sure : truths.filter(({ truth }) => truth === "maybe");
    if (found.length === 0 && unseen.length === 0) return { truth: "no", statements: [], doubts: [] };
    statements.push(...found.map(({ statement }) => statement));
    if (sure.length > 0) continue;
    if (found.length > 0) doubts.push(`a condition of ${titles(statements)} is not decided`);
    else doubts.push(...unseen.map((policy) => `${policy.name} (${title}) cannot be read: ${policy.unseen}`));
  }
  return { truth: doubts.length > 0 ? "maybe" : "yes", statements, doubts };
}

/** What is missing on the way that comes furthest. */
function missing(ways: readonly Way[], call: Call): string {
  const lacking = ways.map((way) =>
    way
      .filter(({ statements }) => !statements.some((statement) => statementHolds(statement, call) === "yes"))
      .map(({ title }) => title),
  );
  const least = lacking.reduce((best, one) => (one.length < best.length ? one : best), lacking[0] ?? []);
  return `no statement in ${[...new Set(least)].join(" nor in ")} allows it`;
}

const doubtful = (truth: Truth): Truth => (truth === "yes" ? "maybe" : truth);

const titles = (statements: readonly Statement[]): string =>
  [...new Set(statements.map(statementTitle))].join(" and ");

/** The keys of a request in lower case, with those that follow from who makes it. */
export function fullContext(who: Requester, given: RequestContext = {}): Context {
  const context = new Map<string, string | readonly string[]>(requesterKeys(who));
  for (const [key, value] of Object.entries(given)) context.set(key.toLowerCase(), value);
  return context;
}
