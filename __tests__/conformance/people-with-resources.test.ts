import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PermissionStyle } from "../../lib";
import { readConfig, synthesize, workflowStacks } from "../../stacks";
import { deployedStack } from "./harness/deployed";
import { account, otherAccount } from "../account";
import {
  administratorRole,
  forbiddenToAll,
  forTeam,
  functionArn,
  functionRole,
  jobArn,
  otherKeyAlias,
  otherPool,
  otherRegion,
  otherTeam,
  otherVendor,
  passedTo,
  peopleOf,
  regional,
  showWhat,
  type Subject,
  theirInput,
  theirKeyAlias,
  theirOutput,
  theirPool,
  theirRole,
  theirTeam,
  theirVendor,
  theirWorkforce,
  throughS3,
} from "./harness/people";
import { mayAssume, mayDo, mayNotAssume, mayNotDo } from "./harness/sentences";

/*
 * Those who look after what labeling jobs need: functions, workers, contracts with vendors, keys. Each denied case stands
 * beside an allowed case that it is the neighbour of; what is denied to everybody is in harness/people.
 */
const key = peopleOf().key(theirKeyAlias).arn;
const otherKey = peopleOf().key(otherKeyAlias).arn;
const job = jobArn("signs-20261122");

/** Jobs and data: nobody in this file deals with them. */
const jobsAndData: Subject = {
  on: "jobs and data, which are not theirs to deal with",
  mayNot: [
    ["start a job", "sagemaker:CreateLabelingJob", job, forTeam(theirTeam)],
    ["stop a job", "sagemaker:StopLabelingJob", job],
    ["see how a job stands", "sagemaker:DescribeLabelingJob", job],
    ["hand the execution role to a job", "iam:PassRole", theirRole, passedTo("sagemaker")],
    ["look at an image", "s3:GetObject", `${theirInput}/images/1.jpg`],
    ["write an image", "s3:PutObject", `${theirInput}/images/1.jpg`],
    ["read an answer", "s3:GetObject", `${theirOutput}/boxes/signs-1/manifests/output/output.manifest`],
    ["list images", "s3:ListBucket", theirInput],
    ["list buckets", "s3:ListAllMyBuckets", "*"],
    ["decrypt an image through S3", "kms:Decrypt", key, throughS3],
    ["list roles", "iam:ListRoles", "*"],
  ],
};

