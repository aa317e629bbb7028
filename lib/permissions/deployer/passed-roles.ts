import { AwsPage } from "../../aws-page";
import { allow, type PolicyStatement } from "../../iam/statement";
import type { StackResource } from "./stack-resource";

/** Attributes by which a resource hands a role to the service behind it. */
const handedOver: Readonly<
  Record<string, { readonly service: string; readonly attributes: readonly string[] }>
> = {
  aws_cloudwatch_event_target: { service: "events.amazonaws.com", attributes: ["role_arn"] },
  aws_sagemaker_labeling_job: { service: "sagemaker.amazonaws.com", attributes: ["role_arn"] },
  aws_lambda_function: { service: "lambda.amazonaws.com", attributes: ["role"] },
  aws_sns_topic: {
    service: "sns.amazonaws.com",
    attributes: ["application", "firehose", "http", "lambda", "sqs"].flatMap((protocol) => [
      `${protocol}_success_feedback_role_arn`,
      `${protocol}_failure_feedback_role_arn`,
    ]),
  },
};

/** What stands in for a name when a role is handed over whose ARN is not known at synth. */
export function unknownPassedRoles(resources: readonly StackResource[]): readonly string[] {
  return resources.flatMap((resource) =>
    (handedOver[resource.type]?.attributes ?? [])
      .filter((attribute) => resource.has(attribute) && resource.text(attribute) === undefined)
      .map((attribute) => `${resource.address}.${attribute}`),
  );
}

/** `iam:PassRole` on the roles that resources of the stacks are given, each to that service and no other. */
export function passedRoles(resources: readonly StackResource[]): PolicyStatement[] {
  const byService = new Map<string, Set<string>>();
  for (const resource of resources) {
    const given = handedOver[resource.type];
    if (given === undefined) continue;
    for (const attribute of given.attributes) {
      const roleArn = resource.text(attribute);
      if (roleArn === undefined) continue;
      const roles = byService.get(given.service) ?? new Set<string>();
      byService.set(given.service, roles.add(roleArn));
    }
  }
  return [...byService].map(([service, roles]) =>
    allow("PassRoles", {
      actions: ["iam:PassRole"],
      resources: [...roles],
      when: { StringEquals: { "iam:PassedToService": [service] } },
      reason: "hands a role to the one service that a resource of the stacks gives it to",
      page: AwsPage.iamPassRole,
    }),
  );
}
