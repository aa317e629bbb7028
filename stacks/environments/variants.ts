import type { z } from "zod";
import { nearest } from "../../lib/validation/nearest";
import { environmentNameRule } from "../../lib/rules/terraform";
import { environmentsSchema, mostEnvironments } from "../config/environments-schema";
import { describedIssue, type LocatedProblem } from "../file/described-issue";
import { isMapping } from "../file/mapping";
import { shownPath } from "../file/shown-path";
import { makeReadable, type Path, type WrittenText } from "../file/yaml-document";
import type { Environment } from "./environment";
import { OverlaidDocument } from "./overlaid-document";
import { nameOf, overlaid, unknownWorkflow } from "./overlay";
import { filled } from "./placeholders";

/** A configuration that a file describes: itself, or what it is in one of its environments. */
export interface Variant {
  readonly value: unknown;
  readonly document: WrittenText;
  /** @default - the file describes none */
  readonly environment?: Environment;
  /** What was wrong already. */
  readonly problems: readonly LocatedProblem[];
  /** The same message for all environments, where only their placeholders differ. */
  readonly neutral: (message: string) => string;
  /** Where the environment adds to what a path leads to. */
  readonly overlayOf: OverlaidDocument["overlayOf"];
}

/** @returns one of the file itself where it describes no environments; none where nothing can be made of them */
export function variantsOf(
  value: unknown,
  document: WrittenText,
  schema: z.core.$ZodType,
): { readonly variants: readonly Variant[]; readonly problems: readonly LocatedProblem[] } {
  if (!isMapping(value) || !Object.hasOwn(value, "environments")) {
    const itself = {
      value,
      document,
      problems: [],
      neutral: (text: string) => text,
      overlayOf: () => undefined,
    };
    return { variants: [itself], problems: [] };
  }
  const { environments, ...base } = value;
  const problems: LocatedProblem[] = [];
  const complain = (path: Path, message: string, at = document) =>
    problems.push(
      ...describedIssue({ code: "custom", path: [...path], message, input: undefined }, at, schema),
    );
  const { error } = environmentsSchema.safeParse(environments);
  for (const issue of error?.issues ?? []) {
    const placed = { ...issue, path: ["environments", ...issue.path] } as z.core.$ZodIssue;
    problems.push(...describedIssue(placed, document, schema));
  }
  if (!isMapping(environments)) return { variants: [], problems };
  const names = Object.keys(environments);
  if (names.length === 0 || names.length > mostEnvironments) {
    const count = names.length === 0 ? "none" : String(names.length);
    complain(["environments"], `got ${count}; 1 to ${mostEnvironments} environments are allowed`);
    return { variants: [], problems };
  }
  for (const name of names) {
    const problem = environmentNameRule.problem(name);
    if (problem === undefined) continue;
    const lower = name.toLowerCase();
    const meant = environmentNameRule.problem(lower) === undefined ? `; did you mean ${lower}?` : "";
    const { offset } = document.findKey(["environments", name]);
    problems.push({ path: "environments", message: `${problem}${meant}`, offset });
  }
  const variants = names.flatMap((name) => {
    const given = environments[name] ?? {};
    return isMapping(given) ? [variant(name, base, given, document, schema)] : [];
  });
  return { variants, problems };
}

function variant(
  name: string,
  base: Readonly<Record<string, unknown>>,
  { stackPrefix = `${name}-`, without = [], environments: nested, ...overlay }: Record<string, unknown>,
  document: WrittenText,
  schema: z.core.$ZodType,
): Variant {
  const at = ["environments", name];
  const problems: LocatedProblem[] = [];
  const complainIn = (text: WrittenText) => (path: Path, message: string) =>
    void problems.push(
      ...describedIssue({ code: "custom", path: [...path], message, input: undefined }, text, schema),
    );
  const complain = complainIn(document);
  if (nested !== undefined) complain([...at, "environments"], "an environment has none in it; take this out");
  const ownKeys = ["stackPrefix", "without"];
  for (const key of Object.keys(overlay)) {
    const near = Object.hasOwn(base, key) ? undefined : nearest(key, ownKeys);
    if (near === undefined) continue;
    const { offset } = document.findKey([...at, key]);
    problems.push({ path: shownPath([...at, key]), message: `unknown key; did you mean "${near}"?`, offset });
    delete overlay[key];
  }
  const left = Array.isArray(without) ? (without as unknown[]) : [];
  const known = Array.isArray(base["workflows"]) ? base["workflows"].map(nameOf) : [];
  left.forEach((one, index) => {
    if (typeof one !== "string" || known.includes(one)) return;
    complain([...at, "without", index], unknownWorkflow(one, known));
  });
  const leavesNone = known.length > 0 && known.every((one) => left.includes(one));
  if (leavesNone)
    complain(
      [...at, "without"],
      "leaves out every workflow; keep at least one, or take the environment out of the file",
    );
  const replaced: string[] = [];
  const leftOut = new Set(leavesNone ? [] : left);
  const merged = overlaid(base, { value: overlay, path: at }, leftOut, complain, (one) => replaced.push(one));
  const own = new OverlaidDocument(document, merged.origin);
  // A name that is wrong is told, and not once more wherever it would stand.
  const standIn = environmentNameRule.problem(name) === undefined ? name : "environment";
  const { value, known: values } = filled(merged.value, standIn, complainIn(own));
  makeReadable(value);
  return {
    value,
    document: own,
    environment: { name, stackPrefix: String(stackPrefix), ...(replaced.length > 0 && { replaced }) },
    problems,
    neutral: (message) =>
      [...values].reduceRight(
        (text, [key, one]) => (one === "" ? text : text.replaceAll(wherever(one), `$\${${key}}`)),
        message,
      ),
    overlayOf: (path) => own.overlayOf(path),
  };
}

/** A short value is a part of many words. */
function wherever(value: string): string | RegExp {
  return value.length > 3 ? value : new RegExp(`(?<![A-Za-z0-9])${value}(?![A-Za-z0-9])`, "g");
}
