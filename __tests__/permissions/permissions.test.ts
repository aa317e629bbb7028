import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  AwsPage,
  ExecutionRole,
  PermissionStyle,
  renderPolicy,
  type Hardening,
  type PolicyStatement,
} from "../../lib";
import { lambdaFunctionArn, snsTopicArn, sqsQueueArn } from "../../lib/iam/arn";
import { annotationFunctions, functionAllowsInvocation } from "../../lib/permissions/annotation-functions";
import { automatedLabeling } from "../../lib/permissions/automated-labeling";
import { cloudWatch } from "../../lib/permissions/cloudwatch";
import {
  assumedByFunctions,
  keyAllowsAnswerReaders,
  mayAssume,
  mayDecryptAnswers,
  readAnswers,
} from "../../lib/permissions/function-answers";
import {
  assumedByLambda,
  keyAllowsDeadLetters,
  keyAllowsDeployersThroughLambda,
  keyAllowsEnvironment,
  mayAttachToVpc,
  mayDecryptEnvironment,
  mayLog,
  maySealDeadLetters,
  maySendDeadLetters,
  mayTrace,
} from "../../lib/permissions/function-role";
import { keyByAlias, keyByArn } from "../../lib/permissions/key-target";
import {
  inputKey,
  keyAdministration,
  keyAllowsDataUsers,
  keyAllowsDecrypt,
  keyAllowsLogGroup,
  keyAllowsRole,
  keyAllowsVolumeGrants,
  outputKey,
  volumeKey,
} from "../../lib/permissions/labeling-key";
import { bucketOverTlsOnly } from "../../lib/permissions/labeling-bucket";
import {
  keyAllowsAlarms,
  keyAllowsConsumers,
  keyAllowsPublishers,
  keyAllowsS3Events,
  keyAllowsTopicDelivery,
  mayConsume,
  mayPublish,
  queueAllowsConsumers,
  queueAllowsTopic,
  queueOverTlsOnly,
  topicAllowsAlarms,
  topicAllowsPublishers,
  topicAllowsS3Events,
  topicOverTlsOnly,
} from "../../lib/permissions/messaging";
import { s3Input, s3Output } from "../../lib/permissions/s3-data";
import { streaming, streamingQueueName, topicKey, type StreamingJob } from "../../lib/permissions/streaming";
import { statementsFor, type PermissionSubject } from "../../lib/permissions/style";
import { assumedBySns, mayWriteDeliveryLogs } from "../../lib/permissions/topic-delivery-logs";
import { trainingNetwork } from "../../lib/permissions/training-network";
import { assumedBySageMaker } from "../../lib/permissions/trust";
import { keyAllowsWorkTeams, topicAllowsWorkTeams } from "../../lib/permissions/work-team-notifications";
import { deployedStack } from "../conformance/harness/deployed";
import { statementDifferences } from "../conformance/harness/differences";
import type { PolicyDocument } from "../conformance/harness/policy-document";
import { mayDo, mayNotDo, requireAllowed, requireDenied } from "../conformance/harness/sentences";
import { vocabularyProblems } from "../conformance/harness/vocabulary";
import { permissionsPage } from "../../tools/permissions-page";
import { synthesized } from "../synthesized";
import awsDocuments from "./aws-documents.json";
import { account, region } from "../account";

const scope = { partition: "aws", region, account };
const roleArn = `arn:aws:iam::${account}:role/acme-execution`;
const topic = (name: string) => snsTopicArn(scope, name);
const queue = (name: string) => sqsQueueArn(scope, name);
const lambda = (name: string) => lambdaFunctionArn(scope, name);
const input = { bucketName: "acme-in", prefix: "" };
const output = { bucketName: "acme-out", prefix: "" };
const job: StreamingJob = {
  labelingJobName: "Street-Signs",
  labelingJobNameIsPrefix: false,
  inputTopicArn: topic("acme-input"),
  outputTopicArn: topic("acme-output"),
};
const functions = [lambda("acme-pre"), lambda("acme-post")];
const key = keyByArn(`arn:aws:kms:${region}:${account}:key/1234`);
const allHardening: Hardening = {
  listOnlyLocations: true,
  metricNamespace: true,
  kmsViaService: true,
  grantsForAwsResources: true,
  sourceAccount: true,
};

