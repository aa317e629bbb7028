/**
 * What Ground Truth sends to a pre-annotation function: one data object a call.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sms-custom-templates-step3-lambda-requirements.html
 */
export interface PreAnnotationEvent {
  /** Ground Truth's own version of the format: `2018-10-16`. */
  readonly version: string;
  /** ARN of the labeling job. */
  readonly labelingJobArn: string;
  /** The whole line of the input manifest, or the whole message of a streaming job, earlier labels included. */
  readonly dataObject: DataObject;
}

/** A line of an input manifest: `source` or `source-ref`, and whatever else the line holds. */
export interface DataObject {
  /** The data object itself, for text. @default - it lies behind `source-ref` */
  readonly source?: string;
  /** S3 URI of the data object. @default - it is given inline, as `source` */
  readonly "source-ref"?: string;
  readonly [key: string]: unknown;
}

/**
 * What a pre-annotation function answers.
 *
 * AWS's sample code writes another key, `humanAnnotationRequired`, and the text `"true"`. The specified key is the one
 * below, a boolean.
 */
export interface PreAnnotationResult {
  /** What the worker task template reads as `task.input`. */
  readonly taskInput: Readonly<Record<string, unknown>>;
  /** `false` keeps the object from workers. */
  readonly isHumanAnnotationRequired: boolean;
}
