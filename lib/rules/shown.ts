const longest = 100;

/** A value as an error shows it. `source` is how it is written in the file: `012` and not the number 12. */
export function shown(value: unknown, source?: string): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object") return "a mapping";
  if (typeof value === "function") return "a function";
  if (typeof value !== "string") return source ?? JSON.stringify(value) ?? typeof value;
  return value.length <= longest ? JSON.stringify(value) : `${JSON.stringify(value.slice(0, longest))}…`;
}
