import type { IConstruct } from "constructs";
import type { ILabelingKey } from "../encryption/labeling-key";
import type { IExecutionRole } from "../roles/execution-role-grants";
import type { ILabelingBucket } from "../storage/labeling-bucket-base";
import type { S3Location } from "../storage/s3-location";
import type { ILabelingTopic } from "../streaming/labeling-topic";
import type { BuiltInTaskType } from "./built-in-task-type";
import type { TrainingVpcConfig } from "./training-vpc-config";

/** Where S3 tells a streaming job of new objects. */
export interface JobEventLocation {
  /** The folder that objects come into. */
  readonly location: S3Location;
  /** How the keys of these objects end. @default - all */
  readonly suffix?: string;
}

/** What a labeling job takes from the workflow that it belongs to. */
export interface ILabelingJobWorkflow extends IConstruct {
  /** Names of jobs begin with it. */
  readonly workflowName: string;
  /** Every folder that jobs read. */
  readonly inputs: S3Location[];
  /** `OutputConfig.S3OutputPath` */
  readonly output: S3Location;
  /** `RoleArn` */
  readonly executionRole: IExecutionRole;
  /** `OutputConfig.KmsKeyId` */
  readonly encryptionKey: ILabelingKey;
  /** What is known of the buckets. @default - nothing */
  readonly buckets?: ILabelingBucket[];
  /** Keys of what jobs read, besides those of `buckets`. @default - none */
  readonly inputKeys?: ILabelingKey[];
  /** Task type of the workflow; undefined for a custom task. @default - undefined for a custom task */
  readonly taskType?: BuiltInTaskType;
  /** `HumanTaskConfig.PreHumanTaskLambdaArn`. @default - none */
  readonly preAnnotationFunctionArn?: string;
  /** `AnnotationConsolidationConfig.AnnotationConsolidationLambdaArn`. @default - none */
  readonly annotationConsolidationFunctionArn?: string;
  /** `UiConfig.HumanTaskUiArn`. @default - the job brings a worker task template */
  readonly humanTaskUiArn?: string;
  /** `UiConfig.UiTemplateS3Uri`. @default - none */
  readonly uiTemplateS3Uri?: string;
  /** `LabelingJobAlgorithmSpecificationArn`. @default - people label everything */
  readonly labelingAlgorithmArn?: string;
  /** Whether jobs name the key as `VolumeKmsKeyId`. @default false */
  readonly encryptsVolume?: boolean;
  /** `LabelingJobResourceConfig.VpcConfig`. @default - SageMaker's own network */
  readonly vpcConfig?: TrainingVpcConfig;
  /** `InputConfig.DataSource.SnsDataSource.SnsTopicArn`. @default - the job is not a streaming one */
  readonly inputTopic?: ILabelingTopic;
  /** `OutputConfig.SnsTopicArn`. @default - none */
  readonly outputTopic?: ILabelingTopic;
  /** The one name that a streaming job may have. @default - `<workflowName>-<run>` */
  readonly labelingJobName?: string;
  /** Label attribute name of the workflow's jobs. @default - the job says it */
  readonly labelAttributeName?: string;
  /** Locations whose new objects are labeled. @default - none */
  readonly s3Events?: JobEventLocation[];
  /** What must be there before a job starts, besides what this interface names. @default - nothing */
  readonly jobPrerequisites?: IConstruct[];
}
