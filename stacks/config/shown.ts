const longest = 100;

/** A value as an error shows it. `source` is how it is written in the file: `012` and not the number 12. */
export function shown(value: unknown, source?: string): string {
  if (value === null) return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object") return "a mapping";
  if (typeof value !== "string") return source ?? JSON.stringify(value);
  return value.length <= longest ? JSON.stringify(value) : `${JSON.stringify(value.slice(0, longest))}…`;
}

/** A path as it is written in code: `workflows[1].taskType`. */
export function shownPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((before, step) => {
    if (typeof step === "number") return `${before}[${step}]`;
    const word = String(step);
    if (!/^[\w-]+$/.test(word)) return `${before}[${JSON.stringify(word)}]`;
    return before === "" ? word : `${before}.${word}`;
  }, "");
}
