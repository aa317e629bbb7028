import { PermissionStyle } from "../../lib";
import { account, otherAccount } from "../account";
import {
  forbiddenToAll,
  forTeam,
  functionArn,
  functionRole,
  iam,
  jobArn,
  otherData,
  otherKeyAlias,
  otherPool,
  otherRegion,
  otherRole,
  otherTeam,
  otherVendor,
  openKey,
  passedTo,
  peopleOf,
  queueArn,
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
  topicArn,
  withTheirAlias,
} from "./harness/people";

/*
 * Those who prepare, start, watch, stop and check labeling jobs: what they need and what is closed to them. Each denied
 * case stands beside an allowed case that it is the neighbour of; what is denied to everybody is in harness/people.
 */
const key = peopleOf().key(theirKeyAlias).arn;
const otherKey = peopleOf().key(otherKeyAlias).arn;
const job = jobArn("signs-20261122");
const withoutTls = { "aws:SecureTransport": "false" };
const answer = `${theirOutput}/boxes/signs-1/manifests/output/output.manifest`;
const jobLog = (stream: string) =>
  regional("logs", `log-group:/aws/sagemaker/LabelingJobs:log-stream:${stream}`);

const startJobs: Subject = {
  on: "starting jobs",
  may: [
    ["start a job for their team", "sagemaker:CreateLabelingJob", job, forTeam(theirTeam)],
    ["start a job for their vendor", "sagemaker:CreateLabelingJob", job, forTeam(theirVendor)],
    [
      "start a job with tags",
      "sagemaker:CreateLabelingJob",
      job,
      { ...forTeam(theirTeam), "aws:RequestTag/team": "signs", "aws:TagKeys": ["team"] },
    ],
    [
      "start a job that encrypts its answers",
      "sagemaker:CreateLabelingJob",
      job,
      { ...forTeam(theirTeam), "sagemaker:OutputKmsKeyArn": key },
    ],
    [
      "start a job that encrypts its storage volume",
      "sagemaker:CreateLabelingJob",
      job,
      { ...forTeam(theirTeam), "sagemaker:OutputKmsKeyArn": key, "sagemaker:VolumeKmsKeyArn": key },
    ],
    ["start a job of another run", "sagemaker:CreateLabelingJob", jobArn("signs-2"), forTeam(theirTeam)],
    [
      "tag a job as it is created",
      "sagemaker:AddTags",
      job,
      { "aws:RequestTag/team": "signs", "aws:TagKeys": ["team"] },
    ],
    ["hand the execution role to the job", "iam:PassRole", theirRole, passedTo("sagemaker")],
  ],
  mayNot: [
    ["start a job for another vendor", "sagemaker:CreateLabelingJob", job, forTeam(otherVendor)],
    [
      "start a job for a team whose name begins alike",
      "sagemaker:CreateLabelingJob",
      job,
      forTeam(`${theirTeam}-2`),
    ],
    [
      "start a job for a team of that name in another account",
      "sagemaker:CreateLabelingJob",
      job,
      forTeam(theirTeam.replace(account, otherAccount)),
    ],
    ["start a job without a run", "sagemaker:CreateLabelingJob", jobArn("signs"), forTeam(theirTeam)],
    ["tag a team", "sagemaker:AddTags", theirTeam],
    ["tag a job in another region", "sagemaker:AddTags", jobArn("signs-1", account, otherRegion)],
    ["delete the tags of a job", "sagemaker:DeleteTags", job, { "aws:TagKeys": ["team"] }],
    ["read the execution role's trust", "iam:GetRole", theirRole],
  ],
};

