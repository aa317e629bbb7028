import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { iamRoleArn } from "../iam/arn";
import type { PolicyStatement } from "../iam/statement";
import type { StackScope } from "../scope/stack-scope";
import { checkCalls } from "../validation/check-input";
import { ExecutionRoleBase, type PermissionOptions } from "./execution-role-grants";
import { RolePolicies } from "./role-policies";

interface ExecutionRoleOfAnotherStackProps {
  readonly roleName: string;
  readonly path: string;
  readonly policyName: string;
  readonly permissions: PermissionOptions;
  /** What makes the role, in the other stack. */
  readonly principalResource: ITerraformDependable;
  /** The way to the role's trust policy. */
  readonly toTrustPolicy: (statement: PolicyStatement, from: StackScope) => void;
}

/**
 * An execution role that another stack of the app makes. What it is granted here is attached to it from here; its trust policy
 * stays there.
 */
export class ExecutionRoleOfAnotherStack extends ExecutionRoleBase {
  public readonly roleArn: string;
  public readonly roleName: string;
  public readonly principalResource: ITerraformDependable;
  private readonly policies: RolePolicies;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: ExecutionRoleOfAnotherStackProps,
  ) {
    super(scope, id, props.permissions);
    const { roleName, path, policyName } = props;
    this.roleName = roleName;
    this.roleArn = iamRoleArn(this.rules.scope, roleName, path);
    this.principalResource = props.principalResource;
    this.policies = new RolePolicies(this, "Default", { role: roleName, policyName, path });
  }

  public addStatements(statements: PolicyStatement[]): void {
    this.policies.add(statements);
  }

  public addToTrustPolicy(statement: PolicyStatement): void {
    this.props.toTrustPolicy(statement, this.rules.scope as StackScope);
  }
}

checkCalls(ExecutionRoleOfAnotherStack, "ExecutionRoleOfAnotherStack");
