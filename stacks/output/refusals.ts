import { existsSync, mkdirSync, rmdirSync } from "node:fs";
import { dirname } from "node:path";

/** Why a file system refuses something, by Node's codes. */
export const refusals: Readonly<Record<string, string>> = {
  EACCES: "this user may not write there",
  EDQUOT: "this user's share of the disk is used up",
  EEXIST: "a file stands where a folder belongs",
  EFBIG: "this user may not write files as large as this (ulimit -f)",
  EISDIR: "a folder stands where a file belongs",
  ENAMETOOLONG: "the path is too long for this file system",
  ENOSPC: "the disk is full",
  ENOTDIR: "a file stands where a folder belongs",
  ENOENT:
    "a file was gone before it was in its place: another synth may be at work there. Run this one again when that is done",
  EPERM: "this user may not write there",
  EROFS: "the file system is read-only",
};

/** What is in the machine whenever it comes, and never in this program. */
const ofTheMachine = [
  "EACCES",
  "EDQUOT",
  "EFBIG",
  "EIO",
  "EMFILE",
  "ENAMETOOLONG",
  "ENOSPC",
  "EPERM",
  "EROFS",
];

/** `error` in words, if it is a file system's refusal that nobody has put into words before. */
export function refusalText(error: unknown): string | undefined {
  const { code, path, syscall } = refusalOf(error);
  if (typeof code !== "string" || typeof syscall !== "string") return undefined;
  if (syscall === "mkdtemp" && code === "ENOENT")
    return `There is no folder for temporary files: ${path}. Set the environment variable TMPDIR to a folder that exists.`;
  if (!ofTheMachine.includes(code)) return undefined;
  const reason = refusals[code] ?? "the file system refuses it";
  return path === undefined
    ? `A file cannot be written: ${reason} (${code}).`
    : `${path} cannot be read or written: ${reason} (${code}).`;
}

/** What really refused a folder: of folders that it makes together Node says ENOENT, whatever refuses the first of them. */
export function refusalOf(error: unknown): NodeJS.ErrnoException {
  const told = error as NodeJS.ErrnoException;
  if (told.syscall !== "mkdir" || told.code !== "ENOENT" || told.path === undefined) return told;
  let first = told.path;
  while (!existsSync(dirname(first))) first = dirname(first);
  try {
    mkdirSync(first);
    rmdirSync(first);
    return told;
  } catch (refusal) {
    return refusal as NodeJS.ErrnoException;
  }
}