/** Every subject of the catalogue with a need. */
const subjects: Record<string, (style: PermissionStyle, hardening: Hardening) => PolicyStatement[]> = {
  s3Input: written(s3Input, [input]),
  s3Output: written(s3Output, output),
  cloudWatch: written(cloudWatch, undefined),
  automatedLabeling: written(automatedLabeling, roleArn),
  trainingNetwork: written(trainingNetwork, { subnets: ["subnet-1"], securityGroupIds: ["sg-1"] }),
  outputKey: written(outputKey, key),
  outputKeyByAlias: written(outputKey, keyByAlias(scope, "alias/acme")),
  inputKey: written(inputKey, key),
  volumeKey: written(volumeKey, key),
  annotationFunctions: written(annotationFunctions, functions),
  readAnswers: written(readAnswers, output),
  // The same in every style.
  functionRole: () => [
    mayLog("acme-post", scope),
    mayTrace(),
    ...mayAttachToVpc({ subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] }, lambda("acme-post"), scope),
    maySendDeadLetters(queue("dead")),
    maySealDeadLetters(key, scope),
    mayDecryptEnvironment(keyByAlias(scope, "alias/acme"), lambda("acme-post")),
    mayDecryptAnswers(keyByAlias(scope, "alias/acme"), scope),
    mayAssume(roleArn),
  ],
  streaming: written(streaming, job),
  topicKey: written(topicKey, key),
};

/** Statements of resource policies; in a key policy the vocabulary of `*` is that of keys. */
const resourceSide: PolicyStatement[] = [
  keyAdministration({ aws: [roleArn] }),
  ...keyAllowsRole([roleArn], scope, {}),
  ...keyAllowsDecrypt([roleArn], scope, {}),
  keyAllowsVolumeGrants([roleArn], allHardening),
  keyAllowsDataUsers([roleArn], scope),
  keyAllowsLogGroup(`arn:aws:logs:${region}:${account}:log-group:x`, scope),
  bucketOverTlsOnly(scope, "acme-in"),
  assumedBySageMaker(scope, allHardening),
  topicOverTlsOnly(topic("x")),
  topicAllowsPublishers(topic("x"), [roleArn]),
  topicAllowsS3Events(topic("x"), "acme-in", scope),
  topicAllowsAlarms(topic("x"), scope),
  queueOverTlsOnly(queue("x")),
  queueAllowsTopic(queue("x"), topic("x")),
  queueAllowsConsumers(queue("x"), [roleArn]),
  keyAllowsPublishers([roleArn], scope),
  keyAllowsConsumers([roleArn], scope),
  keyAllowsS3Events("acme-in", scope),
  keyAllowsTopicDelivery(topic("x"), scope),
  keyAllowsAlarms(scope),
  topicAllowsWorkTeams(topic("x"), scope),
  keyAllowsWorkTeams(scope),
  mayPublish(topic("x")),
  mayConsume(queue("x")),
  assumedBySns(),
  mayWriteDeliveryLogs("x", scope),
  functionAllowsInvocation(lambda("x"), roleArn),
  assumedByLambda(),
  assumedByFunctions([roleArn]),
  keyAllowsAnswerReaders([roleArn], scope),
  keyAllowsEnvironment(roleArn, lambda("x")),
  ...keyAllowsDeployersThroughLambda(`arn:aws:iam::${account}:root`, lambda("x"), scope),
  keyAllowsDeadLetters([roleArn], scope),
];

function written<Need>(subject: PermissionSubject<Need>, need: Need) {
  return (style: PermissionStyle, hardening: Hardening) =>
    statementsFor(subject, need, { style, hardening, scope });
}

