import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../stacks/project-root";

/*
 * What the documentation of the library says of its props, as an editor shows it beside the key of the same name. Read from
 * the text of the files, which Prettier has formatted.
 */

let known: ReadonlyMap<string, string> | undefined;

/** The documentation of each prop, by `Interface.prop`. */
export function propDocs(): ReadonlyMap<string, string> {
  return (known ??= readDocs(join(projectRoot(), "lib")));
}

function readDocs(folder: string): ReadonlyMap<string, string> {
  const texts = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .sort()
    .map((file) => readFileSync(join(folder, file), "utf8"));
  const values = new Map(texts.flatMap(enumValues));
  const docs = new Map<string, string>();
  for (const text of texts) {
    for (const [, name, body] of text.matchAll(/^export interface (\w+)[^{]*\{\n(.*?)^\}/gms)) {
      for (const [, doc, prop] of body!.matchAll(
        /^ {2}\/\*\*((?:(?!\*\/).)*)\*\/\n {2}readonly (\w+)\??:/gms,
      )) {
        docs.set(`${name}.${prop}`, shownDoc(doc!, values));
      }
    }
  }
  return docs;
}

/** `WorkerMfa.REQUIRED`, and what it stands for. */
function enumValues(text: string): [string, string][] {
  return [...text.matchAll(/^export enum (\w+) \{\n(.*?)^\}/gms)].flatMap(([, name, body]) =>
    [...body!.matchAll(/^ {2}(\w+) = "(.*)",$/gm)].map(([, member, value]): [string, string] => [
      `${name}.${member}`,
      value!,
    ]),
  );
}

/** One line: what it is, then its default. Editors show no marks. */
function shownDoc(doc: string, values: ReadonlyMap<string, string>): string {
  const [text = "", ...tags] = doc
    .replace(/\s*\n\s*\*/g, " ")
    .replace(/\{@link (\S+?)\}/g, "$1")
    .replaceAll("`", "")
    .split(/\s@(?=(?:default|see|throws|deprecated)\b)/);
  const given = tags
    .find((tag) => tag.startsWith("default "))
    ?.slice("default ".length)
    .trim();
  const value = given?.replace(/^- /, "").replace(/^[A-Z]\w+\.[A-Z_\d]+/, (name) => values.get(name) ?? name);
  // `false - because`, and `"a text"`.
  const told = value?.replace(/^(\S+) - /, "$1: ").replace(/^"(.*)"$/, "$1");
  const line = `${text}${told === undefined ? "" : ` Default: ${told}`}`.replace(/\s+/g, " ").trim();
  return line.endsWith(".") ? line : `${line}.`;
}
