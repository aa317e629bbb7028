import { AwsPage } from "../aws-page";
import { parseArn, s3ObjectsArn } from "../iam/arn";
import { conditionValues } from "../rules/own-statement";
import { allow, type PolicyConditions, type PolicyStatement, type WrittenConditions } from "../iam/statement";
import type { AwsScope } from "../scope/aws-scope";
import { type KeyTarget, onKey } from "./key-target";
import type { S3Folder } from "./s3-data";

/*
 * What an annotation function may do besides its work: each right is asked for by name, and none is there by default.
 */

/** The objects of the workflow's inputs. No `s3:ListBucket`: the function is told the name of what it reads. */
export function mayReadInput(inputs: readonly S3Folder[], scope: AwsScope): PolicyStatement {
  return allow("S3ReadInput", {
    actions: ["s3:GetObject"],
    resources: inputs.map(({ bucketName, prefix }) => s3ObjectsArn(scope, bucketName, prefix)),
    reason: "the function looks into the data objects themselves, as its inputAccess says",
    page: AwsPage.annotationFunctions,
  });
}

/** The key that encrypts what the function reads. */
export function mayDecryptInput(key: KeyTarget, scope: AwsScope): PolicyStatement {
  return allow("DecryptInput", {
    actions: ["kms:Decrypt"],
    ...onKey(key, throughS3(scope)),
    reason: "data objects are encrypted with this key; the function has no use for it but S3's",
    page: AwsPage.s3Kms,
  });
}

/** The key's side of functions that read data objects. */
export function keyAllowsInputReaders(roleArns: readonly string[], scope: AwsScope): PolicyStatement {
  return allow("AllowInputReadersThroughS3", {
    principal: { aws: roleArns },
    actions: ["kms:Decrypt"],
    resources: ["*"],
    when: throughS3(scope),
    reason: "annotation functions read encrypted data objects; without S3 the key is of no use to them",
    page: AwsPage.kmsViaService,
  });
}

/** Results of the function's own, in folders of the output location that no job writes to. */
export function mayWriteResults(folders: readonly S3Folder[], scope: AwsScope): PolicyStatement {
  return allow("S3WriteResults", {
    actions: ["s3:PutObject"],
    resources: folders.map(({ bucketName, prefix }) => s3ObjectsArn(scope, bucketName, prefix)),
    reason: "the function writes results of its own beside the answers, and no answers",
    page: AwsPage.annotationFunctions,
  });
}

/** The key of these results. A large one is put together of parts, for which S3 decrypts too. */
export function mayEncryptResults(key: KeyTarget, scope: AwsScope): PolicyStatement {
  return allow("EncryptResults", {
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    ...onKey(key, throughS3(scope)),
    reason: "results are encrypted with this key as the answers are",
    page: AwsPage.s3Kms,
  });
}

/** The key's side of functions that write results. */
export function keyAllowsResultWriters(roleArns: readonly string[], scope: AwsScope): PolicyStatement {
  return allow("AllowResultWritersThroughS3", {
    principal: { aws: roleArns },
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    resources: ["*"],
    when: throughS3(scope),
    reason: "annotation functions write encrypted results; without S3 the key is of no use to them",
    page: AwsPage.kmsViaService,
  });
}

/** Other functions, with their versions and aliases; one that names a version stands for itself. */
export function mayInvokeFunctions(functionArns: readonly string[]): PolicyStatement {
  return allow("InvokeFunctions", {
    actions: ["lambda:InvokeFunction"],
    resources: functionArns.flatMap((arn) =>
      parseArn(arn)?.resource.split(":").length === 3 ? [arn] : [arn, `${arn}:*`],
    ),
    reason: "the function leaves a part of its work to these",
    page: AwsPage.lambdaIdentityPolicies,
  });
}

/** A statement that the user of this library wrote. */
interface OwnStatement {
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: WrittenConditions;
  readonly reason: string;
}

function asLists(conditions: WrittenConditions): PolicyConditions {
  return Object.fromEntries(
    Object.entries(conditions).map(([operator, keys]) => [
      operator,
      Object.fromEntries(
        Object.entries(keys).map(([key, values]) => [
          key,
          conditionValues(operator, values) as readonly string[],
        ]),
      ),
    ]),
  );
}

/** Begins the Sid of each statement that the user wrote, so that a reviewer of the plan tells it from ours. */
const ownSidPrefix = "Own";

/** The statement as a policy has it. */
export function ownStatement({ sid, actions, resources, conditions, reason }: OwnStatement): PolicyStatement {
  return allow(`${ownSidPrefix}${sid}`, {
    actions,
    resources,
    when: conditions && asLists(conditions),
    reason,
    // The user answers for it, no page of AWS does.
    page: AwsPage.lambdaExecutionRole,
    anyResourceBecause: reason,
  });
}

function throughS3(scope: AwsScope) {
  return { StringEquals: { "kms:ViaService": [`s3.${scope.region}.amazonaws.com`] } };
}
