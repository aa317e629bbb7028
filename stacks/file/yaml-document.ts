import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Document,
  type Node,
  type Pair,
} from "yaml";

import { lengthProblem } from "./file-size";
import { parsedText } from "./parsed-text";
import { nodesOf } from "./yaml-nodes";
import type { SyntaxProblem } from "./syntax-problem";

export type { SyntaxProblem } from "./syntax-problem";

import { type Excerpt, excerptOf } from "./excerpt";
import { spokenFault } from "./yaml-syntax";

export type Path = readonly PropertyKey[];

/** Something in the text at an offset. */
export interface Found {
  readonly offset: number;
  /** The value there; undefined when the path leads to nothing and the offset is that of what should hold it. */
  readonly node?: Node;
}

/** Where the values of a configuration stand in its file. */
export interface WrittenText {
  /** What `path` leads to, through aliases and merged mappings; else the last thing on the way. */
  find(path: Path): Found;
  /** Where the key at the end of `path` stands. */
  findKey(path: Path): Found;
  /** Line and column of an offset, counted from 1. */
  position(offset: number): { readonly line: number; readonly col: number };
  /** The line of an offset, and what to mark in it. */
  excerpt(offset: number, end?: number): Excerpt;
  /** The path as it is written in the file. */
  written(path: Path): Path;
  /** Whether `${account}` and the like stand for something. @default false */
  readonly hasPlaceholders?: boolean;
}

/** A YAML file that remembers where each of its values stands. */
export class YamlDocument implements WrittenText {
  private readonly lines = new LineCounter();
  private readonly document: Document.Parsed;
  private readonly tooLong?: SyntaxProblem;
  private readonly colons: readonly SyntaxProblem[];
  private readonly problems: readonly SyntaxProblem[];
  /** What aliases stand for: the anchor of their name that stands last before them. */
  private sources?: ReadonlyMap<Alias, Node>;

  public constructor(private readonly text: string) {
    this.document = parsedText(text, this.lines);
    this.tooLong = lengthProblem(this.document);
    this.colons = this.tooLong === undefined ? this.doubledColons() : [];
    this.problems = this.allProblems();
  }

  public get isEmpty(): boolean {
    const { contents } = this.document;
    return contents === null || (isScalar(contents) && contents.value === null);
  }

  /** Also what YAML only warns of: a tag nobody knows changes what a value means. */
  public get syntaxProblems(): SyntaxProblem[] {
    return [...this.problems];
  }

  /** False when the text cannot be read at all, or says something else than is meant, and not just contains a key twice. */
  public get isReadable(): boolean {
    return this.document.errors.length === 0 && this.tooLong === undefined && this.colons.length === 0;
  }

  private allProblems(): SyntaxProblem[] {
    const { errors, warnings } = this.document;
    if (this.tooLong !== undefined) return [this.tooLong];
    // Of what the parser does not understand the first: the others follow from it.
    const fault = errors.find(({ code }) => code !== "MULTIPLE_DOCS");
    const found = [
      ...(fault === undefined ? [] : [spokenFault(this.text, fault.code, fault.message, fault.pos[0])]),
      ...errors
        .filter(({ code }) => code === "MULTIPLE_DOCS")
        .map(({ pos: [offset] }) => ({
          offset,
          message: "a second document begins at this ---. A file is one document: take the --- away",
        })),
      ...warnings.slice(0, mostSyntaxProblems).map(({ message, pos: [offset] }) => ({ offset, message })),
    ];
    return [...found, ...this.colons, ...this.repeatedKeys()];
  }

  /** `region:: eu-west-1`: YAML takes the first colon for a part of the key. */
  private doubledColons(): SyntaxProblem[] {
    const found: SyntaxProblem[] = [];
    for (const node of nodesOf(this.document)) {
      for (const { key } of isMap(node) ? node.items : []) {
        if (!isScalar(key) || key.type !== "PLAIN") continue;
        const meant = /^(\w[\w-]*):+$/.exec(keyText(key))?.[1];
        if (meant === undefined) continue;
        const message = `a colon too many after ${shortened(meant)}: write "${shortened(meant)}:"`;
        found.push({ message, offset: (key as Node).range?.[0] ?? 0 });
      }
    }
    return found.slice(0, mostSyntaxProblems);
  }

  /** Each but the first of keys that stand twice in a mapping. */
  private repeatedKeys(): SyntaxProblem[] {
    const found: SyntaxProblem[] = [];
    for (const node of nodesOf(this.document)) {
      const known = new Map<unknown, number>();
      for (const { key } of isMap(node) ? node.items : []) {
        if (!isScalar(key)) continue;
        const offset = (key as Node).range?.[0] ?? 0;
        const first = known.get(key.value);
        if (first === undefined) known.set(key.value, offset);
        else {
          const line = this.position(first).line;
          const message = `the key "${shortened(keyText(key))}" stands twice in one mapping, first in line ${line}: leave one out`;
          found.push({ offset, message });
        }
      }
    }
    return found.slice(0, mostSyntaxProblems);
  }

  /** The plain value. */
  public read(): { readonly value: unknown } | { readonly problem: SyntaxProblem } {
    const problem = this.firstImpossibleMerge();
    if (problem !== undefined) return { problem };
    try {
      const value: unknown = this.document.toJS();
      makeReadable(value);
      return { value };
    } catch (error) {
      // An alias without an anchor before it, aliases that unfold to an enormous value, or a value that its tag excludes.
      if (typeof (error as Partial<Error> | null)?.message !== "string") throw error;
      const { name, message } = error as Error;
      const alias = /^Unresolved alias.*: (.+)$/.exec(message)?.[1];
      return {
        problem: {
          message:
            alias === undefined
              ? message
              : `nothing above is named &${alias}; a text that begins with * must stand in quotes: write "*${alias}"`,
          offset: name === "ReferenceError" ? this.firstLooseAlias() : this.firstTag(),
        },
      };
    }
  }

