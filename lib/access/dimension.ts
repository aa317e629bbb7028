import { addressRange, addressText, neighbours } from "./address";
import type { Classes } from "./automaton";
import { textClasses, TooComplex } from "./automaton";
import type { Operator } from "./condition";
import {
  isArn,
  isNullOperator,
  operatorOf,
  parseDate,
  parseNumber,
  valueHolds,
  valuesHold,
} from "./condition";
import type { Pattern, Variable } from "./pattern";
import { actionPattern, arnPattern, example, textPattern } from "./pattern";
import type { Condition, Patterns, Statement } from "./policy";
import { operatorTitle } from "./policy";
import type { Requester } from "./requester";
import { accountNamed, requester, requesterKeys, statementNames } from "./requester";
import { actionPatterns, resourcePatterns } from "./statement";
import type { Truth } from "./truth";
import { allHold, someHolds, truthOf } from "./truth";

/*
 * Requests have infinitely many values in each dimension: principal, action, resource, one for each condition key. For
 * a given list of statements most of them make no difference. A dimension sorts all its values into the few classes
 * that do, by the same functions that evaluate a request: statements become sets of classes, and whether one is
 * contained in another is finite.
 */

/** Classes for which a statement holds, a bit for each. */
interface Range {
  readonly yes: bigint;
  /** Holds or may hold. */
  readonly maybe: bigint;
}

/** A text in which letters stand for values of variables. */
export interface Lettered {
  readonly text: string;
  readonly variables: readonly Variable[];
}

/** What one class of a dimension says of a request. */
export interface Choice {
  readonly principal?: Requester;
  /** Whether identity policies of the principal allow it too. */
  readonly delegated?: boolean;
  readonly action?: string;
  readonly resource?: Lettered;
  /** In lower case, with its value; without one it is absent. */
  readonly key?: string;
  /** The key as it is written. */
  readonly title?: string;
  readonly value?: Lettered | readonly Lettered[];
  /** A condition of which nobody knows when it holds. */
  readonly opaque?: Condition;
}

export interface Dimension {
  readonly choices: readonly Choice[];
  /** Both bit sets over `choices`. */
  rangeOf(statement: Statement): Range;
}

/** A dimension from what each statement says to each choice. */
function dimension(
  choices: readonly Choice[],
  truth: (statement: Statement, choice: number) => Truth,
): Dimension {
  return {
    choices,
    rangeOf(statement) {
      let yes = 0n;
      let maybe = 0n;
      choices.forEach((_choice, index) => {
        const holds = truth(statement, index);
        if (holds === "yes") yes |= 1n << BigInt(index);
        if (holds !== "no") maybe |= 1n << BigInt(index);
      });
      return { yes, maybe };
    },
  };
}

/**
 * @param known all actions of the services that they are of. Other texts of these services are no actions.
 */
export function actionDimension(statements: readonly Statement[], known: readonly string[] = []): Dimension {
  const index = new PatternIndex();
  for (const { action } of statements) index.add(action, actionPatterns(action));
  const written = [...new Set(statements.flatMap(({ action }) => action.patterns))];
  const isAction = index.addPattern("an action", arnPattern("?*:?*", false));
  const serviceOf = (action: string) => action.slice(0, action.indexOf(":")).toLowerCase();
  const services = new Set(known.map(serviceOf));
  for (const service of new Set(written.map(serviceOf))) {
    if (services.has(service)) index.addPattern(`${service}:*`, actionPattern(`${service}:*`));
  }
  const actions = new Set(known.map((action) => action.toLowerCase()));
  // The first text of a class speaks for it: a made-up one before a known action would hide that the class has one.
  const { classes } = textClasses(index.patterns, [...known, ...written.map(actionExample)]);
  const usable = classes.filter(
    ({ text, yes }) =>
      has(yes, isAction) && (!services.has(serviceOf(text)) || actions.has(text.toLowerCase())),
  );
  return dimension(
    usable.map(({ text }) => ({ action: text })),
    ({ action }, choice) => index.holds(action, usable[choice]!),
  );
}

function actionExample(written: string): string {
  return written === "*" ? "example:Example" : written.replaceAll("*", "Example").replaceAll("?", "x");
}

