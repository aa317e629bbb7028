import {
  AnswerAccess,
  CustomWorkflow,
  ExecutionRole,
  FunctionCode,
  type FunctionSettings,
  LabelingBucket,
  LabelingKey,
  PermissionStyle,
  PostAnnotationFunction,
  PreAnnotationFunction,
  StreamingWorkflow,
} from "../../lib";
import { exampleStack } from "../example-stacks";
import { synthesized, type TerraformJson } from "../synthesized";
import { deployedStack, type DeployedStack } from "./harness/deployed";
import { everything, roleSession } from "./harness/principal";
import { listOf, parsePolicy, type PolicyDocument, statementsOf } from "./harness/policy-document";
import { mayAssume, mayDo, mayNotAssume, mayNotDo } from "./harness/sentences";
import { vocabularyProblems } from "./harness/vocabulary";
import { account, here, region } from "../account";

/*
 * Who can do what around the functions of custom workflows. Each denied case stands beside the allowed case that it is
 * the neighbour of.
 */
const other = "444455556666";

const roleArn = (name: string, of = account) => `arn:aws:iam::${of}:role/${name}`;
const lambda = (name: string, of = account, at = region) => `arn:aws:lambda:${at}:${of}:function:${name}`;
const logs = (group: string, stream?: string) =>
  `arn:aws:logs:${region}:${account}:log-group:${group}${stream === undefined ? "" : `:log-stream:${stream}`}`;
const logOf = (name: string, stream?: string) => logs(`/aws/lambda/${name}`, stream);
const queueArn = (name: string) => `arn:aws:sqs:${region}:${account}:${name}`;
const ec2 = (resource: string, of = account) => `arn:aws:ec2:${region}:${of}:${resource}`;
const through = (service: string, at = region) => ({ "kms:ViaService": `${service}.${at}.amazonaws.com` });
const environmentOf = (name: string) => ({ "kms:EncryptionContext:aws:lambda:FunctionArn": lambda(name) });
const logGroupOf = (name: string) => ({ "kms:EncryptionContext:aws:logs:arn": logOf(name) });
const toLambda = { "iam:PassedToService": "lambda.amazonaws.com" };
const withoutTls = { "aws:SecureTransport": "false" };
const foreignKey = `arn:aws:kms:${region}:${account}:key/0f0f0f0f-1111-2222-3333-444455556666`;
const stream = "2026/11/22/[$LATEST]1";

/** Nobody runs it here: where its code comes from decides nothing. */
const code = FunctionCode.fromS3Object({
  s3Bucket: "acme-code",
  s3Key: "handlers.zip",
  s3ObjectVersion: "1",
  runtime: "python3.13",
  handler: "app.handler",
});
const subnetId = "subnet-0123456789abcdef0";
const securityGroupId = "sg-0123456789abcdef0";
const watched: FunctionSettings = {
  vpcConfig: { subnetIds: [subnetId], securityGroupIds: [securityGroupId] },
  tracing: true,
  deadLetterQueueArn: queueArn("shop-failures"),
};

const shops = new Map<string, DeployedStack>();

/**
 * A shop has its price tags and its parcels labeled. Workflows share one bucket for their answers, and differ in how
 * the function after people annotate gets at them:
 *
 * - `prices` assumes the execution role;
 * - `reasons` reads by its own role, and is traced, in a network, and has dead letters;
 * - `parcels` reads by its own role too, in a streaming job;
 * - `wide` reads all buckets.
 */
function shop(style: PermissionStyle, pricesAccess = AnswerAccess.ASSUME_EXECUTION_ROLE): DeployedStack {
  const known = `${style} ${pricesAccess}`;
  const built = shops.get(known) ?? buildShop(style, pricesAccess);
  shops.set(known, built);
  return built;
}

function buildShop(style: PermissionStyle, pricesAccess: AnswerAccess): DeployedStack {
  const json = synthesized((stack) => {
    const photos = LabelingBucket.fromBucketName(stack, "Photos", "shop-photos");
    const answers = LabelingBucket.fromBucketName(stack, "Answers", "shop-answers");
    const workflow = (name: string, answerAccess: AnswerAccess, settings?: FunctionSettings) => {
      const encryptionKey = new LabelingKey(stack, `${name}-key`, { alias: `alias/${name}` });
      const role = { permissionStyle: style };
      // Environment variables have Lambda's own key but for those of one workflow.
      const encrypted = name === "prices" ? { environmentKey: encryptionKey } : {};
      return {
        name: name,
        inputs: [photos.location(`${name}/`)],
        output: answers.location(`${name}/`),
        encryptionKey,
        executionRole: new ExecutionRole(stack, `${name}-role`, {
          name: `${name}-execution`,
          permissions: { style },
        }),
        customTask: {
          preAnnotation: new PreAnnotationFunction(stack, `${name}-before`, {
            // A name that the AWS managed policy knows, and one that it does not know below.
            name: `${name}-before-LabelingFunction`,
            code,
            encryptionKey,
            role: { ...role, name: `${name}-before` },
            settings: { environment: { STEP: "before" }, ...encrypted },
          }),
          postAnnotation: new PostAnnotationFunction(stack, `${name}-after`, {
            name: `${name}-after`,
            code,
            encryptionKey,
            answerAccess,
            role,
            settings: { ...settings, ...encrypted },
          }),
        },
      };
    };
    new CustomWorkflow(stack, "Prices", workflow("prices", pricesAccess));
    new CustomWorkflow(stack, "Reasons", workflow("reasons", AnswerAccess.S3_READ, watched));
    new CustomWorkflow(stack, "Wide", workflow("wide", AnswerAccess.READ_ALL_BUCKETS));
    new StreamingWorkflow(stack, "Parcels", {
      ...workflow("parcels", AnswerAccess.S3_READ),
      labelingJobName: "parcels-1",
      labelAttributeName: "damage",
    });
  }, here);
  return deployedStack(JSON.stringify(json), here);
}

const photos = "arn:aws:s3:::shop-photos";
const answers = "arn:aws:s3:::shop-answers";
const response = (workflow: string) =>
  `${answers}/${workflow}/job-1/annotations/worker-response/iteration-1/0/1.json`;
const payload = (workflow: string) =>
  `${answers}/${workflow}/job-1/annotations/consolidation-request/iteration-1/1.json`;

/** A role whose own policies allow all: what holds it back is the other side. */
const almighty = (stack: DeployedStack, name: string, of = account) =>
  roleSession({ stack, name, account: of, policies: [{ name: "everything", document: everything }] });

