import { resolve, sep } from "node:path";
import { refusalOf, refusals } from "./refusals";

/** The output cannot be written, for a reason that is in the machine and not in the configuration. */
export class OutputError extends Error {
  public constructor(message: string) {
    super(message);
    this.name = "OutputError";
    // What to do about it is in the message: where in this program it was noticed is of no use to anybody.
    this.stack = `${this.name}: ${this.message}`;
  }
}

/**
 * `error` in words, if the file system refused something.
 *
 * @param state what this means for the files that were there before
 */
export function outputError(error: unknown, outdir: string, state: string): unknown {
  const { code, path, syscall } = refusalOf(error);
  if (typeof code !== "string" || !isAbout(outdir, code, path, syscall)) return error;
  const reason = refusals[code] ?? "the file system refuses it";
  const where = path === undefined ? "" : ` (${path})`;
  return new OutputError(
    `The output folder ${outdir} cannot be written: ${reason}, ${code}${where}. ${state}`,
  );
}

/** Whether it is the output that was refused, and not a file that is read. A full disk names no path. */
function isAbout(outdir: string, code: string, path: string | undefined, syscall?: string): boolean {
  if (path === undefined) return ["EDQUOT", "EFBIG", "EIO", "ENOSPC"].includes(code);
  const isWithin = (one: string, folder: string) =>
    `${resolve(one)}${sep}`.startsWith(`${resolve(folder)}${sep}`);
  // Folders above it are made too.
  return (
    /^E[A-Z]+$/.test(code) && (isWithin(path, outdir) || (syscall === "mkdir" && isWithin(outdir, path)))
  );
}
