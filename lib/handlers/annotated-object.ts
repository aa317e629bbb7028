import type { PayloadDataObject } from "./post-annotation-contract";

/** One data object and what workers said of it: what is consolidated. */
export interface AnnotatedObject {
  /** Id of the data object in this event. It goes back with the label. */
  readonly datasetObjectId: string;
  /** The data object: a text, or where it lies. */
  readonly dataObject: PayloadDataObject;
  /** In the order of the payload, which says nothing. */
  readonly answers: readonly WorkerAnswer[];
}

/** What one worker submitted, read and parsed. */
export interface WorkerAnswer {
  /** Id of the worker, which Ground Truth gives. */
  readonly workerId: string;
  /** The form's fields by the names of the crowd elements; `null` if the worker submitted nothing at all. */
  readonly answer: unknown;
}

/** The labeling job whose answers are consolidated. */
export interface AnnotatedJob {
  /** ARN of the labeling job. */
  readonly labelingJobArn: string;
  /** Name of the labeling job. */
  readonly labelingJobName: string;
  /** Name of the label in the output manifest. */
  readonly labelAttributeName: string;
  /** The label categories of the job. @default - the job sends none */
  readonly labelCategories?: readonly string[];
}
