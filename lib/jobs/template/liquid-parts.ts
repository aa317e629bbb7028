import type * as Liquidjs from "liquidjs";
import type { FoundAt } from "./template-finding";

/** What a template is made of, in order. */
export interface LiquidPart {
  readonly kind: "text" | "output" | "tag";
  readonly begin: number;
  readonly end: number;
  /** Name of a tag: `for`, `endfor`. Empty for the others. */
  readonly name: string;
  /** Between the braces, for a tag without its name. */
  readonly content: string;
  /** Where `content` begins. */
  readonly contentBegin: number;
  /** Whether it is all that follows a part that is never closed, whatever it holds. */
  readonly isTorn?: boolean;
}

/** The parts of a template, and where they could not be told apart. */
interface LiquidParts {
  /** The template with blank comments, and without braces that are no Liquid. */
  readonly readable: string;
  readonly parts: readonly LiquidPart[];
  readonly found: readonly FoundAt[];
}

let loaded: (typeof Liquidjs & { readonly engine: Liquidjs.Liquid }) | undefined;

/** liquidjs, loaded only by those who lint a template. */
export function liquidjs(): typeof Liquidjs & { readonly engine: Liquidjs.Liquid } {
  if (loaded === undefined) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded only by those who lint: it takes 20 ms
    const module = require("liquidjs") as typeof Liquidjs;
    loaded = { ...module, engine: new module.Liquid() };
  }
  return loaded;
}

/** Cuts a template into text, outputs and tags. */
export function liquidParts(content: string): LiquidParts {
  const { engine, Tokenizer, TokenKind } = liquidjs();
  const readable = withoutComments(content);
  const tokenizer = new Tokenizer(readable);
  const parts: LiquidPart[] = [];
  const found: FoundAt[] = [];
  const text = (begin: number, end: number, isTorn = false) =>
    parts.push({
      isTorn,
      kind: "text",
      begin,
      end,
      name: "",
      content: readable.slice(begin, end),
      contentBegin: begin,
    });
  while (tokenizer.p < tokenizer.N) {
    const begin = tokenizer.p;
    try {
      const token = tokenizer.readTopLevelToken(engine.options);
      if (token.kind === TokenKind.Output || token.kind === TokenKind.Tag) {
        parts.push(part(readable, token as Liquidjs.TagToken, token.kind === TokenKind.Tag));
      } else {
        text(token.begin, token.end);
      }
    } catch (error) {
      // That `raw` is never closed, is told as of every other tag.
      if (parts.at(-1)?.name !== "raw") found.push(unclosed(readable, begin, error as Error));
      text(begin, readable.length, true);
      break;
    }
  }
  for (const each of parts) found.push(...swallowed(each));
  return { readable, parts, found };
}

function part(input: string, token: Liquidjs.TagToken, isTag: boolean): LiquidPart {
  const [from, to] = token.contentRange;
  const inner = input.slice(from, to);
  const name = isTag ? (/^\s*(#|\w+)/.exec(inner)?.[1] ?? "") : "";
  const skipped = isTag ? /^\s*(?:#|\w*)\s*/.exec(inner)![0].length : 0;
  return {
    kind: isTag ? "tag" : "output",
    begin: token.begin,
    end: token.end,
    name,
    content: inner.slice(skipped),
    contentBegin: from + skipped,
  };
}

/**
 * What stands in comments is nobody's business: it becomes blank, with its line ends. What stands in `raw` is HTML without
 * Liquid: its braces become blank. So does the hyphen of `{%- endraw`, which liquidjs does not read.
 */
function withoutComments(content: string): string {
  let readable = "";
  let done = 0;
  const endless = new Set<string>();
  for (const { index, 0: begin, 1: name } of content.matchAll(/\{%-?\s*(comment|raw)\s*-?%\}/g)) {
    if (index < done || endless.has(name!)) continue;
    const from = index + begin.length;
    const end = new RegExp(`\\{%-?\\s*end${name}\\b`).exec(content.slice(from));
    if (end === null) {
      endless.add(name!);
      continue;
    }
    const inside = content.slice(from, from + end.index);
    readable += content.slice(done, from);
    readable += name === "raw" ? inside.replace(/[{}%]/g, " ") : inside.replace(/[^\n]/g, " ");
    readable += name === "raw" ? end[0].replace("-", " ") : end[0];
    done = from + end.index + end[0].length;
  }
  return readable + content.slice(done);
}

function unclosed(input: string, begin: number, error: Error): FoundAt {
  if (input.startsWith("{%", begin))
    return { offset: begin, message: `this tag is never closed: "%}" is missing` };
  if (input.startsWith("{{", begin))
    return { offset: begin, message: `this output is never closed: "}}" is missing` };
  const { begin: at = begin } = (error as { token?: { begin?: number } }).token ?? {};
  return { offset: at, message: `Liquid cannot read this: ${firstSentence(error.message)}` };
}

/** An error of liquidjs without the place, which is told in another way. */
export function firstSentence(message: string): string {
  return message.replace(/, line:\d+.*$/s, "").replace(/\s+/g, " ");
}

/** Braces in a part that belong to the next one: its own end is lost. */
function swallowed({ kind, begin, content }: LiquidPart): FoundAt[] {
  if (kind === "text") return [];
  const unquoted = content.replace(/"[^"]*"|'[^']*'/g, "");
  if (kind === "output" && unquoted.startsWith("{"))
    return [{ offset: begin, message: `three braces "{{{": two are right` }];
  if (kind === "output" && unquoted.startsWith("%"))
    return [{ offset: begin, message: `"{{%" is neither an output "{{ … }}" nor a tag "{% … %}"` }];
  if (!/\{\{|\{%|%\}|\}/.test(unquoted) && !(kind === "tag" && /<\/?[a-z]/i.test(unquoted))) return [];
  const [what, end] = kind === "output" ? ["output", "}}"] : ["tag", "%}"];
  return [
    { offset: begin, message: `this ${what} is not closed before the next one begins: "${end}" is missing` },
  ];
}

/** Tags that begin a branch or a loop: what stands in it may be shown when the rest is not. */
const branching = ["if", "unless", "case", "for", "tablerow"];

/** A number for each branch of the template, by places: what has the same number is shown together. */
export function branches(parts: readonly LiquidPart[]): (offset: number) => number {
  const begins: { readonly offset: number; readonly branch: number }[] = [{ offset: 0, branch: 0 }];
  const open = [0];
  let last = 0;
  for (const { kind, name, begin } of parts) {
    if (kind !== "tag") continue;
    if (branching.includes(name)) open.push((last += 1));
    else if (["else", "elsif", "when"].includes(name) && open.length > 1) open[open.length - 1] = last += 1;
    else if (name.startsWith("end") && branching.includes(name.slice(3)) && open.length > 1) open.pop();
    else continue;
    begins.push({ offset: begin, branch: open.at(-1)! });
  }
  return (offset) => begins.findLast((each) => each.offset <= offset)!.branch;
}
