import { Construct } from "constructs";
import { AwsPage } from "../aws-page";
import type { ILabelingKey } from "../encryption/labeling-key";
import { automatedLabelingProblem } from "../jobs/automated-labeling-tasks";
import { BuiltInTask } from "../jobs/built-in-task";
import type { BuiltInTaskType } from "../jobs/built-in-task-type";
import type { ILabelingJobWorkflow } from "../jobs/labeling-job-workflow";
import { checkTrainingVpcConfig, type TrainingVpcConfig } from "../jobs/training-vpc-config";
import type { ILabelingWorkflow, LabelingResources } from "../roles/labeling-resources";
import { labelingResourcesOf } from "./labeling-resources-of";
import type { IExecutionRole } from "../roles/execution-role-grants";
import { StackScope } from "../scope/stack-scope";
import type { CorsVariant } from "../storage/cors-variant";
import type { ILabelingBucket } from "../storage/labeling-bucket-base";
import type { S3Location } from "../storage/s3-location";
import { checkInput } from "../validation/check-input";
import { Problems } from "../validation/problems";
import { checkTrainingReach, warnOfApartBuckets } from "./training-reach";
import {
  checkPortal,
  checkWorkflow,
  giveCors,
  grantData,
  keyOf,
  roleArnOf,
  roleOf,
  warnOfExpiry,
  warnOfUnreadObjects,
} from "./labeling-workflow";
import { checkTemplateApart } from "./template-apart";
import type { BuiltInWorkflowProps } from "./built-in-workflow-props";

export type { BuiltInWorkflowProps, AutomatedLabelingOptions } from "./built-in-workflow-props";

/**
 * Everything around the labeling jobs of a built-in task type: the execution role with what these jobs need and
 * nothing else, the key, the CORS rules of the buckets, and the ARNs that a `CreateLabelingJob` request names.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sms-task-types.html
 */
export class BuiltInWorkflow extends Construct implements ILabelingJobWorkflow, ILabelingWorkflow {
  public readonly workflowName: string;
  public readonly inputs: S3Location[];
  public readonly output: S3Location;
  public readonly buckets?: ILabelingBucket[];
  public readonly inputKeys?: ILabelingKey[];
  /** Task type of the workflow's jobs. */
  public readonly taskType: BuiltInTaskType;
  public readonly executionRole: IExecutionRole;
  public readonly encryptionKey: ILabelingKey;
  /** `HumanTaskConfig.PreHumanTaskLambdaArn` */
  public readonly preAnnotationFunctionArn: string;
  /** `AnnotationConsolidationConfig.AnnotationConsolidationLambdaArn` */
  public readonly annotationConsolidationFunctionArn: string;
  /** `UiConfig.HumanTaskUiArn`. @default - undefined for tasks that bring a worker task template */
  public readonly humanTaskUiArn?: string;
  /** `LabelingJobAlgorithmSpecificationArn`. @default - undefined without automated labeling */
  public readonly labelingAlgorithmArn?: string;
  /** Whether jobs name the key as `VolumeKmsKeyId`. */
  public readonly encryptsVolume: boolean;
  /** `LabelingJobResourceConfig.VpcConfig`. @default - undefined: training runs in SageMaker's own network */
  public readonly vpcConfig?: TrainingVpcConfig;
  /** The CORS rule that the task type needs. */
  public readonly corsVariant: CorsVariant;
  /** Buckets that need this CORS rule and do not get it here: somebody must see to it, or tasks show no objects. */
  public readonly bucketsToGiveCors: string[];

  /** @throws InvalidInputError naming every property that is not allowed */
  public constructor(scope: Construct, id: string, props: BuiltInWorkflowProps) {
    checkInput("BuiltInWorkflow", scope, id, props);
    super(scope, id);
    const { region } = StackScope.of(this);
    validate(this, props);
    const task = BuiltInTask.of(props.taskType);
    const automated = props.automatedLabeling;
    ({
      name: this.workflowName,
      inputs: this.inputs,
      output: this.output,
      buckets: this.buckets,
      inputKeys: this.inputKeys,
      taskType: this.taskType,
    } = props);

    this.encryptionKey = keyOf(this, props);
    this.executionRole = roleOf(this, props, task);
    warnOfApartBuckets(this, props, this.executionRole.roleArn);
    this.encryptsVolume = automated !== undefined && (automated.encryptVolume ?? true);
    grantData(this.executionRole, this.encryptionKey, props);
    warnOfExpiry(this, props);
    warnOfUnreadObjects(this, props.taskType, props);
    if (automated !== undefined) this.executionRole.grantAutomatedLabeling();
    this.vpcConfig = automated?.vpcConfig;
    if (this.vpcConfig !== undefined) this.executionRole.grantTrainingNetwork(this.vpcConfig);
    if (this.encryptsVolume) this.executionRole.grantVolumeKey(this.encryptionKey);

    this.preAnnotationFunctionArn = task.preAnnotationFunctionArn(region);
    this.annotationConsolidationFunctionArn = task.annotationConsolidationFunctionArn(region);
    this.humanTaskUiArn = task.humanTaskUiArn(region);
    this.labelingAlgorithmArn = automated && task.labelingAlgorithmArn(region);
    this.corsVariant = task.corsVariant;
    this.bucketsToGiveCors = giveCors(task.corsVariant, props);
  }

  public get labelingResources(): LabelingResources {
    return labelingResourcesOf(this);
  }
}

function validate(workflow: Construct, props: BuiltInWorkflowProps): void {
  const problems = new Problems(() => `BuiltInWorkflow "${workflow.node.path}"`);
  checkWorkflow(problems, workflow, props);
  checkPortal(problems, props.taskType, props);
  checkTemplateApart(problems, "output", { workflow, output: props.output });
  const automated = props.automatedLabeling && automatedLabelingProblem(props.taskType);
  if (automated !== undefined) problems.add("automatedLabeling", automated, AwsPage.automatedLabeling);
  const vpcConfig = props.automatedLabeling?.vpcConfig;
  if (vpcConfig !== undefined) checkTrainingVpcConfig(problems, "automatedLabeling.vpcConfig", vpcConfig);
  checkTrainingReach(problems, props, roleArnOf(workflow, props));
  problems.throwIfAny();
}