const watchJobs: Subject = {
  on: "watching and stopping jobs",
  may: [
    ["see how a job stands", "sagemaker:DescribeLabelingJob", job],
    ["see how a job of another run stands", "sagemaker:DescribeLabelingJob", jobArn("signs-1")],
    ["read the tags of a job", "sagemaker:ListTags", job],
    ["stop a job", "sagemaker:StopLabelingJob", job],
    ["list jobs", "sagemaker:ListLabelingJobs", "*"],
    ["see who is in their team", "sagemaker:DescribeWorkteam", theirTeam],
    ["see which jobs their team has", "sagemaker:ListLabelingJobsForWorkteam", theirTeam],
    ["see who their vendor is", "sagemaker:DescribeSubscribedWorkteam", theirVendor],
  ],
  mayNot: [
    ["see a job in another region", "sagemaker:DescribeLabelingJob", jobArn("signs-1", account, otherRegion)],
    ["see a job in another account", "sagemaker:DescribeLabelingJob", jobArn("signs-1", otherAccount)],
    ["see a job whose name begins alike", "sagemaker:DescribeLabelingJob", jobArn("signs2-1")],
    ["stop a job whose name begins alike", "sagemaker:StopLabelingJob", jobArn("signs2-1")],
    ["stop a job in another account", "sagemaker:StopLabelingJob", jobArn("signs-1", otherAccount)],
    ["read the tags of a job of others", "sagemaker:ListTags", jobArn("payslips-1")],
    ["see who is in another team", "sagemaker:DescribeWorkteam", otherTeam],
    ["see which jobs another team has", "sagemaker:ListLabelingJobsForWorkteam", otherTeam],
    ["see who another vendor is", "sagemaker:DescribeSubscribedWorkteam", otherVendor],
    ["change their team", "sagemaker:UpdateWorkteam", theirTeam],
    ["delete their team", "sagemaker:DeleteWorkteam", theirTeam],
    ["make a team", "sagemaker:CreateWorkteam", regional("sagemaker", "workteam/private-crowd/sign-writers")],
    ["change from where workers come", "sagemaker:UpdateWorkforce", theirWorkforce],
    ["stop a training job", "sagemaker:StopTrainingJob", regional("sagemaker", "training-job/signs-1")],
  ],
};

const useData: Subject = {
  on: "the workflow's data",
  may: [
    ["list the images", "s3:ListBucket", theirInput, { "s3:prefix": "images/" }],
    ["list the answers", "s3:ListBucket", theirOutput, { "s3:prefix": "boxes/" }],
    ["look up the input bucket's region", "s3:GetBucketLocation", theirInput],
    ["look up the output bucket's region", "s3:GetBucketLocation", theirOutput],
    ["read the CORS rules", "s3:GetBucketCORS", theirInput],
    ["look at an image", "s3:GetObject", `${theirInput}/images/2026/0001.jpg`],
    ["bring an image in", "s3:PutObject", `${theirInput}/images/2026/0002.jpg`],
    ["write the manifest", "s3:PutObject", `${theirInput}/job/input.manifest`],
    ["read the manifest", "s3:GetObject", `${theirInput}/job/input.manifest`],
    [
      "write the label categories beside the answers",
      "s3:PutObject",
      `${theirOutput}/boxes/signs-1/annotation-tool/data.json`,
    ],
    ["read the answers", "s3:GetObject", answer],
    ["put a template of their own beside Terraform's", "s3:PutObject", `${theirInput}/job/signs.liquid.html`],
    ["decrypt an image through S3", "kms:Decrypt", key, throughS3],
    ["encrypt an image through S3", "kms:GenerateDataKey", key, throughS3],
  ],
  mayNot: [
    ["overwrite an answer", "s3:PutObject", answer],
    [
      "overwrite the output manifest",
      "s3:PutObject",
      `${theirOutput}/boxes/signs-1/manifests/output/output.manifest`,
    ],
    [
      "overwrite what workers answered",
      "s3:PutObject",
      `${theirOutput}/boxes/signs-1/annotations/worker-response/iteration-1/0/1.json`,
    ],
    ["put a file beside the answers", "s3:PutObject", `${theirOutput}/boxes/signs-1/x.json`],
    ["overwrite Terraform's template", "s3:PutObject", `${theirInput}/job/signs-0a1b2c3d4e5f.liquid.html`],
    [
      "overwrite answers that are input of theirs",
      "s3:PutObject",
      `${theirInput}/job/old/day-1/annotations/1.json`,
    ],
    ["look at an image without TLS", "s3:GetObject", `${theirInput}/images/2026/0001.jpg`, withoutTls],
    ["list the images without TLS", "s3:ListBucket", theirInput, withoutTls],
    ["read an old version of an image", "s3:GetObjectVersion", `${theirInput}/images/2026/0001.jpg`],
    ["list the versions", "s3:ListBucketVersions", theirInput],
    ["read the bucket's policy", "s3:GetBucketPolicy", theirInput],
    ["stop the bucket's versioning", "s3:PutBucketVersioning", theirInput],
    ["stop the bucket's encryption", "s3:PutEncryptionConfiguration", theirOutput],
    ["have answers deleted after a day", "s3:PutLifecycleConfiguration", theirOutput],
    ["tag an answer", "s3:PutObjectTagging", answer],
    ["get round a retention", "s3:BypassGovernanceRetention", answer],
    ["look up the region of the bucket of others", "s3:GetBucketLocation", otherData],
    ["publish an object", "sns:Publish", topicArn("signs-input")],
    ["read the key's policy", "kms:GetKeyPolicy", key],
    ["change the key's policy", "kms:PutKeyPolicy", key],
    ["delete the key", "kms:ScheduleKeyDeletion", key],
    ["describe the key of others", "kms:DescribeKey", otherKey],
  ],
};

