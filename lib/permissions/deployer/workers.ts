import { AwsPage } from "../../aws-page";
import { cognitoUserPoolArn, labelingJobArn, privateWorkTeamArn, workforceArn } from "../../iam/arn";
import { allow, type PolicyStatement } from "../../iam/statement";
import { spellings } from "../spellings";
import {
  carrying,
  grouped,
  onEach,
  ownRights,
  type ResourceRights,
  type RightsByType,
} from "./resource-rights";
import type { StackResource } from "./stack-resource";

const page = AwsPage.cognitoActions;

/*
 * A user pool has no name in its ARN. Its tags tell it from others: they are given as it is made, and a deployer cannot
 * tag what does not carry them. Pools without tags cannot be told apart.
 */

interface PoolRights {
  readonly sid: string;
  readonly actions: readonly string[];
  readonly reason: string;
}

/** Actions on pools that carry the tags of `tagged`. */
function onPools(tagged: readonly StackResource[], rights: PoolRights): PolicyStatement[] {
  return [...grouped(tagged, ({ tags }) => JSON.stringify(tags)).values()].map((group) =>
    onEach(group, {
      ...rights,
      arns: (resource) => [cognitoUserPoolArn(resource.scope, "*")],
      when: carrying("aws:ResourceTag", group[0]?.tags ?? {}),
      page,
    }),
  );
}

const pools: ResourceRights = {
  names: [],
  statements: (resources) => [
    ...[...grouped(resources, ({ tags }) => JSON.stringify(tags)).values()].map((group) =>
      allow("CognitoPoolCreate", {
        actions: ["cognito-idp:CreateUserPool"],
        resources: ["*"],
        anyResourceBecause: "cognito-idp:CreateUserPool has no resource type: the pool is not there yet",
        when: carrying("aws:RequestTag", group[0]?.tags ?? {}),
        reason: "the stacks make a user pool",
        page,
      }),
    ),
    ...onPools(resources, {
      sid: "CognitoPools",
      actions: [
        "cognito-idp:DeleteUserPool",
        "cognito-idp:DescribeUserPool",
        "cognito-idp:GetUserPoolMfaConfig",
        "cognito-idp:SetUserPoolMfaConfig",
        "cognito-idp:TagResource",
        "cognito-idp:UntagResource",
        "cognito-idp:UpdateUserPool",
      ],
      reason: "the user pools that carry the stacks' tags",
    }),
  ],
};

/** What lies in a user pool. A pool of the stacks is known by its tags; one that was brought in by its id. */
function inPool(rights: PoolRights): ResourceRights {
  return {
    names: [],
    statements: (resources, all) => {
      const ids = resources.flatMap((one) => one.text("user_pool_id") ?? []);
      const made = all.filter(({ type }) => type === "aws_cognito_user_pool");
      const broughtIn = resources.filter((one) => one.text("user_pool_id") !== undefined);
      return [
        ...(ids.length < resources.length ? onPools(made, rights) : []),
        ...(broughtIn.length === 0
          ? []
          : [
              onEach(broughtIn, {
                ...rights,
                arns: (one) => [cognitoUserPoolArn(one.scope, one.text("user_pool_id") ?? "")],
                page,
              }),
            ]),
      ];
    },
  };
}

const domains: ResourceRights = {
  names: [],
  statements: (resources, all) => [
    ...inPool({
      sid: "CognitoDomains",
      actions: [
        "cognito-idp:CreateUserPoolDomain",
        "cognito-idp:DeleteUserPoolDomain",
        "cognito-idp:UpdateUserPoolDomain",
      ],
      reason: "where workers sign in",
    }).statements(resources, all),
    allow("CognitoDomainRead", {
      actions: ["cognito-idp:DescribeUserPoolDomain"],
      resources: ["*"],
      anyResourceBecause: "cognito-idp:DescribeUserPoolDomain has no resource type",
      reason: "Terraform reads a domain by its name",
      page,
    }),
  ],
};

