import type { Construct } from "constructs";
import { jobCreator } from "../permissions/people/job-creator";
import { waitInStepFunctions } from "../permissions/people/labeling-jobs";
import { WorkflowPersona, type WorkflowPersonaProps } from "./workflow-persona";

/** Which jobs somebody starts. */
export interface JobCreatorProps extends WorkflowPersonaProps {
  /**
   * Whether a state machine starts the jobs and waits for them, with `createLabelingJob.sync`: then
   * `events:PutRule`, `events:PutTargets` and `events:DescribeRule` on the rules that Step Functions keeps for SageMaker
   * jobs. As AWS prints it for the sibling integrations: NOT VERIFIED AGAINST AWS.
   * @default false
   */
  readonly waitsInStepFunctions?: boolean;
}

/**
 * A person or program that starts labeling jobs through the API, brings their input and reads their answers. Has no right
 * that only the console needs.
 *
 * Under the AWS managed style with `AmazonSageMakerFullAccess`.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sms-create-labeling-job-api.html
 */
export class JobCreator extends WorkflowPersona {
  /** @throws InvalidInputError naming every property that is not allowed */
  public constructor(scope: Construct, id: string, props: JobCreatorProps) {
    super(scope, id, props, "JobCreator", jobCreator);
    if (props.waitsInStepFunctions) this.addStatements([waitInStepFunctions(this.rules.scope)]);
  }
}