/** @param only the resource that has the policy, with all that is inside it. @default - any resource */
export function resourceDimension(statements: readonly Statement[], only?: string): Dimension {
  const index = new PatternIndex();
  for (const { resource, variables } of statements) {
    if (resource !== undefined) index.add(resource, resourcePatterns(resource, variables));
  }
  const inside = only === undefined ? [] : [only, `${only}/*`, `${only}:*`];
  const universe = inside.map((text) => index.addPattern(`only ${text}`, textPattern(text, wild)));
  const partition = partitionOf(
    statements.flatMap(({ resource }) => resource?.patterns ?? []),
    [],
  );
  const another = `arn:${partition}:example:::example`;
  const seeds = [...(only === undefined ? [] : [only]), ...index.patterns.map(example), another, "*"];
  const found = textClasses(index.patterns, seeds);
  const usable = found.classes.filter(
    ({ yes }) => universe.length === 0 || universe.some((bit) => has(yes, bit)),
  );
  return dimension(
    usable.map(({ text }) => ({ resource: { text, variables: found.variables } })),
    ({ resource }, choice) => (resource === undefined ? "yes" : index.holds(resource, usable[choice]!)),
  );
}

const wild = { wildcards: true, variables: false } as const;

interface RequesterOptions {
  /** The only principal there is. @default - any */
  readonly principal?: string;
  /** Account of the resource: another account's principals need an identity policy. @default - any account */
  readonly resourceAccount?: string;
}

/** Condition keys that follow from the principal: they are no dimensions of their own. */
const requesterKeyNames = new Set([
  "aws:principalarn",
  "aws:principalaccount",
  "aws:principalisawsservice",
  "aws:principalservicename",
]);

/** Whether a condition is decided by who makes the request. */
export function isOfRequester(condition: Condition, variables: boolean): boolean {
  if (!requesterKeyNames.has(condition.key.toLowerCase())) return false;
  const kind = operatorOf(condition)?.kind;
  const readable = isNullOperator(condition) || kind === "text" || kind === "boolean";
  return readable && !(variables && condition.values.some((value) => value.includes("${")));
}

export function requesterDimension(statements: readonly Statement[], options: RequesterOptions): Dimension {
  const conditions = new Map(
    statements.map((statement) => [
      statement,
      statement.conditions.filter((condition) => isOfRequester(condition, statement.variables)),
    ]),
  );
  const named = statements.flatMap(({ principal }) => principal?.names ?? []);
  const names =
    options.principal === undefined
      ? requesterNames(statements, [...conditions.values()].flat())
      : [options.principal];
  const delegation = named.some(({ kind, name }) => kind === "AWS" && accountNamed(name) !== undefined);
  const choices: Choice[] = [];
  const seen = new Set<string>();
  for (const name of names) {
    const who = requester(name);
    const keys = requesterKeys(who);
    for (const delegated of delegation ? delegations(who, options) : [undefined]) {
      const choice = { principal: who, delegated };
      const truths = statements.map((statement) => truthFor(statement, choice, keys));
      const signature = truths.join();
      if (seen.has(signature)) continue;
      seen.add(signature);
      choices.push(choice);
    }
  }
  return dimension(choices, (statement, index) => {
    const choice = choices[index]!;
    return truthFor(statement, choice as RequesterChoice, requesterKeys(choice.principal!));
  });

  function truthFor(statement: Statement, choice: RequesterChoice, keys: ReadonlyMap<string, string>): Truth {
    return allHold(
      [
        () => principalHolds(statement, choice),
        ...(conditions.get(statement) ?? []).map(
          (condition) => () => requesterConditionHolds(condition, keys, statement.variables),
        ),
      ],
      (test) => test(),
    );
  }
}

interface RequesterChoice {
  readonly principal: Requester;
  readonly delegated?: boolean;
}

/** Whether a statement names who asks. A statement that allows an account needs identity policies to allow as well. */
export function principalHolds(statement: Statement, { principal, delegated }: RequesterChoice): Truth {
  if (statement.principal === undefined) return "yes";
  const { truth, namings } = statementNames(statement, principal, false);
  const byAccount = [...namings].every((naming) => naming === "its account");
  if (truth === "no" || statement.effect === "Deny" || !byAccount) return truth;
  return truthOf(delegated !== false);
}

function requesterConditionHolds(
  condition: Condition,
  keys: ReadonlyMap<string, string>,
  variables: boolean,
): Truth {
  const operator = operatorOf(condition);
  return valuesHold(condition, keys.get(condition.key.toLowerCase()), (value) =>
    operator === undefined
      ? "maybe"
      : valueHolds(operator, condition.values, (policyValue) =>
          operator.test(policyValue, value, keys, variables),
        ),
  );
}

