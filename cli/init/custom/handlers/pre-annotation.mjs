import { preAnnotationHandler } from "cdktf-ground-truth/handlers";

/**
 * Makes a line of the input manifest into `task.input` of the template. A line looks like this:
 *
 *   {"source-ref": "s3://bucket/images/1.jpg"}
 */
export const handler = preAnnotationHandler((line) => ({ taskObject: line["source-ref"] }));
