import { readConfig } from "../../stacks";
import { deployerRole, exampleFile, withDeployers } from "../deployer-proof";
import { mayDo, mayNotDo } from "./harness/sentences";
import { account, region } from "../account";

/*
 * What whoever deploys a stack of the shipped example can and cannot do. That they can do all that Terraform asks of AWS is
 * shown in __tests__/permissions/deployer.test.ts, by the calls that were recorded; here are the neighbours.
 */
const boundary = `arn:aws:iam::${account}:policy/labeling-boundary`;
const iam = (what: string) => `arn:aws:iam::${account}:${what}`;
const regional = (service: string, what: string) => `arn:aws:${service}:${region}:${account}:${what}`;
const administrator = "arn:aws:iam::aws:policy/AdministratorAccess";
const foreignKey = regional("kms", "key/0f0f0f0f-1111-2222-3333-444455556666");
const toLambda = { "iam:PassedToService": "lambda.amazonaws.com" };

const { stacks } = withDeployers();
const example = readConfig(exampleFile);
const bounded = withDeployers({
  ...example,
  permissionsBoundary: boundary,
  rolePath: "/labeling/",
  workflows: example.workflows.map((one) => (one.type === "streaming" ? { ...one, deliveryLogs: {} } : one)),
}).stacks;

describe("the deployer of a custom workflow", () => {
  const stack = stacks["price-tags"]!;
  const deployer = stack.role(deployerRole("price-tags"));
  const key = stack.key("alias/acme-price-tags").arn;
  const role = (name: string) => iam(`role/acme-price-tags-${name}`);
  const policy = (name: string) => iam(`policy/acme-price-tags-${name}`);
  const lambda = (name: string) => regional("lambda", `function:acme-price-tags-${name}`);
  const log = (name: string) => regional("logs", `log-group:/aws/lambda/acme-price-tags-${name}`);
  const bucket = "arn:aws:s3:::acme-price-tags";

  describe("on roles and policies", () => {
    mayDo(deployer, [
      ["make a role of the stack", "iam:CreateRole", role("execution")],
      ["change its trust policy", "iam:UpdateAssumeRolePolicy", role("execution")],
      ["change its longest session", "iam:UpdateRole", role("execution")],
      ["delete it", "iam:DeleteRole", role("execution")],
      ["write a new version of a policy of the stack", "iam:CreatePolicyVersion", policy("execution")],
      ["delete an old version", "iam:DeletePolicyVersion", policy("execution")],
      [
        "attach a policy of the stack to a role of the stack",
        "iam:AttachRolePolicy",
        role("execution"),
        { "iam:PolicyARN": policy("execution") },
      ],
      ["hand a function its role", "iam:PassRole", role("pre-annotation"), toLambda],
    ]);
    mayNotDo(deployer, [
      ["make another role", "iam:CreateRole", iam("role/acme-price-tags-administrator")],
      [
        "make a role of that name in another path",
        "iam:CreateRole",
        iam("role/other/acme-price-tags-execution"),
      ],
      ["change who may assume another role", "iam:UpdateAssumeRolePolicy", iam("role/administrator")],
      ["change who may assume its own role", "iam:UpdateAssumeRolePolicy", deployer.arn],
      ["write a policy into its own role", "iam:PutRolePolicy", deployer.arn],
      ["write a policy into a role of the stack", "iam:PutRolePolicy", role("execution")],
      [
        "attach the administrator's policy to its own role",
        "iam:AttachRolePolicy",
        deployer.arn,
        { "iam:PolicyARN": administrator },
      ],
      [
        "attach the administrator's policy to a role of the stack",
        "iam:AttachRolePolicy",
        role("execution"),
        { "iam:PolicyARN": administrator },
      ],
      [
        "attach a policy of the stack to another role",
        "iam:AttachRolePolicy",
        iam("role/administrator"),
        { "iam:PolicyARN": policy("execution") },
      ],
      [
        "take a policy of others from a role of the stack",
        "iam:DetachRolePolicy",
        role("execution"),
        { "iam:PolicyARN": iam("policy/deny-everything-else") },
      ],
      ["rewrite its own policy", "iam:CreatePolicyVersion", iam(`policy/${deployerRole("price-tags")}`)],
      ["delete its own policy", "iam:DeletePolicy", iam(`policy/${deployerRole("price-tags")}`)],
      [
        "choose another version of its own policy",
        "iam:SetDefaultPolicyVersion",
        iam(`policy/${deployerRole("price-tags")}`),
      ],
      ["rewrite a policy whose name begins alike", "iam:CreatePolicyVersion", policy("execution-2")],
      ["make a policy of another name", "iam:CreatePolicy", iam("policy/administrator")],
      ["take a boundary off", "iam:DeleteRolePermissionsBoundary", role("execution")],
      ["give itself a user", "iam:CreateUser", iam("user/backdoor")],
      ["make keys for a user", "iam:CreateAccessKey", iam("user/administrator")],
      ["join a group", "iam:AddUserToGroup", iam("group/administrators")],
      ["hand a function another role", "iam:PassRole", iam("role/administrator"), toLambda],
      ["hand a function its own role", "iam:PassRole", deployer.arn, toLambda],
      ["hand a function the execution role", "iam:PassRole", role("execution"), toLambda],
      [
        "hand a function's role to a virtual machine",
        "iam:PassRole",
        role("pre-annotation"),
        { "iam:PassedToService": "ec2.amazonaws.com" },
      ],
      [
        "hand the execution role to SageMaker",
        "iam:PassRole",
        role("execution"),
        { "iam:PassedToService": "sagemaker.amazonaws.com" },
      ],
    ]);
    mayDo(deployer, [
      ["hand a function its role, beside all this", "iam:PassRole", role("post-annotation"), toLambda],
    ]);
  });

  describe("on functions", () => {
    mayDo(deployer, [
      ["make a function of the stack", "lambda:CreateFunction", lambda("pre-annotation")],
      ["give it new code", "lambda:UpdateFunctionCode", lambda("pre-annotation")],
      ["change its settings", "lambda:UpdateFunctionConfiguration", lambda("post-annotation")],
      ["make its log group", "logs:CreateLogGroup", log("pre-annotation")],
      ["encrypt the log group with another key", "logs:AssociateKmsKey", log("pre-annotation")],
    ]);
    mayNotDo(deployer, [
      ["make another function", "lambda:CreateFunction", regional("lambda", "function:backdoor")],
      ["give another function new code", "lambda:UpdateFunctionCode", regional("lambda", "function:payroll")],
      ["change a function whose name begins alike", "lambda:UpdateFunctionCode", lambda("pre-annotation-2")],
      ["call a function", "lambda:InvokeFunction", lambda("pre-annotation")],
      ["let others call it", "lambda:AddPermission", lambda("pre-annotation"), { "lambda:Principal": "*" }],
      ["give it an address on the web", "lambda:CreateFunctionUrlConfig", lambda("pre-annotation")],
      ["read a log", "logs:GetLogEvents", `${log("pre-annotation")}:log-stream:1`],
      ["delete another log group", "logs:DeleteLogGroup", regional("logs", "log-group:/aws/cloudtrail")],
      ["send a log elsewhere", "logs:PutSubscriptionFilter", log("pre-annotation")],
    ]);
  });

  describe("on the bucket", () => {
    mayDo(deployer, [
      ["make the bucket", "s3:CreateBucket", bucket],
      ["write its policy", "s3:PutBucketPolicy", bucket],
      [
        "upload the template",
        "s3:PutObject",
        `${bucket}/job/templates/acme-price-tags-0123456789ab.liquid.html`,
      ],
      [
        "delete the version before an edit",
        "s3:DeleteObject",
        `${bucket}/job/templates/acme-price-tags-ba9876543210.liquid.html`,
      ],
    ]);
    mayNotDo(deployer, [
      ["read a photograph", "s3:GetObject", `${bucket}/photos/0001.jpg`],
      ["write a photograph", "s3:PutObject", `${bucket}/photos/0001.jpg`],
      ["read an answer", "s3:GetObject", `${bucket}/prices/job-1/manifests/output/output.manifest`],
      ["delete an answer", "s3:DeleteObject", `${bucket}/prices/job-1/manifests/output/output.manifest`],
      ["upload another template", "s3:PutObject", `${bucket}/job/templates/other.liquid.html`],
      ["write the policy of another bucket", "s3:PutBucketPolicy", "arn:aws:s3:::acme-payroll"],
      ["delete another bucket", "s3:DeleteBucket", "arn:aws:s3:::acme-payroll"],
      ["open a bucket whose name begins alike", "s3:PutBucketPublicAccessBlock", `${bucket}-archive`],
      ["read the state of other stacks", "s3:GetObject", "arn:aws:s3:::acme-terraform-state/payroll.tfstate"],
      ["replicate the bucket elsewhere", "s3:PutReplicationConfiguration", bucket],
    ]);
  });

  describe("on keys", () => {
    const requested = {
      "aws:RequestTag/team": "vision",
      "aws:RequestTag/managed-by": "cdktf-ground-truth",
    };
    mayDo(deployer, [
      ["make a key", "kms:CreateKey", "*", requested],
      [
        "give a new key the tags of the stack",
        "kms:TagResource",
        foreignKey,
        { "kms:ResourceAliases": undefined, ...requested },
      ],
      ["change the policy of the stack's key", "kms:PutKeyPolicy", key],
      ["describe it anew", "kms:UpdateKeyDescription", key],
      ["delete it", "kms:ScheduleKeyDeletion", key],
      [
        "administer it before it has its alias",
        "kms:EnableKeyRotation",
        key,
        { "kms:ResourceAliases": undefined },
      ],
      [
        "delete it when its alias is gone",
        "kms:ScheduleKeyDeletion",
        key,
        { "kms:ResourceAliases": undefined },
      ],
    ]);
    const ofOthers = { "kms:ResourceAliases": ["alias/payroll"] };
    mayNotDo(deployer, [
      ["decrypt data with the stack's key", "kms:Decrypt", key],
      ["encrypt data with it", "kms:GenerateDataKey", key],
      ["lend it", "kms:CreateGrant", key],
      ["delete a key of others", "kms:ScheduleKeyDeletion", foreignKey, ofOthers],
      ["change the policy of a key of others", "kms:PutKeyPolicy", foreignKey, ofOthers],
      ["mark a key of others as the stack's", "kms:TagResource", foreignKey, ofOthers],
      ["give a key of others the stack's alias", "kms:CreateAlias", foreignKey, ofOthers],
      ["use a key of others", "kms:Decrypt", foreignKey, ofOthers],
      [
        "delete a key that carries an alias of others beside the stack's",
        "kms:ScheduleKeyDeletion",
        foreignKey,
        { "kms:ResourceAliases": ["alias/acme-price-tags", "alias/payroll"] },
      ],
      [
        "delete a key of another region",
        "kms:ScheduleKeyDeletion",
        foreignKey.replace(region, "us-east-1"),
        { "kms:ResourceAliases": ["alias/acme-price-tags"] },
      ],
      ["take an alias of others away", "kms:DeleteAlias", regional("kms", "alias/payroll")],
      ["switch the key off", "kms:DisableKey", key],
    ]);
    const theirs = { "kms:ResourceAliases": undefined, "aws:ResourceTag/team": "payroll" };
    mayNotDo(deployer, [
      ["make a key without the stack's tags", "kms:CreateKey", "*"],
      [
        "delete a key of others that carries no alias at all",
        "kms:ScheduleKeyDeletion",
        foreignKey,
        { "kms:ResourceAliases": undefined },
      ],
      ["write the policy of a key with other tags and no alias", "kms:PutKeyPolicy", foreignKey, theirs],
      [
        "give a key of others the tags of the stack",
        "kms:TagResource",
        foreignKey,
        { ...theirs, ...requested },
      ],
    ]);
  });

  describe("on labeling itself", () => {
    mayNotDo(deployer, [
      [
        "use the public crowd",
        "sagemaker:CreateLabelingJob",
        regional("sagemaker", "labeling-job/acme-price-tags-1"),
        { "sagemaker:WorkteamType": "public-crowd" },
      ],
      ["stop a job", "sagemaker:StopLabelingJob", regional("sagemaker", "labeling-job/acme-price-tags-1")],
      [
        "delete a work team",
        "sagemaker:DeleteWorkteam",
        regional("sagemaker", "workteam/private-crowd/annotators"),
      ],
      [
        "assume the execution role",
        "iam:PassRole",
        role("execution"),
        { "iam:PassedToService": "glue.amazonaws.com" },
      ],
    ]);
  });
});

