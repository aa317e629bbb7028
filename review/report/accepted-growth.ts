import { existsSync, readFileSync } from "node:fs";
import { isMap, isNode, LineCounter, parseDocument, type Document } from "yaml";
import { z } from "zod";
import { nearest } from "../../lib/validation/nearest";
import { changeClasses, classSlug } from "../growth/change";
import { UserError } from "../user-error";

/** Growth that somebody has looked at and accepted. */
export interface Acceptance {
  /** Pattern of ARNs with `*` and `?`. With `action` and `resource`: these requests count as allowed before. */
  readonly principal?: string;
  readonly action?: string;
  readonly resource?: string;
  /** Pattern of addresses, for what is no request: a setting, a loss, what cannot be decided. */
  readonly address?: string;
  /** Class of the change, as `--fail-on` names it. Required with `address`. */
  readonly class?: string;
  readonly reason: string;
  readonly by: string;
  /** Last day, `2027-01-31`. */
  readonly until: string;
}

/** Where accepted growth is kept: beside the configuration. */
export const acceptedGrowthFile = "accepted-growth.yaml";

const page = "docs/review.md, Accepted growth";

const classes = changeClasses.map(classSlug);
const members = ["principal", "action", "resource", "address", "class", "reason", "by", "until"];

/** Without core types all values are texts. */
const words = () =>
  z
    .string({ error: ({ input }) => (input === undefined ? "is missing" : "must be a text") })
    .min(1, "is empty");

const entry = z
  .strictObject(
    {
      principal: words().optional(),
      action: words().optional(),
      resource: words().optional(),
      address: words().optional(),
      class: z.enum(classes as [string, ...string[]], { error: ({ input }) => noClass(input) }).optional(),
      reason: words(),
      by: words(),
      until: words().refine(isDay, "must be a day that there is, as 2027-01-31"),
    },
    { error: (issue) => notAMember(issue) },
  )
  .refine(
    ({ principal, action, resource, address, class: kind }) =>
      address === undefined
        ? principal !== undefined && action !== undefined && resource !== undefined && kind === undefined
        : principal === undefined && action === undefined && resource === undefined && kind !== undefined,
    "needs either principal, action and resource, or address and class",
  );

const file = z.strictObject(
  { accepted: z.array(entry, { error: () => "must be a list of entries" }) },
  {
    error: (issue) =>
      issue.code === "unrecognized_keys" ? "has only the member accepted" : "must have the member accepted",
  },
);

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function noClass(input: unknown): string {
  const meant = typeof input === "string" ? nearest(input, classes) : undefined;
  return `must be one of ${classes.join(", ")}${meant === undefined ? "" : `: did you mean ${meant}?`}`;
}

function notAMember(issue: { readonly code?: string; readonly keys?: readonly string[] }): string {
  if (issue.code !== "unrecognized_keys") return "must be an entry with members";
  const [key = ""] = issue.keys ?? [];
  const meant = nearest(key, members);
  return `has no member ${key}${meant === undefined ? `: it has ${members.join(", ")}` : `: did you mean ${meant}?`}`;
}

/**
 * Reads accepted growth.
 * @returns nothing if the file was not named and is not there
 * @throws UserError that names each entry that is wrong, with its line
 */
export function readAcceptedGrowth(path: string | undefined): readonly Acceptance[] {
  const from = path ?? acceptedGrowthFile;
  if (!existsSync(from)) {
    if (path === undefined) return [];
    throw new UserError(`${from}: there is no such file.`);
  }
  const lines = new LineCounter();
  const document = parseDocument(textOf(from), { schema: "failsafe", lineCounter: lines });
  const [broken] = document.errors;
  if (broken !== undefined) throw new UserError(`${from}: ${broken.message.trim()}`);
  const result = file.safeParse(document.toJS());
  if (result.success) return result.data.accepted;
  const problems = result.error.issues.map(({ path: at, message }) => {
    const [list, index, ...rest] = at.map(String);
    const name = index === undefined ? (list ?? "the file") : [`${list}[${index}]`, ...rest].join(".");
    const value = document.getIn(at as unknown[]);
    const shown = typeof value === "string" && value !== "" ? ` is ${JSON.stringify(value)}, and` : "";
    return `${from}${placeOf(document, lines, at)}: ${name}${shown} ${message}${message.endsWith("?") ? "" : "."}`;
  });
  throw new UserError(`${problems.join("\n")}\nWhat an entry looks like: ${page}`);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new UserError(
      `${file}: it cannot be read (${error instanceof Error ? error.message : String(error)}).`,
    );
  }
}

/** `:3:5` of what is there, or of what it is missing in. */
function placeOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): string {
  const parent = document.getIn(path.slice(0, -1), true);
  const key = isMap(parent)
    ? parent.items.map(({ key: its }) => its).find((its) => isNode(its) && String(its) === path.at(-1))
    : undefined;
  const node = [key, document.getIn(path as unknown[], true), parent, document.contents].find(isNode);
  const start = node?.range?.[0];
  if (start === undefined) return "";
  const { line, col } = lines.linePos(start);
  return `:${line}:${col}`;
}
