import { UserError } from "./user-error";

const commands = ["up", "plan", "down"] as const;

export interface CommandLine {
  readonly command: (typeof commands)[number] | "help";
  /** Empty means all stacks. */
  readonly stacks: string[];
}

export const usage = `Runs the stacks against an AWS emulator on this machine. No AWS account is needed or touched.

  npm run local -- up [stack ...]      apply the stacks; starts the emulator (moto_server) when none is running
  npm run local -- plan [stack ...]    compare the emulator with the stacks: exit code 0 same, 2 different, 1 error
  npm run local -- down [stack ...]    destroy the stacks, and stop the emulator when no stack is left

Without a stack name each command works on all stacks.

  AWS_ENDPOINT_URL                     use this emulator instead of starting one
  GROUND_TRUTH_ALLOW_REMOTE_EMULATOR   set to 1 if that emulator is not on this machine
  GROUND_TRUTH_PROVIDER_MIRROR         directory with Terraform providers (filesystem mirror layout)
  GROUND_TRUTH_CONFIG                  configuration to use instead of ground-truth.yaml
`;

export function parseCommandLine(args: readonly string[]): CommandLine {
  const [command, ...stacks] = args;
  if (args.includes("--help") || args.includes("-h") || command === "help")
    return { command: "help", stacks: [] };
  if (command === undefined) throw new UserError(`Say what to do.\n\n${usage}`);
  const known = commands.find((name) => name === command);
  if (known === undefined) throw new UserError(`There is no command "${command}".\n\n${usage}`);
  const option = stacks.find((name) => name.startsWith("-"));
  if (option !== undefined) throw new UserError(`There is no option "${option}".\n\n${usage}`);
  return { command: known, stacks: [...new Set(stacks)] };
}
