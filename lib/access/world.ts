import { TooComplex } from "./automaton";
import { isOfRequester } from "./dimension";
import type { Group } from "./evaluation";
import { allows, needsItsPolicy, rulesFor } from "./evaluation";
import { mayOverlap } from "./overlap";
import type { Condition, Policy, Statement } from "./policy";
import { operatorTitle, parsePolicy, statementTitle } from "./policy";
import type { AccessRequest, PoliciesInForce } from "./request";
import type { Requester } from "./requester";
import { accountNamed, requester, statementNames } from "./requester";
import type { Box } from "./space";
import { intersection, Space } from "./space";

/** Everything that is known: from a plan, a state, an account. */
export interface World {
  readonly principals: readonly WorldPrincipal[];
  readonly resources: readonly WorldResource[];
  /** Policies that principals outside of the world hold: those of a group, those that are attached elsewhere. @default - none known */
  readonly heldOutside?: readonly Policy[];
  /** Service control policies, a list for each level. @default - none known */
  readonly serviceControl?: readonly (readonly Policy[])[];
  /** Resource control policies, a list for each level. @default - none known */
  readonly resourceControl?: readonly (readonly Policy[])[];
}

/** A role or a user. */
export interface WorldPrincipal {
  /** ARN of the role or user. */
  readonly arn: string;
  /** All policies: attached and inline. A policy that cannot be read is an `unseenPolicy`. */
  readonly identity: readonly Policy[];
  /** @default - none */
  readonly boundary?: Policy;
  /** Who may assume it, if it is a role. */
  readonly trust?: Policy;
}

/** Anything that an action is done to: bucket, objects of a bucket, key, queue, topic, function, log group. */
export interface WorldResource {
  /** ARN. For a kind of things inside it a pattern: `arn:aws:s3:::bucket/*`. */
  readonly arn: string;
  /** @default - the account of the ARN; for S3 the account of the principal */
  readonly account?: string;
  /** @default - none */
  readonly policy?: Policy;
}

/** Somebody who can do it. */
export interface Access {
  /** ARN, service, account root, or a pattern for principals outside the world: `arn:aws:iam::444455556666:root`, `*`. */
  readonly principal: string;
  /** False for principals that the world does not hold: a service, another account, everybody. */
  readonly inWorld: boolean;
  /** The action as asked. `*` from `whatCan`: see the statements. */
  readonly action: string;
  /** The resource of the world. `*`: what the statements say, of resources whose policies do not decide it. */
  readonly resource: string;
  /** Statements that allow it together. */
  readonly statements: readonly Statement[];
  /** What must hold of the request: conditions of these statements that do not follow from principal and resource. */
  readonly terms: readonly Condition[];
  /** Denies that take something away, but not all. */
  readonly except: readonly Statement[];
  /** Roles that are assumed on the way, the last one is the one that has the permission. Empty: directly. */
  readonly through: readonly string[];
  /** A request that is allowed. */
  readonly request: AccessRequest;
}

/** An answer, and what could not be seen. */
export interface AccessAnswer {
  readonly access: readonly Access[];
  /** What could not be decided, each with its reason. */
  readonly notDecided: readonly NotDecided[];
}

interface NotDecided {
  /** Principal, resource or policy that it is about. */
  readonly about: string;
  readonly why: string;
}

/**
 * Who can do `action` to `resource`: directly, and by assuming roles.
 * @param action `s3:GetObject`, or a pattern: any of these
 * @param resource ARN, or a pattern: any of these
 */
export function whoCan(world: World, action: string, resource: string): AccessAnswer {
  const answer = new Answer(world);
  const targets = targetsFor(world, action, resource);
  for (const target of targets) {
    for (const principal of world.principals) findAccess(principal.arn, target, answer);
    for (const name of outsiders(target, answer)) findAccess(name, target, answer);
  }
  if (!targets.some(({ policy }) => policy !== undefined)) {
    answer.doubt(resource, "no policy of it is known: whom that names cannot be seen");
  }
  for (const policy of world.heldOutside ?? []) doubtHeldOutside(policy, { action, asked: resource }, answer);
  const direct = [...answer.access];
  for (const access of direct) answer.access.push(...throughRoles(world, access));
  return answer.done();
}

/**
 * What `principal` can do in the world, directly and by assuming roles.
 * @param principal ARN of a role or user, service, account root
 */
