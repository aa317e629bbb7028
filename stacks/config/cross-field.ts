/**
 * For checks that compare several fields of a mapping. Zod would run them only once each field alone is right; a user
 * who mends a file wants to hear everything at once. So such a check meets fields of any type.
 */
export const besideFieldChecks = {
  when: ({ value }: { readonly value: unknown }): boolean =>
    typeof value === "object" && value !== null && !Array.isArray(value),
};

/** `value` if it is a list, else nothing to check. */
export function listOf<Item>(value: readonly Item[] | undefined): readonly Item[] {
  return Array.isArray(value) ? (value as readonly Item[]) : [];
}

/** The items that name something already named earlier in the list, with the index of the earlier one. */
export function repeated(names: readonly unknown[]): { readonly index: number; readonly first: number }[] {
  const firsts = new Map<unknown, number>();
  return names.flatMap((name, index) => {
    if (typeof name !== "string") return [];
    const first = firsts.get(name);
    if (first === undefined) firsts.set(name, index);
    return first === undefined ? [] : [{ index, first }];
  });
}
