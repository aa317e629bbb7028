import { UserError } from "../../review/user-error";
import type { WorkerInput } from "../../tasks/job/render-check";
import { runPreAnnotation } from "../../tasks/preview/run-pre-annotation";
import { hostedTaskInput } from "../../tasks/preview/task-input";
import type { ConfiguredWorkflow } from "../configured-workflow";
import type { PreAnnotation } from "./workflow-parts";

/** What a function wrote, too. */
interface WorkerInputWithLog extends WorkerInput {
  readonly log: string;
}

/**
 * What the template of a workflow reads as `task.input` for one line of its manifest.
 *
 * @throws UserError when the pre-annotation function cannot be run here, or fails
 */
export function workerInput(
  { task }: ConfiguredWorkflow,
  preAnnotation: PreAnnotation,
  line: Readonly<Record<string, unknown>>,
  labels: readonly string[],
): WorkerInputWithLog {
  const plain = { isHumanAnnotationRequired: true, log: "" };
  if (preAnnotation === "hosted") return { input: hostedTaskInput(line, labels, task!), ...plain };
  if (preAnnotation === "none") return { input: line, ...plain };
  if ("elsewhere" in preAnnotation) {
    throw new UserError(
      `The pre-annotation function ${preAnnotation.elsewhere} runs in Lambda only: put what it gives as taskInput into a JSON file, and name that with --task-input`,
    );
  }
  const { taskInput: input, ...more } = runPreAnnotation(preAnnotation.code, line, preAnnotation.environment);
  return { input, ...more };
}
