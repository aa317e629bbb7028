import type { Ink } from "../review/formats/ink";
import { wrapped } from "../review/formats/wrapped";
import type { StackSummary } from "../stacks/summary/stack-summary";
import { shownFile } from "./shown-file";
import type { LocatedWarning } from "./warnings";
import { counted } from "./words";

/** What is told after a synth. */
interface SynthReport {
  readonly stacks: readonly StackSummary[];
  readonly warnings: readonly LocatedWarning[];
  /** The stack to look at first: others may need what it makes. */
  readonly first: string;
  /** Whether the cdktf CLI can be run as it is. */
  readonly hasCli: boolean;
}

/** More stacks than this have one line each, without what they are made of. */
const mostDetailed = 12;
/** What there is more of is counted: it is all in `explain`. */
const mostToDo = 12;

/** One screen for a person: stacks, what is left for them, warnings, and the next command. */
export function synthText({ stacks, warnings, first, hasCli }: SynthReport, ink: Ink, width: number): string {
  const sections = [
    stackLines(stacks, ink, width),
    toDoLines(stacks, ink),
    warningLines(warnings, ink, width),
    nextLines(first, hasCli),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => `${line}\n`).join(""))
    .join("\n");
}

function stackLines(stacks: readonly StackSummary[], ink: Ink, width: number): string[] {
  const nameWidth = Math.max(0, ...stacks.map(({ name }) => name.length));
  const countWidth = Math.max(0, ...stacks.map(({ resources }) => String(resources).length));
  return stacks.flatMap(({ name, resources, kinds, file }) => {
    const count = `${String(resources).padStart(countWidth)} ${resources === 1 ? "resource " : "resources"}`;
    const line = `${ink.bold(name.padEnd(nameWidth))}   ${count}   ${ink.dim(shownFile(file))}`;
    const kindsLine = Object.entries(kinds).map(([kind, number]) => `${number} ${kind}`);
    if (stacks.length > mostDetailed || kindsLine.length === 0) return [line];
    return [line, ...wrapped(kindsLine.join(" · "), 2, width)];
  });
}

function toDoLines(stacks: readonly StackSummary[], ink: Ink): string[] {
  const all = stacks.flatMap(({ name, toDo }) => toDo.map((one) => ({ name, ...one })));
  const [first] = all;
  if (first === undefined) return [];
  const shown = all.slice(0, mostToDo);
  const nameWidth = Math.max(...shown.map(({ name }) => name.length));
  const lines = shown.map(
    ({ name, about, task }) => `  ${name.padEnd(nameWidth)}  ${ink.bold(about)}: ${task}`,
  );
  const more = all.length - shown.length;
  return [
    "Left for you, as Terraform changes nothing that exists already:",
    ...lines,
    ...(more > 0 ? [`  and ${more} more`] : []),
    `  The text to copy: npx cdktf-ground-truth explain ${first.name} todo`,
  ];
}

function warningLines(warnings: readonly LocatedWarning[], ink: Ink, width: number): string[] {
  if (warnings.length === 0) return [];
  return [
    ink.warn(counted(warnings.length, "warning")),
    ...warnings.flatMap(({ place, subject, message }) => [
      `  ${place}  ${subject}`,
      ...wrapped(message, 4, width),
    ]),
  ];
}

function nextLines(first: string, hasCli: boolean): string[] {
  const commands = [
    [`${hasCli ? "" : "npm install && "}npx cdktf diff ${first}`, "what it would change in your account"],
    ["npx cdktf-ground-truth local up", "try it on this machine, without an account"],
  ] as const;
  const width = Math.max(...commands.map(([command]) => command.length));
  return commands.map(
    ([command, what], index) => `${index === 0 ? "Next:" : "     "} ${command.padEnd(width)}   ${what}`,
  );
}
