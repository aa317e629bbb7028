import { AwsPage } from "../../aws-page";
import { parseArn } from "../../iam/arn";
import { allow, type PolicyStatement } from "../../iam/statement";
import type { PersonaSubject } from "./persona-subject";
import { fullAccessCoversFunction, sagemakerFullAccess } from "./sagemaker-full-access";

/** What a console user of a custom workflow has on top: to choose its annotation functions. The need is their ARNs. */
export const customWorkflowUser: PersonaSubject<readonly string[]> = {
  leastPrivilege: (functionArns) => [listFunctions(), ...invoke(functionArns)],
  asDocumented: () => [
    allow("GroundTruthConsoleCustomWorkflow", {
      actions: ["lambda:InvokeFunction", "lambda:ListFunctions"],
      resources: ["*"],
      anyResourceBecause: "as AWS prints it",
      reason: "the form for a custom job offers functions, and calls any of them",
      page: AwsPage.consoleAccess,
    }),
  ],
  beyondAwsManaged: (functionArns) =>
    invoke(functionArns.filter((arn) => !fullAccessCoversFunction(functionName(arn)))),
  awsManaged: [sagemakerFullAccess],
};

function listFunctions(): PolicyStatement {
  return allow("ListFunctions", {
    actions: ["lambda:ListFunctions"],
    resources: ["*"],
    anyResourceBecause: "lambda:ListFunctions has no resource type",
    reason: "the form for a custom job offers functions by name",
    page: AwsPage.consoleAccess,
  });
}

function invoke(functionArns: readonly string[]): PolicyStatement[] {
  if (functionArns.length === 0) return [];
  return [
    allow("TryAnnotationFunctions", {
      actions: ["lambda:InvokeFunction"],
      resources: functionArns.flatMap((arn) => (isQualified(arn) ? [arn] : [arn, `${arn}:*`])),
      reason: "the console calls the workflow's own functions when a task is previewed",
      page: AwsPage.consoleAccess,
    }),
  ];
}

function isQualified(arn: string): boolean {
  return parseArn(arn)?.resource.split(":").length === 3;
}

function functionName(arn: string): string {
  return parseArn(arn)?.resource.split(":")[1] ?? arn;
}
