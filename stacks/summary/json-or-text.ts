/** Outputs carry statements as JSON in a text: what it stands for, if it is some. */
export function jsonOrText(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
