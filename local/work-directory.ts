import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { localConfiguration, type TerraformConfiguration } from "./local-configuration";
import { leavingOut, type LeftOut } from "./left-out";
import { localDirectory } from "./local-directory";
import type { SynthesizedStack } from "./synthesis";

/** Where a stack is applied from, so that neither the project's output nor its real state is touched. */
export interface WorkDirectory {
  readonly name: string;
  readonly directory: string;
}

/** How the copy of a stack differs from the stack. */
interface CopyOptions {
  /** The account that stacks are for whose provider names none. @default - the emulator's */
  readonly account?: string;
  /** Reasons to leave resources out, by type. @default - none is left out */
  readonly leaveOut?: Readonly<Record<string, string>>;
}

export interface PreparedWork extends WorkDirectory {
  readonly leftOut: readonly LeftOut[];
}

const configuration = "cdk.tf.json";

/** Terraform's own files, which outlive a new synth. */
const kept = /^(\.terraform(\.lock\.hcl)?|terraform\.tfstate(\..*)?|\.terraform\.tfstate\.lock\.info)$/;

/** Brings the stack's work directory up to date with its synthesized output. */
export function prepareWorkDirectory(
  root: string,
  stack: SynthesizedStack,
  { account, leaveOut = {} }: CopyOptions = {},
): PreparedWork {
  const directory = join(stacksDirectory(root), stack.name);
  mkdirSync(directory, { recursive: true });
  for (const name of readdirSync(directory).filter((name) => !kept.test(name)))
    rmSync(join(directory, name), { recursive: true });
  for (const name of readdirSync(stack.directory).filter(
    (name) => !kept.test(name) && name !== configuration,
  ))
    cpSync(join(stack.directory, name), join(directory, name), { recursive: true });
  const { config, leftOut } = leavingOut(readStack(stack), leaveOut);
  writeFileSync(join(directory, configuration), JSON.stringify(localConfiguration(config, account), null, 2));
  return { name: stack.name, directory, leftOut };
}

/** The Terraform of a stack. */
export function readStack(stack: SynthesizedStack): TerraformConfiguration {
  return JSON.parse(readFileSync(join(stack.directory, configuration), "utf8")) as TerraformConfiguration;
}

/** The stacks of which something is on the emulator. */
export function appliedStacks(root: string): WorkDirectory[] {
  return workDirectories(root).filter(({ directory }) => hasResources(directory));
}

/** @returns whether there was anything to forget */
export function forgetStates(root: string): boolean {
  const applied = appliedStacks(root).length > 0;
  for (const { directory } of workDirectories(root))
    for (const name of readdirSync(directory).filter((name) => /tfstate/.test(name)))
      rmSync(join(directory, name), { force: true });
  return applied;
}

export function removeWorkDirectory({ directory }: WorkDirectory): void {
  rmSync(directory, { recursive: true, force: true });
}

function workDirectories(root: string): WorkDirectory[] {
  const parent = stacksDirectory(root);
  if (!existsSync(parent)) return [];
  return readdirSync(parent).map((name) => ({ name, directory: join(parent, name) }));
}

function hasResources(directory: string): boolean {
  try {
    const state = JSON.parse(readFileSync(join(directory, "terraform.tfstate"), "utf8")) as {
      resources?: unknown[];
    };
    return (state.resources ?? []).length > 0;
  } catch {
    return false;
  }
}

function stacksDirectory(root: string): string {
  return join(localDirectory(root), "stacks");
}
