import { ExecutionRole, LabelingKey, PermissionStyle } from "../../lib";
import { S3Location } from "../../lib/storage/s3-location";
import { exampleStack } from "../example-stacks";
import { synthesized } from "../synthesized";
import { inventedKeyId } from "./harness/attributes";
import { deployedStack } from "./harness/deployed";
import { mayAssume, mayDo, mayNotAssume, mayNotDo, type Target } from "./harness/sentences";
import { everything, type Principal } from "./harness/principal";
import { account, region } from "../account";

/*
 * What the execution roles of the shipped example can and cannot do. Each denied case stands beside the allowed case
 * that it is the neighbour of.
 */
const logs = (group: string, stream?: string) =>
  `arn:aws:logs:${region}:${account}:log-group:${group}${stream === undefined ? "" : `:log-stream:${stream}`}`;
const roleArn = (name: string, of = account) => `arn:aws:iam::${of}:role/${name}`;
const foreignKey = `arn:aws:kms:${region}:${account}:key/0f0f0f0f-1111-2222-3333-444455556666`;
const keyFoundBy = (alias: string) => `arn:aws:kms:${region}:${account}:key/${inventedKeyId(alias)}`;
const toSageMaker = { "iam:PassedToService": "sagemaker.amazonaws.com" };

describe("street-signs: automated labeling, volume key, buckets of its own", () => {
  const signs = deployedStack(exampleStack("street-signs"));
  const role = signs.role("acme-street-signs-execution");
  const key = signs.key("alias/acme-street-signs");
  const raw = "arn:aws:s3:::acme-street-signs-raw";
  const labels = "arn:aws:s3:::acme-street-signs-labels";

  describe("the role on its input", () => {
    mayDo(role, [
      ["read an image", "s3:GetObject", `${raw}/images/0001.jpg`],
      ["read an image in a folder below", "s3:GetObject", `${raw}/images/2026/11/0001.jpg`],
      ["read the input manifest", "s3:GetObject", `${raw}/job/input.manifest`],
      ["read the label categories", "s3:GetObject", `${raw}/job/categories.json`],
      ["read the worker task template", "s3:GetObject", `${raw}/job/template.liquid.html`],
      ["list the bucket", "s3:ListBucket", raw],
      ["list the images", "s3:ListBucket", raw, { "s3:prefix": "images/" }],
      ["look up the bucket's region", "s3:GetBucketLocation", raw],
    ]);
    mayNotDo(role, [
      ["write an image", "s3:PutObject", `${raw}/images/0001.jpg`],
      ["write a manifest beside the input", "s3:PutObject", `${raw}/job/input.manifest`],
      ["delete an image", "s3:DeleteObject", `${raw}/images/0001.jpg`],
      ["delete a version of an image", "s3:DeleteObjectVersion", `${raw}/images/0001.jpg`],
      ["read an old version of an image", "s3:GetObjectVersion", `${raw}/images/0001.jpg`],
      ["read a folder whose name begins alike", "s3:GetObject", `${raw}/images-private/0001.jpg`],
      ["read a folder whose name ends alike", "s3:GetObject", `${raw}/old/images/0001.jpg`],
      ["read another folder of the bucket", "s3:GetObject", `${raw}/contracts/1.txt`],
      ["read at the root of the bucket", "s3:GetObject", `${raw}/images.zip`],
      ["read another bucket", "s3:GetObject", "arn:aws:s3:::acme-payroll/images/0001.jpg"],
      ["read a bucket whose name begins alike", "s3:GetObject", `${raw}-archive/images/0001.jpg`],
      ["list another bucket", "s3:ListBucket", "arn:aws:s3:::acme-payroll"],
      ["list the versions", "s3:ListBucketVersions", raw],
      ["tag an image", "s3:PutObjectTagging", `${raw}/images/0001.jpg`],
      ["change who may read an image", "s3:PutObjectAcl", `${raw}/images/0001.jpg`],
      [
        "read an image without TLS",
        "s3:GetObject",
        `${raw}/images/0001.jpg`,
        { "aws:SecureTransport": "false" },
      ],
      ["list the bucket without TLS", "s3:ListBucket", raw, { "aws:SecureTransport": "false" }],
      ["change the CORS rules", "s3:PutBucketCORS", raw],
      ["change the bucket policy", "s3:PutBucketPolicy", raw],
      ["delete the bucket policy", "s3:DeleteBucketPolicy", raw],
      ["open the bucket to the public", "s3:PutBucketPublicAccessBlock", raw],
      ["stop the encryption", "s3:PutEncryptionConfiguration", raw],
      ["stop the versioning", "s3:PutBucketVersioning", raw],
      ["delete the bucket", "s3:DeleteBucket", raw],
      ["see which buckets there are", "s3:ListAllMyBuckets", "*"],
    ]);
  });

  describe("the role on its output", () => {
    mayDo(role, [
      ["write the output manifest", "s3:PutObject", `${labels}/job-1/manifests/output/output.manifest`],
      [
        "write a worker's answer",
        "s3:PutObject",
        `${labels}/job-1/annotations/worker-response/iteration-1/0/1.json`,
      ],
      [
        "write a consolidated answer",
        "s3:PutObject",
        `${labels}/job-1/annotations/consolidated-annotation/x.json`,
      ],
      ["write a trained model", "s3:PutObject", `${labels}/job-1/training/model.tar.gz`],
      ["write the result of inference", "s3:PutObject", `${labels}/job-1/inference/x.json`],
      [
        "read an answer again",
        "s3:GetObject",
        `${labels}/job-1/annotations/worker-response/iteration-1/0/1.json`,
      ],
      ["read the manifest of active learning", "s3:GetObject", `${labels}/job-1/activelearning/x.manifest`],
      [
        "give up a broken upload",
        "s3:AbortMultipartUpload",
        `${labels}/job-1/manifests/output/output.manifest`,
      ],
      ["list the bucket", "s3:ListBucket", labels],
      ["look up the bucket's region", "s3:GetBucketLocation", labels],
    ]);
    mayNotDo(role, [
      ["delete an answer", "s3:DeleteObject", `${labels}/job-1/manifests/output/output.manifest`],
      ["give up an upload to the input", "s3:AbortMultipartUpload", `${raw}/images/0001.jpg`],
      ["write to another bucket", "s3:PutObject", "arn:aws:s3:::acme-public/job-1/output.manifest"],
      ["write to a bucket whose name begins alike", "s3:PutObject", `${labels}-2/job-1/output.manifest`],
      ["write without TLS", "s3:PutObject", `${labels}/job-1/x.json`, { "aws:SecureTransport": "false" }],
      ["publish an answer", "s3:PutObjectAcl", `${labels}/job-1/x.json`],
      ["get round a retention", "s3:BypassGovernanceRetention", `${labels}/job-1/x.json`],
      ["replicate answers elsewhere", "s3:PutReplicationConfiguration", labels],
    ]);
  });

  describe("the role on keys", () => {
    mayDo(role, [
      ["decrypt input", "kms:Decrypt", key],
      ["encrypt an answer", "kms:Encrypt", key],
      ["ask for a data key", "kms:GenerateDataKey", key],
      ["ask for a data key without its plain text", "kms:GenerateDataKeyWithoutPlaintext", key],
      ["encrypt anew from the key", "kms:ReEncryptFrom", key],
      ["encrypt anew to the key", "kms:ReEncryptTo", key],
      ["describe the key", "kms:DescribeKey", key],
      ["lend the key to the storage volume", "kms:CreateGrant", key, { "kms:GrantIsForAWSResource": "true" }],
      ["use the key through S3", "kms:Decrypt", key, { "kms:ViaService": `s3.${region}.amazonaws.com` }],
    ]);
    mayNotDo(role, [
      ["decrypt with another key", "kms:Decrypt", foreignKey],
      ["encrypt with another key", "kms:GenerateDataKey", foreignKey],
      ["lend another key", "kms:CreateGrant", foreignKey, { "kms:GrantIsForAWSResource": "true" }],
      [
        "use a key whose alias begins alike",
        "kms:Decrypt",
        foreignKey,
        { "kms:ResourceAliases": ["alias/acme-street-signs-2"] },
      ],
      [
        "use the key of another region",
        "kms:Decrypt",
        foreignKey.replace(region, "us-east-1"),
        { "kms:ResourceAliases": ["alias/acme-street-signs"] },
      ],
      ["change the key policy", "kms:PutKeyPolicy", key],
      ["schedule the key's deletion", "kms:ScheduleKeyDeletion", key],
      ["disable the key", "kms:DisableKey", key],
      ["stop the rotation", "kms:DisableKeyRotation", key],
      ["take back a grant", "kms:RevokeGrant", key],
      ["move the alias", "kms:UpdateAlias", key],
      ["import key material", "kms:ImportKeyMaterial", key],
      ["see which keys there are", "kms:ListKeys", "*"],
    ]);
  });

  describe("the role on metrics and logs", () => {
    mayDo(role, [
      ["put a metric", "cloudwatch:PutMetricData", "*"],
      ["make the log group of labeling jobs", "logs:CreateLogGroup", logs("/aws/sagemaker/LabelingJobs")],
      ["make a job's log stream", "logs:CreateLogStream", logs("/aws/sagemaker/LabelingJobs", "job-1")],
      ["write a job's log", "logs:PutLogEvents", logs("/aws/sagemaker/LabelingJobs", "job-1")],
      ["list the log streams", "logs:DescribeLogStreams", logs("/aws/sagemaker/LabelingJobs")],
      [
        "write the log of a training job",
        "logs:PutLogEvents",
        logs("/aws/sagemaker/TrainingJobs", "x/algo-1"),
      ],
      ["write the log of an inference job", "logs:PutLogEvents", logs("/aws/sagemaker/TransformJobs", "x")],
    ]);
    mayNotDo(role, [
      ["write the log of a function", "logs:PutLogEvents", logs("/aws/lambda/payroll", "x")],
      ["write to a group whose name begins alike", "logs:PutLogEvents", logs("/aws/sagemaker-audit", "x")],
      ["make another log group", "logs:CreateLogGroup", logs("/acme/audit")],
      [
        "write a log in another region",
        "logs:PutLogEvents",
        logs("/aws/sagemaker/LabelingJobs", "job-1").replace(region, "us-east-1"),
      ],
      ["read a log", "logs:GetLogEvents", logs("/aws/sagemaker/LabelingJobs", "job-1")],
      ["delete the log group", "logs:DeleteLogGroup", logs("/aws/sagemaker/LabelingJobs")],
      ["shorten the retention", "logs:PutRetentionPolicy", logs("/aws/sagemaker/LabelingJobs")],
      ["read an alarm", "cloudwatch:DescribeAlarmHistory", `arn:aws:cloudwatch:${region}:${account}:alarm:x`],
      ["delete an alarm", "cloudwatch:DeleteAlarms", `arn:aws:cloudwatch:${region}:${account}:alarm:x`],
    ]);
  });

  describe("the role on roles and policies", () => {
    mayDo(role, [["pass itself to SageMaker", "iam:PassRole", role.arn, toSageMaker]]);
    mayNotDo(role, [
      ["pass itself to Lambda", "iam:PassRole", role.arn, { "iam:PassedToService": "lambda.amazonaws.com" }],
      ["pass itself to EC2", "iam:PassRole", role.arn, { "iam:PassedToService": "ec2.amazonaws.com" }],
      ["pass itself to whom it does not say", "iam:PassRole", role.arn],
      ["pass an administrator's role to SageMaker", "iam:PassRole", roleArn("admin"), toSageMaker],
      ["pass a role whose name begins alike", "iam:PassRole", `${role.arn}-2`, toSageMaker],
      [
        "pass a role of its name at another path",
        "iam:PassRole",
        roleArn("x/acme-street-signs-execution"),
        toSageMaker,
      ],
      ["attach a policy to itself", "iam:AttachRolePolicy", role.arn],
      ["write a policy into itself", "iam:PutRolePolicy", role.arn],
      ["drop its boundary", "iam:DeleteRolePermissionsBoundary", role.arn],
      ["change its own trust", "iam:UpdateAssumeRolePolicy", role.arn],
      [
        "make a new version of its policy",
        "iam:CreatePolicyVersion",
        `arn:aws:iam::${account}:policy/acme-street-signs-execution`,
      ],
      ["make a role", "iam:CreateRole", roleArn("new")],
      ["assume another role", "sts:AssumeRole", roleArn("admin")],
      ["assume a role of another account", "sts:AssumeRole", roleArn("labeling", "444455556666")],
    ]);
  });

  describe("the role on everything else", () => {
    mayNotDo(role, [
      [
        "make a labeling job",
        "sagemaker:CreateLabelingJob",
        `arn:aws:sagemaker:${region}:${account}:labeling-job/x`,
      ],
      [
        "make a training job",
        "sagemaker:CreateTrainingJob",
        `arn:aws:sagemaker:${region}:${account}:training-job/x`,
      ],
      [
        "make a notebook",
        "sagemaker:CreateNotebookInstance",
        `arn:aws:sagemaker:${region}:${account}:notebook-instance/x`,
      ],
      ["invoke a function", "lambda:InvokeFunction", `arn:aws:lambda:${region}:${account}:function:x`],
      ["make a queue", "sqs:CreateQueue", `arn:aws:sqs:${region}:${account}:GroundTruth-x`],
      ["publish to a topic", "sns:Publish", `arn:aws:sns:${region}:${account}:x`],
      [
        "read a secret",
        "secretsmanager:GetSecretValue",
        `arn:aws:secretsmanager:${region}:${account}:secret:x-AbCdEf`,
      ],
      [
        "see the work team's members",
        "cognito-idp:ListUsers",
        `arn:aws:cognito-idp:${region}:${account}:userpool/${region}_AbCdEf`,
      ],
      [
        "make a network interface",
        "ec2:CreateNetworkInterface",
        `arn:aws:ec2:${region}:${account}:subnet/subnet-1`,
      ],
    ]);
  });

  describe("the trust of the role", () => {
    mayAssume(role, [
      ["Ground Truth", signs.service("sagemaker.amazonaws.com")],
      [
        "Ground Truth, for another account's request",
        signs.service("sagemaker.amazonaws.com"),
        { "aws:SourceAccount": "444455556666" },
      ],
    ]);
    mayNotAssume(role, [
      ["Lambda", signs.service("lambda.amazonaws.com")],
      ["EC2", signs.service("ec2.amazonaws.com")],
      ["Ground Truth's console", signs.service("groundtruthlabeling.amazonaws.com")],
      ["an administrator of the account", signs.anotherRole("admin", everything)],
      ["a user of the account", signs.user("alice", everything)],
      ["another account", signs.outsider("444455556666")],
      ["itself", role],
    ]);
  });

  describe("the key, for others", () => {
    const throughS3 = { "kms:ViaService": `s3.${region}.amazonaws.com` };
    mayDo(signs.anotherRole("key-admin", everything), [
      ["describe it", "kms:DescribeKey", key],
      ["change its policy", "kms:PutKeyPolicy", key],
      ["schedule its deletion", "kms:ScheduleKeyDeletion", key],
    ]);
    mayNotDo(signs.anotherRole("key-admin", everything), [
      ["decrypt with it, whatever their own policies say", "kms:Decrypt", key],
      ["decrypt with it through S3", "kms:Decrypt", key, throughS3],
      ["encrypt with it", "kms:Encrypt", key],
      ["ask for a data key", "kms:GenerateDataKey", key],
      ["lend it", "kms:CreateGrant", key],
    ]);
    mayNotDo(signs.anotherRole("acme-contract-clauses-execution", everything), [
      ["decrypt with it, though an execution role too", "kms:Decrypt", key, throughS3],
    ]);
    mayNotDo(signs.outsider("444455556666"), [["decrypt with it from another account", "kms:Decrypt", key]]);
    const logGroup = { "kms:EncryptionContext:aws:logs:arn": logs("/aws/sagemaker/LabelingJobs") };
    const otherGroup = { "kms:EncryptionContext:aws:logs:arn": logs("/aws/lambda/x") };
    mayDo(signs.service(`logs.${region}.amazonaws.com`), [
      ["encrypt the log group", "kms:GenerateDataKey", key, logGroup],
    ]);
    mayNotDo(signs.service(`logs.${region}.amazonaws.com`), [
      ["encrypt another log group", "kms:GenerateDataKey", key, otherGroup],
      ["encrypt what it does not name", "kms:GenerateDataKey", key],
    ]);
    mayNotDo(signs.service("logs.us-east-1.amazonaws.com"), [
      ["encrypt the log group from another region", "kms:GenerateDataKey", key, logGroup],
    ]);
    mayNotDo(signs.service("sns.amazonaws.com"), [
      ["use it without being asked", "kms:GenerateDataKey", key],
    ]);
  });
});

