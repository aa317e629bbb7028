import { statSync, type BigIntStats } from "node:fs";

/** A text that changes whenever a file is written, replaced, or gets other rights. */
export function stamp(stat: BigIntStats): string {
  return [stat.size, stat.mtimeNs, stat.ctimeNs, stat.ino, stat.mode].join(":");
}

/** The same of the file at `path`, or of there being none. */
export function stampAt(path: string): string {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? "none" : stamp(stat);
}
