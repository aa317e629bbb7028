import { statementTitle, type Patterns, type Statement } from "../../lib/access/policy";
import type { AccessAnswer } from "../../lib/access/world";
import { conditionText, listed } from "../growth/statement-text";
import type { Ink } from "./ink";
import { visible } from "./visible";
import { wrapped } from "./wrapped";

/** An answer of who-can or what-can for a terminal. */
export function answerText(
  title: string,
  by: "principal" | "action",
  answer: AccessAnswer,
  ink: Ink,
  width: number,
): string {
  const { access, notDecided } = visible(answer);
  const lines = [
    `  ${ink.bold(`${title}: ${access.length === 0 ? (by === "principal" ? "nobody" : "nothing") : access.length}`)}`,
  ];
  // What one principal can do stands together.
  const order = [...new Set(access.map(({ principal }) => principal))];
  const sorted = [...access].sort((a, b) => order.indexOf(a.principal) - order.indexOf(b.principal));
  let last: string | undefined;
  for (const { principal, action, resource, statements, terms, except, through, inWorld } of sorted) {
    const head = by === "principal" ? principal : allowed(statements, action, resource);
    if (by === "action" || head !== last)
      lines.push(`    ${ink.bold(head)}${inWorld || by === "action" ? "" : ink.dim("  outside the input")}`);
    last = head;
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
  // Trust policies on the way name no resource.
  const first = statements.find((statement) => statement.resource !== undefined) ?? statements[0];
  if (first === undefined || action !== "*") return `${action} on ${resource}`;
  const patterns = ({ not, patterns: all }: Patterns) => `${not ? "all but " : ""}${listed(all)}`;
  return `${patterns(first.action)} on ${first.resource === undefined || resource !== "*" ? resource : patterns(first.resource)}`;
}
