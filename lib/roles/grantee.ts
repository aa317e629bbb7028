import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { type ITerraformDependable, Token } from "cdktf";
import { iamRoleArn } from "../iam/arn";
import { renderStatements } from "../iam/document";
import type { IGrantee } from "../iam/grantee";
import type { PolicyStatement } from "../iam/statement";
import { principalArnRule } from "../rules/iam";
import { StackScope } from "../scope/stack-scope";
import { checkCalls } from "../validation/check-input";
import { InvalidInputError, Problems } from "../validation/problems";
import { RolePolicies } from "./role-policies";

const child = "LabelingPolicies";

/**
 * Makes somebody who is not of this library able to take grants: `topic.grantPublish(Grantee.fromRole(role))`. The roles
 * of this library take them as they are.
 */
export class Grantee implements IGrantee {
  /**
   * A role of CDKTF's own bindings. What it is granted becomes customer managed policies that are attached to it; policies
   * of resources name it by the ARN that follows from its `name` and `path`.
   *
   * @param policyName name of the policies. @default - `<name of the role>-labeling`
   * @throws InvalidInputError when the role has no name of its own that is known before the first plan
   */
  public static fromRole(role: IamRole, policyName?: string): Grantee {
    const { nameInput: name, pathInput: path = "/" } = role;
    if (name === undefined || Token.isUnresolved(name) || Token.isUnresolved(path)) {
      const message =
        "got a role whose name only AWS or Terraform will know, so that no policy could name it in the first plan. " +
        "Give the role a literal name, or use Grantee.fromArn(role.arn)";
      throw new InvalidInputError(`Grantee "${role.node.path}"`, [{ property: "role.name", message }]);
    }
    const known = role.node.tryFindChild(child) as RolePolicies | undefined;
    const policies =
      known ??
      // The attribute is the literal name, known in the plan, and makes Terraform wait for the role.
      new RolePolicies(role, child, { role: role.name, policyName: policyName ?? `${name}-labeling`, path });
    const arn = iamRoleArn(StackScope.of(role), name, path);
    return new Grantee(arn, (statements) => policies.add(statements), role);
  }

  /**
   * A role or user that somebody else manages, by its ARN. Policies of resources name it. In one account that is enough for
   * topics and queues; what its own policies must allow is in `requiredPolicyStatements`.
   *
   * @throws InvalidInputError when it is a literal text and not the ARN of a role, a user or an account
   */
  public static fromArn(principalArn: string): Grantee {
    const problems = new Problems("Grantee");
    problems.check("principalArn", principalArn, principalArnRule, {});
    problems.throwIfAny();
    return new Grantee(principalArn, () => undefined);
  }

  private readonly required: PolicyStatement[] = [];

  private constructor(
    /** The ARN by which policies of resources name it. */
    public readonly principalArn: string,
    private readonly take: (statements: PolicyStatement[]) => void,
    /** What must exist before they can. @default - it exists already */
    public readonly principalResource?: ITerraformDependable,
  ) {}

  /**
   * Adds to what it may do; where others manage it, to what its policies must allow.
   *
   * @throws InvalidInputError when IAM has no room for the statements
   */
  public addStatements(statements: PolicyStatement[]): void {
    this.required.push(...statements);
    this.take(statements);
  }

  /** Everything that it was granted, as a JSON list of statements. For one that others manage: what its policies must allow. */
  public get requiredPolicyStatements(): string {
    return renderStatements(this.required);
  }
}

checkCalls(Grantee, "Grantee");
