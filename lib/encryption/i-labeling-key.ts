import type { IConstruct } from "constructs";
import type { KeyTarget } from "../permissions/key-target";
import type { IKeyLifetime } from "./key-lifetime";
import type { PolicyStatement } from "../iam/statement";
import type { ITerraformDependable } from "cdktf";

/** A customer managed key that encrypts the data of labeling jobs. */
export interface ILabelingKey extends IConstruct {
  /** What buckets and labeling jobs take as their key: ARN of the key, or of an alias of it. */
  readonly keyArn: string;

  /** How identity policies name the key. */
  readonly target: KeyTarget;

  /** What may happen to the key. @default - nothing, as far as is known here: it is not made here */
  readonly lifetime?: IKeyLifetime;

  /**
   * Whether the key policy alone lets roles of the key's account use the key, so that their own policies need not say so:
   * that of a key which is made in the same stack names them.
   * @default false
   */
  readonly keyPolicyIsEnough?: boolean;

  /**
   * What the policy of an existing key must contain, as a JSON list of statements.
   * @default - undefined for a key made here: its policy contains it
   */
  readonly requiredKeyPolicyStatements?: string | undefined;

  /**
   * Adds to the key policy; for an existing key, to what its policy must contain.
   *
   * @param principalResource what must exist before the policy can name it
   */
  addToKeyPolicy(statement: PolicyStatement, principalResource?: ITerraformDependable): void;
}
