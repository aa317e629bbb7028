/**
 * Numbers for labels: the place in the label categories, as Ground Truth's built-in jobs count.
 *
 * Labels that are no category (all of them, if the job sends no categories) come after those, in the order of their
 * characters. Such numbers are told apart by the object's class map only: another object may use them otherwise.
 */
export function classIds(
  labels: Iterable<string>,
  categories: readonly string[] = [],
): ReadonlyMap<string, number> {
  const known = new Map(categories.map((label, index) => [label, index]));
  const others = [...new Set(labels)].filter((label) => !known.has(label)).sort();
  return new Map([...known, ...others.map((label, index) => [label, categories.length + index] as const)]);
}

/** `{ "0": "dog" }` for the labels that an object uses, as in AWS's metadata. */
export function classMap(
  labels: Iterable<string>,
  ids: ReadonlyMap<string, number>,
): Readonly<Record<string, string>> {
  const entries = [...new Set(labels)].map((label) => [ids.get(label)!, label] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => a - b).map(([id, label]) => [String(id), label]));
}
