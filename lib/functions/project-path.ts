import { existsSync, statSync, type Stats } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** Where `path` lies: a relative one starts at the directory of `cdktf.json`, as it does for assets of CDKTF. */
export function projectPath(path: string): string {
  return resolve(projectDirectory(), path);
}

/** What lies at a file's path, or undefined if there is nothing. */
export function found(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch {
    // A path through a file, or one that holds what no path can: there is nothing either.
    return undefined;
  }
}

/** That there is nothing at `path`, and where it was looked for if that is another. */
export function missing(path: string): string {
  const file = projectPath(path);
  return `${path} does not exist${file === path ? "" : `; looked for ${file}`}.`;
}

/** The nearest directory, from the working directory upwards, that holds a `cdktf.json`; else the working directory. */
export function projectDirectory(): string {
  const start = process.cwd();
  let directory = start;
  while (!existsSync(join(directory, "cdktf.json"))) {
    const above = dirname(directory);
    if (above === directory) return start;
    directory = above;
  }
  return directory;
}
