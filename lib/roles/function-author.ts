import type { Construct } from "constructs";
import { functionAuthor } from "../permissions/people/function-author";
import { personaPermissions } from "../permissions/people/persona-subject";
import { Persona, type PersonaProps } from "./persona";
import { checkPersonaProps } from "./persona-checks";
import { ownRoleArnRule } from "../rules/iam";
import { functionNamesRule } from "../rules/sagemaker";
import { checkInput } from "../validation/check-input";

/** Which functions somebody writes. */
export interface FunctionAuthorProps extends PersonaProps {
  /** Names of the functions that they write, which may end in `*`: `acme-signs-*`. At least one. */
  readonly functionNames: string[];
  /**
   * ARNs of the roles that new functions may run with. Their rights become the author's, who decides what the code does.
   * @default - none: functions that exist are changed, none is made
   */
  readonly functionRoleArns?: string[];
  /**
   * Whether AWS's starter functions in the Serverless Application Repository can be looked at, in the stack's region.
   * Deploying them makes roles, and is left to the deployer.
   * @default false
   */
  readonly starterFunctions?: boolean;
}

/**
 * Somebody who writes pre- and post-annotation functions, tries them and reads their logs.
 *
 * Whoever changes a function's code has the rights of the function's role. A function that assumes the execution role
 * hands its author that role's rights: let such functions be deployed from reviewed code, and give authors others.
 *
 * Under the AWS managed style with `AWSLambda_FullAccess`.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sms-custom-templates-step3-lambda-permissions.html
 */
export class FunctionAuthor extends Persona {
  /** @throws InvalidInputError naming every property that is not allowed */
  public constructor(scope: Construct, id: string, props: FunctionAuthorProps) {
    checkInput("FunctionAuthor", scope, id, props);
    const { functionNames, functionRoleArns, starterFunctions: recipe } = props;
    checkPersonaProps("FunctionAuthor", scope, id, props, (problems, here) => {
      problems.checkList("functionNames", functionNames, functionNamesRule);
      functionRoleArns?.forEach((arn, index) => {
        problems.check(`functionRoleArns[${index}]`, arn, ownRoleArnRule, here);
      });
    });
    super(scope, id, props);
    const need = { functionNames, functionRoleArns, recipe };
    this.addPermissions(personaPermissions(functionAuthor, need, this.rules));
  }
}
