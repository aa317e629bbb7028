import type { Construct } from "constructs";
import { auditor, workforceAuditor } from "../permissions/people/auditor";
import { personaPermissions } from "../permissions/people/persona-subject";
import { WorkflowPersona, type WorkflowPersonaProps } from "./workflow-persona";
import { checkWorkforce, type WorkforceResources } from "./workforce-resources";

/** What an auditor checks. */
export interface AuditorProps extends WorkflowPersonaProps {
  /** The workforce that they look at too. @default - none */
  readonly workforce?: WorkforceResources;
}

/**
 * Somebody who checks how workflows are set up and who may do what. Changes nothing and reads no data. The same in every
 * style, as AWS has no text for such a person.
 */
export class Auditor extends WorkflowPersona {
  /** @throws InvalidInputError naming every property that is not allowed */
  public constructor(scope: Construct, id: string, props: AuditorProps) {
    super(scope, id, props, "Auditor", auditor, (problems, here) => {
      if (props.workforce !== undefined) checkWorkforce(problems, "workforce.", props.workforce, here);
    });
    if (props.workforce !== undefined) {
      const { notificationKey, ...workforce } = props.workforce;
      const need = { ...workforce, keys: notificationKey && [notificationKey.target] };
      this.addPermissions(personaPermissions(workforceAuditor, need, this.rules));
    }
  }
}
