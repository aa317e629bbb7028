import { keyByAlias } from "../lib/permissions/key-target";
import { auditor, workforceAuditor } from "../lib/permissions/people/auditor";
import { consoleUser } from "../lib/permissions/people/console-user";
import { customWorkflowUser } from "../lib/permissions/people/custom-workflow";
import { functionAuthor } from "../lib/permissions/people/function-author";
import { guardRailStatements } from "../lib/permissions/people/guard-rails";
import { jobCreator } from "../lib/permissions/people/job-creator";
import { jobOperator } from "../lib/permissions/people/job-operator";
import { keyAdministrator } from "../lib/permissions/people/key-administrator";
import type { LabelingNeed } from "../lib/permissions/people/labeling-need";
import { waitInStepFunctions } from "../lib/permissions/people/labeling-jobs";
import { assumedByPrograms } from "../lib/permissions/people/program-trust";
import { assumedByPeople } from "../lib/permissions/people/people-trust";
import type { PersonaSubject } from "../lib/permissions/people/persona-subject";
import { privateWorkforceUser, workforceManager } from "../lib/permissions/people/private-workforce";
import { maySealDeadLetters } from "../lib/permissions/function-role";
import { mayRedrive } from "../lib/permissions/redrive";
import { vendorSubscriber, vendorWorkforceUser } from "../lib/permissions/people/vendor-workforce";
import type { Section } from "./section";

const scope = { partition: "aws", region: "<region>", account: "<account>" };
const key = keyByAlias(scope, "alias/<key>");
const teamArn = "arn:aws:sagemaker:<region>:<account>:workteam/private-crowd/<team>";
const functionArn = "arn:aws:lambda:<region>:<account>:function:<function>";
const keyArn = "arn:aws:kms:<region>:<account>:key/<key-id>";

const workflow: LabelingNeed = {
  labelingJobName: "<job>",
  executionRoleArn: "arn:aws:iam::<account>:role/<execution-role>",
  workTeamArns: [teamArn],
  inputs: [{ bucketName: "<input-bucket>", prefix: "<prefix>/" }],
  output: { bucketName: "<output-bucket>", prefix: "<prefix>/" },
  keys: [key],
  functionArns: [functionArn],
  topicArns: ["arn:aws:sns:<region>:<account>:<input-topic>"],
  functionRoleArns: ["arn:aws:iam::<account>:role/<function-role>"],
  answerQueueArns: ["arn:aws:sqs:<region>:<account>:<answers>"],
  deliveryLogRoleArns: ["arn:aws:iam::<account>:role/<topic>-delivery-logs"],
  eventRuleArn: "arn:aws:events:<region>:<account>:rule/<rule>",
  eventQueueArns: ["arn:aws:sqs:<region>:<account>:<ends of jobs>"],
  alarmTopicArn: "arn:aws:sns:<region>:<account>:<alarms>",
};

const workforce = { userPoolArn: "arn:aws:cognito-idp:<region>:<account>:userpool/<pool>" };

const broad = new Map<string, string>();

function person<Need>(title: string, file: string, subject: PersonaSubject<Need>, need: Need): Section {
  for (const { name, alsoAllows } of subject.awsManaged) broad.set(name, alsoAllows);
  const leastPrivilege = subject.leastPrivilege(need, scope, {});
  return {
    title,
    file: `people/${file}`,
    leastPrivilege,
    asDocumented: subject.asDocumented(need, scope),
    hardened: leastPrivilege,
  };
}

/** The same in every style. */
const redrive = [
  ...mayRedrive({
    queueArn: "arn:aws:sqs:<region>:<account>:<answers>",
    deadLetterQueueArn: "arn:aws:sqs:<region>:<account>:<answers>-dead-letters",
  }),
  maySealDeadLetters(key, scope),
];

/** What each kind of person may do. */
export const peopleSections: readonly Section[] = [
  person("Console user", "console-user.ts", consoleUser, workflow),
  person("Console user, custom workflows", "custom-workflow.ts", customWorkflowUser, [functionArn]),
  person("Console user, private workforce", "private-workforce.ts", privateWorkforceUser, workforce),
  person("Console user, vendor workforce", "vendor-workforce.ts", vendorWorkforceUser, undefined),
  person("Job creator", "job-creator.ts", jobCreator, workflow),
  person("Job operator", "job-operator.ts", jobOperator, workflow),
  {
    title: "Job operator, dead letters",
    file: "redrive.ts",
    leastPrivilege: redrive,
    asDocumented: redrive,
    hardened: redrive,
  },
  person("Function author", "function-author.ts", functionAuthor, {
    functionNames: ["<function>"],
    functionRoleArns: ["arn:aws:iam::<account>:role/<function-role>"],
    recipe: true,
  }),
  person("Workforce manager", "private-workforce.ts", workforceManager, workforce),
  person("Vendor subscriber", "vendor-workforce.ts", vendorSubscriber, undefined),
  person("Auditor", "auditor.ts", auditor, workflow),
  person("Auditor, workforce", "auditor.ts", workforceAuditor, {
    ...workforce,
    notificationTopicArn: "arn:aws:sns:<region>:<account>:<work-teams>",
    keys: [key],
  }),
  person("Key administrator", "key-administrator.ts", keyAdministrator, { key, mayChangeKeyPolicy: true }),
];

/** What comes with the policies of AWS that its pages recommend to people. */
export const broadPolicies: ReadonlyMap<string, string> = broad;

/** Every guard rail, and the trust policy of a role for people. */
export const guardRails = guardRailStatements({
  noPublicCrowd: true,
  onlyWorkTeamArns: [teamArn],
  requireOutputKey: true,
  onlyOutputKeyArns: [keyArn],
  requireVolumeKey: true,
  onlyVolumeKeyArns: [keyArn],
  onlyRegions: ["<region>"],
  requiredTagKeys: ["<tag>"],
  requiredTagValues: { "<tag>": ["<value>"] },
  noKeyDeletion: true,
});

export const peopleTrust = [
  assumedByPeople(["<principal>"], true),
  ...assumedByPrograms(
    [
      {
        service: "states.amazonaws.com",
        sourceArns: ["arn:aws:states:<region>:<account>:stateMachine:<state-machine>"],
      },
    ],
    scope,
  ),
];

/** Rights that a persona has only if it is asked for. */
export const peopleOptions = [waitInStepFunctions(scope)];
