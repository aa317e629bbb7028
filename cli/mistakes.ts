import type { Ink } from "../review/formats/ink";
import { wrapped } from "../review/formats/wrapped";
import type { ConfigurationError, ConfigurationProblem } from "../stacks/file/configuration-error";
import { counted } from "./words";

/**
 * Mistakes as compilers tell them: the place, the line with a mark under it, what is wrong and what to do. A long list of
 * what is allowed is told once.
 */
export function mistakesText({ subject, problems }: ConfigurationError, ink: Ink, width: number): string {
  const told = new Set<string>();
  const blocks = problems.map((problem) => block(problem, subject, told, ink, width));
  const end = `${counted(problems.length, "mistake")} in ${subject}. Nothing was written.`;
  return `${blocks.join("\n")}\n${ink.bold(end)}\n`;
}

function block(
  { place, path, message, excerpt }: ConfigurationProblem,
  subject: string,
  told: Set<string>,
  ink: Ink,
  width: number,
): string {
  const about = path === undefined || path === "" ? "" : `  ${path}`;
  const lines = [`${ink.bold(place ?? subject)}${about}`];
  if (excerpt !== undefined) {
    const number = String(excerpt.line);
    const mark = `${" ".repeat(excerpt.from)}${ink.grave("^".repeat(excerpt.length))}`;
    lines.push(
      "",
      `  ${ink.dim(`${number} |`)} ${excerpt.text}`,
      `  ${ink.dim(`${" ".repeat(number.length)} |`)} ${mark}`,
      "",
    );
  }
  lines.push(
    ...sentences(subjected(once(message, told), path)).flatMap((sentence) => {
      // What has lines of its own, code with a mark under it say, keeps them.
      const [first = "", ...more] = sentence.split("\n");
      return [...wrapped(first, 2, width), ...more.map((line) => `  ${line}`.trimEnd())];
    }),
  );
  return `${lines.join("\n")}\n`;
}

/** A list that was told already is not told again. */
function once(message: string, told: Set<string>): string {
  return message.replace(/\bis one of ([^()]{150,}?)(?= \(|$)/, (whole, list: string) => {
    if (told.has(list)) return "is one of those above";
    told.add(list);
    return whole;
  });
}

/** What was got, then what is allowed and what to do: each on a line of its own, the pages of AWS last. */
function sentences(message: string): string[] {
  const pages = [...message.matchAll(/ \((docs\.aws\.amazon\.com[^\s)]*)\)/g)].map(([, page]) => page!);
  let text = message.replaceAll(/ \(docs\.aws\.amazon\.com[^\s)]*\)/g, "");
  // Who is offered the right word needs no list of all.
  if (/\bdid you mean\b|\bit belongs\b|\bbelongs (under|to)\b/i.test(text))
    text = text.replace(/\.? Known here: .*$/s, "");
  const [first = "", ...rest] = text.split(/; (?=\w)/);
  const parts = [first, rest.join("; ")].filter((part) => part !== "");
  const begun = parts.map((part) =>
    // A word of the file, or a path, stays as it is written.
    /^(true|false)\b|^\S*[/.]\w/.test(part) ? part : part.charAt(0).toUpperCase() + part.slice(1),
  );
  return [...begun, ...new Set(pages)];
}

/** Messages that go on from the key, `is missing` say, begin with it. */
function subjected(message: string, path: string | undefined): string {
  const key = path?.split(".").at(-1);
  const goesOn = /^(is|are|has|have|makes?|lies?|needs?|names?|takes?|overlaps|comes?|would|cannot|must)\b/;
  return key !== undefined && key !== "" && goesOn.test(message) ? `"${key}" ${message}` : message;
}
