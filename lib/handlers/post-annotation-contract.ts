/**
 * What Ground Truth sends to a post-annotation function, when the workers are done or their time is up.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sms-custom-templates-step3-lambda-requirements.html
 */
export interface PostAnnotationEvent {
  /** Ground Truth's own version of the format: `2018-10-16`. */
  readonly version: string;
  readonly labelingJobArn: string;
  /** Labels of the label category file. @default - jobs made in the console send none, or null */
  readonly labelCategories?: readonly string[] | null;
  readonly labelAttributeName: string;
  /** The execution role of the job. */
  readonly roleArn: string;
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
  readonly dataObject: PayloadDataObject;
  readonly annotations: readonly PayloadAnnotation[];
}

/** The data object that was labeled: inline, or where it lies. */
export interface PayloadDataObject {
  /** @default - the object is inline */
  readonly s3Uri?: string;
  /** @default - the object lies in S3 */
  readonly content?: string;
}

/** What one worker submitted. */
export interface PayloadAnnotation {
  readonly workerId: string;
  readonly annotationData: PayloadAnnotationData;
}

/** An answer: inline, or where it lies. AWS's schema says `s3Uri`, AWS's sample code reads `s3uri`. */
export interface PayloadAnnotationData {
  /** JSON as text. @default - the answer lies in S3 */
  readonly content?: string;
  /** @default - the answer is inline */
  readonly s3Uri?: string;
  /** @default - as `s3Uri` */
  readonly s3uri?: string;
}

/** The label of one data object, as a post-annotation function answers it: a list of these. */
export interface ConsolidatedAnnotation {
  /** As it was in the payload. */
  readonly datasetObjectId: string;
  readonly consolidatedAnnotation: ConsolidatedContent;
}

/** Ground Truth drops what is not inside `content`. */
export interface ConsolidatedContent {
  /** `{ <label attribute name>: label }`: added to the object's line of the output manifest. */
  readonly content: Readonly<Record<string, unknown>>;
}
