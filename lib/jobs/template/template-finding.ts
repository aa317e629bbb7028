/** Something in a worker task template that leaves workers without data, or their answers unsent. */
export interface TemplateFinding {
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1, in UTF-16 units, as editors do. */
  readonly column: number;
  /** What is wrong and what to write instead, without a full stop. */
  readonly message: string;
}

/** A finding by its place in the text. */
export interface FoundAt {
  readonly offset: number;
  readonly message: string;
}

/** The findings with lines and columns, from top to bottom. */
export function located(content: string, found: readonly FoundAt[]): TemplateFinding[] {
  const lineStarts = [0];
  for (let at = content.indexOf("\n"); at >= 0; at = content.indexOf("\n", at + 1)) lineStarts.push(at + 1);
  return [...found]
    .sort((a, b) => a.offset - b.offset)
    .map(({ offset, message }) => {
      let line = lineStarts.length;
      while (lineStarts[line - 1]! > offset) line -= 1;
      return { line, column: offset - lineStarts[line - 1]! + 1, message };
    });
}
