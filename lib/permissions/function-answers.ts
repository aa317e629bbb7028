import { AwsPage } from "../aws-page";
import { s3ObjectsArn } from "../iam/arn";
import { allow, type PolicyStatement } from "../iam/statement";
import type { AwsScope } from "../scope/aws-scope";
import { type KeyTarget, onKey } from "./key-target";
import type { S3Folder } from "./s3-data";
import type { PermissionSubject } from "./style";

/*
 * How a post-annotation function gets at the answers of workers: by reading them itself, or by assuming the execution
 * role, which may.
 */

/**
 * The folder that answers lie in. There is no `s3:ListBucket`: the function is told the name of what it reads, and
 * what is not there is answered with "access denied" then, so that the function cannot find out what else there is.
 */
export const readAnswers: PermissionSubject<S3Folder> = {
  leastPrivilege: (folder, scope) => [read(folder, scope)],
  asDocumented: ({ bucketName }, scope) => [read({ bucketName, prefix: "" }, scope)],
  // The managed policy is the execution role's: it says nothing of functions.
  beyondAwsManaged: (folder, scope) => [read(folder, scope)],
};

function read({ bucketName, prefix }: S3Folder, scope: AwsScope): PolicyStatement {
  return allow("S3ReadAnswers", {
    actions: ["s3:GetObject"],
    resources: [s3ObjectsArn(scope, bucketName, prefix)],
    reason: "the function reads the answers of workers below the output location",
    page: AwsPage.annotationFunctions,
  });
}

/** The key that encrypts answers. AWS's page says nothing of it; without it an encrypted object cannot be read. */
export function mayDecryptAnswers(key: KeyTarget, scope: AwsScope): PolicyStatement {
  return allow("DecryptAnswers", {
    actions: ["kms:Decrypt"],
    ...onKey(key, throughS3(scope)),
    reason: "answers are encrypted with this key; the function has no use for it but S3's",
    page: AwsPage.s3Kms,
  });
}

/** The key's side of functions that read answers. */
export function keyAllowsAnswerReaders(roleArns: readonly string[], scope: AwsScope): PolicyStatement {
  return allow("AllowAnswerReadersThroughS3", {
    principal: { aws: roleArns },
    actions: ["kms:Decrypt"],
    resources: ["*"],
    when: throughS3(scope),
    reason: "post-annotation functions read encrypted answers; without S3 the key is of no use to them",
    page: AwsPage.kmsViaService,
  });
}

/** The function's side of assuming the execution role. The same in every style. */
export function mayAssume(executionRoleArn: string): PolicyStatement {
  return allow("AssumeExecutionRole", {
    actions: ["sts:AssumeRole"],
    resources: [executionRoleArn],
    reason: "the function reads the answers of workers as the execution role",
    page: AwsPage.annotationFunctions,
  });
}

/** The execution role's side: its trust policy, beside SageMaker. The same in every style. */
export function assumedByFunctions(roleArns: readonly string[]): PolicyStatement {
  return allow("AssumedByAnnotationFunctions", {
    principal: { aws: roleArns },
    actions: ["sts:AssumeRole"],
    reason: "post-annotation functions read the answers of workers as this role",
    page: AwsPage.annotationFunctions,
  });
}

function throughS3(scope: AwsScope) {
  return { StringEquals: { "kms:ViaService": [`s3.${scope.region}.amazonaws.com`] } };
}
