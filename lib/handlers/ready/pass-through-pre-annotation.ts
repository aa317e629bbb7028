import { taskObject } from "../consolidation/task-object";
import { preAnnotationHandler } from "../pre-annotation-handler";

/** Shows workers the data object as it came, see `taskObject`. */
export const handler = preAnnotationHandler(taskObject);
