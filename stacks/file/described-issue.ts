import { isMap, isScalar, isSeq } from "yaml";
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
  const hint = hintFor(value, issue.message, document.hasPlaceholders) ?? listHint(issue, found);
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

/** A list stands where something else is wanted. */
function listHint(issue: z.core.$ZodIssue, { node }: Found): string | undefined {
  if (!isSeq(node)) return undefined;
  const [only, ...others] = node.items;
  if (wantsMapping(issue)) return mappingOf(node.items, issue.message);
  const isText =
    issue.code === "invalid_value" || (issue.code === "invalid_type" && issue.expected === "string");
  if (!isText) return undefined;
  if (others.length > 0) return "One is allowed here, and not several";
  return isScalar(only)
    ? `Write it alone, without brackets or a dash: ${only.source ?? String(only.value)}`
    : undefined;
}

function wantsMapping({ code, message }: z.core.$ZodIssue): boolean {
  return code === "invalid_type" && /^a mapping\b/.test(message);
}

/** The same as a mapping: `- team: vision`, AWS's `- Key: team` with its `Value`, or names of what exists. */
function mappingOf(items: readonly unknown[], rule: string): string | undefined {
  if (items.length > 0 && items.every(isScalar))
    return /\bkeys of create, existing\b/.test(rule)
      ? `Write { existing: [${items.map(({ value }) => `{ name: ${String(value)} }`).join(", ")}] }, or create for what is to be made`
      : undefined;
  const pairs = items.filter(isMap).map((map) => map.toJSON() as Readonly<Record<string, unknown>>);
  const [first] = pairs;
  if (first === undefined) return undefined;
  const { Key: key, Value: value } = first;
  const [name, told] = typeof key === "string" ? [key, value] : (Object.entries(first)[0] ?? []);
  return name !== undefined && typeof told === "string"
    ? `Write each without a dash: ${name}: ${told}`
    : undefined;
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
    return `${text}, and not a list: write ${asList(source ?? value, issue.message)}`;
  return typeof value === "string" ? `${text}, a text` : text;
}

function asList(text: string, rule: string): string {
  const key = /\beach with a (\w+)/.exec(rule)?.[1];
  if (key !== undefined) return `- ${key}: ${text} on a line of its own`;
  const parts = text.replace(/^(["'])(.*)\1$/, "$2").split(/\s*,\s*/);
  return parts.length > 1 ? `[${parts.join(", ")}]` : `- ${text} on a line of its own`;
}
