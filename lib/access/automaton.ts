import type { Pattern, Token, Variable } from "./pattern";
import { takes } from "./pattern";

/*
 * All texts there are, sorted by which of a list of patterns they match. The patterns are read side by side, as one
 * deterministic automaton; texts that lead to the same answers are one class, and one text stands for it.
 *
 * A policy variable in a pattern is a letter of its own, which stands for whatever value the request has. A pattern
 * without that variable may match the value or not: so a class knows which patterns match surely, and which perhaps.
 */

/** Texts that match the same patterns. */
interface TextClass {
  /** One of them. Letters of `variableLetter` stand for values of variables. */
  readonly text: string;
  /** Patterns that match, a bit for each. */
  readonly yes: bigint;
  /** Patterns that match or may match. */
  readonly maybe: bigint;
}

export interface Classes {
  readonly classes: readonly TextClass[];
  readonly variables: readonly Variable[];
}

/** Thrown when documents are too many or too strange to be compared in reasonable time: "not decided". */
export class TooComplex extends Error {}

const firstLetter = 0xe000;
const mostStates = 40_000;

/** The letter that stands for the value of a variable. */
const variableLetter = (index: number): string => String.fromCharCode(firstLetter + index);

/** Puts values in the place of letters. */
export function withValues(text: string, value: (index: number) => string): string {
  return text.replace(/[\ue000-\uf8ff]/g, (letter) => value(letter.charCodeAt(0) - firstLetter));
}

/**
 * @param seeds readable texts that are taken first, where one of them stands for a class
 */
export function textClasses(patterns: readonly Pattern[], seeds: Iterable<string>): Classes {
  const variables = distinctVariables(patterns);
  const reader = new Reader(patterns, variables);
  const classes = new Map<string, TextClass>();
  const add = (state: State, text: string): void => {
    const { yes, maybe } = reader.accepted(state);
    const key = `${yes} ${maybe}`;
    if (!classes.has(key)) classes.set(key, { text, yes, maybe });
  };
  for (const seed of seeds) {
    let state = reader.start;
    for (const char of seed) state = reader.step(state, char);
    add(state, seed);
  }
  // Breadth first: the first text of a class is the shortest.
  const seen = new Set([reader.start]);
  let edge: [State, string][] = [[reader.start, ""]];
  while (edge.length > 0) {
    const next: [State, string][] = [];
    for (const [state, text] of edge) {
      add(state, text);
      for (const char of reader.letters(state)) {
        const reached = reader.step(state, char);
        if (seen.has(reached)) continue;
        seen.add(reached);
        if (seen.size > mostStates) throw new TooComplex("too many patterns that overlap");
        next.push([reached, text + char]);
      }
    }
    edge = next;
  }
  return { classes: [...classes.values()], variables };
}

function distinctVariables(patterns: readonly Pattern[]): Variable[] {
  const found = new Map<string, Variable>();
  for (const token of patterns.flat()) {
    if (token.kind === "variable") found.set(variableId(token), token);
  }
  return [...found.values()];
}

const variableId = ({ key, fallback }: Variable): string => JSON.stringify([key, fallback]);

/** Where all patterns stand after the same text. */
interface State {
  /** Positions that are surely reached, in order. */
  readonly yes: readonly number[];
  /** Positions that are perhaps reached; the same list where there are no variables. */
  readonly maybe: readonly number[];
  /** True after a letter that stands for a variable. */
  readonly lettered: boolean;
  readonly steps: Map<string, State>;
  letters?: readonly string[];
}

type Place = Token | { readonly kind: "end"; readonly pattern: number };

class Reader {
  public readonly start: State;
  private readonly places: Place[] = [];
  /** For each place: the end of its pattern. */
  private readonly ends: number[] = [];
  /** For each place: whether its pattern has a variable. */
  private readonly variable: boolean[] = [];
  private readonly states = new Map<string, State>();
  private readonly letterOf = new Map<string, string>();
  /** All variables stand at the same place of texts, so that a letter is met where the variable is, or not at all. */
  private readonly aligned: boolean;

  public constructor(patterns: readonly Pattern[], variables: readonly Variable[]) {
    variables.forEach((variable, index) => this.letterOf.set(variableId(variable), variableLetter(index)));
    this.aligned = areAligned(patterns, variables);
    const starts = patterns.map((pattern, index) => {
      const start = this.places.length;
      const hasVariable = pattern.some(({ kind }) => kind === "variable");
      this.places.push(...pattern, { kind: "end", pattern: index });
      for (let at = start; at < this.places.length; at += 1) {
        this.ends.push(this.places.length - 1);
        this.variable.push(hasVariable);
      }
      return start;
    });
    const yes = new Set<number>();
    for (const start of starts) this.reach(yes, start, false);
    const maybe = new Set<number>();
    for (const start of starts) this.reach(maybe, start, true);
    this.start = this.state(yes, variables.length > 0 ? maybe : yes, false);
  }

