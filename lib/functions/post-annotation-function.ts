import type { Construct } from "constructs";
import { AnswerAccess, type AnswersToConsolidate, type IPostAnnotationFunction } from "./annotation-function";
import { AnnotationFunctionBase, type AnnotationFunctionProps } from "./annotation-function-base";
import { grantReadByItself } from "./answer-reader";
import {
  ExistingPostAnnotationFunction,
  type ExistingPostAnnotationFunctionProps,
} from "./existing-annotation-function";

export interface PostAnnotationFunctionProps extends AnnotationFunctionProps {
  /**
   * How the function gets at the answers. The function is told by its environment variable `GROUND_TRUTH_ANSWER_ACCESS`.
   *
   * By reading them itself it can read answers and do nothing else. The execution role, which it can take on instead,
   * also reads all input, writes answers and calls functions: choose that for code that does so.
   * @default AnswerAccess.S3_READ
   */
  readonly answerAccess?: AnswerAccess;
}

/** Tells the function how it gets at the answers. */
const answerAccessVariable = "GROUND_TRUTH_ANSWER_ACCESS";

/**
 * The Lambda function that makes the answers of several workers into one, with a role and a log group of its own.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sms-custom-templates-step3-lambda-requirements.html
 */
export class PostAnnotationFunction extends AnnotationFunctionBase implements IPostAnnotationFunction {
  /**
   * A function that exists already, or a version or alias of it; also AWS's own `ACS-PassThrough`. It lies in the
   * stack's region. Nothing of it is changed: `requiredRoleStatements` tells what its role needs and, for one in another
   * account, `requiredFunctionPolicyStatements` what its policy needs.
   *
   * @throws InvalidInputError naming every property that is not allowed
   */
  public static fromFunctionArn(
    scope: Construct,
    id: string,
    functionArn: string,
    props: ExistingPostAnnotationFunctionProps = {},
  ): IPostAnnotationFunction {
    return new ExistingPostAnnotationFunction(scope, id, functionArn, props);
  }

  public readonly answerAccess: AnswerAccess;

  /** @throws InvalidInputError naming every property that is not allowed */
  public constructor(scope: Construct, id: string, props: PostAnnotationFunctionProps) {
    const answerAccess = props.answerAccess ?? AnswerAccess.S3_READ;
    super(scope, id, props, {
      name: "PostAnnotationFunction",
      description: "makes the answers of several workers into one",
      memorySize: 512,
      environment: { [answerAccessVariable]: answerAccess },
    });
    this.answerAccess = answerAccess;
    if (answerAccess === AnswerAccess.READ_ALL_BUCKETS) {
      this.functionRole.attachAwsManagedPolicy("AmazonS3ReadOnlyAccess");
    }
  }

  public grantReadAnswers(answers: AnswersToConsolidate): void {
    if (this.answerAccess === AnswerAccess.ASSUME_EXECUTION_ROLE) {
      answers.executionRole.grantAssume(this.functionRole);
    } else {
      grantReadByItself(this.functionRole, answers, this.answerAccess, this.rules.scope, this.rules.style);
    }
  }
}
