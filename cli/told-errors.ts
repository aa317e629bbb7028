import { InvalidInputError } from "../lib/validation/problems";
import { noInk, terminalInk } from "../review/formats/ink";
import { UserError } from "../review/user-error";
import { ConfigurationError } from "../stacks/file/configuration-error";
import { OutputError } from "../stacks/output/output-error";
import type { Terminal } from "./command-entry";
import { mistakesText } from "./mistakes";

/** Whether an error is for the user to put right: shown as its message alone, never with a stack trace. */
export function isTold(error: unknown): error is Error {
  return [UserError, ConfigurationError, InvalidInputError, OutputError].some(
    (kind) => error instanceof kind,
  );
}

/** An error as a person reads it. */
export function toldText(error: Error, { colours, width }: Terminal): string {
  if (!(error instanceof ConfigurationError)) return `${error.message}\n`;
  return mistakesText(error, colours ? terminalInk : noInk, width);
}
