import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "./user-error";

export interface SynthesizedStack {
  readonly name: string;
  readonly directory: string;
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
  const app = configuredApp(root);
  // npx would look for the package that this file stands in.
  if (app === undefined || /^npx (--no-install )?cdktf-ground-truth synth$/.test(app))
    return [process.execPath, [join(__dirname, "..", "cli", "main.js"), "synth"], false];
  return [app, [], true];
}

function configuredApp(root: string): string | undefined {
  try {
    const { app } = JSON.parse(readFileSync(join(root, "cdktf.json"), "utf8")) as { readonly app?: unknown };
    return typeof app === "string" ? app : undefined;
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
    return stack ? [{ name, directory: join(out, stack.workingDirectory) }] : [];
  });
}

/** The stacks with these names, in their own order; all of them when no name is given. */
export function selectStacks<Stack extends { readonly name: string }>(
  stacks: readonly Stack[],
  names: readonly string[],
): Stack[] {
  const known = stacks.map((stack) => stack.name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new UserError(
      `There is no stack ${unknown.map((name) => `"${name}"`).join(", ")}. Stacks: ${known.join(", ") || "none"}.`,
    );
  return stacks.filter((stack) => names.length === 0 || names.includes(stack.name));
}

function outputDirectory(root: string): string {
  return join(root, "cdktf.out");
}
