import type { Command } from "commander";

/** What commands take that are about one environment. */
export interface EnvironmentOption {
  readonly environment?: string;
}

/** Adds the option of commands that are about one environment. */
export function withEnvironment(
  command: Command,
  what = "the environment of the workflow, where several have one of its name",
): Command {
  return command.option("--environment <name>", what);
}
