import type { CommandEntry } from "./command-entry";
import { reviewCommand } from "./commands/review";
import { whatCanCommand } from "./commands/what-can";
import { whoCanCommand } from "./commands/who-can";

/**
 * All commands, in the order of `--help`. A new one is an entry here and a file in `commands/`.
 * The build loads a module when it is first used, so a command costs nothing before `load` is called.
 */
export const commands: readonly CommandEntry[] = [
  {
    name: "review",
    summary: "who can do what, and what a change adds, with proof: of plans, states and synthesized stacks",
    load: () => reviewCommand,
  },
  { name: "who-can", summary: "who can do an action to a resource", load: () => whoCanCommand },
  {
    name: "what-can",
    summary: "what a principal can do, also by assuming roles",
    load: () => whatCanCommand,
  },
];
