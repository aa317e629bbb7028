import { TooComplex } from "./automaton";
import { principalHolds } from "./dimension";
import { fullContext } from "./evaluation";
import { operatorTitle, statementTitle } from "./policy";
import type { Patterns, Policy, Statement } from "./policy";
import type { AccessRequest } from "./request";
import type { Box, Draft } from "./space";
import { intersection, Space } from "./space";
import { statementHolds } from "./statement";
import type { Truth } from "./truth";
import { allHold, negation, someHolds } from "./truth";
import { isNullOperator, operatorOf } from "./condition";

/** What one side of a comparison allows: all policies of one principal, or the policy of one resource. */
export interface AccessSide {
  /** The identity policies of a principal, or the policy of a resource. Empty: nothing is allowed. */
  readonly policies: readonly Policy[];
  /** Each of these must allow as well: the permissions boundary, a level of service control policies. @default - none */
  readonly limits?: readonly (readonly Policy[])[];
}

/** What is known beside the documents. It never makes the answer less safe, only sharper. */
export interface Surroundings {
  /** The principal whose identity policies are compared. @default - any role or user */
  readonly principal?: string;
  /** ARN of the resource whose policy is compared: stands for `Resource` where a trust policy has none. @default - any */
  readonly resource?: string;
  /** Account of the resource. A principal of it that a policy names needs no identity policy. @default - any account */
  readonly resourceAccount?: string;
  /**
   * All actions of the services named, as `s3:GetObject`. With them an action is equal to a wildcard that covers only it.
   * @default - every text is taken for an action
   */
  readonly actions?: readonly string[];
}

/** Whether a change allows anything that was not allowed. */
export interface Growth {
  /** `none` is proved for all requests. `not decided` counts as growth. */
  readonly result: "none" | "grown" | "not decided";
  /** One for each statement that allows something new, in the order of the documents. */
  readonly findings: readonly GrowthFinding[];
}

/** One statement that allows something new, with the request that proves it. */
export interface GrowthFinding {
  readonly result: "grown" | "not decided";
  /** Name of the policy of `after` that allows it. */
  readonly policy: string;
  /** The statement of it. @default - none, if the policy cannot be read */
  readonly statement?: Statement;
  /** A request that is allowed now and was not: checked by evaluation, never guessed. @default - none, if not decided */
  readonly request?: AccessRequest;
  /** Elements of `Action` that let something new happen. Empty for `NotAction`, and if not decided. */
  readonly actions: readonly string[];
  /** Elements of `Resource` that let something new happen. Empty for `NotResource`, and if not decided. */
  readonly resources: readonly string[];
  /** True if the request is allowed only when an identity policy of the principal allows it too, as an account was named. */
  readonly delegated?: boolean;
  /** Statements that denied the request before, if they did: the deny that is gone, or was narrowed. */
  readonly deniedBefore: readonly Statement[];
  /** One sentence for a reader. */
  readonly because: string;
}

/**
 * What `after` allows and `before` does not.
 *
 * "none" is a proof over all requests, not a sample of them: see docs/access-proof.md.
 */
export function grows(before: AccessSide, after: AccessSide, surroundings: Surroundings = {}): Growth {
  const findings = growthFindings(before, after, surroundings);
  const grown = findings.some(({ result }) => result === "grown");
  return { result: grown ? "grown" : findings.length > 0 ? "not decided" : "none", findings };
}

function growthFindings(before: AccessSide, after: AccessSide, surroundings: Surroundings): GrowthFinding[] {
  const unseen = after.policies.flatMap(({ name, unseen: why }): GrowthFinding[] =>
    why === undefined ? [] : [{ ...undecided(name, `${name} cannot be read: ${why}`) }],
  );
  const allowing = allowsOf(after.policies);
  if (allowing.length === 0) return unseen;
  try {
    const comparison = new Comparison(before, after, surroundings);
    return [...unseen, ...allowing.flatMap((statement) => comparison.finding(statement) ?? [])];
  } catch (error) {
    if (!(error instanceof TooComplex)) throw error;
    const why = `not compared: ${error.message}`;
    return [...unseen, ...allowing.map((statement) => ({ ...undecided(statement.policy, why), statement }))];
  }
}

function undecided(policy: string, because: string): GrowthFinding {
  return { result: "not decided", policy, actions: [], resources: [], deniedBefore: [], because };
}

