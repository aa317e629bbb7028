import { type Document, isAlias, isMap, isSeq, Lexer } from "yaml";
import type { SyntaxProblem } from "./syntax-problem";
import { nodesOf } from "./yaml-nodes";

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
  let aliases = 0;
  for (const node of nodesOf(document)) {
    const offset = node.range?.[0] ?? 0;
    if (isMap(node) && node.items.length > mostKeys) {
      const message = `a mapping of ${node.items.length} keys begins here; at most ${mostKeys} are allowed`;
      return { offset, message };
    }
    if (isSeq(node) && node.items.length > mostItems) {
      const message = `a list of ${node.items.length} items begins here; at most ${mostItems} are allowed`;
      return { offset, message };
    }
    if (!isAlias(node)) continue;
    aliases += 1;
    if (aliases > mostAliases) return { offset, message: `more than ${mostAliases} aliases are not allowed` };
  }
  return undefined;
}
