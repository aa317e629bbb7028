import { type InvalidInputError, Problems } from "../../lib/validation/problems";
import {
  AwsPage,
  PermissionStyle,
  renderPolicy,
  type GuardRails,
  type Hardening,
  type PolicyStatement,
} from "../../lib";
import {
  lambdaFunctionArn,
  privateWorkTeamArn,
  s3BucketArn,
  s3ObjectsArn,
  snsTopicArn,
} from "../../lib/iam/arn";
import { keyByAlias } from "../../lib/permissions/key-target";
import { auditor, workforceAuditor } from "../../lib/permissions/people/auditor";
import { consoleUser } from "../../lib/permissions/people/console-user";
import { customWorkflowUser } from "../../lib/permissions/people/custom-workflow";
import { functionAuthor, recipe } from "../../lib/permissions/people/function-author";
import { guardRailRules, guardRailStatements } from "../../lib/permissions/people/guard-rails";
import { jobCreator } from "../../lib/permissions/people/job-creator";
import { jobOperator } from "../../lib/permissions/people/job-operator";
import { keyAdministrator } from "../../lib/permissions/people/key-administrator";
import { labelingJobArns, type LabelingNeed } from "../../lib/permissions/people/labeling-need";
import { assumedByPeople } from "../../lib/permissions/people/people-trust";
import { personaPermissions, type PersonaSubject } from "../../lib/permissions/people/persona-subject";
import { privateWorkforceUser, workforceManager } from "../../lib/permissions/people/private-workforce";
import { vendorSubscriber, vendorWorkforceUser } from "../../lib/permissions/people/vendor-workforce";
import { deployedStack } from "../conformance/harness/deployed";
import { statementDifferences } from "../conformance/harness/differences";
import type { PolicyDocument } from "../conformance/harness/policy-document";
import { mayDo, mayNotDo } from "../conformance/harness/sentences";
import { vocabularyProblems } from "../conformance/harness/vocabulary";
import awsDocuments from "./aws-people-documents.json";
import { account, region } from "../account";

const scope = { partition: "aws", region, account };
const roleArn = `arn:aws:iam::${account}:role/acme-execution`;
const team = privateWorkTeamArn(scope, "acme-labelers");
const vendorTeam = `arn:aws:sagemaker:${region}:444455556666:workteam/vendor-crowd/labels-inc`;
const keyArn = `arn:aws:kms:${region}:${account}:key/1234`;
const userPoolArn = `arn:aws:cognito-idp:${region}:${account}:userpool/${region}_AbCdEf`;
const publicCrowd = `arn:aws:sagemaker:${region}:394669845002:workteam/public-crowd/default`;

/** A workflow with everything that a workflow can have. */
const signs: LabelingNeed = {
  labelingJobName: "street-signs-",
  labelingJobNameIsPrefix: true,
  executionRoleArn: roleArn,
  workTeamArns: [team, vendorTeam],
  inputs: [{ bucketName: "acme-in", prefix: "signs/" }],
  output: { bucketName: "acme-out", prefix: "signs/" },
  keys: [keyByAlias(scope, "alias/acme")],
  functionArns: [lambdaFunctionArn(scope, "acme-pre"), `${lambdaFunctionArn(scope, "acme-post")}:live`],
  topicArns: [snsTopicArn(scope, "acme-in"), snsTopicArn(scope, "acme-out")],
  functionRoleArns: [`arn:aws:iam::${account}:role/acme-post`],
  answerQueueArns: [`arn:aws:sqs:${region}:${account}:acme-answers`],
  alarmTopicArn: snsTopicArn(scope, "acme-alarms"),
};

/** The least that a workflow is made of. */
const bare: LabelingNeed = {
  labelingJobName: "signs",
  executionRoleArn: roleArn,
  inputs: [],
  output: { bucketName: "acme-out", prefix: "" },
};

