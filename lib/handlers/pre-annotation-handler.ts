import { describedValue } from "./described-value";
import { HandlerFault } from "./handler-fault";
import { isJsonRecord, type JsonRecord } from "./json-record";
import type { DataObject, PreAnnotationEvent, PreAnnotationResult } from "./pre-annotation-contract";
import { parsePreAnnotationEvent } from "./pre-annotation-event";

/** Makes a data object into what the worker task template reads as `task.input`. */
export type ToTaskInput = (
  dataObject: DataObject,
  event: PreAnnotationEvent,
) => JsonRecord | Promise<JsonRecord>;

/** How a pre-annotation handler works. */
export interface PreAnnotationOptions {
  /** False for a data object that no worker needs to see. @default - workers see every object */
  readonly needsWorkers?: (dataObject: DataObject, event: PreAnnotationEvent) => boolean | Promise<boolean>;
}

/** What Lambda calls. */
export type PreAnnotationHandler = (event: PreAnnotationEvent) => Promise<PreAnnotationResult>;

/**
 * A pre-annotation function of which only the task input is left to write.
 *
 * It checks the event and answers with the key that AWS specifies. When anything is wrong, it throws a `HandlerFault`.
 *
 * ```ts
 * export const handler = preAnnotationHandler((line) => ({ taskObject: line["source-ref"], hint: line["camera"] }));
 * ```
 */
export function preAnnotationHandler(
  toTaskInput: ToTaskInput,
  options: PreAnnotationOptions = {},
): PreAnnotationHandler {
  return async (event) => {
    const parsed = parsePreAnnotationEvent(event);
    const taskInput: unknown = await toTaskInput(parsed.dataObject, parsed);
    if (!isJsonRecord(taskInput)) {
      throw new HandlerFault("Making the task input", [
        `the function returned ${describedValue(taskInput)}; the template reads a JSON object as task.input`,
      ]);
    }
    const needed: unknown = (await options.needsWorkers?.(parsed.dataObject, parsed)) ?? true;
    if (typeof needed !== "boolean") {
      throw new HandlerFault("Making the task input", [
        `needsWorkers returned ${describedValue(needed)}; it is true or false`,
      ]);
    }
    return { taskInput, isHumanAnnotationRequired: needed };
  };
}
