import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Annotations, Lazy, Token, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { AwsPage } from "../aws-page";
import { accountRootArn, kmsAliasArn, parseArn } from "../iam/arn";
import { renderPolicy, renderStatements } from "../iam/document";
import { PolicyLimits } from "../iam/policy-limit";
import { Prerequisites } from "../iam/prerequisites";
import { SingleDocument } from "../iam/single-document";
import type { PolicyStatement } from "../iam/statement";
import { keyByAlias, keyByArn, type KeyTarget } from "../permissions/key-target";
import { keyAdministration, keyAllowsDataUsers } from "../permissions/labeling-key";
import { StackScope } from "../scope/stack-scope";
import { Problems } from "../validation/problems";

/** A customer managed key that encrypts the data of labeling jobs. */
export interface ILabelingKey {
  /** What buckets and labeling jobs take as their key: ARN of the key, or of an alias of it. */
  readonly keyArn: string;

  /** How identity policies name the key. */
  readonly target: KeyTarget;

  /**
   * What the policy of an existing key must contain, as a JSON list of statements.
   * @default - undefined for a key made here: its policy contains it
   */
  readonly requiredKeyPolicyStatements?: string;

  /**
   * Adds to the key policy; for an existing key, to what its policy must contain.
   *
   * @param principalResource what must exist before the policy can name it
   */
  addToKeyPolicy(statement: PolicyStatement, principalResource?: ITerraformDependable): void;
}

export interface LabelingKeyProps {
  /** Name of the alias, with `alias/`, then 1 to 250 letters, digits and `/_-`, not beginning with `alias/aws/`. */
  readonly alias: string;
  /** @default "Data of SageMaker Ground Truth labeling jobs" */
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
    return new ExistingLabelingKey(scope, id, keyArn);
  }

  /**
   * A key that exists already, by an alias (`alias/acme-data`, or the alias's ARN). Its policy is not touched: see
   * `requiredKeyPolicyStatements`.
   *
   * @throws InvalidInputError when `alias` is neither, or is an alias of an AWS managed key
   */
  public static fromAlias(scope: Construct, id: string, alias: string): ILabelingKey {
    return new ExistingLabelingKey(scope, id, alias);
  }

  public readonly keyArn: string;
  public readonly target: KeyTarget;

  private readonly policy: SingleDocument;
  private readonly prerequisites: Prerequisites;

  /** @throws InvalidInputError naming every property that is not allowed */
  public constructor(scope: Construct, id: string, props: LabelingKeyProps) {
    super(scope, id);
    validate(this, props);

    const stackScope = StackScope.of(this);
    this.policy = new SingleDocument(`LabelingKey "${this.node.path}"`, PolicyLimits.keyPolicy);
    this.policy.add(keyAdministration({ aws: props.administrators ?? [accountRootArn(stackScope)] }));
    if (props.dataUsers?.length) this.policy.add(keyAllowsDataUsers(props.dataUsers, stackScope));

    const resource = new KmsKey(this, "Resource", {
      description: props.description ?? "Data of SageMaker Ground Truth labeling jobs",
      enableKeyRotation: true,
      rotationPeriodInDays: props.rotationPeriodInDays ?? 365,
      deletionWindowInDays: props.deletionWindowInDays ?? 30,
      policy: Lazy.stringValue({ produce: () => renderPolicy(this.policy.statements) }),
      tags: props.tags,
    });
    this.prerequisites = new Prerequisites(resource);
    this.keyArn = resource.arn;
    new KmsAlias(this, "Alias", { name: props.alias, targetKeyId: resource.keyId });
    this.target = keyByAlias(stackScope, props.alias);
  }

  public addToKeyPolicy(statement: PolicyStatement, principalResource?: ITerraformDependable): void {
    const warning = this.policy.add(statement);
    if (warning !== undefined) Annotations.of(this).addWarning(warning);
    this.prerequisites.add(principalResource);
  }
}