describe("least privilege", () => {
  const deployed = shop(PermissionStyle.LEAST_PRIVILEGE);
  const services = (name: string) => deployed.service(`${name}.amazonaws.com`);
  const admin = deployed.anotherRole("admin", everything);
  const pricesKey = deployed.key("alias/prices");
  const reasonsKey = deployed.key("alias/reasons");
  const parcelsKey = deployed.key("alias/parcels");
  const before = deployed.role("prices-before");
  const after = deployed.role("prices-after");
  const reader = deployed.role("reasons-after");

  describe("the execution role, on functions", () => {
    const role = deployed.role("prices-execution");
    mayDo(role, [
      ["call the function before", "lambda:InvokeFunction", lambda("prices-before-LabelingFunction")],
      ["call a version of it", "lambda:InvokeFunction", lambda("prices-before-LabelingFunction:7")],
      ["call it by an alias", "lambda:InvokeFunction", lambda("prices-before-LabelingFunction:live")],
      ["call the function after", "lambda:InvokeFunction", lambda("prices-after")],
      ["call a version of the function after", "lambda:InvokeFunction", lambda("prices-after:7")],
      ["call the function after by an alias", "lambda:InvokeFunction", lambda("prices-after:live")],
    ]);
    mayNotDo(role, [
      [
        "call another workflow's function before",
        "lambda:InvokeFunction",
        lambda("reasons-before-LabelingFunction"),
      ],
      ["call another workflow's function after", "lambda:InvokeFunction", lambda("reasons-after")],
      ["call a version of another workflow's function", "lambda:InvokeFunction", lambda("reasons-after:7")],
      ["call a function whose name begins alike", "lambda:InvokeFunction", lambda("prices-after-2")],
      ["call a function whose name ends alike", "lambda:InvokeFunction", lambda("old-prices-after")],
      ["call a function with a shorter name", "lambda:InvokeFunction", lambda("prices")],
      ["call a function of the application", "lambda:InvokeFunction", lambda("checkout")],
      [
        "call a function of that name in another region",
        "lambda:InvokeFunction",
        lambda("prices-after", account, "us-east-1"),
      ],
      [
        "call a function of that name in another account",
        "lambda:InvokeFunction",
        lambda("prices-after", other),
      ],
      ["call it by its web address", "lambda:InvokeFunctionUrl", lambda("prices-after")],
      ["call it without waiting, in the old way", "lambda:InvokeAsync", lambda("prices-after")],
      ["change its code", "lambda:UpdateFunctionCode", lambda("prices-after")],
      ["change its settings", "lambda:UpdateFunctionConfiguration", lambda("prices-after")],
      ["read its code", "lambda:GetFunction", lambda("prices-after")],
      ["publish a version of it", "lambda:PublishVersion", lambda("prices-after")],
      ["point its alias elsewhere", "lambda:UpdateAlias", lambda("prices-after:live")],
      ["open it to others", "lambda:AddPermission", lambda("prices-after")],
      ["delete it", "lambda:DeleteFunction", lambda("prices-after")],
      ["stop it by its concurrency", "lambda:PutFunctionConcurrency", lambda("prices-after")],
      ["make a function", "lambda:CreateFunction", lambda("new")],
      ["feed it from a queue", "lambda:CreateEventSourceMapping", "*"],
      ["see which functions there are", "lambda:ListFunctions", "*"],
      ["hand the function's role to a function", "iam:PassRole", after, toLambda],
      ["hand its own role to a function", "iam:PassRole", role, toLambda],
      ["assume the function's role", "sts:AssumeRole", after],
      ["assume another workflow's execution role", "sts:AssumeRole", deployed.role("reasons-execution")],
      ["write to the function's log", "logs:PutLogEvents", logOf("prices-after", stream)],
    ]);
  });

  describe("the execution role that a function assumes", () => {
    const role = deployed.role("prices-execution");
    mayDo(role, [
      ["read the payload", "s3:GetObject", payload("prices")],
      ["read a worker's answer", "s3:GetObject", response("prices")],
      ["decrypt an answer through S3", "kms:Decrypt", pricesKey, through("s3")],
    ]);
    mayNotDo(role, [
      ["read the payload of another workflow", "s3:GetObject", payload("reasons")],
      ["read a worker's answer to another workflow", "s3:GetObject", response("parcels")],
      ["decrypt another workflow's answer", "kms:Decrypt", reasonsKey, through("s3")],
      ["read a folder whose name begins alike", "s3:GetObject", `${answers}/prices-private/1.json`],
    ]);
    mayAssume(role, [
      ["Ground Truth", services("sagemaker")],
      ["the function after people annotate", after],
    ]);
    mayNotAssume(role, [
      ["the function before", before],
      ["the function after of a workflow that reads by itself", reader],
      ["the function after of the streaming workflow", deployed.role("parcels-after")],
      ["the execution role of another workflow", deployed.role("reasons-execution")],
      ["itself", role],
      ["a role whose name begins alike, with all rights", almighty(deployed, "prices-after-2")],
      ["a role of the function's name in another account", almighty(deployed, "prices-after", other)],
      ["an administrator", admin],
      ["an administrator of another account", deployed.outsider(other)],
      ["a user with all rights", deployed.user("root-like", everything)],
      ["a user of the function's name", deployed.user("prices-after", everything)],
      ["Lambda itself", services("lambda")],
      ["S3", services("s3")],
      ["Step Functions", services("states")],
      ["EC2", services("ec2")],
      ["SageMaker's runtime by another name", services("sagemaker-runtime")],
    ]);
  });

  describe("the execution roles of workflows whose function reads by itself", () => {
    mayAssume(deployed.role("reasons-execution"), [["Ground Truth", services("sagemaker")]]);
    mayNotAssume(deployed.role("reasons-execution"), [
      ["its own function after people annotate", reader],
      ["the function after of the other mode", after],
      ["its own function before", deployed.role("reasons-before")],
      ["Lambda itself", services("lambda")],
    ]);
    mayAssume(deployed.role("parcels-execution"), [["Ground Truth", services("sagemaker")]]);
    mayNotAssume(deployed.role("parcels-execution"), [
      ["its own function after people annotate", deployed.role("parcels-after")],
      ["SNS", services("sns")],
    ]);
    mayNotAssume(deployed.role("wide-execution"), [
      ["a function that reads all buckets", deployed.role("wide-after")],
    ]);
  });

  describe("roles of functions, in other hands", () => {
    mayAssume(after, [["Lambda", services("lambda")]]);
    mayNotAssume(after, [
      ["Ground Truth", services("sagemaker")],
      ["Lambda at CloudFront", services("edgelambda")],
      ["Step Functions", services("states")],
      ["API Gateway", services("apigateway")],
      ["EC2", services("ec2")],
      ["containers", services("ecs-tasks")],
      ["the execution role that it may assume", deployed.role("prices-execution")],
      ["the function before", before],
      ["itself", after],
      ["an administrator", admin],
      ["an administrator of another account", deployed.outsider(other)],
    ]);
    mayAssume(before, [["Lambda", services("lambda")]]);
    mayNotAssume(before, [
      ["Ground Truth", services("sagemaker")],
      ["the function after", after],
    ]);
    mayAssume(reader, [["Lambda", services("lambda")]]);
    mayNotAssume(reader, [["Ground Truth", services("sagemaker")]]);
  });

  describe("the function after people annotate that assumes the execution role", () => {
    mayDo(after, [
      ["assume its workflow's execution role", "sts:AssumeRole", deployed.role("prices-execution")],
      ["begin a log stream", "logs:CreateLogStream", logOf("prices-after", stream)],
      ["write to it", "logs:PutLogEvents", logOf("prices-after", stream)],
      ["have Lambda decrypt its environment", "kms:Decrypt", pricesKey, environmentOf("prices-after")],
      ["have Lambda decrypt that of a version", "kms:Decrypt", pricesKey, environmentOf("prices-after:7")],
    ]);
    mayNotDo(after, [
      ["assume another workflow's execution role", "sts:AssumeRole", deployed.role("reasons-execution")],
      ["assume that of the streaming workflow", "sts:AssumeRole", deployed.role("parcels-execution")],
      ["assume a role whose name begins alike", "sts:AssumeRole", roleArn("prices-execution-2")],
      ["assume a role of that name at a path", "sts:AssumeRole", roleArn("x/prices-execution")],
      ["assume a role of that name in another account", "sts:AssumeRole", roleArn("prices-execution", other)],
      ["assume an administrator's role", "sts:AssumeRole", roleArn("admin")],
      ["assume the role of the function before", "sts:AssumeRole", before],
      [
        "assume the execution role by a web identity",
        "sts:AssumeRoleWithWebIdentity",
        deployed.role("prices-execution"),
      ],
      ["get a token for somebody else", "sts:GetFederationToken", `arn:aws:sts::${account}:federated-user/x`],
      ["read answers in its own name", "s3:GetObject", response("prices")],
      ["decrypt answers in its own name", "kms:Decrypt", pricesKey, through("s3")],
      ["list answers in its own name", "s3:ListBucket", answers],
      ["make its log group", "logs:CreateLogGroup", logOf("prices-after")],
      [
        "write to the log of the function before",
        "logs:PutLogEvents",
        logOf("prices-before-LabelingFunction", stream),
      ],
      [
        "write to the log of another workflow's function",
        "logs:PutLogEvents",
        logOf("reasons-after", stream),
      ],
      ["write to a log whose name begins alike", "logs:PutLogEvents", logOf("prices-after-2", stream)],
      [
        "write to the log of labeling jobs",
        "logs:PutLogEvents",
        logs("/aws/sagemaker/LabelingJobs", "job-1"),
      ],
      ["begin a stream in another log", "logs:CreateLogStream", logOf("prices-after-2", stream)],
      ["read its log", "logs:GetLogEvents", logOf("prices-after", stream)],
      ["delete its log", "logs:DeleteLogGroup", logOf("prices-after")],
      ["shorten how long its log is kept", "logs:PutRetentionPolicy", logOf("prices-after")],
      [
        "have the environment of the function before decrypted",
        "kms:Decrypt",
        pricesKey,
        environmentOf("prices-before-LabelingFunction"),
      ],
      [
        "have that of a function whose name begins alike",
        "kms:Decrypt",
        pricesKey,
        environmentOf("prices-after-2"),
      ],
      ["decrypt what is not said to be its environment", "kms:Decrypt", pricesKey],
      ["decrypt its log", "kms:Decrypt", pricesKey, logGroupOf("prices-after")],
      [
        "decrypt its environment with another workflow's key",
        "kms:Decrypt",
        reasonsKey,
        environmentOf("prices-after"),
      ],
      ["encrypt its environment", "kms:Encrypt", pricesKey, environmentOf("prices-after")],
      ["encrypt through Lambda, as deployers do", "kms:Encrypt", pricesKey, through("lambda")],
      ["lend the key through Lambda, as deployers do", "kms:CreateGrant", pricesKey, through("lambda")],
    ]);
  });

  describe("the function after people annotate that reads by itself", () => {
    mayDo(reader, [
      ["read the payload", "s3:GetObject", payload("reasons")],
      ["read an answer behind a second address", "s3:GetObject", response("reasons")],
      ["decrypt them through S3", "kms:Decrypt", reasonsKey, through("s3")],
      ["begin a log stream", "logs:CreateLogStream", logOf("reasons-after", stream)],
      ["write to it", "logs:PutLogEvents", logOf("reasons-after", stream)],
    ]);
    mayNotDo(reader, [
      ["read another job's answers in the same bucket", "s3:GetObject", response("prices")],
      ["read the streaming job's answers", "s3:GetObject", response("parcels")],
      ["read a folder whose name begins alike", "s3:GetObject", `${answers}/reasons-private/1.json`],
      ["read a folder whose name ends alike", "s3:GetObject", `${answers}/old/reasons/1.json`],
      ["read at the root of the bucket", "s3:GetObject", `${answers}/reasons.json`],
      ["read another bucket", "s3:GetObject", "arn:aws:s3:::shop-payroll/reasons/1.json"],
      ["read a bucket whose name begins alike", "s3:GetObject", `${answers}-2/reasons/1.json`],
      ["read its workflow's input", "s3:GetObject", `${photos}/reasons/1.jpg`],
      ["read the archive of its code", "s3:GetObject", "arn:aws:s3:::acme-code/handlers.zip"],
      ["read an old version of an answer", "s3:GetObjectVersion", response("reasons")],
      ["write an answer", "s3:PutObject", response("reasons")],
      ["delete an answer", "s3:DeleteObject", response("reasons")],
      ["delete a version of an answer", "s3:DeleteObjectVersion", response("reasons")],
      ["give up an upload of Ground Truth's", "s3:AbortMultipartUpload", response("reasons")],
      ["tag an answer", "s3:PutObjectTagging", response("reasons")],
      ["publish an answer", "s3:PutObjectAcl", response("reasons")],
      ["list answers", "s3:ListBucket", answers, { "s3:prefix": "reasons/" }],
      ["list versions of answers", "s3:ListBucketVersions", answers],
      ["change the bucket's policy", "s3:PutBucketPolicy", answers],
      ["decrypt in its own name, outside S3", "kms:Decrypt", reasonsKey],
      ["decrypt through SQS", "kms:Decrypt", reasonsKey, through("sqs")],
      ["decrypt through Lambda", "kms:Decrypt", reasonsKey, through("lambda")],
      ["decrypt through DynamoDB", "kms:Decrypt", reasonsKey, through("dynamodb")],
      ["decrypt through the S3 of another region", "kms:Decrypt", reasonsKey, through("s3", "us-east-1")],
      ["encrypt through S3", "kms:Encrypt", reasonsKey, through("s3")],
      ["ask for a data key through S3", "kms:GenerateDataKey", reasonsKey, through("s3")],
      ["encrypt anew through S3", "kms:ReEncryptFrom", reasonsKey, through("s3")],
      ["describe the key", "kms:DescribeKey", reasonsKey, through("s3")],
      ["lend the key", "kms:CreateGrant", reasonsKey, through("s3")],
      ["change the key's policy", "kms:PutKeyPolicy", reasonsKey],
      ["decrypt another workflow's answers", "kms:Decrypt", pricesKey, through("s3")],
      ["decrypt the streaming workflow's answers", "kms:Decrypt", parcelsKey, through("s3")],
      ["decrypt with a key that it was not given", "kms:Decrypt", foreignKey, through("s3")],
      [
        "decrypt with a key whose alias begins alike",
        "kms:Decrypt",
        foreignKey,
        { ...through("s3"), "kms:ResourceAliases": ["alias/reasons-2"] },
      ],
      ["assume its workflow's execution role", "sts:AssumeRole", deployed.role("reasons-execution")],
      ["assume another workflow's execution role", "sts:AssumeRole", deployed.role("prices-execution")],
    ]);
  });

  describe("the function after of a streaming workflow", () => {
    const role = deployed.role("parcels-after");
    mayDo(role, [
      ["read the payload", "s3:GetObject", payload("parcels")],
      ["decrypt it through S3", "kms:Decrypt", parcelsKey, through("s3")],
      ["write its log", "logs:PutLogEvents", logOf("parcels-after", stream)],
    ]);
    mayNotDo(role, [
      ["read another job's answers", "s3:GetObject", response("reasons")],
      ["decrypt another job's answers", "kms:Decrypt", reasonsKey, through("s3")],
      ["publish an answer itself", "sns:Publish", deployed.topic("parcels-output")],
      ["send data objects", "sns:Publish", deployed.topic("parcels-input")],
      ["subscribe to answers", "sns:Subscribe", deployed.topic("parcels-output")],
      ["read the queue of waiting objects", "sqs:ReceiveMessage", queueArn("GroundTruth-parcels-1")],
      ["seal a message", "kms:GenerateDataKey", parcelsKey, through("sns")],
      ["open a message", "kms:Decrypt", parcelsKey, through("sns")],
      ["open a message in a queue", "kms:Decrypt", parcelsKey, through("sqs")],
    ]);
    mayDo(deployed.role("parcels-execution"), [
      ["call the function before", "lambda:InvokeFunction", lambda("parcels-before-LabelingFunction")],
      ["call the function after", "lambda:InvokeFunction", lambda("parcels-after")],
      ["publish an answer", "sns:Publish", deployed.topic("parcels-output")],
    ]);
    mayNotDo(deployed.role("parcels-execution"), [
      ["call another workflow's function", "lambda:InvokeFunction", lambda("prices-after")],
      [
        "let a function listen to a topic",
        "sns:Subscribe",
        deployed.topic("parcels-input"),
        {
          "sns:Protocol": "lambda",
          "sns:Endpoint": lambda("parcels-after"),
        },
      ],
    ]);
  });

  describe("functions before people annotate", () => {
    const names = "prices-before-LabelingFunction";
    mayDo(before, [
      ["begin a log stream", "logs:CreateLogStream", logOf(names, stream)],
      ["write to it", "logs:PutLogEvents", logOf(names, stream)],
      ["have Lambda decrypt its environment", "kms:Decrypt", pricesKey, environmentOf(names)],
    ]);
    mayNotDo(before, [
      ["read a data object", "s3:GetObject", `${photos}/prices/1.jpg`],
      ["read an answer", "s3:GetObject", response("prices")],
      ["read the payload", "s3:GetObject", payload("prices")],
      ["list the bucket of answers", "s3:ListBucket", answers],
      ["write an answer", "s3:PutObject", response("prices")],
      ["decrypt answers through S3", "kms:Decrypt", pricesKey, through("s3")],
      ["decrypt anything", "kms:Decrypt", pricesKey],
      [
        "have the environment of the function after decrypted",
        "kms:Decrypt",
        pricesKey,
        environmentOf("prices-after"),
      ],
      ["assume the execution role", "sts:AssumeRole", deployed.role("prices-execution")],
      ["assume the role of the function after", "sts:AssumeRole", after],
      ["write to the log of the function after", "logs:PutLogEvents", logOf("prices-after", stream)],
      ["make its log group", "logs:CreateLogGroup", logOf(names)],
      ["call itself", "lambda:InvokeFunction", lambda(names)],
      ["call the function after", "lambda:InvokeFunction", lambda("prices-after")],
    ]);
  });

  describe.each([
    ["prices-after", after],
    ["reasons-after", reader],
  ])("on functions and roles, %s", (name, role) => {
    mayNotDo(role, [
      ["call itself", "lambda:InvokeFunction", lambda(name)],
      ["call a version of itself", "lambda:InvokeFunction", lambda(`${name}:7`)],
      ["call the function before", "lambda:InvokeFunction", lambda("prices-before-LabelingFunction")],
      ["call another workflow's function", "lambda:InvokeFunction", lambda("parcels-after")],
      ["read its own code", "lambda:GetFunction", lambda(name)],
      ["change its own code", "lambda:UpdateFunctionCode", lambda(name)],
      ["change its own settings", "lambda:UpdateFunctionConfiguration", lambda(name)],
      ["open itself to others", "lambda:AddPermission", lambda(name)],
      ["give itself a web address", "lambda:CreateFunctionUrlConfig", lambda(name)],
      ["delete itself", "lambda:DeleteFunction", lambda(name)],
      ["give its role a policy", "iam:PutRolePolicy", role],
      ["attach a policy to its role", "iam:AttachRolePolicy", role],
      ["change who may assume its role", "iam:UpdateAssumeRolePolicy", role],
      ["change who may assume the execution role", "iam:UpdateAssumeRolePolicy", roleArn("prices-execution")],
      ["take off its role's boundary", "iam:DeleteRolePermissionsBoundary", role],
      ["change its own policy", "iam:CreatePolicyVersion", `arn:aws:iam::${account}:policy/${name}`],
      ["pass its role on", "iam:PassRole", role, toLambda],
      ["make a role", "iam:CreateRole", roleArn("new")],
      ["make a user's key", "iam:CreateAccessKey", `arn:aws:iam::${account}:user/x`],
      [
        "begin a labeling job",
        "sagemaker:CreateLabelingJob",
        `arn:aws:sagemaker:${region}:${account}:labeling-job/x`,
      ],
      [
        "stop a labeling job",
        "sagemaker:StopLabelingJob",
        `arn:aws:sagemaker:${region}:${account}:labeling-job/x`,
      ],
      [
        "read a secret",
        "secretsmanager:GetSecretValue",
        `arn:aws:secretsmanager:${region}:${account}:secret:x-123456`,
      ],
    ]);
  });

  describe("traces, network and dead letters", () => {
    const byCode = { "lambda:SourceFunctionArn": lambda("reasons-after") };
    const eni = ec2("network-interface/eni-0123456789abcdef0");
    mayDo(reader, [
      ["send traces", "xray:PutTraceSegments", "*"],
      ["say what it sends", "xray:PutTelemetryRecords", "*"],
      ["have Lambda look for interfaces", "ec2:DescribeNetworkInterfaces", "*"],
      ["have Lambda make an interface", "ec2:CreateNetworkInterface", eni],
      ["have it made in its subnet", "ec2:CreateNetworkInterface", ec2(`subnet/${subnetId}`)],
      [
        "have it made in a subnet that another account shares",
        "ec2:CreateNetworkInterface",
        ec2(`subnet/${subnetId}`, other),
      ],
      ["have Lambda delete an interface", "ec2:DeleteNetworkInterface", eni],
      ["have Lambda look at its subnets", "ec2:DescribeSubnets", "*"],
      ["have Lambda give an interface an address", "ec2:AssignPrivateIpAddresses", eni],
      ["have Lambda take an address back", "ec2:UnassignPrivateIpAddresses", eni],
      ["have Lambda send a dead letter", "sqs:SendMessage", queueArn("shop-failures")],
    ]);
    mayNotDo(reader, [
      ["read traces", "xray:GetTraceSummaries", "*"],
      ["look for interfaces in its code", "ec2:DescribeNetworkInterfaces", "*", byCode],
      ["make an interface in its code", "ec2:CreateNetworkInterface", eni, byCode],
      ["delete an interface in its code", "ec2:DeleteNetworkInterface", eni, byCode],
      ["look at subnets in its code", "ec2:DescribeSubnets", "*", byCode],
      ["give an interface an address in its code", "ec2:AssignPrivateIpAddresses", eni, byCode],
      ["take an address back in its code", "ec2:UnassignPrivateIpAddresses", eni, byCode],
      ["detach an interface", "ec2:DetachNetworkInterface", eni],
      [
        "have an interface made in another subnet",
        "ec2:CreateNetworkInterface",
        ec2("subnet/subnet-0fedcba9876543210"),
      ],
      ["change an interface", "ec2:ModifyNetworkInterfaceAttribute", eni],
      [
        "open a security group",
        "ec2:AuthorizeSecurityGroupIngress",
        ec2(`security-group/${securityGroupId}`),
      ],
      ["send to another queue", "sqs:SendMessage", queueArn("orders")],
      ["send to a queue whose name begins alike", "sqs:SendMessage", queueArn("shop-failures-2")],
      ["read dead letters", "sqs:ReceiveMessage", queueArn("shop-failures")],
      ["empty the queue of dead letters", "sqs:PurgeQueue", queueArn("shop-failures")],
    ]);
    // Nobody asked for any of it there.
    mayNotDo(after, [
      ["send traces unless they are switched on", "xray:PutTraceSegments", "*"],
      ["have interfaces made without a network", "ec2:CreateNetworkInterface", eni],
      ["have interfaces looked for without a network", "ec2:DescribeNetworkInterfaces", "*"],
      ["send dead letters to another function's queue", "sqs:SendMessage", queueArn("shop-failures")],
    ]);
  });

  describe("a function that reads all buckets, by choice", () => {
    const role = deployed.role("wide-after");
    const wideKey = deployed.key("alias/wide");
    mayDo(role, [
      ["read its workflow's answers", "s3:GetObject", response("wide")],
      ["read another bucket", "s3:GetObject", "arn:aws:s3:::shop-payroll/1.json"],
      ["list another bucket", "s3:ListBucket", "arn:aws:s3:::shop-payroll"],
      ["decrypt its workflow's answers", "kms:Decrypt", wideKey, through("s3")],
    ]);
    mayNotDo(role, [
      ["decrypt another workflow's answers", "kms:Decrypt", reasonsKey, through("s3")],
      ["decrypt outside S3", "kms:Decrypt", wideKey],
      ["write an answer", "s3:PutObject", response("wide")],
      ["delete an answer", "s3:DeleteObject", response("wide")],
      ["assume the execution role", "sts:AssumeRole", deployed.role("wide-execution")],
    ]);
  });

  describe("the key and everybody else", () => {
    const logService = deployed.service(`logs.${region}.amazonaws.com`);
    mayDo(logService, [
      ["seal the log of the function after", "kms:GenerateDataKey", pricesKey, logGroupOf("prices-after")],
      [
        "seal the log of the function before",
        "kms:GenerateDataKey",
        pricesKey,
        logGroupOf("prices-before-LabelingFunction"),
      ],
    ]);
    mayNotDo(logService, [
      [
        "seal another workflow's log with the key",
        "kms:GenerateDataKey",
        pricesKey,
        logGroupOf("reasons-after"),
      ],
      ["seal a log whose name begins alike", "kms:GenerateDataKey", pricesKey, logGroupOf("prices-after-2")],
      ["open what is no log", "kms:Decrypt", pricesKey],
    ]);
    mayNotDo(deployed.service("logs.us-east-1.amazonaws.com"), [
      ["seal a log of another region", "kms:GenerateDataKey", pricesKey, logGroupOf("prices-after")],
    ]);
    mayNotDo(services("lambda"), [
      ["decrypt an environment in its own name", "kms:Decrypt", pricesKey, environmentOf("prices-after")],
    ]);
    const variables = { ...through("lambda"), ...environmentOf("prices-after") };
    const forAws = { ...through("lambda"), "kms:GrantIsForAWSResource": "true" };
    mayDo(admin, [
      ["set environment variables", "kms:Encrypt", pricesKey, variables],
      ["see environment variables", "kms:Decrypt", pricesKey, variables],
      ["have Lambda make its grant", "kms:CreateGrant", pricesKey, forAws],
    ]);
    mayNotDo(admin, [
      ["decrypt through Lambda what is no variable", "kms:Decrypt", pricesKey, through("lambda")],
      [
        "decrypt through Lambda the variables of a function that has another key",
        "kms:Decrypt",
        pricesKey,
        { ...through("lambda"), ...environmentOf("reasons-after") },
      ],
      ["lend the key by Lambda to somebody", "kms:CreateGrant", pricesKey, through("lambda")],
      [
        "see variables with a key that encrypts none",
        "kms:Decrypt",
        reasonsKey,
        { ...through("lambda"), ...environmentOf("reasons-after") },
      ],
      ["have Lambda lend a key that encrypts no variables", "kms:CreateGrant", reasonsKey, forAws],
      ["read answers through S3", "kms:Decrypt", pricesKey, through("s3")],
      ["use the key directly", "kms:Decrypt", pricesKey],
      [
        "decrypt an environment by saying that it is one",
        "kms:Decrypt",
        pricesKey,
        environmentOf("prices-after"),
      ],
      ["lend the key outside Lambda", "kms:CreateGrant", pricesKey],
    ]);
    mayNotDo(deployed.outsider(other), [
      ["use the key through Lambda", "kms:Decrypt", pricesKey, through("lambda")],
      ["use the key through S3", "kms:Decrypt", reasonsKey, through("s3")],
    ]);
    mayNotDo(almighty(deployed, "reasons-after", other), [
      ["use the key by a function role's name in another account", "kms:Decrypt", reasonsKey, through("s3")],
    ]);
    mayNotDo(almighty(deployed, "reasons-after-2"), [
      ["use the key by a name that begins alike", "kms:Decrypt", reasonsKey, through("s3")],
    ]);
  });

  // CloudWatch Logs judges the making of a group by an ARN with more at its end than iam-data says.
  test.each<readonly [string, readonly string[]]>([
    ["prices-before", ["logs:CreateLogStream", "logs:PutLogEvents"]],
    ["prices-after", ["logs:CreateLogStream", "logs:PutLogEvents", "sts:AssumeRole"]],
    ["parcels-after", ["logs:CreateLogStream", "logs:PutLogEvents", "s3:GetObject"]],
  ])("the role %s is given these actions and no others", (name, actions) => {
    const statements = deployed.role(name).identityPolicies.flatMap(({ document }) => statementsOf(document));
    const given = statements.flatMap(({ Action, NotAction }) => [...listOf(Action), ...listOf(NotAction)]);
    expect([...new Set(given)].sort()).toEqual(actions);
  });

  test("no function has a policy that lets others call it", () => {
    expect(deployed.resourcesOf("aws_lambda_permission")).toEqual([]);
  });
});

