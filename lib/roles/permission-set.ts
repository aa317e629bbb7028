import { renderPolicy } from "../iam/document";
import { PolicyLimits, policySize } from "../iam/policy-limit";
import type { PolicyStatement } from "../iam/statement";

interface PermissionSetParts {
  readonly statements: readonly PolicyStatement[];
  /** Names of the customer managed policies that hold the same statements. */
  readonly policyNames: readonly string[];
  readonly path: string;
  readonly awsManagedPolicyArns: readonly string[];
}

/** What a permission set of IAM Identity Center takes, in the words of its API, as a JSON object. */
export function permissionSet(parts: PermissionSetParts): string {
  const { statements, policyNames, path, awsManagedPolicyArns } = parts;
  const fitsInline = policySize(statements).estimate <= PolicyLimits.permissionSet.characters;
  const own = fitsInline
    ? statements.length > 0
      ? [`"InlinePolicy":${renderPolicy(statements)}`]
      : []
    : [
        `"CustomerManagedPolicyReferences":${JSON.stringify(policyNames.map((name) => ({ Name: name, Path: path })))}`,
      ];
  const ofAws =
    awsManagedPolicyArns.length > 0 ? [`"ManagedPolicies":${JSON.stringify(awsManagedPolicyArns)}`] : [];
  return `{${[...own, ...ofAws].join(",")}}`;
}
