import { z } from "zod";
import { escapeForTerraform } from "../../lib/iam/terraform-string";
import type { ChoiceRule, CountRule, ListRule, Rule, TextRule } from "../../lib/rules/rule";
import { allowed } from "./allowed";

/** The rule that a type was made of. The copies that `describe` makes of a type share its definition. */
const ruleOfDefinition = new WeakMap<object, Rule>();

/** The rule that a type was made of, if it was made of one. */
export function ruleOf(type: z.core.$ZodType): Rule | undefined {
  return ruleOfDefinition.get(type._zod.def);
}

/** A text with a rule. Free text reaches AWS as it is written: `${` in it is nothing that Terraform should fill in. */
export function value(rule: TextRule): z.ZodType<string, string> {
  const text = z.string(allowed(rule.allowed, rule.page)).superRefine((given, context) => {
    const problem = rule.problem(given);
    if (problem !== undefined) context.addIssue({ code: "custom", message: allowed(problem, rule.page) });
  });
  ruleOfDefinition.set(text._zod.def, rule);
  const { source = "^" } = rule.pattern ?? {};
  const told = text.meta({
    ...(source === "^" ? {} : { pattern: source }),
    ...(rule.most === undefined ? {} : { maxLength: rule.most }),
  });
  return rule.isFree ? told.transform(escapeForTerraform) : told;
}

/** A list of such texts. */
export function values(rule: ListRule) {
  const said = allowed(rule.allowed, rule.page);
  const list = z.array(value(rule.each), said).min(rule.from, said);
  return rule.to === Infinity ? list : list.max(rule.to, said);
}

/** A whole number of something. */
export function count(rule: CountRule) {
  const said = allowed(rule.allowed, rule.page);
  const number = z.int(said).min(rule.from, said).max(rule.to, said);
  ruleOfDefinition.set(number._zod.def, rule);
  return number;
}

/** One of a few numbers. */
export function choice(rule: ChoiceRule) {
  const number = z.literal(rule.choices, allowed(rule.allowed, rule.page));
  ruleOfDefinition.set(number._zod.def, rule);
  return number;
}

export function flag() {
  return z.boolean("true or false is allowed");
}
