import type { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import type { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { type ITerraformDependable, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";

/** What may happen to a key that is made here, seen by those whose data it encrypts. */
export interface IKeyLifetime {
  /**
   * Says that data stays which is encrypted with the key, when the stack of the key is destroyed. `terraform destroy` then
   * refuses to delete the key, and with it to begin at all, unless the key's `preventDestroy` is false.
   */
  keepForRemainingData(): void;

  /**
   * Says that a bucket is encrypted with the key.
   *
   * @returns what the bucket waits for and is deleted before, so that the key stays if the bucket does. Nothing for a
   * bucket of another stack: the key is kept for its data
   */
  outlive(bucket: IConstruct): ITerraformDependable[];
}

/** Keeps a key as long as data needs it. */
export class KeyLifetime implements IKeyLifetime {
  /** @param preventDestroy undefined: as long as data remains */
  public constructor(
    private readonly key: KmsKey,
    private readonly alias: KmsAlias,
    private readonly preventDestroy: boolean | undefined,
  ) {
    if (preventDestroy === true) this.protect();
  }

  public keepForRemainingData(): void {
    if (this.preventDestroy !== false) this.protect();
  }

  public outlive(bucket: IConstruct): ITerraformDependable[] {
    // After the alias, which is after the key: role policies name the key by it.
    if (TerraformStack.of(bucket) === TerraformStack.of(this.key)) return [this.alias];
    this.keepForRemainingData();
    return [];
  }

  private protect(): void {
    this.key.lifecycle = { ...this.key.lifecycle, preventDestroy: true };
  }
}
