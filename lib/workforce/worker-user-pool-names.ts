import { Token } from "cdktf";

/*
 * What Cognito and SageMaker take for names and ids of user pools. Each function says what is wrong, if anything; tokens
 * pass.
 */

export function userPoolNameProblem(name: string): string | undefined {
  if (Token.isUnresolved(name) || /^[\w\s+=,.@-]{1,128}$/.test(name)) return undefined;
  return `got "${name}"; 1 to 128 letters, digits, spaces and _+=,.@- are allowed`;
}

export function cognitoDomainProblem(domain: string): string | undefined {
  if (Token.isUnresolved(domain)) return undefined;
  if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(domain)) {
    const rule = "1 to 63 lower-case letters, digits and hyphens are allowed, with no hyphen at either end";
    return `got "${domain}"; ${rule}`;
  }
  const reserved = ["aws", "amazon", "cognito"].find((word) => domain.includes(word));
  return reserved && `got "${domain}"; the word ${reserved} is AWS's own in this place`;
}

export function cognitoGroupProblem(groupName: string): string | undefined {
  if (Token.isUnresolved(groupName) || /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u.test(groupName))
    return undefined;
  return `got "${groupName}"; 1 to 128 letters, digits, marks and symbols without spaces are allowed`;
}

export function userPoolIdProblem(userPoolId: string): string | undefined {
  if (Token.isUnresolved(userPoolId)) return undefined;
  if (userPoolId.length <= 55 && /^[\w-]+_[0-9a-zA-Z]+$/.test(userPoolId)) return undefined;
  return `got "${userPoolId}"; the id of a user pool is allowed, as in eu-west-1_a1B2c3D4e`;
}

/** A pool's id begins with its region. */
export function userPoolElsewhereProblem(userPoolId: string, region: string): string | undefined {
  if (Token.isUnresolved(userPoolId) || Token.isUnresolved(region)) return undefined;
  const poolRegion = userPoolId.slice(0, userPoolId.lastIndexOf("_"));
  if (poolRegion === region) return undefined;
  return `got "${userPoolId}", a pool in ${poolRegion}; a workforce and its pool are in one region, here ${region}`;
}

export function userPoolClientIdProblem(clientId: string): string | undefined {
  if (Token.isUnresolved(clientId) || /^\w{1,128}$/.test(clientId)) return undefined;
  return `got "${clientId}"; the id of a client of the user pool is allowed: letters and digits`;
}
