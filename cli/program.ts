import { Command, CommanderError } from "commander";
import { commands } from "./commands";
import type { Terminal } from "./command-entry";
import { refusalText } from "../stacks/output/refusals";
import { isTold, toldText } from "./told-errors";

/** Exit codes of every command. */
export const exitCodes = `Exit codes: 0 done, 1 it could not be done, 2 local plan found changes, 3 the review found what --fail-on names, or the manifest has faulty lines.`;

/**
 * Runs one command line.
 * @param args what stands behind the name of the program
 * @returns the exit code
 */
export async function runProgram(args: readonly string[], terminal: Terminal): Promise<number> {
  let code = 0;
  const exit = (to: number) => {
    code = to;
  };
  const program = quiet(new Command("cdktf-ground-truth"), terminal)
    .description("Labeling workflows of Amazon SageMaker Ground Truth as Terraform: commands around them.")
    .addHelpText(
      "after",
      `\nBegin with: npx cdktf-ground-truth init\nPages that messages name (docs/…) are in node_modules/cdktf-ground-truth.\n\n${exitCodes}\nColours only on a terminal, and never with NO_COLOR.`,
    );
  const called = args.find((arg) => !arg.startsWith("-"));
  const helped = called === "help" ? args[args.indexOf("help") + 1] : called;
  for (const { name, summary, load } of commands) {
    const command = quiet(program.command(name), terminal).summary(summary).description(sentence(summary));
    if (name === helped) load().define(command, terminal, exit);
  }
  try {
    await program.parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError)
      return error.exitCode === 0 || error.code === "commander.help" ? 0 : 1;
    const told = isTold(error) ? toldText(error, terminal) : refusalText(error);
    if (told === undefined) throw error;
    terminal.tell(told.endsWith("\n") ? told : `${told}\n`);
    return 1;
  }
}

function quiet(command: Command, terminal: Terminal): Command {
  return command
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: (text) => terminal.write(text),
      writeErr: (text) => terminal.tell(text.replace(/^error: /, "")),
      getOutHelpWidth: () => terminal.width,
      getErrHelpWidth: () => terminal.width,
    });
}

function sentence(summary: string): string {
  return `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`;
}
