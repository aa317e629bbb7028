import type { TrainingVpcConfig } from "../jobs/training-vpc-config";
import type { LabelingWorkflowProps } from "./labeling-workflow";
import type { BuiltInTaskType } from "../jobs/built-in-task-type";

/** Automated data labeling: a model labels part of the objects. */
export interface AutomatedLabelingOptions {
  /**
   * Whether the ML storage volume of training and inference is encrypted with the workflow's key. The job then names it
   * as `VolumeKmsKeyId`.
   * @default true
   */
  readonly encryptVolume?: boolean;
  /**
   * The network that models are trained and used in. The job then names it as `VpcConfig`. Needed where a bucket of the
   * workflow has a `vpcRestriction`: its policy must let this network in, by its endpoint for Amazon S3 or by its id.
   * @default - SageMaker's own network: a bucket with a restriction is refused, unless it exempts the execution role
   */
  readonly vpcConfig?: TrainingVpcConfig;
}

/** What a workflow of a built-in task is made with. */
export interface BuiltInWorkflowProps extends LabelingWorkflowProps {
  /** Which of AWS's tasks workers do. */
  readonly taskType: BuiltInTaskType;
  /** Given, a model labels too. Not for every task type. @default - people label everything */
  readonly automatedLabeling?: AutomatedLabelingOptions;
}