/** A key that somebody else manages. */
class ExistingLabelingKey extends Construct implements ILabelingKey {
  public readonly keyArn: string;
  public readonly target: KeyTarget;
  private readonly required: SingleDocument;

  public constructor(scope: Construct, id: string, name: string) {
    super(scope, id);
    const problem = existingKeyProblem(name);
    if (problem !== undefined) {
      const problems = new Problems(`LabelingKey "${this.node.path}"`);
      problems.add("existing", problem, AwsPage.kmsAliases);
      problems.throwIfAny();
    }
    const stackScope = StackScope.of(this);
    this.required = new SingleDocument(`LabelingKey "${this.node.path}"`, PolicyLimits.keyPolicy);
    const isAlias = name.startsWith("alias/") || parseArn(name)?.resource.startsWith("alias/") === true;
    this.keyArn = name.startsWith("alias/") ? kmsAliasArn(stackScope, name) : name;
    this.target = isAlias ? keyByAlias(stackScope, name) : keyByArn(name);
  }

  public get requiredKeyPolicyStatements(): string | undefined {
    if (this.required.statements.length === 0) return undefined;
    return Lazy.stringValue({ produce: () => renderStatements(this.required.statements) });
  }

  public addToKeyPolicy(statement: PolicyStatement): void {
    this.required.add(statement);
  }
}

/** What is wrong with the name of an existing key, if anything. Tokens pass. */
export function existingKeyProblem(name: string): string | undefined {
  if (Token.isUnresolved(name)) return undefined;
  const arn = parseArn(name);
  const resource = arn?.resource ?? name;
  if (arn?.service === "kms" && resource.startsWith("key/")) return undefined;
  if (resource.startsWith("alias/aws/")) {
    return `got "${name}", a key that AWS manages: its policy cannot name an execution role. Use a customer managed key`;
  }
  if (aliasPattern.test(resource) && (arn === undefined || arn.service === "kms")) return undefined;
  return `got "${name}"; a key is named by alias/<name>, the ARN of an alias or the ARN of a key`;
}

const aliasPattern = /^alias\/[a-zA-Z0-9/_-]{1,250}$/;

function validate(key: Construct, props: LabelingKeyProps): void {
  const problems = new Problems(`LabelingKey "${key.node.path}"`);
  const { alias, administrators, dataUsers } = props;
  if (!Token.isUnresolved(alias) && (!aliasPattern.test(alias) || alias.startsWith("alias/aws/"))) {
    const allowed = "an alias is alias/ and 1 to 250 letters, digits, /, _ and -; alias/aws/ belongs to AWS";
    problems.add("alias", `got "${alias}"; ${allowed}`, AwsPage.kmsAliases);
  }
  const inDays = (
    property: "deletionWindowInDays" | "rotationPeriodInDays",
    from: number,
    to: number,
    page: string,
  ) => {
    const days = props[property];
    if (days === undefined || Token.isUnresolved(days)) return;
    if (!Number.isInteger(days) || days < from || days > to) {
      problems.add(property, `got ${days}; whole days from ${from} to ${to} are allowed`, page);
    }
  };
  inDays("deletionWindowInDays", 7, 30, AwsPage.kmsDeletion);
  inDays("rotationPeriodInDays", 90, 2560, AwsPage.kmsRotation);
  if (administrators?.length === 0) {
    problems.add("administrators", "got an empty list; name somebody, or leave it out", AwsPage.kmsKeyPolicy);
  }
  for (const [property, arns] of Object.entries({ administrators, dataUsers })) {
    arns?.forEach((arn, index) => {
      if (!Token.isUnresolved(arn) && parseArn(arn)?.service !== "iam") {
        problems.add(
          `${property}[${index}]`,
          `got "${arn}"; the ARN of a role, user or account root is allowed`,
        );
      }
    });
  }
  problems.throwIfAny();
}
