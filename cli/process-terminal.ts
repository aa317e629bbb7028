import { once } from "node:events";
import type { Terminal } from "./command-entry";

/** The terminal, or pipe, that the program was started from. Colours only on a terminal; NO_COLOR: no-color.org. */
export function processTerminal(): Terminal {
  const { stdin, stdout, stderr, env } = process;
  // `… | head` closes the pipe early: that is no fault.
  stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(0);
  });
  return {
    write: (text) => stdout.write(text),
    tell: (text) => stderr.write(text),
    progress:
      stderr.isTTY && env["TERM"] !== "dumb" ? (text) => stderr.write(`\r\u001b[K${text}`) : undefined,
    taken: async () => {
      if (stdout.writableNeedDrain) await once(stdout, "drain");
    },
    colours: stdout.isTTY && (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb",
    asks: stdin.isTTY && stdout.isTTY,
    width: stdout.isTTY ? Math.max(60, Math.min(stdout.columns, 120)) : 100,
  };
}
