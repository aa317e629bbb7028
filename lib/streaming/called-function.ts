import { Annotations, Token } from "cdktf";
import type { Construct } from "constructs";
import { AwsPage } from "../aws-page";
import { formatArn, parseArn } from "../iam/arn";
import { StackScope } from "../scope/stack-scope";

/** `function:<name>` and, if there is one, `:<version or alias>` */
const functionPattern = /^(function:[A-Za-z0-9_-]{1,64})(?::([A-Za-z0-9$_-]{1,128}))?$/;

/** A function as the resource of its permissions names it. */
export function functionAndQualifier(functionArn: string): { functionName: string; qualifier?: string } {
  const arn = parseArn(functionArn);
  const [, resource, qualifier] = functionPattern.exec(arn?.resource ?? "") ?? [];
  if (arn === undefined || resource === undefined) return { functionName: functionArn };
  return { functionName: formatArn({ ...arn, resource }), qualifier };
}

/** Warns of a function that may be another account's: then its policy is not ours to set. */
export function warnOfUnnamedAccount(caller: Construct, functionArn: string): void {
  const owner = parseArn(functionArn)?.account;
  if (StackScope.of(caller).stated.account !== undefined) return;
  if (owner === undefined || Token.isUnresolved(owner)) return;
  Annotations.of(caller).addWarning(
    `${functionArn} is in the account ${owner}, and nothing names the stack's account. If that is another one, the ` +
      "deployment fails, as the function's policy is set from here: take a function of the stack's account. Name the account, " +
      'and it is told at once (at the top of the configuration, account: "<12 digits>"; in an app, allowedAccountIds of the ' +
      `provider) (${AwsPage.lambdaCrossAccount})`,
  );
}
