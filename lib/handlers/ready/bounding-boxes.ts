import { boundingBoxes } from "../consolidation/bounding-boxes";
import { readyHandler } from "../consolidation/ready-handler";

/** Merges the boxes of several workers, see `boundingBoxes`. */
export const handler = readyHandler(boundingBoxes);