describe("contract-clauses: existing buckets, existing key, people only", () => {
  const clauses = deployedStack(exampleStack("contract-clauses"));
  const role = clauses.role("acme-contract-clauses-execution");
  const texts = "arn:aws:s3:::acme-contracts";
  const labels = "arn:aws:s3:::acme-contract-labels";
  const theirs = { "kms:ResourceAliases": ["alias/acme-contracts"] };
  const contractsKey = keyFoundBy("alias/acme-contracts");

  mayDo(role, [
    ["read a clause", "s3:GetObject", `${texts}/clauses/1.txt`],
    ["write an answer", "s3:PutObject", `${labels}/clauses/job-1/manifests/output/output.manifest`],
    ["decrypt with the key that Terraform found", "kms:Decrypt", contractsKey],
    ["encrypt with the key that Terraform found", "kms:GenerateDataKey", contractsKey],
  ]);
  mayNotDo(role, [
    ["read another folder of contracts", "s3:GetObject", `${texts}/signed/1.pdf`],
    ["read a folder whose name begins alike", "s3:GetObject", `${texts}/clauses-draft/1.txt`],
    ["write beside its output", "s3:PutObject", `${labels}/other/x.json`],
    ["write where a name begins alike", "s3:PutObject", `${labels}/clauses-final/x.json`],
    ["decrypt with a key that is given the alias later", "kms:Decrypt", foreignKey, theirs],
    ["decrypt with a key without alias", "kms:Decrypt", foreignKey],
    ["lend the key: nothing is trained here", "kms:CreateGrant", contractsKey],
    ["pass itself to SageMaker: nothing is trained here", "iam:PassRole", role.arn, toSageMaker],
  ]);
});

