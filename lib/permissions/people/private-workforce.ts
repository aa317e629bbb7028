import { AwsPage } from "../../aws-page";
import { privateWorkTeamArn, workforceArn } from "../../iam/arn";
import { allow, type PolicyStatement } from "../../iam/statement";
import type { AwsScope } from "../../scope/aws-scope";
import type { KeyTarget } from "../key-target";
import { spellings } from "../spellings";
import type { PersonaSubject } from "./persona-subject";
import { sagemakerFullAccess } from "./sagemaker-full-access";

/** The private workforce of an account and region, and which of its teams somebody works with. */
export interface WorkforceNeed {
  /** ARN of the Cognito user pool. @default - none: workers come from an OIDC provider */
  readonly userPoolArn?: string;
  /** @default - whichever there is: an account has one per region */
  readonly workforceName?: string;
  /** Names of work teams; one may end in `*`. @default - every private team */
  readonly workTeamNames?: readonly string[];
  /** The topic that tells work teams of tasks. @default - none */
  readonly notificationTopicArn?: string;
  /** Keys of that topic. @default - none that people need a right on */
  readonly keys?: readonly KeyTarget[];
}

/** Workers and groups of the pool. */
const workerActions = [
  "cognito-idp:AdminAddUserToGroup",
  "cognito-idp:AdminCreateUser",
  "cognito-idp:AdminDeleteUser",
  "cognito-idp:AdminDisableUser",
  "cognito-idp:AdminEnableUser",
  "cognito-idp:AdminRemoveUserFromGroup",
  "cognito-idp:CreateGroup",
  "cognito-idp:DescribeUserPool",
  "cognito-idp:DescribeUserPoolClient",
  "cognito-idp:ListGroups",
  "cognito-idp:ListIdentityProviders",
  "cognito-idp:ListUserPoolClients",
  "cognito-idp:ListUsers",
  "cognito-idp:ListUsersInGroup",
];

/** Settings of the pool and its client. */
const poolSettings = ["cognito-idp:UpdateUserPool", "cognito-idp:UpdateUserPoolClient"];

/** What AWS prints for private workforces. `cognito-idp:List`, which its older page has, is no action. */
export const cognitoActions: readonly string[] = [
  ...workerActions,
  ...poolSettings,
  "cognito-idp:CreateUserPool",
  "cognito-idp:CreateUserPoolClient",
  "cognito-idp:CreateUserPoolDomain",
  "cognito-idp:ListUserPools",
];

/** What a console user has on top to look after work teams and workers. */
export const privateWorkforceUser: PersonaSubject<WorkforceNeed> = {
  leastPrivilege: workers,
  asDocumented: () => [documented()],
  beyondAwsManaged: () => [],
  awsManaged: [sagemakerFullAccess],
};

/** Somebody who looks after the workforce itself too: its addresses, its pool's settings. Starts no jobs. */
export const workforceManager: PersonaSubject<WorkforceNeed> = {
  leastPrivilege: (need, scope) => [
    ...workers(need, scope),
    manageWorkforce(need, scope),
    ...changePool(need),
  ],
  // AWS prints the side of Cognito only.
  asDocumented: (need, scope) => [
    documented(),
    manageTeams(need, scope),
    describeWorkforce(need, scope),
    listWorkforces(),
    manageWorkforce(need, scope),
  ],
  beyondAwsManaged: () => [],
  awsManaged: [sagemakerFullAccess],
};

function workers(need: WorkforceNeed, scope: AwsScope): PolicyStatement[] {
  return [manageTeams(need, scope), describeWorkforce(need, scope), listWorkforces(), ...manageWorkers(need)];
}

function manageTeams({ workTeamNames = [] }: WorkforceNeed, scope: AwsScope): PolicyStatement {
  const names = workTeamNames.length === 0 ? ["*"] : workTeamNames;
  return allow("ManageWorkteams", {
    actions: [
      "sagemaker:AddTags",
      "sagemaker:CreateWorkteam",
      "sagemaker:DeleteWorkteam",
      "sagemaker:DescribeWorkteam",
      "sagemaker:ListLabelingJobsForWorkteam",
      "sagemaker:ListTags",
      "sagemaker:UpdateWorkteam",
    ],
    resources: names.flatMap(spellings).map((name) => privateWorkTeamArn(scope, name)),
    reason: "makes work teams, changes who is in them, and ends them",
    page: AwsPage.privateWorkforce,
  });
}

function describeWorkforce({ workforceName = "*" }: WorkforceNeed, scope: AwsScope): PolicyStatement {
  return allow("DescribeWorkforce", {
    actions: ["sagemaker:DescribeWorkforce"],
    resources: spellings(workforceName).map((name) => workforceArn(scope, name)),
    reason: "where workers sign in, and from which addresses",
    page: AwsPage.privateWorkforce,
  });
}

function listWorkforces(): PolicyStatement {
  return allow("ListWorkforces", {
    actions: ["sagemaker:ListWorkforces", "sagemaker:ListWorkteams"],
    resources: ["*"],
    anyResourceBecause: "none of these actions has a resource type",
    reason: "finds the workforce and its teams",
    page: AwsPage.sagemakerActions,
  });
}

function manageWorkforce({ workforceName = "*" }: WorkforceNeed, scope: AwsScope): PolicyStatement {
  return allow("ManageWorkforce", {
    actions: ["sagemaker:CreateWorkforce", "sagemaker:DeleteWorkforce", "sagemaker:UpdateWorkforce"],
    resources: spellings(workforceName).map((name) => workforceArn(scope, name)),
    reason: "makes and ends the workforce, and says from which addresses its workers may come",
    page: AwsPage.privateWorkforce,
  });
}

function manageWorkers({ userPoolArn }: WorkforceNeed): PolicyStatement[] {
  if (userPoolArn === undefined) return [];
  return [
    allow("ManageWorkers", {
      actions: workerActions,
      resources: [userPoolArn],
      reason: "invites, blocks and removes workers and puts them into teams, in this user pool only",
      page: AwsPage.consoleAccess,
    }),
    allow("ListUserPools", {
      actions: ["cognito-idp:ListUserPools"],
      resources: ["*"],
      anyResourceBecause: "cognito-idp:ListUserPools has no resource type",
      reason: "the console looks the workforce's user pool up by name",
      page: AwsPage.consoleAccess,
    }),
  ];
}

/** Making pools and clients is left out: the pool exists, and making one cannot be limited to one. */
function changePool({ userPoolArn }: WorkforceNeed): PolicyStatement[] {
  if (userPoolArn === undefined) return [];
  return [
    allow("ChangeUserPool", {
      actions: poolSettings,
      resources: [userPoolArn],
      reason: "the wording of invitations, and the addresses that the workers' portal needs",
      page: AwsPage.consoleAccess,
    }),
  ];
}

function documented(): PolicyStatement {
  return allow("ManagePrivateWorkforce", {
    actions: cognitoActions,
    resources: ["*"],
    anyResourceBecause: "as AWS prints it",
    reason: "makes and looks after a private workforce, with every user pool of the account",
    page: AwsPage.consoleAccess,
  });
}
