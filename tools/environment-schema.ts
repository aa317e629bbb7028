/** As much of a JSON schema as has to be known here. */
interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly definitions?: Readonly<Record<string, Schema>>;
  readonly [keyword: string]: unknown;
}

/**
 * The same schema with what an environment may say: all of the file, nothing of it needed, and `null` for what it takes away.
 * Values are checked by references into the rest, so that editors explain them and the schema hardly grows.
 */
export function withEnvironmentSchema(schema: object): Schema {
  const root = withPlaceholders(schema) as Schema;
  const { environments, ...others } = root.properties!;
  const [own] = (environments!.additionalProperties as Schema).anyOf!;
  const { properties = {}, ...rest } = partial({ ...root, properties: others }, "#");
  const workflow = partial(root.properties!["workflows"]!.items!, "#/properties/workflows/items");
  const environment = {
    ...rest,
    properties: { ...own!.properties, ...properties, workflows: orNull({ type: "array", items: workflow }) },
  };
  const entry = {
    ...(environments!.additionalProperties as Schema),
    anyOf: [reference("#/definitions/environment"), isNull],
  };
  return {
    ...root,
    properties: { ...others, environments: { ...environments, additionalProperties: entry } },
    definitions: { environment },
  };
}

const isNull: Schema = { type: "null" };

function reference(to: string): Schema {
  return { $ref: to };
}

function orNull(schema: Schema): Schema {
  return { anyOf: [schema, isNull] };
}

/** A mapping without what is needed in it; anything else as it is. */
function partial(schema: Schema, at: string): Schema {
  const keys = new Map<string, Schema[]>();
  for (const [option, place] of mappings(schema, at) ?? []) {
    for (const [key, member] of Object.entries(option.properties ?? {})) {
      const known = keys.get(key) ?? [];
      const one = partial(member, `${place}/properties/${key}`);
      // Kinds of workflows have many keys in common: what is the same is referred to once.
      const isNew = !known.some((other) => same(other, one, schemaAt(schema, at)));
      keys.set(key, isNew ? [...known, one] : known);
    }
  }
  if (keys.size === 0) {
    const each = schema.additionalProperties;
    if (typeof each !== "object") return reference(at);
    return { type: "object", additionalProperties: orNull(reference(`${at}/additionalProperties`)) };
  }
  const properties = Object.fromEntries([...keys].map(([key, all]) => [key, { anyOf: [...all, isNull] }]));
  return { type: "object", properties, additionalProperties: false };
}

/** The mappings that a schema allows; undefined where it allows something else too. */
function mappings(schema: Schema, at: string): (readonly [Schema, string])[] | undefined {
  if (schema.properties !== undefined) return [[schema, at]];
  const keyword = schema.oneOf === undefined ? "anyOf" : "oneOf";
  const options = schema[keyword];
  const found = options?.map((option, index) => mappings(option, `${at}/${keyword}/${index}`));
  return found?.every((one) => one !== undefined) === true ? found.flat() : undefined;
}

/** Reads what a reference below a schema leads to. */
function schemaAt(schema: Schema, at: string): (ref: string) => unknown {
  return (ref) =>
    ref
      .slice(at.length + 1)
      .split("/")
      .reduce<unknown>((value, step) => (value as Record<string, unknown>)[step], schema);
}

function same(one: Schema, other: Schema, read: (ref: string) => unknown): boolean {
  return resolved(one, read) === resolved(other, read);
}

function resolved(schema: Schema, read: (ref: string) => unknown): string {
  return JSON.stringify(schema, (_, value: unknown) => (isReference(value) ? read(value.$ref) : value));
}

function isReference(value: unknown): value is { readonly $ref: string } {
  return typeof value === "object" && value !== null && "$ref" in value;
}

/** Texts may hold `${account}` and the like wherever they have a form. */
function withPlaceholders(value: unknown, key = ""): unknown {
  if (key === "pattern" && typeof value === "string") return `${value}|\\$\\{[a-z]`;
  if (key === "propertyNames") return value;
  if (Array.isArray(value)) return value.map((item) => withPlaceholders(item));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, withPlaceholders(item, name)]),
  );
}