function asPolicy(statements: readonly PolicyStatement[]): PolicyDocument {
  return JSON.parse(renderPolicy(statements)) as PolicyDocument;
}

const cases = Object.values(PermissionStyle).flatMap((style) =>
  Object.entries(subjects).flatMap(([name, statements]) => [
    [name, style, "as it is", statements(style, {})] as const,
    [name, style, "hardened", statements(style, allHardening)] as const,
  ]),
);

describe("the catalogue", () => {
  test.each(cases)("%s, %s, %s: speaks AWS's vocabulary", async (_name, _style, _hardening, statements) => {
    expect(await vocabularyProblems(asPolicy(statements))).toEqual([]);
  });

  test("speaks AWS's vocabulary in the policies of resources too", async () => {
    for (const statement of resourceSide) expect(await vocabularyProblems(asPolicy([statement]))).toEqual([]);
  });

  test("gives a reason and a page with every statement", () => {
    const pages = Object.values<string>(AwsPage);
    for (const { sid, reason, page } of [
      ...cases.flatMap(([, , , statements]) => statements),
      ...resourceSide,
    ]) {
      expect([sid, reason]).toEqual([sid, expect.stringMatching(/\w+ \w+/)]);
      expect([sid, pages]).toEqual([sid, expect.arrayContaining([page])]);
    }
  });

  test("opens every resource in these statements only, for these reasons", () => {
    const open = cases
      .filter(([, style]) => style === PermissionStyle.LEAST_PRIVILEGE)
      .flatMap(([, , , statements]) => statements)
      .filter(({ effect, resources }) => effect === "Allow" && resources?.includes("*"));
    expect(Object.fromEntries(open.map(({ sid, anyResourceBecause }) => [sid, anyResourceBecause]))).toEqual({
      CloudWatchMetrics: "cloudwatch:PutMetricData has no resource type",
      WriteTraces: "X-Ray's write actions have no resource type",
      ManageNetworkInterfaces: "Lambda asks for it when it makes the function, before there is an interface",
      SeeNetwork: "EC2's describing actions have no resource type",
      SeeTrainingNetwork: "EC2's describing actions have no resource type",
      DeleteInterfacePermissions: "the request names a permission, and EC2 lists the interface as optional",
      StreamingTopicUnsubscribe:
        "sns:Unsubscribe has no resource type: an ARN, which AWS's page prints, never matches",
    });
  });

  test("has no action with a wildcard but those that AWS prints for keys", () => {
    const wild = cases.flatMap(([, , , statements]) => statements.flatMap(({ actions }) => actions));
    expect([...new Set(wild.filter((action) => action.includes("*")))].sort()).toEqual([
      "kms:GenerateDataKey*",
      "kms:ReEncrypt*",
    ]);
  });
});

test("docs/permissions.md is what the catalogue says: npm run docs", () => {
  const page = readFileSync(join(__dirname, "..", "..", "docs", "permissions.md"), "utf8");
  expect(page).toBe(permissionsPage());
});

/*
 * The documented style against what AWS prints. The corrections are named one by one: nothing else may differ.
 */
