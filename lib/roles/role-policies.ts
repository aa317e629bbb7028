import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Annotations, Lazy } from "cdktf";
import { Construct } from "constructs";
import { AwsPage } from "../aws-page";
import { renderPolicy } from "../iam/document";
import { PolicyLimits } from "../iam/policy-limit";
import { PolicySet } from "../iam/policy-set";
import type { PolicyStatement } from "../iam/statement";
import { InvalidInputError } from "../validation/problems";

export interface RolePoliciesProps {
  /** The role's name, as attachments refer to it. */
  readonly role: string;
  /** Name of the first policy; further ones get `-2`, `-3`, … */
  readonly policyName: string;
  readonly path: string;
  readonly tags?: Record<string, string>;
}

/** Policies that IAM attaches to a role: 10 unless AWS raises the quota, 20 at the very most. */
const usualAttachments = 10;
const mostAttachments = 20;

/**
 * What a role may do, as customer managed policies: as few as IAM's limit of 6,144 characters allows, one more whenever
 * what is added does not fit. Each is complete in the first plan.
 */
export class RolePolicies extends Construct {
  private readonly policies: PolicySet;
  private made = 0;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: RolePoliciesProps,
  ) {
    super(scope, id);
    this.policies = new PolicySet(`Policies "${props.policyName}"`, PolicyLimits.managedPolicy);
  }

  /** @throws InvalidInputError when IAM has no room for the statements */
  public add(statements: readonly PolicyStatement[]): void {
    for (const statement of statements) this.policies.add(statement);
    const needed = this.policies.documents.length;
    if (needed > mostAttachments) throw this.tooMany(needed);
    if (needed > usualAttachments && this.made <= usualAttachments) {
      Annotations.of(this).addWarning(
        `more than ${usualAttachments} policies on one role need a higher quota (${AwsPage.iamQuotas})`,
      );
    }
    while (this.made < needed) this.makePolicy(this.made++);
  }

  private makePolicy(index: number): void {
    const suffix = index === 0 ? "" : `-${index + 1}`;
    const { policyName, role, path, tags } = this.props;
    const policy = new IamPolicy(this, `Policy${suffix}`, {
      name: `${policyName}${suffix}`,
      path,
      policy: Lazy.stringValue({ produce: () => renderPolicy(this.policies.documents[index]!) }),
      tags,
    });
    new IamRolePolicyAttachment(this, `Attachment${suffix}`, { role, policyArn: policy.arn });
  }

  private tooMany(needed: number): InvalidInputError {
    const message =
      `${needed} policies of ${PolicyLimits.managedPolicy.characters} characters are needed, and a role takes ` +
      `${mostAttachments} at most. Give the job fewer and wider locations`;
    return new InvalidInputError(`Policies "${this.props.policyName}"`, [
      { property: "inputs", message, page: AwsPage.iamQuotas },
    ]);
  }
}
