import type { HtmlTree } from "./html-tree";
import { knownFilters, nearFilter } from "./liquid-filters";
import { firstSentence, liquidjs, type LiquidPart } from "./liquid-parts";
import type { FoundAt } from "./template-finding";

const blocks = ["if", "unless", "case", "for", "tablerow", "capture", "comment", "raw"];
/** Tags that need another file, of which a labeling job has none. */
const needFiles = ["include", "render", "layout", "block"];
/** Tags inside of a block, and the blocks that have them. */
const inner: Readonly<Record<string, readonly string[]>> = {
  else: ["if", "unless", "case", "for"],
  elsif: ["if", "unless"],
  when: ["case"],
};
const single = ["assign", "increment", "decrement", "cycle", "break", "continue", "echo", "liquid", "#"];

/** Tags that do not fit together, or that Liquid does not have. */
export function tagFindings(parts: readonly LiquidPart[]): FoundAt[] {
  const found: FoundAt[] = [];
  const open: LiquidPart[] = [];
  for (const tag of parts.filter(({ kind }) => kind === "tag")) {
    const { name, begin } = tag;
    const say = (message: string) => found.push({ offset: begin, message });
    if (blocks.includes(name)) open.push(tag);
    else if (name.startsWith("end") && blocks.includes(name.slice(3))) {
      const block = open.findLastIndex((each) => each.name === name.slice(3));
      if (block < 0) say(`{% ${name} %} closes nothing: there is no open {% ${name.slice(3)} %}`);
      else for (const left of open.splice(block).slice(1)) found.push(neverClosed(left));
    } else if (Object.hasOwn(inner, name)) {
      const around = open.at(-1)?.name ?? "";
      if (!inner[name]!.includes(around)) say(`{% ${name} %} stands in no ${inner[name]!.join(", ")}`);
    } else if (needFiles.includes(name)) {
      say(`{% ${name} %} needs another file, and a labeling job has this one only`);
    } else if (!single.includes(name)) {
      say(name === "" ? "this tag has no name" : `Liquid has no tag "${name}"`);
    }
  }
  return [...found, ...open.map(neverClosed)];
}

function neverClosed({ name, begin }: LiquidPart): FoundAt {
  return { offset: begin, message: `{% ${name} %} is never closed: {% end${name} %} is missing` };
}

/** Filters that neither Liquid nor Ground Truth has. */
export function filterFindings(content: string, parts: readonly LiquidPart[]): FoundAt[] {
  const nears = new Map<string, string | undefined>();
  const near = (name: string) => {
    if (!nears.has(name)) nears.set(name, nearFilter(name));
    return nears.get(name);
  };
  return parts.flatMap((part) =>
    filtersIn(content, part)
      .filter(({ name }) => !knownFilters.has(name))
      .map(({ name, offset }) => {
        const meant = near(name);
        const hint = meant === undefined ? "AWS's page lists the filters" : `did you mean ${meant}?`;
        return { offset, message: `neither Liquid nor Ground Truth has the filter "${name}"; ${hint}` };
      }),
  );
}

/** Tags with a value in them, in which Liquid's documentation has no filters. */
const unfiltered = ["if", "unless", "elsif", "case", "when", "for", "tablerow"];

/** Filters in tags, which Liquid passes over or may refuse. */
export function ignoredFilters(parts: readonly LiquidPart[]): FoundAt[] {
  return parts.flatMap(({ name, content, contentBegin }) => {
    if (!unfiltered.includes(name)) return [];
    const bar = content
      .replace(/"[^"]*"|'[^']*'/g, (text) => " ".repeat(text.length))
      .search(/(?<!\|)\|(?!\|)/);
    if (bar < 0) return [];
    const message = `Liquid's documentation has no filters in {% ${name} %}: write {% assign value = … | … %} before it`;
    return [{ offset: contentBegin + bar, message }];
  });
}

