import { formatArn, kmsKeyArn, parseArn } from "../iam/arn";
import type { PolicyConditions } from "../iam/statement";
import type { AwsScope } from "../scope/aws-scope";

/** How an identity policy names a key: by ARN or, since the id of a new key is unknown in the plan, by an alias of it. */
export interface KeyTarget {
  readonly resources: readonly string[];
  readonly when?: PolicyConditions;
}

/** A key whose ARN is known. */
export function keyByArn(keyArn: string): KeyTarget {
  return { resources: [keyArn] };
}

/**
 * Whatever key carries the alias.
 *
 * @param alias name with `alias/`, or the ARN of an alias, whose region and account then hold
 */
export function keyByAlias(scope: AwsScope, alias: string): KeyTarget {
  const arn = parseArn(alias);
  const name = arn?.resource ?? alias;
  return {
    resources: [arn === undefined ? kmsKeyArn(scope, "*") : formatArn({ ...arn, resource: "key/*" })],
    when: carriesOneOf([name]),
  };
}

/** The same keys in fewer targets: those that are told by alias alone share one, with all their aliases. */
export function joinedKeys(keys: readonly KeyTarget[]): readonly KeyTarget[] {
  const joined = new Map<string, KeyTarget>();
  for (const key of keys) {
    const aliases = aliasesOf(key);
    const place = aliases === undefined ? JSON.stringify(key) : JSON.stringify(key.resources);
    const all = [...(aliasesOf(joined.get(place)) ?? []), ...(aliases ?? [])];
    joined.set(place, aliases === undefined ? key : { ...key, when: carriesOneOf([...new Set(all)]) });
  }
  return [...joined.values()];
}

function carriesOneOf(aliases: readonly string[]): PolicyConditions {
  return { "ForAnyValue:StringEquals": { "kms:ResourceAliases": aliases } };
}

function aliasesOf(key: KeyTarget | undefined): readonly string[] | undefined {
  return key?.when?.["ForAnyValue:StringEquals"]?.["kms:ResourceAliases"];
}
