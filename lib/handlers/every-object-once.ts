import type { AnnotatedObject } from "./annotated-object";
import { shownId } from "./described-value";
import { Faults } from "./handler-fault";
import type { ConsolidatedAnnotation } from "./post-annotation-contract";

/**
 * Checks that an answer labels each data object of the payload once, and nothing else.
 *
 * @returns the annotations, in the order of the payload
 * @throws HandlerFault naming every id that is missing, repeated or unknown
 */
export function everyObjectOnce(
  objects: readonly AnnotatedObject[],
  annotations: readonly ConsolidatedAnnotation[],
): ConsolidatedAnnotation[] {
  const faults = new Faults("Answering Ground Truth");
  const asked = new Set(objects.map(({ datasetObjectId }) => datasetObjectId));
  const given = new Map<string, ConsolidatedAnnotation>();
  for (const annotation of annotations) {
    const id = annotation.datasetObjectId;
    if (!asked.has(id)) faults.add(`datasetObjectId ${shownId(id)}`, "the payload has no such object");
    else if (given.has(id)) faults.add(`datasetObjectId ${shownId(id)}`, "is labeled twice");
    given.set(id, annotation);
  }
  for (const id of asked) {
    if (!given.has(id))
      faults.add(`datasetObjectId ${shownId(id)}`, "has no label; Ground Truth expects every object");
  }
  faults.throwIfAny();
  return objects.map(({ datasetObjectId }) => given.get(datasetObjectId)!);
}
