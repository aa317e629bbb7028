import type { Construct } from "constructs";
import { jobOperator } from "../permissions/people/job-operator";
import { WorkflowPersona, type WorkflowPersonaProps } from "./workflow-persona";

/** Which jobs somebody watches and stops. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- a name of its own, as every construct's props have
export interface JobOperatorProps extends WorkflowPersonaProps {}

/**
 * Somebody who watches labeling jobs and stops them: state, counters, logs, metrics. Starts none, passes no role, reads
 * no data. The same in every style, as AWS has no text for such a person.
 */
export class JobOperator extends WorkflowPersona {
  /** @throws InvalidInputError naming every property that is not allowed */
  public constructor(scope: Construct, id: string, props: JobOperatorProps) {
    super(scope, id, props, "JobOperator", jobOperator);
  }
}
