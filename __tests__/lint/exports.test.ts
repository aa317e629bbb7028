import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "..", "..");
const declared =
  /^export (?:abstract )?(?:async )?(?:const enum|const|function\*?|class|interface|type|enum) (\w+)/gm;

function textsBelow(folder: string): readonly (readonly [file: string, text: string])[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(ts|mjs|js)$/.test(name))
    .map((name) => [join(folder, name), readFileSync(join(root, folder, name), "utf8")]);
}

/** Names that a file exports and no other file has, each with its file. */
function exportedForNobody(texts: readonly (readonly [file: string, text: string])[]): string[] {
  const files = new Map<string, number>();
  for (const [, text] of texts) {
    for (const word of new Set(text.match(/\w+/g))) files.set(word, (files.get(word) ?? 0) + 1);
  }
  return texts.flatMap(([file, text]) =>
    [...text.matchAll(declared)].flatMap(([, name]) => (files.get(name!) === 1 ? [`${file}: ${name}`] : [])),
  );
}

test("what a file exports another one imports", () => {
  const folders = [
    "lib",
    "stacks",
    "cli",
    "review",
    "tasks",
    "local",
    "tools",
    "bench",
    "__tests__",
    "examples",
  ];
  const texts = folders.flatMap(textsBelow);
  expect(texts.length).toBeGreaterThan(700);
  const unused = exportedForNobody(texts).filter(
    // The index of the handlers exports all of its files; a function that a user deploys is called by Lambda.
    (one) => !/^(lib\/handlers|examples)\//.test(one),
  );
  expect(unused).toEqual([]);
});

test("an export for nobody would be found", () => {
  expect(
    exportedForNobody([
      ["a.ts", "export const one = 1;\nexport function two() {}\n"],
      ["b.ts", 'import { one } from "./a";\n'],
    ]),
  ).toEqual(["a.ts: two"]);
});
