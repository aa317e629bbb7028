import type { TerraformStack } from "cdktf";
import {
  Auditor,
  BuiltInTaskType,
  BuiltInWorkflow,
  ConsoleUser,
  FunctionAuthor,
  JobCreator,
  JobOperator,
  KeyAdministrator,
  LabelingBucket,
  LabelingKey,
  type LabelingResources,
  type Persona,
  type PersonaProps,
  PermissionStyle,
  PostAnnotationFunction,
  PreAnnotationFunction,
  StreamingWorkflow,
  VendorSubscriber,
  WorkforceManager,
} from "../../../lib";
import { synthesized, type TerraformJson } from "../../synthesized";
import { type DeployedStack, deployedStack } from "./deployed";
import broadPolicies from "./managed-policies-for-people.json";
import { listOf, type PolicyDocument, statementsOf } from "./policy-document";
import type { Context } from "./principal";
import type { DeployedRole } from "./roles";
import { type Deed, mayDo, mayNotDo } from "./sentences";
import { simulate } from "./simulate";
import { account, here, otherAccount, region } from "../../account";

/*
 * An account with two teams: one labels street signs as they come in, the other one payslips. The people here belong to
 * the first. Whatever is called `their…` is what they work with.
 */
export const otherRegion = "us-east-1";

export const regional = (service: string, what: string, of = account, at = region) =>
  `arn:aws:${service}:${at}:${of}:${what}`;
export const iam = (what: string, of = account) => `arn:aws:iam::${of}:${what}`;
export const jobArn = (name: string, of = account, at = region) =>
  regional("sagemaker", `labeling-job/${name}`, of, at);
export const functionArn = (name: string, of = account) => regional("lambda", `function:${name}`, of);
export const topicArn = (name: string) => regional("sns", name);
export const queueArn = (name: string) => regional("sqs", name);
const privateTeam = (name: string) => regional("sagemaker", `workteam/private-crowd/${name}`);
const vendorTeam = (name: string) => regional("sagemaker", `workteam/vendor-crowd/${name}`, "777788889999");

export const theirTeam = privateTeam("sign-readers");
export const otherTeam = privateTeam("accountants");
export const theirVendor = vendorTeam("labels-inc");
export const otherVendor = vendorTeam("cheap-labels");
export const publicCrowd = regional("sagemaker", "workteam/public-crowd/default", "394669845002");
export const theirPool = regional("cognito-idp", `userpool/${region}_Signs1234`);
export const otherPool = regional("cognito-idp", `userpool/${region}_Shop56789`);
export const theirWorkforce = regional("sagemaker", "workforce/default");

export const theirRole = iam("role/signs-execution");
export const otherRole = iam("role/payslips-execution");
export const administratorRole = iam("role/administrator");
export const functionRole = iam("role/signs-functions");
export const administratorPolicy = "arn:aws:iam::aws:policy/AdministratorAccess";

export const theirInput = "arn:aws:s3:::acme-signs-raw";
export const theirOutput = "arn:aws:s3:::acme-signs-labels";
export const otherData = "arn:aws:s3:::acme-payslips";
export const theirKeyAlias = "alias/signs";
export const otherKeyAlias = "alias/payslips";
export const foreignKey = regional("kms", "key/0f0f0f0f-1111-2222-3333-444455556666", otherAccount);
/** A key of the account whose policy leaves everything to IAM, as KMS's default one does. */
export const openKey = regional("kms", "key/0a0a0a0a-1111-2222-3333-444455556666");
/** As such a key of theirs, which was brought in. */
export const withTheirAlias = { "kms:ResourceAliases": [theirKeyAlias] };
const foreignBucket = { "aws:ResourceAccount": otherAccount };

/** What a request for a labeling job says of who labels. */
export const forTeam = (arn: string): Context => ({
  "sagemaker:WorkteamArn": arn,
  "sagemaker:WorkteamType": arn.split("/")[1],
});
export const passedTo = (service: string): Context => ({ "iam:PassedToService": `${service}.amazonaws.com` });
export const throughS3 = { "kms:ViaService": `s3.${region}.amazonaws.com` };