describe("the documented style", () => {
  const documented = (name: keyof typeof subjects) => subjects[name]!(PermissionStyle.AS_DOCUMENTED, {});
  const differences = (statements: readonly PolicyStatement[], expected: unknown) =>
    statementDifferences(asPolicy(statements), expected as PolicyDocument, { ignoreSids: true });
  const s3 = [
    ...statementsFor(s3Input, [input, output], {
      style: PermissionStyle.AS_DOCUMENTED,
      hardening: {},
      scope,
    }),
  ];

  test("is AWS's policy of built-in jobs, word for word", () => {
    const expected = awsDocuments["execution-role-builtin"].printed;
    expect(differences([...s3, ...documented("cloudWatch")], expected)).toEqual([]);
  });

  test("is AWS's list for training inside a network", () => {
    const [statement] = documented("trainingNetwork");
    // sagemaker-roles: "If you specify a private VPC for your training job"
    expect([...statement!.actions].sort()).toEqual([
      "ec2:CreateNetworkInterface",
      "ec2:CreateNetworkInterfacePermission",
      "ec2:DeleteNetworkInterface",
      "ec2:DeleteNetworkInterfacePermission",
      "ec2:DescribeDhcpOptions",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeSubnets",
      "ec2:DescribeVpcs",
    ]);
    const narrowed = subjects.trainingNetwork!(PermissionStyle.LEAST_PRIVILEGE, {});
    expect(narrowed.flatMap(({ actions }) => actions).sort()).toEqual([...statement!.actions].sort());
  });

  test("is AWS's policy of streaming jobs, with two errors corrected", () => {
    const ours = [...s3, ...documented("cloudWatch"), ...documented("streaming")];
    const { printed, corrected } = awsDocuments["execution-role-streaming"];
    expect(differences(ours, corrected)).toEqual([]);
    const anyQueue = "arn:aws:sqs:*:*:*GroundTruth*";
    const endpoint = "Condition StringLike sns:Endpoint";
    expect(differences(ours, printed)).toEqual([
      // Not an error, but every such queue of every account: narrowed to the names that Ground Truth gives.
      `StreamingQueue: lacks Resource: ${anyQueue}`,
      `StreamingQueue: has besides Resource: ${queue("GroundTruth-*")}`,
      // Error: the endpoint of a subscribed queue is no topic.
      `StreamingTopicSubscribe: lacks ${endpoint}: ${topic("*GroundTruth*")}`,
      `StreamingTopicSubscribe: has besides ${endpoint}: ${queue("*GroundTruth*")}`,
      // Error: sns:Unsubscribe has no resource type.
      `StreamingTopicUnsubscribe: lacks Resource: ${job.inputTopicArn}`,
      `StreamingTopicUnsubscribe: lacks Resource: ${job.outputTopicArn}`,
      "StreamingTopicUnsubscribe: has besides Resource: *",
    ]);
  });

  test.each([
    ["annotationFunctions", "execution-role-custom-lambda"],
    ["automatedLabeling", "execution-role-auto-label-passrole"],
    ["volumeKey", "kms-volume-create-grant"],
    ["topicKey", "kms-output-topic-role"],
    ["annotationFunctions", "lambda-invoke-minimal"],
    ["readAnswers", "post-lambda-s3-read"],
  ] as const)("is AWS's policy: %s", (subject, document) => {
    expect(differences(documented(subject), awsDocuments[document].printed)).toEqual([]);
  });

  test("is AWS's statement for the key policy and for the trust", () => {
    const keyPolicy = awsDocuments["kms-output-key-policy"].printed;
    expect(differences(keyAllowsRole([roleArn], scope, {}), keyPolicy)).toEqual([]);
    const trust = awsDocuments["execution-role-trust"].printed;
    expect(differences([assumedBySageMaker(scope, {})], trust)).toEqual([]);
  });

  test("is AWS's statements for a function that assumes the execution role, on both sides", () => {
    const ofFunction = awsDocuments["post-lambda-assume-execution-role"].printed;
    expect(differences([mayAssume(roleArn)], ofFunction)).toEqual([]);
    const trust = awsDocuments["execution-role-trust-for-lambda"].printed;
    expect(differences([assumedByFunctions([`arn:aws:iam::${account}:role/acme-post`])], trust)).toEqual([]);
  });
});

describe("AWS's printed streaming policy and ours", () => {
  const policies = {
    printed: awsDocuments["execution-role-streaming"].printed as PolicyDocument,
    ours: asPolicy(streaming.leastPrivilege(job, scope, {})),
  };
  const stack = deployedStack(JSON.stringify({ resource: {} }), { account, region });
  const subscribe = (policy: PolicyDocument) => ({
    principal: stack.anotherRole("execution", policy),
    action: "sns:Subscribe",
    resource: job.inputTopicArn,
    context: { "sns:Protocol": "sqs", "sns:Endpoint": queue("GroundTruth-street-signs") },
  });

  test("the printed one denies the subscription that every streaming job makes", () =>
    requireDenied(subscribe(policies.printed)));
  test("ours allows it", () => requireAllowed(subscribe(policies.ours)));
});

