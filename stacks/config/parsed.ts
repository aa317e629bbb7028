/** What the schema made: right already, however it is put together. */
const parsed = new WeakSet<object>();

/** Remembers a configuration and its sections, and of lists of sections each item. */
export function rememberParsed(config: Readonly<Record<string, unknown>>): void {
  for (const value of [config, ...Object.values(config)]) {
    if (!isObject(value)) continue;
    parsed.add(value);
    if (Array.isArray(value)) value.filter(isObject).forEach((item) => parsed.add(item));
  }
}

export function isParsed(value: unknown): boolean {
  return isObject(value) && parsed.has(value);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
