import { AwsPage } from "../aws-page";
import { parseArn } from "../iam/arn";
import { allow, type PolicyStatement } from "../iam/statement";
import { managedPolicyCoversFunction } from "./managed-policy";
import type { PermissionSubject } from "./style";

/** The pre- and post-annotation functions of a custom workflow, by ARN. AWS's own PRE-/ACS- functions need no grant. */
export const annotationFunctions: PermissionSubject<readonly string[]> = {
  leastPrivilege: (functionArns) => [invoke(functionArns.flatMap(withQualifiers))],
  asDocumented: (functionArns) => [invoke(functionArns)],
  beyondAwsManaged: (functionArns) => {
    const missing = functionArns.filter((arn) => !managedPolicyCoversFunction(functionName(arn)));
    return missing.length === 0 ? [] : [invoke(missing.flatMap(withQualifiers))];
  },
};

function invoke(resources: readonly string[]): PolicyStatement {
  return allow("LambdaFunctions", {
    actions: ["lambda:InvokeFunction"],
    resources,
    reason: "the job calls these functions before and after people annotate",
    page: AwsPage.annotationFunctions,
  });
}

/** The side of a function in another account: its policy. In one account the execution role's policy is enough. */
export function functionAllowsInvocation(functionArn: string, executionRoleArn: string): PolicyStatement {
  return allow("AllowLabelingJobs", {
    principal: { aws: [executionRoleArn] },
    actions: ["lambda:InvokeFunction"],
    resources: [functionArn],
    reason: "the jobs of another account call this function with their execution role",
    page: AwsPage.lambdaCrossAccount,
  });
}

/** A function's ARN stands for its versions and aliases too; one that names a version stands for itself. */
function withQualifiers(arn: string): string[] {
  const qualified = parseArn(arn)?.resource.split(":").length === 3;
  return qualified ? [arn] : [arn, `${arn}:*`];
}

/** `function:name` or `function:name:version`; a token that is a whole ARN has no name that can be read. */
function functionName(arn: string): string {
  return parseArn(arn)?.resource.split(":")[1] ?? arn;
}