describe("the trust of the execution role follows the function", () => {
  const byItself = shop(PermissionStyle.LEAST_PRIVILEGE, AnswerAccess.S3_READ);
  const after = byItself.role("prices-after");
  mayDo(after, [
    ["read answers once it reads by itself", "s3:GetObject", response("prices")],
    ["decrypt them", "kms:Decrypt", byItself.key("alias/prices"), through("s3")],
  ]);
  mayNotDo(after, [
    ["assume the execution role any more", "sts:AssumeRole", byItself.role("prices-execution")],
  ]);
  mayNotAssume(byItself.role("prices-execution"), [
    ["the function that could, whatever its policies still say", almighty(byItself, "prices-after")],
  ]);
  const before = shop(PermissionStyle.LEAST_PRIVILEGE);
  mayNotDo(before.role("prices-after"), [
    ["read by itself while it assumes the role", "s3:GetObject", response("prices")],
  ]);
  mayAssume(before.role("prices-execution"), [
    ["the function that the trust names", before.role("prices-after")],
  ]);
});

describe("as documented, with AWS's errors corrected", () => {
  const deployed = shop(PermissionStyle.AS_DOCUMENTED);
  const role = deployed.role("prices-execution");
  const after = deployed.role("prices-after");
  const reader = deployed.role("reasons-after");
  mayDo(role, [
    ["call the function before", "lambda:InvokeFunction", lambda("prices-before-LabelingFunction")],
    ["call the function after", "lambda:InvokeFunction", lambda("prices-after")],
  ]);
  mayNotDo(role, [
    ["call a version of it, which AWS does not print", "lambda:InvokeFunction", lambda("prices-after:7")],
    ["call another workflow's function", "lambda:InvokeFunction", lambda("reasons-after")],
    ["call a function whose name begins alike", "lambda:InvokeFunction", lambda("prices-after-2")],
  ]);
  mayDo(reader, [
    ["read its workflow's answers", "s3:GetObject", response("reasons")],
    ["read all of the output bucket, as AWS prints it", "s3:GetObject", response("prices")],
    ["decrypt its workflow's answers", "kms:Decrypt", deployed.key("alias/reasons"), through("s3")],
  ]);
  mayNotDo(reader, [
    ["decrypt another job's answers", "kms:Decrypt", deployed.key("alias/prices"), through("s3")],
    ["read another bucket", "s3:GetObject", "arn:aws:s3:::shop-payroll/1.json"],
    ["read the input", "s3:GetObject", `${photos}/reasons/1.jpg`],
    ["write an answer", "s3:PutObject", response("reasons")],
    ["list the output bucket", "s3:ListBucket", answers],
    ["make its log group", "logs:CreateLogGroup", logOf("reasons-after")],
    ["write to another log", "logs:PutLogEvents", logOf("prices-after", stream)],
  ]);
  mayDo(after, [["assume its execution role", "sts:AssumeRole", role]]);
  mayNotDo(after, [["assume another one", "sts:AssumeRole", deployed.role("reasons-execution")]]);
  mayAssume(role, [["the function after", after]]);
  mayNotAssume(role, [
    ["the function before", deployed.role("prices-before")],
    ["a function that reads by itself", reader],
  ]);
});