const useOpenKey: Subject = {
  on: "a key of theirs that was brought in, and that IAM alone guards",
  may: [
    ["decrypt through S3", "kms:Decrypt", openKey, { ...withTheirAlias, ...throughS3 }],
    ["encrypt through S3", "kms:GenerateDataKey", openKey, { ...withTheirAlias, ...throughS3 }],
  ],
};

const consoleForms: Subject = {
  on: "the forms of the console",
  may: [
    ["list teams", "sagemaker:ListWorkteams", "*"],
    ["list teams of vendors", "sagemaker:ListSubscribedWorkteams", "*"],
    ["list roles", "iam:ListRoles", "*"],
    ["list buckets", "s3:ListAllMyBuckets", "*"],
    ["list keys by alias", "kms:ListAliases", "*"],
    ["see the key that is chosen", "kms:DescribeKey", key],
    ["preview a task", "sagemaker:RenderUiTemplate", "*"],
    ["preview a point cloud", "groundtruthlabeling:GenerateLIDARPreviewTaskConfigJob", "*"],
    ["make a manifest of a folder", "groundtruthlabeling:RunGenerateManifestByCrawlingJob", "*"],
    ["sample a manifest", "groundtruthlabeling:RunFilterOrSampleDatasetJob", "*"],
    ["count a manifest", "groundtruthlabeling:RunGenerateManifestMetricsJob", "*"],
    ["correct a manifest", "groundtruthlabeling:AssociatePatchToManifestJob", "*"],
    ["look at the objects of a manifest", "groundtruthlabeling:ListDatasetObjects", "*"],
    ["see how one of these stands", "groundtruthlabeling:DescribeConsoleJob", "*"],
  ],
  mayNot: [
    ["order a project of Ground Truth Plus", "groundtruthlabeling:CreateProject", "*"],
    ["accept a batch of Ground Truth Plus", "groundtruthlabeling:UpdateBatch", "*"],
    ["look at batches of Ground Truth Plus", "groundtruthlabeling:GetBatch", "*"],
    ["list users", "iam:ListUsers", "*"],
    ["read what a role may do", "iam:GetRolePolicy", theirRole],
    ["see which policies a role has", "iam:ListAttachedRolePolicies", otherRole],
    ["list keys by id", "kms:ListKeys", "*"],
    ["list secrets", "secretsmanager:ListSecrets", "*"],
    ["make a secret", "secretsmanager:CreateSecret", regional("secretsmanager", "secret:x-AbCdEf")],
    ["list notebooks", "sagemaker:ListNotebookInstances", "*"],
    ["list training jobs", "sagemaker:ListTrainingJobs", "*"],
  ],
};

