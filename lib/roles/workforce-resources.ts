import { Token } from "cdktf";
import { AwsPage } from "../aws-page";
import type { Problems } from "../validation/problems";
import { arnKinds, checkArn, checkNamePatterns } from "./labeling-resources";

/** The private workforce of the stack's account and region, as far as people deal with it. */
export interface WorkforceResources {
  /** ARN of the Cognito user pool that the workers are in. @default - none: they come from an OIDC provider */
  readonly userPoolArn?: string;
  /** @default - whichever there is: an account has one per region */
  readonly workforceName?: string;
  /** Names of private work teams, which may end in `*`. @default - every private team */
  readonly workteamNames?: string[];
}

/** Adds what is wrong with the workforce. */
export function checkWorkforce(problems: Problems, at: string, resources: WorkforceResources): void {
  const { userPoolArn, workforceName, workteamNames = [] } = resources;
  if (userPoolArn !== undefined) checkArn(problems, `${at}userPoolArn`, userPoolArn, arnKinds.userPool);
  if (
    workforceName !== undefined &&
    !Token.isUnresolved(workforceName) &&
    !/^[a-zA-Z0-9][a-zA-Z0-9-]{0,62}$/.test(workforceName)
  ) {
    const allowed = "1 to 63 letters, digits and hyphens are allowed";
    problems.add(`${at}workforceName`, `got "${workforceName}"; ${allowed}`, AwsPage.privateWorkforce);
  }
  checkNamePatterns(problems, `${at}workteamNames`, workteamNames, AwsPage.privateWorkforce);
}
