import { TooComplex, withValues } from "./automaton";
import type { Choice, Dimension, Lettered } from "./dimension";
import { actionDimension, keyDimensions, requesterDimension, resourceDimension } from "./dimension";
import type { Variable } from "./pattern";
import { actionPattern, matches, resourcePattern } from "./pattern";
import type { Statement } from "./policy";
import type { Requester } from "./requester";
import { requesterKeys } from "./requester";

/*
 * All requests, as far as a list of statements can tell them apart. A set of requests is a list of boxes: for each
 * dimension the classes that are in it. Taking a box from a box leaves boxes.
 */

/** Classes for each dimension, as bits. */
export type Box = readonly bigint[];

interface StatementBox {
  /** Requests that the statement surely covers. */
  readonly yes: Box;
  /** Requests that it covers or may cover. */
  readonly maybe: Box;
}

/** A request that may still have letters in it. */
export interface Draft {
  readonly principal: Requester;
  readonly delegated?: boolean;
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

interface SpaceOptions {
  readonly principal?: string;
  readonly resource?: string;
  readonly resourceAccount?: string;
  readonly actions?: readonly string[];
}

const mostBoxes = 60_000;
const none: ReadonlyMap<string, string> = new Map();

export class Space {
  private readonly dimensions: readonly Dimension[];
  private readonly boxes = new Map<Statement, StatementBox>();
  /** Words that stand in the documents: the value of a variable may be equal to one of them. */
  private readonly words: readonly string[];
  private steps = 0;

  /** @throws TooComplex */
  public constructor(statements: readonly Statement[], options: SpaceOptions = {}) {
    this.dimensions = [
      requesterDimension(statements, options),
      actionDimension(statements, options.actions),
      resourceDimension(statements, options.resource),
      ...keyDimensions(statements),
    ];
    this.words = wordsOf(statements);
    for (const statement of statements) {
      const ranges = this.dimensions.map((dimension) => dimension.rangeOf(statement));
      this.boxes.set(statement, {
        yes: ranges.map(({ yes }) => yes),
        maybe: ranges.map(({ maybe }) => maybe),
      });
    }
  }

  /** A new question: the limit of pieces counts from here. */
  public restart(): void {
    this.steps = 0;
  }

  /** The part of a box whose actions one pattern matches. */
  public withAction(box: Box, pattern: string): Box {
    const compiled = actionPattern(pattern);
    return this.narrowed(
      box,
      ({ action }) => action === undefined || matches(compiled, action.toLowerCase(), none),
    );
  }

  /** The part of a box whose resources one pattern matches or, as it has variables, may match. */
  public withResource(box: Box, pattern: string, variables: boolean): Box {
    const compiled = resourcePattern(pattern, variables);
    const open = compiled.some(({ kind }) => kind === "variable");
    return this.narrowed(
      box,
      ({ resource }) => resource === undefined || open || matches(compiled, resource.text, none),
    );
  }

  private narrowed(box: Box, keep: (choice: Choice) => boolean): Box {
    return box.map((bits, at) =>
      this.dimensions[at]!.choices.reduce(
        (kept, choice, index) => (keep(choice) ? kept : kept & ~(1n << BigInt(index))),
        bits,
      ),
    );
  }

  public boxOf(statement: Statement): StatementBox {
    return this.boxes.get(statement)!;
  }

  /**
   * Visits what is left of a box when others are taken from it, piece by piece, until a visit says that it has seen enough.
   * @throws TooComplex when there are too many pieces
   */
  public leftOf(box: Box, taken: readonly Box[], visit: (piece: Box) => boolean): boolean {
    return this.left([...box], taken, 0, visit);
  }

  private left(box: bigint[], taken: readonly Box[], from: number, visit: (piece: Box) => boolean): boolean {
    for (let index = from; index < taken.length; index += 1) {
      const other = taken[index]!;
      if (!overlap(box, other)) continue;
      this.steps += 1;
      if (this.steps > mostBoxes) throw new TooComplex("too many combinations");
      const rest = [...box];
      for (const [at, bits] of other.entries()) {
        const outside = rest[at]! & ~bits;
        if (outside === 0n) continue;
        const piece = [...rest];
        piece[at] = outside;
        if (this.left(piece, taken, index + 1, visit)) return true;
        rest[at] = rest[at]! & bits;
      }
      return false;
    }
    return visit(box);
  }