/** How many requests are evaluated in search of one that proves growth. */
const mostTries = 400;

class Comparison {
  private readonly space: Space;
  /** Denies of before that are not in after. */
  private readonly lostDenies: readonly Statement[];
  private readonly known: ReadonlySet<string>;
  private readonly sameLimits: boolean;
  private tries = 0;

  public constructor(
    private readonly before: AccessSide,
    private readonly after: AccessSide,
    surroundings: Surroundings,
  ) {
    const statements = [before, after].flatMap(({ policies, limits = [] }) =>
      [...policies, ...limits.flat()].flatMap((policy) => policy.statements),
    );
    this.space = new Space([...new Set(statements)], surroundings);
    const kept = new Set(deniesOf(after).map(meaning));
    this.lostDenies = deniesOf(before).filter((statement) => !kept.has(meaning(statement)));
    this.known = new Set(allowsOf(before.policies).map(meaning));
    this.sameLimits = limitsMeaning(before) === limitsMeaning(after);
  }

  /** @returns nothing, if it is proved that the statement allows nothing new */
  public finding(statement: Statement): GrowthFinding | undefined {
    const box = this.space.boxOf(statement).maybe;
    let result: Search;
    try {
      result = this.search(statement, box);
    } catch (error) {
      if (!(error instanceof TooComplex)) throw error;
      return { ...undecided(statement.policy, `not compared: ${error.message}`), statement };
    }
    if (!result.open) return undefined;
    if (result.request === undefined) {
      return { ...undecided(statement.policy, this.doubt(statement)), statement };
    }
    const { request } = result;
    const deniedBefore = deniesOf(this.before).filter((deny) => covers(deny, request) === "yes");
    return {
      result: "grown",
      policy: statement.policy,
      statement,
      request: accessRequest(request),
      ...(request.delegated === true && { delegated: true }),
      actions: this.newPatterns(statement, statement.action, (pattern) =>
        this.space.withAction(box, pattern),
      ),
      resources: this.newPatterns(statement, statement.resource, (pattern) =>
        this.space.withResource(box, pattern, statement.variables),
      ),
      deniedBefore,
      because:
        deniedBefore.length > 0
          ? `${statementTitle(statement)} allows it, and ${deniedBefore.map(statementTitle).join(" and ")} denied it before`
          : `${statementTitle(statement)} allows it, and nothing allowed it before`,
    };
  }

  /** The patterns of an element that let something new happen. */
  private newPatterns(
    statement: Statement,
    element: Patterns | undefined,
    narrowed: (pattern: string) => Box,
  ): string[] {
    if (element === undefined || element.not) return [];
    if (element.patterns.length === 1) return [...element.patterns];
    return element.patterns.filter((pattern) => {
      try {
        return this.search(statement, narrowed(pattern)).open;
      } catch (error) {
        if (error instanceof TooComplex) return true;
        throw error;
      }
    });
  }

  private search(statement: Statement, box: Box): Search {
    this.tries = 0;
    this.space.restart();
    let open = false;
    let request: Draft | undefined;
    this.newIn(statement, box, (piece) => {
      open = true;
      for (const draft of this.space.requests(piece)) {
        this.tries += 1;
        if (this.isNew(draft)) {
          request = draft;
          return true;
        }
        if (this.tries >= mostTries) return true;
      }
      return false;
    });
    return { open, request };
  }

  /** Visits all pieces of a box that after may allow and that before does not surely allow. */
  private newIn(statement: Statement, box: Box, visit: (piece: Box) => boolean): boolean {
    const { space, before, after } = this;
    const denies = deniesOf(after).map((deny) => space.boxOf(deny).yes);
    const unseen = [...before.policies, ...(before.limits ?? []).flat()].some(
      (policy) => policy.unseen !== undefined,
    );
    return this.within(box, after.limits ?? [], (limited) =>
      space.leftOf(limited, denies, (piece) => {
        if (unseen) return visit(piece);
        if (!this.known.has(meaning(statement))) {
          const allowed = allowsOf(before.policies).map((allow) => space.boxOf(allow).yes);
          if (space.leftOf(piece, allowed, visit)) return true;
        }
        for (const deny of this.lostDenies) {
          const denied = intersection(piece, space.boxOf(deny).maybe);
          if (denied !== undefined && visit(denied)) return true;
        }
        if (this.sameLimits) return false;
        return (before.limits ?? []).some((level) =>
          space.leftOf(
            piece,
            allowsOf(level).map((allow) => space.boxOf(allow).yes),
            visit,
          ),
        );
      }),
    );
  }

