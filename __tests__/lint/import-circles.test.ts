import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

const root = join(__dirname, "..", "..");
const folders = ["lib", "stacks", "cli", "review", "tasks", "local", "tools"];

/** What each source imports of the others, types included. */
function importsOf(): ReadonlyMap<string, readonly string[]> {
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => join(folder, name)),
  );
  const known = new Set(files);
  return new Map(
    files.map((file) => {
      const found = [...readFileSync(join(root, file), "utf8").matchAll(/(?:from|import) "(\.[^"]+)"/g)];
      const imported = found.map(([, path]) => `${normalize(join(dirname(file), path!))}.ts`);
      return [file, imported.filter((one) => known.has(one))];
    }),
  );
}

/** The first way back to a file from itself, by what it imports; undefined if there is none. */
function wayBack(
  from: string,
  imports: ReadonlyMap<string, readonly string[]>,
): readonly string[] | undefined {
  const ways = imports.get(from)!.map((file) => [from, file]);
  const seen = new Set<string>();
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    const last = way.at(-1)!;
    if (last === from) return way;
    if (seen.has(last)) continue;
    seen.add(last);
    ways.push(...imports.get(last)!.map((file) => [...way, file]));
  }
  return undefined;
}

test("no file imports itself by way of others, not for types either", () => {
  const imports = importsOf();
  expect(imports.size).toBeGreaterThan(300);
  expect([...imports.keys()].flatMap((file) => wayBack(file, imports)?.join(" -> ") ?? [])).toEqual([]);
});

test("a circle would be found", () => {
  const imports = new Map([
    ["a", ["b"]],
    ["b", ["c"]],
    ["c", ["a"]],
  ]);
  expect(wayBack("a", imports)).toEqual(["a", "b", "c", "a"]);
});
