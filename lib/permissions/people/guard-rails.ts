import { AwsPage } from "../../aws-page";
import { deny, type PolicyStatement } from "../../iam/statement";
import { anotherKey, noKey, outputKmsKey, volumeKmsKey, type KmsConditionKeys } from "./kms-condition-keys";
import { keyArnRule } from "../../rules/kms";
import { list } from "../../rules/rule";
import { workTeamArnRule, regionNameRule } from "../../rules/sagemaker";
import { requiredTagsRule, tagPatternRule } from "../../rules/tags";

/** What a person must never do, whatever else allows it. Each becomes a statement that denies. */
export interface GuardRails {
  /**
   * No job and no human review by the public crowd. What is given to it has left the company.
   * @default false
   */
  readonly noPublicCrowd?: boolean;
  /** Jobs go to these work teams only, by ARN. @default - any */
  readonly onlyWorkTeamArns?: string[];
  /**
   * A job must name a key for its answers (`OutputConfig.KmsKeyId`).
   * @default false
   */
  readonly requireOutputKey?: boolean;
  /**
   * ARNs of the keys, not of aliases, that a job may name for its answers. A new key's ARN is unknown in the plan: use
   * `requireOutputKey` for one.
   * @default - any
   */
  readonly onlyOutputKeyArns?: string[];
  /**
   * A job must name a key for the storage volume of its training instances. Only automated labeling has one, and IAM
   * cannot see whether a job is automated: every other job is denied.
   * @default false
   */
  readonly requireVolumeKey?: boolean;
  /** ARNs of the keys, not of aliases, that a job may name for its storage volume, if it names one. @default - any */
  readonly onlyVolumeKeyArns?: string[];
  /** The regions in which labeling, functions and workforces are dealt with. @default - any */
  readonly onlyRegions?: string[];
  /**
   * Keys of the tags that a job must be created with, and that stay as they are. NOT VERIFIED AGAINST AWS: that tags of a
   * new job come with the condition key `sagemaker:TaggingAction`, as AWS's list of actions says. Otherwise no job with
   * tags could be created.
   * @default - none
   */
  readonly requiredTagKeys?: string[];
  /**
   * Values that a tag of a new job may have, by the tag's key, with `*` and `?` as wildcards. A job must have each of these
   * tags, and they stay: what holds for `requiredTagKeys` holds for these keys too.
   * @default - any value
   */
  readonly requiredTagValues?: Record<string, string[]>;
  /**
   * No key is deleted, of whatever account.
   * @default false
   */
  readonly noKeyDeletion?: boolean;
}

/** The statements of guard rails. They are the same in every style: what is denied has to be denied. */
export function guardRailStatements(rails: GuardRails): PolicyStatement[] {
  const { requiredTagValues = {} } = rails;
  const requiredTagKeys = [...new Set([...(rails.requiredTagKeys ?? []), ...Object.keys(requiredTagValues)])];
  return [
    ...(rails.noPublicCrowd ? [denyPublicCrowd()] : []),
    ...ifAny(rails.onlyWorkTeamArns, denyOtherWorkTeams),
    ...(rails.requireOutputKey
      ? [denyNoKey("DenyWithoutOutputKey", outputKmsKey, "answers are encrypted")]
      : []),
    ...ifAny(rails.onlyOutputKeyArns, (arns) => denyOtherKeys("DenyOtherOutputKeys", outputKmsKey, arns)),
    ...(rails.requireVolumeKey
      ? [denyNoKey("DenyWithoutVolumeKey", volumeKmsKey, "storage volumes are encrypted")]
      : []),
    ...ifAny(rails.onlyVolumeKeyArns, (arns) => denyOtherKeys("DenyOtherVolumeKeys", volumeKmsKey, arns)),
    ...ifAny(rails.onlyRegions, denyOtherRegions),
    ...requiredTagKeys.map(denyWithoutTag),
    ...Object.entries(requiredTagValues).map(([key, values]) => denyOtherTagValues(key, values)),
    ...ifAny(requiredTagKeys, denyUntagging),
    ...ifAny(requiredTagKeys, denyRetagging),
    ...(rails.noKeyDeletion ? [denyKeyDeletion()] : []),
  ];
}

function ifAny(
  values: readonly string[] | undefined,
  statements: (values: readonly string[]) => PolicyStatement[],
): PolicyStatement[] {
  return values === undefined || values.length === 0 ? [] : statements(values);
}

const createJob = "sagemaker:CreateLabelingJob";

function denyPublicCrowd(): PolicyStatement {
  return deny("RestrictWorkteamType", {
    actions: [createJob, "sagemaker:CreateFlowDefinition"],
    resources: ["*"],
    when: { StringEquals: { "sagemaker:WorkteamType": ["public-crowd"] } },
    reason: "data never goes to the public crowd",
    page: AwsPage.sagemakerPolicies,
  });
}