describe("road-surface: input and output in one bucket", () => {
  const road = deployedStack(exampleStack("road-surface"));
  const role = road.role("acme-road-surface-execution");
  const bucket = "arn:aws:s3:::acme-road-surface";

  mayDo(role, [
    ["read a frame", "s3:GetObject", `${bucket}/input/1.png`],
    [
      "write a mask",
      "s3:PutObject",
      `${bucket}/labels/job-1/annotations/consolidated-annotation/output/0.png`,
    ],
  ]);
  mayNotDo(role, [
    ["overwrite a frame", "s3:PutObject", `${bucket}/input/1.png`],
    ["write to the folder beside", "s3:PutObject", `${bucket}/labels-private/1.png`],
    ["read the folder beside", "s3:GetObject", `${bucket}/labels-private/1.png`],
    ["write to the root", "s3:PutObject", `${bucket}/labels`],
  ]);
});

describe("the AWS managed style", () => {
  const signs = deployedStack(
    exampleStack("contract-clauses", {
      workflow: {
        permissions: { style: PermissionStyle.AWS_MANAGED, hardening: {} },
        inputs: ["acme-contracts", "acme-sagemaker"].map((bucket) => new S3Location(bucket, "clauses/")),
      },
    }),
  );
  const role = signs.role("acme-contract-clauses-execution");

  mayDo(role, [
    [
      "read a bucket whose name the managed policy knows",
      "s3:GetObject",
      "arn:aws:s3:::acme-sagemaker/clauses/1.txt",
    ],
    [
      "read a bucket whose name it does not know",
      "s3:GetObject",
      "arn:aws:s3:::acme-contracts/clauses/1.txt",
    ],
    [
      "write to a bucket whose name it does not know",
      "s3:PutObject",
      "arn:aws:s3:::acme-contract-labels/clauses/x",
    ],
    ["write logs", "logs:PutLogEvents", logs("/aws/sagemaker/LabelingJobs", "job-1")],
  ]);
  mayNotDo(role, [
    [
      "write to the input that was added for reading",
      "s3:PutObject",
      "arn:aws:s3:::acme-contracts/clauses/1.txt",
    ],
    ["read a third bucket", "s3:GetObject", "arn:aws:s3:::acme-payroll/1.txt"],
    ["pass itself", "iam:PassRole", role.arn, toSageMaker],
  ]);
});

