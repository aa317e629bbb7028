import { ConsoleUser, type GuardRails, JobCreator, PermissionStyle } from "../../lib";
import { hearingFormerNames, withFormerNames } from "./harness/former-key-names";
import { account, region } from "../account";
import {
  deployedPeople,
  forTeam,
  iam,
  jobArn,
  openKey,
  otherTeam,
  otherVendor,
  passedTo,
  publicCrowd,
  regional,
  theirRole,
  theirTeam,
  theirVendor,
} from "./harness/people";
import type { Context } from "./harness/principal";
import { mayDo, mayNotDo } from "./harness/sentences";
import { vocabularyProblems } from "./harness/vocabulary";

/*
 * Guard rails where they bite: on console users whom AWS's printed policy allows every action of SageMaker and who may
 * attach any policy. What such a person can do without a rail is tested once, beside it.
 */
const keyArn = regional("kms", "key/11111111-2222-3333-4444-555555555555");
const otherKeyArn = regional("kms", "key/99999999-2222-3333-4444-555555555555");
const rails = {
  "no-rail": {},
  "no-public-crowd": { noPublicCrowd: true },
  "only-teams": { onlyWorkTeamArns: [theirTeam, theirVendor] },
  "output-key": { requireOutputKey: true },
  "only-output-keys": { onlyOutputKeyArns: [keyArn] },
  "output-key-of-a-list": { requireOutputKey: true, onlyOutputKeyArns: [keyArn] },
  "volume-key": { requireVolumeKey: true },
  "only-volume-keys": { onlyVolumeKeyArns: [keyArn] },
  "only-regions": { onlyRegions: [region, "eu-central-1"] },
  "required-tags": { requiredTagKeys: ["team", "cost-centre"] },
  "no-key-deletion": { noKeyDeletion: true },
} satisfies Record<string, GuardRails>;
const all: GuardRails = {
  ...Object.assign({}, ...Object.values(rails).filter((each) => !("requireVolumeKey" in each))),
};

const stack = deployedPeople((scope, workflow) => {
  const workflows = [workflow];
  for (const [policyName, guardRails] of Object.entries(rails)) {
    const permissions = { style: PermissionStyle.AS_DOCUMENTED };
    const props = { policyName, permissions, guardRails, workflows };
    new ConsoleUser(scope, policyName, props).attachToRole(policyName);
  }
  const props = { policyName: "creator", workflows, guardRails: all };
  new JobCreator(scope, "creator", props).attachToRole("creator");
  const managed = { style: PermissionStyle.AWS_MANAGED };
  const broad = { policyName: "broad-creator", workflows, guardRails: all, permissions: managed };
  new JobCreator(scope, "broad-creator", broad).attachToRole("broad-creator");
});

const guardedBy = (rail: keyof typeof rails) => hearingFormerNames(stack.role(rail));
const job = jobArn("signs-1");
const start = "sagemaker:CreateLabelingJob";
const inRegion = (name: string): Context => ({ "aws:RequestedRegion": name });
const tagged = (...keys: string[]): Context => ({
  ...Object.fromEntries(keys.map((tag) => [`aws:RequestTag/${tag}`, "x"])),
  "aws:TagKeys": keys,
});
/** IAM hears of a key by the name of today, by the former one, or by both. */
const named = {
  today: (what: "Output" | "Volume", arn: string): Context => ({ [`sagemaker:${what}KmsKeyArn`]: arn }),
  formerly: (what: "Output" | "Volume", arn: string): Context =>
    withFormerNames({ [`sagemaker:${what}KmsKey`]: arn }),
  both: (what: "Output" | "Volume", arn: string): Context => ({
    ...named.today(what, arn),
    ...named.formerly(what, arn),
  }),
};
const namings = Object.entries(named);

describe("without guard rails, by AWS's printed policy", () => {
  mayDo(guardedBy("no-rail"), [
    ["give data to the public crowd", start, job, forTeam(publicCrowd)],
    ["give data to any team", start, job, forTeam(otherTeam)],
    ["start a job without a key", start, job, forTeam(theirTeam)],
    [
      "start a job with any key",
      start,
      job,
      { ...forTeam(theirTeam), ...named.today("Output", otherKeyArn) },
    ],
    [
      "start a job in any region",
      start,
      job.replace(region, "us-east-1"),
      { ...forTeam(theirTeam), ...inRegion("us-east-1") },
    ],
    ["start a job without tags", start, job, forTeam(theirTeam)],
    ["take tags off a job", "sagemaker:DeleteTags", job, { "aws:TagKeys": ["team"] }],
  ]);
});

