import type { PayloadDataObject } from "./post-annotation-contract";

/** One data object and what workers said of it: what is consolidated. */
export interface AnnotatedObject {
  readonly datasetObjectId: string;
  readonly dataObject: PayloadDataObject;
  /** In the order of the payload, which says nothing. */
  readonly answers: readonly WorkerAnswer[];
}

/** What one worker submitted, read and parsed. */
export interface WorkerAnswer {
  readonly workerId: string;
  /** The form's fields by the names of the crowd elements; `null` if the worker submitted nothing at all. */
  readonly answer: unknown;
}

/** The labeling job whose answers are consolidated. */
export interface AnnotatedJob {
  readonly labelingJobArn: string;
  readonly labelingJobName: string;
  readonly labelAttributeName: string;
  /** @default - the job sends none */
  readonly labelCategories?: readonly string[];
}