const functions = {
  may: [
    ["list functions", "lambda:ListFunctions", "*"],
    ["try the function before", "lambda:InvokeFunction", functionArn("signs-pre")],
    ["try the function after", "lambda:InvokeFunction", functionArn("signs-post")],
    ["try a version of it", "lambda:InvokeFunction", functionArn("signs-pre:live")],
  ],
  mayNot: [
    ["call another function", "lambda:InvokeFunction", functionArn("payslips-pre")],
    ["call a function whose name begins alike", "lambda:InvokeFunction", functionArn("signs-prepaid")],
    ["call a function of another account", "lambda:InvokeFunction", functionArn("signs-pre", otherAccount)],
    ["read the function's code", "lambda:GetFunction", functionArn("signs-pre")],
    ["change the function's code", "lambda:UpdateFunctionCode", functionArn("signs-pre")],
    ["change the function's role", "lambda:UpdateFunctionConfiguration", functionArn("signs-pre")],
    ["delete the function", "lambda:DeleteFunction", functionArn("signs-pre")],
  ],
} satisfies Omit<Subject, "on">;

const ownTeam = regional("sagemaker", "workteam/private-crowd/sign-writers");
const workers = {
  may: [
    ["list user pools", "cognito-idp:ListUserPools", "*"],
    ["look at the user pool", "cognito-idp:DescribeUserPool", theirPool],
    ["look at its client", "cognito-idp:DescribeUserPoolClient", theirPool],
    ["list its clients", "cognito-idp:ListUserPoolClients", theirPool],
    ["list its identity providers", "cognito-idp:ListIdentityProviders", theirPool],
    ["list workers", "cognito-idp:ListUsers", theirPool],
    ["list groups", "cognito-idp:ListGroups", theirPool],
    ["list the workers of a group", "cognito-idp:ListUsersInGroup", theirPool],
    ["invite a worker", "cognito-idp:AdminCreateUser", theirPool],
    ["put a worker into a group", "cognito-idp:AdminAddUserToGroup", theirPool],
    ["take a worker from a group", "cognito-idp:AdminRemoveUserFromGroup", theirPool],
    ["block a worker", "cognito-idp:AdminDisableUser", theirPool],
    ["let a worker in again", "cognito-idp:AdminEnableUser", theirPool],
    ["remove a worker", "cognito-idp:AdminDeleteUser", theirPool],
    ["make a group", "cognito-idp:CreateGroup", theirPool],
    ["look at the workforce", "sagemaker:DescribeWorkforce", theirWorkforce],
    ["list workforces", "sagemaker:ListWorkforces", "*"],
    ["make a team", "sagemaker:CreateWorkteam", ownTeam],
    ["change who is in a team", "sagemaker:UpdateWorkteam", ownTeam],
    ["see who is in a team", "sagemaker:DescribeWorkteam", ownTeam],
    ["see which jobs a team has", "sagemaker:ListLabelingJobsForWorkteam", ownTeam],
    ["tag a team", "sagemaker:AddTags", ownTeam],
    ["read a team's tags", "sagemaker:ListTags", ownTeam],
    ["list teams to choose from", "sagemaker:ListWorkteams", "*"],
    ["delete a team", "sagemaker:DeleteWorkteam", ownTeam],
  ],
  mayNot: [
    ["list workers of another pool", "cognito-idp:ListUsers", otherPool],
    ["make a group in another pool", "cognito-idp:CreateGroup", otherPool],
    ["put somebody into a group of another pool", "cognito-idp:AdminAddUserToGroup", otherPool],
    ["make a team of another name", "sagemaker:CreateWorkteam", otherTeam],
    ["change the pool's settings", "cognito-idp:UpdateUserPool", theirPool],
    ["change from where workers come", "sagemaker:UpdateWorkforce", theirWorkforce],
    ["delete the workforce", "sagemaker:DeleteWorkforce", theirWorkforce],
    ["make a workforce", "sagemaker:CreateWorkforce", theirWorkforce],
  ],
} satisfies Omit<Subject, "on">;

/** The same without the list of teams, which the console shows to everybody. */
const ofWorkforce = workers.may.filter(([, action]) => action !== "sagemaker:ListWorkteams");

const vendors = {
  may: [
    ["list teams of vendors", "sagemaker:ListSubscribedWorkteams", "*"],
    ["see the account's subscriptions", "aws-marketplace:ViewSubscriptions", "*"],
    ["see who another vendor is", "sagemaker:DescribeSubscribedWorkteam", otherVendor],
  ],
  mayNot: [
    ["subscribe to a vendor", "aws-marketplace:Subscribe", "*"],
    ["end a subscription", "aws-marketplace:Unsubscribe", "*"],
  ],
} satisfies Omit<Subject, "on">;

