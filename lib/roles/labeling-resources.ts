import type { IConstruct } from "constructs";
import type { ILabelingKey } from "../encryption/labeling-key";
import { joinedKeys } from "../permissions/key-target";
import type { LabelingNeed } from "../permissions/people/labeling-need";
import type { S3Location } from "../storage/s3-location";
import type { Problems } from "../validation/problems";
import { roleArnRule } from "../rules/iam";
import { workTeamArnRule, jobNameBeginningRule } from "../rules/sagemaker";
import { annotationFunctionArnRule } from "../rules/lambda";
import type { AwsScope } from "../scope/aws-scope";
import { answerQueueArnRule, eventQueueArnRule, eventRuleArnRule, topicArnRule } from "../rules/messaging";

/** Objects of a worker task template that Terraform keeps in S3, all its versions. */
export interface IWorkerTaskTemplateObjects {
  /** The folder that they lie in. */
  readonly folder: S3Location;
  /** Their names, with `*` for the version: `acme-signs-*.liquid.html`. */
  readonly objectPattern: string;
}

/** One workflow, as far as people deal with it: its jobs, who labels, and where the data lies. */
export interface LabelingResources {
  /** Name of the labeling job, or, with `labelingJobNameIsPrefix`, how the names of the workflow's jobs begin. */
  readonly labelingJobName: string;
  /**
   * Whether jobs add a suffix to `labelingJobName`, as for `street-signs-20261122`. A name can be used only once.
   * @default false
   */
  readonly labelingJobNameIsPrefix?: boolean;
  /** The role that jobs run with, and the only one that people can pass. */
  readonly executionRoleArn: string;
  /** ARNs of private and vendor work teams. @default - any of them; never the public crowd */
  readonly workTeamArns?: string[];
  /** Every folder that jobs read. */
  readonly inputs: S3Location[];
  /** The folder that jobs write their answers to. */
  readonly output: S3Location;
  /**
   * Folders that other workflows write answers to, as far as they lie in the inputs or the inputs in them: people do not
   * write there. @default - only `output`
   */
  readonly otherAnswers?: S3Location[];
  /** Templates in the inputs that Terraform keeps: people put theirs beside them. @default - none */
  readonly workerTaskTemplates?: IWorkerTaskTemplateObjects[];
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
  /** ARNs of the roles that SNS writes the delivery logs of topics with, for auditors. @default - none */
  readonly deliveryLogRoleArns?: string[];
  /** ARN of the EventBridge rule that tells of the ends of jobs, for auditors. @default - none */
  readonly eventRuleArn?: string;
  /** ARNs of the queues that ends of jobs and their dead letters go to, for auditors. @default - none */
  readonly eventQueueArns?: string[];
}

/** A workflow that knows what people's rights follow from. The workflows of this library do. */
export interface ILabelingWorkflow extends IConstruct {
  /** Itself, as far as people deal with it. Add `workTeamArns` for those who may start jobs with these teams only. */
  readonly labelingResources: LabelingResources;
}

/** What people work on: a workflow of the app, or what is to be known of one that is elsewhere. */
export type PeoplesWorkflow = LabelingResources | ILabelingWorkflow;

function resourcesOf(workflow: PeoplesWorkflow): LabelingResources {
  return "labelingResources" in workflow ? workflow.labelingResources : workflow;
}

/**
 * The same for the catalogue of permissions. A right on a key is not tied to a job: the first need has the keys of all
 * workflows, joined, as one statement for each would fill policies for nothing.
 */
export function needsOf(given: readonly PeoplesWorkflow[]): LabelingNeed[] {
  const workflows = given.map(resourcesOf);
  const keys = workflows.flatMap(({ encryptionKeys = [] }) => encryptionKeys.map(({ target }) => target));
  return workflows.map((workflow, index) => ({
    ...workflow,
    answers: workflow.otherAnswers,
    managedObjects: workflow.workerTaskTemplates?.map(({ folder: { bucketName, prefix }, objectPattern }) => {
      return { bucketName, prefix, pattern: objectPattern };
    }),
    keys: index === 0 ? joinedKeys(keys) : [],
    topicArns: [workflow.inputTopicArn, workflow.outputTopicArn].filter((arn) => arn !== undefined),
  }));
}

/** Adds what is wrong with workflows. An ARN with a wildcard would mean more than one resource. */
export function checkWorkflows(
  problems: Problems,
  given: readonly PeoplesWorkflow[],
  here: Partial<AwsScope>,
): void {
  const workflows = given.map(resourcesOf);
  if (workflows.length === 0) {
    problems.add("workflows", "got none; name the workflows that this person works on");
  }
  workflows.forEach((workflow, index) => {
    const at = `workflows[${index}]`;
    problems.check(`${at}.labelingJobName`, workflow.labelingJobName, jobNameBeginningRule);
    problems.check(`${at}.executionRoleArn`, workflow.executionRoleArn, roleArnRule, here);
    workflow.workTeamArns?.forEach((arn, team) => {
      problems.check(`${at}.workTeamArns[${team}]`, arn, workTeamArnRule, here);
    });
    workflow.functionArns?.forEach((arn, number) => {
      problems.check(`${at}.functionArns[${number}]`, arn, annotationFunctionArnRule, here);
    });
    workflow.functionRoleArns?.forEach((arn, number) => {
      problems.check(`${at}.functionRoleArns[${number}]`, arn, roleArnRule, here);
    });
    workflow.deliveryLogRoleArns?.forEach((arn, number) => {
      problems.check(`${at}.deliveryLogRoleArns[${number}]`, arn, roleArnRule, here);
    });
    problems.check(`${at}.eventRuleArn`, workflow.eventRuleArn, eventRuleArnRule, here);
    workflow.eventQueueArns?.forEach((arn, number) => {
      problems.check(`${at}.eventQueueArns[${number}]`, arn, eventQueueArnRule, here);
    });
    workflow.answerQueueArns?.forEach((arn, number) => {
      problems.check(`${at}.answerQueueArns[${number}]`, arn, answerQueueArnRule, here);
    });
    problems.check(`${at}.inputTopicArn`, workflow.inputTopicArn, topicArnRule, here);
    problems.check(`${at}.outputTopicArn`, workflow.outputTopicArn, topicArnRule, here);
    problems.check(`${at}.alarmTopicArn`, workflow.alarmTopicArn, topicArnRule, here);
  });
}
