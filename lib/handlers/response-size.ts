import { HandlerFault } from "./handler-fault";
import type { ConsolidatedAnnotation } from "./post-annotation-contract";

/** What Lambda lets a function answer to a synchronous call, in bytes: 6 MB, and a little more. */
export const largestResponse = 6_291_556;

/**
 * Checks that Lambda can hand the answer over. Beyond its limit Lambda drops the whole answer, with an error that does not
 * say what to do.
 *
 * @returns bytes of the answer as JSON
 * @throws HandlerFault when the answer is too large
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export function checkResponseSize(annotations: readonly ConsolidatedAnnotation[]): number {
  const separators = 1 + Math.max(1, annotations.length);
  const sizes = annotations.map((annotation) => Buffer.byteLength(JSON.stringify(annotation)));
  const bytes = sizes.reduce((sum, size) => sum + size, separators);
  if (bytes > largestResponse) {
    throw new HandlerFault("Answering Ground Truth", [
      `the labels of ${annotations.length} objects are ${bytes} bytes of JSON, ` +
        `${Math.round(bytes / annotations.length)} an object; Lambda hands over at most ${largestResponse} bytes. ` +
        "Let fewer objects be in work at once (MaxConcurrentTaskCount of the labeling job), or write shorter labels",
    ]);
  }
  return bytes;
}
