import { AwsPage } from "../aws-page";
import { logGroupsArn } from "../iam/arn";
import { allow, type PolicyStatement } from "../iam/statement";
import type { PermissionSubject } from "./style";

/** The group that labeling jobs log to. The account has one, shared by all jobs. */
export const labelingJobsLogGroup = "/aws/sagemaker/LabelingJobs";

const metricsHaveNoResource = "cloudwatch:PutMetricData has no resource type";
const logActions = [
  "logs:CreateLogGroup",
  "logs:CreateLogStream",
  "logs:DescribeLogStreams",
  "logs:PutLogEvents",
];

/** The state of jobs, and metrics of their workers. Every labeling job needs it; it has no parameter. */
export const cloudWatch: PermissionSubject<void> = {
  leastPrivilege: (_, scope, hardening) => [
    allow("CloudWatchMetrics", {
      actions: ["cloudwatch:PutMetricData"],
      resources: ["*"],
      anyResourceBecause: metricsHaveNoResource,
      ...(hardening.metricNamespace && {
        // Namespaces that AWS's pages name; which of them Ground Truth uses is not verified.
        when: { StringLike: { "cloudwatch:namespace": ["AWS/SageMaker*", "/aws/sagemaker/*"] } },
      }),
      reason: "metrics of the job and of its work team",
      page: AwsPage.executionRole,
    }),
    allow("CloudWatchLogs", {
      actions: logActions,
      resources: [logGroupsArn(scope, "/aws/sagemaker/")],
      reason: "job states and, with automated labeling, training logs; all of SageMaker's groups begin so",
      page: AwsPage.logGroups,
    }),
  ],
  asDocumented: () => [documented()],
  beyondAwsManaged: () => [],
};

function documented(): PolicyStatement {
  return allow("CloudWatch", {
    actions: ["cloudwatch:PutMetricData", ...logActions],
    resources: ["*"],
    anyResourceBecause: `as AWS prints it; ${metricsHaveNoResource}`,
    reason: "metrics and logs of labeling jobs",
    page: AwsPage.executionRole,
  });
}
