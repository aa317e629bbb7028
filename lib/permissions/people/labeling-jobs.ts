import { AwsPage } from "../../aws-page";
import { eventRuleArn, parseArn, privateWorkTeamArn, vendorWorkTeamsArn } from "../../iam/arn";
import { allow, type PolicyStatement } from "../../iam/statement";
import type { AwsScope } from "../../scope/aws-scope";
import { labelingJobArns, type LabelingNeed } from "./labeling-need";

const noResourceType = "none of these actions has a resource type";

/** Jobs under the workflow's names, for the workflow's work teams. The public crowd is never among them. */
export function createJobs(need: LabelingNeed, scope: AwsScope): PolicyStatement {
  const { workTeamArns = [] } = need;
  return allow("CreateLabelingJobs", {
    actions: ["sagemaker:CreateLabelingJob"],
    resources: labelingJobArns(need, scope),
    when:
      workTeamArns.length > 0
        ? { ArnEquals: { "sagemaker:WorkteamArn": workTeamArns } }
        : { StringEquals: { "sagemaker:WorkteamType": ["private-crowd", "vendor-crowd"] } },
    reason:
      "starts jobs of this workflow; who labels is part of the request, and the public crowd is left out",
    page: AwsPage.sagemakerPolicies,
  });
}

/** Tags: a job that is created with some is tagged by an action of its own. */
export function tagJobs(need: LabelingNeed, scope: AwsScope): PolicyStatement {
  return allow("TagLabelingJobs", {
    actions: ["sagemaker:AddTags"],
    resources: labelingJobArns(need, scope),
    reason: "a job that is created with tags needs this too",
    page: AwsPage.sagemakerActions,
  });
}

/** How the workflow's jobs stand. */
export function describeJobs(need: LabelingNeed, scope: AwsScope): PolicyStatement {
  return allow("DescribeLabelingJobs", {
    actions: ["sagemaker:DescribeLabelingJob", "sagemaker:ListTags"],
    resources: labelingJobArns(need, scope),
    reason: "state, settings and counters of the workflow's jobs",
    page: AwsPage.sagemakerActions,
  });
}

export function stopJobs(need: LabelingNeed, scope: AwsScope): PolicyStatement {
  return allow("StopLabelingJobs", {
    actions: ["sagemaker:StopLabelingJob"],
    resources: labelingJobArns(need, scope),
    reason: "ends a job of the workflow; what was labeled by then stays",
    page: AwsPage.sagemakerActions,
  });
}

export function listJobs(): PolicyStatement {
  return allow("ListLabelingJobs", {
    actions: ["sagemaker:ListLabelingJobs"],
    resources: ["*"],
    anyResourceBecause: "sagemaker:ListLabelingJobs has no resource type",
    reason: "finds jobs by name and state; what is listed is names and counters",
    page: AwsPage.sagemakerActions,
  });
}

/** The lists that people choose work teams from. */
export function listWorkTeams(): PolicyStatement {
  return allow("ListWorkteams", {
    actions: ["sagemaker:ListSubscribedWorkteams", "sagemaker:ListWorkteams"],
    resources: ["*"],
    anyResourceBecause: noResourceType,
    reason: "shows which work teams there are to choose from",
    page: AwsPage.sagemakerActions,
  });
}

/** The workflow's own work teams, of the account and of vendors. */
export function describeWorkTeams({ workTeamArns = [] }: LabelingNeed, scope: AwsScope): PolicyStatement[] {
  const vendors = workTeamArns.filter(isVendorTeam);
  const own = workTeamArns.filter((arn) => !isVendorTeam(arn));
  const anyTeam = workTeamArns.length === 0;
  return [
    ...describeOwn(anyTeam ? [privateWorkTeamArn(scope, "*")] : own),
    ...describeSubscribed(anyTeam ? [vendorWorkTeamsArn(scope)] : vendors),
  ];
}

/** Work teams of vendors, with whom the account has a contract. */
export function describeSubscribed(resources: readonly string[]): PolicyStatement[] {
  if (resources.length === 0) return [];
  return [
    allow("DescribeVendorWorkteams", {
      actions: ["sagemaker:DescribeSubscribedWorkteam"],
      resources,
      reason: "who the vendor's team is and what its listing says",
      page: AwsPage.vendorWorkforce,
    }),
  ];
}

function describeOwn(resources: readonly string[]): PolicyStatement[] {
  if (resources.length === 0) return [];
  return [
    allow("DescribeWorkteams", {
      actions: ["sagemaker:DescribeWorkteam", "sagemaker:ListLabelingJobsForWorkteam"],
      resources,
      reason: "who is in the work team and which jobs it has",
      page: AwsPage.sagemakerActions,
    }),
  ];
}

function isVendorTeam(arn: string): boolean {
  return parseArn(arn)?.resource.startsWith("workteam/vendor-crowd/") === true;
}

/** The workflow's execution role, to SageMaker and to nobody else. */
export function passExecutionRole({ executionRoleArn }: LabelingNeed): PolicyStatement {
  return allow("PassExecutionRole", {
    actions: ["iam:PassRole"],
    resources: [executionRoleArn],
    when: { StringEquals: { "iam:PassedToService": ["sagemaker.amazonaws.com"] } },
    reason: "hands the workflow's execution role to the job; no other role, to no other service",
    page: AwsPage.consoleAccess,
  });
}

/**
 * What Step Functions waits for a job with (`createLabelingJob.sync`). AWS prints it for training, transform and tuning
 * jobs, with the names of their rules; that of labeling jobs it prints nowhere. NOT VERIFIED AGAINST AWS.
 */
export function waitInStepFunctions(scope: AwsScope): PolicyStatement {
  return allow("StepFunctionsEvents", {
    actions: ["events:DescribeRule", "events:PutRule", "events:PutTargets"],
    resources: [eventRuleArn(scope, "StepFunctionsGetEventsForSageMaker*")],
    reason:
      "Step Functions is told of the end of a job by a rule that it makes itself with this role; not verified against AWS",
    page: AwsPage.stepFunctionsSagemaker,
  });
}