const written =
  <Need>(subject: PersonaSubject<Need>, ...needs: Need[]) =>
  (style: PermissionStyle, hardening: Hardening = {}): PolicyStatement[] =>
    needs.flatMap((need) => [...personaPermissions(subject, need, { style, hardening, scope }).statements]);

/** Every kind of person, for the fullest and for the barest need. */
const people = {
  consoleUser: written(consoleUser, signs, bare),
  customWorkflowUser: written(customWorkflowUser, signs.functionArns!, []),
  privateWorkforceUser: written(privateWorkforceUser, { userPoolArn, workTeamNames: ["acme-*"] }, {}),
  vendorWorkforceUser: written(vendorWorkforceUser, undefined),
  functionAuthor: written(
    functionAuthor,
    {
      functionNames: ["acme-pre", "acme-gt-*"],
      functionRoleArns: [`arn:aws:iam::${account}:role/acme-pre`],
      recipe: true,
    },
    { functionNames: [] },
  ),
  recipe: written(recipe, undefined),
  jobCreator: written(jobCreator, signs, bare),
  jobOperator: written(jobOperator, signs, bare),
  workforceManager: written(workforceManager, { userPoolArn, workforceName: "acme" }, {}),
  vendorSubscriber: written(vendorSubscriber, undefined),
  auditor: written(auditor, signs, bare),
  workforceAuditor: written(workforceAuditor, { userPoolArn, workforceName: "acme" }, {}),
  keyAdministrator: written(
    keyAdministrator,
    { key: keyByAlias(scope, "alias/acme"), aliasArn: `arn:aws:kms:${region}:${account}:alias/acme` },
    { key: { resources: [keyArn] }, mayChangeKeyPolicy: true },
  ),
};

const allGuardRails: GuardRails = {
  noPublicCrowd: true,
  onlyWorkTeamArns: [team, vendorTeam],
  requireOutputKey: true,
  onlyOutputKeyArns: [keyArn],
  requireVolumeKey: true,
  onlyVolumeKeyArns: [keyArn],
  onlyRegions: [region],
  requiredTagKeys: ["team", "cost centre"],
  noKeyDeletion: true,
};

const cases = Object.values(PermissionStyle).flatMap((style) =>
  Object.entries(people).map(([name, statements]) => [name, style, statements(style)] as const),
);
const leastPrivilege = cases.filter(([, style]) => style === PermissionStyle.LEAST_PRIVILEGE);
const ofLeastPrivilege = leastPrivilege.flatMap(([, , statements]) => statements);

function asPolicy(statements: readonly PolicyStatement[]): PolicyDocument {
  return JSON.parse(renderPolicy(statements)) as PolicyDocument;
}