describe("hardening", () => {
  const hardening = {
    listOnlyLocations: true,
    metricNamespace: true,
    kmsViaService: true,
    grantsForAwsResources: true,
    sourceAccount: true,
  };
  const signs = deployedStack(
    exampleStack("street-signs", {
      workflow: { permissions: { style: PermissionStyle.LEAST_PRIVILEGE, hardening } },
    }),
  );
  const role = signs.role("acme-street-signs-execution");
  const key = signs.key("alias/acme-street-signs");
  const raw = "arn:aws:s3:::acme-street-signs-raw";

  mayDo(role, [
    ["list its locations", "s3:ListBucket", raw, { "s3:prefix": "images/2026/" }],
    [
      "put a metric of SageMaker",
      "cloudwatch:PutMetricData",
      "*",
      { "cloudwatch:namespace": "AWS/SageMaker/Workteam" },
    ],
    ["lend the key to the storage volume", "kms:CreateGrant", key, { "kms:GrantIsForAWSResource": "true" }],
  ]);
  mayNotDo(role, [
    ["list other folders", "s3:ListBucket", raw, { "s3:prefix": "contracts/" }],
    ["list the whole bucket", "s3:ListBucket", raw],
    [
      "put a metric of another service",
      "cloudwatch:PutMetricData",
      "*",
      { "cloudwatch:namespace": "Acme/Billing" },
    ],
    ["lend the key to anybody else", "kms:CreateGrant", key, { "kms:GrantIsForAWSResource": "false" }],
    ["lend the key without saying to whom", "kms:CreateGrant", key],
  ]);
  mayAssume(role, [
    [
      "Ground Truth for this account",
      signs.service("sagemaker.amazonaws.com"),
      { "aws:SourceAccount": account },
    ],
  ]);
  mayNotAssume(role, [
    [
      "Ground Truth for another account",
      signs.service("sagemaker.amazonaws.com"),
      { "aws:SourceAccount": "444455556666" },
    ],
    ["Ground Truth for an account that it does not name", signs.service("sagemaker.amazonaws.com")],
  ]);
});

