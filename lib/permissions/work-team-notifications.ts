import { AwsPage } from "../aws-page";
import { workTeamsArn } from "../iam/arn";
import { allow, type PolicyStatement } from "../iam/statement";
import type { AwsScope } from "../scope/aws-scope";

/*
 * What lets Ground Truth tell work teams of new and expiring tasks. SageMaker publishes in its own name, so the topic
 * and its key must say on whose behalf.
 */

const groundTruth = { service: ["sagemaker.amazonaws.com"] };

/** A topic's side: SageMaker, on behalf of work teams of this account and region, and of nobody else. */
export function topicAllowsWorkTeams(topicArn: string, scope: AwsScope): PolicyStatement {
  return allow("AllowWorkTeamNotifications", {
    principal: groundTruth,
    actions: ["sns:Publish"],
    resources: [topicArn],
    when: {
      ArnLike: { "aws:SourceArn": [workTeamsArn(scope)] },
      StringEquals: { "aws:SourceAccount": [scope.account] },
    },
    reason: "Ground Truth tells workers that tasks are waiting or about to expire",
    page: AwsPage.workTeamNotifications,
  });
}

/**
 * A key's side of an encrypted topic. AWS's page on work teams has no key policy: this is SNS's recipe for services that
 * publish, with the account as condition. Not verified against AWS.
 */
export function keyAllowsWorkTeams(scope: AwsScope): PolicyStatement {
  return allow("AllowWorkTeamNotifications", {
    principal: groundTruth,
    actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
    resources: ["*"],
    when: { StringEquals: { "aws:SourceAccount": [scope.account] } },
    reason: "notifications to an encrypted topic are sealed with its key",
    page: AwsPage.snsEncryption,
  });
}
