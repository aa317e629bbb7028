import { z } from "zod";
import { nearest } from "./nearest";
import { renamedKeys } from "./renamed-keys";

/** Each is compared with all known ones; of a file of another kind there are thousands. */
const mostUnknownKeys = 100;

/**
 * A mapping with known keys. Any other key is refused: an option that is misspelt must not be passed over.
 *
 * @param refused keys that somebody may well expect here, and why there are none
 */
export function section<Shape extends z.ZodRawShape>(
  shape: Shape,
  refused: Readonly<Record<string, string>> = {},
) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? // One line for each key, in the order of `issue.keys`: the reader makes one problem of each.
          issue.keys
            .slice(0, mostUnknownKeys)
            .map((key) => (Object.hasOwn(refused, key) ? refused[key] : unknownKey(key, known)))
            .join("\n")
        : `a mapping is allowed, with keys of ${known.join(", ")}`,
  });
}

function unknownKey(key: string, known: readonly string[]): string {
  const renamed = Object.hasOwn(renamedKeys, key)
    ? renamedKeys[key]!.find(({ now }) => known.includes(now.split(".")[0]!))
    : undefined;
  if (renamed !== undefined) return `is called ${renamed.now} now${renamed.how ?? ""}`;
  const near = nearest(key, known);
  const suggestion = near === undefined ? "." : `; did you mean "${near}"?`;
  return `unknown key${suggestion} Known here: ${known.join(", ")}`;
}
