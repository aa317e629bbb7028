/**
 * What Ground Truth sends to a post-annotation function, when the workers are done or their time is up.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sms-custom-templates-step3-lambda-requirements.html
 */
export interface PostAnnotationEvent {
  /** Ground Truth's own version of the format: `2018-10-16`. */
  readonly version: string;
  /** ARN of the labeling job. */
  readonly labelingJobArn: string;
  /** Labels of the label category file. @default - jobs made in the console send none, or null */
  readonly labelCategories?: readonly string[] | null;
  /** Name of the label in the output manifest. */
  readonly labelAttributeName: string;
  /** The execution role of the job. */
  readonly roleArn: string;
  /** Where the answers of the workers lie. */
  readonly payload: PostAnnotationPayload;
}

/** Where the answers are. */
export interface PostAnnotationPayload {
  /** Of a JSON list of `PayloadItem`. */
  readonly s3Uri: string;
}

/** One data object in the file behind `payload.s3Uri`, with all answers to it. */
export interface PayloadItem {
  /** Ground Truth's id of the data object: the answer must contain it. */
  readonly datasetObjectId: string;
  /** The data object: a text, or where it lies. */
  readonly dataObject: PayloadDataObject;
  /** The answers, one for each worker. */
  readonly annotations: readonly PayloadAnnotation[];
}

/** The data object that was labeled: inline, or where it lies. */
export interface PayloadDataObject {
  /** S3 URI of the object; not there for a text in the manifest. @default - the object is inline */
  readonly s3Uri?: string;
  /** The text of the manifest, or what stands there instead. @default - the object lies in S3 */
  readonly content?: string;
}

/** What one worker submitted. */
export interface PayloadAnnotation {
  /** Id of the worker, which Ground Truth gives. */
  readonly workerId: string;
  /** What the worker sent. */
  readonly annotationData: PayloadAnnotationData;
}

/** An answer: inline, or where it lies. AWS's schema says `s3Uri`, AWS's sample code reads `s3uri`. */
export interface PayloadAnnotationData {
  /** JSON as text. @default - the answer lies in S3 */
  readonly content?: string;
  /** S3 URI of the answer. @default - the answer is inline */
  readonly s3Uri?: string;
  /** The same, as AWS's sample code spells it. @default - as `s3Uri` */
  readonly s3uri?: string;
}

/** The label of one data object, as a post-annotation function answers it: a list of these. */
export interface ConsolidatedAnnotation {
  /** As it was in the payload. */
  readonly datasetObjectId: string;
  /** The one label that comes of the answers. */
  readonly consolidatedAnnotation: ConsolidatedContent;
}

/** Ground Truth drops what is not inside `content`. */
export interface ConsolidatedContent {
  /** `{ <label attribute name>: label }`: added to the object's line of the output manifest. */
  readonly content: Readonly<Record<string, unknown>>;
}