describe("the AWS managed style", () => {
  const deployed = shop(PermissionStyle.AWS_MANAGED);
  const role = deployed.role("prices-execution");
  const after = deployed.role("prices-after");
  const reader = deployed.role("reasons-after");
  mayDo(role, [
    [
      "call a function whose name the managed policy knows",
      "lambda:InvokeFunction",
      lambda("prices-before-LabelingFunction"),
    ],
    [
      "call a function whose name it does not know, by what was added",
      "lambda:InvokeFunction",
      lambda("prices-after"),
    ],
    ["call a version of that", "lambda:InvokeFunction", lambda("prices-after:7")],
    [
      "call another workflow's function with such a name, as AWS has it",
      "lambda:InvokeFunction",
      lambda("reasons-before-LabelingFunction"),
    ],
  ]);
  mayNotDo(role, [
    [
      "call another workflow's function without such a name",
      "lambda:InvokeFunction",
      lambda("reasons-after"),
    ],
    ["call a function of the application", "lambda:InvokeFunction", lambda("checkout")],
    ["call a function whose name begins alike", "lambda:InvokeFunction", lambda("prices-after-2")],
    ["change a function", "lambda:UpdateFunctionCode", lambda("prices-before-LabelingFunction")],
  ]);
  mayDo(reader, [["read its workflow's answers", "s3:GetObject", response("reasons")]]);
  mayNotDo(reader, [
    ["read another job's answers", "s3:GetObject", response("prices")],
    [
      "call a function, as the managed policy is not its own",
      "lambda:InvokeFunction",
      lambda("x-LabelingFunction"),
    ],
    ["write an answer", "s3:PutObject", response("reasons")],
  ]);
  mayDo(after, [["assume its execution role", "sts:AssumeRole", role]]);
  mayNotDo(after, [["assume another one", "sts:AssumeRole", deployed.role("reasons-execution")]]);
  mayAssume(role, [
    ["Ground Truth", deployed.service("sagemaker.amazonaws.com")],
    ["the function after", after],
  ]);
  mayNotAssume(role, [
    ["the function before", deployed.role("prices-before")],
    ["Lambda itself", deployed.service("lambda.amazonaws.com")],
  ]);
});

