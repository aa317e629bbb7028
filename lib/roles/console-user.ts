import type { Construct } from "constructs";
import { consoleUser } from "../permissions/people/console-user";
import { customWorkflowUser } from "../permissions/people/custom-workflow";
import { personaPermissions } from "../permissions/people/persona-subject";
import { privateWorkforceUser } from "../permissions/people/private-workforce";
import { vendorWorkforceUser } from "../permissions/people/vendor-workforce";
import { needsOf } from "./labeling-resources";
import { WorkflowPersona, type WorkflowPersonaProps } from "./workflow-persona";
import { checkWorkforce, type WorkforceResources } from "./workforce-resources";

/** What somebody does in the SageMaker console. */
export interface ConsoleUserProps extends WorkflowPersonaProps {
  /**
   * Whether they choose and try annotation functions, those of `workflows`.
   * @default false
   */
  readonly customWorkflow?: boolean;
  /** The workforce whose teams and workers they look after. @default - none */
  readonly privateWorkforce?: WorkforceResources;
  /**
   * Whether they look at vendors, with whom others have contracts, and at the vendors' work teams.
   * @default false
   */
  readonly vendorWorkforce?: boolean;
}

/**
 * Somebody who works in the Ground Truth area of the SageMaker console: prepares, starts, watches and stops jobs of the
 * workflows, and reads their answers. Cannot make roles, nor pass others than the workflows'.
 *
 * Under the AWS managed style with `AmazonSageMakerFullAccess`.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sms-security-permission-console-access.html
 */
export class ConsoleUser extends WorkflowPersona {
  /** @throws InvalidInputError naming every property that is not allowed */
  public constructor(scope: Construct, id: string, props: ConsoleUserProps) {
    super(scope, id, props, "ConsoleUser", consoleUser, (problems, here) => {
      if (props.privateWorkforce !== undefined)
        checkWorkforce(problems, "privateWorkforce.", props.privateWorkforce, here);
    });
    const { privateWorkforce } = props;
    if (props.customWorkflow) {
      const functionArns = needsOf(props.workflows).flatMap((need) => need.functionArns ?? []);
      this.addPermissions(personaPermissions(customWorkflowUser, functionArns, this.rules));
    }
    if (privateWorkforce !== undefined) {
      this.addPermissions(personaPermissions(privateWorkforceUser, privateWorkforce, this.rules));
    }
    if (props.vendorWorkforce) {
      this.addPermissions(personaPermissions(vendorWorkforceUser, undefined, this.rules));
    }
  }
}
