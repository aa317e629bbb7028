import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { awsManagedPolicyArn, iamRoleArn } from "../iam/arn";
import { renderPolicy } from "../iam/document";
import type { IGrantee } from "../iam/grantee";
import type { PolicyStatement } from "../iam/statement";
import { assumedByLambda } from "../permissions/function-role";
import { StackScope } from "../scope/stack-scope";
import { checkCalls, checkInput } from "../validation/check-input";
import { Problems } from "../validation/problems";
import { RolePolicies } from "./role-policies";
import { roleNameRule, iamPathRule, boundaryArnRule, roleDescriptionRule } from "../rules/iam";
import type { AwsScope } from "../scope/aws-scope";

/** How the role of a function is made. */
export interface FunctionRoleProps {
  /** 1 to 64 letters, digits and `+=,.@_-`; unique in the account. Policies are named after it. */
  readonly name: string;
  /** Description of the role, as the IAM console shows it. @default "Runs an annotation function of SageMaker Ground Truth" */
  readonly description?: string;
  /** IAM path of the role and its policies. @default "/" */
  readonly path?: string;
  /** ARN of the policy that limits what the role can ever do. @default - none */
  readonly permissionsBoundary?: string;
  /** Tags of what is made here, beside the provider's default tags. @default - none */
  readonly tags?: Record<string, string>;
}

/**
 * The role that one Lambda function runs with. It trusts `lambda.amazonaws.com` and nobody else, carries no AWS managed
 * policy, and can do what it is given and nothing before.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
 */
export class FunctionRole extends Construct implements IGrantee {
  /** Known before the first plan. */
  public readonly roleArn: string;
  /** Name of the role, without its path. */
  public readonly roleName: string;
  public readonly principalResource: ITerraformDependable;

  private readonly policies: RolePolicies;
  /** The role's name, as attachments refer to it. */
  private readonly role: string;

  /** @throws InvalidInputError naming every property that is not allowed */
  public constructor(scope: Construct, id: string, props: FunctionRoleProps) {
    checkInput("FunctionRole", scope, id, props);
    super(scope, id);
    const problems = new Problems(() => `FunctionRole "${this.node.path}"`);
    checkFunctionRole(problems, props, "", StackScope.of(this).stated);
    problems.throwIfAny();
    const { name: roleName, path = "/", permissionsBoundary: permissionsBoundaryArn, tags } = props;
    this.roleName = roleName;
    this.roleArn = iamRoleArn(StackScope.of(this), roleName, path);
    const resource = new IamRole(this, "Resource", {
      name: roleName,
      description: props.description ?? "Runs an annotation function of SageMaker Ground Truth",
      path,
      assumeRolePolicy: renderPolicy([assumedByLambda()]),
      permissionsBoundary: permissionsBoundaryArn,
      tags,
    });
    this.principalResource = this.node.defaultChild = resource;
    // The attribute is the literal name, known in the plan, and makes Terraform wait for the role.
    this.role = resource.name;
    this.policies = new RolePolicies(this, "Default", { role: this.role, policyName: roleName, path, tags });
  }

  public get principalArn(): string {
    return this.roleArn;
  }

  /** What must exist before the role can do what it was given so far. */
  public get attachments(): ITerraformDependable[] {
    return [...this.policies.attachments];
  }

  public addStatements(statements: PolicyStatement[]): void {
    this.policies.add(statements);
  }

  /** Attaches a policy that AWS manages, and that AWS may widen. Without this call the role carries none. */
  public attachAwsManagedPolicy(policyName: string): void {
    const policyArn = awsManagedPolicyArn(StackScope.of(this), policyName);
    new IamRolePolicyAttachment(this, policyName, { role: this.role, policyArn });
  }
}

checkCalls(FunctionRole, "FunctionRole");

/**
 * Adds what is wrong with the role of a function.
 *
 * @param within of which property the role's properties are members: empty, or `role.`
 */
export function checkFunctionRole(
  problems: Problems,
  props: FunctionRoleProps,
  within: string,
  here: Partial<AwsScope>,
): void {
  const { name: roleName, path, description, permissionsBoundary: permissionsBoundaryArn } = props;
  problems.check(`${within}name`, roleName, roleNameRule);
  problems.check(`${within}path`, path, iamPathRule);
  problems.check(`${within}description`, description, roleDescriptionRule);
  problems.check(`${within}permissionsBoundary`, permissionsBoundaryArn, boundaryArnRule, here);
}
