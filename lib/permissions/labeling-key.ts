import { AwsPage } from "../aws-page";
import { allow, type PolicyConditions, type PolicyPrincipal, type PolicyStatement } from "../iam/statement";
import type { AwsScope } from "../scope/aws-scope";
import type { Hardening } from "./hardening";
import { type KeyTarget, onKey } from "./key-target";
import type { PermissionSubject } from "./style";

const useActions = [
  "kms:Encrypt",
  "kms:Decrypt",
  "kms:ReEncrypt*",
  "kms:GenerateDataKey*",
  "kms:DescribeKey",
];

const decryptActions = ["kms:Decrypt", "kms:DescribeKey"];

/** The key that encrypts a job's data: the side of the execution role. */
export const outputKey: PermissionSubject<KeyTarget> = {
  leastPrivilege: useKey,
  // AWS prints this right in the key policy only. The role's side is for keys of which that is not enough.
  asDocumented: (key, scope) => useKey(key, scope, {}),
  beyondAwsManaged: useKey,
};

/** The key that encrypts the ML storage volume of automated labeling: what comes on top of its use. */
export const volumeKey: PermissionSubject<KeyTarget> = {
  leastPrivilege: (key, _scope, hardening) => [createGrant(key, hardening)],
  asDocumented: () => [
    allow("CreateVolumeKeyGrant", {
      actions: ["kms:CreateGrant"],
      resources: ["*"],
      anyResourceBecause: "as AWS prints it",
      reason: "SageMaker encrypts the storage volume of training instances with a grant",
      page: AwsPage.labelingKey,
    }),
  ],
  beyondAwsManaged: (key, _scope, hardening) => [createGrant(key, hardening)],
};

function useKey(key: KeyTarget, scope: AwsScope, hardening: Hardening): PolicyStatement[] {
  return useOfKey(key, useActions, scope, hardening).map((use) =>
    allow(use.describes ? "DescribeLabelingKey" : "UseLabelingKey", {
      ...use.body,
      reason: use.describes ? describing : "input is decrypted and answers are encrypted with this key",
      page: AwsPage.labelingKey,
    }),
  );
}

/** The key of an input bucket that is not the workflow's: decrypting is all the job does with it. */
export const inputKey: PermissionSubject<KeyTarget> = {
  leastPrivilege: decryptInput,
  asDocumented: (key, scope) => decryptInput(key, scope, {}),
  beyondAwsManaged: decryptInput,
};

function decryptInput(key: KeyTarget, scope: AwsScope, hardening: Hardening): PolicyStatement[] {
  return useOfKey(key, decryptActions, scope, hardening).map((use) =>
    allow(use.describes ? "DescribeInputKey" : "DecryptInput", {
      ...use.body,
      reason: use.describes ? describing : "objects of this input bucket are encrypted with this key",
      page: AwsPage.s3Kms,
    }),
  );
}

function createGrant(key: KeyTarget, hardening: Hardening): PolicyStatement {
  return allow("CreateVolumeKeyGrant", {
    actions: ["kms:CreateGrant"],
    ...onKey(key, grantCondition(hardening)),
    reason: "SageMaker encrypts the storage volume of training instances with a grant",
    page: AwsPage.labelingKey,
  });
}

/** One side of the use of a key: with `kmsViaService` through S3 only, but for what the key is called and whether it works. */
function useOfKey(key: KeyTarget, actions: readonly string[], scope: AwsScope, hardening: Hardening) {
  if (!hardening.kmsViaService) return [{ describes: false, body: { actions, ...onKey(key) } }];
  const viaS3 = { StringEquals: { "kms:ViaService": [`s3.${scope.region}.amazonaws.com`] } };
  const use = actions.filter((action) => action !== describe);
  return [
    { describes: false, body: { actions: use, ...onKey(key, viaS3) } },
    { describes: true, body: { actions: [describe], ...onKey(key) } },
  ];
}

const describe = "kms:DescribeKey";
const describing =
  "whoever uses a key through a service may ask for its state directly; nothing is encrypted by that";

function grantCondition(hardening: Hardening): PolicyConditions {
  return hardening.grantsForAwsResources ? { Bool: { "kms:GrantIsForAWSResource": ["true"] } } : {};
}

