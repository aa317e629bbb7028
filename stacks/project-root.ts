import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder of this project: the nearest one above this file, compiled or not, that holds a package.json. */
export function projectRoot(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, "package.json"))) {
    const above = dirname(folder);
    if (above === folder)
      throw new Error("No package.json stands above the program: it has left its project.");
    folder = above;
  }
  return folder;
}