/** A filter in an output, or in a tag that has some. */
interface FoundFilter {
  readonly name: string;
  readonly offset: number;
}

/** The filters of an output, of `assign` and of `echo`. None if they cannot be read, which is told elsewhere. */
export function filtersIn(content: string, part: LiquidPart): FoundFilter[] {
  if (part.kind !== "output" && part.name !== "assign" && part.name !== "echo") return [];
  const { engine, Tokenizer } = liquidjs();
  const value = part.name === "assign" ? part.content.indexOf("=") + 1 : 0;
  const range: [number, number] = [part.contentBegin + value, part.contentBegin + part.content.length];
  try {
    const tokenizer = new Tokenizer(content, engine.options.operators, undefined, range);
    return tokenizer
      .readFilteredValue()
      .filters.map((filter) => ({ name: filter.name, offset: nameOf(content, filter) }));
  } catch {
    return [];
  }
}

function nameOf(content: string, { name, begin }: { readonly name: string; readonly begin: number }): number {
  return Math.max(begin, content.indexOf(name, begin));
}

/** What liquidjs cannot parse, though its tags fit together. It stops at the first. */
export function parseFindings(content: string): FoundAt[] {
  try {
    liquidjs().engine.parse(content);
    return [];
  } catch (error) {
    const { message, token } = error as Error & { token?: { begin?: number } };
    return [{ offset: token?.begin ?? 0, message: `Liquid cannot read this: ${firstSentence(message)}` }];
  }
}

/** Braces in text that were to be Liquid: one instead of two, or an end without a beginning. */
export function braceFindings(
  parts: readonly LiquidPart[],
  { isCode, isComment, isTagOrComment }: Pick<HtmlTree, "isCode" | "isComment" | "isTagOrComment">,
): FoundAt[] {
  const names = [...knownFilters].join("|");
  const inText = new RegExp(
    `(?<![{$\\\\])\\{(?!\\{)\\s*task\\s*[.[][^{}<>]*\\}{0,2}|(?<![{$\\\\])\\{(?!\\{)[^{}<>|]+\\|\\s*(?:${names})\\b[^{}<>]*\\}{0,2}|` +
      "\\{\\s+%|(?<!%)\\}\\}|%\\s*\\}",
    "g",
  );
  const inCode = new RegExp(
    `(?<![{$\\\\])\\{(?!\\{)\\s*task\\s*\\.\\s*input[^{}|;]*\\|\\s*(?:${names})\\b[^{}]*\\}`,
    "g",
  );
  const tooMany = parts
    .filter(
      ({ kind, content }, index) =>
        kind === "text" && content.startsWith("}") && parts[index - 1]?.kind === "output",
    )
    .filter(({ begin }) => !isTagOrComment(begin) && !isCode(begin))
    .map(({ begin }) => ({
      offset: begin,
      message: `this "}" is text, which workers see: "}}" ends the output before it`,
    }));
  return parts
    .filter(({ kind, isTorn }) => kind === "text" && isTorn !== true)
    .flatMap(({ begin, content }) =>
      [
        ...[...content.matchAll(inText)].filter((match) => !isCode(begin + match.index)),
        ...[...content.matchAll(inCode)].filter((match) => isCode(begin + match.index)),
      ]
        .filter(({ index }) => !isComment(begin + index))
        .map((match) => ({ offset: begin + match.index, message: braceMessage(match[0]) })),
    )
    .concat(tooMany);
}

function braceMessage(text: string): string {
  if (text === "}}") return `"}}" closes nothing: "{{" is missing`;
  if (/^%\s*\}$/.test(text)) return `"%}" closes nothing: "{%" is missing`;
  if (text.startsWith("{") && text.endsWith("%")) return `"{ %" is no tag: write "{%"`;
  return `one brace is text, which workers see as it stands: write {{ ${text.replace(/^\{\s*|\s*\}*$/g, "").trim()} }}`;
}
