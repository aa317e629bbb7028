import { Lazy } from "cdktf";
import type { Construct } from "constructs";
import { AnswerAccess, type AnswersToConsolidate, type IPostAnnotationFunction } from "./annotation-function";
import { AnnotationFunctionBase, type AnnotationFunctionProps } from "./annotation-function-base";
import { grantReadByItself } from "./answer-reader";
import {
  ExistingPostAnnotationFunction,
  type ExistingPostAnnotationFunctionProps,
} from "./existing-annotation-function";
import { checkCalls, checkInput } from "../validation/check-input";
import { Problems } from "../validation/problems";
import { checkEnvironmentSize } from "./function-settings";

/** How a post-annotation function is made. */
export interface PostAnnotationFunctionProps extends AnnotationFunctionProps {
  /**
   * How the function gets at the answers. The function is told by its environment variables: how by
   * `GROUND_TRUTH_ANSWER_ACCESS`, in which folders by `GROUND_TRUTH_ANSWER_LOCATIONS`, with which execution roles by
   * `GROUND_TRUTH_EXECUTION_ROLES`. Handlers of `cdktf-ground-truth/handlers` refuse events that name others.
   *
   * By reading them itself it can read answers and do nothing else. The execution role, which it can assume instead,
   * also reads all input, writes answers and calls functions: choose that for code that does so.
   * @default AnswerAccess.S3_READ
   */
  readonly answerAccess?: AnswerAccess;
}

/** Tells the function how it gets at the answers. */
const answerAccessVariable = "GROUND_TRUTH_ANSWER_ACCESS";
/** Tells it where answers may lie: the event that points to them is whatever a caller wrote. */
const answerLocationsVariable = "GROUND_TRUTH_ANSWER_LOCATIONS";
/** Tells it which roles it may assume, for the same reason. */
const executionRolesVariable = "GROUND_TRUTH_EXECUTION_ROLES";

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
    checkInput("PostAnnotationFunction.fromFunctionArn", scope, id, { functionArn, ...props });
    return new ExistingPostAnnotationFunction(scope, id, functionArn, props);
  }

  public readonly answerAccess: AnswerAccess;

  private readonly granted: Granted;
  private readonly given: Readonly<Record<string, string>>;

  /** @throws InvalidInputError naming every property that is not allowed */
  public constructor(scope: Construct, id: string, props: PostAnnotationFunctionProps) {
    checkInput("PostAnnotationFunction", scope, id, props);
    const answerAccess = props.answerAccess ?? AnswerAccess.S3_READ;
    const granted: Granted = { locations: new Set(), roles: new Set() };
    const list = (of: keyof Granted) => Lazy.stringValue({ produce: () => JSON.stringify([...granted[of]]) });
    super(scope, id, props, {
      name: "PostAnnotationFunction",
      description: "makes the answers of several workers into one",
      memorySize: 512,
      environment: {
        [answerAccessVariable]: answerAccess,
        [answerLocationsVariable]: list("locations"),
        ...(answerAccess === AnswerAccess.ASSUME_EXECUTION_ROLE && {
          [executionRolesVariable]: list("roles"),
        }),
      },
    });
    this.answerAccess = answerAccess;
    this.granted = granted;
    this.given = props.settings?.environment ?? {};
    if (answerAccess === AnswerAccess.READ_ALL_BUCKETS) {
      this.functionRole.attachAwsManagedPolicy("AmazonS3ReadOnlyAccess");
    }
  }

  public grantReadAnswers(answers: AnswersToConsolidate): void {
    this.granted.locations.add(answers.output.uri);
    if (this.answerAccess === AnswerAccess.ASSUME_EXECUTION_ROLE) {
      this.granted.roles.add(answers.executionRole.roleArn);
      answers.executionRole.grantAssume(this.functionRole);
    } else {
      grantReadByItself(this.functionRole, answers, this.answerAccess, this.rules.scope, this.rules.style);
    }
    this.checkEnvironment();
  }

  /** The more workflows share the function, the longer its lists become. */
  private checkEnvironment(): void {
    const { locations, roles } = this.granted;
    const problems = new Problems(() => `PostAnnotationFunction "${this.node.path}"`);
    const environment = {
      ...this.given,
      [answerAccessVariable]: this.answerAccess,
      [answerLocationsVariable]: JSON.stringify([...locations]),
      ...(roles.size > 0 && { [executionRolesVariable]: JSON.stringify([...roles]) }),
    };
    const workflows = locations.size === 1 ? "its workflow" : `its ${locations.size} workflows`;
    checkEnvironmentSize(
      problems,
      environment,
      `, and where the answers of ${workflows} lie is among them. Give some of the workflows a function of their own, or take variables out`,
    );
    problems.throwIfAny();
  }
}

checkCalls(PostAnnotationFunction, "PostAnnotationFunction");

/** What the function was let to read, as far as it is known when the stack is synthesized. */
interface Granted {
  readonly locations: Set<string>;
  readonly roles: Set<string>;
}
