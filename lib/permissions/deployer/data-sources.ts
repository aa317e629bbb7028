import { AwsPage } from "../../aws-page";
import { formatArn, parseArn } from "../../iam/arn";
import { ownRights, type ResourceRights, type RightsByType } from "./resource-rights";
import type { StackResource } from "./stack-resource";

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

/** What Terraform reads while it plans. */
export const dataSourceRights: RightsByType = {
  "data.aws_arn": free,
  "data.aws_caller_identity": free,
  "data.aws_iam_policy_document": free,
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
