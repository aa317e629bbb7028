import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { type IGrantee, type PolicyStatement, StackScope } from "../../../lib";
import { RolePolicies } from "../../../lib/roles/role-policies";

const trust = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
};

/** A program of the user's: a role that can do what it is granted and nothing else. */
export class Program extends Construct implements IGrantee {
  public readonly principalArn: string;
  public readonly principalResource: ITerraformDependable;
  private readonly policies: RolePolicies;

  public constructor(scope: Construct, roleName: string) {
    super(scope, roleName);
    const { partition, account } = StackScope.of(this);
    this.principalArn = `arn:${partition}:iam::${account}:role/${roleName}`;
    const role = new IamRole(this, "Resource", { name: roleName, assumeRolePolicy: JSON.stringify(trust) });
    this.principalResource = role;
    this.policies = new RolePolicies(this, "Policies", { role: role.name, policyName: roleName, path: "/" });
  }

  public addStatements(statements: PolicyStatement[]): void {
    this.policies.add(statements);
  }
}
