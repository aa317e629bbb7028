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
    when: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": [name] } },
  };
}