/* Functions that exist: nothing of them is in the stack but what it says that they need. */
describe("xray-quality: functions that exist, one by its alias", () => {
  const json = exampleStack("xray-quality");
  const deployed = deployedStack(json, here);
  const role = deployed.role("acme-xray-quality-execution");
  const required = requiredOfRoles(json, deployed)[lambda("xray-consensus:live")]!;
  const consensus = deployed.anotherRole("xray-consensus", required);

  mayDo(role, [
    ["call the function before", "lambda:InvokeFunction", lambda("xray-preview")],
    ["call a version of it, as none was named", "lambda:InvokeFunction", lambda("xray-preview:3")],
    [
      "call the function after by the alias that was named",
      "lambda:InvokeFunction",
      lambda("xray-consensus:live"),
    ],
  ]);
  mayNotDo(role, [
    ["call the newest code of the function after", "lambda:InvokeFunction", lambda("xray-consensus")],
    ["call another version of it", "lambda:InvokeFunction", lambda("xray-consensus:3")],
    ["call it by another alias", "lambda:InvokeFunction", lambda("xray-consensus:test")],
    ["call it by an alias whose name begins alike", "lambda:InvokeFunction", lambda("xray-consensus:live-2")],
    ["call that alias of another function", "lambda:InvokeFunction", lambda("checkout:live")],
    ["call that alias in another account", "lambda:InvokeFunction", lambda("xray-consensus:live", other)],
  ]);
  mayDo(consensus, [
    ["assume the execution role, with what the stack says it needs", "sts:AssumeRole", role],
  ]);
  mayNotDo(consensus, [
    ["read answers by itself", "s3:GetObject", "arn:aws:s3:::acme-xray-labels/quality/1.json"],
    ["decrypt answers by itself", "kms:Decrypt", deployed.key("alias/acme-xray-quality"), through("s3")],
    ["assume another role", "sts:AssumeRole", roleArn("admin")],
  ]);
  mayNotAssume(role, [
    ["another role with the same policy", deployed.anotherRole("somebody-else", required)],
    ["a role of that name in another account", almighty(deployed, "xray-consensus", other)],
    ["Lambda itself", deployed.service("lambda.amazonaws.com")],
  ]);
});

