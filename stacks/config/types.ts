import { z } from "zod";
import { escapeForTerraform } from "../../lib/iam/terraform-string";
import type { ChoiceRule, CountRule, ListRule, Rule, TextRule } from "../../lib/rules/rule";
import { S3Location } from "../../lib/storage/s3-location";
import { allowed, oneOf } from "./allowed";

/** The rule that a type was made of. The copies that `describe` makes of a type share its definition. */
const ruleOfDefinition = new WeakMap<object, Rule>();

/** The rule that a type was made of, if it was made of one. */
export function ruleOf(type: z.core.$ZodType): Rule | undefined {
  return ruleOfDefinition.get(type._zod.def);
}

/** What a key may be: a rule of the library, or a type. */
type Given = TextRule | CountRule | ChoiceRule | ListRule | z.ZodType;

type TypeOf<Of extends Given> = Of extends z.ZodType
  ? Of
  : Of extends ListRule
    ? z.ZodArray<z.ZodType<string, string>>
    : Of extends CountRule | ChoiceRule
      ? z.ZodType<number, number>
      : z.ZodType<string, string>;

/** A key that must be there. */
export function needed<Of extends Given>(given: Of, description: string): TypeOf<Of> {
  return typeOf(given).describe(description) as TypeOf<Of>;
}

export function optional<Of extends Given>(given: Of, description: string): z.ZodOptional<TypeOf<Of>> {
  return typeOf(given).optional().describe(description) as z.ZodOptional<TypeOf<Of>>;
}

/** A prop that must be there. */
interface Must<Of extends Given> {
  readonly must: Of;
}

type Givens<Props> = { readonly [Key in keyof Props]?: Given | Must<Given> };
type KeysOf<Shape> = {
  [Key in keyof Shape]: Shape[Key] extends Must<infer Of>
    ? TypeOf<Of>
    : Shape[Key] extends Given
      ? z.ZodOptional<TypeOf<Shape[Key]>>
      : never;
};

/**
 * Keys that are props of the library, by the name of their interface. Each may be left out, but for those that `must` be
 * there. What an editor tells of them is what the interface tells: `tools/json-schema.ts` puts it in.
 */
export function propsOf<Props>(name: string) {
  return <const Shape extends Givens<Props>>(shape: Shape): KeysOf<Shape> =>
    Object.fromEntries(
      Object.entries(shape as Record<string, Given | Must<Given>>).map(([key, given]) => {
        const told = `{@inheritDoc ${name}.${key}}`;
        return [key, "must" in given ? needed(given.must, told) : optional(given, told)];
      }),
    ) as KeysOf<Shape>;
}

export function must<Of extends Given>(given: Of): Must<Of> {
  return { must: given };
}

/** Props of which all must be there. */
export function allOf<Rules extends Readonly<Record<string, Given>>>(rules: Rules) {
  return Object.fromEntries(Object.entries(rules).map(([key, rule]) => [key, must(rule)])) as {
    [Key in keyof Rules]: Must<Rules[Key]>;
  };
}

/** The type that a rule makes. */
export function typeOf<Of extends Given>(given: Of): TypeOf<Of> {
  return typeFor(given) as unknown as TypeOf<Of>;
}

function typeFor(given: Given): z.ZodType {
  if (given instanceof z.ZodType) return given;
  const said = allowed(given.allowed, given.page);
  if ("each" in given) return many(given.each, given);
  if ("choices" in given) return ruled(z.literal(given.choices, said), given);
  if ("from" in given) return ruled(z.int(said).min(given.from, said).max(given.to, said), given);
  return text(given);
}

function ruled<Type extends z.ZodType>(type: Type, rule: Rule): Type {
  ruleOfDefinition.set(type._zod.def, rule);
  return type;
}

/** A text with a rule. Free text reaches AWS as it is written: `${` in it is nothing that Terraform should fill in. */
function text(rule: TextRule): z.ZodType<string, string> {
  const type = z.string(allowed(rule.allowed, rule.page)).superRefine((given, context) => {
    const problem = rule.problem(given);
    if (problem !== undefined) context.addIssue({ code: "custom", message: allowed(problem, rule.page) });
  });
  const { source = "^" } = rule.pattern ?? {};
  const told = ruled(type, rule).meta({
    ...(source === "^" ? {} : { pattern: source }),
    ...(rule.most === undefined ? {} : { maxLength: rule.most }),
  });
  return rule.isFree ? told.transform(escapeForTerraform) : told;
}

/** A place in S3, as the library takes it. */
export function location(rule: TextRule): z.ZodType<S3Location, string> {
  return text(rule).transform((uri) => S3Location.parse(uri));
}

/** A list of something that is not a rule's, or of what a rule says each of. */
export function many<Of extends Given>(
  given: Of,
  { allowed: rule, page, from = 0, to = Infinity }: Pick<Rule, "allowed" | "page"> & Partial<ListRule>,
): z.ZodArray<TypeOf<Of>> {
  const said = allowed(rule, page);
  const any = z.array(typeOf(given), said);
  const list = from === 0 ? any : any.min(from, said);
  return to === Infinity ? list : list.max(to, said);
}

/** One of a few words. */
export function oneWord<const Word extends string>(
  what: string,
  words: Readonly<Record<string, Word>> | readonly Word[],
  page?: string,
  others?: (name: string) => readonly string[],
): z.ZodType<Word, Word> {
  const known = Object.values<Word>(words);
  return z.enum(known, { error: oneOf(what, known, page, others) });
}

export const flag = z.boolean("write true or false, without quotes");

export const pathRule = "a path is allowed, relative to the folder of this file";

/** The path of a file or directory, which is looked for when the configuration is read. */
export const filePath = z.string(pathRule).min(1, pathRule);
