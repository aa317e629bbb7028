import type { Random } from "./random";

/** Changes the text of a configuration where YAML itself is odd: anchors, merge keys, tags, white space, control characters. */
export function mutateText(text: string, random: Random): string {
  let mutated = text;
  for (let left = random.one([1, 1, 2, 5]); left > 0; left -= 1)
    mutated = random.one(mutations)(mutated, random);
  return mutated;
}

const snippets: readonly string[] = [
  "\u0000",
  "\t",
  "\r",
  "\ufeff",
  "---\n",
  "...\n",
  "%YAML 1.1\n---\n",
  "&a ",
  "*a ",
  "*missing ",
  "!!binary ",
  "!!binary aGVsbG8= #",
  "!!binary |\n  /+AA\n",
  "!!timestamp 2001-12-14t21:59:43.10-05:00 #",
  "!!float 1 #",
  "!!str 1 #",
  "!!null x #",
  "2001-01-01 #",
  "999999999999999999999999999999 #",
  "0x1f #",
  ".inf #",
  ".nan #",
  "!!set ",
  "!!omap ",
  "!!js/function ",
  "!!python/object:os.system ",
  "!custom ",
  "<<: *a\n",
  "<<: [*a, *b]\n",
  "<<: 1\n",
  "<<: {region: us-east-1}\n",
  "<<: [{a: 1}, {a: 2}]\n",
  "? complex\n: key\n",
  "? [a, b]\n: key\n",
  "? {a: b}\n: key\n",
  "{",
  "}",
  "[",
  "]",
  "'",
  '"',
  "|\n",
  ">-\n",
  "#",
  ":",
  "- ",
  "\\",
  "\u2028",
  "__proto__: {polluted: true}\n",
  "name: {toString: x}\n",
];

const mutations: readonly ((text: string, random: Random) => string)[] = [
  (text, random) => insert(text, random, random.one(snippets)),
  (text, random) => insert(text, random, random.one(snippets)),
  (text, random) => afterColon(text, random, random.one(snippets)),
  (text, random) => afterColon(text, random, random.one(snippets)),
  (text, random) => cut(text, random),
  (text, random) => lines(text, random, (all, at) => all.splice(at, 1)),
  (text, random) => lines(text, random, (all, at) => all.splice(at, 0, all[random.below(all.length)]!)),
  (text, random) => lines(text, random, (all, at) => (all[at] = ` ${all[at]}`)),
  (text, random) => lines(text, random, (all, at) => (all[at] = all[at]!.replace(/^ {2}/, ""))),
  (text) => text.replaceAll("\n", "\r\n"),
  (text, random) => (random.chance(0.2) ? long(text, random) : text),
  (text, random) => anchored(text, random),
  (text, random) => merged(text, random),
  (text, random) => laughs(random) + text,
  (text, random) => `${text}\n${" ".repeat(2)}${"[".repeat(random.one([10, 200, 1000]))}`,
];

/** More of something than any configuration has: what compares each with every other takes minutes. */
function long(text: string, random: Random): string {
  const count = random.one([900, 1900, 60_000, 240_000]);
  const made = random.one([
    () => Array.from({ length: Math.min(count, 60_000) }, (_, index) => `workflow${index}: 1`).join("\n"),
    () =>
      `tags: {${Array.from({ length: Math.min(count, 60_000) }, (_, index) => `k${index}: v`).join(", ")}}`,
    () => `workflows: [${"{},".repeat(count)}]`,
    () => `access: [${"1,".repeat(count)}]`,
    () => `a: &a 1\nb: [${"*a,".repeat(count)}]`,
  ]);
  return `${text}\n${made()}\n`;
}

function insert(text: string, random: Random, snippet: string): string {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + snippet + text.slice(at);
}

function afterColon(text: string, random: Random, snippet: string): string {
  const places = [...text.matchAll(/: /g)].map(({ index }) => index + 2);
  if (places.length === 0) return text + snippet;
  const at = random.one(places);
  return text.slice(0, at) + snippet + text.slice(at);
}

function cut(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + text.slice(at + random.one([1, 1, 5, 50, 1e9]));
}

function lines(text: string, random: Random, change: (all: string[], at: number) => unknown): string {
  const all = text.split("\n");
  change(all, random.below(all.length));
  return all.join("\n");
}

/** A value that is named, and stands in for other values. */
function anchored(text: string, random: Random): string {
  const named = afterColon(text, random, "&a ");
  const places = [...named.matchAll(/: [^\n&]+$/gm)];
  if (places.length === 0) return named;
  const { index, 0: match } = random.one(places);
  return `${named.slice(0, index)}: *a${named.slice(index + match.length)}`;
}

/** A mapping that takes in another one of the file, once or many times over. */
function merged(text: string, random: Random): string {
  const places = [...text.matchAll(/^( *)(- )?[a-zA-Z]+:$/gm)];
  if (places.length < 2) return text;
  const [from, into] = [random.one(places), random.one(places)];
  const indent = " ".repeat((into[1] ?? "").length + 2 + (into[2] ?? "").length);
  const insertions = [
    { at: from.index + from[0].length, snippet: " &m" },
    { at: into.index + into[0].length, snippet: `\n${indent}<<: ${random.one(["*m", "[*m, *m]"])}` },
  ];
  // From the end, so that the first place stays where it is.
  insertions.sort((one, other) => other.at - one.at);
  return insertions.reduce((all, { at, snippet }) => all.slice(0, at) + snippet + all.slice(at), text);
}

/** Aliases of aliases, which unfold to an enormous value. */
function laughs(random: Random): string {
  const levels = random.one([3, 9, 12]);
  const list = (name: string) => `[${Array<string>(9).fill(name).join(", ")}]`;
  const rows = Array.from({ length: levels }, (_, level) =>
    level === 0 ? `l0: &l0 ${list("lol")}` : `l${level}: &l${level} ${list(`*l${level - 1}`)}`,
  );
  return `${rows.join("\n")}\n`;
}
