/** A mark that a worker made: a box on an image, a span of a text. */
export interface Mark {
  /** Number of the worker among those who answered. */
  readonly worker: number;
}

/**
 * Groups marks that mean the same thing: at most one of each worker, and any two of a group overlap by the threshold or
 * more.
 *
 * Pairs of marks are taken from the greatest overlap down, and the groups of the two are joined if the joined group
 * still keeps both rules. So a mark goes to whom it overlaps best, and a chain of marks of which each only touches the
 * next does not become one. Pairs with the same overlap are taken in the order of the marks; so if that order depends on
 * the marks alone, the groups do too.
 *
 * @param overlap 0 to 1, symmetric
 * @param threshold above 0
 * @returns groups in the order of their first marks, each in the order of the marks
 */
export function overlapGroups<M extends Mark>(
  marks: readonly M[],
  overlap: (a: M, b: M) => number,
  threshold: number,
): M[][] {
  const pairs: { readonly a: number; readonly b: number; readonly overlap: number }[] = [];
  const matches = marks.map(() => new Set<number>());
  for (let a = 0; a < marks.length; a += 1) {
    for (let b = a + 1; b < marks.length; b += 1) {
      if (marks[a]!.worker === marks[b]!.worker) continue;
      const value = overlap(marks[a]!, marks[b]!);
      if (value < threshold) continue;
      pairs.push({ a, b, overlap: value });
      matches[a]!.add(b);
      matches[b]!.add(a);
    }
  }
  pairs.sort((x, y) => y.overlap - x.overlap || x.a - y.a || x.b - y.b);

  const groups: number[][] = marks.map((_, index) => [index]);
  for (const { a, b } of pairs) {
    const [one, other] = [groups[a]!, groups[b]!];
    // A match is of another worker, so that this keeps both rules.
    if (one === other || !one.every((x) => other.every((y) => matches[x]!.has(y)))) continue;
    one.push(...other);
    for (const index of other) groups[index] = one;
  }
  return [...new Set(groups)]
    .map((group) => group.sort((a, b) => a - b))
    .sort(([a], [b]) => a! - b!)
    .map((group) => group.map((index) => marks[index]!));
}
