import { type Document, isMap, Lexer, type Node, visit } from "yaml";
import type { SyntaxProblem } from "./yaml-document";

/** A thousand workflows take a third of it. What is larger is no configuration, and would keep the checks busy for minutes. */
export const mostBytes = 1024 * 1024;

/** Keys, values, brackets and the space between them. A thousand workflows with everything said of them have fewer. */
const mostTokens = 200_000;
const mostKeys = 1000;
const mostItems = 2000;
/** Each alias is looked up among all of them. */
const mostAliases = 10_000;

/** Why a text is not even parsed, as the second half of an error. */
export function textProblem(text: string): string | undefined {
  let tokens = 0;
  for (const _ of new Lexer().lex(text)) {
    tokens += 1;
    if (tokens > mostTokens)
      return "it has more keys and values than a configuration of a thousand workflows. Is it the right file?";
  }
  return undefined;
}

/** The first mapping or list that is longer than any of a configuration, or more aliases than it could need. */
export function lengthProblem(document: Document.Parsed): SyntaxProblem | undefined {
  let found: SyntaxProblem | undefined;
  let aliases = 0;
  const stop = (node: Node, message: string) => {
    found = { offset: node.range?.[0] ?? 0, message };
    return visit.BREAK;
  };
  visit(document, {
    Collection: (_, node) => {
      const { length } = node.items;
      if (isMap(node) && length > mostKeys)
        return stop(node, `a mapping of ${length} keys begins here; at most ${mostKeys} are allowed`);
      if (length > mostItems)
        return stop(node, `a list of ${length} items begins here; at most ${mostItems} are allowed`);
      return undefined;
    },
    Alias: (_, node) => {
      aliases += 1;
      return aliases > mostAliases
        ? stop(node, `more than ${mostAliases} aliases are not allowed`)
        : undefined;
    },
  });
  return found;
}
