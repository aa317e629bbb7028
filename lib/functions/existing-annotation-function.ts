import { Annotations, Fn, Lazy, Token } from "cdktf";
import { Construct } from "constructs";
import { AwsPage } from "../aws-page";
import { parseArn, type ArnParts } from "../iam/arn";
import { renderStatements } from "../iam/document";
import type { IGrantee } from "../iam/grantee";
import { PolicySet } from "../iam/policy-set";
import { PolicyLimits } from "../iam/policy-limit";
import type { PolicyStatement } from "../iam/statement";
import { functionAllowsInvocation } from "../permissions/annotation-functions";
import type { IExecutionRole } from "../roles/execution-role-grants";
import type { AwsScope } from "../scope/aws-scope";
import { StackScope } from "../scope/stack-scope";
import { Problems } from "../validation/problems";
import {
  AnswerAccess,
  type AnswersToConsolidate,
  type IAnnotationFunction,
  type IPostAnnotationFunction,
  type IPreAnnotationFunction,
} from "./annotation-function";
import { functionNameProblem } from "./annotation-function-base";
import { grantReadByItself } from "./answer-reader";

/** What is to be known of an existing post-annotation function. */
export interface ExistingPostAnnotationFunctionProps {
  /**
   * ARN of the role that the function runs with, which the policy of the key or the trust policy of the execution role
   * must name.
   * @default - none, which AWS's own function `ACS-PassThrough` alone allows
   */
  readonly roleArn?: string;
  /**
   * How the function gets at the answers. What its role needs for it is told by `requiredRoleStatements`.
   * @default AnswerAccess.S3_READ
   */
  readonly answerAccess?: AnswerAccess;
}

/** A function that somebody else manages. */
class ExistingAnnotationFunction extends Construct implements IAnnotationFunction {
  public readonly functionName: string;
  public readonly qualifier?: string;
  /** True when the function certainly lies in another account than the stack. */
  protected readonly inAnotherAccount: boolean;
  /** AWS's own function, which any job may call. */
  protected readonly hostedByAws: boolean;

  private readonly requiredOfPolicy: PolicyStatement[] = [];

  public constructor(
    scope: Construct,
    id: string,
    kind: string,
    public readonly functionArn: string,
    check: (problems: Problems, parts: ArnParts | undefined, hostedByAws: boolean) => void,
  ) {
    super(scope, id);
    const stackScope = StackScope.of(this);
    const parts = parseArn(functionArn);
    this.inAnotherAccount = parts !== undefined && differs(parts.account, stackScope.account);
    this.hostedByAws =
      this.inAnotherAccount && /^function:(PRE|ACS)-PassThrough$/.test(parts?.resource ?? "");
    const problems = new Problems(`${kind} "${this.node.path}"`);
    const problem = functionArnProblem(functionArn, stackScope);
    if (problem !== undefined) problems.add("functionArn", problem, AwsPage.annotationFunctions);
    check(problems, parts, this.hostedByAws);
    problems.throwIfAny();
    const [, name, qualifier] = parts?.resource.split(":") ?? [];
    this.functionName = name ?? Token.asString(Fn.element(Fn.split(":", functionArn), 6));
    this.qualifier = qualifier;
  }

  public get requiredFunctionPolicyStatements(): string | undefined {
    if (this.requiredOfPolicy.length === 0) return undefined;
    return Lazy.stringValue({ produce: () => renderStatements(this.requiredOfPolicy) });
  }

  public grantInvoke(executionRole: IExecutionRole): void {
    if (this.hostedByAws) return;
    executionRole.grantInvokeAnnotationFunctions([this.functionArn]);
    if (!this.inAnotherAccount) return;
    this.requiredOfPolicy.push(functionAllowsInvocation(this.functionArn, executionRole.roleArn));
  }
}

/** A pre-annotation function that somebody else manages. */
export class ExistingPreAnnotationFunction
  extends ExistingAnnotationFunction
  implements IPreAnnotationFunction
{
  public constructor(scope: Construct, id: string, functionArn: string) {
    super(scope, id, "PreAnnotationFunction", functionArn, () => undefined);
  }
}