describe("the function author", () => {
  const own = functionArn("signs-pre");
  const draft = functionArn("signs-draft-1");
  const log = (name: string, stream = "1") =>
    regional("logs", `log-group:/aws/lambda/${name}:log-stream:${stream}`);
  const recipe = (what: string, of = "838997950401", at = "eu-west-1") =>
    regional("serverlessrepo", `applications/${what}`, of, at);

  showWhat("function-author", [
    {
      on: "their functions",
      may: [
        ["make a function", "lambda:CreateFunction", own],
        ["make a function of a listed beginning", "lambda:CreateFunction", draft],
        ["tag it as it is made", "lambda:TagResource", own],
        ["change its code", "lambda:UpdateFunctionCode", own],
        ["change its settings", "lambda:UpdateFunctionConfiguration", functionArn("signs-post")],
        ["read its code", "lambda:GetFunction", own],
        ["read its settings", "lambda:GetFunctionConfiguration", own],
        ["see whether its code must be signed", "lambda:GetFunctionCodeSigningConfig", own],
        ["see how many run at once", "lambda:GetFunctionConcurrency", own],
        ["see what happens to failed events", "lambda:GetFunctionEventInvokeConfig", own],
        ["see when its runtime is updated", "lambda:GetRuntimeManagementConfig", own],
        ["see who may call it", "lambda:GetPolicy", own],
        ["read its tags", "lambda:ListTags", own],
        ["try it", "lambda:InvokeFunction", own],
        ["try a version", "lambda:InvokeFunction", `${own}:3`],
        ["publish a version", "lambda:PublishVersion", own],
        ["list its versions", "lambda:ListVersionsByFunction", own],
        ["make an alias", "lambda:CreateAlias", own],
        ["move an alias", "lambda:UpdateAlias", own],
        ["look at an alias", "lambda:GetAlias", own],
        ["list aliases", "lambda:ListAliases", own],
        ["delete an alias", "lambda:DeleteAlias", own],
        ["delete a draft", "lambda:DeleteFunction", draft],
        ["list functions", "lambda:ListFunctions", "*"],
        ["see the account's limits", "lambda:GetAccountSettings", "*"],
      ],
      mayNot: [
        ["change another function", "lambda:UpdateFunctionCode", functionArn("payslips-pre")],
        [
          "change a function whose name begins alike",
          "lambda:UpdateFunctionCode",
          functionArn("signs-pre-2"),
        ],
        [
          "change a function of another account",
          "lambda:UpdateFunctionCode",
          functionArn("signs-pre", otherAccount),
        ],
        [
          "change a function of another region",
          "lambda:UpdateFunctionCode",
          own.replace("eu-west-1", otherRegion),
        ],
        ["read the code of another function", "lambda:GetFunction", functionArn("payslips-pre")],
        ["call another function", "lambda:InvokeFunction", functionArn("payslips-pre")],
        ["delete another function", "lambda:DeleteFunction", functionArn("payslips-pre")],
        ["let others call it", "lambda:AddPermission", own, { "lambda:Principal": "*" }],
        ["take back who may call it", "lambda:RemovePermission", own],
        [
          "open it to the web",
          "lambda:CreateFunctionUrlConfig",
          own,
          { "lambda:FunctionUrlAuthType": "NONE" },
        ],
        ["have it called by a queue", "lambda:CreateEventSourceMapping", "*"],
        ["have its failures sent elsewhere", "lambda:PutFunctionEventInvokeConfig", own],
        ["keep all concurrency for it", "lambda:PutFunctionConcurrency", own],
        ["take off the need of signed code", "lambda:DeleteFunctionCodeSigningConfig", own],
        ["make a layer", "lambda:PublishLayerVersion", regional("lambda", "layer:x")],
      ],
    },
    {
      on: "roles",
      may: [["give a function a listed role", "iam:PassRole", functionRole, passedTo("lambda")]],
      mayNot: [
        ["give a function an administrator's role", "iam:PassRole", administratorRole, passedTo("lambda")],
        ["give a function the execution role", "iam:PassRole", theirRole, passedTo("lambda")],
        [
          "give a function a role whose name begins alike",
          "iam:PassRole",
          `${functionRole}-2`,
          passedTo("lambda"),
        ],
        ["give the role to SageMaker", "iam:PassRole", functionRole, passedTo("sagemaker")],
        ["give the role to EC2", "iam:PassRole", functionRole, passedTo("ec2")],
        ["give the role to whom it does not say", "iam:PassRole", functionRole],
        ["assume the function's role", "sts:AssumeRole", functionRole],
        ["write a policy into the function's role", "iam:PutRolePolicy", functionRole],
      ],
    },
    {
      on: "logs",
      may: [
        ["find the log of a function", "logs:DescribeLogStreams", log("signs-pre", "")],
        ["search the log of a function", "logs:FilterLogEvents", log("signs-pre", "")],
        ["read the log of a function", "logs:GetLogEvents", log("signs-post")],
        ["read the log of a draft", "logs:GetLogEvents", log("signs-draft-1")],
      ],
      mayNot: [
        ["read the log of another function", "logs:GetLogEvents", log("payslips-pre")],
        ["read the log of a function whose name begins alike", "logs:GetLogEvents", log("signs-pre-2")],
        ["write a log", "logs:PutLogEvents", log("signs-pre")],
        ["delete a log", "logs:DeleteLogGroup", regional("logs", "log-group:/aws/lambda/signs-pre")],
        [
          "read the log of jobs",
          "logs:GetLogEvents",
          regional("logs", "log-group:/aws/sagemaker/LabelingJobs:log-stream:1"),
        ],
      ],
    },
    {
      on: "AWS's starter functions",
      may: [
        ["find them", "serverlessrepo:SearchApplications", "*"],
        ["look at them", "serverlessrepo:GetApplication", recipe("aws-sagemaker-ground-truth-recipe")],
        [
          "list their versions",
          "serverlessrepo:ListApplicationVersions",
          recipe("aws-sagemaker-ground-truth-recipe"),
        ],
        [
          "download their template",
          "serverlessrepo:CreateCloudFormationTemplate",
          recipe("aws-sagemaker-ground-truth-recipe"),
        ],
      ],
      mayNot: [
        [
          "deploy them",
          "serverlessrepo:CreateCloudFormationChangeSet",
          recipe("aws-sagemaker-ground-truth-recipe"),
        ],
        ["look at another application", "serverlessrepo:GetApplication", recipe("backdoor", otherAccount)],
        [
          "look at them in another region",
          "serverlessrepo:GetApplication",
          recipe("aws-sagemaker-ground-truth-recipe", "838997950401", otherRegion),
        ],
        ["publish an application", "serverlessrepo:CreateApplication", "*"],
      ],
    },
    jobsAndData,
  ]);
  forbiddenToAll("function-author");
});

