import { AwsPage } from "../../aws-page";
import { cloudWatchAlarmArn, logGroupArn } from "../../iam/arn";
import { allow } from "../../iam/statement";
import { onEach, type ResourceRights, type RightsByType } from "./resource-rights";
import type { StackResource } from "./stack-resource";

/** CloudWatch Logs compares some calls with the group's ARN and others with the same and `:*`. */
const logGroup = (resource: StackResource) => {
  const arn = logGroupArn(resource.scope, resource.text("name") ?? "");
  return [arn, `${arn}:*`];
};

const logGroups: ResourceRights = {
  names: ["name"],
  statements: (resources) => [
    onEach(resources, {
      sid: "LogGroups",
      actions: [
        "logs:AssociateKmsKey",
        "logs:CreateLogGroup",
        "logs:DeleteLogGroup",
        "logs:DeleteRetentionPolicy",
        "logs:DisassociateKmsKey",
        "logs:ListTagsForResource",
        "logs:PutRetentionPolicy",
        "logs:TagResource",
        "logs:UntagResource",
      ],
      arns: logGroup,
      reason: "the log groups that the stacks make; what is in them is not read",
      page: AwsPage.logsActions,
    }),
    allow("LogGroupRead", {
      actions: ["logs:DescribeLogGroups"],
      resources: ["*"],
      anyResourceBecause: "logs:DescribeLogGroups has no resource type",
      reason: "Terraform finds a log group in the list of all",
      page: AwsPage.logsActions,
    }),
  ],
};

const alarms: ResourceRights = {
  names: ["alarm_name"],
  statements: (resources) => [
    onEach(resources, {
      sid: "Alarms",
      actions: [
        "cloudwatch:DeleteAlarms",
        "cloudwatch:ListTagsForResource",
        "cloudwatch:PutMetricAlarm",
        "cloudwatch:TagResource",
        "cloudwatch:UntagResource",
      ],
      arns: (resource) => [cloudWatchAlarmArn(resource.scope, resource.text("alarm_name") ?? "")],
      reason: "the alarms that the stacks make",
      page: AwsPage.cloudWatchActions,
    }),
    allow("AlarmRead", {
      actions: ["cloudwatch:DescribeAlarms"],
      resources: ["*"],
      anyResourceBecause:
        "AWS asks for cloudwatch:DescribeAlarms on * and finds composite alarms with nothing less",
      reason: "Terraform asks for an alarm in the list of all",
      page: AwsPage.cloudWatchDescribeAlarms,
    }),
  ],
};

/** Log groups and alarms. */
export const monitoringRights: RightsByType = {
  aws_cloudwatch_log_group: logGroups,
  aws_cloudwatch_metric_alarm: alarms,
};