/*
 * The side of the key: in a key policy, `*` is the key that carries the policy.
 */
const thisKey: KeyTarget = { resources: ["*"] };

/** What the policy of the output key says of the execution role. */
export function keyAllowsRole(
  roleArns: readonly string[],
  scope: AwsScope,
  hardening: Hardening,
): PolicyStatement[] {
  return useOfKey(thisKey, useActions, scope, hardening).map((use) =>
    allow(use.describes ? "AllowDescribeKey" : "AllowUseOfKmsKey", {
      principal: { aws: roleArns },
      ...use.body,
      reason: use.describes ? describing : "the execution role decrypts input and encrypts answers",
      page: AwsPage.labelingKey,
    }),
  );
}

/** What the policy of an input bucket's key says of the execution role. */
export function keyAllowsDecrypt(
  roleArns: readonly string[],
  scope: AwsScope,
  hardening: Hardening,
): PolicyStatement[] {
  return useOfKey(thisKey, decryptActions, scope, hardening).map((use) =>
    allow(use.describes ? "AllowDescribeKey" : "AllowDecryptOfInput", {
      principal: { aws: roleArns },
      ...use.body,
      reason: use.describes ? describing : "the execution role reads objects encrypted with this key",
      page: AwsPage.s3Kms,
    }),
  );
}

/** What the policy of the volume key says of the execution role, on top of its use. */
export function keyAllowsVolumeGrants(roleArns: readonly string[], hardening: Hardening): PolicyStatement {
  return allow("AllowVolumeGrants", {
    principal: { aws: roleArns },
    actions: ["kms:CreateGrant"],
    ...onKey(thisKey, grantCondition(hardening)),
    reason: "the execution role lets SageMaker encrypt the storage volume of training instances",
    page: AwsPage.labelingKey,
  });
}

/** People and programs that bring data in or read answers: the key works for them through S3 only. */
export function keyAllowsDataUsers(principals: readonly string[], scope: AwsScope): PolicyStatement {
  return allow("AllowDataUsersThroughS3", {
    principal: { aws: principals },
    actions: ["kms:Decrypt", "kms:GenerateDataKey*", "kms:DescribeKey"],
    resources: ["*"],
    when: { StringEquals: { "kms:ViaService": [`s3.${scope.region}.amazonaws.com`] } },
    reason: "they read and write encrypted objects; without S3 the key is of no use to them",
    page: AwsPage.kmsViaService,
  });
}

/** CloudWatch Logs, for one log group of this account. */
export function keyAllowsLogGroup(logGroupArn: string, scope: AwsScope): PolicyStatement {
  return allow("AllowCloudWatchLogs", {
    principal: { service: [`logs.${scope.region}.amazonaws.com`] },
    // AWS prints kms:Describe* too, but that request carries no encryption context: the condition never lets it pass.
    actions: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*"],
    resources: ["*"],
    when: { ArnEquals: { "kms:EncryptionContext:aws:logs:arn": [logGroupArn] } },
    reason: "CloudWatch Logs encrypts this log group with the key",
    page: AwsPage.logsEncryption,
  });
}

/** Those who look after a key: everything but its use, and no grants, with which they could lend that use. */
export function keyAdministration(principal: PolicyPrincipal): PolicyStatement {
  return allow("AllowKeyAdministration", {
    principal,
    actions: [
      "kms:CancelKeyDeletion",
      "kms:CreateAlias",
      "kms:DeleteAlias",
      "kms:DescribeKey",
      "kms:DisableKey",
      "kms:DisableKeyRotation",
      "kms:EnableKey",
      "kms:EnableKeyRotation",
      "kms:GetKeyPolicy",
      "kms:GetKeyRotationStatus",
      "kms:ListGrants",
      "kms:ListKeyPolicies",
      "kms:ListKeyRotations",
      "kms:ListResourceTags",
      "kms:PutKeyPolicy",
      "kms:RevokeGrant",
      "kms:RotateKeyOnDemand",
      "kms:ScheduleKeyDeletion",
      "kms:TagResource",
      "kms:UntagResource",
      "kms:UpdateAlias",
      "kms:UpdateKeyDescription",
    ],
    resources: ["*"],
    reason: "administration apart from use: who manages the key cannot read what it protects",
    page: AwsPage.kmsKeyAdministrators,
  });
}