export const peopleNames = [
  "auditor",
  "console-user",
  "console-user-of-everything",
  "custom-workflow-user",
  "function-author",
  "job-creator",
  "job-operator",
  "key-administrator",
  "key-policy-writer",
  "private-workforce-user",
  "vendor-subscriber",
  "vendor-workforce-user",
  "workforce-manager",
] as const;
export type PersonName = (typeof peopleNames)[number];

/** What a permission set of IAM Identity Center takes. */
interface PermissionSet {
  readonly InlinePolicy?: PolicyDocument;
  readonly CustomerManagedPolicyReferences?: readonly { readonly Name: string; readonly Path: string }[];
  readonly ManagedPolicies?: readonly string[];
}

interface People {
  readonly stack: DeployedStack;
  readonly permissionSets: ReadonlyMap<PersonName, PermissionSet>;
}

function everybody(style: PermissionStyle): People {
  const json = synthesized((stack) => {
    const { workflow, key } = twoTeams(stack);
    for (const name of peopleNames) {
      const props = { policyName: name, permissions: { style } };
      const made = person(stack, name, props, workflow, key);
      const trustedPrincipalArns = [iam("role/federated")];
      made.createRole({ name: name, trustedPrincipalArns, requireMfa: true });
      stack.addOverride(`output.${name}.value`, made.permissionSetJson);
    }
  }, here);
  const permissionSets = peopleNames.map((name): [PersonName, PermissionSet] => {
    return [name, JSON.parse(json.output![name]!.value as string) as PermissionSet];
  });
  return { stack: deployedAs(json), permissionSets: new Map(permissionSets) };
}

/** Whoever `build` makes, beside the two teams. */
export function deployedPeople(
  build: (stack: TerraformStack, workflow: LabelingResources) => void,
): DeployedStack {
  return deployedAs(synthesized((stack) => build(stack, twoTeams(stack).workflow), here));
}

function deployedAs(json: TerraformJson): DeployedStack {
  return deployedStack(JSON.stringify(json), { ...here, documents: documentsOfAws });
}

/** Policies that AWS keeps and recommends to people, by ARN. */
export const documentsOfAws: Readonly<Record<string, PolicyDocument>> = Object.fromEntries(
  Object.entries(broadPolicies.policies).map(([name, { document }]) => [
    `arn:aws:iam::aws:policy/${name}`,
    document as PolicyDocument,
  ]),
);

