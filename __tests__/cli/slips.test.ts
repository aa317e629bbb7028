import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { noInk } from "../../review/formats/ink";
import { mistakesText } from "../../cli/mistakes";
import { ConfigurationError } from "../../stacks/file/configuration-error";
import { readConfigs } from "../../stacks/config/read-config";
import { checkApp } from "../../stacks/synthesize";
import { workflowStacks } from "../../stacks/workflow-stacks";
import { right, slips } from "./slips";

/*
 * What somebody types by mistake, and what they are told. The table is for reading: `SLIPS=write npx jest slips` writes it
 * anew after a change of messages.
 */

const table = join(__dirname, "slips.md");
const before = process.cwd();
let folder: string;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "ground-truth-slips-")));
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

/** What is told of a file. */
function told(content: string | Uint8Array): string {
  writeFileSync("ground-truth.yaml", content);
  try {
    checkApp(readConfigs("ground-truth.yaml"), workflowStacks);
    return "no mistakes";
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return mistakesText(error, noInk, 100);
  }
}

function typed(meant: string, slip: string): string {
  expect(right).toContain(meant);
  const whole =
    meant === "taskType: BoundingBox" ? right.replaceAll(meant, slip) : right.replace(meant, () => slip);
  expect(whole).not.toBe(right);
  return whole;
}

test("the file without slips is right", () => {
  expect(told(right)).toBe("no mistakes");
});

test("each slip has a message, as the table shows", () => {
  const sections = slips.map(
    ([what, meant, slip]) => `## ${what}\n\n\`\`\`\n${told(typed(meant, slip))}\`\`\`\n`,
  );
  const text = `# Slips, and what they are answered with\n\nWritten by slips.test.ts.\n\n${sections.join("\n")}`;
  if (process.env.SLIPS === "write") writeFileSync(table, text);
  expect(text).toBe(readFileSync(table, "utf8"));
});

test.each(slips)("%s: one mistake is told once, with its line", (what, meant, slip) => {
  const text = told(typed(meant, slip));
  expect(text).toMatch(what === "the same in two workflows" ? /\n2 mistakes in/ : /\n1 mistake in/);
  expect(text).toMatch(/^ground-truth\.yaml:\d+:\d+/);
  expect(text).toMatch(/\n +\d+ \| .*\n +\| +\^+\n/);
});

test.each([
  ["UTF-16", Buffer.from(`\ufeff${right}`, "utf16le"), "It is written in UTF-16. Save it as UTF-8"],
  ["a picture", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0]), "It is no text"],
  ["Latin 1", Buffer.from(right.replace("vision", "Br\u00fccke"), "latin1"), "It is not written in UTF-8"],
])("a file in %s is named as such", (_name, content, message) => {
  expect(told(content)).toContain(message);
});
