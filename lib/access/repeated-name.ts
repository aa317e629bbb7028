/**
 * A name that one object of a JSON text holds twice, in any case. JSON readers keep the last, IAM may keep another or
 * refuse: what such a text allows nobody can say.
 * @param json text that `JSON.parse` takes
 */
export function repeatedName(json: string): string | undefined {
  const open: Set<string>[] = [];
  for (const [token] of json.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"(?:\s*:)?|[{}]/g)) {
    if (token === "{") open.push(new Set());
    else if (token === "}") open.pop();
    else if (token.endsWith(":")) {
      const name = JSON.parse(token.slice(0, -1)) as string;
      const names = open.at(-1);
      if (names?.has(name.toLowerCase())) return name;
      names?.add(name.toLowerCase());
    }
  }
  return undefined;
}
