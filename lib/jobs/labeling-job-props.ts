import type { IConstruct } from "constructs";
import type { IWorkTeam } from "../workforce/work-team";
import type { BuiltInTaskType } from "./built-in-task-type";
import type { ContentClassifier } from "./content-classifier";
import type { ILabelCategoryFile } from "./label-category-file";
import type { ILabelingJobWorkflow } from "./labeling-job-workflow";
import type { IWorkerTaskTemplate } from "./worker-task-template";

/** A labeling job whose answers another job takes up. */
export interface ILabelingJob extends IConstruct {
  /** The manifest that it writes: one line for each object, with its label. */
  readonly outputManifestUri: string;
  /** The key of its label in each line of the output manifest. */
  readonly labelAttributeName: string;
  /** Task type of the job; undefined for a custom task. @default - a custom task, or not known */
  readonly taskType?: BuiltInTaskType;
  /** The labels that workers choose from. @default - not known */
  readonly labels?: string[];
  /** Keys of labels of jobs before it, which stand in its output manifest too. @default - none, or not known */
  readonly earlierLabelAttributeNames?: string[];
}

/** What is to be known of a job that exists already. */
export interface ExistingLabelingJobProps {
  /** Task type of the job. @default - a custom task, or not known */
  readonly taskType?: BuiltInTaskType;
  /** The labels that workers chose from. @default - not known */
  readonly labels?: string[];
  /** Keys of labels of jobs before it. @default - none, or not known */
  readonly earlierLabelAttributeNames?: string[];
}

/** When a job ends before all objects are labeled. */
export interface StoppingConditions {
  /** Objects that people labeled. @default - all */
  readonly maxHumanLabeledObjectCount?: number;
  /** Percent of the objects in the manifest, 1 to 100. @default - all */
  readonly maxPercentageOfInputDatasetLabeled?: number;
}

/** What a labeling job is made with. */
export interface LabelingJobProps {
  /** Knows role, key, locations, functions, topics, worker UI and algorithm. */
  readonly workflow: ILabelingJobWorkflow;
  /** Who labels: a private team or a vendor's. */
  readonly workTeam: IWorkTeam;
  /**
   * Name of the job, 1 to 63 letters, digits and hyphens. AWS never gives a name free again, in whatever case.
   * @default - `<workflowName>-<hash>`, with 8 characters of the hash of everything else that the request says: a job that
   * is changed has another name. A streaming workflow with a `labelingJobName` takes that
   */
  readonly labelingJobName?: string;
  /** Changes the name, and nothing else, for a job that runs once more: 1 to 15 letters, digits and hyphens. @default - none */
  readonly run?: string;
  /**
   * The key of the label in each line of the output manifest.
   * @default - that of the workflow, or `<workflowName>`; with `-ref` where the task type asks for it
   */
  readonly labelAttributeName?: string;
  /**
   * The input manifest in one of the workflow's inputs, `s3://bucket/job/input.manifest`.
   * @default - that of `previousJob`; a streaming job needs none
   */
  readonly manifestS3Uri?: string;
  /** The job whose labels are adjusted or verified, or whose output manifest is the input. @default - none */
  readonly previousJob?: ILabelingJob;
  /** The labels. Every built-in task has them. @default - none */
  readonly labelCategories?: ILabelCategoryFile;
  /** The page that workers see, for built-in image and text tasks. @default - the workflow's, or AWS's worker UI */
  readonly template?: IWorkerTaskTemplate;
  /** What workers read in their list of tasks, 1 to 128 characters. @default - the name of the task in plain English */
  readonly taskTitle?: string;
  /** What to do, in 1 to 255 characters in one line. @default - what to do in a task of the type, in one sentence */
  readonly taskDescription?: string;
  /** At most 5 words by which workers find the task. @default - none */
  readonly taskKeywords?: string[];
  /**
   * How many people label each object, 1 to 9: each is a task that is paid for. Tasks on video frames and point clouds have 1.
   * @default - the console's: 3, for bounding boxes 5
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sms-annotation-consolidation.html
   */
  readonly numberOfHumanWorkersPerDataObject?: number;
  /**
   * Seconds that a worker has for a task, 30 at least.
   * @default - the console's: 300 for classification and verification, 259200 (3 days) for video frames and point clouds,
   * 3600 for others
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sms-create-labeling-job-console.html
   */
  readonly taskTimeLimitInSeconds?: number;
  /** Seconds that a task stays with the workers, 60 to 2592000. @default - AWS's: 30 days */
  readonly taskAvailabilityLifetimeInSeconds?: number;
  /** Objects that are with workers at the same time, 1 to 5000; above 1000 AWS Support raises the limit. @default - AWS's: 1000 */
  readonly maxConcurrentTaskCount?: number;
  /** What you declare of the data. @default - nothing is declared */
  readonly contentClassifiers?: ContentClassifier[];
  /** When the job ends before all is labeled. Not for streaming jobs, which ignore it. @default - the job ends when all objects are labeled */
  readonly stoppingConditions?: StoppingConditions;
  /** ARN of the model of an earlier job, that automated labeling begins with. @default - a new model */
  readonly initialActiveLearningModelArn?: string;
  /** Tags of the job, at most 50. In a stack with default tags these are added by Terraform only, not to the request. @default - none */
  readonly tags?: Record<string, string>;
  /**
   * Whether Terraform starts the job: `aws_sagemaker_labeling_job`, which the AWS provider has since 6.29.0; the stack then
   * requires that version. Everything about a job replaces it, a stopped job is gone from the state and the next plan starts
   * it again, under a name that is taken: change `run` then.
   * @default false - the request is data, to be started with the command line
   */
  readonly asResource?: boolean;
}
