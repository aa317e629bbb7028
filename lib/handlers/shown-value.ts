const longest = 80;

/** A value as an error message shows it: short, as answers can be long, and may be nobody's business. */
export function shownValue(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value) ?? typeof value;
  return text.length <= longest ? text : `${text.slice(0, longest)}… (${text.length} characters)`;
}