describe("functions of another account", () => {
  const json = JSON.stringify(
    synthesized((stack) => {
      new CustomWorkflow(stack, "Far", {
        name: "far",
        inputs: [LabelingBucket.fromBucketName(stack, "In", "shop-photos").location("far/")],
        output: LabelingBucket.fromBucketName(stack, "Out", "shop-answers").location("far/"),
        customTask: {
          preAnnotation: PreAnnotationFunction.fromFunctionArn(stack, "Before", lambda("far-before", other)),
          postAnnotation: PostAnnotationFunction.fromFunctionArn(stack, "After", lambda("far-after", other), {
            roleArn: roleArn("far-after", other),
            answerAccess: AnswerAccess.ASSUME_EXECUTION_ROLE,
          }),
        },
      });
    }, here),
  );
  const deployed = deployedStack(json, here);
  const role = deployed.role("far-execution");
  const mayTakeOn: PolicyDocument = {
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Resource: role.arn }],
  };
  const far = (name: string, of: string, ...documents: PolicyDocument[]) =>
    roleSession({
      stack: deployed,
      name,
      account: of,
      policies: documents.map((document) => ({ name: "own policy", document })),
    });
  mayDo(role, [
    ["call the function before, if its account agrees", "lambda:InvokeFunction", lambda("far-before", other)],
    ["call the function after, if its account agrees", "lambda:InvokeFunction", lambda("far-after", other)],
  ]);
  mayNotDo(role, [
    ["call another function of that account", "lambda:InvokeFunction", lambda("checkout", other)],
    ["call a function of that name in its own account", "lambda:InvokeFunction", lambda("far-after")],
    [
      "call a function of that name in a third account",
      "lambda:InvokeFunction",
      lambda("far-after", "777788889999"),
    ],
  ]);
  mayAssume(role, [["the role of that function, if its account agrees", far("far-after", other, mayTakeOn)]]);
  mayNotAssume(role, [
    ["the role of that function while its account has not agreed", far("far-after", other)],
    ["another role of that account", far("admin", other, everything)],
    ["a role of that name in a third account", far("far-after", "777788889999", everything)],
    ["a role of that name in this account", almighty(deployed, "far-after")],
  ]);
});