/*
 * Each hardening that a key knows, on both sides. A role whose own policies allow everything shows the key's side; a key whose
 * policy leaves everything to IAM shows the role's side.
 */
describe("hardening of the use of keys", () => {
  const hardening = { kmsViaService: true, grantsForAwsResources: true };
  const through = (service: string, where = region) => ({
    "kms:ViaService": `${service}.${where}.amazonaws.com`,
  });
  const forAws = { "kms:GrantIsForAWSResource": "true" };
  const forOthers = { "kms:GrantIsForAWSResource": "false" };
  const theirKey = `arn:aws:kms:${region}:${account}:key/0a0a0a0a-1111-2222-3333-444455556666`;
  const partnersKey = `arn:aws:kms:${region}:444455556666:key/0b0b0b0b-1111-2222-3333-444455556666`;
  const styles = [PermissionStyle.LEAST_PRIVILEGE, PermissionStyle.AWS_MANAGED];

  const rows = (principal: Principal, key: Target) => {
    mayDo(principal, [
      ["decrypt input through S3", "kms:Decrypt", key, through("s3")],
      ["encrypt an answer through S3", "kms:GenerateDataKey", key, through("s3")],
      ["ask for the state of the key", "kms:DescribeKey", key],
      ["lend the key to an AWS service", "kms:CreateGrant", key, forAws],
    ]);
    mayNotDo(principal, [
      ["decrypt directly", "kms:Decrypt", key],
      ["make a data key directly", "kms:GenerateDataKey", key],
      ["decrypt through another service", "kms:Decrypt", key, through("secretsmanager")],
      ["decrypt through the S3 of another region", "kms:Decrypt", key, through("s3", "us-east-1")],
      ["lend the key to somebody", "kms:CreateGrant", key, forOthers],
      ["lend the key without saying to whom", "kms:CreateGrant", key],
    ]);
  };
  describe.each(styles)("%s", (style) => {
    const workflow = { permissions: { style, hardening } };
    const name = "acme-street-signs-execution";
    const own = deployedStack(exampleStack("street-signs", { workflow }));
    const key = own.key("alias/acme-street-signs");
    describe("the role, on a key of its stack", () => rows(own.role(name), key));
    describe("the key of the stack, whatever the role's own policies say", () =>
      rows(own.anotherRole(name, everything), key));
    describe.each([
      ["a key that exists, whatever the key policy says", theirKey],
      ["a key of another account, whatever the key policy says", partnersKey],
    ])("the role, on %s", (_which, existing) => {
      const withKey = { ...workflow, encryptionKey: { existing } };
      const config = { account };
      rows(deployedStack(exampleStack("street-signs", { config, workflow: withKey })).role(name), existing);
    });
  });

  describe.each(styles)("%s, the key of another input bucket", (style) => {
    const json = synthesized(
      (stack) => {
        const permissions = { style, hardening };
        const role = new ExecutionRole(stack, "Role", { name: "reads", permissions });
        role.grantDecryptInput(new LabelingKey(stack, "Key", { alias: "alias/input" }));
        role.grantDecryptInput(LabelingKey.fromKeyArn(stack, "Theirs", theirKey));
      },
      { account, region },
    );
    const deployed = deployedStack(json);
    const key = deployed.key("alias/input");
    const sides: readonly (readonly [Principal, Target])[] = [
      [deployed.role("reads"), key],
      [deployed.anotherRole("reads", everything), key],
      [deployed.role("reads"), theirKey],
    ];
    for (const [principal, target] of sides) {
      mayDo(principal, [["decrypt through S3", "kms:Decrypt", target, through("s3")]]);
      mayNotDo(principal, [
        ["decrypt directly", "kms:Decrypt", target],
        ["encrypt through S3", "kms:GenerateDataKey", target, through("s3")],
      ]);
    }
  });

  test("is not asked for where it would change nothing", () => {
    const warnings = (style: PermissionStyle) => {
      const all: string[] = [];
      synthesized((stack) => {
        const permissions = {
          style,
          hardening: { ...hardening, listOnlyLocations: true, sourceAccount: true },
        };
        const { node } = new ExecutionRole(stack, "Role", { name: "role", permissions });
        all.push(...node.metadata.map(({ data }) => String(data)));
      });
      return all.filter((text) => text.includes("changes nothing"));
    };
    expect(warnings(PermissionStyle.LEAST_PRIVILEGE)).toEqual([]);
    expect(warnings(PermissionStyle.AS_DOCUMENTED)).toEqual([
      expect.stringContaining("kmsViaService, grantsForAwsResources, listOnlyLocations: changes nothing in"),
    ]);
    expect(warnings(PermissionStyle.AWS_MANAGED)).toEqual([
      expect.stringContaining("listOnlyLocations: changes nothing in"),
    ]);
  });
});

