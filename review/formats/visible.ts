/*
 * Names and texts come from inputs. What moves a terminal's cursor, ends a line or turns the direction of writing would
 * let an input write what a reader takes for the review's own words.
 */

const hidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** The same value, in whose texts such characters are written out: `\u001b`. */
export function visible<Value>(value: Value): Value {
  if (typeof value === "string") return value.replaceAll(hidden, writtenOut) as Value;
  if (Array.isArray(value)) return value.map(visible) as Value;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [visible(name), visible(each)]),
  ) as Value;
}

function writtenOut(character: string): string {
  return `\\u${character.codePointAt(0)!.toString(16).padStart(4, "0")}`;
}
