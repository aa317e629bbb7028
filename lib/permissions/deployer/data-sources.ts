import { AwsPage } from "../../aws-page";
import { formatArn, parseArn } from "../../iam/arn";
import { allow, type PolicyStatement } from "../../iam/statement";
import { grouped, inParts, ownRights, type ResourceRights, type RightsByType } from "./resource-rights";
import type { StackResource } from "./stack-resource";

const aliasesInOneStatement = 50;

/** It asks AWS for nothing, or, as `sts:GetCallerIdentity` does, for what needs no permission. */
const free: ResourceRights = { names: [], statements: () => [] };

/** Secrets Manager ends the ARN of a secret with six characters of its own. */
const secret = (source: StackResource) => {
  const id = source.text("secret_id") ?? "";
  const resource = `secret:${id}-??????`;
  return [
    parseArn(id) === undefined ? formatArn({ ...source.scope, service: "secretsmanager", resource }) : id,
  ];
};

/** Which key carries an alias, or what is to be known of a key. */
function lookUpKeys(sources: readonly StackResource[]): PolicyStatement[] {
  const named = sources.map((source) => {
    const id = source.text("key_id") ?? "";
    const resource = id.startsWith("alias/") ? id : `key/${id}`;
    return parseArn(id) ?? { ...source.scope, service: "kms", resource };
  });
  const body = {
    actions: ["kms:DescribeKey"],
    reason: "Terraform looks up existing keys in every plan",
    page: AwsPage.kmsAliasCondition,
  };
  const keys = named.filter(({ resource }) => !resource.startsWith("alias/")).map(formatArn);
  const aliases = grouped(
    named.filter(({ resource }) => resource.startsWith("alias/")),
    (alias) => formatArn({ ...alias, resource: "key/*" }),
  );
  return [
    ...(keys.length === 0 ? [] : [allow("KmsKeyLookUp", { ...body, resources: keys })]),
    ...[...aliases].flatMap(([anyKey, all]) =>
      inParts(all, aliasesInOneStatement).map((part) =>
        allow("KmsKeyLookUp", {
          ...body,
          resources: [anyKey],
          when: { StringEquals: { "kms:RequestAlias": part.map(({ resource }) => resource) } },
          anyResourceBecause:
            "Which key carries the alias is what it asks for: only a request by that alias passes",
        }),
      ),
    ),
  ];
}

/** What Terraform reads while it plans. */
export const dataSourceRights: RightsByType = {
  "data.aws_arn": free,
  "data.aws_caller_identity": free,
  "data.aws_iam_policy_document": free,
  "data.aws_kms_key": { names: ["key_id"], statements: lookUpKeys },
  "data.aws_partition": free,
  "data.aws_region": free,
  "data.aws_secretsmanager_secret_version": ownRights(["secret_id"], {
    sid: "Secrets",
    actions: ["secretsmanager:GetSecretValue"],
    arns: secret,
    reason: "Terraform reads the secrets that the stacks name in every plan, and keeps them in its state",
    page: AwsPage.secretsManagerActions,
  }),
};
