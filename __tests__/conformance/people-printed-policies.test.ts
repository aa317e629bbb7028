import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArn } from "../../lib";
import awsDocuments from "../permissions/aws-people-documents.json";
import { account, region } from "../account";
import {
  administratorPolicy,
  administratorRole,
  documentsOfAws,
  forTeam,
  functionArn,
  iam,
  jobArn,
  otherData,
  otherPool,
  otherRegion,
  otherRole,
  openKey,
  otherTeam,
  passedTo,
  peopleOf,
  type PersonName,
  publicCrowd,
  regional,
  theirInput,
  theirRole,
  theirTeam,
  theirVendor,
  withTheirAlias,
} from "./harness/people";
import type { PolicyDocument } from "./harness/policy-document";
import type { Context } from "./harness/principal";
import { requireAllowed, requireDenied } from "./harness/sentences";

/*
 * What AWS's printed or managed policy for a kind of person allows and ours does not, shown on both. The table in
 * docs/people.md is taken from here.
 */
interface Text {
  /** As the documentation calls it. */
  readonly name: string;
  readonly documents: readonly PolicyDocument[];
}

const printed = (name: string, ...documents: readonly unknown[]): Text => ({
  name,
  documents: documents.map((document) => {
    // AWS prints some of them as a lone statement.
    const policy = Array.isArray(document)
      ? { Version: "2012-10-17", Statement: document as object[] }
      : document;
    return policy as PolicyDocument;
  }),
});
const managed = (name: string): Text => ({
  name,
  documents: [documentsOfAws[`arn:aws:iam::aws:policy/${name}`]!],
});

const consolePolicy = printed("all console features", awsDocuments["console-all-features"].printed);
const customPolicy = printed("custom workflow", awsDocuments["console-custom-workflow"].printed);
const workforcePolicy = printed("private workforce", awsDocuments["private-workforce-cognito"].printed);
const vendorPolicy = printed("vendor workforce", awsDocuments["vendor-workforce-subscribe"].printed);
const vendorApis = printed(
  "vendor workforce with the work team APIs",
  awsDocuments["vendor-workforce-subscribe"].printed,
  awsDocuments["vendor-workteam-apis"].printed,
);
const sagemakerFullAccess = managed("AmazonSageMakerFullAccess");
const lambdaFullAccess = managed("AWSLambda_FullAccess");
/** The statement for administrators in the key policy that KMS's console writes, as a policy for a person on that key. */
const keyAdministrators = printed("KMS's key administrators", {
  Version: "2012-10-17",
  Statement: {
    Sid: "AllowKeyAdministration",
    Effect: "Allow",
    Action: [
      ...["Create", "Describe", "Enable", "List", "Put", "Update", "Revoke", "Disable", "Get", "Delete"].map(
        (verb) => `kms:${verb}*`,
      ),
      ...[
        "TagResource",
        "UntagResource",
        "ScheduleKeyDeletion",
        "CancelKeyDeletion",
        "RotateKeyOnDemand",
      ].map((action) => `kms:${action}`),
    ],
    // In a key policy it says "*", which is the one key that carries the policy.
    Resource: openKey,
  },
});

/** What is done, its action, on what, and what the request says besides. */
type Row = readonly [sentence: string, action: string, resource: string, context?: Context];

const job = jobArn("signs-1");
const secret = (name: string) => regional("secretsmanager", `secret:${name}-AbCdEf`);
const administrator = { "iam:PolicyARN": administratorPolicy };
const notebook = regional("sagemaker", "notebook-instance/anything");

