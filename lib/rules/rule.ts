import { Token } from "cdktf";
import { shown } from "./shown";

/**
 * What one value may be. Constructs check their props with it and the configuration makes the types of its keys of it, so
 * that both say the same.
 */
export interface Rule {
  /** What is allowed, in words, as the second half of an error: "a queue name has 1 to 80 letters, digits, - and _". */
  readonly allowed: string;
  /** The page that says so. @default - the rule is this library's own */
  readonly page?: string;
  /** What is wrong with a value, in whole sentences; undefined if it is allowed. Tokens pass. */
  problem(value: unknown): string | undefined;
  /**
   * What is wrong with the place that a value names: another region or account than the stack's. Tokens pass.
   * @default - the value names no place
   */
  elsewhere?(value: string, here: Partial<Place>): string | undefined;
}

/** Where something is: the parts of an ARN that are compared with the stack's. Each may be a token. */
export interface Place {
  /** Partition, `aws` say. */
  readonly partition: string;
  /** AWS Region; empty where the ARN has none. */
  readonly region: string;
  /** Account id; empty where the ARN has none. */
  readonly account: string;
}

/** The rule of a text. */
export interface TextRule extends Rule {
  /** What editors check while somebody types. @default - nothing but that it is a text */
  readonly pattern?: RegExp;
  /** Most characters, if the pattern does not say it. */
  readonly most?: number;
  /** Whether it is free text, which reaches AWS as it is written, `${` and `%{` too. */
  readonly isFree: boolean;
}

interface TextRuleOptions {
  readonly page?: string;
  /** Most characters, if the pattern does not say it. */
  readonly most?: number;
  /** What a text is told that fits the pattern and is not allowed all the same: the second half of the error. */
  readonly but?: (text: string) => string | undefined;
  /** Free text is for people or programs to read. Anything else cannot hold `${` or `%{`. @default false */
  readonly free?: boolean;
  /** A text that must not be shown, as it may be a secret by mistake. @default false */
  readonly hidden?: boolean;
}

const template = /\$\{(?!TfToken\[)|%\{/;

/** What was got and what is allowed, as one sentence. The second half may begin with a comma: ", a key that AWS manages". */
export function joined(got: string, message: string): string {
  return `${got}${message.startsWith(",") ? "" : "; "}${message}`;
}

/** The rule of a text that has this form. */
export function text(allowed: string, pattern: RegExp, options: TextRuleOptions = {}): TextRule {
  const { page, most = Infinity, but, free = false, hidden = false } = options;
  const wrong = (given: string): string | undefined => {
    // As it reaches AWS: the configuration hands free text on with Terraform's escapes.
    const value = free ? given.replace(/\$\$\{|%%\{/g, (opening) => opening.slice(1)) : given;
    if (but?.(value) !== undefined) return but(value);
    if (value.length > most || !pattern.test(value)) return allowed;
    return free || !template.test(value)
      ? undefined
      : `${allowed}; \${ and %{ begin a template of Terraform's`;
  };
  return {
    allowed,
    page,
    pattern,
    most: most === Infinity ? undefined : most,
    isFree: free,
    problem: (value) => {
      if (Token.isUnresolved(value)) return undefined;
      if (typeof value !== "string") return `got ${shown(value)}; ${allowed}`;
      const message = wrong(value);
      if (message === undefined) return undefined;
      if (hidden) return `got a text that is no such name (not shown); ${message}`;
      // From here on a length is hard to count.
      const length = value.length > 40 ? ` (${value.length} characters)` : "";
      return joined(`got ${shown(value)}${length}`, message);
    },
  };
}

/** A text of which only the length counts. */
export function freeText(allowed: string, most: number, page?: string): TextRule {
  return text(allowed, /^/, { page, most, free: true });
}

/** The rule of a whole number. */
export interface CountRule extends Rule {
  readonly from: number;
  readonly to: number;
}

/** Whole numbers of something, from one limit to another. */
export function count(unit: string, from: number, to: number, page?: string, because = ""): CountRule {
  const allowed = `whole ${unit} from ${from} to ${to} are allowed${because}`;
  return {
    allowed,
    page,
    from,
    to,
    problem: (value) => {
      if (Token.isUnresolved(value)) return undefined;
      const fits = typeof value === "number" && Number.isInteger(value) && value >= from && value <= to;
      return fits ? undefined : `got ${shown(value)}; ${allowed}`;
    },
  };
}

/** One of a few numbers. */
export interface ChoiceRule extends Rule {
  readonly choices: readonly number[];
}

export function oneOfNumbers(what: string, choices: readonly number[], page?: string): ChoiceRule {
  const allowed = `${what} is one of ${choices.join(", ")}`;
  return {
    allowed,
    page,
    choices,
    problem: (value) =>
      Token.isUnresolved(value) || choices.includes(value as number)
        ? undefined
        : `got ${shown(value)}; ${allowed}`,
  };
}

/** A text that is allowed by one rule if it begins so, and else by another: a name or an ARN. */
export function either(allowed: string, begins: RegExp, then: TextRule, otherwise: TextRule): TextRule {
  const ruleOf = (value: string) => (begins.test(value) ? then : otherwise);
  return {
    allowed,
    page: otherwise.page,
    isFree: false,
    pattern:
      then.pattern && otherwise.pattern && new RegExp(`${then.pattern.source}|${otherwise.pattern.source}`),
    problem: (value) => {
      if (Token.isUnresolved(value) && !begins.test(String(value))) return undefined;
      if (typeof value !== "string") return `got ${shown(value)}; ${allowed}`;
      const rule = ruleOf(value);
      const problem = rule.problem(value);
      return problem?.replace(rule.allowed, () => allowed);
    },
    elsewhere: (value, here) => ruleOf(value).elsewhere?.(value, here),
  };
}

/** A list of values with one rule for each: how many, and what is said of a list. */
export interface ListRule {
  readonly allowed: string;
  readonly page?: string;
  readonly from: number;
  readonly to: number;
  readonly each: TextRule;
}

/** A list of `each`, `from` to `to` of them. */
export function list(
  what: string,
  each: TextRule,
  limits: { from?: number; to?: number; page?: string } = {},
): ListRule {
  const { from = 1, to = Infinity, page } = limits;
  const amount = to !== Infinity ? `, ${from} to ${to} of them` : from > 0 ? ", at least one" : "";
  return { allowed: `a list of ${what} is allowed${amount}`, page, from, to, each };
}
