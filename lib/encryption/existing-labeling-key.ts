import { DataAwsKmsKey } from "@cdktf/provider-aws/lib/data-aws-kms-key";
import { Lazy, Token } from "cdktf";
import { Construct } from "constructs";
import { AwsPage } from "../aws-page";
import { kmsKeyArn, parseArn } from "../iam/arn";
import { renderStatements } from "../iam/document";
import { PolicyLimits } from "../iam/policy-limit";
import { SingleDocument } from "../iam/single-document";
import type { PolicyStatement } from "../iam/statement";
import { keyByArn, type KeyTarget } from "../permissions/key-target";
import type { AwsScope } from "../scope/aws-scope";
import { StackScope } from "../scope/stack-scope";
import { Problems } from "../validation/problems";
import { aliasPattern } from "./key-alias";
import type { ILabelingKey } from "./labeling-key";

/** A key that somebody else manages. Where it is named by an alias, Terraform looks its ARN up in every plan. */
export class ExistingLabelingKey extends Construct implements ILabelingKey {
  public readonly keyArn: string;
  public readonly target: KeyTarget;
  private readonly required: SingleDocument;

  public constructor(scope: Construct, id: string, name: string) {
    super(scope, id);
    const problem = existingKeyProblem(name) ?? elsewhereProblem(name, StackScope.of(this));
    if (problem !== undefined) {
      const problems = new Problems(`LabelingKey "${this.node.path}"`);
      problems.add("existing", problem, AwsPage.kmsAliases);
      problems.throwIfAny();
    }
    this.required = new SingleDocument(`LabelingKey "${this.node.path}"`, PolicyLimits.keyPolicy);
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

function isAlias(name: string): boolean {
  return name.startsWith("alias/") || parseArn(name)?.resource.startsWith("alias/") === true;
}

/** An alias is looked up where the stack is. */
function elsewhereProblem(name: string, scope: AwsScope): string | undefined {
  const arn = parseArn(name);
  if (arn === undefined || !isAlias(name)) return undefined;
  const differs = (one: string, other: string) =>
    !Token.isUnresolved(one) && !Token.isUnresolved(other) && one !== other;
  const where = differs(arn.account, scope.account)
    ? "another account"
    : differs(arn.region, scope.region)
      ? "another region"
      : undefined;
  if (where === undefined) return undefined;
  return `got "${name}", an alias of ${where}; name the key itself, arn:<partition>:kms:<region>:<account>:key/<id>`;
}
