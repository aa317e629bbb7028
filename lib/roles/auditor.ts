import type { Construct } from "constructs";
import { auditor, workforceAuditor } from "../permissions/people/auditor";
import { personaPermissions } from "../permissions/people/persona-subject";
import { checkWorkflows, needsOf, type PeoplesWorkflow } from "./labeling-resources";
import { Persona, type PersonaProps } from "./persona";
import { checkPersonaProps } from "./persona-checks";
import { checkInput } from "../validation/check-input";
import { checkWorkforce, type WorkforceResources } from "./workforce-resources";

/** What an auditor checks. */
export interface AuditorProps extends PersonaProps {
  /** What they work on. At least one. */
  readonly workflows: PeoplesWorkflow[];
  /** The workforce that they look at too. @default - none */
  readonly workforce?: WorkforceResources;
}

/**
 * Somebody who checks how workflows are set up and who may do what. Changes nothing and reads no data. The same in every
 * style, as AWS has no text for such a person.
 */
export class Auditor extends Persona {
  /** @throws InvalidInputError naming every property that is not allowed */
  public constructor(scope: Construct, id: string, props: AuditorProps) {
    checkInput("Auditor", scope, id, props);
    checkPersonaProps("Auditor", scope, id, props, (problems, here) => {
      checkWorkflows(problems, props.workflows, here);
      if (props.workforce !== undefined) checkWorkforce(problems, "workforce.", props.workforce, here);
    });
    super(scope, id, props);
    for (const need of needsOf(props.workflows)) {
      this.addPermissions(personaPermissions(auditor, need, this.rules));
    }
    if (props.workforce !== undefined) {
      this.addPermissions(personaPermissions(workforceAuditor, props.workforce, this.rules));
    }
  }
}
