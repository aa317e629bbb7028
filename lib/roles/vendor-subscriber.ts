import type { Construct } from "constructs";
import { personaPermissions } from "../permissions/people/persona-subject";
import { vendorSubscriber } from "../permissions/people/vendor-workforce";
import { Persona, type PersonaProps } from "./persona";
import { checkInput } from "../validation/check-input";

/**
 * Somebody who subscribes to vendors of work in AWS Marketplace, and looks at their work teams. AWS Marketplace cannot
 * limit a subscription to one product: this persona can buy anything that is offered there.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sms-workforce-management-vendor.html
 */
export class VendorSubscriber extends Persona {
  /** @throws InvalidInputError naming every property that is not allowed */
  public constructor(scope: Construct, id: string, props: PersonaProps) {
    checkInput("VendorSubscriber", scope, id, props);
    super(scope, id, props);
    this.addPermissions(personaPermissions(vendorSubscriber, undefined, this.rules));
  }
}
