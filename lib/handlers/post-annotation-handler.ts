import type { AnnotatedJob, AnnotatedObject } from "./annotated-object";
import type { ConsolidatedAnnotation, PostAnnotationEvent } from "./post-annotation-contract";
import { type PostAnnotationOptions, runConsolidation } from "./run-consolidation";

/** Makes the answers to one data object into its label: whatever JSON can write, an object by AWS's contract. */
export type Consolidate = (object: AnnotatedObject, job: AnnotatedJob) => unknown;

/** What Lambda calls. */
export type PostAnnotationHandler = (event: PostAnnotationEvent) => Promise<ConsolidatedAnnotation[]>;

/**
 * A post-annotation function of which only the consolidation is left to write.
 *
 * It checks the event, reads payload and answers, calls `consolidate` for each data object, and answers every object
 * exactly once. When anything is wrong, for however few objects, it throws one `HandlerFault` that tells all of it.
 *
 * ```ts
 * export const handler = postAnnotationHandler(({ answers }) => ({ comments: answers.map(({ answer }) => answer) }));
 * ```
 *
 * @param consolidate may be asynchronous
 */
export function postAnnotationHandler(
  consolidate: Consolidate,
  options: PostAnnotationOptions = {},
): PostAnnotationHandler {
  return (event) =>
    runConsolidation(event, options, async (object, job) => ({
      [job.labelAttributeName]: await consolidate(object, job),
    }));
}
