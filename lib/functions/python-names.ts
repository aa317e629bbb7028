/** What a Python module binds at its top level, as far as it can be read without running it. */
interface PythonNames {
  /** Whether the module may bind this name. */
  readonly mayHave: (name: string) => boolean;
  /** Functions at the top level, in order. */
  readonly functions: readonly string[];
}

/** A line as Python counts: with all that stands in its brackets, and without comments and what is in quotes. */
interface LogicalLine {
  readonly indent: number;
  readonly text: string;
}

/** What makes names that cannot be seen: they may be anything. */
const dynamic =
  /\bimport\s*\*|\bglobals\s*\(|\bexec\s*\(|\bsetattr\s*\(|\bsys\.modules\b|\b__getattr__\b|\bvars\s*\(/;

/** Reads a module; undefined if its quotes or brackets do not end, so that nothing can be said. */
export function pythonNames(source: string): PythonNames | undefined {
  const lines = logicalLines(source);
  if (lines === undefined) return undefined;
  const top = topLevel(lines);
  const isDynamic = lines.some(({ text }) => dynamic.test(text));
  return {
    mayHave: (name) => isDynamic || top.some(({ text }) => new RegExp(`\\b${name}\\b`).test(text)),
    functions: top.flatMap(({ text }) => /^(?:async\s+)?def\s+(\w+)/.exec(text)?.[1] ?? []),
  };
}

/** Lines that are not in the body of a function or a class. Those of `if`, `try` and `with` are. */
function topLevel(lines: readonly LogicalLine[]): LogicalLine[] {
  const top: LogicalLine[] = [];
  let bodyOf: number | undefined;
  for (const line of lines) {
    if (bodyOf !== undefined && line.indent > bodyOf) continue;
    bodyOf = /^(?:async\s+)?(?:def|class)\b/.test(line.text) ? line.indent : undefined;
    top.push(
      bodyOf === undefined
        ? line
        : { ...line, text: line.text.replace(/^((?:async\s+)?(?:def|class)\s+\w+).*$/s, "$1") },
    );
  }
  return top;
}

const token = /(?:[rbuft]{0,2})("""|'''|"|')|#[^\n]*|\\\n|[()[\]{}]|\n/gi;

function logicalLines(source: string): LogicalLine[] | undefined {
  const code = source.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  const lines: LogicalLine[] = [];
  let text = "";
  let depth = 0;
  let done = 0;
  const endLine = () => {
    if (text.trim() !== "") lines.push({ indent: /^[ \t]*/.exec(text)![0].length, text: text.trim() });
    text = "";
  };
  token.lastIndex = 0;
  for (let match = token.exec(code); match !== null; match = token.exec(code)) {
    text += code.slice(done, match.index);
    const [found, quote] = match;
    if (quote !== undefined) {
      const end = endOfText(code, token.lastIndex, quote);
      if (end === undefined) return undefined;
      text += '""';
      token.lastIndex = end;
    } else if ("([{".includes(found)) {
      depth += 1;
      text += found;
    } else if (")]}".includes(found)) {
      depth -= 1;
      text += found;
    } else if (found === "\n" && depth <= 0) endLine();
    else text += " ";
    done = token.lastIndex;
  }
  text += code.slice(done);
  endLine();
  return depth === 0 ? lines : undefined;
}

function endOfText(code: string, from: number, quote: string): number | undefined {
  for (let at = from; at < code.length; at += 1) {
    if (code[at] === "\\") at += 1;
    else if (code.startsWith(quote, at)) return at + quote.length;
    else if (code[at] === "\n" && quote.length === 1) return undefined;
  }
  return undefined;
}
