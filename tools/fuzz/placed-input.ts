import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../stacks/project-root";
import type { FuzzInput } from "./inputs";

/**
 * Puts an input into `place`, with the templates and handlers that it names relative to itself.
 *
 * @returns the file of the configuration
 */
export function placeInput({ text, folder, files = {} }: FuzzInput, place: string): string {
  mkdirSync(place, { recursive: true });
  const isCopied = Object.keys(files).length > 0;
  for (const name of readdirSync(folder).filter((one) => /^(examples|templates|handlers)$/.test(one))) {
    if (isCopied) cpSync(join(folder, name), join(place, name), { recursive: true });
    else symlinkSync(join(folder, name), join(place, name), "dir");
  }
  if (isCopied) {
    // Handlers import from the package, which the folder lies in.
    mkdirSync(join(place, "node_modules"));
    symlinkSync(projectRoot(), join(place, "node_modules", "cdktf-ground-truth"), "dir");
  }
  for (const [name, content] of Object.entries(files)) writeFileSync(join(place, name), content);
  const file = join(place, "generated.yaml");
  writeFileSync(file, text);
  return file;
}
