/** How a labeling job ends. */
export enum LabelingJobStatus {
  /** All objects are labeled, or a stopping condition was met. */
  COMPLETED = "Completed",
  /** The job broke off: `FailureReason` of the job says why. */
  FAILED = "Failed",
  /** Somebody stopped the job. */
  STOPPED = "Stopped",
}
