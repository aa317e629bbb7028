import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

/** The version of a package that programs in a folder would load; undefined where there is none. */
export function installedVersion(name: string, root: string): string | undefined {
  try {
    const file = createRequire(join(root, "package.json")).resolve(`${name}/package.json`);
    return (JSON.parse(readFileSync(file, "utf8")) as { readonly version: string }).version;
  } catch {
    return undefined;
  }
}

/** Whether the `package.json` of a folder names a package: then `npm install` brings it. */
export function isListed(name: string, root: string): boolean {
  try {
    const { dependencies, devDependencies } = JSON.parse(
      readFileSync(join(root, "package.json"), "utf8"),
    ) as Partial<Record<string, object>>;
    return name in { ...dependencies, ...devDependencies };
  } catch {
    return false;
  }
}
