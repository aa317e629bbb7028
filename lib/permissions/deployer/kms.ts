import { AwsPage } from "../../aws-page";
import { kmsAliasArn, kmsKeyArn } from "../../iam/arn";
import { allow, type PolicyConditions, type PolicyStatement } from "../../iam/statement";
import { grouped, inParts, ownRights, type ResourceRights, type RightsByType } from "./resource-rights";
import type { StackResource } from "./stack-resource";

const aliasesInOneStatement = 50;
const page = AwsPage.kmsActions;

/**
 * A new key has no name but its alias, and carries it neither in the moment after it is made nor in that before it is
 * deleted. So the statement is about keys that carry no other alias than those of the stacks: `ForAllValues` is true
 * of a key without any.
 */
function noOtherAlias(aliases: readonly string[]): PolicyConditions {
  return aliases.length === 0
    ? { Null: { "kms:ResourceAliases": ["true"] } }
    : { "ForAllValues:StringEquals": { "kms:ResourceAliases": aliases } };
}

const keys: ResourceRights = {
  names: [],
  statements: (resources, all) => [
    allow("KmsKeyCreate", {
      actions: ["kms:CreateKey"],
      resources: ["*"],
      anyResourceBecause: "kms:CreateKey has no resource type: the key is not there yet",
      reason: "the stacks make keys",
      page,
    }),
    ...administration(resources, all),
  ],
};

function administration(
  resources: readonly StackResource[],
  all: readonly StackResource[],
): PolicyStatement[] {
  return onKeysOfStacks(resources, all, {
    sid: "KmsKeys",
    actions: [
      "kms:CreateAlias",
      "kms:DeleteAlias",
      "kms:DescribeKey",
      "kms:EnableKeyRotation",
      "kms:GetKeyPolicy",
      "kms:GetKeyRotationStatus",
      "kms:ListResourceTags",
      "kms:PutKeyPolicy",
      "kms:ScheduleKeyDeletion",
      "kms:TagResource",
      "kms:UntagResource",
      "kms:UpdateAlias",
      "kms:UpdateKeyDescription",
    ],
    reason: "administers keys that carry the stacks' aliases, or none yet; uses none of them",
    page: AwsPage.kmsAliasCondition,
  });
}

/** Actions on the keys of the stacks. */
export interface KeyRights {
  readonly sid: string;
  readonly actions: readonly string[];
  /** The service through which alone the keys are used: `s3`. @default - directly, too */
  readonly service?: string;
  readonly reason: string;
  readonly page: string;
}

/**
 * Statements on keys that the stacks make, in the regions of `resources`.
 *
 * A key that was given its alias a moment ago may be taken for one without: AWS needs up to five minutes for a new alias
 * to count. That is why a key without any alias matches.
 */
export function onKeysOfStacks(
  resources: readonly StackResource[],
  all: readonly StackResource[],
  { sid, actions, service, reason, page: source }: KeyRights,
): PolicyStatement[] {
  const names = all.filter(({ type }) => type === "aws_kms_alias").map((alias) => alias.text("name") ?? "");
  const parts = names.length === 0 ? [[]] : inParts(names, aliasesInOneStatement);
  const inRegions = [...grouped(resources, ({ scope }) => scope.region).values()];
  return inRegions.flatMap(([first]) =>
    parts.map((part) =>
      allow(sid, {
        actions,
        resources: [kmsKeyArn(first!.scope, "*")],
        anyResourceBecause: "The ARN of a new key is not known in the first plan; its alias is",
        when: {
          ...noOtherAlias(part),
          ...(service !== undefined && {
            StringEquals: { "kms:ViaService": [`${service}.${first!.scope.region}.amazonaws.com`] },
          }),
        },
        reason,
        page: source,
      }),
    ),
  );
}

const aliases: ResourceRights = {
  names: ["name"],
  statements: (resources, all) => [
    ...ownRights(["name"], {
      sid: "KmsAliases",
      actions: ["kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"],
      arns: (resource) => [kmsAliasArn(resource.scope, resource.text("name") ?? "")],
      reason: "the aliases that the stacks make",
      page: AwsPage.kmsAliases,
    }).statements(resources, all),
    allow("KmsAliasRead", {
      actions: ["kms:ListAliases"],
      resources: ["*"],
      anyResourceBecause: "kms:ListAliases has no resource type: AWS has no call that reads one alias",
      reason: "Terraform finds an alias in the list of all",
      page,
    }),
  ],
};

/** Keys and their aliases. */
export const kmsRights: RightsByType = { aws_kms_key: keys, aws_kms_alias: aliases };