/** Puts both workflows into the stack, and tells what people must know of theirs. */
function twoTeams(stack: TerraformStack): {
  readonly workflow: LabelingResources;
  readonly key: LabelingKey;
} {
  const key = new LabelingKey(stack, "Key", {
    alias: theirKeyAlias,
    dataUsers: [iam("role/console-user"), iam("role/job-creator")],
  });
  const bucket = (id: string, bucketName: string, encryptionKey: LabelingKey) =>
    new LabelingBucket(stack, id, { name: bucketName, encryptionKey });
  const raw = bucket("Raw", "acme-signs-raw", key);
  const labels = bucket("Labels", "acme-signs-labels", key);
  const inputs = [raw.location("images/"), raw.location("job/")];
  const output = labels.location("boxes/");
  const [pre, post] = [functionArn("signs-pre"), functionArn("signs-post")];
  const signs = new StreamingWorkflow(stack, "Signs", {
    name: "signs",
    customTask: {
      preAnnotation: PreAnnotationFunction.fromFunctionArn(stack, "Pre", pre),
      postAnnotation: PostAnnotationFunction.fromFunctionArn(stack, "Post", post, {
        roleArn: functionRole,
      }),
    },
    inputs,
    output,
    buckets: [raw, labels],
    encryptionKey: key,
  });

  const otherKey = new LabelingKey(stack, "OtherKey", { alias: otherKeyAlias });
  const payslips = bucket("Payslips", "acme-payslips", otherKey);
  new BuiltInWorkflow(stack, "PayslipsWorkflow", {
    name: "payslips",
    taskType: BuiltInTaskType.TEXT_CLASSIFICATION_SINGLE_LABEL,
    inputs: [payslips.location("in/")],
    output: payslips.location("out/"),
    buckets: [payslips],
    encryptionKey: otherKey,
  });
  const workflow = {
    labelingJobName: "signs-",
    labelingJobNameIsPrefix: true,
    executionRoleArn: theirRole,
    workTeamArns: [theirTeam, theirVendor],
    inputs,
    output,
    otherAnswers: [raw.location("job/old/")],
    workerTaskTemplates: [{ folder: raw.location("job/"), objectPattern: "signs-*.liquid.html" }],
    encryptionKeys: [key],
    functionArns: [pre, post],
    inputTopicArn: signs.inputTopic.topicArn,
    outputTopicArn: signs.outputTopic.topicArn,
    functionRoleArns: [functionRole],
    answerQueueArns: ["signs-answers", "signs-answers-dead-letters"].map((name) => regional("sqs", name)),
    alarmTopicArn: regional("sns", "signs-alarms"),
    deliveryLogRoleArns: [iam("role/signs-output-delivery-logs")],
    eventRuleArn: regional("events", "rule/signs-jobs"),
    eventQueueArns: [regional("sqs", "signs-jobs-dead-letters")],
  };
  return { workflow, key };
}

function person(
  stack: TerraformStack,
  name: PersonName,
  props: PersonaProps,
  workflow: LabelingResources,
  key: LabelingKey,
): Persona {
  const inJobs = { ...props, workflows: [workflow] };
  const workforce = { userPoolArn: theirPool, workforceName: "default", workTeamNames: ["sign-*"] };
  switch (name) {
    case "console-user":
      return new ConsoleUser(stack, name, inJobs);
    case "custom-workflow-user":
      return new ConsoleUser(stack, name, { ...inJobs, customWorkflow: true });
    case "private-workforce-user":
      return new ConsoleUser(stack, name, { ...inJobs, privateWorkforce: workforce });
    case "vendor-workforce-user":
      return new ConsoleUser(stack, name, { ...inJobs, vendorWorkforce: true });
    case "console-user-of-everything": {
      const additions = { customWorkflow: true, privateWorkforce: workforce, vendorWorkforce: true };
      return new ConsoleUser(stack, name, { ...inJobs, ...additions });
    }
    case "job-creator":
      return new JobCreator(stack, name, inJobs);
    case "job-operator":
      return new JobOperator(stack, name, inJobs);
    case "auditor":
      return new Auditor(stack, name, {
        ...inJobs,
        workforce: { ...workforce, notificationTopicArn: regional("sns", "sign-teams") },
      });
    case "function-author":
      return new FunctionAuthor(stack, name, {
        ...props,
        functionNames: ["signs-pre", "signs-post", "signs-draft-*"],
        functionRoleArns: [functionRole],
        starterFunctions: true,
      });
    case "workforce-manager":
      return new WorkforceManager(stack, name, { ...props, workforce });
    case "vendor-subscriber":
      return new VendorSubscriber(stack, name, props);
    case "key-administrator":
      return new KeyAdministrator(stack, name, { ...props, encryptionKeys: [key] });
    case "key-policy-writer":
      return new KeyAdministrator(stack, name, { ...props, encryptionKeys: [key], mayChangeKeyPolicy: true });
  }
}

/** What a person does with one subject, and the neighbours of it that stay closed. */
export interface Subject {
  readonly on: string;
  readonly may?: readonly Deed[];
  readonly mayNot?: readonly Deed[];
}

const known = new Map<PermissionStyle, People>();

