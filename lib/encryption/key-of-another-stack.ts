import { Lazy, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { kmsAliasArn } from "../iam/arn";
import { byPrincipalArn } from "../iam/by-principal-arn";
import { renderStatements } from "../iam/document";
import { PolicyLimits } from "../iam/policy-limit";
import { SingleDocument } from "../iam/single-document";
import type { PolicyStatement } from "../iam/statement";
import { keyByAlias, type KeyTarget } from "../permissions/key-target";
import { StackScope } from "../scope/stack-scope";
import type { IKeyLifetime } from "./key-lifetime";
import type { ILabelingKey } from "./i-labeling-key";
import { checkCalls } from "../validation/check-input";

/** Writes a statement of the stack that uses a key into the key policy. */
export type ToKeyPolicy = (statement: PolicyStatement, from: StackScope) => void;

/**
 * A key that another stack makes, and that may not exist yet. Identity policies name it by its alias, and its policy names
 * roles and users by their ARNs, so that neither stack waits for the other.
 */
export class KeyOfAnotherStack extends Construct implements ILabelingKey {
  public readonly keyArn: string;
  public readonly target: KeyTarget;
  public readonly lifetime?: IKeyLifetime;

  private readonly stackScope: StackScope;
  private readonly required: SingleDocument;

  /** @param toKeyPolicy the way to the key policy, where the other stack is at hand */
  public constructor(
    scope: Construct,
    id: string,
    alias: string,
    private readonly toKeyPolicy?: ToKeyPolicy,
    lifetime?: IKeyLifetime,
  ) {
    super(scope, id);
    this.lifetime = lifetime;
    this.stackScope = StackScope.of(this);
    this.keyArn = kmsAliasArn(this.stackScope, alias);
    this.target = keyByAlias(this.stackScope, alias);
    this.required = new SingleDocument(() => `LabelingKey "${this.node.path}"`, PolicyLimits.keyPolicy);
  }

  public get requiredKeyPolicyStatements(): string | undefined {
    if (this.required.statements.length === 0) return undefined;
    return Lazy.stringValue({ produce: () => renderStatements(this.required.statements) });
  }

  /** @param principalResource undefined for principals that exist: what their own policies say nobody knows here */
  public addToKeyPolicy(statement: PolicyStatement, principalResource?: ITerraformDependable): void {
    const { toKeyPolicy, stackScope } = this;
    if (toKeyPolicy !== undefined && principalResource === undefined) toKeyPolicy(statement, stackScope);
    else
      for (const one of byPrincipalArn(statement, stackScope)) (toKeyPolicy ?? this.require)(one, stackScope);
  }

  private readonly require = (statement: PolicyStatement): void => {
    this.required.add(statement);
  };
}

checkCalls(KeyOfAnotherStack, "KeyOfAnotherStack");