  /** Pieces of a box that each level of limits may allow. */
  private within(box: Box, levels: readonly (readonly Policy[])[], visit: (piece: Box) => boolean): boolean {
    const [level, ...others] = levels;
    if (level === undefined) return visit(box);
    if (level.some((policy) => policy.unseen !== undefined)) return this.within(box, others, visit);
    return allowsOf(level).some((allow) => {
      const piece = intersection(box, this.space.boxOf(allow).maybe);
      return piece !== undefined && this.within(piece, others, visit);
    });
  }

  private isNew(draft: Draft): boolean {
    return sideAllows(this.after, draft) === "yes" && sideAllows(this.before, draft) === "no";
  }

  private doubt(statement: Statement): string {
    const operators = statement.conditions.filter(
      (condition) => operatorOf(condition) === undefined && !isNullOperator(condition),
    );
    if (operators.length > 0) return `the operator ${operators.map(operatorTitle).join(", ")} is not known`;
    const unseen = [
      ...this.before.policies,
      ...[this.before, this.after].flatMap(({ limits = [] }) => limits.flat()),
    ].filter((policy) => policy.unseen !== undefined);
    if (unseen.length > 0)
      return unseen.map((policy) => `${policy.name} cannot be read: ${policy.unseen}`).join("; ");
    return "it may allow something new: no request was found that proves it, and no proof that there is none";
  }
}

interface Search {
  /** True if something may be new. */
  readonly open: boolean;
  /** A request that proves it. */
  readonly request?: Draft;
}

/** What one side says to a request, by evaluation. */
function sideAllows({ policies, limits = [] }: AccessSide, request: Draft): Truth {
  const levels = [policies, ...limits];
  return allHold(
    [
      () => negation(someHolds(levels.flat().flatMap(deniesOfPolicy), (deny) => covers(deny, request))),
      ...levels.map((level) => () => {
        const holds = someHolds(allowsOf(level), (allow) => covers(allow, request));
        return holds === "no" && level.some((policy) => policy.unseen !== undefined) ? "maybe" : holds;
      }),
    ],
    (test) => test(),
  );
}

function covers(statement: Statement, { principal, delegated, action, resource, context }: Draft): Truth {
  return allHold(
    [
      () => principalHolds(statement, { principal, delegated }),
      () => statementHolds(statement, { action, resource, context: fullContext(principal, context) }),
    ],
    (test) => test(),
  );
}

function accessRequest({ principal, action, resource, context }: Draft): AccessRequest {
  return {
    principal: principal.name,
    action,
    resource,
    ...(Object.keys(context).length > 0 && { context }),
  };
}

function allowsOf(policies: readonly Policy[]): Statement[] {
  return policies.flatMap(({ statements }) => statements.filter(({ effect }) => effect === "Allow"));
}

const deniesOfPolicy = ({ statements }: Policy): Statement[] =>
  statements.filter(({ effect }) => effect === "Deny");

function deniesOf({ policies, limits = [] }: AccessSide): Statement[] {
  return [...policies, ...limits.flat()].flatMap(deniesOfPolicy);
}

const meanings = new WeakMap<Statement, string>();

/** A statement without what IAM does not look at: equal texts mean the same, whatever their operators are. */
function meaning(statement: Statement): string {
  let text = meanings.get(statement);
  if (text !== undefined) return text;
  const { effect, principal, action, resource, conditions, variables } = statement;
  text = JSON.stringify([
    effect,
    variables,
    principal && [principal.not, principal.names.map(({ kind, name }) => `${kind} ${name}`).sort()],
    [action.not, action.patterns.map((pattern) => pattern.toLowerCase()).sort()],
    resource && [resource.not, [...resource.patterns].sort()],
    conditions
      .map((condition) =>
        [operatorTitle(condition), condition.key.toLowerCase(), [...condition.values].sort()].join(),
      )
      .sort(),
  ]);
  meanings.set(statement, text);
  return text;
}

function limitsMeaning({ limits = [] }: AccessSide): string {
  return JSON.stringify(limits.map((level) => allowsOf(level).map(meaning).sort()));
}
