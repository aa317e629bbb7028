import type { GroundTruthConfig } from "../config/configuration";
import type { Path } from "../file/yaml-document";

/** A name of a labeling job that the configuration says, and so is the same in every run. */
interface FixedJobName {
  readonly labelingJobName: string;
  readonly path: Path;
}

export function fixedJobNames({ workflows }: Pick<GroundTruthConfig, "workflows">): FixedJobName[] {
  return workflows.flatMap((workflow, index): FixedJobName[] => {
    const at: Path = ["workflows", index];
    const ofWorkflow = workflow.type === "streaming" ? workflow.labelingJobName : undefined;
    if (ofWorkflow !== undefined) return [{ labelingJobName: ofWorkflow, path: [...at, "labelingJobName"] }];
    const ofJob = workflow.job?.labelingJobName;
    return ofJob === undefined ? [] : [{ labelingJobName: ofJob, path: [...at, "job", "labelingJobName"] }];
  });
}