describe("the workforce manager", () => {
  const team = regional("sagemaker", "workteam/private-crowd/sign-writers");
  showWhat("workforce-manager", [
    {
      on: "workers",
      may: [
        ["invite a worker", "cognito-idp:AdminCreateUser", theirPool],
        ["put a worker into a team", "cognito-idp:AdminAddUserToGroup", theirPool],
        ["take a worker from a team", "cognito-idp:AdminRemoveUserFromGroup", theirPool],
        ["block a worker", "cognito-idp:AdminDisableUser", theirPool],
        ["let a worker in again", "cognito-idp:AdminEnableUser", theirPool],
        ["remove a worker", "cognito-idp:AdminDeleteUser", theirPool],
        ["list workers", "cognito-idp:ListUsers", theirPool],
        ["list groups", "cognito-idp:ListGroups", theirPool],
        ["list the workers of a group", "cognito-idp:ListUsersInGroup", theirPool],
        ["make a group", "cognito-idp:CreateGroup", theirPool],
        ["list user pools", "cognito-idp:ListUserPools", "*"],
        ["look at the pool", "cognito-idp:DescribeUserPool", theirPool],
        ["look at its client", "cognito-idp:DescribeUserPoolClient", theirPool],
        ["list its clients", "cognito-idp:ListUserPoolClients", theirPool],
        ["list its identity providers", "cognito-idp:ListIdentityProviders", theirPool],
        ["word invitations", "cognito-idp:UpdateUserPool", theirPool],
        ["open the client to the portal", "cognito-idp:UpdateUserPoolClient", theirPool],
      ],
      mayNot: [
        ["list users of another pool", "cognito-idp:ListUsers", otherPool],
        ["remove a user of another pool", "cognito-idp:AdminDeleteUser", otherPool],
        ["put a user of another pool into a group", "cognito-idp:AdminAddUserToGroup", otherPool],
        ["change another pool", "cognito-idp:UpdateUserPool", otherPool],
        ["change the client of another pool", "cognito-idp:UpdateUserPoolClient", otherPool],
        [
          "invite a worker to a pool of another account",
          "cognito-idp:AdminCreateUser",
          theirPool.replace(account, otherAccount),
        ],
        [
          "invite a worker to a pool of another region",
          "cognito-idp:AdminCreateUser",
          theirPool.replace(":eu-west-1:", `:${otherRegion}:`),
        ],
        ["switch off the second factor", "cognito-idp:SetUserPoolMfaConfig", theirPool],
        ["reset a worker's password", "cognito-idp:AdminResetUserPassword", theirPool],
        ["change what a worker's token says", "cognito-idp:AdminUpdateUserAttributes", theirPool],
        ["give the pool another domain", "cognito-idp:CreateUserPoolDomain", theirPool],
        ["delete the domain", "cognito-idp:DeleteUserPoolDomain", theirPool],
        ["delete the client", "cognito-idp:DeleteUserPoolClient", theirPool],
        ["delete a group", "cognito-idp:DeleteGroup", theirPool],
        ["let a group assume a role", "cognito-idp:UpdateGroup", theirPool],
        ["let the users of an identity pool assume a role", "cognito-identity:SetIdentityPoolRoles", "*"],
      ],
    },
    {
      on: "teams and the workforce",
      may: [
        ["make a team", "sagemaker:CreateWorkteam", team],
        ["change a team", "sagemaker:UpdateWorkteam", team],
        ["see who is in a team", "sagemaker:DescribeWorkteam", team],
        ["see which jobs a team has", "sagemaker:ListLabelingJobsForWorkteam", theirTeam],
        ["tag a team", "sagemaker:AddTags", team],
        ["read a team's tags", "sagemaker:ListTags", team],
        ["delete a team", "sagemaker:DeleteWorkteam", team],
        ["list teams", "sagemaker:ListWorkteams", "*"],
        ["list workforces", "sagemaker:ListWorkforces", "*"],
        ["look at the workforce", "sagemaker:DescribeWorkforce", theirWorkforce],
        ["say from where workers come", "sagemaker:UpdateWorkforce", theirWorkforce],
        ["make the workforce", "sagemaker:CreateWorkforce", theirWorkforce],
        ["delete the workforce", "sagemaker:DeleteWorkforce", theirWorkforce],
      ],
      mayNot: [
        ["make a team of another name", "sagemaker:CreateWorkteam", otherTeam],
        ["see who is in another team", "sagemaker:DescribeWorkteam", otherTeam],
        ["tag another team", "sagemaker:AddTags", otherTeam],
        [
          "change a team of another region",
          "sagemaker:UpdateWorkteam",
          team.replace("eu-west-1", otherRegion),
        ],
        ["change a team of another account", "sagemaker:UpdateWorkteam", team.replace(account, otherAccount)],
        [
          "change another workforce",
          "sagemaker:UpdateWorkforce",
          regional("sagemaker", "workforce/default-2"),
        ],
        [
          "change the workforce of another region",
          "sagemaker:UpdateWorkforce",
          theirWorkforce.replace("eu-west-1", otherRegion),
        ],
        ["tag a job", "sagemaker:AddTags", job],
        ["subscribe to a vendor", "aws-marketplace:Subscribe", "*"],
        ["look at a vendor's team", "sagemaker:DescribeSubscribedWorkteam", theirVendor],
        [
          "make a workflow of human reviews",
          "sagemaker:CreateHumanTaskUi",
          regional("sagemaker", "human-task-ui/x"),
        ],
      ],
    },
    jobsAndData,
  ]);
  forbiddenToAll("workforce-manager");
});

