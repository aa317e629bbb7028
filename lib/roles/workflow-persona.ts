import type { Construct } from "constructs";
import type { LabelingNeed } from "../permissions/people/labeling-need";
import { type PersonaSubject, personaPermissions } from "../permissions/people/persona-subject";
import type { AwsScope } from "../scope/aws-scope";
import { checkInput } from "../validation/check-input";
import type { Problems } from "../validation/problems";
import { checkWorkflows, needsOf, type PeoplesWorkflow } from "./labeling-resources";
import { Persona, type PersonaProps } from "./persona";
import { checkPersonaProps } from "./persona-checks";

/** What everybody takes who works on workflows. */
export interface WorkflowPersonaProps extends PersonaProps {
  /** What they work on. At least one. */
  readonly workflows: PeoplesWorkflow[];
}

/** Somebody who works on workflows. A kind of them says what may be done on each. */
export abstract class WorkflowPersona extends Persona {
  /**
   * @param kind name of the class
   * @param subject what such a person may do on each workflow
   * @param ownChecks what else is to be looked at
   * @throws InvalidInputError naming every property that is not allowed
   */
  protected constructor(
    scope: Construct,
    id: string,
    props: WorkflowPersonaProps,
    kind: string,
    subject: PersonaSubject<LabelingNeed>,
    ownChecks: (problems: Problems, here: Partial<AwsScope>) => void = () => undefined,
  ) {
    checkInput(kind, scope, id, props);
    checkPersonaProps(kind, scope, id, props, (problems, here) => {
      checkWorkflows(problems, props.workflows, here);
      ownChecks(problems, here);
    });
    super(scope, id, props);
    for (const need of needsOf(props.workflows)) {
      this.addPermissions(personaPermissions(subject, need, this.rules));
    }
  }
}