export function whatCan(world: World, principal: string): AccessAnswer {
  const answer = new Answer(world);
  const chains = new Map<string, readonly Becoming[]>([[principal, []]]);
  for (const [name, chain] of chains) {
    const before = answer.access.length;
    for (const target of targetsFor(world, "*", "*")) findAccess(name, target, answer, true);
    const found = answer.access.splice(before);
    answer.access.push(...found.map((access) => withChain(world, access, chain)));
    for (const step of becomings(world)) {
      if (step.from === name && !chains.has(step.to)) chains.set(step.to, [...chain, step]);
    }
  }
  return answer.done();
}

/** `from` can assume `to`. */
interface Becoming {
  /** As in `Access`: also principals that the world does not hold. */
  readonly from: string;
  /** ARN of a role. */
  readonly to: string;
  readonly statements: readonly Statement[];
  readonly terms: readonly Condition[];
}

const known = new WeakMap<World, readonly Becoming[]>();

/** Who can become whom by assuming roles of the world, one step each. */
export function becomings(world: World): readonly Becoming[] {
  let found = known.get(world);
  if (found === undefined) known.set(world, (found = findBecomings(world)));
  return found;
}

function findBecomings(world: World): Becoming[] {
  return world.principals.flatMap(({ arn, trust }) => {
    if (trust === undefined) return [];
    const answer = new Answer(world);
    const target: Target = { resource: arn, policy: trust, action: "sts:AssumeRole*", asked: arn };
    const names = trust.statements.flatMap(({ principal }) => principal?.names ?? []);
    const open = names.some(({ name }) => name === "*" || accountNamed(name) !== undefined);
    const named = new Set(names.map(({ name }) => name));
    for (const principal of world.principals) {
      if (principal.arn !== arn && (open || named.has(principal.arn)))
        findAccess(principal.arn, target, answer);
    }
    for (const name of outsiders(target, answer)) findAccess(name, target, answer);
    return answer.access.map(({ principal, statements, terms }) => ({
      from: principal,
      to: arn,
      statements,
      terms,
    }));
  });
}

/** Everybody who can become the principal of an access, however many roles are between them. */
function throughRoles(world: World, access: Access): Access[] {
  const found: Access[] = [];
  const seen = new Set([access.principal]);
  let edge: { readonly name: string; readonly chain: readonly Becoming[] }[] = [
    { name: access.principal, chain: [] },
  ];
  while (edge.length > 0) {
    edge = edge.flatMap(({ name, chain }) =>
      becomings(world)
        .filter(({ from, to }) => to === name && !seen.has(from))
        .map((step) => {
          seen.add(step.from);
          found.push(withChain(world, access, [step, ...chain]));
          return { name: step.from, chain: [step, ...chain] };
        }),
    );
  }
  return found;
}

function withChain(world: World, access: Access, chain: readonly Becoming[]): Access {
  const [first] = chain;
  if (first === undefined) return access;
  return {
    ...access,
    principal: first.from,
    inWorld: isInWorld(world, first.from),
    statements: [...new Set([...chain.flatMap(({ statements }) => statements), ...access.statements])],
    terms: distinct([...chain.flatMap(({ terms }) => terms), ...access.terms]),
    through: chain.map(({ to }) => to),
  };
}

function isInWorld(world: World, name: string): boolean {
  return world.principals.some(({ arn }) => arn === name);
}

/** What is asked about one resource. */
interface Target {
  /** @default - resources whose policies the world does not hold */
  readonly resource?: string;
  readonly account?: string;
  readonly policy?: Policy;
  readonly action: string;
  readonly asked: string;
}

/** The resources of the world that are asked about, and what lies outside them. */
function targetsFor(world: World, action: string, asked: string): Target[] {
  const roles = world.principals
    .filter(({ trust }) => trust !== undefined && mayOverlap("sts:AssumeRole", action, true))
    .map(({ arn, trust }) => ({
      resource: arn,
      policy: trust,
      action: action === "*" ? "sts:AssumeRole*" : action,
      asked,
    }));
  const resources = world.resources.map(({ arn, account, policy }) => ({
    resource: arn,
    account,
    policy,
    action,
    asked,
  }));
  const found: Target[] = [...resources, ...roles].filter(({ resource }) =>
    inside(resource).some((pattern) => mayOverlap(pattern, asked)),
  );
  const covered = found.some(
    ({ resource = "" }) =>
      asked === resource ||
      inside(resource).some(
        (pattern) => asked.startsWith(pattern.replace(/\*$/, "")) && pattern.endsWith("*"),
      ),
  );
  // What is in a resource is asked about by itself where the world holds it: objects beside their bucket.
  const apart = found.filter(
    ({ resource }) =>
      mayOverlap(resource!, asked) ||
      !found.some((other) => other.resource !== resource && inside(resource!).includes(other.resource!)),
  );
  return covered ? apart : [...apart, { action, asked }];
}

