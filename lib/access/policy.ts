import { repeatedName } from "./repeated-name";

/*
 * A policy document as IAM reads it: its elements in one shape, whether they were written as a string or as a list.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */

/** One policy document: an identity policy, a resource policy, a trust policy, a boundary. */
export interface Policy {
  /** What a reader finds it by: the address of the resource in the plan, or a file. */
  readonly name: string;
  readonly statements: readonly Statement[];
  /** Why it cannot be read, if it exists but its text is not known. Nothing that it could decide is decided then. */
  readonly unseen?: string;
}

/** One statement of a document. */
export interface Statement {
  /** Name of the policy that holds it. */
  readonly policy: string;
  /** Its place in the document, from 0. */
  readonly index: number;
  readonly sid?: string;
  readonly effect: "Allow" | "Deny";
  /** `Principal` or `NotPrincipal`. @default - none, as in identity policies */
  readonly principal?: PrincipalElement;
  /** `Action` or `NotAction`. */
  readonly action: Patterns;
  /** `Resource` or `NotResource`. @default - none, as in trust policies: the resource that holds the policy */
  readonly resource?: Patterns;
  /** All of them must hold. */
  readonly conditions: readonly Condition[];
  /** False in documents without version 2012-10-17: `${aws:username}` is plain text there. */
  readonly variables: boolean;
}

/** `Action`, `NotAction`, `Resource`, `NotResource`: what is matched, or all that is not matched. */
export interface Patterns {
  /** True for `NotAction` and `NotResource`. */
  readonly not: boolean;
  /** As written, with `*`, `?` and policy variables. */
  readonly patterns: readonly string[];
}

/** `Principal` or `NotPrincipal`. */
export interface PrincipalElement {
  /** True for `NotPrincipal`. */
  readonly not: boolean;
  readonly names: readonly PrincipalName[];
}

/** `{ kind: "AWS", name: "arn:aws:iam::111122223333:role/A" }`; `"Principal": "*"` is `{ kind: "AWS", name: "*" }`, as IAM treats it. */
export interface PrincipalName {
  readonly kind: PrincipalKind;
  /** As written: an ARN, an account's number, a service, `*`. */
  readonly name: string;
}

export type PrincipalKind = "AWS" | "Service" | "Federated" | "CanonicalUser";

/** One line of a `Condition` block: operator, key and values. */
export interface Condition {
  /** Without its prefix and suffix: `StringLike`. */
  readonly operator: string;
  /** The prefix of multivalued keys, if there is one. */
  readonly set?: "ForAnyValue" | "ForAllValues";
  /** True with the suffix `IfExists`. */
  readonly ifExists: boolean;
  /** As written: `aws:PrincipalTag/Team`. Keys are the same in upper and lower case. */
  readonly key: string;
  /** One of them must match; none of them, if the operator is negated. */
  readonly values: readonly string[];
}

/**
 * Reads a document.
 * @param name what a reader finds it by
 * @param document JSON text, or what it is parsed to
 * @throws Error that names the policy and the element, when it is no policy document
 */
export function parsePolicy(name: string, document: unknown): Policy {
  const wrong = (what: string) => new Error(`${name}: ${what}`);
  const parsed = typeof document === "string" ? parsedJson(document, wrong) : document;
  if (!isRecord(parsed)) throw wrong("a policy document is a JSON object");
  const written = element(parsed, "Statement");
  const statements = written === undefined ? [] : listOf(written);
  const variables = element(parsed, "Version") === "2012-10-17";
  return {
    name,
    statements: statements.map((statement, index) => {
      if (!isRecord(statement)) throw wrong(`statement ${index + 1} is no object`);
      return { ...parseStatement(name, index, statement), variables };
    }),
  };
}

/** A policy that is there and cannot be read: its text is unknown in the plan, or nobody gave it. */
export function unseenPolicy(name: string, why: string): Policy {
  return { name, statements: [], unseen: why };
}

/** How a statement is named to a reader: `aws_iam_policy.a, S3Read` or `aws_iam_policy.a, statement 2`. */
export function statementTitle({ policy, sid, index }: Statement): string {
  return `${policy}, ${sid ?? `statement ${index + 1}`}`;
}

