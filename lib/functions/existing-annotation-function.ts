import { Annotations, Fn, Lazy, Token } from "cdktf";
import { Construct } from "constructs";
import { AwsPage } from "../aws-page";
import { parseArn, type ArnParts } from "../iam/arn";
import { isAccountOfAws } from "../permissions/function-accounts";
import { renderStatements } from "../iam/document";
import type { IGrantee } from "../iam/grantee";
import { PolicySet } from "../iam/policy-set";
import { PolicyLimits } from "../iam/policy-limit";
import type { PolicyStatement } from "../iam/statement";
import { functionAllowsInvocation } from "../permissions/annotation-functions";
import type { IExecutionRole } from "../roles/execution-role-grants";
import { StackScope } from "../scope/stack-scope";
import { Problems } from "../validation/problems";
import {
  AnswerAccess,
  type AnswersToConsolidate,
  type IAnnotationFunction,
  type IPostAnnotationFunction,
  type IPreAnnotationFunction,
} from "./annotation-function";
import { grantReadByItself } from "./answer-reader";
import { type FunctionData, grantOnData, type InputAccess } from "./function-rights";
import type { S3Location } from "../storage/s3-location";
import { roleArnRule } from "../rules/iam";
import { annotationFunctionArnRule } from "../rules/lambda";
import { checkCalls } from "../validation/check-input";

/** What is to be known of an existing annotation function. */
export interface ExistingAnnotationFunctionProps {
  /**
   * ARN of the role that the function runs with, which the policy of the key or the trust policy of the execution role
   * must name.
   * @default - none: AWS's own functions have none, and a pre-annotation function without `inputAccess` needs none
   */
  readonly roleArn?: string;
  /**
   * How the function gets at the data objects themselves. What its role needs for it is told by `requiredRoleStatements`.
   * @default - it does not
   */
  readonly inputAccess?: InputAccess;
}

/** What is to be known of an existing post-annotation function. */
export interface ExistingPostAnnotationFunctionProps extends ExistingAnnotationFunctionProps {
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
  protected readonly role?: IGrantee;

  private readonly requiredOfPolicy: PolicyStatement[] = [];
  private readonly requiredOfRole: PolicySet;
  private readonly inputAccess?: InputAccess;

  public constructor(
    scope: Construct,
    id: string,
    kind: string,
    public readonly functionArn: string,
    { roleArn, inputAccess }: ExistingAnnotationFunctionProps,
    needsRole: boolean,
  ) {
    super(scope, id);
    const stackScope = StackScope.of(this);
    const parts = parseArn(functionArn);
    this.inAnotherAccount = parts !== undefined && differs(parts.account, stackScope.account);
    this.hostedByAws =
      parts !== undefined &&
      /^function:(PRE|ACS)-[A-Za-z0-9]+$/.test(parts.resource) &&
      isAccountOfAws(parts.account, parts.region);
    const problems = new Problems(() => `${kind} "${this.node.path}"`);
    problems.check("functionArn", functionArn, annotationFunctionArnRule, stackScope.stated);
    if (!this.hostedByAws && (needsRole || inputAccess !== undefined || roleArn !== undefined)) {
      checkRole(problems, roleArn, parts);
    } else if (inputAccess !== undefined) {
      const message = "got it for a function that AWS hosts, and which reads no data objects; leave it out";
      problems.add("inputAccess", message, AwsPage.annotationFunctions);
    }
    problems.throwIfAny();
    const [, name, qualifier] = parts?.resource.split(":") ?? [];
    this.functionName = name ?? Token.asString(Fn.element(Fn.split(":", functionArn), 6));
    this.qualifier = qualifier;
    this.inputAccess = inputAccess;
    this.requiredOfRole = new PolicySet(() => `${kind} "${this.node.path}"`, PolicyLimits.managedPolicy);
    if (roleArn === undefined) return;
    this.role = {
      principalArn: roleArn,
      addStatements: (statements) => statements.forEach((statement) => this.requiredOfRole.add(statement)),
    };
  }

  public get requiredRoleStatements(): string | undefined {
    if (this.requiredOfRole.documents.length === 0) return undefined;
    return Lazy.stringValue({ produce: () => renderStatements(this.requiredOfRole.documents.flat()) });
  }

  public grantOnData(data: FunctionData): void {
    if (this.role === undefined || this.inputAccess === undefined) return;
    grantOnData(this.role, data, this.inputAccess, {}, StackScope.of(this));
    if (this.inAnotherAccount) this.warnOfBuckets(data.inputs, this.role, "");
  }