describe("people", () => {
  test.each(cases)("%s, %s: speaks AWS's vocabulary", async (_name, _style, statements) => {
    expect(await vocabularyProblems(asPolicy(statements))).toEqual([]);
  });

  test("get a reason and a page with every statement", () => {
    const pages = Object.values<string>(AwsPage);
    const all = [
      ...cases.flatMap(([, , statements]) => statements),
      ...guardRailStatements(allGuardRails),
      assumedByPeople([roleArn], true),
    ];
    for (const { sid, reason, page } of all) {
      expect([sid, reason]).toEqual([sid, expect.stringMatching(/\w+ \w+/)]);
      expect([sid, pages]).toEqual([sid, expect.arrayContaining([page])]);
    }
  });

  test("have every resource open in these statements only, for these reasons", () => {
    const open = ofLeastPrivilege.filter(({ resources }) => resources?.includes("*"));
    const reasons = Object.fromEntries(open.map(({ sid, anyResourceBecause }) => [sid, anyResourceBecause]));
    expect(reasons).toEqual({
      GroundTruthConsole: "groundtruthlabeling has no resource types",
      ListBuckets: "s3:ListAllMyBuckets has no resource type",
      ListFunctions: "lambda:ListFunctions has no resource type",
      ListKeyAliases: "kms:ListAliases has no resource type",
      ListKeys: "neither action has a resource type",
      ListLabelingJobs: "sagemaker:ListLabelingJobs has no resource type",
      ListRoles: "iam:ListRoles has no resource type",
      ListUserPools: "cognito-idp:ListUserPools has no resource type",
      ListVendorWorkteams: "sagemaker:ListSubscribedWorkteams has no resource type",
      ListWorkforces: "none of these actions has a resource type",
      ListWorkteams: "none of these actions has a resource type",
      PreviewWorkerTemplate: "sagemaker:RenderUiTemplate has no resource type",
      ReadMetrics: "metrics that lie in no dataset, as those of Ground Truth, have no resource",
      SearchRecipes: "serverlessrepo:SearchApplications has no resource type",
      SeeFunctions: "none of these actions has a resource type",
      SeeWorkforces: "sagemaker:ListWorkforces has no resource type",
      SubscribeToVendors: "subscriptions of AWS Marketplace have no resource type: any product can be meant",
      ViewVendorSubscriptions:
        "subscriptions of AWS Marketplace have no resource type: any product can be meant",
    });
  });

  test("get no action with a wildcard by the least privilege but one that AWS prints for keys", () => {
    const actions = ofLeastPrivilege.flatMap((statement) => statement.actions);
    expect([...new Set(actions.filter((action) => action.includes("*")))]).toEqual(["kms:GenerateDataKey*"]);
  });

  test("change nothing in IAM by the least privilege: roles are passed, by name, to one service", () => {
    const iam = ofLeastPrivilege.filter(({ actions }) => actions.some((action) => action.startsWith("iam:")));
    const writes = iam.flatMap(({ actions }) => actions).filter((action) => !/^iam:(Get|List)/.test(action));
    expect(new Set(writes)).toEqual(new Set(["iam:PassRole"]));
    for (const { actions, resources, when } of iam) {
      if (!actions.includes("iam:PassRole")) continue;
      expect(actions).toEqual(["iam:PassRole"]);
      expect(resources!.filter((arn) => /[*?]/.test(arn))).toEqual([]);
      expect(Object.keys(when!)).toEqual(["StringEquals"]);
      expect([["sagemaker.amazonaws.com"], ["lambda.amazonaws.com"]]).toContainEqual(
        when!.StringEquals!["iam:PassedToService"],
      );
    }
  });

  test("cannot lend, open or take over: actions that no one has by the least privilege", () => {
    const actions = ofLeastPrivilege.flatMap((statement) => statement.actions);
    const dangerous =
      /^sts:|^lambda:(Add|Put|.*Url|CreateEventSource)|^kms:(CreateGrant|.*Alias$)|^s3:(Put(?!Object$)|Delete)|^cognito-idp:CreateUserPool/;
    expect(actions.filter((action) => dangerous.test(action))).toEqual([]);
    const owners = leastPrivilege.filter(([, , statements]) =>
      statements.some((statement) => statement.actions.includes("kms:PutKeyPolicy")),
    );
    // Only a key administrator to whom it was given by name.
    expect(owners.map(([name]) => name)).toEqual(["keyAdministrator"]);
  });

  test("create jobs for the workflow's teams or, where none is named, for any but the public crowd", () => {
    const creating = (need: LabelingNeed) =>
      consoleUser.leastPrivilege(need, scope, {}).find(({ sid }) => sid === "CreateLabelingJobs");
    expect(creating(signs)?.when).toEqual({ ArnEquals: { "sagemaker:WorkteamArn": [team, vendorTeam] } });
    expect(creating(bare)?.when).toEqual({
      StringEquals: { "sagemaker:WorkteamType": ["private-crowd", "vendor-crowd"] },
    });
    const others = ofLeastPrivilege.filter(({ actions }) => actions.includes("sagemaker:CreateLabelingJob"));
    expect(new Set(others.map(({ sid }) => sid))).toEqual(new Set(["CreateLabelingJobs"]));
  });

  test("workforce and teams count in both spellings, too", () => {
    const need = { workforceName: "Acme", workTeamNames: ["Signs-*"] };
    const resources = Object.fromEntries(
      workforceManager.leastPrivilege(need, scope, {}).map(({ sid, resources: arns }) => [sid, arns]),
    );
    const arn = (what: string) => `arn:aws:sagemaker:${region}:${account}:${what}`;
    expect(resources["ManageWorkforce"]).toEqual([arn("workforce/Acme"), arn("workforce/acme")]);
    expect(resources["DescribeWorkforce"]).toEqual(resources["ManageWorkforce"]);
    expect(resources["ManageWorkteams"]).toEqual([
      arn("workteam/private-crowd/Signs-*"),
      arn("workteam/private-crowd/signs-*"),
    ]);
  });

  test("a job's name counts in both spellings, as its ARN is in lower case", () => {
    expect(labelingJobArns({ ...bare, labelingJobName: "Signs" }, scope)).toEqual([
      `arn:aws:sagemaker:${region}:${account}:labeling-job/Signs`,
      `arn:aws:sagemaker:${region}:${account}:labeling-job/signs`,
    ]);
    expect(labelingJobArns(signs, scope)).toEqual([
      `arn:aws:sagemaker:${region}:${account}:labeling-job/street-signs-*`,
    ]);
  });

  test("who reads data and who does not", () => {
    const readers = leastPrivilege
      .filter(([, , statements]) =>
        statements.some(({ actions }) =>
          actions.some((action) => /^(s3:GetObject|kms:Decrypt)$/.test(action)),
        ),
      )
      .map(([name]) => name);
    expect(readers).toEqual(["consoleUser", "jobCreator"]);
    const data = ofLeastPrivilege.filter(({ actions }) => actions.includes("s3:GetObject"));
    expect(new Set(data.flatMap(({ resources }) => resources))).toEqual(
      new Set([
        s3ObjectsArn(scope, "acme-in", "signs/"),
        s3ObjectsArn(scope, "acme-out", "signs/"),
        s3ObjectsArn(scope, "acme-out"),
      ]),
    );
  });

  test("the auditor changes nothing", () => {
    const actions = people.auditor(PermissionStyle.LEAST_PRIVILEGE).flatMap((statement) => statement.actions);
    expect(actions.filter((action) => !/:(Get|List|Describe|Filter)/.test(action))).toEqual([]);
  });
});