/** A condition as IAM writes it: `ForAnyValue:StringLikeIfExists`. */
export function operatorTitle({ set, operator, ifExists }: Condition): string {
  return `${set === undefined ? "" : `${set}:`}${operator}${ifExists ? "IfExists" : ""}`;
}

function parseStatement(
  policy: string,
  index: number,
  statement: Record<string, unknown>,
): Omit<Statement, "variables"> {
  const sid = element(statement, "Sid");
  const title = typeof sid === "string" && sid !== "" ? sid : `statement ${index + 1}`;
  const wrong = (what: string) => new Error(`${policy}, ${title}: ${what}`);
  const effect = element(statement, "Effect");
  if (effect !== "Allow" && effect !== "Deny") throw wrong("Effect must be Allow or Deny");
  const action = patterns(statement, "Action", wrong);
  if (action === undefined) throw wrong("no Action and no NotAction");
  return {
    policy,
    index,
    ...(typeof sid === "string" && sid !== "" && { sid }),
    effect,
    principal: principals(statement, wrong),
    action,
    resource: patterns(statement, "Resource", wrong),
    conditions: conditions(element(statement, "Condition") ?? {}, wrong),
  };
}

type Wrong = (what: string) => Error;

function patterns(statement: Record<string, unknown>, name: string, wrong: Wrong): Patterns | undefined {
  const is = element(statement, name);
  const not = element(statement, `Not${name}`);
  if (is !== undefined && not !== undefined) throw wrong(`both ${name} and Not${name}`);
  const written = is ?? not;
  if (written === undefined) return undefined;
  return { not: is === undefined, patterns: strings(written, is === undefined ? `Not${name}` : name, wrong) };
}

function principals(statement: Record<string, unknown>, wrong: Wrong): PrincipalElement | undefined {
  const is = element(statement, "Principal");
  const not = element(statement, "NotPrincipal");
  if (is !== undefined && not !== undefined) throw wrong("both Principal and NotPrincipal");
  const written = is ?? not;
  if (written === undefined) return undefined;
  if (written === "*") return { not: is === undefined, names: [{ kind: "AWS", name: "*" }] };
  if (!isRecord(written)) throw wrong('Principal must be "*" or an object');
  const names = Object.entries(written).flatMap(([kind, values]) => {
    if (kind !== "AWS" && kind !== "Service" && kind !== "Federated" && kind !== "CanonicalUser") {
      throw wrong(`Principal has no kind ${kind}: it is AWS, Service, Federated or CanonicalUser`);
    }
    return strings(values, `Principal.${kind}`, wrong).map((name): PrincipalName => ({ kind, name }));
  });
  return { not: is === undefined, names };
}

function conditions(block: unknown, wrong: Wrong): Condition[] {
  if (!isRecord(block)) throw wrong("Condition must be an object");
  return Object.entries(block).flatMap(([written, keys]) => {
    if (!isRecord(keys)) throw wrong(`Condition ${written} must be an object of keys`);
    const [, set, operator, ifExists] =
      /^(?:(ForAnyValue|ForAllValues):)?(.*?)(IfExists)?$/i.exec(written) ?? [];
    return Object.entries(keys).map(([key, values]) => ({
      operator: operator ?? written,
      ...(set !== undefined && {
        set: set.toLowerCase() === "foranyvalue" ? ("ForAnyValue" as const) : ("ForAllValues" as const),
      }),
      ifExists: ifExists !== undefined,
      key,
      values: strings(values, `Condition ${written} ${key}`, wrong),
    }));
  });
}

/** IAM takes the names of elements in any case. */
function element(object: Record<string, unknown>, name: string): unknown {
  if (object[name] !== undefined) return object[name];
  const lower = name.toLowerCase();
  return Object.entries(object).find(([key]) => key.toLowerCase() === lower)?.[1];
}

function strings(written: unknown, what: string, wrong: Wrong): string[] {
  return listOf(written).map((value) => {
    if (typeof value === "string") return value;
    if (typeof value === "number" || typeof value === "boolean") return String(value);
    throw wrong(`${what} must be a string or a list of strings`);
  });
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : [value]);

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parsedJson(text: string, wrong: Wrong): unknown {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw wrong(`no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const repeated = repeatedName(text);
  if (repeated !== undefined) throw wrong(`${repeated} is written twice in one object`);
  return parsed;
}
