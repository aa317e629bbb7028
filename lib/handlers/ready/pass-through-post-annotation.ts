import { allAnswers } from "../consolidation/all-answers";
import { postAnnotationHandler } from "../post-annotation-handler";

/** Keeps all answers, see `allAnswers`. */
export const handler = postAnnotationHandler(allAnswers);
