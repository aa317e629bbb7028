/** How a labeling job ends. */
export enum LabelingJobStatus {
  COMPLETED = "Completed",
  FAILED = "Failed",
  STOPPED = "Stopped",
}
