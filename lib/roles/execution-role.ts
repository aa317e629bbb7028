import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { type ITerraformDependable, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { awsManagedPolicyArn, iamRoleArn } from "../iam/arn";
import { PolicyLimits } from "../iam/policy-limit";
import { ResourcePolicy } from "../iam/resource-policy";
import type { PolicyStatement } from "../iam/statement";
import { groundTruthExecutionPolicy } from "../permissions/managed-policy";
import { PermissionStyle } from "../permissions/style";
import { assumedBySageMaker } from "../permissions/trust";
import { checkCalls, checkInput } from "../validation/check-input";
import { Problems } from "../validation/problems";
import { type ExistingRoleProps, ExistingExecutionRole, roleOfArn } from "./existing-execution-role";
import { ExecutionRoleBase, type IExecutionRole, type PermissionOptions } from "./execution-role-grants";
import { ExecutionRoleOfAnotherStack } from "./execution-role-of-another-stack";
import { RolePolicies } from "./role-policies";
import {
  roleNameRule,
  iamPathRule,
  boundaryArnRule,
  roleDescriptionRule,
  sessionSecondsRule,
} from "../rules/iam";
import { deployAfter } from "../scope/deploy-order";
import { StackScope } from "../scope/stack-scope";

/** How an execution role is made. */
export interface ExecutionRoleProps {
  /** 1 to 64 letters, digits and `+=,.@_-`; unique in the account. Policies are named after it. */
  readonly name: string;
  /** Description of the role, as the IAM console shows it. @default "Runs SageMaker Ground Truth labeling jobs" */
  readonly description?: string;
  /** IAM path of the role and its policies. @default "/" */
  readonly path?: string;
  /** ARN of the policy that limits what the role can ever do. @default - none */
  readonly permissionsBoundary?: string;
  /**
   * Longest session, in seconds, 3,600 to 43,200. For tasks that people may work on for more than 8 hours (video frames
   * and 3D point clouds) AWS used to ask for 28,800 or more.
   * @default 3600
   */
  readonly maxSessionDuration?: number;
  /** Style of the role's policies, and what narrows them further. @default - least privilege, no hardening */
  readonly permissions?: PermissionOptions;
  /** Tags of what is made here, beside the provider's default tags. @default - none */
  readonly tags?: Record<string, string>;
}

/**
 * The role that Ground Truth runs a labeling job with. It trusts `sagemaker.amazonaws.com` and nobody else, and can do
 * what its grants say; a new role can do nothing, but for what the AWS managed style brings.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sms-security-permission-execution-role.html
 */
export class ExecutionRole extends ExecutionRoleBase {
  /**
   * A role that exists already, in the stack's account. Grants attach customer managed policies to it; its trust policy
   * is not touched and must let `sagemaker.amazonaws.com` assume it.
   *
   * @throws InvalidInputError when the name is not allowed
   */
  public static fromRoleName(
    scope: Construct,
    id: string,
    roleName: string,
    props: ExistingRoleProps = {},
  ): IExecutionRole {
    checkInput("ExecutionRole.fromRoleName", scope, id, { roleName, ...props });
    return new ExistingExecutionRole(scope, id, roleName, props);
  }

  /**
   * A role that exists already, by its ARN, whose path is then known. See `fromRoleName`.
   *
   * @throws InvalidInputError when it is not the ARN of a role
   */
  public static fromRoleArn(
    scope: Construct,
    id: string,
    roleArn: string,
    props: ExistingRoleProps = {},
  ): IExecutionRole {
    checkInput("ExecutionRole.fromRoleArn", scope, id, { roleArn, ...props });
    const { roleName, path } = roleOfArn(id, roleArn);
    return new ExistingExecutionRole(scope, id, roleName, { path, ...props }, roleArn);
  }

  public readonly roleArn: string;
  public readonly roleName: string;
  public readonly principalResource: ITerraformDependable;

  private readonly path: string;
  private readonly permissions: PermissionOptions;
  private readonly trust: ResourcePolicy;
  private readonly policies: RolePolicies;

  /** @throws InvalidInputError naming every property that is not allowed */
  public constructor(scope: Construct, id: string, props: ExecutionRoleProps) {
    checkInput("ExecutionRole", scope, id, props);
    super(scope, id, props.permissions);
    validate(this, props);
    const path = (this.path = props.path ?? "/");
    this.permissions = props.permissions ?? {};
    this.roleName = props.name;
    this.roleArn = iamRoleArn(this.rules.scope, props.name, path);

    this.trust = new ResourcePolicy(() => `ExecutionRole "${this.node.path}"`, PolicyLimits.trustPolicy);
    this.trust.add(assumedBySageMaker(this.rules.scope, this.rules.hardening));
    const resource = (this.principalResource = new IamRole(this, "Resource", {
      name: props.name,
      description: props.description ?? "Runs SageMaker Ground Truth labeling jobs",
      path,
      assumeRolePolicy: this.trust.text,
      permissionsBoundary: props.permissionsBoundary,
      maxSessionDuration: props.maxSessionDuration ?? 3600,
      tags: props.tags,
    }));
    this.node.defaultChild = resource;
    this.trust.heldBy(resource);
    // The attribute is the literal name, known in the plan, and makes Terraform wait for the role.
    const role = resource.name;
    this.policies = new RolePolicies(this, "Default", {
      role,
      policyName: props.name,
      path,
      tags: props.tags,
    });
    if (this.rules.style === PermissionStyle.AWS_MANAGED) {
      const policyArn = awsManagedPolicyArn(this.rules.scope, groundTruthExecutionPolicy);
      new IamRolePolicyAttachment(this, "AwsManagedPolicy", { role, policyArn });
    }
  }

  public addStatements(statements: PolicyStatement[]): void {
    this.policies.add(statements);
  }

  public addToTrustPolicy(statement: PolicyStatement, principalResource?: ITerraformDependable): void {
    this.trust.add(statement, principalResource);
  }

  /**
   * The role as another stack of the same app uses it, so that one role runs the jobs of several workflows. What it is granted
   * there is attached from there, by the same rules; its trust policy stays here. This stack is deployed first.
   *
   * @param scope in the stack that uses the role
   * @param policyName name of the policies that are attached there; each stack needs its own. @default "<role name>-<id of that stack>"
   * @throws InvalidInputError when that stack is this one, or is deployed before it
   */
  public usedFrom(scope: Construct, id: string, policyName?: string): IExecutionRole {
    deployAfter(scope, this);
    const { roleName, path, permissions, principalResource } = this;
    return new ExecutionRoleOfAnotherStack(scope, id, {
      roleName,
      path,
      permissions,
      principalResource,
      policyName: policyName ?? `${roleName}-${TerraformStack.of(scope).node.id}`,
      toTrustPolicy: (statement, from) =>
        this.addToTrustPolicy(
          JSON.parse(from.toldIn(StackScope.of(this), JSON.stringify(statement))) as PolicyStatement,
        ),
    });
  }
}

checkCalls(ExecutionRole, "ExecutionRole");

function validate(role: Construct, props: ExecutionRoleProps): void {
  const problems = new Problems(() => `ExecutionRole "${role.node.path}"`);
  const {
    name: roleName,
    path,
    description,
    permissionsBoundary: permissionsBoundaryArn,
    maxSessionDuration,
  } = props;
  problems.check("name", roleName, roleNameRule);
  problems.check("path", path, iamPathRule);
  problems.check("description", description, roleDescriptionRule);
  problems.check("permissionsBoundary", permissionsBoundaryArn, boundaryArnRule, StackScope.of(role).stated);
  problems.check("maxSessionDuration", maxSessionDuration, sessionSecondsRule);
  problems.throwIfAny();
}
