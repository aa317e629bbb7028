import { parseArn } from "../iam/arn";
import { byPrincipalArn } from "../iam/by-principal-arn";
import type { IGrantee } from "../iam/grantee";
import type { PolicyStatement } from "../iam/statement";
import type { KeyTarget } from "../permissions/key-target";
import { isInStackOf } from "../scope/other-stacks";
import { StackScope } from "../scope/stack-scope";
import type { ILabelingKey } from "./labeling-key";

/** One right on a key, as both sides say it. */
interface KeyRight {
  /** What the policies of whoever uses the key say. */
  readonly ownSide: (key: KeyTarget) => readonly PolicyStatement[];
  /** What the key policy says. */
  readonly keySide: readonly PolicyStatement[];
  /** Whether AWS prints the right on the user's side, too, though the key policy is enough. @default false */
  readonly alwaysBothSides?: boolean;
}

/**
 * Gives a right on a key: in the key policy always, in the grantee's own policies where the key policy alone is not enough.
 */
export function grantOnKey(key: ILabelingKey, grantee: IGrantee, right: KeyRight): void {
  const { principalResource } = grantee;
  // A role of another stack may be made anew there: the key names it by its ARN, and its own policies say the same.
  const isElsewhere = principalResource !== undefined && !isInStackOf(key, principalResource);
  const keyPolicyIsEnough = key.keyPolicyIsEnough === true && sameAccount(key, grantee) && !isElsewhere;
  if (right.alwaysBothSides || !keyPolicyIsEnough) grantee.addStatements([...right.ownSide(key.target)]);
  for (const statement of right.keySide) {
    const sides = isElsewhere ? byPrincipalArn(statement, StackScope.of(key)) : [statement];
    for (const one of sides) key.addToKeyPolicy(one, principalResource);
  }
}

/** Accounts that only Terraform knows are the same if they are written in the same way. */
function sameAccount({ target }: ILabelingKey, { principalArn }: IGrantee): boolean {
  const ofKey = parseArn(target.resources[0] ?? "")?.account;
  return ofKey !== undefined && ofKey === parseArn(principalArn)?.account;
}
