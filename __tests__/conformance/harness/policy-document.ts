import type { ResolvedResource } from "./references";

type OneOrMany<T> = T | readonly T[];

/** A statement as IAM reads it; `Effect` is a plain string so that imported JSON fits. */
export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Principal?: PrincipalElement;
  readonly NotPrincipal?: PrincipalElement;
  readonly Action?: OneOrMany<string>;
  readonly NotAction?: OneOrMany<string>;
  readonly Resource?: OneOrMany<string>;
  readonly NotResource?: OneOrMany<string>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMany<ConditionValue>>>>>;
}

export type PrincipalElement = string | Readonly<Record<string, OneOrMany<string>>>;
type ConditionValue = string | boolean | number;

export interface PolicyDocument {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement: OneOrMany<PolicyStatement>;
}

/** A document with the name under which failure messages speak of it. */
export interface NamedPolicy {
  readonly name: string;
  readonly document: PolicyDocument;
}

export function listOf<T>(value: OneOrMany<T> | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value as T];
}

/** IAM accepts a lone statement in place of a list. */
export function statementsOf(
  policy: PolicyDocument | readonly PolicyStatement[],
): readonly PolicyStatement[] {
  return "Statement" in policy ? listOf(policy.Statement) : policy;
}

export function parsePolicy(text: string, where: string): PolicyDocument {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new Error(`${where} is not JSON: ${(error as Error).message}\n${text}`);
  }
  if (typeof parsed !== "object" || parsed === null || !("Statement" in parsed)) {
    throw new Error(`${where} is not a policy, it has no Statement:\n${text}`);
  }
  return parsed as PolicyDocument;
}

export function policyOf(resource: ResolvedResource, attribute: string): PolicyDocument {
  return parsePolicy(resource.text(attribute), `${resource.address}.${attribute}`);
}
