import { IamGroup } from "@cdktf/provider-aws/lib/iam-group";
import { IamGroupPolicyAttachment } from "@cdktf/provider-aws/lib/iam-group-policy-attachment";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { IamUser } from "@cdktf/provider-aws/lib/iam-user";
import { IamUserPolicyAttachment } from "@cdktf/provider-aws/lib/iam-user-policy-attachment";
import { Annotations, Lazy, Token } from "cdktf";
import { Construct } from "constructs";
import { AwsPage } from "../aws-page";
import { awsManagedPolicyArn, iamRoleArn } from "../iam/arn";
import { renderPolicy } from "../iam/document";
import type { PolicyStatement } from "../iam/statement";
import { guardRailStatements } from "../permissions/people/guard-rails";
import type { PersonaPermissions } from "../permissions/people/persona-subject";
import { PermissionStyle, type PermissionRules } from "../permissions/style";
import { StackScope } from "../scope/stack-scope";
import { ManagedPolicies } from "./managed-policies";
import { permissionSet } from "./permission-set";
import { checkNewRole, checkPersonaProps, checkPrincipalName, trustOf } from "./persona-checks";
import { checkCalls, checkInput } from "../validation/check-input";
import type { PersonaProps, PersonaRoleProps } from "./persona-props";

export type { PersonaProps, PersonaRoleProps } from "./persona-props";

/**
 * A kind of person, and what such a person may do: customer managed policies, attached to roles, groups and users, or
 * written down for a permission set of IAM Identity Center.
 *
 * A persona of its own has the statements that `addStatements` gives it; the subclasses bring theirs.
 */
export class Persona extends Construct {
  /** By which rules its permissions are written. */
  protected readonly rules: PermissionRules;

  private readonly policies: ManagedPolicies;
  private readonly path: string;
  private readonly awsManagedPolicyNames = new Set<string>();
  private readonly told = new Set<string>();
  private readonly holders = new Set<string>();
  private readonly tags?: Record<string, string>;

  /** @throws InvalidInputError naming every property that is not allowed */
  public constructor(scope: Construct, id: string, props: PersonaProps) {
    checkInput("Persona", scope, id, props);
    super(scope, id);
    checkPersonaProps("Persona", scope, id, props);
    const { policyName, description, permissions = {}, guardRails = {}, tags } = props;
    this.path = props.path ?? "/";
    this.tags = tags;
    this.rules = {
      style: permissions.style ?? PermissionStyle.LEAST_PRIVILEGE,
      hardening: permissions.hardening ?? {},
      scope: StackScope.of(this),
    };
    this.policies = new ManagedPolicies(this, "Default", {
      policyName,
      path: this.path,
      description,
      tags,
      remedy: { property: "policyName", advice: "Make several personas, each for a part of this one's work" },
    });
    this.addStatements(guardRailStatements(guardRails));
    if (guardRails.requireVolumeKey) {
      Annotations.of(this).addWarning(
        "requireVolumeKey denies every job without automated labeling, as only that has a storage volume to encrypt " +
          `(${AwsPage.labelingKey})`,
      );
    }
  }

  /** The names of its customer managed policies. More come with more statements. */
  public get policyNames(): string[] {
    return this.policies.policyNames;
  }

  /**
   * What a permission set of IAM Identity Center takes, as a JSON object: `InlinePolicy`, or, when that would be longer
   * than the 10,240 characters that it may have, `CustomerManagedPolicyReferences` to the policies made here, which
   * must then exist in each account of the permission set; `ManagedPolicies` with those of AWS.
   *
   * @see https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetcustom.html
   */
  public get permissionSetJson(): string {
    return Lazy.stringValue({
      produce: () =>
        permissionSet({
          statements: this.policies.statements,
          policyNames: this.policyNames,
          path: this.path,
          awsManagedPolicyArns: [...this.awsManagedPolicyNames].map((name) =>
            awsManagedPolicyArn(this.rules.scope, name),
          ),
        }),
    });
  }

  /**
   * Adds to what the persona may do.
   *
   * @throws InvalidInputError when IAM has no room for the statements
   */
  public addStatements(statements: PolicyStatement[]): void {
    this.policies.add(statements);
  }

  /**
   * Gives the policies to a role that exists, or is made elsewhere in the stack.
   *
   * @throws InvalidInputError when the name is not allowed, or the role would have more than 20 policies
   */
  public attachToRole(roleName: string): void {
    checkPrincipalName(this, "roleName", roleName);
    this.attach("role", roleName, 20, (holder, id, policyArn) => {
      new IamRolePolicyAttachment(holder, id, { role: roleName, policyArn });
    });
  }

