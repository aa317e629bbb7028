import { z } from "zod";
import { nearest } from "./nearest";

/** A mapping with known keys. Any other key is refused: an option that is misspelt must not be passed over. */
export function section<Shape extends z.ZodRawShape>(shape: Shape) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? // One line for each key, in the order of `issue.keys`: the reader makes one problem of each.
          issue.keys.map((key) => unknownKey(key, known)).join("\n")
        : `a mapping is allowed, with keys of ${known.join(", ")}`,
  });
}

function unknownKey(key: string, known: readonly string[]): string {
  const near = nearest(key, known);
  const suggestion = near === undefined ? "." : `; did you mean "${near}"?`;
  return `unknown key${suggestion} Known here: ${known.join(", ")}`;
}