function peopleIn(style: PermissionStyle): People {
  const all = known.get(style) ?? everybody(style);
  known.set(style, all);
  return all;
}

/** Everybody, in roles and policies named after them. Made once for each style. */
export function peopleOf(style = PermissionStyle.LEAST_PRIVILEGE): DeployedStack {
  return peopleIn(style).stack;
}

/** The same people as permission sets. */
export function permissionSetOf(name: PersonName, style = PermissionStyle.LEAST_PRIVILEGE): PermissionSet {
  return peopleIn(style).permissionSets.get(name)!;
}

interface Reservations {
  /** Sentences of `may` that a style does not allow. @default - every style allows all of it */
  readonly missing?: Partial<Record<PermissionStyle, readonly string[]>>;
  /** Somebody who has some of the rights too, and whose cases show these. @default - nobody */
  readonly beyond?: PersonName;
}

/**
 * Shows what a person can and cannot do by the least privilege, that no right is without a case that needs it, and that
 * the other styles lack nothing needed but what is named.
 */
export function showWhat(
  name: PersonName,
  subjects: readonly Subject[],
  { missing = {}, beyond }: Reservations = {},
): void {
  const person = peopleOf().role(name);
  const needed = subjects.flatMap(({ may = [] }) => may);
  describe.each(subjects)("on $on", ({ may = [], mayNot = [] }) => {
    if (may.length > 0) mayDo(person, may);
    if (mayNot.length > 0) mayNotDo(person, mayNot);
  });

  test("has no right that none of these cases needs", () => {
    const shownElsewhere = beyond === undefined ? [] : actionsOf(peopleOf().role(beyond));
    const shown = needed.map(([, action]) => action.toLowerCase());
    const idle = actionsOf(person).filter((written) => {
      const [start = "", ...wildcard] = written.toLowerCase().split("*");
      return !shown.some((action) => (wildcard.length > 0 ? action.startsWith(start) : action === start));
    });
    expect(idle.filter((action) => !shownElsewhere.includes(action))).toEqual([]);
  });

  const styles = Object.values(PermissionStyle).filter((style) => style !== PermissionStyle.LEAST_PRIVILEGE);
  test.each(styles)("can do so by the style %s too, but for what is named here", async (style) => {
    const principal = peopleOf(style).role(name);
    const denied: string[] = [];
    for (const [sentence, action, target, context] of needed) {
      const resource = typeof target === "string" ? target : target.arn;
      const { allowed } = await simulate({ principal, action, resource, context });
      if (!allowed) denied.push(sentence);
    }
    expect(denied).toEqual(missing[style] ?? []);
  });
}

function actionsOf({ identityPolicies }: DeployedRole): readonly string[] {
  return identityPolicies
    .flatMap(({ document }) => statementsOf(document))
    .flatMap((statement) => listOf(statement.Action));
}

/** What nobody may do, whoever they are. Each row is tested for the person. */
export function forbiddenToAll(name: PersonName): void {
  const person = peopleOf().role(name);
  describe("on their own rights", () => mayNotDo(person, onOwnRights(person)));
  describe("on the rights of roles that are passed", () => mayNotDo(person, onRoles(person)));
  describe("on data in general", () => mayNotDo(person, onData));
  describe("on keys in general", () => mayNotDo(person, onKeys(person)));
  describe("on the labeling of others", () => mayNotDo(person, onLabeling));
}

const administrator = { "iam:PolicyARN": administratorPolicy };

