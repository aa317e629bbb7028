import { DataAwsKmsKey } from "@cdktf/provider-aws/lib/data-aws-kms-key";
import { Lazy } from "cdktf";
import { Construct } from "constructs";
import { kmsKeyArn, parseArn } from "../iam/arn";
import { renderStatements } from "../iam/document";
import { PolicyLimits } from "../iam/policy-limit";
import { SingleDocument } from "../iam/single-document";
import type { PolicyStatement } from "../iam/statement";
import { keyByArn, type KeyTarget } from "../permissions/key-target";
import { existingKeyRule } from "../rules/kms";
import { StackScope } from "../scope/stack-scope";
import { Problems } from "../validation/problems";
import type { ILabelingKey } from "./i-labeling-key";
import { checkCalls } from "../validation/check-input";

/** A key that somebody else manages. Where it is named by an alias, Terraform looks its ARN up in every plan. */
export class ExistingLabelingKey extends Construct implements ILabelingKey {
  public readonly keyArn: string;
  public readonly target: KeyTarget;
  private readonly required: SingleDocument;

  /** @param givenName ARN of the key, or an alias of it */
  public constructor(
    scope: Construct,
    id: string,
    public readonly givenName: string,
  ) {
    super(scope, id);
    const name = givenName;
    const problems = new Problems(() => `LabelingKey "${this.node.path}"`);
    problems.check("existing", name, existingKeyRule, StackScope.of(this).stated);
    problems.throwIfAny();
    this.required = new SingleDocument(() => `LabelingKey "${this.node.path}"`, PolicyLimits.keyPolicy);
    this.keyArn = isAlias(name) ? this.lookUp(name) : name;
    this.target = keyByArn(this.keyArn);
  }

  /** Known in the first plan, as Terraform reads it while it plans. */
  private lookUp(alias: string): string {
    const { id } = new DataAwsKmsKey(this, "Resource", { keyId: alias });
    // Put together: reviewers see the account and region of the key, and policies are cut by about its real length.
    return kmsKeyArn(parseArn(alias) ?? StackScope.of(this), id);
  }

  public get requiredKeyPolicyStatements(): string | undefined {
    if (this.required.statements.length === 0) return undefined;
    return Lazy.stringValue({ produce: () => renderStatements(this.required.statements) });
  }

  public addToKeyPolicy(statement: PolicyStatement): void {
    this.required.add(statement);
  }
}

checkCalls(ExistingLabelingKey, "ExistingLabelingKey");

function isAlias(name: string): boolean {
  return name.startsWith("alias/") || parseArn(name)?.resource.startsWith("alias/") === true;
}
