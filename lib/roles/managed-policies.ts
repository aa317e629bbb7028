import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { Annotations, Lazy } from "cdktf";
import { Construct } from "constructs";
import { AwsPage } from "../aws-page";
import { renderPolicy } from "../iam/document";
import { PolicyLimits } from "../iam/policy-limit";
import { PolicySet } from "../iam/policy-set";
import type { PolicyStatement } from "../iam/statement";
import { InvalidInputError } from "../validation/problems";

export interface ManagedPoliciesProps {
  /** Name of the first policy; further ones get `-2`, `-3`, … */
  readonly policyName: string;
  readonly path: string;
  /** @default - none */
  readonly description?: string;
  readonly tags?: Record<string, string>;
  /** What to do about too many policies. @default - what a job's role would do: have wider locations */
  readonly remedy?: PolicyRemedy;
}

/** How somebody comes to need fewer policies. */
interface PolicyRemedy {
  /** The property to change. */
  readonly property: string;
  /** A whole sentence, without its full stop. */
  readonly advice: string;
}

const widerLocations: PolicyRemedy = {
  property: "inputs",
  advice: "Give the job fewer and wider locations",
};

/** Somebody whom IAM attaches policies to. */
interface PolicyHolder {
  /** As an error should call them: `a role`. */
  readonly kind: string;
  /** Attachments that IAM allows unless AWS raises the quota. */
  readonly usualAttachments: number;
  /** Attachments that IAM allows at the very most. */
  readonly mostAttachments: number;
  /** Attachments that are not of these policies. */
  readonly otherAttachments: number;
  /** @param suffix empty for the first policy, then `-2`, `-3`, … */
  readonly attach: (suffix: string, policyArn: string) => void;
}

/**
 * What somebody may do, as customer managed policies: as few as IAM's limit of 6,144 characters allows, one more whenever
 * what is added does not fit. Each is complete in the first plan, and attached to every holder.
 */
export class ManagedPolicies extends Construct {
  private readonly policies: PolicySet;
  private readonly made: { readonly suffix: string; readonly arn: string }[] = [];
  private readonly holders: PolicyHolder[] = [];
  private readonly warned = new Set<string>();

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: ManagedPoliciesProps,
  ) {
    super(scope, id);
    this.policies = new PolicySet(`Policies "${props.policyName}"`, PolicyLimits.managedPolicy);
  }

  /** Every statement, in the order in which the policies have them. */
  public get statements(): readonly PolicyStatement[] {
    return this.policies.documents.flat();
  }

  /** The names of the policies made so far. */
  public get policyNames(): string[] {
    return this.made.map(({ suffix }) => `${this.props.policyName}${suffix}`);
  }

  /** @throws InvalidInputError when IAM has no room for the statements */
  public add(statements: readonly PolicyStatement[]): void {
    for (const statement of statements) this.policies.add(statement);
    const needed = this.policies.documents.length;
    for (const holder of this.holders) this.checkRoom(holder, needed);
    while (this.made.length < needed) this.makePolicy(this.made.length);
  }

  /**
   * Attaches the policies, those made so far and those to come.
   *
   * @throws InvalidInputError when there are more than IAM can attach
   */
  public attachTo(holder: PolicyHolder): void {
    this.checkRoom(holder, this.made.length);
    this.holders.push(holder);
    for (const { suffix, arn } of this.made) holder.attach(suffix, arn);
  }

  private makePolicy(index: number): void {
    const suffix = index === 0 ? "" : `-${index + 1}`;
    const { policyName, path, description, tags } = this.props;
    const { arn } = new IamPolicy(this, `Policy${suffix}`, {
      name: `${policyName}${suffix}`,
      path,
      description,
      policy: Lazy.stringValue({ produce: () => renderPolicy(this.policies.documents[index]!) }),
      tags,
    });
    this.made.push({ suffix, arn });
    for (const holder of this.holders) holder.attach(suffix, arn);
  }

  private checkRoom(holder: PolicyHolder, policies: number): void {
    const { kind, usualAttachments, mostAttachments, otherAttachments } = holder;
    const needed = policies + otherAttachments;
    if (needed > mostAttachments) throw this.tooMany(kind, needed, mostAttachments);
    if (needed > usualAttachments && !this.warned.has(kind)) {
      this.warned.add(kind);
      Annotations.of(this).addWarning(
        `more than ${usualAttachments} policies on one ${kind} need a higher quota (${AwsPage.iamQuotas})`,
      );
    }
  }

  private tooMany(kind: string, needed: number, most: number): InvalidInputError {
    const { property, advice } = this.props.remedy ?? widerLocations;
    const message =
      `${needed} policies of ${PolicyLimits.managedPolicy.characters} characters are needed, and a ${kind} takes ` +
      `${most} at most. ${advice}`;
    return new InvalidInputError(`Policies "${this.props.policyName}"`, [
      { property, message, page: AwsPage.iamQuotas },
    ]);
  }
}