/** A resource and all that is in it. */
const inside = (arn: string): string[] => [arn, `${arn}/*`, `${arn}:*`];

/** Principals that the policy of a resource names and that the world does not hold. */
function outsiders({ policy, resource, account, action }: Target, answer: Answer): string[] {
  const { world } = answer;
  const own = new Set([
    account ?? resource?.split(":")[4],
    ...world.principals.map(({ arn }) => arn.split(":")[4]),
  ]);
  const names = new Set<string>();
  for (const statement of policy?.statements ?? []) {
    if (statement.effect === "Deny" || !actionsMayOverlap(statement, action)) continue;
    if (statement.principal?.not === true) names.add("*");
    for (const { name } of statement.principal?.not === false ? statement.principal.names : []) {
      const whole = accountNamed(name);
      if (whole !== undefined && own.has(whole)) {
        answer.doubt(
          name,
          `principals of the account that are not seen can do it if their own policies allow it (${statementTitle(statement)})`,
        );
      } else if (!isInWorld(world, name)) {
        names.add(whole === undefined || name.startsWith("arn:") ? name : rootOf(whole, resource));
      }
    }
  }
  return [...names];
}

function rootOf(account: string, resource = ""): string {
  return `arn:${resource.split(":")[1] ?? "aws"}:iam::${account}:root`;
}

/** Stands for the identity policies of principals that the world does not hold: they decide for themselves. */
const anything = parsePolicy("policies that are not seen", {
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Action: "*", Resource: "*" },
});

/**
 * @param name a principal, or `*`: everybody
 * @param onlyWhatItDecides leave out what the policy of the resource has no say in
 */
function findAccess(name: string, target: Target, answer: Answer, onlyWhatItDecides = false): void {
  const { world } = answer;
  const principal = world.principals.find(({ arn }) => arn === name);
  const who = requester(name === "*" ? "anonymous" : name);
  if (onlyWhatItDecides && !mayDecide(target, who, principal)) {
    if (principal === undefined) doubtDelegated(name, target, who, answer);
    return;
  }
  if (onlyWhatItDecides && principal === undefined && target.resource === undefined) {
    if (name.startsWith("arn:"))
      answer.doubt(name, "its own policies are not known: told is what policies of resources say of it");
    return;
  }
  const policies: PoliciesInForce = {
    identity: principal?.identity ?? [anything],
    boundary: principal?.boundary,
    resource: target.policy,
    serviceControl: world.serviceControl,
    resourceControl: world.resourceControl,
  };
  const place = {
    action: target.action,
    resource: target.resource ?? target.asked,
    ...(target.account !== undefined && { resourceAccount: target.account }),
  };
  const rules = rulesFor(who, place, policies);
  for (const { name: about, unseen } of rules.unseen) answer.doubt(about, `it cannot be read: ${unseen}`);
  const readable = withoutUnseen(policies);
  const said = new Set<Statement>();
  for (const way of rulesFor(who, place, readable).ways) {
    const [granting, ...others] = way;
    for (const statement of granting?.statements ?? []) {
      if (said.has(statement) || !isAsked(statement, target)) continue;
      const byIdentity = granting!.title === "identity policies";
      const alone = byIdentity && others.every(({ title }) => title !== "the policy of the resource");
      if (onlyWhatItDecides && target.resource !== undefined && alone) continue;
      const access = grantedBy(statement, others, { name, target, place, policies: readable, rules }, answer);
      if (access === undefined) continue;
      said.add(statement);
      answer.access.push(access);
      if (
        byIdentity &&
        target.resource === undefined &&
        needsItsPolicy({ action: "kms:Decrypt", resource: target.asked })
      ) {
        answer.doubt(target.asked, "the policy of the key decides, and it is not known");
      }
    }
  }
}

/** Whether the policy of a resource can let somebody do something: a first look, as there are many resources. */
function mayDecide(target: Target, who: Requester, principal: WorldPrincipal | undefined): boolean {
  const { resource, policy } = target;
  if (resource === undefined) return true;
  const allows = (statement: Statement) => statement.effect === "Allow" && isAsked(statement, target);
  const named = (policy?.statements ?? []).filter(
    (statement) => allows(statement) && statementNames(statement, who, false).truth !== "no",
  );
  // Only by the account: the principal needs a statement of its own as well.
  const itself = named.some((statement) =>
    [...statementNames(statement, who, false).namings].some((naming) => naming !== "its account"),
  );
  const own = () => (principal?.identity ?? []).some(({ statements }) => statements.some(allows));
  return itself || policy?.unseen !== undefined || (named.length > 0 && own());
}

