import { TerraformElement, type TerraformStack } from "cdktf";

/**
 * The oldest Terraform that a stack works with.
 *
 * An element and not an override of the stack, since CDKTF writes such an override as broken HCL (`cdktf synth --hcl`).
 */
export class RequiredTerraform extends TerraformElement {
  public constructor(
    stack: TerraformStack,
    private readonly oldest: string,
  ) {
    super(stack, "RequiredTerraform");
  }

  public override toTerraform(): unknown {
    return { terraform: { required_version: `>= ${this.oldest}` } };
  }
}
