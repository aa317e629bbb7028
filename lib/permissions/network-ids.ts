import { ec2Arn } from "../iam/arn";
import { hasTokens, isRenderable } from "../iam/terraform-string";
import type { AwsScope } from "../scope/aws-scope";

/**
 * Subnets or security groups by their ids. Another account can share them with this one, so that only their ids are
 * certain.
 */
export function networkArns(
  type: "subnet" | "security-group",
  ids: readonly string[],
  { partition, region }: Pick<AwsScope, "partition" | "region">,
): string[] {
  return literal(ids).map((id) => ec2Arn({ partition, region, account: "*" }, `${type}/${id}`));
}

/** A policy holds nothing that the first plan does not know, such as the id of a subnet that is yet to be created. */
function literal(ids: readonly string[]): readonly string[] {
  return ids.every((id) => isRenderable(id) && !hasTokens(id)) ? ids : ["*"];
}
