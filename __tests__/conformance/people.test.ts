import { JobCreator, JobOperator, PermissionStyle, S3Location } from "../../lib";
import { statementDifferences } from "./harness/differences";
import {
  deployedPeople,
  forTeam,
  iam,
  jobArn,
  otherData,
  otherRole,
  otherTeam,
  passedTo,
  peopleNames,
  peopleOf,
  permissionSetOf,
  publicCrowd,
  regional,
  theirInput,
  theirOutput,
  theirRole,
  theirTeam,
  theirVendor,
} from "./harness/people";
import { statementsOf } from "./harness/policy-document";
import { mayDo, mayNotDo } from "./harness/sentences";
import { vocabularyProblems } from "./harness/vocabulary";

/*
 * What holds for all people, and what their rights are cut from: the names of jobs, the list of teams, the number of
 * workflows. Who may do what is in people-with-jobs and people-with-resources.
 */
const styles = Object.values(PermissionStyle);
const everyone = styles.flatMap((style) => peopleNames.map((name) => [name, style] as const));

describe("the policies of people", () => {
  test.each(styles)("speak AWS's vocabulary, by the style %s", async (style) => {
    const { policies, roles } = peopleOf(style);
    const own = Object.values(policies).map(({ name, document }) => [name, document] as const);
    const trust = Object.values(roles).map(
      ({ name, trustPolicy }) => [`trust of ${name}`, trustPolicy!] as const,
    );
    expect(own.length).toBeGreaterThanOrEqual(peopleNames.length);
    const found = await Promise.all(
      [...own, ...trust].map(async ([name, document]) => {
        return (await vocabularyProblems(document)).map((problem) => `${name}: ${problem}`);
      }),
    );
    expect(found.flat()).toEqual([]);
  });

  test("reach no other account by the least privilege, but vendors and AWS's starter functions", () => {
    const { policies } = peopleOf();
    const arns = peopleNames
      .flatMap((name) => statementsOf(policies[name]!.document))
      .flatMap(({ Resource = [] }) => Resource)
      .filter((arn) => arn !== "*" && ![iam("").split(":")[4], ""].includes(arn.split(":")[4]));
    expect(new Set(arns)).toEqual(
      new Set([
        theirVendor,
        "arn:aws:sagemaker:eu-west-1:*:workteam/vendor-crowd/*",
        "arn:aws:serverlessrepo:eu-west-1:838997950401:applications/aws-sagemaker-ground-truth-recipe",
      ]),
    );
  });
});

describe("the permission set for IAM Identity Center", () => {
  test.each(everyone)("of the %s gives what the role has, by the style %s", (name, style) => {
    const stack = peopleOf(style);
    const {
      InlinePolicy,
      CustomerManagedPolicyReferences = [],
      ManagedPolicies = [],
    } = permissionSetOf(name, style);
    const attached = stack.role(name).identityPolicies;
    const isOfAws = (policy: string) => policy.startsWith("arn:aws:iam::aws:");
    expect(ManagedPolicies).toEqual(attached.map((policy) => policy.name).filter(isOfAws));

    const own = attached.filter((policy) => !isOfAws(policy.name));
    if (CustomerManagedPolicyReferences.length > 0) {
      expect(InlinePolicy).toBeUndefined();
      expect(CustomerManagedPolicyReferences).toEqual(
        own.map((policy) => ({ Name: policy.name, Path: "/" })),
      );
      return;
    }
    // One document instead of several: Sids may be numbered otherwise, and nothing else may differ.
    const statements = own.flatMap(({ document }) => statementsOf(document));
    expect(statementDifferences(InlinePolicy ?? [], statements, { ignoreSids: true })).toEqual([]);
    expect(InlinePolicy === undefined).toBe(own.length === 0 || statements.length === 0);
  });

  test("refers to policies that exist, when it would be too long", () => {
    const many = Array.from({ length: 50 }, (_, index) => `workflow-${index + 10}`);
    let names: readonly string[] = [];
    const { policies } = deployedPeople((stack, workflow) => {
      const creator = new JobCreator(stack, "Creator", {
        policyName: "creator",
        workflows: many.map((labelingJobName) => ({ ...workflow, labelingJobName })),
      });
      names = creator.policyNames;
      stack.addOverride("output.set.value", creator.permissionSetJson);
    });
    expect(names.length).toBeGreaterThan(1);
    expect(names.filter((name) => policies[name] === undefined)).toEqual([]);
  });
});