/*
 * The documented style against what AWS prints, statement by statement. Nothing may differ but what is named here.
 */
describe("the documented style of people", () => {
  const documented = (name: keyof typeof people, sid?: string) =>
    people[name](PermissionStyle.AS_DOCUMENTED).filter(
      (statement) => sid === undefined || statement.sid === sid,
    );
  const differences = (statements: readonly PolicyStatement[], expected: unknown) =>
    statementDifferences(asPolicy([...new Set(statements)]), expected as PolicyDocument, {
      ignoreSids: true,
    });
  const consoleAll = () => consoleUser.asDocumented(signs, scope);

  test("is AWS's policy for all features of the console, word for word", () => {
    expect(differences(consoleAll(), awsDocuments["console-all-features"].printed)).toEqual([]);
  });

  test("is AWS's older policy for the console, without what the current one dropped", () => {
    expect(differences(consoleAll(), awsDocuments["console-all-features"].older)).toEqual([
      // Not in the current page, and no action of AWS Marketplace any more.
      "AccessAwsMarketplaceSubscriptions: lacks Action: aws-marketplace:DescribeListings",
      // Error: S3 Select is authorized by s3:GetObject.
      "GroundTruthConsole: lacks Action: s3:SelectObjectContent",
    ]);
  });

  test.each([
    ["a custom workflow", () => documented("customWorkflowUser").slice(0, 1), "console-custom-workflow"],
    [
      "a private workforce",
      () => documented("privateWorkforceUser").slice(0, 1),
      "private-workforce-cognito",
    ],
    ["vendors", () => documented("vendorWorkforceUser"), "vendor-workforce-subscribe"],
    ["the recipe", () => documented("recipe"), "serverlessrepo-recipe"],
    ["creating jobs through the API", () => jobCreator.asDocumented(signs, scope), "job-caller-minimal"],
  ] as const)("is AWS's policy for %s, word for word", (_what, statements, document) => {
    expect(differences(statements(), awsDocuments[document].printed)).toEqual([]);
  });

  test("is AWS's two policies for vendors, one with the other", () => {
    const { printed } = awsDocuments["vendor-workforce-subscribe"];
    const apis = awsDocuments["vendor-workteam-apis"].printed;
    expect(differences(documented("vendorSubscriber"), [...printed, ...apis])).toEqual([]);
    expect(
      differences(documented("vendorWorkforceUser"), awsDocuments["vendor-workforce-subscribe"].older),
    ).toEqual(["AccessAwsMarketplaceSubscriptions: lacks Action: aws-marketplace:DescribeListings"]);
  });

  test("is AWS's older policy for private workforces, with two errors corrected", () => {
    const [ours] = documented("privateWorkforceUser");
    expect(differences([ours!], awsDocuments["private-workforce-cognito"].older)).toEqual([
      // Error: there is no such action; the six that begin so are meant.
      "ManagePrivateWorkforce: lacks Action: cognito-idp:List",
      // Error: an empty resource.
      "ManagePrivateWorkforce: lacks Resource: ",
      ...["Groups", "IdentityProviders", "UserPoolClients", "UserPools", "Users", "UsersInGroup"].map(
        (what) => `ManagePrivateWorkforce: has besides Action: cognito-idp:List${what}`,
      ),
      "ManagePrivateWorkforce: has besides Resource: *",
    ]);
  });

  const ofType = "has besides Condition StringEquals sagemaker:WorkteamType: public-crowd";
  test.each([
    ["deny-public-workteam", []],
    [
      "deny-public-workteam-by-arn",
      [
        `lacks Condition ArnLike sagemaker:WorkteamArn: ${["arn:aws:sagemaker", "*", "*", "workteam/public-crowd/*"].join(":")}`,
        ofType,
      ],
    ],
    [
      "deny-public-workteam-exact-arn",
      [`lacks Condition ArnEquals sagemaker:WorkteamArn: ${publicCrowd}`, ofType],
    ],
  ] as const)("against the public crowd there is one guard rail, beside AWS's %s", (document, others) => {
    const ours = differences(guardRailStatements({ noPublicCrowd: true }), awsDocuments[document].printed);
    const expected = ["has besides Action: sagemaker:CreateFlowDefinition", ...others];
    expect(ours.sort()).toEqual(expected.map((one) => `RestrictWorkteamType: ${one}`).sort());
  });

  test.each([
    ["VolumeKmsKeyArn", "printed"],
    // AWS's page prints the name that its reference calls current, and its text the one that is called replaced.
    ["VolumeKmsKey", "corrected"],
  ] as const)(
    "the guard rail of the volume key denies other keys, where AWS's allows one: %s",
    (key, text) => {
      const ours = guardRailStatements({ onlyVolumeKeyArns: [keyArn] }).filter(
        ({ when }) => when!["Null"]![`sagemaker:${key}`] !== undefined,
      );
      expect(differences(ours, awsDocuments["enforce-volume-kms"][text])).toEqual(
        expect.arrayContaining([
          "DenyOtherVolumeKeys: lacks Effect: Allow",
          `DenyOtherVolumeKeys: lacks Condition ArnEquals sagemaker:${key}: ${keyArn}`,
          "DenyOtherVolumeKeys: has besides Effect: Deny",
          `DenyOtherVolumeKeys: has besides Condition ArnNotEqualsIfExists sagemaker:${key}: ${keyArn}`,
        ]),
      );
    },
  );

  test("warns of what it opens, and so do the policies of AWS", () => {
    const warnings = (style: PermissionStyle) =>
      [
        ...personaPermissions(consoleUser, signs, { style, hardening: {}, scope }).warnings,
        ...personaPermissions(functionAuthor, { functionNames: [] }, { style, hardening: {}, scope })
          .warnings,
      ].join("\n");
    expect(warnings(PermissionStyle.LEAST_PRIVILEGE)).toBe("");
    expect(warnings(PermissionStyle.AS_DOCUMENTED)).toMatch(
      /AttachRolePolicy.*administrator of the account/s,
    );
    expect(warnings(PermissionStyle.AWS_MANAGED)).toMatch(
      /AmazonSageMakerFullAccess also allows .*public crowd.*\n.*AWSLambda_FullAccess also allows .*any role/s,
    );
  });
});