function delegations(who: Requester, { resourceAccount }: RequesterOptions): boolean[] {
  if (who.account === undefined) return [false];
  return resourceAccount !== undefined && resourceAccount !== who.account ? [true] : [false, true];
}

const kindsOfPrincipals = ["role/example", "user/example", "root"];

/** Names of principals: everybody that the statements tell apart. */
function requesterNames(statements: readonly Statement[], conditions: readonly Condition[]): string[] {
  const elements = statements.flatMap(({ principal }) => principal ?? []);
  const named = [...new Set(elements.flatMap(({ names }) => names.map(({ name }) => name)))];
  const patterns: Pattern[] = [];
  // The first of a class is shown: the widest of all first.
  const seeds: string[] = elements.length > 0 ? ["anonymous"] : [];
  const partition = partitionOf(named, conditions);
  const arn = (account: string, resource: string) => `arn:${partition}:iam::${account}:${resource}`;
  for (const resource of kindsOfPrincipals) seeds.push(arn("999999999999", resource));
  const accounts = new Set<string>();
  for (const name of named) {
    const { account, kind, arn: role } = requester(name);
    const whole = accountNamed(name) ?? account;
    if (whole !== undefined) accounts.add(whole);
    if (name !== "*" && accountNamed(name) === undefined) seeds.push(name);
    if (kind === "session" && role !== undefined)
      seeds.push(`${name.slice(0, name.lastIndexOf("/"))}/example`);
  }
  for (const { key, values, operator } of conditions) {
    const arns = key.toLowerCase() === "aws:principalarn";
    for (const value of values) {
      const pattern = arns ? arnOrText(operator, value) : textPattern(value, wild);
      if (arns) {
        patterns.push(pattern);
        seeds.push(example(pattern));
      } else if (key.toLowerCase() === "aws:principalaccount") {
        accounts.add(example(pattern));
        patterns.push([
          ...arnPattern("arn:*:iam::", false),
          ...pattern,
          ...arnPattern(":*", false).map(anyColon),
        ]);
      } else if (key.toLowerCase() === "aws:principalservicename") {
        patterns.push(pattern);
        seeds.push(example(pattern));
      }
    }
  }
  for (const account of accounts) {
    for (const resource of kindsOfPrincipals) seeds.push(arn(account, resource));
    patterns.push(arnPattern(arn(account, "*"), false));
  }
  for (const kind of ["role/?*", "user/?*", "root"]) {
    patterns.push(arnPattern(`arn:?*:iam::????????????:${kind}`, false));
  }
  // Only the policy of a resource says something to those who have no identity policies.
  if (elements.length > 0) {
    seeds.push("example.amazonaws.com");
    patterns.push(textPattern("?*.amazonaws.com", wild));
  }
  // The number of an account stands for its principals: nobody is called so.
  const names = named.filter((name) => !/^\d{12}$/.test(name));
  patterns.push(...names.map((name) => textPattern(name, { wildcards: false, variables: false })));
  const known = new Set(named);
  const found = textClasses(patterns, seeds).classes.map(({ text }) => text);
  return [...seeds, ...found].filter((name) => {
    const { kind, account } = requester(name);
    if (kind !== "other") return account === undefined || account !== "";
    return elements.length > 0 && (known.has(name) || name.endsWith(".amazonaws.com")) && name !== "*";
  });
}

const anyColon = (token: Pattern[number]): Pattern[number] =>
  token.kind === "many" || token.kind === "one" ? { ...token, colon: true } : token;

function arnOrText(operator: string, value: string): Pattern {
  if (/^arn/i.test(operator)) return arnPattern(value, false);
  return textPattern(value, {
    wildcards: /like/i.test(operator),
    ignoreCase: /ignorecase/i.test(operator),
    variables: false,
  });
}

function partitionOf(names: readonly string[], conditions: readonly Condition[]): string {
  const texts = [...names, ...conditions.flatMap(({ values }) => values)];
  return /^arn:([a-z-]+):/.exec(texts.find((text) => /^arn:[a-z-]+:/.test(text)) ?? "")?.[1] ?? "aws";
}

/** One condition with the kind of document that it stands in. */
interface Use {
  readonly condition: Condition;
  readonly variables: boolean;
}

