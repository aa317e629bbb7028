import type { CorsVariant } from "../storage/cors-variant";
import { familyRow, taskRow, type FamilyRow, type TaskRow } from "./built-in-task-table";
import type { BuiltInTaskType } from "./built-in-task-type";
import type { LabelAttributeRefSuffix } from "./label-attribute-ref-suffix";
import {
  functionAccount,
  humanTaskUiAccount,
  labelingAlgorithmAccount,
  requireLabelingRegion,
} from "./labeling-regions";
import type { TaskFamily } from "./task-family";
import type { TaskVariant } from "./task-variant";
import { checkCalls } from "../validation/check-input";

const secondsPerHour = 3600;
const fewestSeconds = 30;
const mostObjects = 100_000;

/*
 * Ground Truth exists in the partition `aws` only: the API reference lists no annotation function, worker UI
 * or algorithm for GovCloud or China. So these ARNs name the partition, where the rest of the library asks
 * the stack.
 */
const arn = (service: string, region: string, account: string, resource: string) =>
  `arn:aws:${service}:${region}:${account}:${resource}`;

/**
 * A built-in task type and what AWS says of it: the ARNs that a labeling job names and the limits that it
 * keeps.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sms-task-types.html
 */
export class BuiltInTask {
  /** The facts of a task type. */
  public static of(type: BuiltInTaskType): BuiltInTask {
    return new BuiltInTask(type);
  }

  /** The task type. */
  public readonly type: BuiltInTaskType;
  /** What workers look at. */
  public readonly family: TaskFamily;
  /** Whether workers label, or look at labels of an earlier job. */
  public readonly variant: TaskVariant;
  /**
   * True if a model may label part of the objects. Never in a streaming job.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sms-automated-labeling.html
   */
  public readonly supportsAutomatedLabeling: boolean;
  /** CORS rules that the job's buckets need. */
  public readonly corsVariant: CorsVariant;
  /**
   * True if a streaming job of this type may take its objects from S3 event notifications. Not for text.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sms-streaming-s3-setup.html
   */
  public readonly allowsS3Events: boolean;
  /** What holds for a label attribute name that ends in `-ref`. */
  public readonly labelAttributeRefSuffix: LabelAttributeRefSuffix;
  /**
   * Fewest labels in the label category file.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sms-label-cat-config-attributes.html
   */
  public readonly minLabelCategories: number;
  /**
   * Most labels in the label category file of a job that is made with the API. The console allows fewer.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/input-data-limits.html
   *
   * @default - no limit
   */
  public readonly maxLabelCategories?: number;
  /**
   * Most labels in the label category file when a model labels too.
   *
   * @default - no limit, or no automated labeling
   */
  public readonly maxLabelCategoriesWithAutomatedLabeling?: number;
  /** Shortest `TaskTimeLimitInSeconds`: how long a worker has for one task. Seconds. */
  public readonly minTaskTimeLimitSeconds: number;
  /**
   * Longest `TaskTimeLimitInSeconds` that the API reference allows. Seconds.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_HumanTaskConfig.html
   */
  public readonly maxTaskTimeLimitSeconds: number;
  /**
   * Longest `TaskTimeLimitInSeconds` on which all of AWS's pages agree. Seconds. For video frame and 3D tasks
   * it is 7 days, where the API reference says 30: warn above it.
   */
  public readonly advisedMaxTaskTimeLimitSeconds: number;
  /** Largest `NumberOfHumanWorkersPerDataObject`. */
  public readonly maxWorkersPerObject: number;
  /** True if AWS allows the public workforce: Amazon Mechanical Turk, announced to end in September 2026. */
  public readonly allowsPublicWorkforce: boolean;
  /**
   * Most objects in the input manifest of one job.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/input-data-limits.html
   */
  public readonly maxDatasetObjects: number;
  /**
   * True for video frame and 3D tasks, the only ones with a time limit above 8 hours.
   *
   * Until March 2021 AWS asked for a `MaxSessionDuration` of at least 8 hours on the execution role of such a
   * job. Today's pages do not. A longer session grants no further action: keeping to the rule is a
   * precaution.
   */
  public readonly needsLongSessions: boolean;

