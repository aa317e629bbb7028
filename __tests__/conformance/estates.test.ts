import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readConfig, synthesize, workflowStacks } from "../../stacks";
import { deployedStack, type DeployedStack } from "./harness/deployed";
import { everything } from "./harness/principal";
import { mayAssume, mayDo, mayNotAssume, mayNotDo } from "./harness/sentences";
import { account } from "../account";
import { inScratchFolder } from "../scratch-folder";

/*
 * Public set-ups of Ground Truth, said in this product. What their jobs, functions and starters do is allowed; what their
 * policies allowed besides, and nobody used, is denied. docs/coming-from.md tells of each.
 */

const folder = join(__dirname, "..", "..", "examples", "coming-from");

function deployed(name: string): DeployedStack {
  return inScratchFolder((outdir) => {
    const config = readConfig(join(folder, `${name}.yaml`));
    synthesize(config, outdir, workflowStacks);
    const stacks = readdirSync(join(outdir, "stacks")).map((stack) =>
      readFileSync(join(outdir, "stacks", stack, "cdk.tf.json"), "utf8"),
    );
    const boundary = `arn:aws:iam::${account}:policy/aiops-boundary`;
    return deployedStack(stacks, { account, region: config.region, documents: { [boundary]: everything } });
  });
}

const bucket = (name: string) => `arn:aws:s3:::${name}`;
const arn = (region: string, service: string, resource: string) =>
  `arn:aws:${service}:${region}:${account}:${resource}`;
const job = (region: string, name: string) => arn(region, "sagemaker", `labeling-job/${name}`);
const throughS3 = (region: string) => ({ "kms:ViaService": `s3.${region}.amazonaws.com` });
const toSageMaker = { "iam:PassedToService": "sagemaker.amazonaws.com" };
const team = { "sagemaker:WorkteamType": "private-crowd" };

test("are all here, and have no file without a test", () => {
  expect(readdirSync(folder).sort()).toEqual([
    "active-learning.yaml",
    "aiops-modules-labeling.yaml",
    "chained-streaming-3d.yaml",
    "comprehend-pdf.yaml",
    "comunet-streaming.yaml",
    "dicom-annotation.yaml",
    "genai-idp-human-review.yaml",
    "mdaa-ground-truth.yaml",
    "mlspace.yaml",
  ]);
});

describe("mdaa-ground-truth", () => {
  const region = "eu-west-1";
  const stack = deployed("mdaa-ground-truth");
  const key = stack.key("alias/mdaa-data");
  const starter = stack.role("mdaa-run-jobs");
  const verifying = stack.role("mdaa-checks-execution");
  mayDo(starter, [
    ["start a labeling job", "sagemaker:CreateLabelingJob", job(region, "mdaa-boxes-1"), team],
    ["start a verification job", "sagemaker:CreateLabelingJob", job(region, "mdaa-checks-1"), team],
    ["hand over its role", "iam:PassRole", stack.role("mdaa-boxes-execution"), toSageMaker],
    ["write the manifest", "s3:PutObject", `${bucket("mdaa-output")}/runs/1/input.manifest`],
    ["encrypt it", "kms:GenerateDataKey", key, throughS3(region)],
    [
      "read answers",
      "s3:GetObject",
      `${bucket("mdaa-output")}/labels/mdaa-boxes-1/manifests/output/output.manifest`,
    ],
    ["decrypt them", "kms:Decrypt", key, throughS3(region)],
  ]);
  mayDo(verifying, [
    ["read an image", "s3:GetObject", `${bucket("mdaa-upload")}/images/1.jpg`],
    [
      "read the labels to check",
      "s3:GetObject",
      `${bucket("mdaa-output")}/labels/mdaa-boxes-1/manifests/output/output.manifest`,
    ],
    ["decrypt them", "kms:Decrypt", key, throughS3(region)],
    ["write what was found", "s3:PutObject", `${bucket("mdaa-output")}/verified/1.json`],
  ]);
  mayDo(stack.role("mdaa-watch-jobs"), [
    ["see how a job stands", "sagemaker:DescribeLabelingJob", job(region, "mdaa-checks-1")],
  ]);
  // The original lets the starter write all of the output bucket, and pass its role to whatever service.
  mayNotDo(starter, [
    [
      "forge answers",
      "s3:PutObject",
      `${bucket("mdaa-output")}/labels/mdaa-boxes-1/manifests/output/output.manifest`,
    ],
    [
      "pass the role to Lambda",
      "iam:PassRole",
      stack.role("mdaa-boxes-execution"),
      {
        "iam:PassedToService": "lambda.amazonaws.com",
      },
    ],
    ["start another job", "sagemaker:CreateLabelingJob", job(region, "other-1"), team],
    ["use the key outside S3", "kms:Decrypt", key],
  ]);
  mayNotDo(verifying, [["overwrite the labels", "s3:PutObject", `${bucket("mdaa-output")}/labels/1.json`]]);
  const source = {
    "aws:SourceAccount": account,
    "aws:SourceArn": arn(region, "states", "stateMachine:mdaa-labeling"),
  };
  mayAssume(stack.role("mdaa-watch-jobs"), [
    ["the state machine", stack.service("states.amazonaws.com"), source],
  ]);
  mayNotAssume(stack.role("mdaa-watch-jobs"), [
    [
      "another one",
      stack.service("states.amazonaws.com"),
      { ...source, "aws:SourceArn": arn(region, "states", "stateMachine:x") },
    ],
  ]);
});