describe("the deployer of a streaming workflow", () => {
  const stack = stacks["dashcam-signs"]!;
  const deployer = stack.role(deployerRole("dashcam-signs"));
  const topic = (name: string) => regional("sns", `acme-dashcam-signs-${name}`);
  const queue = (name: string) => regional("sqs", `acme-dashcam-signs-${name}`);
  const answers = { "sns:Protocol": "sqs", "sns:Endpoint": queue("answers") };

  mayDo(deployer, [
    ["make a topic", "sns:CreateTopic", topic("input")],
    ["write its policy", "sns:SetTopicAttributes", topic("input")],
    ["subscribe the queue of answers", "sns:Subscribe", topic("output"), answers],
    ["make a queue", "sqs:CreateQueue", queue("answers")],
    ["say whose dead letters it takes", "sqs:SetQueueAttributes", queue("answers-dead-letters")],
    ["set an alarm", "cloudwatch:PutMetricAlarm", regional("cloudwatch", "alarm:acme-dashcam-signs-idle")],
  ]);
  mayNotDo(deployer, [
    ["publish a data object", "sns:Publish", topic("input")],
    ["read answers", "sqs:ReceiveMessage", queue("answers")],
    ["throw answers away", "sqs:PurgeQueue", queue("answers")],
    [
      "subscribe somebody's mailbox",
      "sns:Subscribe",
      topic("output"),
      { "sns:Protocol": "email", "sns:Endpoint": "a@evil.example" },
    ],
    [
      "subscribe another queue",
      "sns:Subscribe",
      topic("output"),
      { ...answers, "sns:Endpoint": queue("copies") },
    ],
    ["subscribe to the input", "sns:Subscribe", topic("input"), answers],
    ["change another topic", "sns:SetTopicAttributes", regional("sns", "payroll")],
    ["delete another queue", "sqs:DeleteQueue", regional("sqs", "payroll")],
    [
      "delete the queue that Ground Truth made",
      "sqs:DeleteQueue",
      regional("sqs", "GroundTruth-dashcam-signs-1"),
    ],
    ["delete another alarm", "cloudwatch:DeleteAlarms", regional("cloudwatch", "alarm:root-login")],
    ["deploy the stack beside", "iam:CreateRole", iam("role/acme-price-tags-execution")],
    ["change a bucket of the stack beside", "s3:PutBucketPolicy", "arn:aws:s3:::acme-price-tags"],
    [
      "change a function of the stack beside",
      "lambda:UpdateFunctionCode",
      regional("lambda", "function:acme-price-tags-pre-annotation"),
    ],
  ]);
});

