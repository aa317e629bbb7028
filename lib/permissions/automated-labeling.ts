import { AwsPage } from "../aws-page";
import { allow, type PolicyStatement } from "../iam/statement";
import type { PermissionSubject } from "./style";

/** Automated data labeling trains models with the execution role itself. The need is the role's ARN. */
export const automatedLabeling: PermissionSubject<string> = {
  leastPrivilege: (roleArn) => [passItself(roleArn)],
  asDocumented: (roleArn) => [passItself(roleArn)],
  beyondAwsManaged: (roleArn) => [passItself(roleArn)],
};

function passItself(roleArn: string): PolicyStatement {
  return allow("PassItselfToSageMaker", {
    actions: ["iam:PassRole"],
    resources: [roleArn],
    when: { StringEquals: { "iam:PassedToService": ["sagemaker.amazonaws.com"] } },
    reason: "the job hands its own role to the training and inference jobs of automated labeling",
    page: AwsPage.executionRole,
  });
}
