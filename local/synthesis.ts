import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { nearest } from "../lib/validation/nearest";
import { UserError } from "./user-error";

export interface SynthesizedStack {
  readonly name: string;
  readonly directory: string;
  /** Names of the stacks that it needs. @default - none */
  readonly dependencies?: readonly string[];
}

interface Manifest {
  readonly stacks: Readonly<
    Record<string, { readonly workingDirectory: string; readonly dependencies?: readonly string[] }>
  >;
}

/** Runs the app of the project, which writes `cdktf.out` in `root`. */
export function synthesize(root: string): void {
  const env = { ...process.env, CDKTF_OUTDIR: outputDirectory(root) };
  const [program, args, shell] = appOf(root);
  const run = spawnSync(program, args, { cwd: root, env, encoding: "utf8", shell });
  if (run.status !== 0)
    throw new UserError((run.stderr || run.stdout).trim() || "Synth failed without a message.");
  // What was found in the output folder.
  process.stderr.write(run.stderr);
}

/** The command of this package where `cdktf.json` names no other app. */
function appOf(root: string): readonly [program: string, args: string[], shell: boolean] {
  const app = configured(root)?.app;
  // npx would look for the package that this file stands in.
  if (typeof app !== "string" || /^npx (--no-install )?cdktf-ground-truth synth$/.test(app))
    return [process.execPath, [join(__dirname, "..", "cli", "main.js"), "synth"], false];
  return [app, [], true];
}

function configured(root: string): { readonly app?: unknown; readonly output?: unknown } | undefined {
  try {
    return JSON.parse(readFileSync(join(root, "cdktf.json"), "utf8")) as { readonly app?: unknown };
  } catch {
    return undefined;
  }
}

/** The stacks in `cdktf.out`, those that others depend on first. */
export function synthesizedStacks(root: string): SynthesizedStack[] {
  const out = outputDirectory(root);
  const { stacks } = JSON.parse(readFileSync(join(out, "manifest.json"), "utf8")) as Manifest;
  const sorted = new Set<string>();
  const visit = (name: string): void => {
    if (sorted.has(name)) return;
    stacks[name]?.dependencies?.forEach(visit);
    sorted.add(name);
  };
  Object.keys(stacks).forEach(visit);
  return [...sorted].flatMap((name) => {
    const stack = stacks[name];
    if (stack === undefined) return [];
    return [{ name, directory: join(out, stack.workingDirectory), dependencies: stack.dependencies ?? [] }];
  });
}

/** The stacks with these names, `*` standing for anything as for the cdktf CLI, in their own order; all when none is given. */
export function selectStacks<Stack extends { readonly name: string }>(
  stacks: readonly Stack[],
  names: readonly string[],
): Stack[] {
  const known = stacks.map((stack) => stack.name);
  checkStackNames(names, known);
  return stacks.filter(({ name }) => names.length === 0 || names.some((asked) => isMeant(name, asked)));
}

function isMeant(name: string, asked: string): boolean {
  const parts = asked.split("*").map((part) => part.replace(/[^\w-]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(name);
}

/** The named stacks and those that they need, in their own order; all of them when no name is given. */
export function withNeeded(
  stacks: readonly SynthesizedStack[],
  names: readonly string[],
): SynthesizedStack[] {
  const wanted = new Set(selectStacks(stacks, names).map(({ name }) => name));
  // From the last on: those that others depend on come first.
  for (const { name, dependencies = [] } of [...stacks].reverse())
    if (wanted.has(name)) dependencies.forEach((needed) => wanted.add(needed));
  return stacks.filter(({ name }) => wanted.has(name));
}

/** @throws UserError that lists the stacks, with what each unknown name was probably meant to be */
export function checkStackNames(names: readonly string[], known: readonly string[]): void {
  const unknown = names.filter((asked) => !known.some((name) => isMeant(name, asked)));
  if (unknown.length === 0) return;
  const meant = unknown.flatMap((name) => nearest(name, known) ?? []);
  const question = meant.length === 0 ? "" : ` Did you mean ${meant.join(", ")}?`;
  throw new UserError(
    `There is no stack ${unknown.map((name) => `"${name}"`).join(", ")}.${question} Stacks: ${known.join(", ") || "none"}.`,
  );
}

function outputDirectory(root: string): string {
  const output = configured(root)?.output;
  return join(root, typeof output === "string" && output !== "" ? output : "cdktf.out");
}
