import type { ToTaskInput } from "../pre-annotation-handler";
import { readReadySettings } from "./ready-settings";

/**
 * The data object as it came, under the names that AWS's worker task templates read.
 *
 * | In the template | What |
 * | --- | --- |
 * | `task.input.taskObject` | `source`, else `source-ref` (to be put through `grant_read_access`) |
 * | `task.input.manifestLine` | the whole line, with labels of earlier jobs |
 * | `task.input.labels` | the labels of `GROUND_TRUTH_LABELS`; absent if it is not set |
 */
export const taskObject: ToTaskInput = (dataObject) => {
  const { labels } = readReadySettings(process.env);
  return {
    taskObject: dataObject.source ?? dataObject["source-ref"],
    manifestLine: dataObject,
    ...(labels !== undefined && { labels }),
  };
};
