import type { z } from "zod";
import { AwsPage } from "../../lib/aws-page";
import { outsideMessage } from "../../lib/workflows/training-reach";
import { allowed } from "./allowed";
import { listOf } from "./cross-field";
import { defaultRoleName } from "./names";
import { section } from "./section";
import { trainingSubnetsRule, trainingSecurityGroupsRule } from "../../lib/rules/network";
import { values } from "./value";

/** A value of which anything may be wrong or missing while the file is checked. */
type Given = Readonly<Record<string, unknown>>;

/** The network that automated labeling trains in, in the words of a `CreateLabelingJob` request. */
export const trainingVpcConfig = section({
  subnets: values(trainingSubnetsRule).describe("Subnets of a network with an endpoint for Amazon S3."),
  securityGroupIds: values(trainingSecurityGroupsRule).describe(
    "Security groups that let traffic out to that endpoint.",
  ),
});

/** Automated labeling that could not reach a bucket: its training jobs do not come through Ground Truth's endpoint. */
export function checkTrainingReach(config: Given, context: z.core.$RefinementCtx): void {
  listOf(config.workflows as Given[] | undefined).forEach((workflow, index) => {
    const { enabled, vpcConfig } = mapping(workflow?.automatedLabeling);
    if (enabled !== true || vpcConfig !== undefined) return;
    const { create, existing } = mapping(workflow.buckets);
    for (const bucket of [create, existing].flatMap((list) => listOf(list as Given[] | undefined))) {
      if (!isMapping(bucket) || !isMapping(bucket.vpcRestriction)) continue;
      const exempt = listOf(bucket.vpcRestriction.exemptPrincipalArns as unknown[] | undefined);
      if (exempt.some((arn) => isRoleOf(workflow, config, arn))) continue;
      const path = ["workflows", index, "automatedLabeling", "enabled"];
      const message = allowed(outsideMessage(String(bucket.name)), AwsPage.vpcLabelingJob);
      context.addIssue({ code: "custom", path, message });
    }
  });
}

/** Whether an ARN is that of the workflow's execution role. */
function isRoleOf(workflow: Given, { namePrefix, rolePath }: Given, arn: unknown): boolean {
  const { existing, name } = mapping(workflow.executionRole);
  if (typeof arn !== "string") return false;
  if (typeof existing === "string") return arn === existing || arn.endsWith(`:role/${existing}`);
  const made = typeof name === "string" ? name : defaultRoleName(String(namePrefix), String(workflow.name));
  return arn.endsWith(`:role${typeof rolePath === "string" ? rolePath : "/"}${made}`);
}

function mapping(value: unknown): Given {
  return isMapping(value) ? value : {};
}

function isMapping(value: unknown): value is Given {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
