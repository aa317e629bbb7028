import {
  CustomWorkflow,
  FunctionCode,
  InputAccess,
  InvalidInputError,
  LabelingBucket,
  LabelingKey,
  PostAnnotationFunction,
  PreAnnotationFunction,
  type PreAnnotationFunctionProps,
} from "../../lib";
import { synthesized } from "../synthesized";
import { deployedStack } from "./harness/deployed";
import { everything } from "./harness/principal";
import { mayDo, mayNotDo } from "./harness/sentences";
import { account, here, region } from "../account";

/*
 * Functions with rights of their own: what was asked for, on the function's side and on the key's, and nothing beside it.
 */

const arnOf = (service: string, resource: string, at = region) =>
  `arn:aws:${service}:${at}:${account}:${resource}`;
const lambda = (name: string) => arnOf("lambda", `function:${name}`);
const throughS3 = { "kms:ViaService": `s3.${region}.amazonaws.com` };
const foreignKey = arnOf("kms", "key/0f0f0f0f-1111-2222-3333-444455556666");
const code = FunctionCode.fromS3Object({
  s3Bucket: "acme-code",
  s3Key: "handlers.zip",
  s3ObjectVersion: "1",
  runtime: "python3.13",
  handler: "app.handler",
});

const table = arnOf("dynamodb", "table/pages");
const json = synthesized((stack) => {
  const encryptionKey = new LabelingKey(stack, "Key", { alias: "alias/pdf" });
  const scanKey = LabelingKey.fromKeyArn(stack, "ScanKey", foreignKey);
  const scans = LabelingBucket.fromBucketName(stack, "Scans", "acme-scans", { encryptionKey: scanKey });
  const answers = new LabelingBucket(stack, "Answers", { name: "acme-answers", encryptionKey });
  const workflow = (name: string, props: Partial<PreAnnotationFunctionProps> = {}) =>
    new CustomWorkflow(stack, name, {
      name,
      inputs: [scans.location(`${name}/`), scans.location("job/input.manifest")],
      output: answers.location(`${name}/`),
      buckets: [scans, answers],
      encryptionKey,
      customTask: {
        preAnnotation: new PreAnnotationFunction(stack, `${name}Before`, {
          name: `${name}-before`,
          code,
          ...props,
        }),
      },
    });
  workflow("pages", {
    inputAccess: InputAccess.S3_READ,
    rights: {
      writePrefixes: ["_pages/"],
      invokeFunctionArns: [lambda("split"), lambda("ocr:live")],
      statements: [
        {
          sid: "ReadText",
          actions: ["textract:AnalyzeDocument"],
          resources: ["*"],
          reason: "the words of a page are read by Textract, which has no resource type",
        },
        {
          sid: "CountPages",
          actions: ["dynamodb:UpdateItem"],
          resources: [table],
          conditions: { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["pages"] } },
          reason: "progress is counted in a table of the team",
        },
      ],
    },
  });
  workflow("plain");
  PostAnnotationFunction.fromFunctionArn(stack, "Existing", lambda("old-after"), {
    roleArn: `arn:aws:iam::${account}:role/old-after`,
    inputAccess: InputAccess.S3_READ,
  }).grantOnData({
    inputs: [scans.location("pages/")],
    output: answers.location("pages/"),
    encryptionKey,
    inputKeys: [scanKey],
  });
}, here);
const deployed = deployedStack(JSON.stringify(json), here);
const key = deployed.key("alias/pdf");
const scans = "arn:aws:s3:::acme-scans";
const answers = "arn:aws:s3:::acme-answers";

