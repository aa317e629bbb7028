import { existsSync } from "node:fs";
import type { Command } from "commander";
import { down } from "../../local/down";
import { underLock } from "../../local/lock";
import { plan } from "../../local/plan";
import { checkStackNames } from "../../local/synthesis";
import type { Listener } from "../../local/terraform";
import { requireTools } from "../../local/tools";
import { type Applied, up } from "../../local/up";
import { noInk, terminalInk } from "../../review/formats/ink";
import { readConfig, readConfigs } from "../../stacks/config/read-config";
import { stackNames } from "../../stacks/facts/stack-names";
import type { CommandModule, Terminal } from "../command-entry";
import { type EnvironmentOption, withEnvironment } from "../environment-option";
import { outputsText } from "../outputs-text";
import { startProgress } from "../progress";
import { findProject, type Project } from "../project";

const help = `
Runs the stacks against an AWS emulator on this machine: moto, which is started and stopped. No AWS account is needed or
touched. What the stacks use and do not make (buckets, keys, topics, queues, functions, roles, groups) is made there, empty.

  up [stack...]     applies the stacks, and those that they need; shows their outputs and what is left to do
  plan [stack...]   compares the emulator with the stacks: exit code 0 same, 2 different, 1 it could not be done
  down [stack...]   destroys the stacks, and stops the emulator when no stack is left

Without a name each works on all stacks; 'development-*' names several. Needs Terraform or OpenTofu, and moto: see npx cdktf-ground-truth doctor local.

  AWS_ENDPOINT_URL                     use this emulator instead of starting one
  GROUND_TRUTH_ALLOW_REMOTE_EMULATOR   set to 1 if that emulator is not on this machine
  GROUND_TRUTH_PROVIDER_MIRROR         directory with Terraform providers (filesystem mirror layout)
  TERRAFORM_BINARY_NAME                terraform, tofu, or the path of one

Example:
  cdktf-ground-truth local up && cdktf-ground-truth local plan && cdktf-ground-truth local down`;

const subcommands = {
  up: "apply the stacks, and those that they need",
  plan: "compare the emulator with the stacks",
  down: "destroy the stacks",
} as const;

/** `cdktf-ground-truth local`. */
export const localCommand: CommandModule = {
  define(command, terminal, exit) {
    command.addHelpText("after", help);
    for (const [name, summary] of Object.entries(subcommands)) {
      const one = command.command(name);
      withEnvironment(one, "the stacks of one environment")
        .description(`${summary}; all of them where none is named.`)
        .argument("[stack...]", "names of stacks")
        .action(async (stacks: readonly string[], { environment }: EnvironmentOption) => {
          const names = new Set([...stacks, ...stacksOf(environment)]);
          exit(await runLocal(name as keyof typeof subcommands, [...names], terminal));
        });
    }
    command.action((_options: unknown, self: Command) => self.help());
  },
};

function stacksOf(environment: string | undefined): string[] {
  if (environment === undefined) return [];
  return stackNames(readConfig(findProject().configuration, environment));
}

async function runLocal(
  name: keyof typeof subcommands,
  stacks: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const project = findProject();
  if (name !== "down") {
    checkNames(project, stacks);
    requireTools(process.env["AWS_ENDPOINT_URL"] ? ["terraform"] : ["terraform", "moto_server"]);
  }
  const progress = startProgress(terminal.progress);
  const say = (line: string) => {
    progress.show(undefined);
    terminal.write(`${line}\n`);
  };
  const listener = listenerOf(say, (text) => progress.show(text));
  const show = (applied: readonly Applied[]) =>
    terminal.write(outputsText(applied, terminal.colours ? terminalInk : noInk));
  const work = { up, plan, down }[name];
  try {
    progress.show("starting");
    return await underLock(project.root, name, () => work(project.root, stacks, say, listener, show));
  } finally {
    progress.end();
  }
}

/** Before anything is built, where a configuration tells the names. */
function checkNames({ configuration }: Project, names: readonly string[]): void {
  if (names.length > 0 && existsSync(configuration))
    checkStackNames(
      names,
      readConfigs(configuration).flatMap(({ config }) => stackNames(config)),
    );
}

/** A line for each command that has ended; what is at work is shown while it lasts. */
function listenerOf(say: (line: string) => void, show: (text: string | undefined) => void): Listener {
  const running = new Map<string, string>();
  const shown = () => {
    const [first, ...others] = running.entries();
    if (first === undefined) return undefined;
    return `${first[0]} ${first[1]}${others.length === 0 ? "" : ` and ${others.length} more`}`;
  };
  const listener: Listener = (stack, step, result, seconds) => {
    running.delete(stack);
    const isNews = !["init", "output", "show"].includes(step) || result === "FAILED";
    if (isNews) say(`${stack.padEnd(20)} ${step.padEnd(8)} ${result} (${seconds.toFixed(1)} s)`);
    show(shown());
  };
  listener.started = (stack, step) => {
    running.set(stack, step);
    show(shown());
  };
  return listener;
}
