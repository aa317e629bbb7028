import type { z } from "zod";
import type { Path } from "./good-part";

/** Shows every text of a value with its type. What is not of its type is passed over. */
export function visitTexts(
  type: z.core.$ZodType,
  value: unknown,
  see: (type: z.core.$ZodType, value: string, path: Path) => void,
  path: Path = [],
): void {
  const { def } = (type as z.core.$ZodTypes)._zod;
  if (def.type === "pipe") return visitTexts(def.in, value, see, path);
  if ("innerType" in def) return visitTexts(def.innerType, value, see, path);
  if (typeof value === "string") return see(type, value, path);
  if (typeof value !== "object" || value === null) return;
  const parts = Object.entries(value);
  if (def.type === "array") {
    for (const [index, item] of parts) visitTexts(def.element, item, see, [...path, Number(index)]);
  } else if (def.type === "record") {
    for (const [key, item] of parts) visitTexts(def.valueType, item, see, [...path, key]);
  } else if (def.type === "object") {
    for (const [key, item] of parts)
      if (Object.hasOwn(def.shape, key)) visitTexts(def.shape[key]!, item, see, [...path, key]);
  } else if (def.type === "union") {
    const { discriminator, options } = def as z.core.$ZodDiscriminatedUnionDef;
    const [, kind] = parts.find(([key]) => key === discriminator) ?? [];
    const option = options.find((one) => one._zod.propValues?.[discriminator]?.has(kind as string));
    if (option !== undefined) visitTexts(option, value, see, path);
  }
}