/** All conditions on one key. Conditions that no operator of this engine decides are dimensions of their own. */
export function keyDimensions(statements: readonly Statement[]): Dimension[] {
  const byKey = new Map<string, Map<string, Use>>();
  for (const { conditions, variables } of statements) {
    for (const condition of conditions) {
      if (isOfRequester(condition, variables)) continue;
      const key = condition.key.toLowerCase();
      const uses = byKey.get(key) ?? new Map<string, Use>();
      byKey.set(key, uses.set(useId(condition, variables), { condition, variables }));
    }
  }
  return [...byKey].flatMap(([key, uses]) => {
    const all = [...uses.values()];
    const kinds = new Set(all.flatMap(({ condition }) => operatorOf(condition)?.kind ?? []));
    const readable = all.filter(
      (use) => isNullOperator(use.condition) || (kinds.size === 1 && isReadable(use)),
    );
    const opaque = all.filter((use) => !readable.includes(use));
    return [
      ...(readable.length > 0 ? [keyDimension(key, readable, [...kinds][0])] : []),
      ...opaque.map(opaqueDimension),
    ];
  });
}

/** A letter stands for one value of a variable, not for all its spellings in upper and lower case. */
function isReadable({ condition, variables }: Use): boolean {
  const operator = operatorOf(condition);
  if (operator === undefined) return false;
  const hasVariables = variables && condition.values.some((value) => value.includes("${"));
  return !(hasVariables && /ignorecase/i.test(condition.operator));
}

const useId = (condition: Condition, variables: boolean): string =>
  JSON.stringify([
    operatorTitle(condition).toLowerCase(),
    condition.key.toLowerCase(),
    [...condition.values].sort(),
    variables,
  ]);

/** Equal text is equal; more is not known. */
function opaqueDimension({ condition, variables }: Use): Dimension {
  const id = useId(condition, variables);
  return dimension([{ opaque: condition }, { opaque: condition }], (statement, choice) => {
    const uses = statement.conditions.some((one) => useId(one, statement.variables) === id);
    return truthOf(!uses || choice === 0);
  });
}

function keyDimension(key: string, uses: readonly Use[], kind: Operator["kind"] | undefined): Dimension {
  const values = valueClasses(uses, kind);
  const single = uses.map(({ condition }) => values.map((value) => value.holds(condition)));
  // States of the key, as lists of indices of values.
  const states: (number | readonly number[] | undefined)[] = [undefined, ...values.keys()];
  const sets = uses.filter(({ condition }) => condition.set !== undefined);
  if (sets.length > 0) states.push(...subsets(values.length, Math.max(2, sets.length)));
  const choices: Choice[] = [];
  const truths: Truth[][] = [];
  const seen = new Set<string>();
  for (const state of states) {
    const holds = uses.map(({ condition }, use) =>
      valuesHold(condition, state, (value) => single[use]![value]!),
    );
    if (seen.has(holds.join())) continue;
    seen.add(holds.join());
    truths.push(holds);
    const value =
      typeof state === "object"
        ? state.map((one) => values[one]!.value)
        : state === undefined
          ? undefined
          : values[state]!.value;
    choices.push({ key, title: uses[0]!.condition.key, value });
  }
  const position = new Map(uses.map(({ condition, variables }, use) => [useId(condition, variables), use]));
  return dimension(choices, (statement, choice) =>
    allHold(
      statement.conditions.filter((condition) => position.has(useId(condition, statement.variables))),
      (condition) => truths[choice]![position.get(useId(condition, statement.variables))!]!,
    ),
  );
}

interface ValueClass {
  readonly value: Lettered;
  readonly holds: (condition: Condition) => Truth;
}

/** Values of a key, one for each way in which conditions can tell them apart. */
function valueClasses(uses: readonly Use[], kind: Operator["kind"] | undefined): ValueClass[] {
  if (kind === "text") return textValues(uses);
  const written = [
    ...new Set(uses.flatMap(({ condition }) => (isNullOperator(condition) ? [] : condition.values))),
  ];
  return candidates(kind, written).map((text) => ({
    value: { text, variables: [] },
    holds: (condition) => {
      const operator = operatorOf(condition);
      if (operator === undefined) return "maybe";
      const none = new Map<string, string>();
      return valueHolds(operator, condition.values, (value) => operator.test(value, text, none, false));
    },
  }));
}

