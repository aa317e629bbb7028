import { Token } from "cdktf";
import { AwsPage } from "../aws-page";
import type { ILabelingKey } from "../encryption/labeling-key";
import { parseArn } from "../iam/arn";
import { joinedKeys } from "../permissions/key-target";
import type { LabelingNeed } from "../permissions/people/labeling-need";
import type { S3Location } from "../storage/s3-location";
import type { Problems } from "../validation/problems";

/** One workflow, as far as people deal with it: its jobs, who labels, and where the data lies. */
export interface LabelingResources {
  /** Name of the labeling job, or, with `jobNameIsPrefix`, how the names of the workflow's jobs begin. */
  readonly jobName: string;
  /**
   * Whether jobs add a suffix to `jobName`, as for `street-signs-20261122`. A name can be used only once.
   * @default false
   */
  readonly jobNameIsPrefix?: boolean;
  /** The role that jobs run with, and the only one that people can pass. */
  readonly executionRoleArn: string;
  /** ARNs of private and vendor work teams. @default - any of them; never the public crowd */
  readonly workteamArns?: string[];
  /** Every folder that jobs read. */
  readonly inputs: S3Location[];
  /** The folder that jobs write their answers to. */
  readonly output: S3Location;
  /**
   * Keys of the data. Their policies must name the people too: see `dataUsers` of `LabelingKey`.
   * @default - none that people need a right on
   */
  readonly encryptionKeys?: ILabelingKey[];
  /** ARNs of the annotation functions. @default - none */
  readonly functionArns?: string[];
  /** ARNs of the roles that annotation functions run with, for auditors. @default - none */
  readonly functionRoleArns?: string[];
  /** ARN of the topic that data objects come in by. @default - no streaming job */
  readonly inputTopicArn?: string;
  /** ARN of the topic that answers go out by. @default - none */
  readonly outputTopicArn?: string;
  /** ARNs of the queues that answers wait in, dead letters among them, for auditors. @default - none */
  readonly answerQueueArns?: string[];
  /** ARN of the topic that alarms go to, for auditors. @default - none */
  readonly alarmTopicArn?: string;
}

/**
 * The same for the catalogue of permissions. A right on a key is not tied to a job: the first need has the keys of all
 * workflows, joined, as one statement for each would fill policies for nothing.
 */
export function needsOf(workflows: readonly LabelingResources[]): LabelingNeed[] {
  const keys = workflows.flatMap(({ encryptionKeys = [] }) => encryptionKeys.map(({ target }) => target));
  return workflows.map((workflow, index) => ({
    ...workflow,
    keys: index === 0 ? joinedKeys(keys) : [],
    topicArns: [workflow.inputTopicArn, workflow.outputTopicArn].filter((arn) => arn !== undefined),
  }));
}

/** Adds what is wrong with workflows. An ARN with a wildcard would mean more than one resource. */
export function checkWorkflows(problems: Problems, workflows: readonly LabelingResources[]): void {
  if (workflows.length === 0) {
    problems.add("workflows", "got none; name the workflows that this person works on");
  }
  workflows.forEach((workflow, index) => {
    const at = `workflows[${index}]`;
    checkJobName(problems, `${at}.jobName`, workflow.jobName);
    checkArn(problems, `${at}.executionRoleArn`, workflow.executionRoleArn, arnKinds.role);
    workflow.workteamArns?.forEach((arn, team) => {
      checkArn(problems, `${at}.workteamArns[${team}]`, arn, arnKinds.workteam);
    });
    workflow.functionArns?.forEach((arn, number) => {
      checkArn(problems, `${at}.functionArns[${number}]`, arn, arnKinds.lambdaFunction);
    });
    for (const [property, kind] of [
      ["functionRoleArns", arnKinds.role],
      ["answerQueueArns", arnKinds.queue],
    ] as const) {
      workflow[property]?.forEach((arn, number) => {
        checkArn(problems, `${at}.${property}[${number}]`, arn, kind);
      });
    }
    for (const property of ["inputTopicArn", "outputTopicArn", "alarmTopicArn"] as const) {
      const arn = workflow[property];
      if (arn !== undefined) checkArn(problems, `${at}.${property}`, arn, arnKinds.topic);
    }
  });
}

function checkJobName(problems: Problems, property: string, name: string): void {
  if (Token.isUnresolved(name) || /^[a-zA-Z0-9][a-zA-Z0-9-]{0,62}$/.test(name)) return;
  const allowed = "1 to 63 letters, digits and hyphens, beginning with a letter or digit, are allowed";
  problems.add(property, `got "${name}"; ${allowed}`, AwsPage.createLabelingJobApi);
}

interface ArnKind {
  readonly service: string;
  readonly resource: RegExp;
  readonly allowed: string;
  readonly page: string;
}

/** The kinds of ARNs that people's rights are about. */
export const arnKinds = {
  role: {
    service: "iam",
    resource: /^role\/.+/,
    allowed: "the ARN of a role is allowed",
    page: AwsPage.iamNames,
  },
  workteam: {
    service: "sagemaker",
    resource: /^workteam\/(private|vendor)-crowd\/.+/,
    allowed: "the ARN of a private or vendor work team is allowed; the public crowd never gets data",
    page: AwsPage.sagemakerPolicies,
  },
  lambdaFunction: {
    service: "lambda",
    resource: /^function:.+/,
    allowed: "the ARN of a function is allowed",
    page: AwsPage.lambdaIdentityPolicies,
  },
  topic: {
    service: "sns",
    resource: /.+/,
    allowed: "the ARN of a topic is allowed",
    page: AwsPage.snsTopicNames,
  },
  queue: {
    service: "sqs",
    resource: /^[\w-]+$/,
    allowed: "the ARN of a standard queue is allowed",
    page: AwsPage.sqsNames,
  },
  userPool: {
    service: "cognito-idp",
    resource: /^userpool\/.+/,
    allowed: "the ARN of a user pool is allowed",
    page: AwsPage.privateWorkforce,
  },
} satisfies Record<string, ArnKind>;

/** Adds what is wrong with an ARN. Tokens pass. */
export function checkArn(problems: Problems, property: string, arn: string, kind: ArnKind): void {
  // A token may stand for partition, region or account: what is literal is looked at all the same.
  const parts = parseArn(arn);
  if (parts === undefined && Token.isUnresolved(arn)) return;
  const fits = parts?.service === kind.service && kind.resource.test(parts.resource) && !/[*?]/.test(arn);
  if (!fits) problems.add(property, `got "${arn}"; ${kind.allowed}, without wildcards`, kind.page);
}

/** Adds what is wrong with names of which one may end in `*`. */
export function checkNamePatterns(
  problems: Problems,
  property: string,
  patterns: readonly string[],
  page: string,
): void {
  patterns.forEach((pattern, index) => {
    if (Token.isUnresolved(pattern) || /^[a-zA-Z0-9][\w-]*\*?$/.test(pattern)) return;
    const allowed =
      "a name of letters, digits, _ and - is allowed, or the beginning of one with * at its end";
    problems.add(`${property}[${index}]`, `got "${pattern}"; ${allowed}`, page);
  });
}
