import { Token } from "cdktf";
import { parseArn } from "../iam/arn";

export const longestRoleName = 64;

/** What is wrong with the name of a role, if anything. Tokens pass. */
export function roleNameProblem(name: string): string | undefined {
  if (Token.isUnresolved(name)) return undefined;
  if (/^[\w+=,.@-]+$/.test(name) && name.length <= longestRoleName) return undefined;
  return `got "${name}" (${name.length} characters); a role name has 1 to ${longestRoleName} letters, digits and +=,.@_-`;
}

/** What is wrong with an IAM path, if anything. Tokens pass. */
export function iamPathProblem(path: string): string | undefined {
  if (Token.isUnresolved(path) || /^\/$|^\/[!-.0-~]+(\/[!-.0-~]+)*\/$/.test(path)) return undefined;
  return `got "${path}"; a path begins and ends with /, as in /labeling/`;
}

/** What is wrong with the ARN of a permissions boundary, if anything. Tokens pass. */
export function policyArnProblem(arn: string): string | undefined {
  if (Token.isUnresolved(arn)) return undefined;
  const parts = parseArn(arn);
  if (parts?.service === "iam" && parts.resource.startsWith("policy/")) return undefined;
  return `got "${arn}"; the ARN of a managed policy is allowed, as in arn:<partition>:iam::<account>:policy/<name>`;
}
