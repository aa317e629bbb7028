import { text } from "node:stream/consumers";
import { ESLint } from "eslint";
import tseslint from "typescript-eslint";

/*
 * Lints the cases on standard input, `[[file, code], …]`, with the repository's own configuration, and prints the
 * messages of each. A program of its own because jest's sandbox cannot load an ES module, which the configuration is.
 * Rules that need types are off: the cases are no files, and reading a project would take longer than all of them.
 */
const eslint = new ESLint({ overrideConfig: [tseslint.configs.disableTypeChecked] });
const cases = JSON.parse(await text(process.stdin));
const found = [];
for (const [filePath, code] of cases) {
  const [result] = await eslint.lintText(code, { filePath });
  found.push(result.messages.map(({ ruleId, message }) => `${ruleId}: ${message}`));
}
process.stdout.write(JSON.stringify(found));
