import { Lazy, Token, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { kmsAliasArn } from "../iam/arn";
import { renderStatements } from "../iam/document";
import { PolicyLimits } from "../iam/policy-limit";
import { SingleDocument } from "../iam/single-document";
import type { PolicyStatement } from "../iam/statement";
import { keyByAlias, type KeyTarget } from "../permissions/key-target";
import { byPrincipalArn } from "../permissions/key-use";
import type { AwsScope } from "../scope/aws-scope";
import { StackScope } from "../scope/stack-scope";
import type { IKeyLifetime } from "./key-lifetime";
import type { ILabelingKey } from "./labeling-key";

/** Where statements go that a key policy must contain. */
export interface KeyPolicyOfAnotherStack {
  readonly scope: AwsScope;
  readonly lifetime: IKeyLifetime;
  add(statement: PolicyStatement): void;
}

/**
 * A key that another stack makes, and that may not exist yet. Identity policies name it by its alias, and its policy names
 * roles and users by their ARNs, so that neither stack waits for the other.
 */
export class KeyOfAnotherStack extends Construct implements ILabelingKey {
  public readonly keyArn: string;
  public readonly target: KeyTarget;

  public readonly lifetime?: IKeyLifetime;

  private readonly stackScope: AwsScope;
  private readonly required: SingleDocument;

  /** @param policy the key policy, where the other stack is at hand */
  public constructor(
    scope: Construct,
    id: string,
    alias: string,
    private readonly policy?: KeyPolicyOfAnotherStack,
  ) {
    super(scope, id);
    this.lifetime = policy?.lifetime;
    this.stackScope = StackScope.of(this);
    this.keyArn = kmsAliasArn(this.stackScope, alias);
    this.target = keyByAlias(this.stackScope, alias);
    this.required = new SingleDocument(`LabelingKey "${this.node.path}"`, PolicyLimits.keyPolicy);
  }

  public get requiredKeyPolicyStatements(): string | undefined {
    if (this.required.statements.length === 0) return undefined;
    return Lazy.stringValue({ produce: () => renderStatements(this.required.statements) });
  }

  public addToKeyPolicy(statement: PolicyStatement, _principalResource?: ITerraformDependable): void {
    for (const one of byPrincipalArn(statement, this.stackScope)) {
      if (this.policy === undefined) this.required.add(one);
      else this.policy.add(inScopeOf(one, this.stackScope, this.policy.scope));
    }
  }
}

/** A reference to a data source of one stack would make the other read its state. */
function inScopeOf(statement: PolicyStatement, from: AwsScope, to: AwsScope): PolicyStatement {
  const inTheOther = (text: string): string => {
    if (!Token.isUnresolved(text)) return text;
    const read = (["partition", "region", "account"] as const).filter((part) =>
      Token.isUnresolved(from[part]),
    );
    return read.reduce((replaced, part) => replaced.replaceAll(from[part], to[part]), text);
  };
  const all = (texts: readonly string[]) => texts.map(inTheOther);
  const { principal, when } = statement;
  return {
    ...statement,
    ...(principal?.aws && { principal: { aws: all(principal.aws) } }),
    ...(principal?.service && { principal: { service: all(principal.service) } }),
    ...(when && {
      when: Object.fromEntries(
        Object.entries(when).map(([operator, keys]) => [
          operator,
          Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, all(values)])),
        ]),
      ),
    }),
  };
}
