import { AwsPage } from "../../aws-page";
import { allow, type PolicyStatement } from "../../iam/statement";

/** Who may assume a role that people work with. */
export function assumedByPeople(principalArns: readonly string[], requireMfa: boolean): PolicyStatement {
  return allow("AssumedByPeople", {
    principal: { aws: principalArns },
    actions: ["sts:AssumeRole"],
    ...(requireMfa && { when: { Bool: { "aws:MultiFactorAuthPresent": ["true"] } } }),
    reason: requireMfa
      ? "these people assume the role, after they have shown a second factor"
      : "these people assume the role",
    page: AwsPage.iamAssumeRole,
  });
}