function denyOtherWorkTeams(workTeamArns: readonly string[]): PolicyStatement[] {
  return [
    deny("DenyOtherWorkteams", {
      actions: [createJob],
      resources: ["*"],
      when: { ArnNotEquals: { "sagemaker:WorkteamArn": workTeamArns } },
      reason: "only these work teams get data",
      page: AwsPage.sagemakerPolicies,
    }),
  ];
}

function denyNoKey(sid: string, keys: KmsConditionKeys, reason: string): PolicyStatement {
  return deny(sid, {
    actions: [createJob],
    resources: ["*"],
    when: noKey(keys),
    reason: `${reason} with a key that the request names`,
    page: AwsPage.sagemakerPolicies,
  });
}

function denyOtherKeys(sid: string, keys: KmsConditionKeys, keyArns: readonly string[]): PolicyStatement[] {
  return anotherKey(keys, keyArns).map((when) =>
    deny(sid, {
      actions: [createJob],
      resources: ["*"],
      when,
      reason: "a job that names a key names one of these",
      page: AwsPage.sagemakerPolicies,
    }),
  );
}

/** Services whose requests stay in one region. Global ones (IAM, the list of buckets, Marketplace) are left alone. */
function denyOtherRegions(regions: readonly string[]): PolicyStatement[] {
  return [
    deny("DenyOtherRegions", {
      actions: [
        "cognito-idp:*",
        "groundtruthlabeling:*",
        "kms:*",
        "lambda:*",
        "sagemaker:*",
        "sns:*",
        "sqs:*",
      ],
      resources: ["*"],
      when: { StringNotEquals: { "aws:RequestedRegion": regions } },
      reason: "labeling stays in these regions",
      page: AwsPage.deniedRegions,
    }),
  ];
}

/** One statement a tag: in one, all of them would have to be missing. */
function denyWithoutTag(key: string): PolicyStatement {
  return deny("DenyWithoutTag", {
    actions: [createJob],
    resources: ["*"],
    when: { Null: { [`aws:RequestTag/${key}`]: ["true"] } },
    reason: `a job is created with the tag ${key}`,
    page: AwsPage.sagemakerActions,
  });
}

/** A request without the tag is denied by this too, as its value is none of them. */
function denyOtherTagValues(key: string, values: readonly string[]): PolicyStatement {
  return deny("DenyOtherTagValues", {
    actions: [createJob],
    resources: ["*"],
    when: { StringNotLike: { [`aws:RequestTag/${key}`]: values } },
    reason: `the tag ${key} of a job has one of these values`,
    page: AwsPage.sagemakerActions,
  });
}

/** A tag in another case is that tag to `aws:RequestTag`, whose name IAM reads so: what let the job in must stay. */
function denyUntagging(keys: readonly string[]): PolicyStatement[] {
  return [
    deny("DenyUntagging", {
      actions: ["sagemaker:DeleteTags"],
      resources: ["*"],
      when: { "ForAnyValue:StringEqualsIgnoreCase": { "aws:TagKeys": keys } },
      reason: "the tags that a job must have stay",
      page: AwsPage.sagemakerActions,
    }),
  ];
}

/** A request that creates something says by which action; one that tags what is there has no such key, and is denied. */
function denyRetagging(keys: readonly string[]): PolicyStatement[] {
  return [
    deny("DenyRetagging", {
      actions: ["sagemaker:AddTags"],
      resources: ["*"],
      when: {
        "ForAnyValue:StringEqualsIgnoreCase": { "aws:TagKeys": keys },
        StringNotLike: { "sagemaker:TaggingAction": ["Create*"] },
      },
      reason: "the tags that a job must have keep the values that it was created with",
      page: AwsPage.sagemakerActions,
    }),
  ];
}

function denyKeyDeletion(): PolicyStatement {
  return deny("DenyKeyDeletion", {
    actions: ["kms:DeleteImportedKeyMaterial", "kms:ScheduleKeyDeletion"],
    resources: ["*"],
    reason: "what a deleted key encrypted is lost for good",
    page: AwsPage.kmsDeletion,
  });
}

/** The rule of each guard rail that names something. */
export const guardRailRules = {
  onlyWorkTeamArns: list("ARNs of work teams", workTeamArnRule, { page: AwsPage.sagemakerPolicies }),
  onlyOutputKeyArns: list("ARNs of keys", keyArnRule, { page: AwsPage.sagemakerPolicies }),
  onlyVolumeKeyArns: list("ARNs of keys", keyArnRule, { page: AwsPage.sagemakerPolicies }),
  onlyRegions: list("regions", regionNameRule, { page: AwsPage.deniedRegions }),
  requiredTagKeys: requiredTagsRule,
} as const;

/** The values of one tag: wildcards of IAM are allowed in them. */
export const requiredTagValuesRule = list("values of a tag", tagPatternRule, {
  page: AwsPage.sagemakerActions,
});