describe("the deployer of roles with a permissions boundary", () => {
  const deployer = bounded["street-signs"]!.role(deployerRole("street-signs"));
  const role = iam("role/labeling/acme-street-signs-execution");

  mayDo(deployer, [
    ["make the role with the boundary", "iam:CreateRole", role, { "iam:PermissionsBoundary": boundary }],
    [
      "put the boundary back on",
      "iam:PutRolePermissionsBoundary",
      role,
      { "iam:PermissionsBoundary": boundary },
    ],
  ]);
  mayNotDo(deployer, [
    ["make the role without a boundary", "iam:CreateRole", role],
    [
      "make the role with a wider boundary",
      "iam:CreateRole",
      role,
      { "iam:PermissionsBoundary": administrator },
    ],
    [
      "exchange the boundary",
      "iam:PutRolePermissionsBoundary",
      role,
      { "iam:PermissionsBoundary": administrator },
    ],
    ["take the boundary off", "iam:DeleteRolePermissionsBoundary", role],
    ["rewrite the boundary", "iam:CreatePolicyVersion", boundary],
  ]);
});

describe("the deployer of topics whose deliveries are logged", () => {
  const deployer = bounded["dashcam-signs"]!.role(deployerRole("dashcam-signs"));
  const role = (name: string) => iam(`role/labeling/acme-dashcam-signs-${name}`);
  const bound = { "iam:PermissionsBoundary": boundary };
  const toSns = { "iam:PassedToService": "sns.amazonaws.com" };

  mayDo(
    deployer,
    ["input", "output"].flatMap((topic) => [
      [
        `make the role of the ${topic} topic`,
        "iam:CreateRole",
        role(`${topic}-delivery-logs`),
        bound,
      ] as const,
      [
        `hand it to SNS for the ${topic} topic`,
        "iam:PassRole",
        role(`${topic}-delivery-logs`),
        toSns,
      ] as const,
    ]),
  );
  mayNotDo(deployer, [
    ["make it without a boundary", "iam:CreateRole", role("input-delivery-logs")],
    ["hand SNS the execution role", "iam:PassRole", role("execution"), toSns],
    [
      "hand it to another service",
      "iam:PassRole",
      role("input-delivery-logs"),
      { "iam:PassedToService": "lambda.amazonaws.com" },
    ],
  ]);
});
