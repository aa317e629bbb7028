import { existsSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";

/** A file of this package that is no program, beside the sources: the compiler does not copy it to dist/. */
export function asset(...path: readonly string[]): string {
  const beside = join(__dirname, ...path);
  const compiled = __dirname.lastIndexOf(`${sep}dist${sep}`);
  const inSources = join(
    __dirname.slice(0, compiled),
    __dirname.slice(compiled + sep.length + "dist".length),
    ...path,
  );
  return readFileSync(existsSync(beside) ? beside : inSources, "utf8");
}