describe("the AWS managed style of people", () => {
  const beyond = (need: LabelingNeed) => consoleUser.beyondAwsManaged(need, scope, {});
  test("adds folders and keys, as the managed policy knows S3 by names and no use of keys", () => {
    expect(beyond(signs).map(({ sid }) => sid)).toEqual([
      "S3ReadLocations",
      "S3WriteInputs",
      "S3WriteJobFiles",
      "UseKeyThroughS3",
    ]);
    const named = { bucketName: "acme-sagemaker", prefix: "" };
    // AWS's policy lets people write there: answers are denied to them.
    const covered = beyond({ ...bare, inputs: [named], output: named });
    expect(covered.map(({ sid }) => sid)).toEqual(["DenyOverwriteAnswers"]);
    const half = beyond({ ...bare, inputs: [named] });
    expect(half.map(({ sid, resources }) => [sid, resources])).toEqual([
      ["S3ReadLocations", [s3ObjectsArn(scope, "acme-out")]],
      ["S3WriteJobFiles", [`${s3ObjectsArn(scope, "acme-out")}/annotation-tool/*`]],
    ]);
  });
  test("adds functions whose names the managed policy does not know, and the recipe", () => {
    const known = lambdaFunctionArn(scope, "my-LabelingFunction");
    const unknown = lambdaFunctionArn(scope, "GtRecipe-pre");
    const [invoke, ...more] = customWorkflowUser.beyondAwsManaged([known, unknown], scope, {});
    expect(invoke?.resources).toEqual([unknown, `${unknown}:*`]);
    expect(more).toEqual([]);
    const author = functionAuthor.beyondAwsManaged({ functionNames: ["x"], recipe: true }, scope, {});
    expect(author.map(({ sid }) => sid)).toEqual(["ReadGroundTruthRecipe", "SearchRecipes"]);
  });
});

