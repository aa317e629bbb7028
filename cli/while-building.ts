import type { GroundTruthConfig } from "../stacks/config/schema";
import type { Terminal } from "./command-entry";

/** Fewer workflows are built before anybody wonders. */
const fewestWorkflows = 50;

/** Of all environments of a file. */
export function workflowCount(configs: readonly { readonly config: GroundTruthConfig }[]): number {
  return configs.reduce((sum, { config }) => sum + config.workflows.length, 0);
}

/** Says what is being waited for, on a terminal. Nothing moves meanwhile: the work takes the whole program. */
export function whileBuilding<Made>({ progress }: Terminal, workflows: number, work: () => Made): Made {
  if (progress === undefined || workflows < fewestWorkflows) return work();
  progress(`building ${workflows} workflows …`);
  try {
    return work();
  } finally {
    progress("");
  }
}