describe("the shipped examples", () => {
  const priceTags = deployedStack(exampleStack("price-tags"), here);
  const supportCalls = deployedStack(exampleStack("support-calls"), here);
  const birdSongs = deployedStack(exampleStack("bird-songs"), here);
  const parcels = deployedStack(exampleStack("parcel-damage"), here);

  describe("price-tags: TypeScript, and a function that assumes the execution role", () => {
    const execution = priceTags.role("acme-price-tags-execution");
    mayDo(priceTags.role("acme-price-tags-post-annotation"), [
      ["assume the execution role", "sts:AssumeRole", execution],
    ]);
    mayNotDo(priceTags.role("acme-price-tags-post-annotation"), [
      ["read answers by itself", "s3:GetObject", "arn:aws:s3:::acme-price-tags/prices/1.json"],
    ]);
    mayDo(execution, [
      [
        "read the worker template",
        "s3:GetObject",
        "arn:aws:s3:::acme-price-tags/job/templates/x.liquid.html",
      ],
      ["call the function before", "lambda:InvokeFunction", lambda("acme-price-tags-pre-annotation")],
    ]);
    mayNotDo(execution, [
      [
        "replace the worker template",
        "s3:PutObject",
        "arn:aws:s3:::acme-price-tags/job/templates/x.liquid.html",
      ],
      [
        "call another example's function",
        "lambda:InvokeFunction",
        lambda("acme-support-calls-pre-annotation"),
      ],
    ]);
    mayNotAssume(execution, [["the function before", priceTags.role("acme-price-tags-pre-annotation")]]);
  });

  describe("support-calls: Python, and a ready function that reads by itself", () => {
    const reader = supportCalls.role("acme-support-calls-post-annotation");
    mayDo(reader, [
      ["read answers", "s3:GetObject", "arn:aws:s3:::acme-support-calls/reasons/1.json"],
      ["decrypt them", "kms:Decrypt", supportCalls.key("alias/acme-support-calls"), through("s3")],
    ]);
    mayNotDo(reader, [
      ["read the transcripts", "s3:GetObject", "arn:aws:s3:::acme-support-calls/job/input.manifest"],
      [
        "read answers without TLS",
        "s3:GetObject",
        "arn:aws:s3:::acme-support-calls/reasons/1.json",
        withoutTls,
      ],
      ["assume the execution role", "sts:AssumeRole", supportCalls.role("acme-support-calls-execution")],
    ]);
    mayNotDo(supportCalls.role("acme-support-calls-pre-annotation"), [
      ["read answers", "s3:GetObject", "arn:aws:s3:::acme-support-calls/reasons/1.json"],
      ["read the transcripts", "s3:GetObject", "arn:aws:s3:::acme-support-calls/job/input.manifest"],
    ]);
  });

  describe("bird-songs: no functions", () => {
    mayDo(birdSongs.role("acme-bird-songs-execution"), [
      ["write an answer", "s3:PutObject", "arn:aws:s3:::acme-bird-songs/answers/1.json"],
    ]);
    mayNotDo(birdSongs.role("acme-bird-songs-execution"), [
      ["call any function", "lambda:InvokeFunction", lambda("acme-bird-songs-pre-annotation")],
      [
        "call a function of the managed policy's names",
        "lambda:InvokeFunction",
        lambda("x-LabelingFunction"),
      ],
    ]);
    mayNotAssume(birdSongs.role("acme-bird-songs-execution"), [
      ["Lambda", birdSongs.service("lambda.amazonaws.com")],
    ]);
  });

  describe("parcel-damage: custom and streaming", () => {
    mayDo(parcels.role("acme-parcel-damage-execution"), [
      ["call the function after", "lambda:InvokeFunction", lambda("acme-parcel-damage-post-annotation")],
      ["make the job's queue", "sqs:CreateQueue", queueArn("GroundTruth-parcel-damage-1")],
    ]);
    mayNotDo(parcels.role("acme-parcel-damage-execution"), [
      ["make another job's queue", "sqs:CreateQueue", queueArn("GroundTruth-parcel-damage-2")],
    ]);
    mayNotDo(parcels.role("acme-parcel-damage-post-annotation"), [
      ["read photographs", "s3:GetObject", "arn:aws:s3:::acme-parcels/photos/1.jpg"],
      ["read the answer queue", "sqs:ReceiveMessage", parcels.queue("acme-parcel-damage-answers")],
      ["publish answers", "sns:Publish", parcels.topic("acme-parcel-damage-output")],
    ]);
  });
});

