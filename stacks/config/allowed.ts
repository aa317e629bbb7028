import { nearest, suggestions } from "../../lib/validation/nearest";

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

/** More words than this are not all told to whoever is offered the right one. */
const fewWords = 12;

/**
 * The rule of a value that is one of a few words; a near miss gets a suggestion.
 *
 * @param others other names that people know a word by
 */
export function oneOf(
  what: string,
  words: readonly string[],
  page?: string,
  others: (name: string) => readonly string[] = () => [],
) {
  const rule = allowed(`${what} is one of ${words.join(", ")}`, page);
  const all =
    words.length <= fewWords
      ? `${rule.charAt(0).toUpperCase()}${rule.slice(1)}`
      : `All ${words.length}: ${page}`;
  return ({ input }: { readonly input?: unknown }): string => {
    const several = typeof input === "string" ? input.split(/[\s,;/]+/) : [];
    if (several.length > 1 && several.every((word) => words.includes(word)))
      return `one of them is allowed, and these are ${several.length}. ${all}`;
    const known = typeof input === "string" ? others(input) : [];
    const near = typeof input !== "string" ? [] : known.length > 0 ? known : suggestions(input, words);
    if (near.length === 0) return rule;
    const offered = near.map((one) => `"${one}"`).join(" or ");
    return `did you mean ${offered}? ${all}`;
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
