import { existsSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";

/** A file of a page that is no program, beside the sources of `tasks/`: the compiler does not copy it to dist/. */
export function taskAsset(part: string, name: string): string {
  const beside = join(__dirname, part, "assets", name);
  if (existsSync(beside)) return readFileSync(beside, "utf8");
  const compiled = __dirname.lastIndexOf(`${sep}dist${sep}`);
  return readFileSync(join(__dirname.slice(0, compiled), "tasks", part, "assets", name), "utf8");
}
