#!/usr/bin/env node
import { runProgram } from "./program";
import { processTerminal } from "./process-terminal";

// Of CDKTF's dependencies: nothing that a user could do something about.
process.noDeprecation = true;

runProgram(process.argv.slice(2), processTerminal()).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    // A fault of the program, whose trace the person who mends it needs.
    console.error(error);
    process.exitCode = 1;
  },
);
