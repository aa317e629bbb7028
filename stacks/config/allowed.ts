import { nearest } from "../../lib/validation/nearest";

/**
 * The rule of a value: what is allowed and, if the rule is AWS's, the page that says so.
 *
 * It is the second half of an error. The first half, what was got, is added where the file is known.
 */
export function allowed(rule: string, page?: string): string {
  return page === undefined ? rule : `${rule} (${page})`;
}

/** What a name probably meant, as the end of a sentence; empty if nothing is near. */
export function didYouMean(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return near === undefined ? "" : `; did you mean "${near}"?`;
}

/** The rule of a value that is one of a few words; a near miss gets a suggestion. */
export function oneOf(what: string, words: readonly string[], page?: string) {
  const rule = allowed(`${what} is one of ${words.join(", ")}`, page);
  return ({ input }: { readonly input?: unknown }): string => {
    const near = typeof input === "string" ? nearest(input, words) : undefined;
    return near === undefined
      ? rule
      : `did you mean "${near}"? ${rule.charAt(0).toUpperCase()}${rule.slice(1)}`;
  };
}

/** The rule of a mapping whose `type`, or whatever `key` is, says which keys it has. */
export function oneType(what: string, types: readonly string[], key = "type") {
  const typeRule = oneOf(key === "type" ? `${what} type` : what, types);
  return ({ code, input }: { readonly code?: string; readonly input?: unknown }): string =>
    // Only a mapping with an unknown type fails as a union; anything but a mapping fails as a value of the wrong kind.
    code === "invalid_union"
      ? typeRule({ input: (input as Readonly<Record<string, unknown>>)[key] })
      : `a mapping is allowed, with a ${key}; ${typeRule({})}`;
}