const sentencesOf = ({ may = [] }: Subject) => may.map(([sentence]) => sentence);

describe("the console user", () => {
  showWhat(
    "console-user",
    [
      startJobs,
      watchJobs,
      useData,
      useOpenKey,
      consoleForms,
      { on: "functions, without the addition for custom workflows", mayNot: [...functions.may] },
      { on: "workers, without the addition for private workforces", mayNot: ofWorkforce },
      { on: "vendors, without the addition for them", mayNot: [...vendors.may.slice(1), ...vendors.mayNot] },
    ],
    // AWS's page has neither of them; the command line asks for the region.
    {
      missing: {
        [PermissionStyle.AS_DOCUMENTED]: [
          "look up the input bucket's region",
          "look up the output bucket's region",
          ...sentencesOf(useOpenKey),
        ],
      },
    },
  );
  forbiddenToAll("console-user");
});

describe("the console user with custom workflows", () => {
  showWhat("custom-workflow-user", [{ on: "functions", ...functions }], { beyond: "console-user" });
});

describe("the console user with the private workforce", () => {
  showWhat("private-workforce-user", [{ on: "workers", ...workers }], { beyond: "console-user" });
});

describe("the console user with vendors", () => {
  showWhat("vendor-workforce-user", [{ on: "vendors", ...vendors }], { beyond: "console-user" });
});

describe("the console user with all additions", () => {
  // The key's policy does not name this one: what is said of keys is the console user's.
  const withoutKey = useData.may!.filter(([, action]) => !action.startsWith("kms:"));
  showWhat(
    "console-user-of-everything",
    [
      { on: "starting jobs", may: startJobs.may },
      { on: "watching and stopping jobs", may: watchJobs.may },
      { on: "the workflow's data", may: withoutKey, mayNot: useData.mayNot },
      consoleForms,
      { on: "functions", ...functions },
      { on: "workers", ...workers },
      { on: "vendors", ...vendors },
    ],
    {
      beyond: "console-user",
      missing: {
        [PermissionStyle.AS_DOCUMENTED]: [
          "look up the input bucket's region",
          "look up the output bucket's region",
        ],
      },
    },
  );
  forbiddenToAll("console-user-of-everything");
});

describe("the job creator", () => {
  showWhat(
    "job-creator",
    [
      startJobs,
      watchJobs,
      useData,
      useOpenKey,
      { on: "what only the console needs", mayNot: [...consoleForms.may!, ...consoleForms.mayNot!] },
      { on: "functions", mayNot: [...functions.may, ...functions.mayNot] },
      { on: "workers", mayNot: [...ofWorkforce, ...workers.mayNot] },
    ],
    // What AWS's reference names for the API are the job and its role: no list, no team, and no data.
    {
      missing: {
        [PermissionStyle.AS_DOCUMENTED]: [
          "list jobs",
          "see who is in their team",
          "see which jobs their team has",
          "see who their vendor is",
          ...sentencesOf(useData).filter((sentence) => !sentence.endsWith("through S3")),
          ...sentencesOf(useOpenKey),
        ],
      },
    },
  );
  forbiddenToAll("job-creator");
});