describe("guard rails", () => {
  const statements = guardRailStatements(allGuardRails);

  test("are denials, each with a purpose of its own", () => {
    expect(statements.map(({ effect, sid }) => `${effect} ${sid}`)).toEqual([
      "Deny RestrictWorkteamType",
      "Deny DenyOtherWorkteams",
      "Deny DenyWithoutOutputKey",
      "Deny DenyOtherOutputKeys",
      "Deny DenyOtherOutputKeys",
      "Deny DenyWithoutVolumeKey",
      "Deny DenyOtherVolumeKeys",
      "Deny DenyOtherVolumeKeys",
      "Deny DenyOtherRegions",
      "Deny DenyWithoutTag",
      "Deny DenyWithoutTag",
      "Deny DenyUntagging",
      "Deny DenyRetagging",
      "Deny DenyKeyDeletion",
    ]);
    expect(guardRailStatements({})).toEqual([]);
  });

  test("speak AWS's vocabulary, but for the two condition keys whose name AWS's own pages dispute", async () => {
    const found = await vocabularyProblems(asPolicy(statements));
    const disputed = (sid: string, key: string) =>
      expect.stringMatching(
        new RegExp(
          `^${sid}2?: sagemaker:CreateLabelingJob does not carry the condition key sagemaker:${key} .*replaced`,
        ),
      );
    expect(found).toEqual([
      disputed("DenyWithoutOutputKey", "OutputKmsKey"),
      disputed("DenyOtherOutputKeys", "OutputKmsKey"),
      disputed("DenyOtherOutputKeys", "OutputKmsKey"),
      disputed("DenyOtherOutputKeys", "OutputKmsKey"),
      disputed("DenyWithoutVolumeKey", "VolumeKmsKey"),
      disputed("DenyOtherVolumeKeys", "VolumeKmsKey"),
      disputed("DenyOtherVolumeKeys", "VolumeKmsKey"),
      disputed("DenyOtherVolumeKeys", "VolumeKmsKey"),
    ]);
  });

  /** What IAM makes of the conditions of one statement for the keys that a request brings. */
  const denied = (sid: string, request: Readonly<Record<string, string>>) =>
    statements
      .filter((statement) => statement.sid === sid)
      .some(({ when }) =>
        Object.entries(when!).every(([operator, keys]) =>
          Object.entries(keys).every(([key, values]) => {
            const sent = request[key];
            if (operator === "Null") return (sent === undefined) === (values[0] === "true");
            if (operator === "ArnNotEqualsIfExists") return sent === undefined || !values.includes(sent);
            throw new Error(operator);
          }),
        ),
      );

  test.each([["OutputKmsKeyArn"], ["OutputKmsKey"]])(
    "demand a key, whether IAM hears of it as %s or by the other name",
    (name) => {
      expect(denied("DenyWithoutOutputKey", { [`sagemaker:${name}`]: keyArn })).toBe(false);
      expect(denied("DenyOtherOutputKeys", { [`sagemaker:${name}`]: keyArn })).toBe(false);
      expect(denied("DenyOtherOutputKeys", { [`sagemaker:${name}`]: `${keyArn}5` })).toBe(true);
    },
  );

  test("deny a job without a key only where one is required", () => {
    expect(denied("DenyWithoutOutputKey", {})).toBe(true);
    expect(denied("DenyWithoutVolumeKey", {})).toBe(true);
    // A job without automated labeling has no storage volume, and is none of this statement's business.
    expect(denied("DenyOtherVolumeKeys", {})).toBe(false);
    expect(denied("DenyOtherVolumeKeys", { "sagemaker:VolumeKmsKeyArn": `${keyArn}5` })).toBe(true);
  });

  test("stay right if IAM hears of the key by both names", () => {
    const both = { "sagemaker:OutputKmsKeyArn": keyArn, "sagemaker:OutputKmsKey": keyArn };
    expect(denied("DenyWithoutOutputKey", both)).toBe(false);
    expect(denied("DenyOtherOutputKeys", both)).toBe(false);
    const other = { "sagemaker:OutputKmsKeyArn": `${keyArn}5`, "sagemaker:OutputKmsKey": `${keyArn}5` };
    expect(denied("DenyOtherOutputKeys", other)).toBe(true);
  });

  test("say what is wrong with each value", () => {
    const told = (rails: GuardRails): string[] => {
      const problems = new Problems("Persona");
      for (const [property, rule] of Object.entries(guardRailRules)) {
        problems.checkList(property, rails[property as keyof typeof guardRailRules], rule);
      }
      try {
        problems.throwIfAny();
      } catch (error) {
        return (error as InvalidInputError).problems.map((one) => `${one.property}: ${one.message}`);
      }
      return [];
    };

    const wrong = told({
      onlyWorkTeamArns: ["arn:aws:sagemaker:eu-west-1:111122223333:workteam/*"],
      onlyOutputKeyArns: [],
      onlyVolumeKeyArns: ["alias/acme"],
      onlyRegions: ["Ireland", "eu-west-1"],
      requiredTagKeys: ["aws:team"],
    });
    expect(wrong).toEqual([
      'onlyWorkTeamArns[0]: got "arn:aws:sagemaker:eu-west-1:111122223333:workteam/*"; the ARN of a private or vendor work team is allowed, as in arn:<partition>:sagemaker:<region>:<account>:workteam/<private-crowd or vendor-crowd>/<name>',
      "onlyOutputKeyArns: got none; a list of ARNs of keys is allowed, at least one",
      'onlyVolumeKeyArns[0]: got "alias/acme"; the ARN of a key is allowed, as in arn:<partition>:kms:<region>:<account>:key/<id>; IAM does not compare aliases here',
      'onlyRegions[0]: got "Ireland"; a region looks like eu-west-1',
      'requiredTagKeys[0]: got "aws:team"; keys that begin with aws: belong to AWS',
    ]);
    expect(told(allGuardRails)).toEqual([]);
  });
});

