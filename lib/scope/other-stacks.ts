import { type ITerraformDependable, TerraformStack } from "cdktf";
import { Construct, type IConstruct } from "constructs";

/** Those of `others` that a resource of the same stack can wait for: Terraform knows nothing of other stacks. */
export function inStackOf(
  construct: IConstruct,
  ...others: readonly (ITerraformDependable | undefined)[]
): ITerraformDependable[] {
  return others.filter((other) => other !== undefined).filter((other) => isInStackOf(construct, other));
}

/** Whether `other` is made in the stack of `construct`, or in none. */
export function isInStackOf(construct: IConstruct, other: ITerraformDependable): boolean {
  return !Construct.isConstruct(other) || TerraformStack.of(other) === TerraformStack.of(construct);
}