describe("no public crowd", () => {
  const flow = regional("sagemaker", "flow-definition/signs-1");
  mayDo(guardedBy("no-public-crowd"), [
    ["start a job for a private team", start, job, forTeam(theirTeam)],
    ["start a job for another private team", start, job, forTeam(otherTeam)],
    ["start a job for a vendor", start, job, forTeam(theirVendor)],
    ["start a human review by a private team", "sagemaker:CreateFlowDefinition", flow, forTeam(theirTeam)],
  ]);
  mayNotDo(guardedBy("no-public-crowd"), [
    ["start a job for the public crowd", start, job, forTeam(publicCrowd)],
    ["start a job for it under another name", start, jobArn("payslips-1"), forTeam(publicCrowd)],
    [
      "start a job for it in another region",
      start,
      job.replace(region, "us-east-1"),
      forTeam(publicCrowd.replace(region, "us-east-1")),
    ],
    [
      "start a human review by the public crowd",
      "sagemaker:CreateFlowDefinition",
      flow,
      forTeam(publicCrowd),
    ],
  ]);
});

describe("only listed teams", () => {
  mayDo(guardedBy("only-teams"), [
    ["start a job for the listed team", start, job, forTeam(theirTeam)],
    ["start a job for the listed vendor", start, job, forTeam(theirVendor)],
    ["stop a job", "sagemaker:StopLabelingJob", job],
  ]);
  mayNotDo(guardedBy("only-teams"), [
    ["start a job for another team", start, job, forTeam(otherTeam)],
    ["start a job for another vendor", start, job, forTeam(otherVendor)],
    ["start a job for a team whose name begins alike", start, job, forTeam(`${theirTeam}-2`)],
    [
      "start a job for a team of that name elsewhere",
      start,
      job,
      forTeam(theirTeam.replace(account, "444455556666")),
    ],
    ["start a job for the public crowd", start, job, forTeam(publicCrowd)],
    ["start a job that does not say for whom", start, job],
  ]);
});

describe.each(namings)("a key for answers, of which IAM hears by the name of %s", (_when, name) => {
  const withKey = (arn: string): Context => ({ ...forTeam(theirTeam), ...name("Output", arn) });
  mayDo(guardedBy("output-key"), [
    ["name a key where one is required", start, job, withKey(keyArn)],
    ["name any key where one is required", start, job, withKey(otherKeyArn)],
  ]);
  mayDo(guardedBy("only-output-keys"), [["name a listed key", start, job, withKey(keyArn)]]);
  mayNotDo(guardedBy("only-output-keys"), [
    ["name another key", start, job, withKey(otherKeyArn)],
    ["name a key whose id begins alike", start, job, withKey(`${keyArn}5`)],
    ["name the key by its alias", start, job, withKey(regional("kms", "alias/signs"))],
    ["name a key of another account", start, job, withKey(keyArn.replace(account, "444455556666"))],
    ["name a key of another region", start, job, withKey(keyArn.replace(region, "us-east-1"))],
  ]);
  mayDo(guardedBy("output-key-of-a-list"), [
    ["name a listed key where one is required", start, job, withKey(keyArn)],
  ]);
  mayNotDo(guardedBy("output-key-of-a-list"), [
    ["name another key where one is required", start, job, withKey(otherKeyArn)],
  ]);
});

describe("a key for answers that is not named", () => {
  mayNotDo(guardedBy("output-key"), [
    ["start a job without a key where one is required", start, job, forTeam(theirTeam)],
    [
      "name the key of the storage volume instead",
      start,
      job,
      { ...forTeam(theirTeam), ...named.both("Volume", keyArn) },
    ],
  ]);
  mayNotDo(guardedBy("output-key-of-a-list"), [
    ["start a job without a key where one of a list is required", start, job, forTeam(theirTeam)],
  ]);
  mayDo(guardedBy("only-output-keys"), [
    ["start a job without a key where none is required", start, job, forTeam(theirTeam)],
  ]);
});