describe("IAM's verdict", () => {
  const stack = deployedStack(JSON.stringify({ resource: {} }), { account, region });
  const as = (statements: readonly PolicyStatement[]) => stack.anotherRole("person", asPolicy(statements));
  const ours = as(consoleUser.leastPrivilege(signs, scope, {}));
  const guarded = as([
    ...consoleUser.asDocumented(signs, scope),
    ...guardRailStatements({ noPublicCrowd: true }),
  ]);
  const job = `arn:aws:sagemaker:${region}:${account}:labeling-job/street-signs-1`;
  const toTeam = (arn: string) => ({
    "sagemaker:WorkteamArn": arn,
    "sagemaker:WorkteamType": arn.split("/")[1]!,
  });
  const toSageMaker = { "iam:PassedToService": "sagemaker.amazonaws.com" };

  mayDo(ours, [
    ["start a job for the workflow's team", "sagemaker:CreateLabelingJob", job, toTeam(team)],
    ["start a job for the workflow's vendor", "sagemaker:CreateLabelingJob", job, toTeam(vendorTeam)],
    ["pass the execution role", "iam:PassRole", roleArn, toSageMaker],
    ["look at the vendor's team", "sagemaker:DescribeSubscribedWorkteam", vendorTeam],
  ]);
  mayNotDo(ours, [
    ["start a job for the public crowd", "sagemaker:CreateLabelingJob", job, toTeam(publicCrowd)],
    ["start a job for another team", "sagemaker:CreateLabelingJob", job, toTeam(`${team}-2`)],
    [
      "start another workflow's job",
      "sagemaker:CreateLabelingJob",
      job.replace("street", "road"),
      toTeam(team),
    ],
    ["pass an administrator's role", "iam:PassRole", `${roleArn}-admin`, toSageMaker],
    [
      "pass the execution role elsewhere",
      "iam:PassRole",
      roleArn,
      { "iam:PassedToService": "lambda.amazonaws.com" },
    ],
    ["attach a policy to a role", "iam:AttachRolePolicy", roleArn],
  ]);
  mayDo(as(consoleUser.asDocumented(signs, scope)), [
    ["make itself administrator, as AWS prints it", "iam:AttachRolePolicy", roleArn],
    [
      "give data to the public crowd, as AWS prints it",
      "sagemaker:CreateLabelingJob",
      job,
      toTeam(publicCrowd),
    ],
  ]);
  mayNotDo(guarded, [
    [
      "give data to the public crowd with a guard rail",
      "sagemaker:CreateLabelingJob",
      job,
      toTeam(publicCrowd),
    ],
  ]);
});

test("buckets are looked at, not opened", () => {
  const audit = auditor.leastPrivilege(signs, scope, {}).find(({ sid }) => sid === "AuditBuckets");
  expect(audit?.resources).toEqual([s3BucketArn(scope, "acme-in"), s3BucketArn(scope, "acme-out")]);
});
