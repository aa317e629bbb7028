import type { Construct } from "constructs";
import { StackScope } from "../scope/stack-scope";
import type { Problem } from "../validation/problems";
import type { ImageProps } from "./function-code-props";
import type { PackagedCode } from "./packaged-code";
import { imageUriRule } from "../rules/lambda";

/** A container image. */
export function packagedImage(imageUri: string, props: ImageProps, scope: Construct): PackagedCode {
  const message =
    imageUriRule.problem(imageUri) ?? imageUriRule.elsewhere?.(imageUri, StackScope.of(scope).stated);
  const problems: Problem[] =
    message === undefined ? [] : [{ property: "code.imageUri", message, page: imageUriRule.page }];
  if (props.command?.length === 0) {
    problems.push({
      property: "code.command",
      message: "got an empty list; leave it out to keep the command of the image.",
    });
  }
  return { problems, warnings: [], config: { imageUri, imageCommand: props.command } };
}