describe.each(namings)(
  "a key for the storage volume, of which IAM hears by the name of %s",
  (_when, name) => {
    const withKey = (arn: string): Context => ({ ...forTeam(theirTeam), ...name("Volume", arn) });
    mayDo(guardedBy("volume-key"), [["name a key where one is required", start, job, withKey(keyArn)]]);
    mayDo(guardedBy("only-volume-keys"), [["name a listed key", start, job, withKey(keyArn)]]);
    mayNotDo(guardedBy("only-volume-keys"), [["name another key", start, job, withKey(otherKeyArn)]]);
  },
);

describe("a key for the storage volume that is not named", () => {
  mayNotDo(guardedBy("volume-key"), [
    ["start a job without automated labeling, as synth warns", start, job, forTeam(theirTeam)],
    [
      "name the key of the answers instead",
      start,
      job,
      { ...forTeam(theirTeam), ...named.both("Output", keyArn) },
    ],
  ]);
  mayDo(guardedBy("only-volume-keys"), [
    ["start a job without automated labeling", start, job, forTeam(theirTeam)],
    ["name any key for answers", start, job, { ...forTeam(theirTeam), ...named.both("Output", otherKeyArn) }],
  ]);
});

describe("only listed regions", () => {
  const elsewhere = inRegion("us-east-1");
  mayDo(guardedBy("only-regions"), [
    ["start a job in the region", start, job, { ...forTeam(theirTeam), ...inRegion(region) }],
    [
      "start a job in the other listed region",
      start,
      job.replace(region, "eu-central-1"),
      { ...forTeam(theirTeam), ...inRegion("eu-central-1") },
    ],
    ["list jobs in the region", "sagemaker:ListLabelingJobs", "*", inRegion(region)],
    ["list roles, which have no region", "iam:ListRoles", "*"],
    ["list buckets, which is asked of another region", "s3:ListAllMyBuckets", "*", elsewhere],
    ["hand over the execution role, which has no region", "iam:PassRole", theirRole, passedTo("sagemaker")],
  ]);
  mayNotDo(guardedBy("only-regions"), [
    [
      "start a job in another region",
      start,
      job.replace(region, "us-east-1"),
      { ...forTeam(theirTeam), ...elsewhere },
    ],
    ["list jobs in another region", "sagemaker:ListLabelingJobs", "*", elsewhere],
    [
      "invite a worker in another region",
      "cognito-idp:AdminCreateUser",
      regional("cognito-idp", "userpool/us-east-1_x", account, "us-east-1"),
      elsewhere,
    ],
    [
      "call a function in another region",
      "lambda:InvokeFunction",
      regional("lambda", "function:x", account, "us-east-1"),
      elsewhere,
    ],
    [
      "make a manifest in another region",
      "groundtruthlabeling:RunGenerateManifestByCrawlingJob",
      "*",
      elsewhere,
    ],
    ["list keys in another region", "kms:ListAliases", "*", elsewhere],
    [
      "list jobs in a region whose name begins alike",
      "sagemaker:ListLabelingJobs",
      "*",
      inRegion("eu-west-12"),
    ],
  ]);
});

describe("required tags", () => {
  const both = tagged("team", "cost-centre");
  mayDo(guardedBy("required-tags"), [
    ["start a job with the tags", start, job, { ...forTeam(theirTeam), ...both }],
    [
      "start a job with a further tag",
      start,
      job,
      { ...forTeam(theirTeam), ...tagged("team", "cost-centre", "run") },
    ],
    [
      "give a job its tags when it is created",
      "sagemaker:AddTags",
      job,
      { ...both, "sagemaker:TaggingAction": "CreateLabelingJob" },
    ],
    ["add another tag to the job", "sagemaker:AddTags", job, tagged("run")],
    ["take another tag off", "sagemaker:DeleteTags", job, { "aws:TagKeys": ["run"] }],
  ]);
  mayNotDo(guardedBy("required-tags"), [
    ["start a job without tags", start, job, forTeam(theirTeam)],
    ["start a job without the second tag", start, job, { ...forTeam(theirTeam), ...tagged("team") }],
    ["start a job without the first tag", start, job, { ...forTeam(theirTeam), ...tagged("cost-centre") }],
    ["start a job with other tags", start, job, { ...forTeam(theirTeam), ...tagged("run", "who") }],
    ["take a required tag off", "sagemaker:DeleteTags", job, { "aws:TagKeys": ["team"] }],
    ["change a required tag afterwards", "sagemaker:AddTags", job, tagged("team")],
    ["change it among others", "sagemaker:AddTags", job, tagged("run", "cost-centre")],
    ["add it once more in another case", "sagemaker:AddTags", job, tagged("TEAM")],
    ["take it off among others", "sagemaker:DeleteTags", job, { "aws:TagKeys": ["run", "cost-centre"] }],
    [
      "take it off in another case, in which it counted",
      "sagemaker:DeleteTags",
      job,
      { "aws:TagKeys": ["Team"] },
    ],
  ]);
});

