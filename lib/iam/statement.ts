import { checkArguments } from "../validation/check-input";

/** Who a statement of a resource policy speaks of. Exactly one member is set. */
export interface PolicyPrincipal {
  /** ARNs of roles, users or account roots. */
  readonly aws?: readonly string[];
  /** Service principals: `sagemaker.amazonaws.com`. */
  readonly service?: readonly string[];
  /** Everybody. Only a `Deny` may say this. */
  readonly everyone?: true;
}

/** Condition operator -> condition key -> values, as IAM writes it. */
export type PolicyConditions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** Conditions as people write them: a single value may stand without a list, as in IAM's own documents. */
export type WrittenConditions = Readonly<
  Record<string, Readonly<Record<string, readonly string[] | string | boolean | number>>>
>;

/** What a statement says, without its name and effect. */
export interface StatementBody {
  /** Actions as IAM writes them: `s3:GetObject`. */
  readonly actions: readonly string[];
  /** ARNs. @default - none, as in a trust policy */
  readonly resources?: readonly string[];
  /** Whom the statement is about, in policies of resources. @default - the holder of the policy */
  readonly principal?: PolicyPrincipal;
  /** Conditions that must hold, all of them. @default - none */
  readonly when?: PolicyConditions;
  /** Why the statement is needed: one sentence for the reviewer. */
  readonly reason: string;
  /** The AWS page, managed policy or source that it rests on. */
  readonly page: string;
  /** Why `*`, or `key/*`, is the narrowest resource there is. Required with these in an `Allow` of an identity policy. */
  readonly anyResourceBecause?: string;
}

/** One statement of a policy, as a value: what IAM evaluates, and why it is there. */
export interface PolicyStatement extends StatementBody {
  /** Letters and digits that a reviewer finds the statement by, unique in its document. */
  readonly sid: string;
  /** Whether the statement allows or denies. */
  readonly effect: "Allow" | "Deny";
}

/**
 * Whether a statement is of the right kinds. Statements are made in great numbers: what is wrong is looked for only where
 * this says no.
 */
function isSound(sid: unknown, body: unknown): boolean {
  if (typeof sid !== "string" || typeof body !== "object" || body === null) return false;
  const { actions, resources, principal, when, reason, page } = body as Partial<StatementBody>;
  return (
    areTexts(actions) &&
    (resources === undefined || areTexts(resources)) &&
    (principal === undefined || (typeof principal === "object" && principal !== null)) &&
    (when === undefined || areConditions(when)) &&
    typeof reason === "string" &&
    typeof page === "string"
  );
}

function areConditions(when: unknown): boolean {
  const isMapping = (value: unknown): value is object =>
    typeof value === "object" && value !== null && !Array.isArray(value);
  return (
    isMapping(when) &&
    Object.values(when).every((ofKeys) => isMapping(ofKeys) && Object.values(ofKeys).every(areTexts))
  );
}

function areTexts(values: unknown): boolean {
  return Array.isArray(values) && values.every((value) => typeof value === "string");
}

/** A statement that allows. */
export function allow(sid: string, body: StatementBody): PolicyStatement {
  if (!isSound(sid, body)) checkArguments("allow", [sid, body]);
  return checked({ sid, effect: "Allow", ...body });
}

/** A statement that denies, whatever else allows. */
export function deny(sid: string, body: StatementBody): PolicyStatement {
  if (!isSound(sid, body)) checkArguments("deny", [sid, body]);
  return checked({ sid, effect: "Deny", ...body });
}

/** Mistakes here are this library's, not the user's: they fail at once. */
function checked(statement: PolicyStatement): PolicyStatement {
  const { sid, effect, actions, resources, principal } = statement;
  const wrong = (what: string) => new Error(`policy statement ${sid}: ${what}`);
  if (!/^[A-Za-z0-9]+$/.test(sid)) throw wrong("a Sid has letters and digits only");
  if (actions.length === 0) throw wrong("no action");
  if (resources?.length === 0) throw wrong("an empty list of resources");
  const open = resources?.find((resource) => /^\*$|:key\/\*$/.test(resource));
  if (effect === "Allow" && open !== undefined && principal === undefined) {
    if (statement.anyResourceBecause === undefined)
      throw wrong(`Resource "${open}" without anyResourceBecause`);
  }
  if (effect === "Allow" && principal?.everyone) throw wrong("allows everybody");
  return statement;
}
