import type { Context } from "./principal";
import type { DeployedRole } from "./roles";

/*
 * `sagemaker:OutputKmsKey` and `sagemaker:VolumeKmsKey`: names that AWS's pages still have and that its reference calls
 * replaced, see docs/decisions/0010. The simulator knows no action that carries them, so tags of the principal stand in for
 * them, in policy and request.
 */
const written = /"sagemaker:(OutputKmsKey|VolumeKmsKey)"/g;
const standIn = '"aws:PrincipalTag/former-name:$1"';

/** The same person, whose requests may carry the former names. */
export function hearingFormerNames(role: DeployedRole): DeployedRole {
  return { ...role, identityPolicies: replaced(role.identityPolicies) };
}

/** The same context, for such a person. */
export function withFormerNames(context: Context): Context {
  return replaced(context);
}

function replaced<T>(value: T): T {
  return JSON.parse(JSON.stringify(value).replace(written, standIn)) as T;
}