describe("no deletion of keys", () => {
  const everything = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "kms:*", Resource: "*" }],
  };
  const railed = stack.role("no-key-deletion");
  const withKms = {
    ...railed,
    identityPolicies: [...railed.identityPolicies, { name: "all of KMS", document: everything }],
  };
  mayDo(withKms, [
    ["switch a key off, where all of KMS is allowed", "kms:DisableKey", openKey],
    ["cancel a key's deletion", "kms:CancelKeyDeletion", openKey],
  ]);
  mayNotDo(withKms, [
    ["order a key's deletion, where all of KMS is allowed", "kms:ScheduleKeyDeletion", openKey],
    ["delete a key's material", "kms:DeleteImportedKeyMaterial", openKey],
    [
      "order the deletion of a key of another account",
      "kms:ScheduleKeyDeletion",
      openKey.replace(account, "444455556666"),
    ],
  ]);
});

/* A limit: rails are denials for one person, and AWS's printed policy lets that person make another one. */
describe("rails beside AWS's printed policy", () => {
  mayDo(guardedBy("no-public-crowd"), [
    ["make a role that has no rails", "iam:CreateRole", iam("role/without-rails")],
    ["give it any policy", "iam:AttachRolePolicy", iam("role/without-rails")],
  ]);
  mayNotDo(guardedBy("no-public-crowd"), [
    ["take the rails off their own role", "iam:DetachRolePolicy", iam("role/no-public-crowd")],
    ["rewrite the rails", "iam:CreatePolicyVersion", iam("policy/no-public-crowd")],
  ]);
});

describe.each(["creator", "broad-creator"])("all rails together but a volume key: the %s", (name) => {
  const creator = hearingFormerNames(stack.role(name));
  const whole: Context = {
    ...forTeam(theirTeam),
    ...named.today("Output", keyArn),
    ...tagged("team", "cost-centre"),
    ...inRegion(region),
  };
  const without = (...keys: string[]) =>
    Object.fromEntries(Object.entries(whole).filter(([contextKey]) => !keys.includes(contextKey)));
  mayDo(creator, [
    ["start a job that keeps to all of them", start, job, whole],
    ["start it for the vendor", start, job, { ...whole, ...forTeam(theirVendor) }],
    ["start it with a listed key for the volume", start, job, { ...whole, ...named.today("Volume", keyArn) }],
    ["tag it", "sagemaker:AddTags", job, { ...tagged("run"), ...inRegion(region) }],
    ["hand over the execution role", "iam:PassRole", theirRole, passedTo("sagemaker")],
    ["see how it stands", "sagemaker:DescribeLabelingJob", job, inRegion(region)],
  ]);
  mayNotDo(creator, [
    ["start it for the public crowd", start, job, { ...whole, ...forTeam(publicCrowd) }],
    ["start it for another team", start, job, { ...whole, ...forTeam(otherTeam) }],
    ["start it without a key", start, job, without("sagemaker:OutputKmsKeyArn")],
    ["start it with another key", start, job, { ...whole, ...named.today("Output", otherKeyArn) }],
    [
      "start it with another key for the volume",
      start,
      job,
      { ...whole, ...named.today("Volume", otherKeyArn) },
    ],
    ["start it without a tag", start, job, without("aws:RequestTag/team")],
    [
      "start it in another region",
      start,
      job.replace(region, "us-east-1"),
      { ...whole, ...inRegion("us-east-1") },
    ],
    ["take a required tag off", "sagemaker:DeleteTags", job, { "aws:TagKeys": ["team"] }],
    ["attach a policy that has no rails", "iam:AttachRolePolicy", iam(`role/${name}`)],
  ]);
});

test("rails speak AWS's vocabulary, but for the former names of two condition keys", async () => {
  const found = await Promise.all(
    Object.keys(rails).map((rail) => vocabularyProblems(stack.policies[rail]!.document)),
  );
  const others = found
    .flat()
    .filter((problem) => !/condition key sagemaker:(Output|Volume)KmsKey .*replaced/.test(problem));
  expect(others).toEqual([]);
});
