import { formatArn, kmsKeyArn, parseArn } from "../iam/arn";
import type { PolicyConditions, StatementBody } from "../iam/statement";
import type { AwsScope } from "../scope/aws-scope";

/** How an identity policy names a key: by ARN or, since the id of a new key is unknown in the plan, by an alias of it. */
export interface KeyTarget {
  /** ARNs that policies name: of the key, or of all keys of an account with `when`. */
  readonly resources: readonly string[];
  /** Which of these keys it is, by alias. @default - the ARN says it */
  readonly when?: PolicyConditions;
  /** Why the resource is every key. Required where it is one. */
  readonly anyResourceBecause?: string;
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
    anyResourceBecause: "The ARN of a new key is not known in the first plan; its alias is",
  };
}

/** The key in a statement, and what must hold besides. */
export function onKey(
  key: KeyTarget,
  ...conditions: readonly PolicyConditions[]
): Pick<StatementBody, "resources" | "when" | "anyResourceBecause"> {
  const when = Object.assign({}, key.when, ...conditions) as PolicyConditions;
  const { resources, anyResourceBecause } = key;
  return { resources, when: Object.keys(when).length === 0 ? undefined : when, anyResourceBecause };
}

/** Aliases in one condition: of the longest names still well below the length of a policy, which cuts no condition. */
const aliasesAtOnce = 20;

/** The same keys in fewer targets: those that are told by alias alone share one, with their aliases. */
export function joinedKeys(keys: readonly KeyTarget[]): readonly KeyTarget[] {
  const joined = new Map<string, KeyTarget>();
  const aliases = new Map<string, Set<string>>();
  for (const key of keys) {
    const own = aliasesOf(key);
    const place = JSON.stringify(own === undefined ? key : key.resources);
    joined.set(place, key);
    if (own !== undefined) aliases.set(place, new Set([...(aliases.get(place) ?? []), ...own]));
  }
  return [...joined].flatMap(([place, key]) => {
    const all = [...(aliases.get(place) ?? [])];
    const parts = Array.from({ length: Math.ceil(all.length / aliasesAtOnce) }, (_, part) => {
      return all.slice(part * aliasesAtOnce, (part + 1) * aliasesAtOnce);
    });
    return parts.length === 0 ? [key] : parts.map((part) => ({ ...key, when: carriesOneOf(part) }));
  });
}

function carriesOneOf(aliases: readonly string[]): PolicyConditions {
  return { "ForAnyValue:StringEquals": { "kms:ResourceAliases": aliases } };
}

function aliasesOf(key: KeyTarget | undefined): readonly string[] | undefined {
  return key?.when?.["ForAnyValue:StringEquals"]?.["kms:ResourceAliases"];
}