describe("aiops-modules-labeling", () => {
  const region = "eu-west-1";
  const stack = deployed("aiops-modules-labeling");
  const starter = stack.role("aiops-run-jobs");
  mayAssume(starter, [["its function", stack.service("lambda.amazonaws.com")]]);
  mayDo(starter, [
    ["start a job", "sagemaker:CreateLabelingJob", job(region, "aiops-topics-1"), team],
    ["write the manifest", "s3:PutObject", `${bucket("aiops-output")}/runs/1/input.manifest`],
    ["read answers", "s3:GetObject", `${bucket("aiops-output")}/labels/1/manifests/output/output.manifest`],
    ["see how a job stands", "sagemaker:DescribeLabelingJob", job(region, "aiops-topics-1")],
  ]);
  const outputKey = stack.key("alias/aiops-topics");
  mayDo(starter, [
    ["hand over the role", "iam:PassRole", stack.role("aiops-topics-execution"), toSageMaker],
    ["encrypt the manifest", "kms:GenerateDataKey", outputKey, throughS3(region)],
    ["decrypt answers", "kms:Decrypt", outputKey, throughS3(region)],
  ]);
  mayDo(stack.service("logging.s3.amazonaws.com"), [
    [
      "log who reads answers",
      "s3:PutObject",
      `${bucket("aiops-logs")}/aiops-output/1`,
      { "aws:SourceArn": bucket("aiops-output"), "aws:SourceAccount": account },
    ],
  ]);
  mayNotDo(starter, [
    [
      "hand over the role to a function",
      "iam:PassRole",
      stack.role("aiops-topics-execution"),
      { "iam:PassedToService": "lambda.amazonaws.com" },
    ],
    ["write answers", "s3:PutObject", `${bucket("aiops-output")}/labels/1/manifests/output/output.manifest`],
  ]);
  mayDo(stack.role("aiops-topics-execution"), [
    ["decrypt a text", "kms:Decrypt", outputKey, throughS3(region)],
    ["encrypt answers", "kms:GenerateDataKey", outputKey, throughS3(region)],
    ["read a text", "s3:GetObject", `${bucket("aiops-upload")}/texts/1.txt`],
    ["write answers", "s3:PutObject", `${bucket("aiops-output")}/labels/1.json`],
  ]);
  // The original attaches AmazonSageMakerGroundTruthExecution, and writes logs everywhere.
  mayNotDo(stack.role("aiops-topics-execution"), [
    ["read a bucket with a fitting name", "s3:GetObject", `${bucket("other-sagemaker-data")}/1.txt`],
    [
      "call a function with a fitting name",
      "lambda:InvokeFunction",
      arn(region, "lambda", "function:SageMaker-x"),
    ],
  ]);
  mayNotDo(starter, [
    [
      "write a log of another function",
      "logs:PutLogEvents",
      arn(region, "logs", "log-group:/aws/lambda/x:log-stream:1"),
    ],
  ]);
});

