import type { ILabelingKey } from "../encryption/i-labeling-key";
import { workTeamTopicArnRule } from "../rules/messaging";
import type { Problems } from "../validation/problems";
import { workforceNameRule, workTeamNamesRule } from "../rules/sagemaker";
import { userPoolArnRule } from "../rules/cognito";
import type { AwsScope } from "../scope/aws-scope";

/** The private workforce of the stack's account and region, as far as people deal with it. */
export interface WorkforceResources {
  /** ARN of the Cognito user pool that the workers are in. @default - none: they come from an OIDC provider */
  readonly userPoolArn?: string;
  /** Name of the private workforce. @default - whichever there is: an account has one per region */
  readonly workforceName?: string;
  /** Names of private work teams, which may end in `*`. @default - every private team */
  readonly workTeamNames?: string[];
  /** ARN of the topic that tells work teams of tasks, for auditors. @default - none */
  readonly notificationTopicArn?: string;
  /** The key that encrypts this topic, for auditors. @default - none */
  readonly notificationKey?: ILabelingKey;
}

/** Adds what is wrong with the workforce. */
export function checkWorkforce(
  problems: Problems,
  at: string,
  resources: WorkforceResources,
  here: Partial<AwsScope>,
): void {
  const { userPoolArn, workforceName, workTeamNames = [], notificationTopicArn } = resources;
  problems.check(`${at}userPoolArn`, userPoolArn, userPoolArnRule, here);
  problems.check(`${at}notificationTopicArn`, notificationTopicArn, workTeamTopicArnRule, here);
  problems.check(`${at}workforceName`, workforceName, workforceNameRule);
  if (workTeamNames.length > 0) problems.checkList(`${at}workTeamNames`, workTeamNames, workTeamNamesRule);
}