describe("the job operator", () => {
  showWhat("job-operator", [
    watchJobs,
    {
      on: "logs, counters and queues",
      may: [
        ["list teams", "sagemaker:ListWorkteams", "*"],
        ["list teams of vendors", "sagemaker:ListSubscribedWorkteams", "*"],
        ["see the team's other job", "sagemaker:DescribeLabelingJob", jobArn("signs-2")],
        ["stop the team's other job", "sagemaker:StopLabelingJob", jobArn("signs-2")],
        ["read the tags of a job of another run", "sagemaker:ListTags", jobArn("signs-2")],
        ["read the log of all jobs of a run", "logs:FilterLogEvents", jobLog("signs-2")],
        ["find a job's log", "logs:DescribeLogStreams", jobLog("")],
        ["search the log of jobs", "logs:FilterLogEvents", jobLog("")],
        ["read a job's log", "logs:GetLogEvents", jobLog("signs-1")],
        ["read the log of a job of another run", "logs:GetLogEvents", jobLog("signs-2")],
        ["list metrics", "cloudwatch:ListMetrics", "*"],
        ["read metrics", "cloudwatch:GetMetricData", "*"],
        ["read a statistic", "cloudwatch:GetMetricStatistics", "*"],
        ["find the queue of waiting objects", "sqs:GetQueueUrl", queueArn("GroundTruth-signs-1")],
        ["see how many objects wait", "sqs:GetQueueAttributes", queueArn("GroundTruth-signs-1")],
        ["find the queue of another run", "sqs:GetQueueUrl", queueArn("GroundTruth-signs-2")],
        ["see how many objects wait for it", "sqs:GetQueueAttributes", queueArn("GroundTruth-signs-2")],
      ],
      mayNot: [
        ["write into a job's log", "logs:PutLogEvents", jobLog("signs-1")],
        [
          "delete the log of jobs",
          "logs:DeleteLogGroup",
          regional("logs", "log-group:/aws/sagemaker/LabelingJobs"),
        ],
        [
          "read the log of training jobs",
          "logs:GetLogEvents",
          regional("logs", "log-group:/aws/sagemaker/TrainingJobs:log-stream:1"),
        ],
        [
          "read a job's log in another region",
          "logs:GetLogEvents",
          jobLog("signs-1").replace("eu-west-1", otherRegion),
        ],
        ["put metrics", "cloudwatch:PutMetricData", "*"],
        ["delete an alarm", "cloudwatch:DeleteAlarms", regional("cloudwatch", "alarm:signs-idle")],
        ["delete the queue", "sqs:DeleteQueue", queueArn("GroundTruth-signs-1")],
        ["put an object into the queue", "sqs:SendMessage", queueArn("GroundTruth-signs-1")],
        ["let others send to the queue", "sqs:SetQueueAttributes", queueArn("GroundTruth-signs-1")],
        ["find a queue whose name begins alike", "sqs:GetQueueUrl", queueArn("GroundTruth-signs2-1")],
      ],
    },
    { on: "starting jobs", mayNot: [...startJobs.may!, ...startJobs.mayNot!] },
    { on: "the workflow's data", mayNot: [...useData.may!, ...useData.mayNot!] },
    { on: "functions", mayNot: [...functions.may, ...functions.mayNot] },
  ]);
  forbiddenToAll("job-operator");
});

const settings = (bucket: string, what: string): Subject["may"] & object => [
  [`read the ${what} bucket's policy`, "s3:GetBucketPolicy", bucket],
  [`see whether the ${what} bucket is public`, "s3:GetBucketPolicyStatus", bucket],
  [`see what keeps the ${what} bucket from being public`, "s3:GetBucketPublicAccessBlock", bucket],
  [`see how the ${what} bucket encrypts`, "s3:GetEncryptionConfiguration", bucket],
  [`see whether the ${what} bucket keeps versions`, "s3:GetBucketVersioning", bucket],
  [`see what the ${what} bucket deletes when`, "s3:GetLifecycleConfiguration", bucket],
  [`see whom the ${what} bucket tells`, "s3:GetBucketNotification", bucket],
  [`see where requests to the ${what} bucket are logged`, "s3:GetBucketLogging", bucket],
  [`read the CORS rules of the ${what} bucket`, "s3:GetBucketCORS", bucket],
  [`look up the region of the ${what} bucket`, "s3:GetBucketLocation", bucket],
  [`read the tags of the ${what} bucket`, "s3:GetBucketTagging", bucket],
  [`see to whom the ${what} bucket is opened by lists`, "s3:GetBucketAcl", bucket],
  [`see whose the objects in the ${what} bucket are`, "s3:GetBucketOwnershipControls", bucket],
  [`see whereto the ${what} bucket is copied`, "s3:GetReplicationConfiguration", bucket],
  [`see who gets lists of what the ${what} bucket holds`, "s3:GetInventoryConfiguration", bucket],
];

