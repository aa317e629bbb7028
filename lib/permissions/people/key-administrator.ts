import { AwsPage } from "../../aws-page";
import { allow, type PolicyStatement } from "../../iam/statement";
import { type KeyTarget, onKey } from "../key-target";
import { keyAdministration } from "../labeling-key";
import type { PersonaSubject } from "./persona-subject";

/** A key, and how somebody looks after it. */
interface KeyAdministratorNeed {
  readonly key: KeyTarget;
  /** ARN of the key's alias. @default - the documented style moves no alias */
  readonly aliasArn?: string;
  /** Whether they write the key's policy, and with that may let themselves use the key. @default false */
  readonly mayChangeKeyPolicy?: boolean;
}

/**
 * Somebody who looks after a key and cannot use it. Grants and the key policy lend use, and an alias decides which key the
 * policies of others mean: all three are left out.
 */
export const keyAdministrator: PersonaSubject<KeyAdministratorNeed> = {
  leastPrivilege: administer,
  asDocumented: documented,
  beyondAwsManaged: administer,
  awsManaged: [],
  documentedWarning:
    "AWS's text for key administrators lets them write the key policy (kms:PutKeyPolicy): they can give themselves the " +
    `use of the key (${AwsPage.kmsKeyAdministrators})`,
};

const page = AwsPage.kmsKeyAdministrators;

function administer({ key, mayChangeKeyPolicy = false }: KeyAdministratorNeed): PolicyStatement[] {
  return [
    allow("AdministerKey", {
      actions: [
        "kms:CancelKeyDeletion",
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
        "kms:RevokeGrant",
        "kms:RotateKeyOnDemand",
        "kms:ScheduleKeyDeletion",
        "kms:UpdateKeyDescription",
      ],
      ...onKey(key),
      reason: "looks after the key without its use, and without what would lend that use",
      page,
    }),
    listKeys(),
    ...(mayChangeKeyPolicy ? [changeKeyPolicy(key)] : []),
  ];
}

function changeKeyPolicy(key: KeyTarget): PolicyStatement {
  return allow("ChangeKeyPolicy", {
    actions: ["kms:PutKeyPolicy"],
    ...onKey(key, { BoolIfExists: { "kms:BypassPolicyLockoutSafetyCheck": ["false"] } }),
    reason: "says who may use the key, themselves if they like; never so that nobody can change it again",
    page,
  });
}

function listKeys(): PolicyStatement {
  return allow("ListKeys", {
    actions: ["kms:ListAliases", "kms:ListKeys"],
    resources: ["*"],
    anyResourceBecause: "neither action has a resource type",
    reason: "finds the key by its alias",
    page,
  });
}

const aliasActions = ["kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"];

/** What the key policy gives to administrators: AWS's list, without the grants that its kms:Create* hides. */
function documented({ key, aliasArn }: KeyAdministratorNeed): PolicyStatement[] {
  const { actions } = keyAdministration({ aws: [] });
  return [
    allow("AdministerKey", {
      actions,
      ...onKey(key),
      reason: "everything but the use of the key and grants; the key policy can be written",
      page,
    }),
    ...(aliasArn === undefined
      ? []
      : [
          allow("MoveAlias", {
            actions: aliasActions,
            resources: [aliasArn],
            reason: "gives the alias to another key",
            page,
          }),
        ]),
    listKeys(),
  ];
}
