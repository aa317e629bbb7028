import { AwsPage } from "../../aws-page";
import { logGroupArn, sqsQueueArn } from "../../iam/arn";
import { allow, type PolicyStatement } from "../../iam/statement";
import type { AwsScope } from "../../scope/aws-scope";
import { labelingJobsLogGroup } from "../cloudwatch";
// In full, as the linter takes ../streaming for the layer of that name.
import { streamingQueueName } from "../../permissions/streaming";
import { describeJobs, describeWorkTeams, listJobs, listWorkTeams, stopJobs } from "./labeling-jobs";
import type { LabelingNeed } from "./labeling-need";
import type { PersonaSubject } from "./persona-subject";

/** Somebody who watches jobs and stops them. Starts none, passes no role and reads no data. */
export const jobOperator: PersonaSubject<LabelingNeed> = {
  leastPrivilege: operator,
  // Neither AWS's pages nor its managed policies know such a person.
  asDocumented: operator,
  beyondAwsManaged: operator,
  awsManaged: [],
};

function operator(need: LabelingNeed, scope: AwsScope): PolicyStatement[] {
  return [
    describeJobs(need, scope),
    stopJobs(need, scope),
    listJobs(),
    ...describeWorkTeams(need, scope),
    listWorkTeams(),
    readJobLogs(scope),
    readMetrics(),
    ...seeWaitingObjects(need, scope),
  ];
}

/** The account has one log group for all labeling jobs: states and counters, no data. */
export function readJobLogs(scope: AwsScope): PolicyStatement {
  return allow("ReadLabelingJobLogs", {
    actions: ["logs:DescribeLogStreams", "logs:FilterLogEvents", "logs:GetLogEvents"],
    resources: [`${logGroupArn(scope, labelingJobsLogGroup)}:*`],
    reason: "states and failures of jobs; the account has one log group for all of them",
    page: AwsPage.logGroups,
  });
}

function readMetrics(): PolicyStatement {
  return allow("ReadMetrics", {
    actions: ["cloudwatch:GetMetricData", "cloudwatch:GetMetricStatistics", "cloudwatch:ListMetrics"],
    resources: ["*"],
    anyResourceBecause: "metrics that lie in no dataset, as those of Ground Truth, have no resource",
    reason: "how many objects and workers a job has",
    page: AwsPage.logGroups,
  });
}

/** The length of the queue that a streaming job keeps waiting objects in. */
export function seeWaitingObjects(
  { labelingJobName, labelingJobNameIsPrefix = false, topicArns = [] }: LabelingNeed,
  scope: AwsScope,
): PolicyStatement[] {
  const [inputTopicArn] = topicArns;
  if (inputTopicArn === undefined) return [];
  const queue = streamingQueueName({ labelingJobName, labelingJobNameIsPrefix, inputTopicArn });
  return [
    allow("SeeWaitingObjects", {
      actions: ["sqs:GetQueueAttributes", "sqs:GetQueueUrl"],
      resources: [sqsQueueArn(scope, queue)],
      reason: "how many objects wait for the streaming job; not what they are",
      page: AwsPage.streamingQueue,
    }),
  ];
}
