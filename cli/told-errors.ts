import { InvalidInputError } from "../lib/validation/problems";
import { UserError } from "../review/user-error";
import { ConfigurationError } from "../stacks/file/configuration-error";
import { OutputError } from "../stacks/output/output-error";

/** Whether an error is for the user to put right: shown as its message alone, never with a stack trace. */
export function isTold(error: unknown): error is Error {
  return [UserError, ConfigurationError, InvalidInputError, OutputError].some(
    (kind) => error instanceof kind,
  );
}