  /** @param advice what would do without a bucket policy, if anything does */
  protected warnOfBuckets(places: readonly S3Location[], role: IGrantee, advice: string): void {
    const names = [...new Set(places.map(({ bucketName }) => bucketName))];
    const of =
      names.length === 1 ? `the policy of the bucket ${names[0]}` : `the policies of ${names.join(", ")}`;
    Annotations.of(this).addWarning(
      `${this.functionArn} lies in another account: ${of} must let ` +
        `${role.principalArn} read there.${advice} (${AwsPage.annotationFunctions})`,
    );
  }

  public get requiredFunctionPolicyStatements(): string | undefined {
    if (this.requiredOfPolicy.length === 0) return undefined;
    return Lazy.stringValue({ produce: () => renderStatements(this.requiredOfPolicy) });
  }

  public grantInvoke(executionRole: IExecutionRole): void {
    if (this.hostedByAws) return;
    const { account } = StackScope.of(this).stated;
    const owner = parseArn(this.functionArn)?.account;
    if (account === undefined && owner !== undefined && !Token.isUnresolved(owner)) {
      const message =
        `${this.functionArn} is in the account ${owner}, and nothing names the stack's account. If that is another one, the ` +
        "function's policy must let the execution role call it. Name the stack's account: then an output says what the policy must " +
        `contain, if anything (at the top of the configuration, account: "<12 digits>"; in an app, allowedAccountIds of the provider)`;
      Annotations.of(this).addWarning(`${message} (${AwsPage.lambdaCrossAccount})`);
    }
    executionRole.grantInvokeAnnotationFunctions([this.functionArn]);
    if (!this.inAnotherAccount) return;
    this.requiredOfPolicy.push(functionAllowsInvocation(this.functionArn, executionRole.roleArn));
  }
}

checkCalls(ExistingAnnotationFunction, "ExistingAnnotationFunction");

/** A pre-annotation function that somebody else manages. */
export class ExistingPreAnnotationFunction
  extends ExistingAnnotationFunction
  implements IPreAnnotationFunction
{
  public constructor(
    scope: Construct,
    id: string,
    functionArn: string,
    props: ExistingAnnotationFunctionProps,
  ) {
    super(scope, id, "PreAnnotationFunction", functionArn, props, false);
  }
}

/** A post-annotation function that somebody else manages. */
export class ExistingPostAnnotationFunction
  extends ExistingAnnotationFunction
  implements IPostAnnotationFunction
{
  public readonly answerAccess: AnswerAccess;

  public constructor(
    scope: Construct,
    id: string,
    functionArn: string,
    props: ExistingPostAnnotationFunctionProps,
  ) {
    super(scope, id, "PostAnnotationFunction", functionArn, props, true);
    this.answerAccess = props.answerAccess ?? AnswerAccess.S3_READ;
  }

  public grantReadAnswers(answers: AnswersToConsolidate): void {
    if (this.role === undefined) return;
    if (this.answerAccess === AnswerAccess.ASSUME_EXECUTION_ROLE) {
      answers.executionRole.grantAssume(this.role);
      return;
    }
    grantReadByItself(this.role, answers, this.answerAccess, StackScope.of(this));
    if (!this.inAnotherAccount) return;
    const advice = ` ${AnswerAccess.ASSUME_EXECUTION_ROLE} needs no bucket policy`;
    this.warnOfBuckets([answers.output], this.role, advice);
  }
}

checkCalls(ExistingPostAnnotationFunction, "ExistingPostAnnotationFunction");

/** Adds what is wrong with the role of an existing function. Tokens pass. */
function checkRole(problems: Problems, roleArn: string | undefined, ofFunction: ArnParts | undefined): void {
  if (roleArn === undefined) {
    const message =
      "got none; name the role that the function runs with, as the policy of the key or the trust policy of the " +
      "execution role must name it";
    return problems.add("roleArn", message, AwsPage.annotationFunctions);
  }
  problems.check("roleArn", roleArn, roleArnRule);
  const parts = parseArn(roleArn);
  if (ofFunction === undefined || parts === undefined || !differs(parts.account, ofFunction.account)) return;
  const why = "a role of another account than the function's; Lambda allows a role of its own account only";
  problems.add("roleArn", `got "${roleArn}", ${why}`, AwsPage.annotationFunctions);
}

/** What can be told before Terraform runs. */
function differs(one: string, other: string): boolean {
  return !Token.isUnresolved(one) && !Token.isUnresolved(other) && one !== other;
}
