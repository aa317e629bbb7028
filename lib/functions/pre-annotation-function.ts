import type { Construct } from "constructs";
import type { IPreAnnotationFunction } from "./annotation-function";
import { AnnotationFunctionBase, type AnnotationFunctionProps } from "./annotation-function-base";
import {
  type ExistingAnnotationFunctionProps,
  ExistingPreAnnotationFunction,
} from "./existing-annotation-function";
import { checkInput } from "../validation/check-input";

/** How a pre-annotation function is made. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- a name of its own, as every construct's props have
export interface PreAnnotationFunctionProps extends AnnotationFunctionProps {}

/**
 * The Lambda function that makes each data object into what workers see, with a role and a log group of its own. Its
 * role can write its log and, unless `inputAccess` or `rights` say more, nothing else: what it gets is in the call.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sms-custom-templates-step3-lambda-requirements.html
 */
export class PreAnnotationFunction extends AnnotationFunctionBase implements IPreAnnotationFunction {
  /**
   * A function that exists already, or a version or alias of it; also AWS's own `PRE-PassThrough`. It lies in the
   * stack's region. For one in another account, `requiredFunctionPolicyStatements` tells its owner what its policy needs.
   *
   * @throws InvalidInputError when it is not the ARN of a function, or of one in another region
   */
  public static fromFunctionArn(
    scope: Construct,
    id: string,
    functionArn: string,
    props: ExistingAnnotationFunctionProps = {},
  ): IPreAnnotationFunction {
    checkInput("PreAnnotationFunction.fromFunctionArn", scope, id, { functionArn, ...props });
    return new ExistingPreAnnotationFunction(scope, id, functionArn, props);
  }

  /** @throws InvalidInputError naming every property that is not allowed */
  public constructor(scope: Construct, id: string, props: PreAnnotationFunctionProps) {
    checkInput("PreAnnotationFunction", scope, id, props);
    super(scope, id, props, {
      name: "PreAnnotationFunction",
      description: "makes data objects into what workers see",
      memorySize: 256,
      environment: {},
    });
  }
}