/** A post-annotation function that somebody else manages. */
export class ExistingPostAnnotationFunction
  extends ExistingAnnotationFunction
  implements IPostAnnotationFunction
{
  public readonly answerAccess: AnswerAccess;

  private readonly requiredOfRole: PolicySet;
  private readonly role?: IGrantee;

  public constructor(
    scope: Construct,
    id: string,
    functionArn: string,
    props: ExistingPostAnnotationFunctionProps,
  ) {
    super(scope, id, "PostAnnotationFunction", functionArn, (problems, parts, hostedByAws) => {
      const problem = hostedByAws ? undefined : roleArnProblem(props.roleArn, parts);
      if (problem !== undefined) problems.add("roleArn", problem, AwsPage.annotationFunctions);
    });
    this.answerAccess = props.answerAccess ?? AnswerAccess.S3_READ;
    this.requiredOfRole = new PolicySet(
      `PostAnnotationFunction "${this.node.path}"`,
      PolicyLimits.managedPolicy,
    );
    if (props.roleArn === undefined) return;
    this.role = {
      principalArn: props.roleArn,
      addStatements: (statements) => statements.forEach((statement) => this.requiredOfRole.add(statement)),
    };
  }

  public get requiredRoleStatements(): string | undefined {
    if (this.requiredOfRole.documents.length === 0) return undefined;
    return Lazy.stringValue({ produce: () => renderStatements(this.requiredOfRole.documents.flat()) });
  }

  public grantReadAnswers(answers: AnswersToConsolidate): void {
    if (this.role === undefined) return;
    if (this.answerAccess === AnswerAccess.ASSUME_EXECUTION_ROLE) {
      answers.executionRole.grantAssume(this.role);
      return;
    }
    grantReadByItself(this.role, answers, this.answerAccess, StackScope.of(this));
    if (!this.inAnotherAccount) return;
    Annotations.of(this).addWarning(
      `${this.functionArn} lies in another account: the policy of the bucket ${answers.output.bucketName} must let ` +
        `${this.role.principalArn} read there. ${AnswerAccess.ASSUME_EXECUTION_ROLE} needs no bucket policy ` +
        `(${AwsPage.annotationFunctions})`,
    );
  }
}

/** What is wrong with the ARN of an existing function, if anything. Tokens pass. */
function functionArnProblem(functionArn: string, scope: AwsScope): string | undefined {
  const parts = parseArn(functionArn);
  if (parts === undefined && Token.isUnresolved(functionArn)) return undefined;
  const [type, name, qualifier, ...more] = parts?.resource.split(":") ?? [];
  const isFunction = parts?.service === "lambda" && type === "function" && more.length === 0;
  if (!isFunction || name === undefined || functionNameProblem(name) || !isQualifier(qualifier)) {
    const allowed =
      "arn:<partition>:lambda:<region>:<account>:function:<name>, with :<version or alias> or not";
    return `got "${functionArn}"; the ARN of a function is allowed, as in ${allowed}`;
  }
  if (!differs(parts.region, scope.region)) return undefined;
  return `got "${functionArn}", a function in another region; a labeling job calls functions of its own region`;
}

function isQualifier(text: string | undefined): boolean {
  return text === undefined || Token.isUnresolved(text) || /^(\$LATEST|[A-Za-z0-9_-]{1,128})$/.test(text);
}

/** What is wrong with the role of an existing function, if anything. Tokens pass. */
function roleArnProblem(roleArn: string | undefined, ofFunction: ArnParts | undefined): string | undefined {
  if (roleArn === undefined) {
    return (
      "got none; name the role that the function runs with, as the policy of the key or the trust policy of the " +
      "execution role must name it"
    );
  }
  const parts = parseArn(roleArn);
  if (parts === undefined && Token.isUnresolved(roleArn)) return undefined;
  if (parts?.service !== "iam" || !parts.resource.startsWith("role/")) {
    return `got "${roleArn}"; the ARN of a role is allowed, as in arn:<partition>:iam::<account>:role/<path>/<name>`;
  }
  if (ofFunction === undefined || !differs(parts.account, ofFunction.account)) return undefined;
  return `got "${roleArn}", a role of another account than the function's; Lambda allows a role of its own account only`;
}

/** What can be told before Terraform runs. */
function differs(one: string, other: string): boolean {
  return !Token.isUnresolved(one) && !Token.isUnresolved(other) && one !== other;
}