describe("automated labeling inside a network, on buckets that let in nobody from outside", () => {
  const subnets = ["subnet-0a1b2c3d", "subnet-0a1b2c3e"];
  const vpcRestriction = { vpcEndpointIds: ["vpce-0a1b2c3d"], vpcIds: [], exemptPrincipalArns: [] };
  const trained = (style: PermissionStyle) =>
    deployedStack(
      exampleStack("street-signs", {
        config: { account },
        workflow: {
          automatedLabeling: { enabled: true, vpcConfig: { subnets, securityGroupIds: ["sg-0a1b2c3d"] } },
          buckets: {
            create: [
              { name: "acme-street-signs-raw", forceDestroy: false, vpcRestriction },
              { name: "acme-street-signs-labels", forceDestroy: false, vpcRestriction },
            ],
            existing: [],
          },
          permissions: { style, hardening: {} },
        },
      }),
    );
  const image = "arn:aws:s3:::acme-street-signs-raw/images/0001.jpg";
  const model = "arn:aws:s3:::acme-street-signs-labels/job-1/training/model.tar.gz";
  const inside = { "aws:SourceVpce": "vpce-0a1b2c3d" };
  const ec2 = (resource: string, of = account, where = region) => `arn:aws:ec2:${where}:${of}:${resource}`;
  const anInterface = ec2("network-interface/eni-0a1b2c3d");
  const inSubnet = (id: string, of = account) => ({ "ec2:Subnet": ec2(`subnet/${id}`, of) });

  describe.each([PermissionStyle.LEAST_PRIVILEGE, PermissionStyle.AWS_MANAGED])("%s", (style) => {
    const role = trained(style).role("acme-street-signs-execution");
    mayDo(role, [
      ["look at the network interfaces", "ec2:DescribeNetworkInterfaces", "*"],
      ["look at the network", "ec2:DescribeVpcs", "*"],
      ["look at its DHCP options", "ec2:DescribeDhcpOptions", "*"],
      ["look at its subnets", "ec2:DescribeSubnets", "*"],
      ["look at its security groups", "ec2:DescribeSecurityGroups", "*"],
      ["create an interface", "ec2:CreateNetworkInterface", anInterface],
      ["create it in its subnet", "ec2:CreateNetworkInterface", ec2("subnet/subnet-0a1b2c3d")],
      [
        "create it in a subnet that another account shares",
        "ec2:CreateNetworkInterface",
        ec2("subnet/subnet-0a1b2c3e", "444455556666"),
        { "aws:ResourceAccount": account },
      ],
      ["give it the security group", "ec2:CreateNetworkInterface", ec2("security-group/sg-0a1b2c3d")],
      [
        "lend it to SageMaker",
        "ec2:CreateNetworkInterfacePermission",
        anInterface,
        inSubnet("subnet-0a1b2c3e"),
      ],
      ["take it back", "ec2:DeleteNetworkInterfacePermission", anInterface],
      ["delete it", "ec2:DeleteNetworkInterface", anInterface, inSubnet("subnet-0a1b2c3d")],
      ["read an image through the endpoint of the network", "s3:GetObject", image, inside],
      ["write a model through it", "s3:PutObject", model, inside],
    ]);
    mayNotDo(role, [
      ["create an interface in another subnet", "ec2:CreateNetworkInterface", ec2("subnet/subnet-0f0f0f0f")],
      [
        "create one with another security group",
        "ec2:CreateNetworkInterface",
        ec2("security-group/sg-0f0f0f0f"),
      ],
      [
        "create one in another region",
        "ec2:CreateNetworkInterface",
        ec2("subnet/subnet-0a1b2c3d", account, "us-east-1"),
      ],
      [
        "lend an interface of another subnet",
        "ec2:CreateNetworkInterfacePermission",
        anInterface,
        inSubnet("subnet-0f0f0f0f"),
      ],
      [
        "delete an interface of another subnet",
        "ec2:DeleteNetworkInterface",
        anInterface,
        inSubnet("subnet-0f0f0f0f"),
      ],
      ["change an interface", "ec2:ModifyNetworkInterfaceAttribute", anInterface],
      ["open a security group", "ec2:AuthorizeSecurityGroupIngress", ec2("security-group/sg-0a1b2c3d")],
      ["read an image from outside the network", "s3:GetObject", image],
      ["write a model from outside the network", "s3:PutObject", model],
    ]);
  });

  describe("as documented", () => {
    mayDo(trained(PermissionStyle.AS_DOCUMENTED).role("acme-street-signs-execution"), [
      ["create an interface in any subnet", "ec2:CreateNetworkInterface", ec2("subnet/subnet-0f0f0f0f")],
    ]);
  });

  describe("without it", () => {
    mayNotDo(deployedStack(exampleStack("street-signs")).role("acme-street-signs-execution"), [
      ["create an interface", "ec2:CreateNetworkInterface", ec2("subnet/subnet-0a1b2c3d")],
      ["look at a network", "ec2:DescribeVpcs", "*"],
    ]);
  });
});

