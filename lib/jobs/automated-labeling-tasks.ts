import { BuiltInTask } from "./built-in-task";
import { BuiltInTaskType } from "./built-in-task-type";

/** Why a task type cannot have automated data labeling, or undefined if it can. */
export function automatedLabelingProblem(type: BuiltInTaskType): string | undefined {
  if (BuiltInTask.of(type).supportsAutomatedLabeling) return undefined;
  const allowed = Object.values(BuiltInTaskType).filter(
    (other) => BuiltInTask.of(other).supportsAutomatedLabeling,
  );
  return `got it for ${type}; only ${allowed.join(", ")} have automated labeling`;
}
