import { isScalar, isSeq } from "yaml";
import type { z } from "zod";
import type { ConfigurationProblem } from "./configuration-error";
import { shown } from "../../lib/rules/shown";
import { hintFor } from "./hints";
import { rightHome } from "./key-homes";
import { shownPath } from "./shown-path";
import type { Found, Path, WrittenText } from "./yaml-document";

/** A problem, and the offset in the text where it stands. */
export interface LocatedProblem extends Omit<ConfigurationProblem, "place" | "excerpt"> {
  readonly offset: number;
  /** The path in the configuration, which stands elsewhere in the file where there are environments. @default - as written */
  readonly at?: Path;
  /** Where it ends. @default - with its word */
  readonly end?: number;
}

/** Zod's issue in the user's terms, with what stands in the file. */
export function describedIssue(
  issue: z.core.$ZodIssue,
  document: WrittenText,
  schema: z.core.$ZodType,
): LocatedProblem[] {
  if (issue.code === "unrecognized_keys") {
    const messages = issue.message.split("\n");
    return issue.keys.slice(0, messages.length).map((key, index) => {
      const path = [...issue.path, key];
      const home = rightHome(key, issue.path, schema);
      const message = messages[index]!.replace(
        /^unknown key\. /,
        home === undefined ? "$&" : `unknown key: ${home}. `,
      );
      return { ...placed(path, document), message, offset: document.findKey(path).offset };
    });
  }
  const found = document.find(issue.path);
  const message = issue.code === "custom" ? issue.message : `${got(issue, found)}; ${issue.message}`;
  const value: unknown = isScalar(found.node) ? found.node.value : undefined;
  const hint = hintFor(value, issue.message, document.hasPlaceholders) ?? aloneHint(issue, found);
  const end = isScalar(found.node) ? found.node.range?.[1] : undefined;
  return [
    {
      ...placed(issue.path, document),
      message: hint === undefined ? message : `${message}. ${hint}`,
      offset: found.offset,
      ...(end !== undefined && { end }),
    },
  ];
}

/** A text is wanted, and a list of one stands there. */
function aloneHint(issue: z.core.$ZodIssue, { node }: Found): string | undefined {
  const [only, ...others] = isSeq(node) ? node.items : [];
  const isText = issue.code === "invalid_type" && issue.expected === "string";
  if (!isText || others.length > 0 || !isScalar(only)) return undefined;
  return `Write it alone, without brackets or a dash: ${only.source ?? String(only.value)}`;
}

function placed(at: Path, document: WrittenText): Pick<LocatedProblem, "at" | "path"> {
  return { at, path: shownPath(document.written(at)) };
}

/** First half of an error; the issue's message, which says what is allowed, is the second. */
function got(issue: z.core.$ZodIssue, { node }: Found): string {
  if (node === undefined) return "is missing";
  const source = isScalar(node) ? node.source : undefined;
  const value: unknown = isScalar(node) ? node.value : isSeq(node) ? node.items : node;
  if (Array.isArray(value) && value.length > 0 && ["too_big", "too_small"].includes(issue.code)) {
    return `got ${value.length}`;
  }
  const text = `got ${shown(value, source)}`;
  if (issue.code !== "invalid_type" || value === null || typeof value === "object") return text;
  if (issue.expected === "string") return `${text}, a ${typeof value}: put it in quotes`;
  const isNumber = typeof value === "string" && value !== "" && !Number.isNaN(Number(value));
  if (isNumber && ["int", "number"].includes(issue.expected))
    return `${text}, a text: write it without quotes`;
  if (issue.expected === "array" && typeof value === "string")
    return `${text}, and not a list: write - ${source ?? value} on a line of its own`;
  return typeof value === "string" ? `${text}, a text` : text;
}