function onOwnRights({ name, arn }: DeployedRole): readonly Deed[] {
  const ownPolicy = iam(`policy/${name}`);
  return [
    ["write a new version of their own policy", "iam:CreatePolicyVersion", ownPolicy],
    ["choose another version of their own policy", "iam:SetDefaultPolicyVersion", ownPolicy],
    ["delete a version of their own policy", "iam:DeletePolicyVersion", ownPolicy],
    ["delete their own policy", "iam:DeletePolicy", ownPolicy],
    ["make a new policy", "iam:CreatePolicy", iam("policy/everything")],
    ["attach the administrator's policy to their own role", "iam:AttachRolePolicy", arn, administrator],
    ["attach another policy to their own role", "iam:AttachRolePolicy", arn],
    ["write a policy into their own role", "iam:PutRolePolicy", arn],
    ["take a policy, and its denials, off their own role", "iam:DetachRolePolicy", arn],
    ["delete a policy from their own role", "iam:DeleteRolePolicy", arn],
    ["take the boundary off their own role", "iam:DeleteRolePermissionsBoundary", arn],
    ["put a wider boundary on their own role", "iam:PutRolePermissionsBoundary", arn],
    ["say who may assume their own role", "iam:UpdateAssumeRolePolicy", arn],
    ["attach the administrator's policy to a user", "iam:AttachUserPolicy", iam("user/ada"), administrator],
    ["write a policy into a user", "iam:PutUserPolicy", iam("user/ada")],
    [
      "attach the administrator's policy to a group",
      "iam:AttachGroupPolicy",
      iam("group/labelers"),
      administrator,
    ],
    ["write a policy into a group", "iam:PutGroupPolicy", iam("group/labelers")],
    ["join the administrators", "iam:AddUserToGroup", iam("group/administrators")],
    ["make a user", "iam:CreateUser", iam("user/ada")],
    ["make access keys for an administrator", "iam:CreateAccessKey", iam("user/administrator")],
    ["make a password for an administrator", "iam:CreateLoginProfile", iam("user/administrator")],
    ["change an administrator's password", "iam:UpdateLoginProfile", iam("user/administrator")],
    ["take off an administrator's second factor", "iam:DeactivateMFADevice", iam("user/administrator")],
    ["make a role", "iam:CreateRole", iam("role/everything")],
  ];
}

function onRoles({ arn }: DeployedRole): readonly Deed[] {
  return [
    [
      "attach the administrator's policy to the execution role",
      "iam:AttachRolePolicy",
      theirRole,
      administrator,
    ],
    ["write a policy into the execution role", "iam:PutRolePolicy", theirRole],
    ["say who may assume the execution role", "iam:UpdateAssumeRolePolicy", theirRole],
    ["rewrite the execution role's policy", "iam:CreatePolicyVersion", iam("policy/signs-execution")],
    ["say who may assume an administrator's role", "iam:UpdateAssumeRolePolicy", administratorRole],
    ["assume the execution role", "sts:AssumeRole", theirRole],
    ["assume the execution role of others", "sts:AssumeRole", otherRole],
    ["assume an administrator's role", "sts:AssumeRole", administratorRole],
    ["pass an administrator's role to SageMaker", "iam:PassRole", administratorRole, passedTo("sagemaker")],
    ["pass an administrator's role to Lambda", "iam:PassRole", administratorRole, passedTo("lambda")],
    [
      "pass an administrator's role to CloudFormation",
      "iam:PassRole",
      administratorRole,
      passedTo("cloudformation"),
    ],
    ["pass their own role to SageMaker", "iam:PassRole", arn, passedTo("sagemaker")],
    ["pass their own role to Lambda", "iam:PassRole", arn, passedTo("lambda")],
    ["pass the execution role of others to SageMaker", "iam:PassRole", otherRole, passedTo("sagemaker")],
    [
      "pass a role whose name begins as the execution role's",
      "iam:PassRole",
      `${theirRole}-2`,
      passedTo("sagemaker"),
    ],
    [
      "pass a role of that name in another path",
      "iam:PassRole",
      iam("role/admins/signs-execution"),
      passedTo("sagemaker"),
    ],
    ["pass the execution role to Lambda", "iam:PassRole", theirRole, passedTo("lambda")],
    ["pass the execution role to EC2", "iam:PassRole", theirRole, passedTo("ec2")],
    ["pass the execution role to Glue", "iam:PassRole", theirRole, passedTo("glue")],
    ["pass the execution role to no service in particular", "iam:PassRole", theirRole],
    [
      "pass a role of that name in another account",
      "iam:PassRole",
      iam("role/signs-execution", otherAccount),
      passedTo("sagemaker"),
    ],
    ["make a function that runs as an administrator", "lambda:CreateFunction", functionArn("backdoor")],
    ["rewrite a function that runs as an administrator", "lambda:UpdateFunctionCode", functionArn("nightly")],
    [
      "give a function that exists an administrator's role",
      "lambda:UpdateFunctionConfiguration",
      functionArn("nightly"),
    ],
    [
      "let anybody call the workflow's function",
      "lambda:AddPermission",
      functionArn("signs-pre"),
      { "lambda:Principal": "*" },
    ],
    [
      "put the workflow's function on the web",
      "lambda:CreateFunctionUrlConfig",
      functionArn("signs-pre"),
      { "lambda:FunctionUrlAuthType": "NONE" },
    ],
    [
      "make a notebook, which lends its role",
      "sagemaker:CreateNotebookInstance",
      regional("sagemaker", "notebook-instance/signs-1"),
    ],
    [
      "open somebody's notebook",
      "sagemaker:CreatePresignedNotebookInstanceUrl",
      regional("sagemaker", "notebook-instance/payslips"),
    ],
    [
      "run their code as a training job",
      "sagemaker:CreateTrainingJob",
      regional("sagemaker", "training-job/signs-1"),
    ],
    [
      "run their code as a processing job",
      "sagemaker:CreateProcessingJob",
      regional("sagemaker", "processing-job/signs-1"),
    ],
    [
      "have CloudFormation make a stack",
      "cloudformation:CreateStack",
      regional("cloudformation", "stack/backdoor/1"),
    ],
    ["say who is let in by the identity provider", "iam:UpdateSAMLProvider", iam("saml-provider/acme")],
  ];
}