const table: readonly (readonly [PersonName, Text, readonly Row[]])[] = [
  [
    "console-user",
    consolePolicy,
    [
      ["make themselves administrator", "iam:AttachRolePolicy", iam("role/console-user"), administrator],
      ["make the execution role administrator", "iam:AttachRolePolicy", theirRole, administrator],
      ["make a role that trusts them", "iam:CreateRole", iam("role/backdoor")],
      ["make that role administrator", "iam:AttachRolePolicy", iam("role/backdoor"), administrator],
      ["make a policy of their own", "iam:CreatePolicy", iam("policy/backdoor")],
      ["pass an administrator's role to SageMaker", "iam:PassRole", administratorRole, passedTo("sagemaker")],
      ["make a notebook that runs with it", "sagemaker:CreateNotebookInstance", notebook],
      ["open the notebook", "sagemaker:CreatePresignedNotebookInstanceUrl", notebook],
      [
        "run code with it as a processing job",
        "sagemaker:CreateProcessingJob",
        regional("sagemaker", "processing-job/x"),
      ],
      ["pass the execution role of another workflow", "iam:PassRole", otherRole, passedTo("sagemaker")],
      ["give data to the public crowd", "sagemaker:CreateLabelingJob", job, forTeam(publicCrowd)],
      ["give data to any team of the account", "sagemaker:CreateLabelingJob", job, forTeam(otherTeam)],
      [
        "start jobs of other workflows",
        "sagemaker:CreateLabelingJob",
        jobArn("payslips-1"),
        forTeam(theirTeam),
      ],
      [
        "start jobs in other regions",
        "sagemaker:CreateLabelingJob",
        jobArn("signs-1", account, otherRegion),
        forTeam(theirTeam),
      ],
      ["stop jobs of other workflows", "sagemaker:StopLabelingJob", jobArn("payslips-1")],
      ["delete any work team", "sagemaker:DeleteWorkteam", otherTeam],
      ["delete the workforce", "sagemaker:DeleteWorkforce", regional("sagemaker", "workforce/default")],
      ["delete any endpoint", "sagemaker:DeleteEndpoint", regional("sagemaker", "endpoint/production")],
      ["read every bucket", "s3:GetObject", "arn:aws:s3:::acme-payroll/2026/11.csv"],
      ["write into every bucket", "s3:PutObject", `${otherData}/in/0001.txt`],
      ["list every bucket", "s3:ListBucket", "arn:aws:s3:::acme-payroll"],
      ["change the CORS rules of every bucket", "s3:PutBucketCORS", theirInput],
      ["call every function", "lambda:InvokeFunction", functionArn("payroll")],
      ["invite users to every user pool", "cognito-idp:AdminCreateUser", otherPool],
      ["delete users of every user pool", "cognito-idp:AdminDeleteUser", otherPool],
      ["change every user pool", "cognito-idp:UpdateUserPool", otherPool],
      ["make secrets", "secretsmanager:CreateSecret", secret("anything")],
      ["order projects of Ground Truth Plus", "groundtruthlabeling:CreateProject", "*"],
    ],
  ],
  [
    "custom-workflow-user",
    customPolicy,
    [
      ["call every function", "lambda:InvokeFunction", functionArn("payroll")],
      [
        "call functions of other regions",
        "lambda:InvokeFunction",
        functionArn("signs-pre").replace(region, otherRegion),
      ],
    ],
  ],
  [
    "private-workforce-user",
    workforcePolicy,
    [
      ["invite users to every user pool", "cognito-idp:AdminCreateUser", otherPool],
      ["put themselves into a group of every user pool", "cognito-idp:AdminAddUserToGroup", otherPool],
      ["delete users of every user pool", "cognito-idp:AdminDeleteUser", otherPool],
      ["change every user pool", "cognito-idp:UpdateUserPool", otherPool],
      ["make clients of every user pool", "cognito-idp:CreateUserPoolClient", otherPool],
      ["make user pools", "cognito-idp:CreateUserPool", "*"],
    ],
  ],
  [
    "vendor-workforce-user",
    vendorPolicy,
    [
      ["subscribe to anything in AWS Marketplace", "aws-marketplace:Subscribe", "*"],
      ["end any subscription", "aws-marketplace:Unsubscribe", "*"],
    ],
  ],
  [
    "job-creator",
    sagemakerFullAccess,
    [
      ["pass an administrator's role to SageMaker", "iam:PassRole", administratorRole, passedTo("sagemaker")],
      ["make a notebook that runs with it", "sagemaker:CreateNotebookInstance", notebook],
      ["open the notebook", "sagemaker:CreatePresignedNotebookInstanceUrl", notebook],
      [
        "run code with it as a training job",
        "sagemaker:CreateTrainingJob",
        regional("sagemaker", "training-job/x"),
      ],
      [
        "pass any role with AmazonSageMaker in its name to Glue",
        "iam:PassRole",
        iam("role/AmazonSageMaker-ExecutionRole"),
        passedTo("glue"),
      ],
      ["give data to the public crowd", "sagemaker:CreateLabelingJob", job, forTeam(publicCrowd)],
      [
        "start jobs of other workflows",
        "sagemaker:CreateLabelingJob",
        jobArn("payslips-1"),
        forTeam(theirTeam),
      ],
      ["stop jobs of other workflows", "sagemaker:StopLabelingJob", jobArn("payslips-1")],
      ["delete any endpoint", "sagemaker:DeleteEndpoint", regional("sagemaker", "endpoint/production")],
      [
        "read every object with sagemaker in its name",
        "s3:GetObject",
        "arn:aws:s3:::sagemaker-payroll/11.csv",
      ],
      [
        "delete every object with sagemaker in its name",
        "s3:DeleteObject",
        "arn:aws:s3:::sagemaker-payroll/11.csv",
      ],
      [
        "publish every object with sagemaker in its name",
        "s3:PutObjectAcl",
        "arn:aws:s3:::sagemaker-payroll/11.csv",
      ],
      [
        "read every object with the tag SageMaker=true",
        "s3:GetObject",
        "arn:aws:s3:::acme-payroll/11.csv",
        { "s3:ExistingObjectTag/SageMaker": "true" },
      ],
      ["list every bucket", "s3:ListBucket", "arn:aws:s3:::acme-payroll"],
      ["make buckets", "s3:CreateBucket", "arn:aws:s3:::acme-copies"],
      ["change the CORS rules of every bucket", "s3:PutBucketCORS", otherData],
      ["delete users of every user pool", "cognito-idp:AdminDeleteUser", otherPool],
      ["read every log", "logs:GetLogEvents", regional("logs", "log-group:/aws/lambda/payroll:log-stream:1")],
      ["delete every alarm", "cloudwatch:DeleteAlarms", regional("cloudwatch", "alarm:root-login")],
      ["read secrets named AmazonSageMaker-", "secretsmanager:GetSecretValue", secret("AmazonSageMaker-git")],
      [
        "call functions with SageMaker in their name",
        "lambda:InvokeFunction",
        functionArn("payroll-SageMaker"),
      ],
      ["order projects of Ground Truth Plus", "groundtruthlabeling:CreateProject", "*"],
    ],
  ],
  [
    "function-author",
    lambdaFullAccess,
    [
      ["give a function an administrator's role", "iam:PassRole", administratorRole, passedTo("lambda")],
      ["make a function that runs with it", "lambda:CreateFunction", functionArn("backdoor")],
      ["call it", "lambda:InvokeFunction", functionArn("backdoor")],
      ["rewrite every function", "lambda:UpdateFunctionCode", functionArn("payroll")],
      ["delete every function", "lambda:DeleteFunction", functionArn("payroll")],
      [
        "open their function to anybody",
        "lambda:AddPermission",
        functionArn("signs-pre"),
        { "lambda:Principal": "*" },
      ],
      [
        "put their function on the web",
        "lambda:CreateFunctionUrlConfig",
        functionArn("signs-pre"),
        { "lambda:FunctionUrlAuthType": "NONE" },
      ],
      [
        "take off the need of signed code",
        "lambda:DeleteFunctionCodeSigningConfig",
        functionArn("signs-pre"),
      ],
      [
        "read the log of every function",
        "logs:GetLogEvents",
        regional("logs", "log-group:/aws/lambda/payroll:log-stream:1"),
      ],
      ["read what every role may do", "iam:GetRolePolicy", administratorRole],
    ],
  ],
  [
    "workforce-manager",
    workforcePolicy,
    [
      ["delete users of every user pool", "cognito-idp:AdminDeleteUser", otherPool],
      ["put themselves into a group of every user pool", "cognito-idp:AdminAddUserToGroup", otherPool],
      ["change every user pool", "cognito-idp:UpdateUserPool", otherPool],
      ["make clients of every user pool", "cognito-idp:CreateUserPoolClient", otherPool],
      ["make user pools", "cognito-idp:CreateUserPool", "*"],
    ],
  ],
  [
    "vendor-subscriber",
    vendorApis,
    [
      [
        "look at vendors' teams in every region",
        "sagemaker:DescribeSubscribedWorkteam",
        theirVendor.replace(region, otherRegion),
      ],
    ],
  ],
  [
    "key-administrator",
    keyAdministrators,
    [
      ["let themselves use the key", "kms:PutKeyPolicy", openKey, withTheirAlias],
      ["lend the use of the key", "kms:CreateGrant", openKey, withTheirAlias],
      ["give the key the alias of another one", "kms:UpdateAlias", openKey, withTheirAlias],
      ["take the key's alias away", "kms:DeleteAlias", openKey, withTheirAlias],
      ["delete the material of the key", "kms:DeleteImportedKeyMaterial", openKey, withTheirAlias],
      ["mark the key as another one's", "kms:TagResource", openKey, withTheirAlias],
    ],
  ],
];