/** Whoever holds it is not known, so neither is what else holds them back. */
function doubtHeldOutside({ name, unseen, statements }: Policy, target: Target, answer: Answer): void {
  if (unseen !== undefined) answer.doubt(name, `it cannot be read: ${unseen}`);
  const allowing = statements.filter((each) => each.effect === "Allow" && isAsked(each, target));
  for (const statement of allowing) {
    answer.doubt(
      name,
      `whoever holds it can do it, if nothing else denies it (${statementTitle(statement)})`,
    );
  }
}

/** A policy that leaves it to the account of somebody whose own policies are not known. */
function doubtDelegated(name: string, target: Target, who: Requester, answer: Answer): void {
  for (const statement of target.policy?.statements ?? []) {
    if (statement.effect === "Deny" || !isAsked(statement, target)) continue;
    if (statementNames(statement, who, false).truth === "no") continue;
    const title = statementTitle(statement);
    answer.doubt(name, `if its own policies allow it, it can do what ${title} allows on ${target.resource}`);
  }
}

interface Question {
  readonly name: string;
  readonly target: Target;
  readonly place: { readonly resource: string; readonly resourceAccount?: string };
  readonly policies: PoliciesInForce;
  readonly rules: ReturnType<typeof rulesFor>;
}

function grantedBy(
  granting: Statement,
  others: readonly Group[],
  question: Question,
  answer: Answer,
): Access | undefined {
  const { name, target, policies, rules } = question;
  const related = (statement: Statement) =>
    isAsked(statement, target) && statementsMayOverlap(statement, granting);
  const groups = others.map(({ statements }) => statements.filter(related));
  const denies = rules.denies.filter(({ statement }) => related(statement));
  const asked = askedFor(target);
  const everybody = name === "*";
  const about = `${name}, ${statementTitle(granting)}`;
  try {
    const space = new Space(
      [granting, ...new Set([...groups.flat(), ...denies.map(({ statement }) => statement), asked])],
      {
        ...(!everybody && { principal: name }),
        ...(target.resource !== undefined && !target.resource.includes("*") && { resource: target.resource }),
      },
    );
    const box = intersection(space.boxOf(asked).yes, space.boxOf(granting).maybe);
    if (box === undefined) return undefined;
    let open = false;
    const found = choose(space, box, groups, [granting], (piece, statements) => {
      let request: AccessRequest | undefined;
      space.leftOf(
        piece,
        denies.filter(({ sure }) => sure).map(({ statement }) => space.boxOf(statement).yes),
        (left) => {
          open = true;
          for (const draft of space.requests(left)) {
            if (everybody && isInWorld(answer.world, draft.principal.name)) continue;
            const tried: AccessRequest = {
              principal: draft.principal.name,
              action: draft.action,
              resource: draft.resource,
              ...(question.place.resourceAccount !== undefined && {
                resourceAccount: question.place.resourceAccount,
              }),
              ...(Object.keys(draft.context).length > 0 && { context: draft.context }),
            };
            if (allows(tried, policies).verdict !== "allowed") continue;
            request = tried;
            return true;
          }
          return false;
        },
      );
      return request && { request, statements, box: piece };
    });
    if (found === undefined) {
      if (open)
        answer.doubt(
          about,
          "it may allow it: no request was found that proves it, and no proof that there is none",
        );
      return undefined;
    }
    const statements = [...new Set(found.statements)].filter(
      (statement) => statement.policy !== anything.name,
    );
    if (statements.length === 0) {
      answer.doubt(name, "its own policies are not known, and no other policy is needed");
      return undefined;
    }
    return {
      principal: name,
      inWorld: isInWorld(answer.world, name),
      action: target.action,
      resource: target.resource ?? target.asked,
      statements,
      terms: distinct(
        statements.flatMap(({ conditions, variables }) =>
          conditions.filter((condition) => everybody || !isOfRequester(condition, variables)),
        ),
      ),
      except: [
        ...denies
          .filter(({ statement }) => intersection(found.box, space.boxOf(statement).maybe) !== undefined)
          .map(({ statement }) => statement),
        ...(target.resource === undefined ? deniesElsewhere(granting, name, answer.world) : []),
      ],
      through: [],
      request: found.request,
    };
  } catch (error) {
    if (!(error instanceof TooComplex)) throw error;
    answer.doubt(about, error.message);
    return undefined;
  }
}