  public find(path: Path): Found {
    let node = this.resolved(this.document.contents);
    let offset = node?.range?.[0] ?? 0;
    for (const step of path) {
      const next = this.child(node, step);
      if (next === undefined) return { offset };
      offset = next.range?.[0] ?? offset;
      node = this.resolved(next);
    }
    return { offset, node: node ?? undefined };
  }

  public findKey(path: Path): Found {
    const holder = this.find(path.slice(0, -1));
    const key = this.pair(holder.node, path.at(-1)!)?.key as Node | undefined;
    return { offset: key?.range?.[0] ?? holder.offset, node: key };
  }

  public written(path: Path): Path {
    return path;
  }

  public position(offset: number): { readonly line: number; readonly col: number } {
    return this.lines.linePos(offset);
  }

  public excerpt(offset: number, end?: number): Excerpt {
    return excerptOf(this.text, this.position(offset).line, offset, end);
  }

  private child(node: Node | null | undefined, step: PropertyKey): Node | undefined {
    if (isSeq(node)) return node.items[Number(step)] as Node | undefined;
    return (this.pair(node, step)?.value ?? undefined) as Node | undefined;
  }

  private pair(node: Node | null | undefined, key: PropertyKey): Pair | undefined {
    if (!isMap(node)) return undefined;
    // Of a key that stands twice, the later one counts.
    const own = [...node.items].reverse().find((pair) => keyText(pair.key) === String(key));
    return own ?? this.mergedPair(node.items, key);
  }

  private mergedPair(pairs: readonly Pair[], key: PropertyKey): Pair | undefined {
    for (const { source } of pairs.flatMap((pair) => this.mergeSources(pair))) {
      const found = this.pair(source, key);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** What `pair` merges into its mapping; nothing when it is a pair as any other. */
  private mergeSources(pair: Pair): { readonly written: Node | null; readonly source?: Node | null }[] {
    if (!isMergeKey(pair.key)) return [];
    const value = pair.value as Node | null;
    const merged = this.resolved(value);
    const written = isSeq(merged) ? (merged.items as Node[]) : [value];
    return written.map((node) => ({ written: node, source: this.resolved(node) }));
  }

  private firstImpossibleMerge(): SyntaxProblem | undefined {
    for (const node of nodesOf(this.document)) {
      for (const pair of isMap(node) ? node.items : []) {
        const bad = this.mergeSources(pair).find(({ source }) => !isMap(source));
        if (bad === undefined) continue;
        const { written, source } = bad;
        return {
          offset: written?.range?.[0] ?? (pair.key as Node).range?.[0] ?? 0,
          message:
            isAlias(written) && source === undefined
              ? `<< takes *${written.source}, but no anchor &${written.source} stands before it`
              : "<< takes a mapping, an alias of one, or a list of these",
        };
      }
    }
    return undefined;
  }

  private resolved(node: Node | null | undefined): Node | null | undefined {
    return isAlias(node) ? this.sourceOf(node) : node;
  }

  private sourceOf(alias: Alias): Node | undefined {
    this.sources ??= this.sourcesOfAliases();
    return this.sources.get(alias);
  }

  private sourcesOfAliases(): ReadonlyMap<Alias, Node> {
    const anchors = new Map<string, Node>();
    const sources = new Map<Alias, Node>();
    for (const node of nodesOf(this.document)) {
      if (isAlias(node)) {
        const source = anchors.get(node.source);
        if (source !== undefined) sources.set(node, source);
      } else if ("anchor" in node && typeof node.anchor === "string") anchors.set(node.anchor, node);
    }
    return sources;
  }

  private firstLooseAlias(): number {
    return this.offsetOfFirst((node) => isAlias(node) && this.sourceOf(node) === undefined);
  }

  private firstTag(): number {
    return this.offsetOfFirst((node) => (isMap(node) || isSeq(node)) && node.tag !== undefined);
  }

  private offsetOfFirst(is: (node: Node) => boolean): number {
    for (const node of nodesOf(this.document)) if (is(node)) return node.range?.[0] ?? 0;
    return 0;
  }
}

/** Of a file that is no YAML each line would be one. */
const mostSyntaxProblems = 100;

function shortened(text: string): string {
  return text.length <= 100 ? text : `${text.slice(0, 100)}…`;
}

/**
 * Checks across keys meet values of any kind and put them into text. A mapping with a key such as `toString` has no text
 * in JavaScript: this gives it one.
 */
export function makeReadable(value: unknown, seen = new Set<unknown>()): void {
  if (typeof value !== "object" || value === null || seen.has(value)) return;
  seen.add(value);
  Object.values(value).forEach((item) => makeReadable(item, seen));
  if (Array.isArray(value)) return;
  Object.defineProperty(value, Symbol.toPrimitive, { value: () => "a mapping", enumerable: false });
}

/** A plain `<<`; in quotes it is a key as any other. */
function isMergeKey(key: unknown): boolean {
  return isScalar(key) && (typeof key.value === "symbol" || (key.type === "PLAIN" && key.value === "<<"));
}

function keyText(key: unknown): string {
  const value: unknown = isScalar(key) ? key.value : key;
  // The key of a merged mapping is a symbol.
  return typeof value === "symbol" ? (value.description ?? "") : String(value);
}