describe.each(table)("%s", (name, { name: text, documents }, rows) => {
  const ours = peopleOf().role(name);
  const asPrinted = peopleOf().anotherRole("as-printed", ...documents);

  for (const [sentence, action, resource, context] of rows) {
    test(`by AWS (${text}) can ${sentence}, by ours cannot`, async () => {
      await requireAllowed({ principal: asPrinted, action, resource, context });
      await requireDenied({ principal: ours, action, resource, context });
    });
  }
});

test("docs/people.md has these rows and no others", () => {
  const page = readFileSync(join(__dirname, "..", "..", "docs", "people.md"), "utf8");
  const section = page.split("<!-- printed policies -->")[1]?.split("<!-- end -->")[0] ?? "";
  const told = section
    .split("\n")
    .map((line) => line.replace(/ +\|/g, " |").trim())
    .filter((line) => line !== "" && !/^\| (-+ \||What)/.test(line));
  const shown = (resource: string) => (resource === "*" ? "" : ` on \`${parseArn(resource)!.resource}\``);
  const proved = table.flatMap(([name, { name: text }, rows]) => [
    `**${name}**, by AWS: ${text}`,
    ...rows.map(([sentence, action, resource]) => `| ${sentence} | \`${action}\`${shown(resource)} |`),
  ]);
  expect(told).toEqual(proved);
});
