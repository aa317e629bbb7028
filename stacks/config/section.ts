import { z } from "zod";
import { nearest } from "../../lib/validation/nearest";
import type { Relation } from "./relations";
import { foreignKeys, renamedKeys } from "./renamed-keys";

/** Each is compared with all known ones; of a file of another kind there are thousands. */
const mostUnknownKeys = 100;

/**
 * Checks that compare several keys of a mapping. Zod would run them only once each key alone is right; a user who mends a
 * file wants to hear everything at once. So such a check meets values of any type.
 */
export const besideFieldChecks = {
  when: ({ value }: { readonly value: unknown }): boolean =>
    typeof value === "object" && value !== null && !Array.isArray(value),
};

/**
 * A mapping with known keys. Any other key is refused: an option that is misspelt must not be passed over.
 *
 * @param relations what the keys have to do with each other
 * @param refused keys that somebody may well expect here, and why there are none
 */
export function section<Shape extends z.ZodRawShape>(
  shape: Shape,
  relations: readonly Relation[] = [],
  refused: Readonly<Record<string, string>> = {},
) {
  const known = Object.keys(shape);
  const plain = z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? // One line for each key, in the order of `issue.keys`: the reader makes one problem of each.
          issue.keys
            .slice(0, mostUnknownKeys)
            .map((key) => (Object.hasOwn(refused, key) ? refused[key] : unknownKey(key, known)))
            .join("\n")
        : `a mapping is allowed, with keys of ${known.join(", ")}`,
  });
  if (relations.length === 0) return plain;
  return plain
    .superRefine((given, context) => {
      // A key that is misspelt or has an old name may be the one that is missing.
      const isSure = !context.issues.some(({ code, path }) => code === "unrecognized_keys" && !path?.length);
      for (const { check } of relations) {
        check(given, (key, message) => {
          if (key === undefined && !isSure) return;
          context.addIssue({ code: "custom", path: key?.split(".") ?? [], message });
        });
      }
    }, besideFieldChecks)
    .meta(Object.assign({}, ...relations.map(({ json = {} }) => json)) as Record<string, unknown>);
}

function unknownKey(key: string, known: readonly string[]): string {
  const renamed = renamedKeys.get(key)?.find(({ now }) => known.includes(now.split(".")[0]!));
  if (renamed !== undefined) return `is called ${renamed.now} now${renamed.how}`;
  const foreign = foreignKeys
    .get(key.toLowerCase().replace(/[_-]/g, ""))
    ?.find(({ now }) => known.includes(now.split(".")[0]!));
  if (foreign !== undefined)
    return `is called ${foreign.now} here${foreign.how}. Known here: ${known.join(", ")}`;
  const near = nearest(key, known) ?? withoutItsKind(key, known);
  const suggestion = near === undefined ? "." : `; did you mean "${near}"?`;
  return `unknown key${suggestion} Known here: ${known.join(", ")}`;
}

/** Words that Terraform and other tools end a key with, and that no key here needs: `input_bucket`, `outputPath`. */
const kinds = /[_-]?(buckets?|paths?|prefix(es)?|locations?|ur[il]s?|arns?|names?)$/i;

function withoutItsKind(key: string, known: readonly string[]): string | undefined {
  const plain = (word: string) => word.toLowerCase().replace(/[^a-z0-9]|s$/g, "");
  const word = plain(key.replace(kinds, "").replace(/[_-]?s3$/i, ""));
  return word === plain(key) ? undefined : known.find((one) => plain(one) === word);
}