describe("comunet-streaming", () => {
  const region = "ap-southeast-2";
  const stack = deployed("comunet-streaming");
  const role = stack.role("comunet-images-execution");
  const queue = arn(region, "sqs", "GroundTruth-comunet-images-1");
  const topic = arn(region, "sns", "comunet-images-input");
  mayDo(role, [
    ["read an image", "s3:GetObject", `${bucket("comunet-input")}/1.jpg`],
    ["write answers", "s3:PutObject", `${bucket("comunet-output")}/1.json`],
    ["make its queue", "sqs:CreateQueue", queue],
    ["link it to the topic", "sns:Subscribe", topic, { "sns:Protocol": "sqs", "sns:Endpoint": queue }],
    ["tell of answers", "sns:Publish", arn(region, "sns", "comunet-images-output")],
    ["see what is in the bucket", "s3:ListBucket", bucket("comunet-input")],
    ["set up its queue", "sqs:SetQueueAttributes", queue],
    ["find its queue", "sqs:GetQueueUrl", queue],
    ["put an object back", "sqs:SendMessage", queue],
    ["take objects", "sqs:ReceiveMessage", queue],
    ["have done with one", "sqs:DeleteMessage", queue],
    ["count what is left", "sqs:GetQueueAttributes", queue],
    ["end the link", "sns:Unsubscribe", "*"],
    ["report", "cloudwatch:PutMetricData", "*"],
    [
      "write its log",
      "logs:PutLogEvents",
      arn(region, "logs", "log-group:/aws/sagemaker/LabelingJobs:log-stream:x"),
    ],
  ]);
  // AmazonSageMakerFullAccess, every bucket to write and delete, and queues of any account.
  mayNotDo(role, [
    ["write another bucket", "s3:PutObject", `${bucket("payroll")}/1`],
    ["delete images", "s3:DeleteObject", `${bucket("comunet-input")}/1.jpg`],
    [
      "read a queue of another account",
      "sqs:ReceiveMessage",
      `arn:aws:sqs:${region}:444455556666:GroundTruth-x`,
    ],
    [
      "write a log of somebody else",
      "logs:PutLogEvents",
      arn(region, "logs", "log-group:/aws/lambda/payroll:log-stream:x"),
    ],
    ["start an endpoint", "sagemaker:CreateEndpoint", arn(region, "sagemaker", "endpoint/x")],
    ["pass itself on", "iam:PassRole", role, toSageMaker],
  ]);
  mayDo(stack.role("comunet-pipeline"), [
    ["chain the next job", "sagemaker:CreateLabelingJob", job(region, "comunet-images-2"), team],
    ["find the last one", "sagemaker:ListLabelingJobs", "*"],
    ["hand over the role", "iam:PassRole", role, toSageMaker],
    ["put an image into the job", "s3:PutObject", `${bucket("comunet-input")}/2.jpg`],
  ]);
  mayDo(stack.service("s3.amazonaws.com"), [
    [
      "tell the job of it",
      "sns:Publish",
      topic,
      { "aws:SourceArn": bucket("comunet-input"), "aws:SourceAccount": account },
    ],
  ]);
});