describe("the vendor subscriber", () => {
  const vendors: Subject = {
    on: "vendors",
    may: [
      ["subscribe to a vendor", "aws-marketplace:Subscribe", "*"],
      ["end a subscription", "aws-marketplace:Unsubscribe", "*"],
      ["see subscriptions", "aws-marketplace:ViewSubscriptions", "*"],
      ["list the teams of vendors", "sagemaker:ListSubscribedWorkteams", "*"],
      ["look at a vendor's team", "sagemaker:DescribeSubscribedWorkteam", theirVendor],
      ["look at another vendor's team", "sagemaker:DescribeSubscribedWorkteam", otherVendor],
      [
        "look at a team that AWS lists for a vendor",
        "sagemaker:DescribeSubscribedWorkteam",
        regional("sagemaker", "workteam/vendor-crowd/labels", "394669845002"),
      ],
      [
        "look at a team of a vendor's in their own account",
        "sagemaker:DescribeSubscribedWorkteam",
        regional("sagemaker", "workteam/vendor-crowd/labels"),
      ],
    ],
    mayNot: [
      [
        "look at a vendor's team of another region",
        "sagemaker:DescribeSubscribedWorkteam",
        theirVendor.replace("eu-west-1", otherRegion),
      ],
      ["look at a private team as if it were a vendor's", "sagemaker:DescribeSubscribedWorkteam", theirTeam],
      ["see who is in a private team", "sagemaker:DescribeWorkteam", theirTeam],
      ["see which jobs a vendor has", "sagemaker:ListLabelingJobsForWorkteam", theirVendor],
      ["list private teams", "sagemaker:ListWorkteams", "*"],
      ["start a job for a vendor", "sagemaker:CreateLabelingJob", job, forTeam(theirVendor)],
      ["list jobs", "sagemaker:ListLabelingJobs", "*"],
      ["sign for what others ask for", "aws-marketplace:AcceptAgreementApprovalRequest", "*"],
      ["end an agreement of others", "aws-marketplace:CancelAgreement", "*"],
      ["choose what others may subscribe to", "aws-marketplace:AssociateProductsWithPrivateMarketplace", "*"],
      ["run what is bought", "ec2:RunInstances", regional("ec2", "instance/i-1")],
      ["invite a worker", "cognito-idp:AdminCreateUser", theirPool],
    ],
  };
  showWhat("vendor-subscriber", [vendors, jobsAndData]);
  // There are no more than five actions in it: each style is shown row by row.
  describe("by the style as documented", () => {
    mayDo(peopleOf(PermissionStyle.AS_DOCUMENTED).role("vendor-subscriber"), vendors.may!);
  });
  describe("by the AWS managed style", () => {
    mayDo(peopleOf(PermissionStyle.AWS_MANAGED).role("vendor-subscriber"), vendors.may!);
  });
  forbiddenToAll("vendor-subscriber");
});

