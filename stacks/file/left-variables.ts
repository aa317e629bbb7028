import { variableHint } from "./hints";
import type { LocatedProblem } from "./described-issue";
import { shownPath } from "./shown-path";
import type { Path, WrittenText } from "./yaml-document";

/**
 * Texts that hold a variable as shells and CI write it, where any text is allowed: they would go to AWS as they stand.
 * Variables of IAM, `${aws:username}`, look otherwise.
 */
export function leftVariables(value: unknown, document: WrittenText): LocatedProblem[] {
  const found: LocatedProblem[] = [];
  const seen = new Set<object>();
  // One path for all: a copy for each would cost the square of the depth.
  const way: PropertyKey[] = [];
  const look = (one: unknown): void => {
    if (typeof one === "string") {
      const variable = /\$\{[A-Z][A-Z0-9_]*\}/.exec(one)?.[0];
      if (variable === undefined) return;
      const path: Path = [...way];
      const { offset, node } = document.find(path);
      const message = `got ${JSON.stringify(one)}; ${variableHint(variable)}`;
      found.push({
        at: path,
        path: shownPath(document.written(path)),
        message,
        offset,
        end: node?.range?.[1],
      });
    } else if (typeof one === "object" && one !== null && !seen.has(one)) {
      seen.add(one);
      for (const [key, item] of Object.entries(one)) {
        way.push(Array.isArray(one) ? Number(key) : key);
        look(item);
        way.pop();
      }
    }
  };
  look(value);
  return found;
}
