import { parseArn } from "../iam/arn";
import type { IGrantee } from "../iam/grantee";
import type { PolicyStatement } from "../iam/statement";
import type { KeyTarget } from "../permissions/key-target";
import type { ILabelingKey } from "./labeling-key";

/** One right on a key, as both sides say it. */
export interface KeyRight {
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
  const keyPolicyIsEnough = key.keyPolicyIsEnough === true && sameAccount(key, grantee);
  if (right.alwaysBothSides || !keyPolicyIsEnough) grantee.addStatements([...right.ownSide(key.target)]);
  for (const statement of right.keySide) key.addToKeyPolicy(statement, grantee.principalResource);
}

/** Accounts that only Terraform knows are the same if they are written in the same way. */
function sameAccount({ target }: ILabelingKey, { principalArn }: IGrantee): boolean {
  const ofKey = parseArn(target.resources[0] ?? "")?.account;
  return ofKey !== undefined && ofKey === parseArn(principalArn)?.account;
}
