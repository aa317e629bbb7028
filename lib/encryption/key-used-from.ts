import type { Construct } from "constructs";
import { InvalidInputError } from "../validation/problems";
import { type ILabelingKey, LabelingKey } from "./labeling-key";

/**
 * The key of something that another stack makes, as the stack of `scope` uses it.
 *
 * @param key the key in the stack that makes it
 * @param given the key as the user says it for this stack
 * @throws InvalidInputError when the key is brought in there and not said here
 */
export function keyUsedFrom(
  scope: Construct,
  id: string,
  key: ILabelingKey | undefined,
  given: ILabelingKey | undefined,
): ILabelingKey | undefined {
  if (given !== undefined || key === undefined) return given;
  if (key instanceof LabelingKey) return key.usedFrom(scope, id);
  const message =
    "got none, and the key is brought in there: bring it in here too, with fromKeyArn or fromAlias";
  throw new InvalidInputError(`"${scope.node.path}/${id}"`, [{ property: "encryptionKey", message }]);
}