describe("the auditor", () => {
  const ownPolicy = iam("policy/signs-execution");
  showWhat("auditor", [
    {
      on: "jobs",
      may: [
        ...watchJobs.may!.filter(([, action]) => action !== "sagemaker:StopLabelingJob"),
        ["list teams", "sagemaker:ListWorkteams", "*"],
        ["list teams of vendors", "sagemaker:ListSubscribedWorkteams", "*"],
      ],
      mayNot: [["stop a job", "sagemaker:StopLabelingJob", job], ...watchJobs.mayNot!],
    },
    {
      on: "roles and policies",
      may: [
        ["see whom the execution role trusts", "iam:GetRole", theirRole],
        ["see which policies it has", "iam:ListAttachedRolePolicies", theirRole],
        ["see which policies are written into it", "iam:ListRolePolicies", theirRole],
        ["read one of these", "iam:GetRolePolicy", theirRole],
        ["look at its policy", "iam:GetPolicy", ownPolicy],
        ["read its policy", "iam:GetPolicyVersion", ownPolicy],
        ["see earlier versions of its policy", "iam:ListPolicyVersions", ownPolicy],
        ["read its second policy", "iam:GetPolicyVersion", `${ownPolicy}-2`],
        ["see whom the role of a function trusts", "iam:GetRole", functionRole],
        ["see which policies the role of a function has", "iam:ListAttachedRolePolicies", functionRole],
        ["read what the role of a function may do", "iam:GetRolePolicy", functionRole],
        ["read its policy", "iam:GetPolicyVersion", functionRole.replace(":role/", ":policy/")],
        ["see whom the role of delivery logs trusts", "iam:GetRole", iam("role/signs-output-delivery-logs")],
        ["read what it may do", "iam:GetPolicyVersion", iam("policy/signs-output-delivery-logs")],
      ],
      mayNot: [
        ["see whom the role of others trusts", "iam:GetRole", otherRole],
        ["read what the role of others may do", "iam:GetRolePolicy", otherRole],
        ["read a policy of others", "iam:GetPolicyVersion", iam("policy/payslips-execution")],
        ["list everything in IAM", "iam:GetAccountAuthorizationDetails", "*"],
        ["list users", "iam:ListUsers", "*"],
        ["tag the execution role", "iam:TagRole", theirRole],
        ["hand the execution role to a job", "iam:PassRole", theirRole, passedTo("sagemaker")],
      ],
    },
    {
      on: "buckets",
      may: [...settings(theirInput, "input"), ...settings(theirOutput, "output")],
      mayNot: [
        ["read the policy of the bucket of others", "s3:GetBucketPolicy", otherData],
        ["look at an image", "s3:GetObject", `${theirInput}/images/1.jpg`],
        ["read an answer", "s3:GetObject", answer],
        ["list images", "s3:ListBucket", theirInput],
        ["list buckets", "s3:ListAllMyBuckets", "*"],
        ["stop the versioning", "s3:PutBucketVersioning", theirOutput],
        ["stop the log of requests", "s3:PutBucketLogging", theirOutput],
        ["read settings without TLS", "s3:GetBucketPolicy", theirInput, withoutTls],
      ],
    },
    {
      on: "keys, functions, topics and logs",
      may: [
        ["describe the key", "kms:DescribeKey", key],
        ["read the key's policy", "kms:GetKeyPolicy", key],
        ["see whether the key rotates", "kms:GetKeyRotationStatus", key],
        ["see to whom the key is lent", "kms:ListGrants", key],
        ["read the key's tags", "kms:ListResourceTags", key],
        ["see which role a function has", "lambda:GetFunctionConfiguration", functionArn("signs-pre")],
        ["see who may call a function", "lambda:GetPolicy", functionArn("signs-post")],
        ["read a function's tags", "lambda:ListTags", functionArn("signs-post")],
        ["see who may publish objects", "sns:GetTopicAttributes", topicArn("signs-input")],
        ["see who hears of answers", "sns:ListSubscriptionsByTopic", topicArn("signs-output")],
        ["find the queue of waiting objects", "sqs:GetQueueUrl", queueArn("GroundTruth-signs-1")],
        ["see how many objects wait", "sqs:GetQueueAttributes", queueArn("GroundTruth-signs-1")],
        ["see who hears of alarms", "sns:ListSubscriptionsByTopic", topicArn("signs-alarms")],
        ["see who may take answers", "sqs:GetQueueAttributes", queueArn("signs-answers")],
        ["find the dead letters", "sqs:GetQueueUrl", queueArn("signs-answers-dead-letters")],
        ["see who is told of jobs", "events:ListTargetsByRule", regional("events", "rule/signs-jobs")],
        ["see who may take ends of jobs", "sqs:GetQueueAttributes", queueArn("signs-jobs-dead-letters")],
        ["find these", "sqs:GetQueueUrl", queueArn("signs-jobs-dead-letters")],
        ["see which jobs are told of", "events:DescribeRule", regional("events", "rule/signs-jobs")],
        [
          "see whose letters these are",
          "sqs:ListDeadLetterSourceQueues",
          queueArn("signs-answers-dead-letters"),
        ],
        ["find a job's log", "logs:DescribeLogStreams", jobLog("")],
        ["search the log of jobs", "logs:FilterLogEvents", jobLog("")],
        ["read a job's log", "logs:GetLogEvents", jobLog("signs-1")],
      ],
      mayNot: [
        ["take an answer", "sqs:ReceiveMessage", queueArn("signs-answers")],
        ["take an end of a job", "sqs:ReceiveMessage", queueArn("signs-jobs-dead-letters")],
        ["look at ends of other jobs", "sqs:GetQueueAttributes", queueArn("payslips-jobs-dead-letters")],
        [
          "see who is told of other jobs",
          "events:ListTargetsByRule",
          regional("events", "rule/payslips-jobs"),
        ],
        ["tell somebody else", "events:PutTargets", regional("events", "rule/signs-jobs")],
        ["look at another queue", "sqs:GetQueueAttributes", queueArn("payslips-answers")],
        ["decrypt through S3", "kms:Decrypt", key, throughS3],
        ["take back what was lent", "kms:RevokeGrant", key],
        ["read the key policy of others", "kms:GetKeyPolicy", otherKey],
        ["download a function's code", "lambda:GetFunction", functionArn("signs-pre")],
        ["call a function", "lambda:InvokeFunction", functionArn("signs-pre")],
        ["see who may call the function of others", "lambda:GetPolicy", functionArn("payslips-pre")],
        ["publish an object", "sns:Publish", topicArn("signs-input")],
        ["look at another topic", "sns:GetTopicAttributes", topicArn("payslips-input")],
        ["change a topic", "sns:SetTopicAttributes", topicArn("signs-input")],
        ["write into a job's log", "logs:PutLogEvents", jobLog("signs-1")],
      ],
    },
    {
      on: "those who label",
      may: [
        ["look at the workforce", "sagemaker:DescribeWorkforce", theirWorkforce],
        ["list workforces", "sagemaker:ListWorkforces", "*"],
        ["look at the pool", "cognito-idp:DescribeUserPool", theirPool],
        ["see the second factor", "cognito-idp:GetUserPoolMfaConfig", theirPool],
        ["list groups", "cognito-idp:ListGroups", theirPool],
        ["list identity providers", "cognito-idp:ListIdentityProviders", theirPool],
        ["list clients", "cognito-idp:ListUserPoolClients", theirPool],
        ["see who hears of tasks", "sns:ListSubscriptionsByTopic", topicArn("sign-teams")],
        ["see who may tell of tasks", "sns:GetTopicAttributes", topicArn("sign-teams")],
      ],
      mayNot: [
        ["hear of tasks", "sns:Subscribe", topicArn("sign-teams")],
        ["see the client's secret", "cognito-idp:DescribeUserPoolClient", theirPool],
        ["see an identity provider's secret", "cognito-idp:DescribeIdentityProvider", theirPool],
        ["list workers", "cognito-idp:ListUsers", theirPool],
        ["invite a worker", "cognito-idp:AdminCreateUser", theirPool],
        ["look at another pool", "cognito-idp:DescribeUserPool", otherPool],
        ["change the workforce", "sagemaker:UpdateWorkforce", theirWorkforce],
      ],
    },
    { on: "starting jobs", mayNot: startJobs.may!.filter(([, action]) => action !== "iam:PassRole") },
  ]);
  forbiddenToAll("auditor");
});
