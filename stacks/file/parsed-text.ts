import { Composer, type Document, type LineCounter, Parser, YAMLParseError } from "yaml";

/** What the parser does not understand is told once; where it loses its way, the rest of a long line would be errors. */
const mostFaults = 100;

/**
 * `parseDocument` of yaml, which stops to count faults after a few: each of them is an error with a stack trace, and a lost
 * bracket before a long list makes a hundred thousand.
 */
export function parsedText(text: string, lineCounter: LineCounter): Document.Parsed {
  const composer = new Composer({
    merge: true,
    logLevel: "error",
    // Compares each key with every other one.
    uniqueKeys: false,
  });
  const documents = composer.compose(tokens(text, lineCounter), true, text.length);
  // With an end to compose up to there is always one.
  const first = documents.next().value as Document.Parsed;
  const second = documents.next();
  if (second.done !== true) {
    const [from, to] = second.value.range;
    first.errors.push(new YAMLParseError([from, to], "MULTIPLE_DOCS", "several documents"));
  }
  return first;
}

function* tokens(text: string, lineCounter: LineCounter) {
  let faults = 0;
  for (const token of new Parser(lineCounter.addNewLine).parse(text)) {
    if (token.type !== "error" || (faults += 1) <= mostFaults) yield token;
  }
}
