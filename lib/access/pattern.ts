/*
 * Texts with wildcards and policy variables, as lists of tokens. Evaluation matches them against one text, a comparison
 * of documents turns them into an automaton: both read the same tokens.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */

export type Token =
  /** One character; `other` is the same letter in the other case, where case does not matter. */
  | { readonly kind: "char"; readonly char: string; readonly other?: string }
  /** Any one character. */
  | { readonly kind: "one"; readonly colon: boolean }
  /** Any number of characters. Without `colon` they stay within one segment of an ARN. */
  | { readonly kind: "many"; readonly colon: boolean }
  /** `ignoreCase`: case does not matter in its value either. */
  | ({ readonly kind: "variable"; readonly ignoreCase?: boolean } & Variable);

/** `${aws:username, 'nobody'}` */
export interface Variable {
  /** In lower case. */
  readonly key: string;
  readonly fallback?: string;
}

export type Pattern = readonly Token[];

/** Values of condition keys: the key in lower case. */
export type Context = ReadonlyMap<string, string | readonly string[]>;

interface TextOptions {
  /** True if `*` and `?` are wildcards. */
  readonly wildcards: boolean;
  /** True if upper and lower case are the same. @default false */
  readonly ignoreCase?: boolean;
  /** False in documents of version 2008-10-17, which have no policy variables. */
  readonly variables: boolean;
}

/** Value of a string operator. */
export function textPattern(text: string, options: TextOptions): Pattern {
  return [...pieces(text, options.variables)].map((piece): Token => {
    if (typeof piece !== "string") {
      return piece.kind === "variable" && options.ignoreCase ? { ...piece, ignoreCase: true } : piece;
    }
    if (options.wildcards && piece === "*") return { kind: "many", colon: true };
    if (options.wildcards && piece === "?") return { kind: "one", colon: true };
    return literal(piece, options.ignoreCase);
  });
}

/** Element of `Action`. */
export function actionPattern(text: string): Pattern {
  return textPattern(text, { wildcards: true, ignoreCase: true, variables: false });
}

/** Value of an ARN operator: each of the six parts is compared for itself. */
export function arnPattern(text: string, variables: boolean): Pattern {
  let colons = 0;
  return [...pieces(text, variables)].map((piece): Token => {
    if (typeof piece !== "string") return piece;
    if (piece === ":") colons += 1;
    if (piece === "*") return { kind: "many", colon: colons >= 5 };
    if (piece === "?") return { kind: "one", colon: colons >= 5 };
    return literal(piece);
  });
}

/**
 * Element of `Resource`. Wildcards stay within the parts of an ARN, but for a `*` at the end of an ARN with less than six
 * parts, which goes beyond them; the sixth part is one part, whatever is in it. docs/decisions/0031-….md
 */
export function resourcePattern(text: string, variables: boolean): Pattern {
  const all = [...pieces(text, variables)];
  const short = all.filter((piece) => piece === ":").length < 5;
  let colons = 0;
  return all.map((piece, index): Token => {
    if (typeof piece !== "string") return piece;
    if (piece === ":") colons += 1;
    const last = short && index === all.length - 1;
    if (piece === "*") return { kind: "many", colon: colons >= 5 || last };
    if (piece === "?") return { kind: "one", colon: colons >= 5 };
    return literal(piece);
  });
}

/** A literal `*` from `${*}` must not become a wildcard: it is a token already. */
function* pieces(text: string, variables: boolean): Generator<string | Token> {
  let rest = text;
  while (rest !== "") {
    const [whole, inside] = (variables && /^\$\{([^}]*)\}/.exec(rest)) || [];
    if (whole === undefined || inside === undefined) {
      const [char] = rest;
      yield char!;
      rest = rest.slice(char!.length);
      continue;
    }
    rest = rest.slice(whole.length);
    if (inside === "*" || inside === "?" || inside === "$") yield { kind: "char", char: inside };
    else yield variable(inside);
  }
}

function variable(inside: string): Token {
  const [, key, fallback] = /^(.*?)(?:,\s*'(.*)')?$/.exec(inside) ?? [];
  return {
    kind: "variable",
    key: (key ?? inside).trim().toLowerCase(),
    ...(fallback !== undefined && { fallback }),
  };
}

function literal(char: string, ignoreCase = false): Token {
  if (!ignoreCase) return { kind: "char", char };
  const lower = char.toLowerCase();
  const upper = char.toUpperCase();
  return lower === upper ? { kind: "char", char } : { kind: "char", char: lower, other: upper };
}

/** The value that a variable has in a request. @returns nothing if it has none: then nothing is equal or like it */
function variableValue({ key, fallback }: Variable, context: Context): string | undefined {
  const value = context.get(key);
  return typeof value === "string" ? value : fallback;
}

/** Whether all of `text` is matched. A variable without a value matches nothing. */
export function matches(pattern: Pattern, text: string, context: Context): boolean {
  const tokens = resolved(pattern, context);
  return tokens !== undefined && matchesFrom(tokens, text);
}

function resolved(pattern: Pattern, context: Context): Pattern | undefined {
  if (!pattern.some(({ kind }) => kind === "variable")) return pattern;
  const tokens: Token[] = [];
  for (const token of pattern) {
    if (token.kind !== "variable") {
      tokens.push(token);
      continue;
    }
    const value = variableValue(token, context);
    if (value === undefined) return undefined;
    tokens.push(...[...value].map((char) => literal(char, token.ignoreCase)));
  }
  return tokens;
}

/** All positions of the pattern that can be reached, one character after the other. */
function matchesFrom(tokens: Pattern, text: string): boolean {
  let reached = new Set<number>();
  const reach = (positions: Set<number>, position: number): void => {
    positions.add(position);
    if (tokens[position]?.kind === "many") reach(positions, position + 1);
  };
  reach(reached, 0);
  for (const char of text) {
    const next = new Set<number>();
    for (const position of reached) {
      const token = tokens[position];
      if (token === undefined || !takes(token, char)) continue;
      reach(next, token.kind === "many" ? position : position + 1);
    }
    if (next.size === 0) return false;
    reached = next;
  }
  return reached.has(tokens.length);
}

/** Whether a token takes one character. A variable takes none: it has been replaced by its value. */
export function takes(token: Token, char: string): boolean {
  switch (token.kind) {
    case "char":
      return char === token.char || char === token.other;
    case "one":
    case "many":
      return token.colon || char !== ":";
    case "variable":
      return false;
  }
}

/** A readable text that the pattern matches, variables left out. */
export function example(pattern: Pattern): string {
  return pattern
    .map((token) => {
      if (token.kind === "char") return token.char;
      return token.kind === "one" ? "x" : "example";
    })
    .join("");
}
