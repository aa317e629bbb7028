import { createInterface } from "node:readline/promises";
import { UserError } from "../review/user-error";
import type { Terminal } from "./command-entry";

/**
 * Whether a person says yes.
 *
 * @throws UserError when nobody is there to ask
 */
export async function confirmed(question: string, terminal: Terminal): Promise<boolean> {
  if (terminal.asks !== true) throw new UserError(`${question} Nobody is here to say so: --yes says it.`);
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `)).trim());
  } finally {
    lines.close();
  }
}