const onData: readonly Deed[] = [
  ["read another bucket", "s3:GetObject", "arn:aws:s3:::acme-payroll/2026/11.csv"],
  ["read the bucket of others", "s3:GetObject", `${otherData}/in/0001.txt`],
  ["read the answers of others", "s3:GetObject", `${otherData}/out/job-1/manifests/output/output.manifest`],
  ["list another bucket", "s3:ListBucket", "arn:aws:s3:::acme-payroll"],
  ["list the bucket of others", "s3:ListBucket", otherData],
  ["write into the bucket of others", "s3:PutObject", `${otherData}/in/0001.txt`],
  [
    "read a bucket whose name begins alike",
    "s3:GetObject",
    "arn:aws:s3:::acme-signs-raw-archive/images/1.jpg",
  ],
  ["read another folder of the bucket", "s3:GetObject", `${theirInput}/contracts/1.pdf`],
  ["read a folder whose name begins alike", "s3:GetObject", `${theirInput}/images-private/1.jpg`],
  ["read beside the answers", "s3:GetObject", `${theirOutput}/boxes.zip`],
  ["write at the root of the bucket", "s3:PutObject", `${theirInput}/1.jpg`],
  ["delete an image", "s3:DeleteObject", `${theirInput}/images/1.jpg`],
  ["delete an answer", "s3:DeleteObject", `${theirOutput}/boxes/job-1/manifests/output/output.manifest`],
  ["delete a version of an answer", "s3:DeleteObjectVersion", `${theirOutput}/boxes/job-1/1.json`],
  ["publish an answer", "s3:PutObjectAcl", `${theirOutput}/boxes/job-1/1.json`],
  ["read a bucket of another account", "s3:GetObject", "arn:aws:s3:::elsewhere/images/1.jpg", foreignBucket],
  ["copy data to a bucket of another account", "s3:PutObject", "arn:aws:s3:::elsewhere/1.jpg", foreignBucket],
  ["open the bucket to others", "s3:PutBucketPolicy", theirInput],
  ["open the bucket to the public", "s3:PutBucketPublicAccessBlock", theirInput],
  ["change the bucket's CORS rules", "s3:PutBucketCORS", theirInput],
  ["have the bucket tell others", "s3:PutBucketNotification", theirInput],
  ["replicate answers elsewhere", "s3:PutReplicationConfiguration", theirOutput],
  ["make a bucket", "s3:CreateBucket", "arn:aws:s3:::acme-copies"],
  ["delete the bucket", "s3:DeleteBucket", theirOutput],
  ["receive objects that wait for a job", "sqs:ReceiveMessage", queueArn("GroundTruth-signs-1")],
  ["throw waiting objects away", "sqs:PurgeQueue", queueArn("GroundTruth-signs-1")],
  ["see the queue of others' jobs", "sqs:GetQueueAttributes", queueArn("GroundTruth-payslips-1")],
  [
    "have answers sent to a mailbox",
    "sns:Subscribe",
    topicArn("signs-output"),
    { "sns:Protocol": "email", "sns:Endpoint": "a@evil.example" },
  ],
  ["let others publish objects", "sns:AddPermission", topicArn("signs-input")],
  ["publish on another topic", "sns:Publish", topicArn("orders")],
  ["read a secret", "secretsmanager:GetSecretValue", regional("secretsmanager", "secret:payroll-AbCdEf")],
  [
    "read the log of another function",
    "logs:GetLogEvents",
    regional("logs", "log-group:/aws/lambda/nightly:log-stream:1"),
  ],
  ["stop the audit trail", "cloudtrail:StopLogging", regional("cloudtrail", "trail/audit")],
];