function textValues(uses: readonly Use[]): ValueClass[] {
  const index = new PatternIndex();
  const bits = new Map<Condition, readonly number[]>();
  for (const { condition, variables } of uses) {
    const { pattern } = operatorOf(condition) ?? {};
    if (pattern === undefined) continue;
    bits.set(
      condition,
      condition.values.map((value) =>
        index.addPattern(
          `${condition.operator.toLowerCase()} ${variables} ${value}`,
          pattern(value, variables),
        ),
      ),
    );
  }
  const arns = uses.some(({ condition }) => /^arn/i.test(condition.operator));
  const seeds = [...index.patterns.map(example), "example"];
  const universe = arns ? index.addPattern("an ARN", arnPattern("*:*:*:*:*:*", false)) : 0;
  const found = textClasses(index.patterns, seeds);
  return found.classes
    .filter(({ maybe }) => !arns || has(maybe, universe))
    .map(({ text, yes, maybe }) => ({
      value: { text, variables: found.variables },
      holds: (condition) => {
        const some = someHolds(bits.get(condition) ?? [], (bit) =>
          has(yes, bit) ? "yes" : has(maybe, bit) ? "maybe" : "no",
        );
        if (!(operatorOf(condition)?.negated ?? false) || some === "maybe") return some;
        if (some === "yes") return "no";
        const unreadable = /^arn/i.test(condition.operator) && !condition.values.every(isArn);
        return unreadable ? "maybe" : "yes";
      },
    }));
}

/** Values that are enough to tell all conditions apart: those written, and one in each gap between them. */
function candidates(kind: Operator["kind"] | undefined, written: readonly string[]): string[] {
  switch (kind) {
    case "boolean":
      return ["true", "false"];
    case "number":
      return around(
        written.flatMap((value) => parseNumber(value) ?? []),
        1,
      ).map(String);
    case "date":
      return around(
        written.flatMap((value) => parseDate(value) ?? []),
        86_400_000,
      ).map((time) => new Date(time).toISOString());
    case "address": {
      const ranges = written.flatMap((value) => addressRange(value) ?? []);
      return [
        "203.0.113.1",
        "2001:db8::1",
        ...ranges.flatMap(({ version, first, last }) =>
          [first, last].map((value) => addressText({ version, value })),
        ),
        ...ranges.flatMap((range) => neighbours(range).map(addressText)),
      ];
    }
    case "text":
    case undefined:
      return ["example"];
  }
}

function around(values: readonly number[], step: number): number[] {
  const sorted = [...new Set(values)].sort((one, other) => one - other);
  const [first, last] = [sorted[0] ?? 0, sorted.at(-1) ?? 0];
  const between = sorted.slice(1).map((value, index) => (value + sorted[index]!) / 2);
  return [...sorted, ...between, first - step, last + step];
}

const mostSubsets = 3_000;

/** All sets of 1 to `most` of the numbers below `count`. */
function subsets(count: number, most: number): number[][] {
  let sets: number[][] = [[]];
  const all: number[][] = [];
  for (let size = 1; size <= Math.min(most, count); size += 1) {
    sets = sets.flatMap((set) => {
      const more: number[][] = [];
      for (let next = (set.at(-1) ?? -1) + 1; next < count; next += 1) more.push([...set, next]);
      return more;
    });
    all.push(...sets);
    if (all.length > mostSubsets) throw new TooComplex("too many values of one multivalued key");
  }
  return all;
}

const has = (bits: bigint, bit: number): boolean => ((bits >> BigInt(bit)) & 1n) === 1n;

/** Patterns without their repetitions, and which of them an element of a statement has. */
class PatternIndex {
  public readonly patterns: Pattern[] = [];
  private readonly known = new Map<string, number>();
  private readonly bits = new Map<Patterns, readonly number[]>();

  public add(element: Patterns, patterns: readonly Pattern[]): void {
    this.bits.set(
      element,
      patterns.map((pattern) => this.addPattern(JSON.stringify(pattern), pattern)),
    );
  }

  public addPattern(id: string, pattern: Pattern): number {
    const known = this.known.get(id);
    if (known !== undefined) return known;
    this.known.set(id, this.patterns.length);
    return this.patterns.push(pattern) - 1;
  }

  /** Whether an element holds for a class of texts. */
  public holds(element: Patterns, { yes, maybe }: Classes["classes"][number]): Truth {
    const some = someHolds(this.bits.get(element) ?? [], (bit) =>
      has(yes, bit) ? "yes" : has(maybe, bit) ? "maybe" : "no",
    );
    if (!element.not || some === "maybe") return some;
    return some === "yes" ? "no" : "yes";
  }
}
