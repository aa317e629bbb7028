import { relative } from "node:path";

/** A file as somebody types it in the working directory. */
export function shownFile(file: string): string {
  return relative(process.cwd(), file) || ".";
}
