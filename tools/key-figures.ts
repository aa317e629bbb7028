import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { jsonSchema } from "./json-schema";
import { projectRoot } from "../stacks/project-root";

/* How many lines a key of the configuration costs: `npm run figures`. */
interface Node {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly additionalProperties?: Node | boolean;
  readonly oneOf?: readonly Node[];
  readonly anyOf?: readonly Node[];
}

function pathsIn(node: Node, path: string, found: Set<string>): Set<string> {
  for (const [key, inner] of Object.entries(node.properties ?? {})) {
    const at = path === "" ? key : `${path}.${key}`;
    pathsIn(inner, at, found.add(at));
  }
  if (node.items !== undefined) pathsIn(node.items, `${path}[]`, found);
  if (typeof node.additionalProperties === "object") pathsIn(node.additionalProperties, `${path}.*`, found);
  for (const one of [...(node.oneOf ?? []), ...(node.anyOf ?? [])]) pathsIn(one, path, found);
  return found;
}

function linesBelow(...path: string[]): number {
  const root = join(projectRoot(), ...path);
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(join(root, name), "utf8").split("\n").length - 1)
    .reduce((sum, lines) => sum + lines, 0);
}

const keys = pathsIn(JSON.parse(jsonSchema()) as Node, "", new Set()).size;
const lines = linesBelow("stacks", "config");
process.stdout.write(
  `${keys} keys, ${lines} lines of stacks/config: ${(lines / keys).toFixed(1)} a key ` +
    `(facts ${linesBelow("stacks", "facts")}, file ${linesBelow("stacks", "file")}, stacks ${linesBelow("stacks")})\n`,
);