function onKeys({ stack }: DeployedRole): readonly Deed[] {
  const key = stack.key(theirKeyAlias).arn;
  const otherKey = stack.key(otherKeyAlias).arn;
  return [
    ["decrypt with the key outside S3", "kms:Decrypt", key],
    ["make a data key outside S3", "kms:GenerateDataKey", key],
    ["encrypt with the key outside S3", "kms:Encrypt", key],
    ["encrypt with the key through S3", "kms:Encrypt", key, throughS3],
    ["encrypt anew under another key", "kms:ReEncryptFrom", key],
    [
      "decrypt through another service",
      "kms:Decrypt",
      key,
      { "kms:ViaService": `secretsmanager.${region}.amazonaws.com` },
    ],
    [
      "decrypt through the S3 of another region",
      "kms:Decrypt",
      key,
      { "kms:ViaService": `s3.${otherRegion}.amazonaws.com` },
    ],
    ["decrypt outside S3 with a key that IAM alone guards", "kms:Decrypt", openKey, withTheirAlias],
    ["make a data key outside S3 with such a key", "kms:GenerateDataKey", openKey, withTheirAlias],
    [
      "decrypt through the S3 of another region with such a key",
      "kms:Decrypt",
      openKey,
      { ...withTheirAlias, "kms:ViaService": `s3.${otherRegion}.amazonaws.com` },
    ],
    [
      "decrypt through S3 with a key of another alias",
      "kms:Decrypt",
      openKey,
      { ...throughS3, "kms:ResourceAliases": ["alias/signs-2"] },
    ],
    ["decrypt through S3 with a key without an alias", "kms:Decrypt", openKey, throughS3],
    ["lend a key that IAM alone guards", "kms:CreateGrant", openKey, withTheirAlias],
    ["write the policy of another key that IAM alone guards", "kms:PutKeyPolicy", openKey],
    ["delete another key that IAM alone guards", "kms:ScheduleKeyDeletion", openKey],
    ["lend the key", "kms:CreateGrant", key],
    ["lend the key to a service", "kms:CreateGrant", key, { "kms:GrantIsForAWSResource": "true" }],
    ["decrypt with the key of others", "kms:Decrypt", otherKey],
    ["decrypt with the key of others through S3", "kms:Decrypt", otherKey, throughS3],
    ["say who may use the key of others", "kms:PutKeyPolicy", otherKey],
    ["delete the key of others", "kms:ScheduleKeyDeletion", otherKey],
    ["switch the key of others off", "kms:DisableKey", otherKey],
    ["decrypt with a key of another account", "kms:Decrypt", foreignKey, throughS3],
    ["give the alias to another key", "kms:UpdateAlias", regional("kms", theirKeyAlias)],
    ["give the key of others their alias", "kms:UpdateAlias", otherKey],
    ["take the alias away", "kms:DeleteAlias", regional("kms", theirKeyAlias)],
    ["give the key another alias", "kms:CreateAlias", key],
    ["mark the key", "kms:TagResource", key],
    ["make a key", "kms:CreateKey", "*"],
    ["import key material", "kms:ImportKeyMaterial", key],
  ];
}