/** One statement of each group, such that a request is left. */
function choose<Found>(
  space: Space,
  box: Box,
  groups: readonly (readonly Statement[])[],
  chosen: readonly Statement[],
  accept: (box: Box, statements: readonly Statement[]) => Found | undefined,
): Found | undefined {
  const [group, ...others] = groups;
  if (group === undefined) return accept(box, chosen);
  for (const statement of group) {
    const piece = intersection(box, space.boxOf(statement).maybe);
    const found = piece && choose(space, piece, others, [...chosen, statement], accept);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Denies of policies of resources that a statement may be about. */
function deniesElsewhere(granting: Statement, name: string, world: World): Statement[] {
  const who = requester(name);
  const { resource } = granting;
  const isAbout = (arn: string) =>
    resource === undefined ||
    resource.not ||
    resource.patterns.some((pattern) => inside(arn).some((one) => mayOverlap(one, pattern)));
  return denyingResources(world)
    .filter(({ arn }) => isAbout(arn))
    .flatMap(({ denies }) => denies)
    .filter(
      (statement) =>
        statementsMayOverlap(statement, granting) && statementNames(statement, who, false).truth !== "no",
    );
}

interface DenyingResource {
  readonly arn: string;
  readonly denies: readonly Statement[];
}

const denying = new WeakMap<World, readonly DenyingResource[]>();

function denyingResources(world: World): readonly DenyingResource[] {
  let found = denying.get(world);
  if (found === undefined) {
    found = world.resources
      .map(({ arn, policy }) => ({
        arn,
        denies: (policy?.statements ?? []).filter(({ effect }) => effect === "Deny"),
      }))
      .filter(({ denies }) => denies.length > 0);
    denying.set(world, found);
  }
  return found;
}

const questions = new Map<string, Statement>();

/** A statement that covers exactly what is asked. */
function askedFor({ action, asked }: Target): Statement {
  const id = `${action} ${asked}`;
  let statement = questions.get(id);
  if (statement === undefined) {
    const [parsed] = parsePolicy("question", {
      Statement: { Effect: "Allow", Action: action, Resource: asked },
    }).statements;
    questions.clear();
    questions.set(id, (statement = parsed!));
  }
  return statement;
}

function isAsked(statement: Statement, { action, asked, resource: held }: Target): boolean {
  const { resource } = statement;
  if (!actionsMayOverlap(statement, action)) return false;
  if (resource === undefined || resource.not) return true;
  const within = held === undefined ? [asked] : inside(held);
  return resource.patterns.some(
    (pattern) => mayOverlap(pattern, asked) && within.some((one) => mayOverlap(pattern, one)),
  );
}

function actionsMayOverlap({ action }: Statement, asked: string): boolean {
  return action.not || action.patterns.some((pattern) => mayOverlap(pattern, asked, true));
}

function statementsMayOverlap(one: Statement, other: Statement): boolean {
  if (!other.action.not && !other.action.patterns.some((pattern) => actionsMayOverlap(one, pattern)))
    return false;
  const [first, second] = [one.resource, other.resource];
  if (first === undefined || second === undefined || first.not || second.not) return true;
  return first.patterns.some((pattern) => second.patterns.some((another) => mayOverlap(pattern, another)));
}

function withoutUnseen(policies: PoliciesInForce): PoliciesInForce {
  const seen = (list: readonly Policy[]) => list.filter(({ unseen }) => unseen === undefined);
  const { boundary, resource, serviceControl, resourceControl } = policies;
  return {
    ...policies,
    identity: seen(policies.identity),
    boundary: boundary?.unseen === undefined ? boundary : undefined,
    resource: resource?.unseen === undefined ? resource : undefined,
    serviceControl: serviceControl?.map(seen).filter(({ length }) => length > 0),
    resourceControl: resourceControl?.map(seen).filter(({ length }) => length > 0),
  };
}

function distinct(conditions: readonly Condition[]): Condition[] {
  const byText = new Map(
    conditions.map((condition) => [
      JSON.stringify([operatorTitle(condition), condition.key.toLowerCase(), [...condition.values].sort()]),
      condition,
    ]),
  );
  return [...byText.values()];
}

/** An answer while it is made. */
class Answer {
  public readonly access: Access[] = [];
  private readonly doubts = new Map<string, NotDecided>();

  public constructor(public readonly world: World) {}

  public doubt(about: string, why: string): void {
    this.doubts.set(`${about} ${why}`, { about, why });
  }

  public done(): AccessAnswer {
    return { access: this.access, notDecided: [...this.doubts.values()] };
  }
}
