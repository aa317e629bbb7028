import { oddValue } from "./odd-values";
import type { Random } from "./random";

/** As much of a JSON schema as the configuration's has. */
export interface JsonSchema {
  readonly type?: string;
  readonly $ref?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: unknown;
}

/** Texts of the shipped examples by their key: what a key of this name takes. */
export type KnownTexts = ReadonlyMap<string, readonly string[]>;

/** What an environment says, which the schema describes by references. */
const someEnvironments: readonly object[] = [
  {},
  { account: "111122223333", stackPrefix: "" },
  { namePrefix: "acme-${environment}", region: "us-east-1", tags: null },
  { backend: { type: "local" }, rolePath: "/${namePrefix}/${account}/", access: null },
  { tags: { stage: "${environment}" }, ssmParameters: true, permissionsBoundary: null },
];

/** A value that the schema mostly allows: kinds are right, texts are those of the examples, relations between keys are not kept. */
export function schemaValue(
  schema: JsonSchema,
  random: Random,
  known: KnownTexts,
  key = "",
  depth = 0,
): unknown {
  if (random.chance(0.01)) return oddValue(random);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return random.one(schema.enum);
  if (schema.$ref !== undefined) return random.one(someEnvironments);
  const choices = schema.anyOf ?? (schema.properties === undefined ? schema.oneOf : undefined);
  if (choices !== undefined) return schemaValue(random.one(choices), random, known, key, depth);
  switch (schema.type ?? "any") {
    case "object":
      return object(schema, random, known, depth);
    case "array": {
      const length = Math.max(schema.minItems ?? 0, random.one([0, 1, 1, 1, 2, 4]));
      const { items = {} } = schema;
      return Array.from({ length }, () => schemaValue(items, random, known, key, depth + 1));
    }
    case "boolean":
      return random.chance(0.5);
    case "integer":
    case "number": {
      const [from, to] = [schema.minimum ?? 0, Math.min(schema.maximum ?? 1e6, 1e6)];
      return random.one([from, to, from + random.below(Math.max(1, to - from + 1))]);
    }
    case "string":
      return text(schema, random, known.get(key) ?? [], [...known.values()].flat());
    default:
      return oddValue(random);
  }
}

/** One that fits the pattern, if any known does: those of the same key first. */
function text(schema: JsonSchema, random: Random, ofKey: readonly string[], all: readonly string[]): string {
  const form = new RegExp(schema.pattern ?? "", "u");
  // Placeholders of environments fit everywhere, and mean something in few files.
  const fits = (one: string) =>
    form.test(one) && one.length <= (schema.maxLength ?? Infinity) && !one.includes("${");
  const among = random.chance(0.9) ? [ofKey, all] : [all];
  for (const texts of among) {
    const fitting = texts.filter(fits);
    if (fitting.length > 0) return random.one(fitting);
  }
  return random.one(all);
}

function object(schema: JsonSchema, random: Random, known: KnownTexts, depth: number): object {
  const { properties = {}, required = [], additionalProperties } = schema;
  const chance = depth > 4 ? 0.15 : 0.4;
  const names = Object.keys(properties).filter((name) => required.includes(name) || random.chance(chance));
  const entries = names.map((name) => [name, schemaValue(properties[name]!, random, known, name, depth + 1)]);
  if (typeof additionalProperties === "object" && random.chance(0.5)) {
    entries.push(["team", schemaValue(additionalProperties, random, known, "team", depth + 1)]);
  }
  return Object.fromEntries(entries) as object;
}