/** User pools for workers, and SageMaker's workforce and work teams. */
export const workerRights: RightsByType = {
  aws_cognito_user_pool: pools,
  aws_cognito_user_pool_client: inPool({
    sid: "CognitoClients",
    actions: [
      "cognito-idp:CreateUserPoolClient",
      "cognito-idp:DeleteUserPoolClient",
      "cognito-idp:DescribeUserPoolClient",
      "cognito-idp:UpdateUserPoolClient",
    ],
    reason: "the client by which SageMaker signs workers in",
  }),
  aws_cognito_managed_user_pool_client: inPool({
    sid: "CognitoClients",
    actions: [
      "cognito-idp:DescribeUserPoolClient",
      "cognito-idp:ListUserPoolClients",
      "cognito-idp:UpdateUserPoolClient",
    ],
    reason: "tells the client where the workers' portal is",
  }),
  aws_cognito_user_pool_domain: domains,
  aws_cognito_user_group: inPool({
    sid: "CognitoGroups",
    actions: [
      "cognito-idp:CreateGroup",
      "cognito-idp:DeleteGroup",
      "cognito-idp:GetGroup",
      "cognito-idp:UpdateGroup",
    ],
    reason: "the groups that work teams are made of",
  }),
  aws_cognito_user: inPool({
    sid: "CognitoUsers",
    actions: [
      "cognito-idp:AdminCreateUser",
      "cognito-idp:AdminDeleteUser",
      "cognito-idp:AdminDeleteUserAttributes",
      "cognito-idp:AdminDisableUser",
      "cognito-idp:AdminEnableUser",
      "cognito-idp:AdminGetUser",
      "cognito-idp:AdminUpdateUserAttributes",
    ],
    reason: "the workers that the stacks list",
  }),
  aws_cognito_user_in_group: inPool({
    sid: "CognitoMembers",
    actions: [
      "cognito-idp:AdminAddUserToGroup",
      "cognito-idp:AdminListGroupsForUser",
      "cognito-idp:AdminRemoveUserFromGroup",
    ],
    reason: "who belongs to which work team",
  }),
  aws_sagemaker_labeling_job: ownRights(["labeling_job_name"], {
    sid: "LabelingJobs",
    actions: [
      "sagemaker:AddTags",
      "sagemaker:CreateLabelingJob",
      "sagemaker:DeleteTags",
      "sagemaker:DescribeLabelingJob",
      "sagemaker:ListTags",
      "sagemaker:StopLabelingJob",
    ],
    arns: (resource) =>
      // AWS takes names without case, and does not say which it keeps in the ARN.
      spellings(resource.text("labeling_job_name") ?? "").map((name) => labelingJobArn(resource.scope, name)),
    reason: "the labeling jobs that the stacks start",
    page: AwsPage.sagemakerActions,
  }),
  aws_sagemaker_workforce: ownRights(["workforce_name"], {
    sid: "Workforces",
    actions: [
      "sagemaker:CreateWorkforce",
      "sagemaker:DeleteWorkforce",
      "sagemaker:DescribeWorkforce",
      "sagemaker:UpdateWorkforce",
    ],
    arns: (resource) =>
      spellings(resource.text("workforce_name") ?? "").map((name) => workforceArn(resource.scope, name)),
    reason: "the workforce that the stacks make",
    page: AwsPage.sagemakerActions,
  }),
  aws_sagemaker_workteam: ownRights(["workteam_name"], {
    sid: "WorkTeams",
    actions: [
      "sagemaker:AddTags",
      "sagemaker:CreateWorkteam",
      "sagemaker:DeleteTags",
      "sagemaker:DeleteWorkteam",
      "sagemaker:DescribeWorkteam",
      "sagemaker:ListTags",
      "sagemaker:UpdateWorkteam",
    ],
    arns: (resource) =>
      spellings(resource.text("workteam_name") ?? "").map((name) => privateWorkTeamArn(resource.scope, name)),
    reason: "the private work teams that the stacks make",
    page: AwsPage.sagemakerActions,
  }),
};
