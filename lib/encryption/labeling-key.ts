import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { AwsPage } from "../aws-page";
import { accountRootArn } from "../iam/arn";
import { PolicyLimits } from "../iam/policy-limit";
import { ResourcePolicy } from "../iam/resource-policy";
import type { PolicyStatement } from "../iam/statement";
import type { Hardening } from "../permissions/hardening";
import { keyByAlias, type KeyTarget } from "../permissions/key-target";
import { keyAllows, type KeyUse } from "../permissions/key-use";
import { keyAdministration, keyAllowsDataUsers } from "../permissions/labeling-key";
import { deployAfterIfPossible } from "../scope/deploy-order";
import { StackScope } from "../scope/stack-scope";
import { checkCalls, checkInput } from "../validation/check-input";
import { Problems } from "../validation/problems";
import { ExistingLabelingKey } from "./existing-labeling-key";
import { type IKeyLifetime, KeyLifetime } from "./key-lifetime";
import { KeyOfAnotherStack, type ToKeyPolicy } from "./key-of-another-stack";
import { principalArnRule, roleOrUserArnRule } from "../rules/iam";
import { newAliasRule, newKeyRules } from "../rules/kms";
import type { ILabelingKey } from "./i-labeling-key";

export type { ILabelingKey } from "./i-labeling-key";

/** How a key is made: its alias, who manages it, who uses it. */
export interface LabelingKeyProps {
  /** Name of the alias, with `alias/`, then 1 to 250 letters, digits and `/_-`, not beginning with `alias/aws/`. */
  readonly alias: string;
  /** Description of the key, as the KMS console shows it. @default "Data of SageMaker Ground Truth labeling jobs" */
  readonly description?: string;
  /**
   * ARNs of the roles and users that manage the key: everything but its use. KMS asks that the deploying principal be
   * among them.
   * @default - whoever the IAM policies of the account allow to
   */
  readonly administrators?: string[];
  /**
   * ARNs of the roles and users that bring data in or read answers. The key works for them through Amazon S3 only.
   * @default - nobody but the roles that this library makes
   */
  readonly dataUsers?: string[];
  /**
   * Days between the order to delete the key and its deletion, 7 to 30.
   * @default 30
   */
  readonly deletionWindowInDays?: number;
  /**
   * Days between rotations, 90 to 2560.
   * @default 365
   */
  readonly rotationPeriodInDays?: number;
  /**
   * Whether `terraform destroy` refuses to delete the key, before it deletes anything: Terraform's `prevent_destroy`.
   * Without the key nobody can read what it encrypts, for ever.
   * @default - true if a workflow writes answers with the key to a bucket that is not made in the key's stack
   */
  readonly preventDestroy?: boolean;
  /** Tags of what is made here, beside the provider's default tags. @default - none */
  readonly tags?: Record<string, string>;
}

/**
 * A customer managed key with rotation, an alias, and a policy that keeps administration apart from use.
 *
 * Only principals that the key policy names can use the key: the account's IAM policies can manage it and no more.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sms-security-kms-permissions.html
 */
export class LabelingKey extends Construct implements ILabelingKey {
  /**
   * A key that exists already, by the ARN of the key. Its policy is not touched: see `requiredKeyPolicyStatements`.
   *
   * @throws InvalidInputError when `keyArn` is not the ARN of a key
   */
  public static fromKeyArn(scope: Construct, id: string, keyArn: string): ILabelingKey {
    checkInput("LabelingKey.fromKeyArn", scope, id, { keyArn });
    return new ExistingLabelingKey(scope, id, keyArn);
  }

  /**
   * A key that exists already, by an alias (`alias/acme-data`, or the alias's ARN) of the stack's account and region.
   * Terraform looks up which key that is in every plan, with the data source `aws_kms_key`: whoever deploys needs
   * `kms:DescribeKey` on it. Its policy is not touched: see `requiredKeyPolicyStatements`.
   *
   * @throws InvalidInputError when `alias` is neither, is an alias of an AWS managed key, or of another account or region
   */
  public static fromAlias(scope: Construct, id: string, alias: string): ILabelingKey {
    checkInput("LabelingKey.fromAlias", scope, id, { alias });
    return new ExistingLabelingKey(scope, id, alias);
  }

  /**
   * A key that another stack makes, by its alias (`alias/acme-signs`). It need not exist yet. Identity policies name
   * `key/*` of the stack's account and region with a condition on the alias. The other stack must let in who uses it:
   * see `grantToPrincipals`, and `requiredKeyPolicyStatements` for what its policy must contain. Where the other stack is
   * part of the same app, `usedFrom` does both.
   *
   * Its `keyArn` is the ARN of the alias, which CloudWatch Logs and Lambda do not take.
   *
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
   */
  public static fromAliasOfAnotherStack(scope: Construct, id: string, alias: string): ILabelingKey {
    checkInput("LabelingKey.fromAliasOfAnotherStack", scope, id, { alias });
    return new KeyOfAnotherStack(scope, id, alias);
  }

