import { resolve, sep } from "node:path";

/** The output cannot be written, for a reason that is in the machine and not in the configuration. */
export class OutputError extends Error {
  public constructor(message: string) {
    super(message);
    this.name = "OutputError";
    // What to do about it is in the message: where in this program it was noticed is of no use to anybody.
    this.stack = `${this.name}: ${this.message}`;
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: "this user may not write there",
  EDQUOT: "this user's share of the disk is used up",
  EEXIST: "a file stands where a folder belongs",
  EISDIR: "a folder stands where a file belongs",
  ENAMETOOLONG: "the path is too long for this file system",
  ENOSPC: "the disk is full",
  ENOTDIR: "a file stands where a folder belongs",
  ENOENT: "a file was gone before it was in its place: another synth may be at work there",
  EPERM: "this user may not write there",
  EROFS: "the file system is read-only",
};

/**
 * `error` in words, if the file system refused something.
 *
 * @param state what this means for the files that were there before
 */
export function outputError(error: unknown, outdir: string, state: string): unknown {
  const { code, path } = error as NodeJS.ErrnoException;
  if (typeof code !== "string" || !isAbout(outdir, code, path)) return error;
  const reason = reasons[code] ?? "the file system refuses it";
  const where = path === undefined ? "" : ` (${path})`;
  return new OutputError(
    `The output folder ${outdir} cannot be written: ${reason}, ${code}${where}. ${state}`,
  );
}

/** Whether it is the output that was refused, and not a file that is read. A full disk names no path. */
function isAbout(outdir: string, code: string, path: string | undefined): boolean {
  if (path === undefined) return ["EDQUOT", "EFBIG", "EIO", "ENOSPC"].includes(code);
  return /^E[A-Z]+$/.test(code) && `${resolve(path)}${sep}`.startsWith(`${resolve(outdir)}${sep}`);
}
