import type { Construct } from "constructs";
import { jobOperator } from "../permissions/people/job-operator";
import { personaPermissions } from "../permissions/people/persona-subject";
import { checkWorkflows, needsOf, type PeoplesWorkflow } from "./labeling-resources";
import { Persona, type PersonaProps } from "./persona";
import { checkPersonaProps } from "./persona-checks";
import { checkInput } from "../validation/check-input";

/** Which jobs somebody watches and stops. */
export interface JobOperatorProps extends PersonaProps {
  /** What they work on. At least one. */
  readonly workflows: PeoplesWorkflow[];
}

/**
 * Somebody who watches labeling jobs and stops them: state, counters, logs, metrics. Starts none, passes no role, reads
 * no data. The same in every style, as AWS has no text for such a person.
 */
export class JobOperator extends Persona {
  /** @throws InvalidInputError naming every property that is not allowed */
  public constructor(scope: Construct, id: string, props: JobOperatorProps) {
    checkInput("JobOperator", scope, id, props);
    checkPersonaProps("JobOperator", scope, id, props, (problems, here) =>
      checkWorkflows(problems, props.workflows, here),
    );
    super(scope, id, props);
    for (const need of needsOf(props.workflows)) {
      this.addPermissions(personaPermissions(jobOperator, need, this.rules));
    }
  }
}
