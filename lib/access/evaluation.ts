import type { AccessRequest, Decision, PoliciesInForce } from "./request";

/**
 * What AWS would say to `request`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function allows(request: AccessRequest, policies: PoliciesInForce): Decision {
  void [request, policies];
  return { verdict: "not decided", statements: [], because: "not written yet" };
}
