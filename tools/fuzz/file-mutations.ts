import type { Random } from "./random";

const snippets: readonly string[] = [
  "{{ ",
  " }}",
  "{% if task.input %}",
  "{% endif %}",
  "{% for x in task.input.list %}",
  "{% raw %}",
  "{{ task.input.text | no_such_filter: 1, 2 }}",
  "{{ task.input.taskObject | grant_read_access }}",
  "<",
  "</",
  "</div>",
  "<crowd-form>",
  "</crowd-form>",
  "<!--",
  "<script>",
  "<svg><foreignObject>",
  "&#x1F600;&bogus;",
  "\u0000",
  "\ufeff",
  "\ud800",
  "\r",
  "'",
  '"',
  "`${",
  "import 'no-such-package';\n",
  "export default 1;\n",
  "export const handler = 1;\n",
  "def handler(event, context):\n",
  "\t",
  "${aws:username} %{if}",
];

/** Beyond it the time goes into writing the file. */
const longest = 500_000;

/** Changes the text of a template or a handler. */
export function mutateFile(text: string, random: Random): string {
  let mutated = text;
  for (let left = random.one([1, 1, 2, 6]); left > 0; left -= 1)
    mutated = random.one(mutations)(mutated, random);
  return mutated;
}

const mutations: readonly ((text: string, random: Random) => string)[] = [
  (text, random) => insert(text, random, random.one(snippets)),
  (text, random) => insert(text, random, random.one(snippets)),
  (text, random) => insert(text, random, random.one(snippets)),
  (text, random) => cut(text, random),
  (text, random) => cut(text, random),
  () => "",
  (text, random) => insert(text, random, random.one(snippets).repeat(random.one([50, 2000]))),
  (text, random) => (text.length < longest ? text.repeat(random.one([2, 50])) : text),
];

function insert(text: string, random: Random, snippet: string): string {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + snippet + text.slice(at);
}

function cut(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + text.slice(at + random.one([1, 3, 20, 1e9]));
}
