import type { IGrantee } from "../lib/iam/grantee";

/**
 * A role or user of somebody else. Only policies of what is made here name them: in one account that is enough, and
 * principals of another account need a policy of their own too.
 */
export function existingPrincipal(principalArn: string): IGrantee {
  return { principalArn, addStatements: () => undefined };
}
