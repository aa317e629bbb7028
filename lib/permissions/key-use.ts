import { byPrincipalArn } from "../iam/by-principal-arn";
import type { PolicyStatement } from "../iam/statement";
import type { AwsScope } from "../scope/aws-scope";
import { keyAllowsAnswerReaders } from "./function-answers";
import { keyAllowsDeadLetters } from "./function-role";
import type { Hardening } from "./hardening";
import { keyAllowsDataUsers, keyAllowsDecrypt, keyAllowsRole, keyAllowsVolumeGrants } from "./labeling-key";
import { keyAllowsConsumers, keyAllowsPublishers } from "./messaging";

/** What somebody does with a key. */
export enum KeyUse {
  /** Jobs of an execution role read input and write answers: `kms:Encrypt`, `kms:Decrypt`, `kms:ReEncrypt*`, `kms:GenerateDataKey*`, `kms:DescribeKey`. */
  LABELING_DATA = "labeling-data",
  /** Jobs of an execution role read input: `kms:Decrypt`, `kms:DescribeKey`. */
  DECRYPT_INPUT = "decrypt-input",
  /** An execution role lets SageMaker encrypt storage volumes: `kms:CreateGrant`. */
  VOLUME_GRANTS = "volume-grants",
  /** People and programs bring data in or read answers, through S3 only: `kms:Decrypt`, `kms:GenerateDataKey*`, `kms:DescribeKey`. */
  DATA_THROUGH_S3 = "data-through-s3",
  /** Post-annotation functions read answers, through S3 only: `kms:Decrypt`. */
  READ_ANSWERS = "read-answers",
  /** Whoever publishes to topics that the key encrypts, through SNS only: `kms:Decrypt`, `kms:GenerateDataKey*`. */
  PUBLISH = "publish",
  /** Whoever takes messages off queues that the key encrypts, through SQS only: `kms:Decrypt`. */
  CONSUME = "consume",
  /** Functions that send dead letters to a queue that the key encrypts, and whoever has them moved back, through SQS only: `kms:Decrypt`, `kms:GenerateDataKey*`. */
  DEAD_LETTERS = "dead-letters",
}

type KeySide = (
  principals: readonly string[],
  scope: AwsScope,
  hardening: Hardening,
) => PolicyStatement | PolicyStatement[];

const keySides: Readonly<Record<KeyUse, KeySide>> = {
  [KeyUse.LABELING_DATA]: keyAllowsRole,
  [KeyUse.DECRYPT_INPUT]: keyAllowsDecrypt,
  [KeyUse.VOLUME_GRANTS]: (roleArns, _scope, hardening) => keyAllowsVolumeGrants(roleArns, hardening),
  [KeyUse.DATA_THROUGH_S3]: keyAllowsDataUsers,
  [KeyUse.READ_ANSWERS]: keyAllowsAnswerReaders,
  [KeyUse.PUBLISH]: keyAllowsPublishers,
  [KeyUse.CONSUME]: keyAllowsConsumers,
  [KeyUse.DEAD_LETTERS]: keyAllowsDeadLetters,
};

/** What a key policy says of a use, by principals that exist. */
export function keyAllows(
  use: KeyUse,
  principalArns: readonly string[],
  scope: AwsScope,
  hardening: Hardening,
): readonly PolicyStatement[] {
  return [keySides[use](principalArns, scope, hardening)].flat().flatMap((one) => byPrincipalArn(one, scope));
}
