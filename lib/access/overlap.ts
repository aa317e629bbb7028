/*
 * A quick look before a thorough one: most statements of a plan have nothing to do with each other.
 */

/** @returns false only if no text matches both patterns, as their beginnings differ */
export function mayOverlap(one: string, other: string, ignoreCase = false): boolean {
  const first = plainStart(one);
  const second = plainStart(other);
  const [left, right] = ignoreCase ? [first.toLowerCase(), second.toLowerCase()] : [first, second];
  if (!(left.length < right.length ? right.startsWith(left) : left.startsWith(right))) return false;
  // Without wildcards nothing follows the beginning.
  const whole = (pattern: string, start: string) => start.length === pattern.length;
  if (whole(one, first) && first.length < second.length) return false;
  return !(whole(other, second) && second.length < first.length);
}

const starts = new Map<string, string>();

/** The same patterns are looked at again and again. */
function plainStart(pattern: string): string {
  let start = starts.get(pattern);
  if (start === undefined) {
    const end = pattern.search(/[*?$]/);
    if (starts.size > 100_000) starts.clear();
    starts.set(pattern, (start = end === -1 ? pattern : pattern.slice(0, end)));
  }
  return start;
}