describe("a function with rights", () => {
  const role = deployed.role("pages-before");
  const writing = { "dynamodb:LeadingKeys": "pages" };
  mayDo(role, [
    ["read a data object", "s3:GetObject", `${scans}/pages/1.pdf`],
    ["read the manifest", "s3:GetObject", `${scans}/job/input.manifest`],
    ["decrypt it through S3", "kms:Decrypt", key, throughS3],
    ["write a result", "s3:PutObject", `${answers}/pages/_pages/1.png`],
    ["encrypt it through S3", "kms:GenerateDataKey", key, throughS3],
    ["call a function", "lambda:InvokeFunction", lambda("split")],
    ["call a version of it", "lambda:InvokeFunction", lambda("split:3")],
    ["call a function by the alias that was named", "lambda:InvokeFunction", lambda("ocr:live")],
    ["ask Textract", "textract:AnalyzeDocument", "*"],
    ["count its pages", "dynamodb:UpdateItem", table, writing],
    ["write its log", "logs:PutLogEvents", arnOf("logs", "log-group:/aws/lambda/pages-before:log-stream:1")],
  ]);
  mayNotDo(role, [
    ["read data objects of another workflow", "s3:GetObject", `${scans}/plain/1.pdf`],
    ["read a folder whose name begins alike", "s3:GetObject", `${scans}/pages-private/1.pdf`],
    ["read what lies beside the manifest", "s3:GetObject", `${scans}/job/input.manifest2`],
    ["list what there is", "s3:ListBucket", scans],
    ["write data objects", "s3:PutObject", `${scans}/pages/1.pdf`],
    ["delete data objects", "s3:DeleteObject", `${scans}/pages/1.pdf`],
    ["read answers", "s3:GetObject", `${answers}/pages/job-1/manifests/output/output.manifest`],
    ["forge answers", "s3:PutObject", `${answers}/pages/job-1/annotations/worker-response/0/1.json`],
    ["forge the output manifest", "s3:PutObject", `${answers}/pages/job-1/manifests/output/output.manifest`],
    ["write results of another workflow", "s3:PutObject", `${answers}/plain/_pages/1.png`],
    ["write beside its folder", "s3:PutObject", `${answers}/pages/_pages2/1.png`],
    ["use the key outside S3", "kms:Decrypt", key],
    ["use the key through SQS", "kms:Decrypt", key, { "kms:ViaService": `sqs.${region}.amazonaws.com` }],
    ["lend the key", "kms:CreateGrant", key],
    ["call another function", "lambda:InvokeFunction", lambda("checkout")],
    ["call a function whose name begins alike", "lambda:InvokeFunction", lambda("split2")],
    ["call another version of one that was named by alias", "lambda:InvokeFunction", lambda("ocr:7")],
    ["start another job at Textract", "textract:StartDocumentAnalysis", "*"],
    ["count under another name", "dynamodb:UpdateItem", table, { "dynamodb:LeadingKeys": "prices" }],
    ["read the table", "dynamodb:GetItem", table, writing],
    ["assume the execution role", "sts:AssumeRole", deployed.role("pages-execution")],
  ]);
});

describe("a function without them, beside it", () => {
  const role = deployed.role("plain-before");
  mayDo(role, [
    ["write its log", "logs:PutLogEvents", arnOf("logs", "log-group:/aws/lambda/plain-before:log-stream:1")],
  ]);
  mayNotDo(role, [
    ["read its own data objects", "s3:GetObject", `${scans}/plain/1.pdf`],
    ["decrypt", "kms:Decrypt", key, throughS3],
    ["write a result", "s3:PutObject", `${answers}/plain/_pages/1.png`],
    ["call a function", "lambda:InvokeFunction", lambda("split")],
    ["ask Textract", "textract:AnalyzeDocument", "*"],
  ]);
});

describe("the key", () => {
  // The role of an existing function has what an output says: here, all.
  const existing = deployed.anotherRole("old-after", everything);
  mayDo(existing, [["decrypts for an existing function through S3", "kms:Decrypt", key, throughS3]]);
  mayNotDo(existing, [
    ["decrypt outside S3", "kms:Decrypt", key],
    ["encrypt", "kms:GenerateDataKey", key, throughS3],
  ]);
  mayNotDo(deployed.anotherRole("admin", everything), [["decrypt", "kms:Decrypt", key, throughS3]]);
});

