import { processTerminal } from "./process-terminal";
import { runProgram } from "./program";

/** Runs one command line as this process: its output is the process's, and so is the exit code. */
export function runAsProcess(args: readonly string[]): void {
  // Of CDKTF's dependencies: nothing that a user could do something about.
  process.noDeprecation = true;
  runProgram(args, processTerminal()).then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      // A fault of the program, whose trace the person who mends it needs.
      console.error(error);
      process.exitCode = 1;
    },
  );
}
