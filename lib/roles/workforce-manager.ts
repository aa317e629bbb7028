import type { Construct } from "constructs";
import { personaPermissions } from "../permissions/people/persona-subject";
import { workforceManager } from "../permissions/people/private-workforce";
import { Persona, type PersonaProps } from "./persona";
import { checkPersonaProps } from "./persona-checks";
import { checkWorkforce, type WorkforceResources } from "./workforce-resources";
import { checkInput } from "../validation/check-input";

/** Which workers somebody looks after. */
export interface WorkforceManagerProps extends PersonaProps {
  /** The workforce and its teams. */
  readonly workforce: WorkforceResources;
}

/**
 * Somebody who looks after the private workforce: its teams, its workers, its settings. Starts no jobs; but who invites
 * workers can invite themselves, and see what their team labels.
 *
 * Under the AWS managed style with `AmazonSageMakerFullAccess`.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sms-workforce-private.html
 */
export class WorkforceManager extends Persona {
  /** @throws InvalidInputError naming every property that is not allowed */
  public constructor(scope: Construct, id: string, props: WorkforceManagerProps) {
    checkInput("WorkforceManager", scope, id, props);
    checkPersonaProps("WorkforceManager", scope, id, props, (problems, here) =>
      checkWorkforce(problems, "workforce.", props.workforce, here),
    );
    super(scope, id, props);
    this.addPermissions(personaPermissions(workforceManager, props.workforce, this.rules));
  }
}
