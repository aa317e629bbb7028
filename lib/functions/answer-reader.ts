import { grantOnKey } from "../encryption/key-grant";
import type { IGrantee } from "../iam/grantee";
import { keyAllowsAnswerReaders, mayDecryptAnswers, readAnswers } from "../permissions/function-answers";
import { PermissionStyle, statementsFor } from "../permissions/style";
import type { AwsScope } from "../scope/aws-scope";
import { AnswerAccess, type AnswersToConsolidate } from "./annotation-function";

/**
 * Lets a function's own role read answers and decrypt them. Where the role reads all buckets by an AWS managed policy,
 * the key is all that is missing.
 */
export function grantReadByItself(
  role: IGrantee,
  { output, encryptionKey }: AnswersToConsolidate,
  access: AnswerAccess,
  scope: AwsScope,
  style = PermissionStyle.LEAST_PRIVILEGE,
): void {
  if (access === AnswerAccess.S3_READ) {
    role.addStatements(statementsFor(readAnswers, output, { style, hardening: {}, scope }));
  }
  grantOnKey(encryptionKey, role, {
    ownSide: (target) => [mayDecryptAnswers(target, scope)],
    keySide: [keyAllowsAnswerReaders([role.principalArn], scope)],
  });
}
