import { AwsPage } from "../../aws-page";
import { kmsAliasArn, kmsKeyArn } from "../../iam/arn";
import { allow, type PolicyConditions, type PolicyStatement } from "../../iam/statement";
import {
  carrying,
  grouped,
  inParts,
  ownRights,
  type ResourceRights,
  type RightsByType,
} from "./resource-rights";
import type { StackResource } from "./stack-resource";

const aliasesInOneStatement = 50;
const page = AwsPage.kmsActions;

/**
 * A new key has no name but its alias, and carries it neither in the moment after it is made nor in that before it is
 * deleted. So the statement is about keys that carry no other alias than those of the stacks: `ForAllValues` is true
 * of a key without any. Where the keys of the stacks have tags, a key without an alias must carry them.
 */
function ofStacks(keys: readonly StackResource[], aliases: readonly string[]): readonly PolicyConditions[] {
  const tagged = [...grouped(keys, ({ tags }) => JSON.stringify(tags)).values()].map(([key]) => key!.tags);
  const allTagged = tagged.length > 0 && tagged.every((tags) => Object.keys(tags).length > 0);
  const parts = inParts(aliases, aliasesInOneStatement).map((part): PolicyConditions => ({
    "ForAllValues:StringEquals": { "kms:ResourceAliases": part },
    ...(allTagged && { Null: { "kms:ResourceAliases": ["false"] } }),
  }));
  const without = { Null: { "kms:ResourceAliases": ["true"] } };
  if (!allTagged) return parts.length === 0 ? [without] : parts;
  return [...parts, ...tagged.map((tags) => ({ ...without, ...carrying("aws:ResourceTag", tags) }))];
}

const keys: ResourceRights = {
  names: [],
  statements: (resources, all) => [
    ...[...grouped(resources, ({ tags }) => JSON.stringify(tags)).values()].map(([first]) =>
      allow("KmsKeyCreate", {
        actions: ["kms:CreateKey"],
        resources: ["*"],
        anyResourceBecause: "kms:CreateKey has no resource type: the key is not there yet",
        when: carrying("aws:RequestTag", first!.tags),
        reason: "the stacks make keys",
        page,
      }),
    ),
    ...administration(resources, all),
    ...tagNewKeys(resources),
  ],
};

/**
 * AWS asks for it when a key is made with tags, which is not there yet and carries none. A key that carries other values of
 * these tags is somebody else's.
 */
function tagNewKeys(resources: readonly StackResource[]): PolicyStatement[] {
  const tagged = resources.filter(({ tags }) => Object.keys(tags).length > 0);
  const groups = grouped(tagged, ({ tags, scope }) => JSON.stringify([tags, scope.region]));
  return [...groups.values()].map(([first]) =>
    allow("KmsKeyTag", {
      actions: ["kms:TagResource"],
      resources: [kmsKeyArn(first!.scope, "*")],
      anyResourceBecause: "The ARN of a new key is not known in the first plan",
      when: {
        Null: { "kms:ResourceAliases": ["true"] },
        ...carrying("aws:RequestTag", first!.tags),
        StringEqualsIfExists: carrying("aws:ResourceTag", first!.tags)!.StringEquals!,
      },
      reason: "a new key gets the tags of the stacks, which tell it from others until it has an alias",
      page: AwsPage.kmsAliasCondition,
    }),
  );
}

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
    withoutAlias: [
      "kms:CreateAlias",
      "kms:DescribeKey",
      "kms:EnableKeyRotation",
      "kms:GetKeyPolicy",
      "kms:GetKeyRotationStatus",
      "kms:ListResourceTags",
      "kms:PutKeyPolicy",
      "kms:ScheduleKeyDeletion",
    ],
    reason: "administers keys that carry the stacks' aliases, or none yet; uses none of them",
    page: AwsPage.kmsAliasCondition,
  });
}

/** Actions on the keys of the stacks. */
interface KeyRights {
  readonly sid: string;
  readonly actions: readonly string[];
  /** Those of them that a tagged key without an alias is asked for. @default - all */
  readonly withoutAlias?: readonly string[];
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
  { sid, actions, withoutAlias = actions, service, reason, page: source }: KeyRights,
): PolicyStatement[] {
  const names = all.filter(({ type }) => type === "aws_kms_alias").map((alias) => alias.text("name") ?? "");
  const made = all.filter(({ type }) => type === "aws_kms_key");
  const conditions = ofStacks(made, names);
  const inRegions = [...grouped(resources, ({ scope }) => scope.region).values()];
  return inRegions.flatMap(([first]) =>
    conditions.map((condition) =>
      allow(sid, {
        actions: condition.StringEquals === undefined ? actions : withoutAlias,
        resources: [kmsKeyArn(first!.scope, "*")],
        anyResourceBecause: "The ARN of a new key is not known in the first plan; its alias is",
        when: {
          ...condition,
          ...(service !== undefined && {
            StringEquals: {
              ...condition.StringEquals,
              "kms:ViaService": [`${service}.${first!.scope.region}.amazonaws.com`],
            },
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