describe("streaming, least privilege", () => {
  const stack = deployedStack(roleWith(PermissionStyle.LEAST_PRIVILEGE, job));
  const role = stack.role("acme-execution");
  const linked = (endpoint: string) => ({ "sns:Protocol": "sqs", "sns:Endpoint": endpoint });
  const own = queue("GroundTruth-street-signs");

  mayDo(role, [
    ["make its own queue, named after the job in lower case", "sqs:CreateQueue", own],
    ["set the queue's policy", "sqs:SetQueueAttributes", own],
    ["look the queue up", "sqs:GetQueueUrl", own],
    ["see how long the queue is", "sqs:GetQueueAttributes", own],
    ["receive waiting objects", "sqs:ReceiveMessage", own],
    ["put an object back", "sqs:SendMessage", own],
    ["take an object off the queue", "sqs:DeleteMessage", own],
    ["subscribe the queue to the input topic", "sns:Subscribe", job.inputTopicArn, linked(own)],
    ["publish answers", "sns:Publish", job.outputTopicArn!],
    ["unlink the queue", "sns:Unsubscribe", "*"],
  ]);
  mayNotDo(role, [
    ["touch a queue whose name begins alike", "sqs:SendMessage", queue("GroundTruth-street-signs-2")],
    ["touch the queue of another job", "sqs:ReceiveMessage", queue("GroundTruth-contracts")],
    ["touch a queue named in capitals", "sqs:CreateQueue", queue("GroundTruth-Street-Signs")],
    ["touch the queue of another region", "sqs:ReceiveMessage", own.replace(region, "us-east-1")],
    ["touch the queue of another account", "sqs:ReceiveMessage", own.replace(account, "444455556666")],
    ["delete the queue", "sqs:DeleteQueue", own],
    ["empty the queue", "sqs:PurgeQueue", own],
    ["open the queue to others", "sqs:AddPermission", own],
    [
      "subscribe a web address",
      "sns:Subscribe",
      job.inputTopicArn,
      { "sns:Protocol": "https", "sns:Endpoint": "https://evil.example" },
    ],
    [
      "subscribe a mail address",
      "sns:Subscribe",
      job.inputTopicArn,
      { "sns:Protocol": "email", "sns:Endpoint": "a@evil.example" },
    ],
    ["subscribe another queue", "sns:Subscribe", job.inputTopicArn, linked(queue("copy"))],
    [
      "subscribe a queue of another account",
      "sns:Subscribe",
      job.inputTopicArn,
      linked(own.replace(account, "444455556666")),
    ],
    ["subscribe to the output topic", "sns:Subscribe", job.outputTopicArn!, linked(own)],
    ["subscribe to another topic", "sns:Subscribe", topic("payroll"), linked(own)],
    ["publish to the input topic", "sns:Publish", job.inputTopicArn],
    ["publish to another topic", "sns:Publish", topic("acme-output-2")],
    ["delete the topic", "sns:DeleteTopic", job.inputTopicArn],
    ["change the topic's policy", "sns:SetTopicAttributes", job.inputTopicArn],
  ]);
});

describe("streaming, when jobs add a suffix to their names", () => {
  const stack = deployedStack(
    roleWith(PermissionStyle.LEAST_PRIVILEGE, { ...job, labelingJobNameIsPrefix: true }),
  );
  mayDo(stack.role("acme-execution"), [
    ["make the queue of a run", "sqs:CreateQueue", queue("GroundTruth-street-signs-20261122")],
  ]);
  mayNotDo(stack.role("acme-execution"), [
    ["make the queue of another workflow", "sqs:CreateQueue", queue("GroundTruth-street-lamps")],
  ]);
  test("the name of the queue is told", () => {
    expect(streamingQueueName({ ...job, labelingJobNameIsPrefix: true })).toBe("GroundTruth-street-signs*");
    expect(streamingQueueName(job)).toBe("GroundTruth-street-signs");
  });
});

