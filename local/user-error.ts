import { UserError } from "../review/user-error";

export { UserError };

/** Several failures as one. A fault of the program among them goes first, since it is not the user's to put right. */
export function allOf(failures: readonly unknown[]): unknown {
  const faults = failures.filter((failure) => !(failure instanceof UserError));
  return faults[0] ?? new UserError((failures as UserError[]).map((failure) => failure.message).join("\n\n"));
}
