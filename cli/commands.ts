import type { CommandEntry } from "./command-entry";
import { answersCommand } from "./commands/answers";
import { checkCommand } from "./commands/check";
import { doctorCommand } from "./commands/doctor";
import { explainCommand } from "./commands/explain";
import { localCommand } from "./commands/local";
import { initCommand } from "./commands/init";
import { sendCommand } from "./commands/send";
import { synthCommand } from "./commands/synth";
import { jobCommand } from "./commands/job";
import { manifestCommand } from "./commands/manifest";
import { previewCommand } from "./commands/preview";
import { reviewCommand } from "./commands/review";
import { whatCanCommand } from "./commands/what-can";
import { whoCanCommand } from "./commands/who-can";

/**
 * All commands, in the order of `--help`. A new one is an entry here and a file in `commands/`.
 * The build loads a module when it is first used, so a command costs nothing before `load` is called.
 */
export const commands: readonly CommandEntry[] = [
  { name: "init", summary: "writes a new project into an empty folder", load: () => initCommand },
  {
    name: "check",
    summary: "says what is wrong with the configuration, and writes nothing",
    load: () => checkCommand,
  },
  {
    name: "synth",
    summary: "writes the Terraform of the configuration, and says what is left to do",
    load: () => synthCommand,
  },
  {
    name: "local",
    summary: "up, plan, down: the stacks on an emulator on this machine, without an AWS account",
    load: () => localCommand,
  },
  {
    name: "explain",
    summary: "why a resource or a statement is there, and what is left to do",
    load: () => explainCommand,
  },
  {
    name: "doctor",
    summary: "what this machine lacks, and the line that mends it",
    load: () => doctorCommand,
  },
  {
    name: "job",
    summary: "start a labeling job after checking everything, follow it, stop it, or print its request",
    load: () => jobCommand,
  },
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
  {
    name: "manifest",
    summary: "make and check input manifests: the lists of what a job labels",
    load: () => manifestCommand,
  },
  {
    name: "answers",
    summary: "a page to look at the answers of a job",
    load: () => answersCommand,
  },
  {
    name: "preview",
    summary: "a page to see what workers see: a template with one data object in it, offline",
    load: () => previewCommand,
  },
  {
    name: "send",
    summary: "data objects to a streaming job, each labeled once",
    load: () => sendCommand,
  },
];
