import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "@swc/core";

/** Writes a program of this folder once more, as the ES module that a user would write. */
export function writeAsEsModule(program: string): void {
  const source = join(__dirname, "..", "..", "bench", `${program}.ts`);
  const { code } = transformSync(readFileSync(source, "utf8"), {
    swcrc: false,
    jsc: { parser: { syntax: "typescript" }, target: "es2022" },
    module: { type: "es6" },
  });
  // The provider's package does not say what it exports, so that ES modules name the file.
  const named = code.replace(/(from "@cdktf\/provider-aws\/lib\/[^"]+)"/g, '$1/index.js"');
  const folder = join(__dirname, "esm");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${program}.mjs`), named);
}
