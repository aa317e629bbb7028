import type { Context, Pattern } from "./pattern";
import { arnPattern, matches, textPattern } from "./pattern";
import type { Condition } from "./policy";
import type { Truth } from "./truth";
import { allHold, negation, someHolds, truthOf } from "./truth";
import { addressRange, isWithin, parseAddress } from "./address";

/*
 * Condition operators, as documented in
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */

export interface Operator {
  /** What the values of its keys are. */
  readonly kind: "text" | "number" | "date" | "address" | "boolean";
  /** True if none of the values may match: `StringNotLike`. */
  readonly negated: boolean;
  /** Compares one value of the policy with one of the request. `undefined`: one of them cannot be read. */
  readonly test: (
    policyValue: string,
    requestValue: string,
    context: Context,
    variables: boolean,
  ) => boolean | undefined;
  /** For kind `text`: what the value of a policy matches. */
  readonly pattern?: (policyValue: string, variables: boolean) => Pattern;
}

const compiled = new Map<string, Pattern>();

/** Policies repeat themselves, and so do questions about them. */
function kept(id: string, value: string, variables: boolean, make: () => Pattern): Pattern {
  const key = `${id} ${variables} ${value}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  if (compiled.size > 10_000) compiled.clear();
  const pattern = make();
  compiled.set(key, pattern);
  return pattern;
}

function text(
  id: string,
  compile: (value: string, variables: boolean) => Pattern,
  negated = false,
): Operator {
  const pattern = (value: string, variables: boolean) =>
    kept(id, value, variables, () => compile(value, variables));
  return {
    kind: "text",
    negated,
    pattern,
    test: (policyValue, requestValue, context, variables) =>
      matches(pattern(policyValue, variables), requestValue, context),
  };
}

/** Keys of these operators hold ARNs: of other values it is not documented what "not equal" says. */
function arn(negated = false): Operator {
  const operator = text("arn", arnPattern, negated);
  return {
    ...operator,
    test: (policyValue, requestValue, context, variables) =>
      isArn(policyValue) && isArn(requestValue)
        ? operator.test(policyValue, requestValue, context, variables)
        : undefined,
  };
}

export const isArn = (value: string): boolean => value.split(":").length >= 6;

const equals = (value: string, variables: boolean) => textPattern(value, { wildcards: false, variables });
const equalsIgnoreCase = (value: string, variables: boolean) =>
  textPattern(value, { wildcards: false, ignoreCase: true, variables });
const like = (value: string, variables: boolean) => textPattern(value, { wildcards: true, variables });
const binary = (value: string) => textPattern(value, { wildcards: false, variables: false });

function ordered(
  kind: "number" | "date",
  compare: (request: number, policy: number) => boolean,
  negated = false,
): Operator {
  const parse = kind === "number" ? parseNumber : parseDate;
  return {
    kind,
    negated,
    test: (policyValue, requestValue) => {
      const policy = parse(policyValue);
      const request = parse(requestValue);
      return policy === undefined || request === undefined ? undefined : compare(request, policy);
    },
  };
}

function address(negated: boolean): Operator {
  return {
    kind: "address",
    negated,
    test: (policyValue, requestValue) => {
      const range = addressRange(policyValue);
      const request = parseAddress(requestValue);
      return range === undefined || request === undefined ? undefined : isWithin(request, range);
    },
  };
}

const boolean: Operator = {
  kind: "boolean",
  negated: false,
  test: (policyValue, requestValue) => {
    const policy = policyValue.toLowerCase();
    const request = requestValue.toLowerCase();
    if (policy !== "true" && policy !== "false") return undefined;
    return request === "true" || request === "false" ? policy === request : undefined;
  },
};

const operators: ReadonlyMap<string, Operator> = new Map(
  Object.entries({
    StringEquals: text("equals", equals),
    StringNotEquals: text("equals", equals, true),
    StringEqualsIgnoreCase: text("equalsIgnoreCase", equalsIgnoreCase),
    StringNotEqualsIgnoreCase: text("equalsIgnoreCase", equalsIgnoreCase, true),
    StringLike: text("like", like),
    StringNotLike: text("like", like, true),
    // AWS: "ArnEquals and ArnLike behave identically".
    ArnEquals: arn(),
    ArnLike: arn(),
    ArnNotEquals: arn(true),
    ArnNotLike: arn(true),
    BinaryEquals: text("binary", binary),
    Bool: boolean,
    NumericEquals: ordered("number", (request, policy) => request === policy),
    NumericNotEquals: ordered("number", (request, policy) => request === policy, true),
    NumericLessThan: ordered("number", (request, policy) => request < policy),
    NumericLessThanEquals: ordered("number", (request, policy) => request <= policy),
    NumericGreaterThan: ordered("number", (request, policy) => request > policy),
    NumericGreaterThanEquals: ordered("number", (request, policy) => request >= policy),
    DateEquals: ordered("date", (request, policy) => request === policy),
    DateNotEquals: ordered("date", (request, policy) => request === policy, true),
    DateLessThan: ordered("date", (request, policy) => request < policy),
    DateLessThanEquals: ordered("date", (request, policy) => request <= policy),
    DateGreaterThan: ordered("date", (request, policy) => request > policy),
    DateGreaterThanEquals: ordered("date", (request, policy) => request >= policy),
    IpAddress: address(false),
    NotIpAddress: address(true),
  }).map(([name, operator]) => [name.toLowerCase(), operator]),
);

/** @returns nothing for an operator that is not known, and for `Null`, which looks at presence only */
export function operatorOf({ operator }: Condition): Operator | undefined {
  return operators.get(operator.toLowerCase());
}

export const isNullOperator = ({ operator }: Condition): boolean => operator.toLowerCase() === "null";

/** @param value of the key in the request; nothing, if the request does not have it */
export function conditionHolds(
  condition: Condition,
  value: string | readonly string[] | undefined,
  context: Context,
  variables: boolean,
): Truth {
  const operator = operatorOf(condition);
  return valuesHold(condition, value, (one) => {
    if (operator === undefined) return "maybe";
    return valueHolds(operator, condition.values, (policyValue) =>
      operator.test(policyValue, one, context, variables),
    );
  });
}

/** How presence, sets of values and `IfExists` decide, given what each single value says. */
export function valuesHold<Value>(
  condition: Condition,
  value: Value | readonly Value[] | undefined,
  holds: (value: Value) => Truth,
): Truth {
  if (isNullOperator(condition)) {
    const absent = String(value === undefined);
    return truthOf(condition.values.some((wanted) => wanted.toLowerCase() === absent));
  }
  const values = value === undefined || Array.isArray(value) ? value : [value];
  if (condition.set === "ForAllValues") return allHold((values ?? []) as readonly Value[], holds);
  if (condition.set === "ForAnyValue") {
    // AWS documents each for itself: absent is false for ForAnyValue and true for IfExists. Not what both together are.
    if (values === undefined) return condition.ifExists ? "maybe" : "no";
    return someHolds(values as readonly Value[], holds);
  }
  if (value === undefined) return truthOf(condition.ifExists || (operatorOf(condition)?.negated ?? false));
  // A multivalued key needs a set operator.
  return Array.isArray(value) ? "no" : holds(value as Value);
}

/** One value of a request against all values of the policy: one must match, or none if the operator is negated. */
export function valueHolds(
  operator: Operator,
  policyValues: readonly string[],
  test: (policyValue: string) => boolean | undefined,
): Truth {
  const some = someHolds(policyValues, (policyValue) => {
    const result = test(policyValue);
    // Unreadable: surely no match, but whether "not equal" holds is not documented.
    if (result === undefined) return operator.negated ? "maybe" : "no";
    return truthOf(result);
  });
  return operator.negated ? negation(some) : some;
}

export function parseNumber(value: string): number | undefined {
  return /^\s*[+-]?(\d+\.?\d*|\.\d+)\s*$/.test(value) ? Number(value) : undefined;
}

/** ISO 8601, or seconds since 1970. @returns milliseconds */
export function parseDate(value: string): number | undefined {
  const time = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value);
  return Number.isNaN(time) ? undefined : time;
}