const examples = ["price-tags", "support-calls", "bird-songs", "xray-quality", "parcel-damage"];

/* IAM and KMS refuse a policy that names a role which does not exist. The emulator does not. */
describe("a policy that names a role comes after that role", () => {
  test.each(examples)("in %s", (name) => {
    const { resource } = JSON.parse(exampleStack(name)) as TerraformJson;
    const resources = new Map(
      Object.entries(resource).flatMap(([type, all]) =>
        Object.entries(all).map(([id, one]) => [`${type}.${id}`, one] as const),
      ),
    );
    const addressOf = (arn: string) =>
      [...resources].find(
        ([address, role]) =>
          address.startsWith("aws_iam_role.") && arn.endsWith(`:role/${String(role["name"])}`),
      )?.[0];
    const named = [...resources].flatMap(([address, one]) =>
      [one["policy"], one["assume_role_policy"]]
        .flatMap((policy) => (typeof policy === "string" ? statementsOf(parsePolicy(policy, address)) : []))
        .flatMap(({ Principal }) => (typeof Principal === "object" ? listOf(Principal["AWS"]) : []))
        .flatMap((arn) => addressOf(arn) ?? [])
        .map((role) => [address, role] as const),
    );
    expect(named).not.toHaveLength(0);
    for (const [address, role] of named)
      expect([address, [...neededBy(address, resources)]]).toEqual([address, expect.arrayContaining([role])]);
  });
});

describe("every document speaks IAM's language", () => {
  const stacks: readonly (readonly [string, () => DeployedStack])[] = [
    ...Object.values(PermissionStyle).map((style) => [style, () => shop(style)] as const),
    ...examples.map((name) => [name, () => deployedStack(exampleStack(name), here)] as const),
  ];

  test.each(stacks)("of %s", async (_name, make) => {
    const documents = documentsOf(make());
    // A role with its policy, and a key, at the least.
    expect(documents.length).toBeGreaterThanOrEqual(3);
    for (const [name, document] of documents) {
      expect([name, await vocabularyProblems(document)]).toEqual([name, []]);
    }
  });

  test("and what existing functions need too", async () => {
    const json = exampleStack("xray-quality");
    const required = Object.values(requiredOfRoles(json, deployedStack(json, here)));
    expect(required).not.toHaveLength(0);
    for (const document of required) expect(await vocabularyProblems(document)).toEqual([]);
  });
});

/** Everything of a stack that says who may do what, by where it stands. AWS's own managed policies are AWS's. */
function documentsOf(stack: DeployedStack): readonly (readonly [string, PolicyDocument])[] {
  return [
    ...Object.values(stack.policies).map(({ name, document }) => [`policy ${name}`, document] as const),
    ...Object.values(stack.roles).flatMap(({ name, trustPolicy }) =>
      trustPolicy === undefined ? [] : [[`trust of ${name}`, trustPolicy] as const],
    ),
    ...stack.keys.flatMap(({ aliases, policy }) =>
      policy === undefined ? [] : [[`key ${aliases.join()}`, policy] as const],
    ),
    ...[stack.buckets, stack.topics, stack.queues].flatMap((resources) =>
      Object.values(resources).flatMap(({ arn, policy }) =>
        policy === undefined ? [] : [[arn, policy] as const],
      ),
    ),
  ];
}

/** Everything that Terraform makes before a resource: what it refers to, or is told to wait for. */
function neededBy(
  address: string,
  resources: ReadonlyMap<string, object>,
  found = new Set<string>(),
): Set<string> {
  const { "//": _comment, ...resource } = resources.get(address) as Record<string, unknown>;
  for (const [other] of JSON.stringify(resource).matchAll(/\baws_[a-z0-9_]+\.[A-Za-z0-9_-]+/g)) {
    if (!resources.has(other) || found.has(other)) continue;
    found.add(other);
    neededBy(other, resources, found);
  }
  return found;
}

/** What the stack tells that roles of existing functions must be allowed, by function. */
function requiredOfRoles(json: string, stack: DeployedStack): Readonly<Record<string, PolicyDocument>> {
  const { output } = JSON.parse(json) as {
    output: { required_function_role_statements: { value: Record<string, string> } };
  };
  const { value } = output.required_function_role_statements;
  return Object.fromEntries(
    Object.entries(value).map(([name, statements]) => {
      const inAccount = statements.replace(/\$\{data\.aws_caller_identity\.[^}]*\}/g, stack.account);
      return [name, parsePolicy(`{"Statement":${inAccount}}`, name)];
    }),
  );
}
