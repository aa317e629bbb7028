import type { ErrorCode } from "yaml";

/** What is wrong with the form of a file, and where. */
interface SyntaxFault {
  readonly message: string;
  readonly offset: number;
}

interface Line {
  readonly text: string;
  /** Of its first character. */
  readonly offset: number;
}

/** A fault of one line: what is wrong, and in which column, counted from 0. */
type Look = (
  line: string,
  before: Line | undefined,
) => readonly [message: string, column: number] | undefined;

/**
 * What the parser found, in the words of whoever wrote the file. It stops where it understands no more, which often is the
 * line after the mistake: so the lines around are looked at for what people do wrong.
 *
 * @param offset where the parser stopped
 */
export function spokenFault(text: string, code: ErrorCode, message: string, offset: number): SyntaxFault {
  const lines = linesOf(text);
  const at = lines.findLastIndex((line) => line.offset <= offset);
  const near = lines.slice(Math.max(0, at - 1), at + 2);
  const tab = first(lines, tabIndents);
  if (tab !== undefined) return tab;
  if (message.includes("quote")) {
    const quote = first(lines.slice(0, at + 1), openQuote);
    if (quote !== undefined) return quote;
  }
  const word =
    first(near, noSpaceAfterColon) ??
    first(near, noSpaceAfterDash) ??
    first(near, noColon) ??
    first(near, colonInText);
  if (word !== undefined) return word;
  const bare = first(near, barePlaceholder);
  if (bare !== undefined) return bare;
  const bracket = first(lines.slice(0, at + 1).reverse(), openBracket);
  if (message.includes("Flow") && bracket !== undefined) return bracket;
  if (message.includes("block sequence")) {
    const found =
      'a list begins here, and above it stand keys without a dash: put "- " before the first of them too';
    return { offset, message: found };
  }
  const indented = misIndented(lines, at);
  if (indented !== undefined) return indented;
  if (code === "BAD_SCALAR_START") {
    const whole = text
      .slice(offset)
      .split(/\r?\n| #/, 1)[0]!
      .trimEnd();
    const message = `a text that begins with ${text[offset]} must stand in quotes: write ${JSON.stringify(whole)}`;
    return { offset, message };
  }
  return { offset, message: `this is no YAML: ${message}` };
}

/** In a flow collection a brace ends what stands before it. */
const barePlaceholder: Look = (line) => {
  const [found] = /[^\s[{,"']*\$\{\w+\}[^\s\]},"']*/.exec(/[[{][^"']*\$\{\w+\}/.test(line) ? line : "") ?? [];
  if (found === undefined) return undefined;
  return [
    `in brackets a value with \${…} in it needs quotes: put it in quotes, "${found}"`,
    line.indexOf(found),
  ];
};

function linesOf(text: string): Line[] {
  let offset = 0;
  return text.split("\n").map((line) => {
    const one = { text: line.replace(/\r$/, ""), offset };
    offset += line.length + 1;
    return one;
  });
}

/** Nobody writes longer lines by hand, and some of these looks take the square of the length. */
const longestLine = 1000;

function first(lines: readonly Line[], look: Look): SyntaxFault | undefined {
  for (const [index, line] of lines.entries()) {
    if (line.text.length > longestLine || /^\s*(#|$)/.test(line.text)) continue;
    const found = look(line.text, lines[index - 1]);
    if (found !== undefined) return { message: found[0], offset: line.offset + found[1] };
  }
  return undefined;
}

const tabIndents: Look = (line) => {
  const tab = /^ *\t/.exec(line);
  return tab === null
    ? undefined
    : [
        "this line is indented with a tab. YAML takes spaces only: replace the tab with spaces",
        tab[0].length - 1,
      ];
};

/** A quote at the beginning of a value that no other one closes on its line. */
const openQuote: Look = (line) => {
  const value = /(?<=^|[:,[{-]\s+|\[|\{)(["'])/g;
  for (const match of line.matchAll(value)) {
    const rest = line.slice(match.index + 1).replaceAll(match[1] === "'" ? "''" : '\\"', "");
    if (rest.includes(match[1]!)) return undefined;
    return [
      `the quote that opens here is never closed: put a second ${match[1]} behind the text`,
      match.index,
    ];
  }
  return undefined;
};

const noSpaceAfterColon: Look = (line) => {
  const match = /^(\s*(?:- +)?)([A-Za-z][\w-]*):(?=[^\s/])/.exec(line);
  if (match === null || /^[^#]*:\s/.test(line.slice(match[0].length))) return undefined;
  const [whole, , key] = match;
  return [
    `a space is missing after the colon: write "${key}: ${line.slice(whole.length).trim()}"`,
    whole.length - 1,
  ];
};

const noSpaceAfterDash: Look = (line) => {
  const match = /^(\s*)-(?=[A-Za-z][\w-]*:\s)/.exec(line);
  if (match === null) return undefined;
  return [
    `a space is missing after the dash: write "- ${line.slice(match[0].length).trim()}"`,
    match[1]!.length,
  ];
};

const noColon: Look = (line) => {
  const match = /^(\s*(?:- +)?)([A-Za-z][\w-]*)( *= *| +)(?=[^\s:=])/.exec(line);
  if (match === null || line.includes(": ") || line.trimEnd().endsWith(":")) return undefined;
  const [whole, before, key] = match;
  return [
    `a colon is missing after the key: write "${key}: ${line.slice(whole.length).trim()}"`,
    before!.length,
  ];
};

const colonInText: Look = (line) => {
  const match = /^\s*(?:- +)?([A-Za-z][\w-]*): +([^\s"'[{#&*|>!][^#]*: .*)$/.exec(line);
  if (match === null) return undefined;
  const [, key, text] = match;
  return [
    `a text with a colon in it must stand in quotes: write ${key}: "${text!.trim()}"`,
    line.indexOf(text!),
  ];
};

const openBracket: Look = (line) => {
  const opened: number[] = [];
  for (const match of line.replace(/#.*$/, "").matchAll(/[[\]{}]/g)) {
    if ("[{".includes(match[0])) opened.push(match.index);
    else opened.pop();
  }
  const column = opened.at(-1);
  if (column === undefined) return undefined;
  const closing = line[column] === "[" ? "]" : "}";
  return [`the ${line[column]} that opens here is never closed: put a ${closing} at the end`, column];
};

/** In which column the key of a line begins, behind the dash of a list. */
function keyColumn(line: string): number {
  return /^\s*(?:- +)*/.exec(line)![0].length;
}

/** A line that begins in another column than the keys beside it. */
function misIndented(lines: readonly Line[], at: number): SyntaxFault | undefined {
  const isText = ({ text }: Line) => !/^\s*(#|$)/.test(text);
  // The parser names the line before when the next one is indented too far.
  for (const index of [at + 1, at]) {
    const line = lines[index];
    if (line === undefined || !isText(line)) continue;
    const columns = new Set(
      lines
        .slice(0, index)
        .filter(isText)
        .map(({ text }) => keyColumn(text)),
    );
    const before = lines.slice(0, index).findLast(isText);
    const column = keyColumn(line.text);
    const opens = before !== undefined && /:\s*(#.*)?$/.test(before.text);
    if (before === undefined || columns.has(column) || opens) continue;
    const nearest = [...columns].sort(
      (one, other) => Math.abs(one - column) - Math.abs(other - column) || other - one,
    )[0]!;
    const spaces = Math.abs(nearest - column);
    const amount = `${spaces} ${spaces === 1 ? "space" : "spaces"}`;
    return {
      offset: line.offset + /^\s*/.exec(line.text)![0].length,
      message:
        `this line begins in column ${column + 1}, and the keys around it in column ${nearest + 1}: ` +
        (column < nearest ? `indent it by ${amount} more` : `take ${amount} away before it`),
    };
  }
  return undefined;
}
