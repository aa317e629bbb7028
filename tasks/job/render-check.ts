import type { TemplateFinding } from "../../lib/jobs/template/template-finding";
import { renderTemplate } from "../../lib/jobs/template/render-template";
import { UserError } from "../../review/user-error";
import type { Check } from "./check";

type Fields = Readonly<Record<string, unknown>>;

/** A line of the manifest that a task is made of. */
export interface SampleLine {
  readonly number: number;
  readonly text: string;
}

/** What the template reads as `task.input` for one data object. */
export interface WorkerInput {
  readonly input: Fields;
  /** Whether workers would see the object at all. */
  readonly isHumanAnnotationRequired: boolean;
}

/** @throws UserError when it cannot be known on this machine */
export type WorkerInputOf = (line: Fields, labels: readonly string[]) => WorkerInput;

/** How many lines are tried: each starts the pre-annotation function once. */
export const mostRenderedLines = 3;

/**
 * The template with the first lines of the manifest in it, as workers would see them: what it reads and an object has not
 * leaves a hole in a task that is paid for.
 *
 * @returns undefined when there is no line
 */
export function renderCheck(
  template: string,
  lines: readonly SampleLine[],
  labels: readonly string[],
  inputOf: WorkerInputOf,
): Check | undefined {
  if (lines.length === 0) return undefined;
  const about = "tasks";
  const shown = lines.length === 1 ? "line" : `${lines.length} lines`;
  const holes: { readonly line: number; readonly finding: TemplateFinding }[] = [];
  let kept = 0;
  for (const { number, text } of lines) {
    let given: WorkerInput;
    try {
      given = inputOf(JSON.parse(text) as Fields, labels);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const [why, ...log] = error.message.split("\n");
      const end = log.at(-1) ?? "";
      return { about, verdict: "unsure", found: `line ${number}: ${`${why} ${end}`.trim()}` };
    }
    if (!given.isHumanAnnotationRequired) kept += 1;
    const rendered = (isStrict: boolean) =>
      renderTemplate(template, given.input, (uri) => uri, { isStrict }).failure;
    const failure = rendered(false);
    if (failure !== undefined) {
      return {
        about,
        verdict: "wrong",
        found: `with line ${number} the template cannot be rendered: ${place(failure)}`,
        mend: `look at it: cdktf-ground-truth preview <workflow> --manifest <file> --number ${number}`,
      };
    }
    const hole = rendered(true);
    if (hole !== undefined) holes.push({ line: number, finding: hole });
  }
  const [first] = holes;
  if (first !== undefined && holes.length === lines.length) {
    const lacking = new Map<string, number[]>();
    for (const { line, finding } of holes) {
      lacking.set(place(finding), [...(lacking.get(place(finding)) ?? []), line]);
    }
    const told =
      lacking.size === 1
        ? `with the first ${shown} the template has a hole: ${place(first.finding)}`
        : `with each of the first ${shown} the template has a hole, not the same: ${[...lacking].map(([what, where]) => `${lineNumbers(where)}: ${what}`).join("; ")}`;
    return {
      about,
      verdict: "wrong",
      found: told,
      mend: "give it a default or an if; see it: cdktf-ground-truth preview <workflow> --manifest <file>",
    };
  }
  const notes = [
    `the template renders with the first ${shown}`,
    ...(first === undefined ? [] : [`a hole with line ${first.line}: ${place(first.finding)}`]),
    ...(kept === 0 ? [] : [`the pre-annotation function keeps ${kept} of them from workers`]),
  ];
  return { about, verdict: "fine", found: notes.join("; ") };
}

/** `line 1`, `lines 1 and 3`. */
function lineNumbers(numbers: readonly number[]): string {
  return numbers.length === 1 ? `line ${numbers[0]}` : `lines ${numbers.join(" and ")}`;
}

function place({ line, column, message }: TemplateFinding): string {
  return `${line}:${column} ${message}`;
}
