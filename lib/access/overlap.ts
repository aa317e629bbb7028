/*
 * A quick look before a thorough one: most statements of a plan have nothing to do with each other.
 */

/** @returns false only if no text matches both patterns, as their beginnings differ */
export function mayOverlap(one: string, other: string, ignoreCase = false): boolean {
  const first = plainStart(one);
  const second = plainStart(other);
  const length = Math.min(first.length, second.length);
  const cut = [first.slice(0, length), second.slice(0, length)];
  const [left, right] = ignoreCase ? cut.map((text) => text.toLowerCase()) : cut;
  if (left !== right) return false;
  // Without wildcards nothing follows the beginning.
  const whole = (pattern: string, start: string) => start.length === pattern.length;
  if (whole(one, first) && first.length < second.length) return false;
  return !(whole(other, second) && second.length < first.length);
}

const plainStart = (pattern: string): string => /^[^*?$]*/.exec(pattern)?.[0] ?? "";