  /** True where AWS hosts the page that workers see, so that the job brings no worker task template. */
  public readonly hasHostedUi: boolean;

  private readonly functions: string;
  private readonly ui?: string;
  private readonly algorithm?: string;

  private constructor(type: BuiltInTaskType) {
    const task: TaskRow = taskRow(type);
    const family: FamilyRow = familyRow(task.family);
    const { functions, ui, algorithm, maxLabelsWithAlgorithm, maxObjects } = task.more;
    this.type = type;
    this.family = task.family;
    this.variant = task.variant;
    this.supportsAutomatedLabeling = algorithm !== undefined;
    this.corsVariant = family.cors;
    this.allowsS3Events = family.s3Events;
    this.labelAttributeRefSuffix = task.ref;
    this.minLabelCategories = task.minLabels;
    this.maxLabelCategories = limit(task.maxLabels);
    this.maxLabelCategoriesWithAutomatedLabeling =
      algorithm === undefined ? undefined : limit(maxLabelsWithAlgorithm ?? task.maxLabels);
    this.minTaskTimeLimitSeconds = fewestSeconds;
    this.maxTaskTimeLimitSeconds = family.maxTaskHours * secondsPerHour;
    this.advisedMaxTaskTimeLimitSeconds = family.advisedTaskHours * secondsPerHour;
    this.maxWorkersPerObject = family.maxWorkers;
    this.allowsPublicWorkforce = family.publicWorkforce;
    this.maxDatasetObjects = maxObjects ?? mostObjects;
    this.needsLongSessions = family.longSessions;
    this.functions = functions ?? type;
    this.ui = ui;
    this.hasHostedUi = ui !== undefined;
    this.algorithm = algorithm;
  }

  /**
   * ARN of AWS's pre-annotation function: `HumanTaskConfig.PreHumanTaskLambdaArn`.
   *
   * @param region the job's region; may be a token, then the plan fails in a region without the function
   * @throws InvalidInputError when the region has no Ground Truth functions
   */
  public preAnnotationFunctionArn(region: string): string {
    return this.functionArn("PRE", region);
  }

  /**
   * ARN of AWS's post-annotation function: `AnnotationConsolidationConfig.AnnotationConsolidationLambdaArn`.
   *
   * @param region the job's region; may be a token, then the plan fails in a region without the function
   * @throws InvalidInputError when the region has no Ground Truth functions
   */
  public annotationConsolidationFunctionArn(region: string): string {
    return this.functionArn("ACS", region);
  }

  /**
   * ARN of the worker UI that AWS hosts: `UiConfig.HumanTaskUiArn`. Undefined when the job brings a worker
   * task template of its own (`UiConfig.UiTemplateS3Uri`).
   *
   * @param region the job's region; may be a token
   * @throws InvalidInputError when the region has no Ground Truth functions
   */
  public humanTaskUiArn(region: string): string | undefined {
    this.requireRegion(region);
    return this.ui && arn("sagemaker", region, humanTaskUiAccount, `human-task-ui/${this.ui}`);
  }

  /**
   * ARN of the algorithm of automated labeling:
   * `LabelingJobAlgorithmsConfig.LabelingJobAlgorithmSpecificationArn`. Undefined without automated labeling.
   *
   * @param region the job's region; may be a token
   * @throws InvalidInputError when the region has no Ground Truth functions
   */
  public labelingAlgorithmArn(region: string): string | undefined {
    this.requireRegion(region);
    const resource = `labeling-job-algorithm-specification/${this.algorithm}`;
    return this.algorithm && arn("sagemaker", region, labelingAlgorithmAccount, resource);
  }

  private functionArn(step: string, region: string): string {
    this.requireRegion(region);
    return arn("lambda", region, functionAccount(region), `function:${step}-${this.functions}`);
  }

  private requireRegion(region: string): void {
    requireLabelingRegion(region, `BuiltInTask "${this.type}"`);
  }
}

checkCalls(BuiltInTask, "BuiltInTask");

function limit(most: number): number | undefined {
  return Number.isFinite(most) ? most : undefined;
}