describe("the names of jobs", () => {
  const stack = deployedPeople((scope, workflow) => {
    const fixed = { ...workflow, labelingJobName: "Street-Signs", labelingJobNameIsPrefix: false };
    new JobOperator(scope, "Operator", { policyName: "operator", workflows: [fixed] }).attachToRole(
      "operator",
    );
  });
  const operator = stack.role("operator");
  mayDo(operator, [
    ["stop the one job", "sagemaker:StopLabelingJob", jobArn("Street-Signs")],
    [
      "stop it by the name that SageMaker writes into its ARN",
      "sagemaker:StopLabelingJob",
      jobArn("street-signs"),
    ],
    [
      "see how many objects wait for it",
      "sqs:GetQueueAttributes",
      regional("sqs", "GroundTruth-street-signs"),
    ],
  ]);
  mayNotDo(operator, [
    ["stop a job that the name is the beginning of", "sagemaker:StopLabelingJob", jobArn("street-signs-2")],
    ["stop a job of a shorter name", "sagemaker:StopLabelingJob", jobArn("street")],
    [
      "see how many objects wait for another job",
      "sqs:GetQueueAttributes",
      regional("sqs", "GroundTruth-street-signs-2"),
    ],
  ]);
});

describe("a workflow without a list of teams", () => {
  const stack = deployedPeople((scope, workflow) => {
    const anyTeam = { ...workflow, workTeamArns: undefined };
    new JobCreator(scope, "Creator", { policyName: "creator", workflows: [anyTeam] }).attachToRole("creator");
  });
  const creator = stack.role("creator");
  const start = "sagemaker:CreateLabelingJob";
  mayDo(creator, [
    ["start a job for a private team", start, jobArn("signs-1"), forTeam(otherTeam)],
    ["start a job for a vendor", start, jobArn("signs-1"), forTeam(theirVendor)],
    ["see who is in any team", "sagemaker:DescribeWorkteam", otherTeam],
    ["see who a vendor is", "sagemaker:DescribeSubscribedWorkteam", theirVendor],
  ]);
  mayNotDo(creator, [
    ["start a job for the public crowd", start, jobArn("signs-1"), forTeam(publicCrowd)],
    ["start a job that does not say for whom", start, jobArn("signs-1")],
    [
      "start a job that says the team and not its type",
      start,
      jobArn("signs-1"),
      { "sagemaker:WorkteamArn": theirTeam },
    ],
    ["start a job of others", start, jobArn("payslips-1"), forTeam(theirTeam)],
  ]);
});

/* Limits that docs/decisions/0011 tells: what IAM cannot tell apart. */
describe("one person over two workflows", () => {
  const payslips = {
    labelingJobName: "payslips-",
    labelingJobNameIsPrefix: true,
    executionRoleArn: otherRole,
    workTeamArns: [otherTeam],
    inputs: [S3Location.parse("s3://acme-payslips/in/")],
    output: S3Location.parse("s3://acme-payslips/out/"),
  };
  const stack = deployedPeople((scope, workflow) => {
    const creator = new JobCreator(scope, "Creator", {
      policyName: "creator",
      workflows: [workflow, payslips],
    });
    creator.attachToRole("creator");
  });
  const creator = stack.role("creator");
  const start = "sagemaker:CreateLabelingJob";
  mayDo(creator, [
    ["start a job of the one for its team", start, jobArn("signs-1"), forTeam(theirTeam)],
    ["start a job of the other for its team", start, jobArn("payslips-1"), forTeam(otherTeam)],
    ["pass the role of the one, to whichever job", "iam:PassRole", theirRole, passedTo("sagemaker")],
    ["pass the role of the other, to whichever job", "iam:PassRole", otherRole, passedTo("sagemaker")],
    ["read the data of both", "s3:GetObject", `${otherData}/in/0001.txt`],
  ]);
  mayNotDo(creator, [
    ["start a job of the one for the team of the other", start, jobArn("signs-1"), forTeam(otherTeam)],
    ["start a job of the other for the vendor of the one", start, jobArn("payslips-1"), forTeam(theirVendor)],
    ["read beside the data of the other", "s3:GetObject", `${otherData}/contracts/1.txt`],
    ["pass a third role", "iam:PassRole", iam("role/third"), passedTo("sagemaker")],
  ]);
});

describe("what stays open to those who work on data", () => {
  mayDo(peopleOf().role("job-creator"), [
    [
      "see the names of objects in other folders of the bucket",
      "s3:ListBucket",
      theirInput,
      { "s3:prefix": "contracts/" },
    ],
    ["see the names of objects beside the answers", "s3:ListBucket", theirOutput, { "s3:prefix": "" }],
  ]);
});