  /**
   * Gives the policies to a group of users that exists, or is made elsewhere in the stack.
   *
   * @throws InvalidInputError when the name is not allowed, or the group would have more than 10 policies
   */
  public attachToGroup(groupName: string): void {
    checkPrincipalName(this, "groupName", groupName);
    this.attach("group", groupName, 10, (holder, id, policyArn) => {
      new IamGroupPolicyAttachment(holder, id, { group: groupName, policyArn });
    });
  }

  /**
   * Gives the policies to a user that exists, or is made elsewhere in the stack.
   *
   * @throws InvalidInputError when the name is not allowed, or the user would have more than 20 policies
   */
  public attachToUser(userName: string): void {
    checkPrincipalName(this, "userName", userName);
    this.attach("user", userName, 20, (holder, id, policyArn) => {
      new IamUserPolicyAttachment(holder, id, { user: userName, policyArn });
    });
  }

  /**
   * Makes a role that people assume, with the policies.
   *
   * @returns its ARN, known before the first plan
   * @throws InvalidInputError naming every property that is not allowed
   */
  public createRole(props: PersonaRoleProps): string {
    checkNewRole(this, props);
    const { name: roleName, permissionsBoundary: permissionsBoundaryArn } = props;
    const role = new IamRole(this, `NewRole-${roleName}`, {
      name: roleName,
      path: this.path,
      assumeRolePolicy: renderPolicy(trustOf(props, this.rules.scope)),
      permissionsBoundary: permissionsBoundaryArn,
      tags: this.tags,
    });
    // The attribute is the literal name, known in the plan, and makes Terraform wait for the role.
    this.attach("role", roleName, 20, (holder, id, policyArn) => {
      new IamRolePolicyAttachment(holder, id, { role: role.name, policyArn });
    });
    return iamRoleArn(this.rules.scope, roleName, this.path);
  }

  /**
   * Makes a group of users, with the policies. It has no members: adding some is a right of its own.
   *
   * @throws InvalidInputError when the name is not allowed
   */
  public createGroup(groupName: string): void {
    checkPrincipalName(this, "groupName", groupName);
    const group = new IamGroup(this, `NewGroup-${groupName}`, { name: groupName, path: this.path });
    this.attach("group", groupName, 10, (holder, id, policyArn) => {
      new IamGroupPolicyAttachment(holder, id, { group: group.name, policyArn });
    });
  }

  /**
   * Makes a user, with the policies, and without password and access keys: these would stand in Terraform's state.
   *
   * @throws InvalidInputError when the name is not allowed
   */
  public createUser(userName: string): void {
    checkPrincipalName(this, "userName", userName);
    const user = new IamUser(this, `NewUser-${userName}`, {
      name: userName,
      path: this.path,
      tags: this.tags,
    });
    this.attach("user", userName, 20, (holder, id, policyArn) => {
      new IamUserPolicyAttachment(holder, id, { user: user.name, policyArn });
    });
  }

  /** What a subclass brings: its statements and, in the AWS managed style, the policies of AWS. */
  protected addPermissions({ statements, broadPolicies, warnings }: PersonaPermissions): void {
    this.policies.add(statements);
    for (const { name } of broadPolicies) this.awsManagedPolicyNames.add(name);
    for (const warning of warnings) {
      if (this.told.has(warning)) continue;
      this.told.add(warning);
      Annotations.of(this).addWarning(warning);
    }
  }

  private attach(
    kind: "role" | "group" | "user",
    name: string,
    mostAttachments: number,
    attachment: (holder: Construct, id: string, policyArn: string) => void,
  ): void {
    if (this.holders.has(`${kind} ${name}`)) return;
    this.holders.add(`${kind} ${name}`);
    // A name that only Terraform will know cannot stand in an id.
    const id = Token.isUnresolved(name) ? `${this.holders.size}` : name;
    const holder = new Construct(this, `${kind}-${id}`);
    for (const policyName of this.awsManagedPolicyNames) {
      attachment(holder, policyName, awsManagedPolicyArn(this.rules.scope, policyName));
    }
    this.policies.attachTo({
      kind,
      usualAttachments: 10,
      mostAttachments,
      otherAttachments: this.awsManagedPolicyNames.size,
      attach: (suffix, policyArn) => attachment(holder, `Attachment${suffix}`, policyArn),
    });
  }
}

checkCalls(Persona, "Persona");