describe("comprehend-pdf", () => {
  const region = "us-east-1";
  const stack = deployed("comprehend-pdf");
  const docs = bucket("comprehend-docs");
  const before = stack.role("comprehend-documents-pre-annotation");
  const after = stack.role("comprehend-documents-post-annotation");
  const key = stack.key("alias/comprehend-documents");
  mayDo(before, [
    ["open a document", "s3:GetObject", `${docs}/input/1.pdf`],
    ["decrypt it", "kms:Decrypt", key, throughS3(region)],
    ["ask Textract", "textract:AnalyzeDocument", "*"],
    ["read a scan", "textract:DetectDocumentText", "*"],
    ["save a page", "s3:PutObject", `${docs}/output/_pages/1.json`],
    ["encrypt it", "kms:GenerateDataKey", key, throughS3(region)],
    ["open the annotations of an earlier job", "s3:GetObject", `${docs}/output/_annotations/1.json`],
  ]);
  mayDo(after, [
    [
      "read an answer",
      "s3:GetObject",
      `${docs}/output/comprehend-documents-1/annotations/worker-response/1.json`,
    ],
    ["read a page that the other saved", "s3:GetObject", `${docs}/output/_pages/1.json`],
    ["decrypt it", "kms:Decrypt", key, throughS3(region)],
    ["save what was consolidated", "s3:PutObject", `${docs}/output/_annotations/1.json`],
    ["encrypt it", "kms:GenerateDataKey", key, throughS3(region)],
  ]);
  // AmazonSageMakerFullAccess on a function, AmazonS3FullAccess on jobs, every object of the bucket to the account.
  mayNotDo(before, [
    ["start a job", "sagemaker:CreateLabelingJob", job(region, "x"), team],
    ["change a document", "s3:PutObject", `${docs}/input/1.pdf`],
    [
      "read answers",
      "s3:GetObject",
      `${docs}/output/comprehend-documents-1/annotations/worker-response/1.json`,
    ],
  ]);
  mayNotDo(after, [
    ["change a page", "s3:PutObject", `${docs}/output/_pages/1.json`],
    ["open a document", "s3:GetObject", `${docs}/input/1.pdf`],
    ["assume the role of jobs", "sts:AssumeRole", stack.role("comprehend-documents-execution")],
  ]);
  mayDo(stack.role("comprehend-documents-execution"), [
    ["show workers a page", "s3:GetObject", `${docs}/output/_pages/1.json`],
    ["show workers earlier annotations", "s3:GetObject", `${docs}/output/_annotations/1.json`],
    [
      "call the function before",
      "lambda:InvokeFunction",
      arn(region, "lambda", "function:comprehend-documents-pre-annotation"),
    ],
    [
      "call the function after",
      "lambda:InvokeFunction",
      arn(region, "lambda", "function:comprehend-documents-post-annotation"),
    ],
  ]);
  mayNotDo(stack.role("comprehend-documents-execution"), [
    ["change a document", "s3:PutObject", `${docs}/input/1.pdf`],
    ["read another bucket", "s3:GetObject", `${bucket("payroll")}/1`],
  ]);
  mayNotAssume(stack.role("comprehend-documents-execution"), [
    ["Lambda", stack.service("lambda.amazonaws.com")],
  ]);
});

describe("dicom-annotation", () => {
  const region = "us-east-1";
  const stack = deployed("dicom-annotation");
  const labels = bucket("dicom-labels");
  mayDo(stack.role("dicom-images-execution"), [
    ["read the manifest", "s3:GetObject", `${labels}/job/manifest.json`],
    ["write answers", "s3:PutObject", `${labels}/answers/1.json`],
    [
      "call its function",
      "lambda:InvokeFunction",
      arn(region, "lambda", "function:dicom-images-pre-annotation"),
    ],
  ]);
  mayDo(stack.role("dicom-images-post-annotation"), [
    ["read an answer", "s3:GetObject", `${labels}/answers/1/annotations/worker-response/1.json`],
  ]);
  // Full access to S3, SageMaker and Lambda for jobs; every bucket to read for the function.
  mayNotDo(stack.role("dicom-images-execution"), [
    [
      "change a function",
      "lambda:UpdateFunctionCode",
      arn(region, "lambda", "function:dicom-images-pre-annotation"),
    ],
    ["delete answers", "s3:DeleteObject", `${labels}/answers/1.json`],
    ["start a notebook", "sagemaker:CreateNotebookInstance", arn(region, "sagemaker", "notebook-instance/x")],
  ]);
  mayNotDo(stack.role("dicom-images-post-annotation"), [
    ["read another bucket", "s3:GetObject", `${bucket("patients")}/1.dcm`],
  ]);
});

describe("mlspace", () => {
  const region = "us-east-1";
  const stack = deployed("mlspace");
  const tags = { ...team, "aws:RequestTag/system": "MLSpace", "aws:RequestTag/project": "project" };
  mayDo(stack.role("mlspace-app"), [
    ["start a tagged job", "sagemaker:CreateLabelingJob", job(region, "mlspace-project-1"), tags],
    ["stop it", "sagemaker:StopLabelingJob", job(region, "mlspace-project-1")],
    ["see teams", "sagemaker:DescribeWorkteam", arn(region, "sagemaker", "workteam/private-crowd/x")],
  ]);
  mayNotDo(stack.role("mlspace-app"), [
    [
      "start a job of another project",
      "sagemaker:CreateLabelingJob",
      job(region, "mlspace-project-1"),
      { ...tags, "aws:RequestTag/project": "other" },
    ],
    ["start a job without tags", "sagemaker:CreateLabelingJob", job(region, "mlspace-project-1"), team],
    ["start a training job", "sagemaker:CreateTrainingJob", arn(region, "sagemaker", "training-job/x")],
  ]);
});

