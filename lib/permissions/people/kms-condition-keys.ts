import type { PolicyConditions } from "../../iam/statement";

/**
 * The names under which SageMaker tells IAM which key a request names. Its reference has the long one and calls the short
 * one replaced; its developer guide says the reverse. Policies here are right whichever of them is sent.
 */
export interface KmsConditionKeys {
  readonly long: string;
  readonly short: string;
}

export const outputKmsKey: KmsConditionKeys = {
  long: "sagemaker:OutputKmsKeyArn",
  short: "sagemaker:OutputKmsKey",
};

export const volumeKmsKey: KmsConditionKeys = {
  long: "sagemaker:VolumeKmsKeyArn",
  short: "sagemaker:VolumeKmsKey",
};

/** True when the request names no key, under either name: conditions in one block must all hold. */
export function noKey({ long, short }: KmsConditionKeys): PolicyConditions {
  return { Null: { [long]: ["true"], [short]: ["true"] } };
}

/**
 * One of these is true when the request names a key that is not among `keyArns`; neither is true when it names none. A
 * name that is absent says nothing: only the one that is sent is compared.
 */
export function anotherKey(
  { long, short }: KmsConditionKeys,
  keyArns: readonly string[],
): readonly PolicyConditions[] {
  const differs = { ArnNotEqualsIfExists: { [long]: keyArns, [short]: keyArns } };
  return [long, short].map((sent) => ({ Null: { [sent]: ["false"] }, ...differs }));
}
