import { statementTitle, type Patterns, type Statement } from "../../lib/access/policy";
import type { AccessAnswer } from "../../lib/access/world";
import { conditionText, listed } from "../growth/statement-text";
import type { Ink } from "./ink";
import { wrapped } from "./wrapped";

/** An answer of who-can or what-can for a terminal. */
export function answerText(
  title: string,
  by: "principal" | "action",
  { access, notDecided }: AccessAnswer,
  ink: Ink,
  width: number,
): string {
  const lines = [`  ${ink.bold(`${title}: ${access.length === 0 ? "nobody and nothing" : access.length}`)}`];
  for (const { principal, action, resource, statements, terms, except, through, inWorld } of access) {
    const head = by === "principal" ? principal : allowed(statements, action, resource);
    lines.push(`    ${ink.bold(head)}${inWorld ? "" : ink.dim("  outside the input")}`);
    if (by === "principal") lines.push(...wrapped(`${action} on ${resource}`, 6, width));
    if (through.length > 0) lines.push(...wrapped(`by assuming ${through.join(", then ")}`, 6, width));
    for (const term of terms) lines.push(...wrapped(`if ${conditionText(term)}`, 6, width));
    for (const deny of except)
      lines.push(...wrapped(`but for what ${statementTitle(deny)} denies`, 6, width));
    lines.push(...wrapped(ink.dim(statements.map(statementTitle).join("; ")), 6, width));
  }
  lines.push("", `  ${ink.bold(`Not decided: ${notDecided.length === 0 ? "nothing" : notDecided.length}`)}`);
  for (const { about, why } of notDecided) lines.push(...wrapped(`${about}: ${why}`, 4, width));
  return `${lines.join("\n")}\n`;
}

/** Asked for everything, an answer is as wide as its statement: that is what to show. */
function allowed(statements: readonly Statement[], action: string, resource: string): string {
  const [first] = statements;
  if (first === undefined || action !== "*") return `${action} on ${resource}`;
  const patterns = ({ not, patterns: all }: Patterns) => `${not ? "all but " : ""}${listed(all)}`;
  return `${patterns(first.action)} on ${first.resource === undefined || resource !== "*" ? resource : patterns(first.resource)}`;
}
