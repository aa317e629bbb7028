import { readyHandler } from "../consolidation/ready-handler";
import { textSpans } from "../consolidation/text-spans";

/** Merges the text spans of several workers, see `textSpans`. */
export const handler = readyHandler(textSpans);
