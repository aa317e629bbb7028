import { Lazy, Token } from "cdktf";
import type { Construct } from "constructs";
import { AwsPage } from "../aws-page";
import { iamRoleArn, parseArn } from "../iam/arn";
import { renderStatements } from "../iam/document";
import { PolicyLimits } from "../iam/policy-limit";
import { SingleDocument } from "../iam/single-document";
import type { PolicyStatement } from "../iam/statement";
import { assumedBySageMaker } from "../permissions/trust";
import { InvalidInputError, Problems } from "../validation/problems";
import { ExecutionRoleBase, type PermissionOptions } from "./execution-role-grants";
import { RolePolicies } from "./role-policies";
import { roleNameRule, existingPathRule, ownRoleArnRule } from "../rules/iam";
import { StackScope } from "../scope/stack-scope";
import { checkCalls } from "../validation/check-input";

/** What is to be known of a role that exists already. */
export interface ExistingRoleProps {
  /** Path of the role. @default "/" */
  readonly path?: string;
  /**
   * Name of the policies that grants attach. Two stacks that grant to one role need two names.
   * @default "<role name>-labeling"
   */
  readonly policyName?: string;
  /**
   * Whether grants attach policies to the role. If not, `requiredPolicyStatements` tells its owner what it needs.
   * @default true
   */
  readonly attachPolicies?: boolean;
  /**
   * With the AWS managed style the role is taken to carry `AmazonSageMakerGroundTruthExecution` already.
   * @default - least privilege, no hardening
   */
  readonly permissions?: PermissionOptions;
}

/** An execution role that somebody else manages. */
export class ExistingExecutionRole extends ExecutionRoleBase {
  public readonly roleArn: string;
  public readonly roleName: string;
  public readonly principalResource = undefined;

  private readonly policies?: RolePolicies;
  private readonly required: PolicyStatement[] = [];
  private readonly trust: SingleDocument;

  public constructor(
    scope: Construct,
    id: string,
    roleName: string,
    props: ExistingRoleProps,
    roleArn?: string,
  ) {
    super(scope, id, props.permissions);
    const path = props.path ?? "/";
    const problems = new Problems(() => `ExecutionRole "${this.node.path}"`);
    problems.check("roleName", roleName, roleNameRule);
    problems.check("path", path, existingPathRule);
    problems.check("roleArn", roleArn, ownRoleArnRule, StackScope.of(this).stated);
    problems.throwIfAny();

    this.roleName = roleName;
    this.roleArn = roleArn ?? iamRoleArn(this.rules.scope, roleName, path);
    this.trust = new SingleDocument(() => `ExecutionRole "${this.node.path}"`, PolicyLimits.trustPolicy);
    this.trust.add(assumedBySageMaker(this.rules.scope, this.rules.hardening));
    if (props.attachPolicies ?? true) {
      const policyName = props.policyName ?? `${roleName}-labeling`;
      this.policies = new RolePolicies(this, "Default", { role: roleName, policyName, path });
    }
  }

  public get requiredPolicyStatements(): string | undefined {
    if (this.policies !== undefined) return undefined;
    return Lazy.stringValue({ produce: () => renderStatements(this.required) });
  }

  public get requiredTrustStatements(): string {
    return Lazy.stringValue({ produce: () => renderStatements(this.trust.statements) });
  }

  public addToTrustPolicy(statement: PolicyStatement): void {
    this.trust.add(statement);
  }

  public addStatements(statements: PolicyStatement[]): void {
    if (this.policies !== undefined) this.policies.add(statements);
    else this.required.push(...statements);
  }
}

checkCalls(ExistingExecutionRole, "ExistingExecutionRole");

/** Name and path of a role from its ARN, which may hold tokens for partition and account. */
export function roleOfArn(id: string, roleArn: string): { roleName: string; path: string } {
  const parts = parseArn(roleArn);
  const match = parts?.service === "iam" ? /^role(\/(?:.*\/)?)([^/]+)$/.exec(parts.resource) : null;
  if (match !== null) return { path: match[1]!, roleName: match[2]! };
  const got = Token.isUnresolved(roleArn) ? "a token, whose role name is not known here" : `"${roleArn}"`;
  const message = `got ${got}; the ARN of a role is allowed, as in arn:<partition>:iam::<account>:role/<path>/<name>`;
  throw new InvalidInputError(`ExecutionRole "${id}"`, [
    { property: "roleArn", message: `${message}. A role is also brought in by name`, page: AwsPage.iamNames },
  ]);
}