describe("streaming, AWS managed", () => {
  const known = {
    ...job,
    inputTopicArn: topic("acme-GroundTruth-in"),
    outputTopicArn: topic("acme-sagemaker-out"),
  };
  const sids = (of: StreamingJob) => streaming.beyondAwsManaged(of, scope, {}).map(({ sid }) => sid);

  test("adds nothing for topics whose names the managed policy knows", () => expect(sids(known)).toEqual([]));
  test("adds what is missing for the others", () => {
    expect(sids(job)).toEqual(["StreamingTopicSubscribe", "StreamingTopic"]);
    expect(sids({ ...known, inputTopicArn: job.inputTopicArn })).toEqual(["StreamingTopicSubscribe"]);
    expect(sids({ ...known, outputTopicArn: undefined })).toEqual([]);
  });

  const stack = deployedStack(roleWith(PermissionStyle.AWS_MANAGED, job));
  mayDo(stack.role("acme-execution"), [
    ["make its queue by the managed policy", "sqs:CreateQueue", queue("GroundTruth-street-signs")],
    ["publish to a topic that the managed policy does not know", "sns:Publish", job.outputTopicArn!],
  ]);
  mayNotDo(stack.role("acme-execution"), [["publish to a third topic", "sns:Publish", topic("payroll")]]);
});

describe("annotation functions", () => {
  const arns = (style: PermissionStyle, ...them: string[]) =>
    statementsFor(annotationFunctions, them, { style, hardening: {}, scope }).flatMap(
      ({ resources }) => resources,
    );

  test("are invoked with their versions and aliases; a version that is named stands for itself", () => {
    const { LEAST_PRIVILEGE } = PermissionStyle;
    expect(arns(LEAST_PRIVILEGE, lambda("pre"))).toEqual([lambda("pre"), `${lambda("pre")}:*`]);
    expect(arns(LEAST_PRIVILEGE, `${lambda("pre")}:7`)).toEqual([`${lambda("pre")}:7`]);
  });

  test("need no statement where the managed policy knows their names", () => {
    const { AWS_MANAGED } = PermissionStyle;
    for (const name of ["GtRecipe-pre", "my-LabelingFunction", "SageMaker-x", "x-sagemaker", "Sagemaker"]) {
      expect(arns(AWS_MANAGED, lambda(name))).toEqual([]);
    }
    expect(arns(AWS_MANAGED, lambda("groundtruth-pre"), lambda("GtRecipe"))).toEqual([
      lambda("groundtruth-pre"),
      `${lambda("groundtruth-pre")}:*`,
    ]);
  });
});

describe("S3, AWS managed", () => {
  const sids = (bucketName: string, prefix = "") =>
    s3Output.beyondAwsManaged({ bucketName, prefix }, scope, {}).map(({ sid }) => sid);

  test("adds nothing where bucket or folder carries a name that the managed policy knows", () => {
    expect(sids("acme-sagemaker")).toEqual([]);
    expect(sids("acme", "GroundTruth/labels/")).toEqual([]);
  });
  test("adds what is missing elsewhere", () => {
    expect(sids("acme-labels")).toEqual(["S3WriteOutput"]);
    expect(sids("acme-sage-maker")).toEqual(["S3WriteOutput"]);
  });
});

function roleWith(style: PermissionStyle, streamingJob: StreamingJob): string {
  const json = synthesized(
    (stack) => {
      const role = new ExecutionRole(stack, "Role", { name: "acme-execution", permissions: { style } });
      role.addStatements(statementsFor(streaming, streamingJob, { style, hardening: {}, scope }));
    },
    { region, account },
  );
  return JSON.stringify(json);
}