describe("the key administrator", () => {
  const beside = { "kms:ResourceAliases": [theirKeyAlias, "alias/signs-2026"] };
  const noAlias = { "kms:ResourceAliases": undefined };
  const care: Subject = {
    on: "the key",
    may: [
      ["describe it", "kms:DescribeKey", key],
      ["describe it when it has a second alias", "kms:DescribeKey", key, beside],
      ["say what it is for", "kms:UpdateKeyDescription", key],
      ["switch rotation on", "kms:EnableKeyRotation", key],
      [
        "switch rotation on for another period",
        "kms:EnableKeyRotation",
        key,
        { "kms:RotationPeriodInDays": "180" },
      ],
      ["switch rotation off", "kms:DisableKeyRotation", key],
      ["see whether it rotates", "kms:GetKeyRotationStatus", key],
      ["see when it rotated", "kms:ListKeyRotations", key],
      ["rotate it now", "kms:RotateKeyOnDemand", key],
      ["switch it off", "kms:DisableKey", key],
      ["switch it on", "kms:EnableKey", key],
      ["order its deletion", "kms:ScheduleKeyDeletion", key],
      [
        "order its deletion in a month",
        "kms:ScheduleKeyDeletion",
        key,
        { "kms:ScheduleKeyDeletionPendingWindowInDays": "30" },
      ],
      ["cancel its deletion", "kms:CancelKeyDeletion", key],
      ["read its policy", "kms:GetKeyPolicy", key],
      ["list its policies", "kms:ListKeyPolicies", key],
      ["see to whom it is lent", "kms:ListGrants", key],
      ["see to which services it is lent", "kms:ListGrants", key, { "kms:GrantIsForAWSResource": "true" }],
      ["take back what was lent", "kms:RevokeGrant", key],
      [
        "take back what was lent to a service",
        "kms:RevokeGrant",
        key,
        { "kms:GrantIsForAWSResource": "true" },
      ],
      ["read its tags", "kms:ListResourceTags", key],
      ["list keys", "kms:ListKeys", "*"],
      ["list aliases", "kms:ListAliases", "*"],
      ["switch it off when it has a second alias", "kms:DisableKey", key, beside],
      ["take back what was lent when it has a second alias", "kms:RevokeGrant", key, beside],
    ],
    mayNot: [
      ["write its policy", "kms:PutKeyPolicy", key],
      ["decrypt with it when it has a second alias", "kms:Decrypt", key, beside],
      ["decrypt with it through S3", "kms:Decrypt", key, throughS3],
      ["make a data key through S3", "kms:GenerateDataKey", key, throughS3],
      ["encrypt with it anew", "kms:ReEncryptTo", key],
      ["sign with it", "kms:Sign", key],
      ["copy it to another region", "kms:ReplicateKey", key],
      ["take its marks off", "kms:UntagResource", key],
      ["delete its material", "kms:DeleteImportedKeyMaterial", key],
      ["describe the key of others", "kms:DescribeKey", otherKey],
      ["read the key policy of others", "kms:GetKeyPolicy", otherKey],
      ["cancel the deletion of the key of others", "kms:CancelKeyDeletion", otherKey],
      ["stop the rotation of the key of others", "kms:DisableKeyRotation", otherKey],
      ["take back what others lent", "kms:RevokeGrant", otherKey],
      ["delete a key without an alias", "kms:ScheduleKeyDeletion", otherKey, noAlias],
      [
        "delete a key whose alias begins alike",
        "kms:ScheduleKeyDeletion",
        otherKey,
        { "kms:ResourceAliases": ["alias/signs-2"] },
      ],
      [
        "delete a key of that alias in another region",
        "kms:ScheduleKeyDeletion",
        otherKey.replace("eu-west-1", otherRegion),
        { "kms:ResourceAliases": [theirKeyAlias] },
      ],
      [
        "delete a key of that alias in another account",
        "kms:ScheduleKeyDeletion",
        otherKey.replace(account, otherAccount),
        { "kms:ResourceAliases": [theirKeyAlias] },
      ],
    ],
  };
  showWhat("key-administrator", [care, jobsAndData]);
  forbiddenToAll("key-administrator");

  describe("who may change the key policy", () => {
    const writer = peopleOf().role("key-policy-writer");
    mayDo(writer, [
      ["write it", "kms:PutKeyPolicy", key],
      [
        "write it with the check against lockout",
        "kms:PutKeyPolicy",
        key,
        { "kms:BypassPolicyLockoutSafetyCheck": "false" },
      ],
      ["read it", "kms:GetKeyPolicy", key],
    ]);
    mayNotDo(writer, [
      [
        "write it without the check against lockout",
        "kms:PutKeyPolicy",
        key,
        { "kms:BypassPolicyLockoutSafetyCheck": "true" },
      ],
      ["write the key policy of others", "kms:PutKeyPolicy", otherKey],
      ["decrypt with the key", "kms:Decrypt", key],
      ["decrypt with the key through S3", "kms:Decrypt", key, throughS3],
      ["lend the key", "kms:CreateGrant", key],
      ["move the alias to another key", "kms:UpdateAlias", regional("kms", theirKeyAlias)],
    ]);
  });
});

