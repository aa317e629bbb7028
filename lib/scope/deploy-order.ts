import { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { InvalidInputError } from "../validation/problems";

/**
 * Has the stack of `construct` deployed after the stack that makes `made`.
 *
 * @throws InvalidInputError when both are one stack, or when that stack waits for this one
 */
export function deployAfter(construct: IConstruct, made: IConstruct): void {
  const [after, before] = [TerraformStack.of(construct), TerraformStack.of(made)];
  const refuse = (message: string): never => {
    throw new InvalidInputError(`"${construct.node.path}"`, [{ property: "stack", message }]);
  };
  if (after === before) refuse(`"${made.node.path}" is made in this stack: take it as it is`);
  if (before.dependsOn(after)) {
    refuse(
      `"${made.node.path}" is made in the stack "${before.node.id}", which is deployed after "${after.node.id}", and would ` +
        "have to be deployed before it. Put what both use into a stack of its own",
    );
  }
  after.addDependency(before);
}

/** The same where the order does not matter much: not if both are one stack, or that stack waits for this one. */
export function deployAfterIfPossible(construct: IConstruct, made: IConstruct): void {
  const [after, before] = [TerraformStack.of(construct), TerraformStack.of(made)];
  if (after !== before && !before.dependsOn(after)) after.addDependency(before);
}