  public readonly keyArn: string;
  public readonly target: KeyTarget;
  public readonly keyPolicyIsEnough = true;
  /** With `alias/`. */
  public readonly alias: string;
  public readonly lifetime: IKeyLifetime;

  private readonly policy: ResourcePolicy;

  /** @throws InvalidInputError naming every property that is not allowed */
  public constructor(scope: Construct, id: string, props: LabelingKeyProps) {
    checkInput("LabelingKey", scope, id, props);
    super(scope, id);
    validate(this, props);

    const stackScope = StackScope.of(this);
    this.policy = new ResourcePolicy(() => `LabelingKey "${this.node.path}"`, PolicyLimits.keyPolicy);
    this.policy.add(keyAdministration({ aws: props.administrators ?? [accountRootArn(stackScope)] }));
    if (props.dataUsers?.length) this.policy.add(keyAllowsDataUsers(props.dataUsers, stackScope));

    const resource = new KmsKey(this, "Resource", {
      description: props.description ?? "Data of SageMaker Ground Truth labeling jobs",
      enableKeyRotation: true,
      rotationPeriodInDays: props.rotationPeriodInDays ?? 365,
      deletionWindowInDays: props.deletionWindowInDays ?? 30,
      policy: this.policy.text,
      tags: props.tags,
    });
    this.policy.heldBy(resource);
    this.keyArn = resource.arn;
    this.alias = props.alias;
    const alias = new KmsAlias(this, "Alias", { name: props.alias, targetKeyId: resource.keyId });
    this.lifetime = new KeyLifetime(resource, alias, props.preventDestroy);
    this.target = keyByAlias(stackScope, props.alias);
  }

  public addToKeyPolicy(statement: PolicyStatement, principalResource?: ITerraformDependable): void {
    this.policy.add(statement, principalResource);
  }

  /** Adds what another stack asks for, in the terms of this one: Terraform reads the account in each stack anew. */
  public addFrom(from: StackScope, statement: PolicyStatement): void {
    this.addToKeyPolicy(
      JSON.parse(from.toldIn(StackScope.of(this), JSON.stringify(statement))) as PolicyStatement,
    );
  }

  /**
   * The key as another stack of the same app uses it. What grants of that stack give on the key is written into the policy
   * of this one, for exactly the roles and users of the grant by their ARNs, and into their own policies. Neither stack
   * reads the state of the other, and the roles need not exist before the key. This stack is deployed first, unless it
   * waits for the other one.
   *
   * @param scope in the stack that uses the key
   */
  public usedFrom(scope: Construct, id: string): ILabelingKey {
    deployAfterIfPossible(scope, this);
    const toKeyPolicy: ToKeyPolicy = (statement, from) => this.addFrom(from, statement);
    return new KeyOfAnotherStack(scope, id, this.alias, toKeyPolicy, this.lifetime);
  }

  /**
   * Lets roles and users that are made elsewhere, now or later, use the key. The key policy's statement is for their
   * accounts, with a condition on exactly these ARNs: they need not exist yet, and may be deleted and made again. Their
   * own policies must allow the use too: see `fromAliasOfAnotherStack`.
   *
   * @param principalArns ARNs of roles and users, made of names and the partition and account of the key's stack
   * @param hardening that of the roles: a hardening holds only where both sides have it. @default - none
   * @throws InvalidInputError when one of them is the ARN of something else, or has a wildcard
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
   */
  public grantToPrincipals(use: KeyUse, principalArns: string[], hardening: Hardening = {}): void {
    const problems = new Problems(() => `LabelingKey "${this.node.path}"`);
    principalArns.forEach((arn, index) => {
      problems.check(`principalArns[${index}]`, arn, roleOrUserArnRule, StackScope.of(this).stated);
    });
    problems.throwIfAny();
    if (principalArns.length === 0) return;
    for (const statement of keyAllows(use, principalArns, StackScope.of(this), hardening)) {
      this.addToKeyPolicy(statement);
    }
  }
}

checkCalls(LabelingKey, "LabelingKey");

function validate(key: Construct, props: LabelingKeyProps): void {
  const problems = new Problems(() => `LabelingKey "${key.node.path}"`);
  const { alias, administrators, dataUsers } = props;
  problems.check("alias", alias, newAliasRule);
  problems.checkAll(props, newKeyRules);
  if (administrators?.length === 0) {
    problems.add("administrators", "got an empty list; name somebody, or leave it out", AwsPage.kmsKeyPolicy);
  }
  for (const [property, arns] of Object.entries({ administrators, dataUsers })) {
    arns?.forEach((arn, index) => {
      problems.check(`${property}[${index}]`, arn, principalArnRule, StackScope.of(key).stated);
    });
  }
  problems.throwIfAny();
}