describe("a workflow over 200 input folders", () => {
  const folder = (index: number) => `project-${String(index).padStart(4, "0")}/images/`;
  const many = deployedStack(
    exampleStack("contract-clauses", {
      workflow: {
        inputs: Array.from({ length: 200 }, (_, index) => new S3Location("acme-contracts", folder(index))),
      },
    }),
  );
  const role = many.role("acme-contract-clauses-execution");
  const object = (index: number, name = "1.jpg") => `arn:aws:s3:::acme-contracts/${folder(index)}${name}`;

  test("has its policies within IAM's limits", () => {
    const sizes = Object.values(many.policies).map(
      ({ document }) => JSON.stringify(document).replace(/\s/g, "").length,
    );
    expect(sizes.length).toBeGreaterThan(1);
    expect(sizes.length).toBeLessThanOrEqual(10);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(6144);
  });
  mayDo(
    role,
    Array.from(
      { length: 200 },
      (_, index) => [`read folder ${index}`, "s3:GetObject", object(index)] as const,
    ),
  );
  mayNotDo(role, [
    ["read folder 200", "s3:GetObject", object(200)],
    ["read beside the images", "s3:GetObject", "arn:aws:s3:::acme-contracts/project-0001/1.jpg"],
    ["write to folder 7", "s3:PutObject", object(7)],
  ]);
});
