import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ReadyHandler } from "./ready-handler";

/** Where the source of a ready handler lies: compiled in the package, TypeScript when the library runs from its sources. */
export function readyHandlerFile(handler: ReadyHandler): string {
  const file = join(__dirname, "..", "handlers", "ready", handler);
  return existsSync(`${file}.ts`) ? `${file}.ts` : `${file}.js`;
}