describe("the roles that people assume", () => {
  const { roles } = peopleOf();
  const stack = peopleOf();
  const withMfa = { "aws:MultiFactorAuthPresent": "true" };
  const people = Object.values(roles).filter(({ name }) => !name.endsWith("-execution"));
  const asking = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
  describe.each(people.map((role) => [role.name, role] as const))("%s", (_name, role) => {
    mayAssume(role, [
      ["those who are named, with a second factor", stack.anotherRole("federated", asking), withMfa],
    ]);
    mayNotAssume(role, [
      [
        "those who are named, without a second factor",
        stack.anotherRole("federated", asking),
        { "aws:MultiFactorAuthPresent": "false" },
      ],
      ["those who are named, without a word of it", stack.anotherRole("federated", asking)],
      ["somebody else of the account", stack.anotherRole("administrator", asking), withMfa],
      ["somebody of that name in another account", stack.outsider(otherAccount), withMfa],
      ["SageMaker", stack.service("sagemaker.amazonaws.com")],
      ["Lambda", stack.service("lambda.amazonaws.com")],
    ]);
  });
});

/* A security review found that an author could rewrite a function whose role nobody had looked at. */
describe("the authors of the case function-author", () => {
  const outdir = mkdtempSync(join(tmpdir(), "ground-truth-"));
  const config = readConfig(join(__dirname, "..", "cases", "51-function-author.yaml"));
  const warnings = synthesize(config, outdir, workflowStacks).join("\n");
  const access = deployedStack(readFileSync(join(outdir, "stacks", "access", "cdk.tf.json"), "utf8"));
  rmSync(outdir, { recursive: true });
  const authorB = access.role("sec-author-b");
  const lambda = (name: string) => regional("lambda", `function:${name}`);

  mayDo(authorB, [
    ["rewrite a function of its workflows", "lambda:UpdateFunctionCode", lambda("sec-signs-pre-annotation")],
  ]);
  mayNotDo(authorB, [
    ["rewrite a function that exists already", "lambda:UpdateFunctionCode", lambda("company-gateway")],
    ["delete a function that exists already", "lambda:DeleteFunction", lambda("company-gateway")],
    ["call a function that exists already", "lambda:InvokeFunction", lambda("company-gateway")],
    [
      "rewrite a function that assumes an execution role",
      "lambda:UpdateFunctionCode",
      lambda("sec-payslips-post-annotation"),
    ],
  ]);

  test("are told what the roles and functions lend", () => {
    expect(warnings).toMatch(
      /author: passes \S+:role\/sec-payslips-post-annotation to functions. The role assumes the execution role of payslips and reads the answers of payslips: so can the author/,
    );
    expect(warnings).toMatch(
      /author-b: does not write company-gateway: it exists already, and nobody here knows/,
    );
    expect(warnings).toMatch(
      /author-b: does not write sec-payslips-post-annotation: it assumes the execution role/,
    );
  });
});
