/** A line of a file, and the part of it that a mark goes under. */
export interface Excerpt {
  /** Counted from 1. */
  readonly line: number;
  /** The line as it stands in the file, tabs as one space each, cut where it is very long. */
  readonly text: string;
  /** Where the mark begins in `text`, counted from 0. */
  readonly from: number;
  /** How long the mark is, at least 1. */
  readonly length: number;
}

/** More of a line than this is not shown. */
const longest = 100;

/**
 * The line that something stands on.
 *
 * @param start where it begins in the text
 * @param end where it ends. @default - with its word
 */
export function excerptOf(text: string, line: number, start: number, end?: number): Excerpt {
  const begin = text.lastIndexOf("\n", start - 1) + 1;
  const whole = text.slice(begin).split(/\r?\n/, 1)[0]!;
  const column = Math.min(start - begin, whole.length);
  const word = /^(?:"[^"]*"?|'[^']*'?|[^\s,:\]}]+)/.exec(whole.slice(column))?.[0].length ?? 1;
  const rest = whole.slice(column).trimEnd().length;
  const length = Math.max(1, Math.min(end === undefined ? word : end - start, rest));
  // Of a long line the part around the mark.
  const first = column < longest ? 0 : column - longest / 2;
  const shown = whole
    .slice(first, first + longest)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (one) => (one === "\t" ? " " : "·"));
  const cut = `${first > 0 ? "…" : ""}${shown}${first + longest < whole.length ? "…" : ""}`;
  const from = column - first + (first > 0 ? 1 : 0);
  return {
    line,
    text: cut.trimEnd(),
    from,
    length: Math.min(length, Math.max(1, longest - (column - first))),
  };
}