describe("chained-streaming-3d", () => {
  const region = "us-east-1";
  const stack = deployed("chained-streaming-3d");
  const role = stack.role("lidar-adjust-execution");
  const queue = arn(region, "sqs", "GroundTruth-lidar-adjust-1");
  const link = { "sns:Protocol": "sqs", "sns:Endpoint": queue };
  mayDo(role, [
    ["take the answers of the first", "sns:Subscribe", arn(region, "sns", "lidar-label-output"), link],
    ["read its labels", "s3:GetObject", `${bucket("lidar-data")}/label/1.json`],
    ["decrypt them with its key", "kms:Decrypt", stack.key("alias/lidar-label"), throughS3(region)],
    ["encrypt its own", "kms:GenerateDataKey", stack.key("alias/lidar-adjust"), throughS3(region)],
  ]);
  mayNotDo(role, [
    [
      "encrypt with the key of the first",
      "kms:GenerateDataKey",
      stack.key("alias/lidar-label"),
      throughS3(region),
    ],
    ["overwrite the labels of the first", "s3:PutObject", `${bucket("lidar-data")}/label/1.json`],
    ["read the answers of the third", "s3:GetObject", `${bucket("lidar-data")}/third/1.json`],
    ["use the key of the third", "kms:Decrypt", stack.key("alias/lidar-third"), throughS3(region)],
  ]);
});

describe("active-learning", () => {
  const region = "us-east-1";
  const stack = deployed("active-learning");
  const loop = stack.role("news-loop");
  const rule = arn(region, "events", "rule/StepFunctionsGetEventsForSageMakerLabelingJobsRule");
  mayDo(loop, [
    ["start a job", "sagemaker:CreateLabelingJob", job(region, "news-topics-1"), team],
    ["see how it stands", "sagemaker:DescribeLabelingJob", job(region, "news-topics-1")],
    ["stop it", "sagemaker:StopLabelingJob", job(region, "news-topics-1")],
    ["be told of its end", "events:PutRule", rule],
    ["send that to itself", "events:PutTargets", rule],
    ["hand over the role", "iam:PassRole", stack.role("news-topics-execution"), toSageMaker],
    ["write a step of the loop", "s3:PutObject", `${bucket("news-loop")}/steps/human.manifest`],
  ]);
  // Four full access policies of AWS, and every function.
  mayNotDo(loop, [
    ["change state machines", "states:UpdateStateMachine", arn(region, "states", "stateMachine:x")],
    ["call a function", "lambda:InvokeFunction", arn(region, "lambda", "function:x")],
    ["change another rule", "events:PutRule", arn(region, "events", "rule/x")],
    ["read another bucket", "s3:GetObject", `${bucket("payroll")}/1`],
    ["pass another role", "iam:PassRole", `arn:aws:iam::${account}:role/admin`, toSageMaker],
  ]);
});

describe("genai-idp-human-review", () => {
  const region = "us-east-1";
  const stack = deployed("genai-idp-human-review");
  const leads = stack.anotherRole("lead", ...Object.values(stack.policies).map(({ document }) => document));
  const pool = arn(region, "cognito-idp", `userpool/${region}_Abcdefgh1`);
  mayDo(leads, [
    ["invite a reviewer", "cognito-idp:AdminCreateUser", pool],
    [
      "see the team",
      "sagemaker:DescribeWorkteam",
      arn(region, "sagemaker", "workteam/private-crowd/reviewers"),
    ],
  ]);
  // The original's functions make and delete A2I resources with rights on all of them.
  mayNotDo(leads, [
    [
      "make a flow definition",
      "sagemaker:CreateFlowDefinition",
      arn(region, "sagemaker", "flow-definition/x"),
    ],
    ["look after another pool", "cognito-idp:AdminCreateUser", pool.replace("Abcdefgh1", "Other1234")],
  ]);
});