const onLabeling: readonly Deed[] = [
  [
    "start a job for the public crowd",
    "sagemaker:CreateLabelingJob",
    jobArn("signs-1"),
    forTeam(publicCrowd),
  ],
  [
    "start a job for the public crowd, said by its type only",
    "sagemaker:CreateLabelingJob",
    jobArn("signs-1"),
    { "sagemaker:WorkteamType": "public-crowd" },
  ],
  [
    "start a human review by the public crowd",
    "sagemaker:CreateFlowDefinition",
    regional("sagemaker", "flow-definition/signs-1"),
    forTeam(publicCrowd),
  ],
  [
    "start a human review by their team",
    "sagemaker:CreateFlowDefinition",
    regional("sagemaker", "flow-definition/signs-1"),
    forTeam(theirTeam),
  ],
  ["start a job without a team", "sagemaker:CreateLabelingJob", jobArn("signs-1")],
  ["start a job of another team's", "sagemaker:CreateLabelingJob", jobArn("signs-1"), forTeam(otherTeam)],
  ["start a job of others", "sagemaker:CreateLabelingJob", jobArn("payslips-1"), forTeam(theirTeam)],
  [
    "start a job whose name begins alike",
    "sagemaker:CreateLabelingJob",
    jobArn("signs2-1"),
    forTeam(theirTeam),
  ],
  [
    "start a job in another region",
    "sagemaker:CreateLabelingJob",
    jobArn("signs-1", account, otherRegion),
    forTeam(theirTeam),
  ],
  [
    "start a job in another account",
    "sagemaker:CreateLabelingJob",
    jobArn("signs-1", otherAccount),
    forTeam(theirTeam),
  ],
  ["look at a job of others", "sagemaker:DescribeLabelingJob", jobArn("payslips-1")],
  ["stop a job of others", "sagemaker:StopLabelingJob", jobArn("payslips-1")],
  ["stop a job in another region", "sagemaker:StopLabelingJob", jobArn("signs-1", account, otherRegion)],
  ["mark a job of others", "sagemaker:AddTags", jobArn("payslips-1")],
  ["take tags off their job", "sagemaker:DeleteTags", jobArn("signs-1")],
  ["change another team", "sagemaker:UpdateWorkteam", otherTeam],
  ["delete another team", "sagemaker:DeleteWorkteam", otherTeam],
  ["make a model", "sagemaker:CreateModel", regional("sagemaker", "model/signs-1")],
  ["invite somebody to another user pool", "cognito-idp:AdminCreateUser", otherPool],
  ["set a worker's password", "cognito-idp:AdminSetUserPassword", theirPool],
  ["sign in as a worker", "cognito-idp:AdminInitiateAuth", theirPool],
  ["let workers sign in elsewhere", "cognito-idp:CreateIdentityProvider", theirPool],
  ["make a client of the user pool", "cognito-idp:CreateUserPoolClient", theirPool],
  ["delete the user pool", "cognito-idp:DeleteUserPool", theirPool],
  ["make a user pool", "cognito-idp:CreateUserPool", "*"],
];