describe("rights that would open more than they name", () => {
  const refused = (props: Partial<PreAnnotationFunctionProps>): string[] => {
    try {
      synthesized((stack) => {
        new PreAnnotationFunction(stack, "Before", { name: "before", code, ...props });
      }, here);
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      return error.problems.map(({ property, message }) => `${property}: ${message}`);
    }
    return [];
  };
  const reason = "a reason that is long enough";
  const own = (actions: string[], resources: string[], change: object = {}) => ({
    rights: { statements: [{ sid: "X", actions, resources, reason, ...change }] },
  });

  test.each([
    ["a whole service", own(["s3:*"], ["arn:aws:s3:::acme"]), /actions\[0\].*most of a service|an action/],
    ["every action", own(["*"], ["arn:aws:s3:::acme"]), /actions\[0\]/],
    [
      "actions of IAM",
      own(["iam:PassRole"], ["arn:aws:iam::111122223333:role/x"]),
      /could give itself any right/,
    ],
    ["every object of S3", own(["s3:GetObject"], ["*"]), /resources.*name it/],
    ["every role", own(["sts:AssumeRole"], ["*"]), /resources.*name it/],
    ["every secret", own(["secretsmanager:GetSecretValue"], ["*"]), /resources.*name it/],
    ["a pattern of services", own(["sqs:SendMessage"], ["arn:aws:*:*:*:x"]), /resources\[0\]/],
    ["every bucket", own(["s3:GetObject"], ["arn:aws:s3:::*"]), /resources\[0\]/],
    [
      "an idle reason",
      own(["sqs:SendMessage"], ["arn:aws:sqs:eu-west-1:111122223333:x"], { reason: "needed" }),
      /reason/,
    ],
    [
      "a folder that a job could be named after",
      { rights: { writePrefixes: ["pages/"] } },
      /no job has such a name/,
    ],
    ["the whole output location", { rights: { writePrefixes: [""] } }, /writePrefixes\[0\]/],
    ["a folder above", { rights: { writePrefixes: ["../_x/"] } }, /writePrefixes\[0\]/],
    ["a pattern of folders", { rights: { writePrefixes: ["_*/"] } }, /writePrefixes\[0\]/],
    [
      "a condition that Terraform would fill in",
      own(["sqs:SendMessage"], ["arn:aws:sqs:eu-west-1:111122223333:x"], {
        conditions: { StringEquals: { 'aws:RequestTag/${file("x")}': ["y"] } },
      }),
      /conditions.*a condition key is allowed/,
    ],
    [
      "an account that lost its quotes, and a zero with them",
      own(["sqs:SendMessage"], ["arn:aws:sqs:eu-west-1:111122223333:x"], {
        conditions: { StringEquals: { "aws:ResourceAccount": 11122223333 } },
      }),
      /conditions: got 11122223333, a number, and StringEquals compares texts: put it in quotes/,
    ],
    [
      "a condition without values, which would hold never",
      own(["sqs:SendMessage"], ["arn:aws:sqs:eu-west-1:111122223333:x"], {
        conditions: { StringEquals: { "aws:ResourceAccount": [] } },
      }),
      /conditions: got an empty list/,
    ],
    ["every function", { rights: { invokeFunctionArns: [lambda("*")] } }, /invokeFunctionArns\[0\]/],
  ])("%s: refused", (_title, props, message) => {
    expect(refused(props as Partial<PreAnnotationFunctionProps>).join("\n")).toMatch(message);
  });

  test.each(["StringEqualz", "NullIfExists", "ForSome:StringLike", "ForAllValues:Null", "stringequals"])(
    "%s is no operator of IAM: refused",
    (operator) => {
      const props = own(["sqs:SendMessage"], ["arn:aws:sqs:eu-west-1:111122223333:x"], {
        conditions: { [operator]: { "aws:RequestTag/team": ["y"] } },
      });
      expect(refused(props).join("\n")).toMatch(/conditions.*an operator of IAM is allowed/);
    },
  );

  test("reads no inputs without a role that the key can name", () => {
    const build = () =>
      synthesized((stack) => {
        PreAnnotationFunction.fromFunctionArn(stack, "Before", lambda("old"), {
          inputAccess: InputAccess.S3_READ,
        });
      }, here);
    expect(build).toThrow(/roleArn: got none/);
  });
});

test("a single value of a condition stands without a list, as in IAM's own documents", () => {
  const conditions = {
    StringEquals: { "aws:RequestedRegion": "eu-west-1" },
    Bool: { "aws:SecureTransport": true },
    NumericLessThan: { "aws:MultiFactorAuthAge": 3600 },
  };
  const json = synthesized((stack) => {
    new PreAnnotationFunction(stack, "Before", {
      name: "before",
      code,
      rights: {
        statements: [
          {
            sid: "X",
            actions: ["sqs:SendMessage"],
            resources: [lambda("x")],
            conditions,
            reason: "it tells a queue",
          },
        ],
      },
    });
  }, here);
  expect(JSON.stringify(json)).toContain(
    JSON.stringify(
      '"Condition":{"StringEquals":{"aws:RequestedRegion":"eu-west-1"},"Bool":{"aws:SecureTransport":"true"},' +
        '"NumericLessThan":{"aws:MultiFactorAuthAge":"3600"}}',
    ).slice(1, -1),
  );
});

test("statements of one's own are told with their reasons", () => {
  let told: unknown;
  synthesized((stack) => {
    const rights = {
      statements: [
        { sid: "A", actions: ["xray:PutTraceSegments"], resources: ["*"], reason: "traced by hand, ${so}" },
      ],
    };
    const made = new PreAnnotationFunction(stack, "Before", { name: "before", code, rights });
    told = JSON.parse(made.ownStatements!);
  }, here);
  expect(told).toEqual([
    {
      sid: "OwnA",
      actions: ["xray:PutTraceSegments"],
      resources: ["*"],
      reason: "traced by hand, $${so}",
    },
  ]);
});
