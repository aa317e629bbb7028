import { AwsPage } from "../aws-page";
import { allow, type PolicyStatement } from "../iam/statement";
import type { AwsScope } from "../scope/aws-scope";
import type { Hardening } from "./hardening";

/** Who may assume an execution role: SageMaker, and nobody else. The same in every style. */
export function assumedBySageMaker(scope: AwsScope, hardening: Hardening): PolicyStatement {
  return allow("AssumedBySageMaker", {
    principal: { service: ["sagemaker.amazonaws.com"] },
    actions: ["sts:AssumeRole"],
    ...(hardening.sourceAccount && { when: { StringEquals: { "aws:SourceAccount": [scope.account] } } }),
    reason: "Ground Truth and the training jobs of automated labeling run with this role",
    page: hardening.sourceAccount ? AwsPage.confusedDeputy : AwsPage.executionRole,
  });
}