  public step(from: State, char: string): State {
    const known = from.steps.get(char);
    if (known !== undefined) return known;
    const isLetter = char >= "\ue000" && char <= "\uf8ff";
    const yes = new Set<number>();
    for (const at of from.yes) this.move(yes, at, char, isLetter, false);
    let maybe = yes;
    if (from.yes !== from.maybe) {
      maybe = new Set<number>();
      for (const at of from.maybe) this.move(maybe, at, char, isLetter, true);
    }
    const to = this.state(yes, maybe, from.lettered || isLetter);
    from.steps.set(char, to);
    return to;
  }

  /** One character for each way in which a state can go on. */
  public letters(state: State): readonly string[] {
    if (state.letters !== undefined) return state.letters;
    const named = new Set<string>();
    let colons = false;
    for (const at of state.maybe) {
      const place = this.places[at]!;
      if (place.kind === "char") {
        named.add(place.char);
        if (place.other !== undefined) named.add(place.other);
      } else if (place.kind === "one" || place.kind === "many") colons ||= !place.colon;
    }
    if (colons) named.add(":");
    // Any character that is not named; texts that nothing matches any more need no longer text.
    const other = [..."x0yz1ab_"].find((char) => !named.has(char)) ?? unnamed(named);
    const letters = [...named, ...(state.maybe.length > 0 || named.size > 0 ? [other] : [])];
    if (!(this.aligned && state.lettered)) letters.push(...this.letterOf.values());
    state.letters = letters;
    return letters;
  }

  public accepted({ yes, maybe, lettered }: State): { yes: bigint; maybe: bigint } {
    let surely = 0n;
    for (const at of yes) {
      const place = this.places[at]!;
      if (place.kind === "end") surely |= 1n << BigInt(place.pattern);
    }
    if (yes === maybe) return { yes: surely, maybe: surely };
    let perhaps = surely;
    for (const at of maybe) {
      const place = this.places[at]!;
      // Without a letter the text has no value of a variable in it: patterns with one do not match.
      if (place.kind === "end" && (lettered || !this.variable[at])) perhaps |= 1n << BigInt(place.pattern);
    }
    return { yes: surely, maybe: perhaps };
  }

  private move(into: Set<number>, at: number, char: string, isLetter: boolean, perhaps: boolean): void {
    const place = this.places[at]!;
    if (place.kind === "end") return;
    if (place.kind === "variable") {
      if (this.letterOf.get(variableId(place)) === char) this.reach(into, at + 1, perhaps);
      // Another variable, or a text, that overlaps with the value.
      if (perhaps && !this.aligned) this.reach(into, at, perhaps);
    } else if (!isLetter) {
      if (takes(place, char)) this.reach(into, place.kind === "many" ? at : at + 1, perhaps);
      return;
    } else if (place.kind === "many" && place.colon) {
      this.reach(into, at, perhaps);
    }
    // The value can be any text: it may take a pattern anywhere.
    if (isLetter && perhaps && !(this.aligned && this.variable[at])) {
      for (let to = at; to <= this.ends[at]!; to += 1) this.reach(into, to, perhaps);
    }
  }

  private reach(into: Set<number>, at: number, perhaps: boolean): void {
    if (into.has(at)) return;
    into.add(at);
    const place = this.places[at]!;
    const empty = place.kind === "many" || (perhaps && !this.aligned && place.kind === "variable");
    if (empty) this.reach(into, at + 1, perhaps);
  }

  /** One character for each place where that is enough, as writing numbers out takes a fifth of a comparison. */
  private keyOf(places: readonly number[]): string {
    return this.places.length <= 0xffff ? String.fromCharCode(...places) : places.join();
  }

  private state(yes: Set<number>, maybe: Set<number>, lettered: boolean): State {
    const sure = [...yes].sort((one, other) => one - other);
    const perhaps = yes === maybe ? sure : [...maybe].sort((one, other) => one - other);
    const key = yes === maybe ? this.keyOf(sure) : `${sure.join()}|${perhaps.join()}|${lettered}`;
    let state = this.states.get(key);
    if (state === undefined) {
      state = { yes: sure, maybe: perhaps, lettered, steps: new Map() };
      this.states.set(key, state);
    }
    return state;
  }
}

/** One variable, once in each pattern that has it, after the same plain text. */
function areAligned(patterns: readonly Pattern[], variables: readonly Variable[]): boolean {
  if (variables.length !== 1) return variables.length === 0;
  const before = new Set<string>();
  for (const pattern of patterns) {
    const at = pattern.findIndex(({ kind }) => kind === "variable");
    if (at === -1) continue;
    if (pattern.slice(at + 1).some(({ kind }) => kind === "variable")) return false;
    const start = pattern.slice(0, at);
    if (start.some((token) => token.kind !== "char" || token.other !== undefined)) return false;
    before.add(start.map((token) => (token.kind === "char" ? token.char : "")).join(""));
  }
  return before.size === 1;
}

function unnamed(named: ReadonlySet<string>): string {
  for (let code = 0x21; ; code += 1) {
    const char = String.fromCharCode(code);
    if (!named.has(char) && char !== ":") return char;
  }
}
