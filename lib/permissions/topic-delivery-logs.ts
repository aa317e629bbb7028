import { AwsPage } from "../aws-page";
import { logGroupArn } from "../iam/arn";
import { allow, type PolicyStatement } from "../iam/statement";
import type { AwsScope } from "../scope/aws-scope";

/**
 * Who may assume the role that writes delivery logs: SNS, and nobody else. No `aws:SourceAccount`: AWS's page does not say that SNS
 * names the topic's account when it assumes the role, and a condition that it does not meet would stop the log in silence.
 * Passing the role to SNS needs a right in this account, and all that the role may do is write the topic's two log groups.
 */
export function assumedBySns(): PolicyStatement {
  return allow("AssumedBySns", {
    principal: { service: ["sns.amazonaws.com"] },
    actions: ["sts:AssumeRole"],
    reason: "SNS writes the delivery logs of a topic with this role",
    page: AwsPage.snsDeliveryLogs,
  });
}

/** The two log groups that SNS writes of one topic: deliveries, and failed ones. */
export function mayWriteDeliveryLogs(topicName: string, scope: AwsScope): PolicyStatement {
  const groups = deliveryLogGroups(topicName, scope).map((name) => logGroupArn(scope, name));
  return allow("WriteDeliveryLogs", {
    actions: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
    // A group, and its streams: `<topic>*` would be the groups of topics whose name begins alike too.
    resources: groups.flatMap((arn) => [arn, `${arn}:*`]),
    reason: "SNS makes the log groups of the topic and writes into them what became of its messages",
    page: AwsPage.snsDeliveryLogs,
  });
}

/** SNS chooses these names. */
function deliveryLogGroups(topicName: string, scope: AwsScope): string[] {
  const group = `sns/${scope.region}/${scope.account}/${topicName}`;
  return [group, `${group}/Failure`];
}