  /**
   * Requests of a box, the plainest first.
   * @param most how many choices of classes are tried
   */
  public *requests(box: Box, most = 40): Generator<Draft> {
    const options = box.map((bits, at) => {
      const { choices } = this.dimensions[at]!;
      return choices.filter((_choice, index) => ((bits >> BigInt(index)) & 1n) === 1n);
    });
    let count = 0;
    for (const choices of combinations(options)) {
      yield* drafts(choices, this.words);
      count += 1;
      if (count >= most) return;
    }
  }
}

export function overlap(one: Box, other: Box): boolean {
  return one.every((bits, at) => (bits & other[at]!) !== 0n);
}

/** @returns nothing if no request is in both */
export function intersection(one: Box, other: Box): Box | undefined {
  return overlap(one, other) ? one.map((bits, at) => bits & other[at]!) : undefined;
}

/** One of each list: first the first ones, then combinations with others, one list changed at a time. */
function* combinations(options: readonly (readonly Choice[])[]): Generator<readonly Choice[]> {
  if (options.some(({ length }) => length === 0)) return;
  const first = options.map((choices) => choices[0]!);
  yield first;
  for (const [at, choices] of options.entries()) {
    for (const choice of choices.slice(1)) yield first.with(at, choice);
  }
  for (const [at, choices] of options.entries()) {
    for (const [later, others] of options.entries()) {
      if (later <= at) continue;
      for (const choice of choices.slice(1)) {
        for (const other of others.slice(1)) yield first.with(at, choice).with(later, other);
      }
    }
  }
}

/** What values of variables are tried: a plain one, then texts that stand in the documents. */
function* drafts(choices: readonly Choice[], words: readonly string[]): Generator<Draft> {
  const principal = choices.find((choice) => choice.principal !== undefined)?.principal;
  const action = choices.find((choice) => choice.action !== undefined)?.action;
  const resource = choices.find((choice) => choice.resource !== undefined)?.resource;
  if (principal === undefined || action === undefined || resource === undefined) return;
  const delegated = choices.find((choice) => choice.delegated !== undefined)?.delegated;
  const keys = choices.filter((choice) => choice.key !== undefined);
  for (const value of ["example", ...words.slice(0, 30)]) {
    const values = new Values(principal, keys, value);
    const text = values.fill(resource);
    const context: Record<string, string | readonly string[]> = {};
    for (const { key, title, value: chosen } of keys) {
      if (chosen === undefined) continue;
      context[title ?? key!] = "text" in chosen ? values.fill(chosen) : chosen.map((one) => values.fill(one));
    }
    yield { principal, delegated, action, resource: text, context: { ...context, ...values.added } };
    if (!values.used) return;
  }
}

function wordsOf(statements: readonly Statement[]): string[] {
  const texts = statements.flatMap(({ resource, conditions }) => [
    ...(resource?.patterns ?? []),
    ...conditions.flatMap(({ values }) => values),
  ]);
  const words = texts.flatMap((text) => [text, ...text.split(/[:/]|\$\{[^}]*\}/)]);
  return [...new Set(words)].filter((word) => word !== "" && !/[*?$]/.test(word)).reverse();
}

/** Values of the variables of one draft. */
class Values {
  /** Keys that no condition looks at, but a variable does. */
  public readonly added: Record<string, string> = {};
  public used = false;
  private readonly open = new Set<string>();

  public constructor(
    private readonly principal: Requester,
    private readonly keys: readonly Choice[],
    private readonly plain: string,
  ) {}

  public fill({ text, variables }: Lettered): string {
    return withValues(text, (index) => this.of(variables[index]!));
  }

  private of({ key, fallback }: Variable): string {
    const known = this.added[key] ?? requesterKeys(this.principal).get(key);
    if (known !== undefined) return known;
    const choice = this.keys.find((one) => one.key === key);
    this.used = true;
    if (choice === undefined) return (this.added[key] = this.plain);
    if (choice.value === undefined || !("text" in choice.value)) return fallback ?? this.plain;
    // Two keys may be defined by each other.
    if (this.open.has(key)) return this.plain;
    this.open.add(key);
    const value = this.fill(choice.value);
    this.open.delete(key);
    return value;
  }
}
