/**
 * Replaces the interpolations of a Terraform string and undoes Terraform's escapes.
 *
 * @param evaluate value of one expression; throws when it has none
 * @param where the attribute that holds the text, for the message
 */
export function interpolated(text: string, evaluate: (expression: string) => string, where: string): string {
  let result = "";
  let at = 0;
  while (at < text.length) {
    if (text.startsWith("$${", at) || text.startsWith("%%{", at)) {
      result += text.slice(at + 1, at + 3);
      at += 3;
    } else if (text.startsWith("${", at)) {
      const end = endOfExpression(text, at + 2, where);
      result += evaluate(text.slice(at + 2, end).trim());
      at = end + 1;
    } else if (text.startsWith("%{", at)) {
      throw new Error(`${where}: Terraform would read "${text.slice(at, at + 30)}…" as a directive`);
    } else {
      result += text[at];
      at += 1;
    }
  }
  return result;
}

/** Position of the brace that closes the expression; braces in strings and in nested expressions do not. */
function endOfExpression(text: string, start: number, where: string): number {
  let depth = 1;
  let inString = false;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (inString && character === "\\") at += 1;
    else if (character === '"') inString = !inString;
    else if (!inString && character === "{") depth += 1;
    else if (!inString && character === "}") {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  throw new Error(`${where}: the interpolation "${text.slice(start - 2, start + 60)}" is never closed`);
}
