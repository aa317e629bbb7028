import { type JsonSchema, type KnownTexts, schemaValue } from "./schema-configs";
import type { Random } from "./random";

/** A key that a mapping may have and has not. */
interface Gap {
  readonly holder: Record<string, unknown>;
  readonly key: string;
  readonly schema: JsonSchema;
  /** Keys that exclude it. */
  readonly others: readonly string[];
}

/**
 * Adds a few keys that `config` lacks, with values that the schema allows: each key that there is gets its turn, also one
 * that nobody thought of here.
 */
export function fillConfig(config: object, schema: JsonSchema, random: Random, known: KnownTexts): void {
  for (let left = random.one([1, 1, 2, 4]); left > 0; left -= 1) {
    const gaps = gapsOf(config, schema);
    if (gaps.length === 0) return;
    // Sections in which much is open would have all turns.
    const section = random.one([...new Set(gaps.map(({ key }) => key))]);
    const { holder, key, schema: wanted, others } = random.one(gaps.filter((gap) => gap.key === section));
    for (const other of others) delete holder[other];
    holder[key] = schemaValue(wanted, random, known, key, 2);
  }
}

function gapsOf(value: unknown, schema: JsonSchema): Gap[] {
  const fitting = fittingSchema(value, schema);
  if (Array.isArray(value)) return value.flatMap((item) => gapsOf(item, fitting.items ?? {}));
  if (typeof value !== "object" || value === null) return [];
  const holder = value as Record<string, unknown>;
  const oneOfThese = (fitting.oneOf ?? []).flatMap(({ required = [] }) => required);
  return Object.entries(fitting.properties ?? {}).flatMap(([key, wanted]) => {
    const others = oneOfThese.includes(key) ? oneOfThese.filter((other) => other !== key) : [];
    return holder[key] === undefined
      ? [{ holder, key, schema: wanted, others }]
      : gapsOf(holder[key], wanted);
  });
}

/** Of several the one whose fixed words the value has: the kind of a workflow, the persona. */
function fittingSchema(value: unknown, schema: JsonSchema): JsonSchema {
  const choices = schema.anyOf ?? (schema.properties === undefined ? schema.oneOf : undefined);
  if (choices === undefined) return schema;
  const isFitting = ({ type, properties = {} }: JsonSchema) =>
    type === (Array.isArray(value) ? "array" : typeof value) &&
    Object.entries(properties).every(
      ([key, { const: fixed }]) => fixed === undefined || fixed === (value as Record<string, unknown>)[key],
    );
  return choices.find(isFitting) ?? {};
}
