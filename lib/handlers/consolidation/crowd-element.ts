import type { AnnotatedObject, WorkerAnswer } from "../annotated-object";
import { HandlerFault } from "../handler-fault";
import { isJsonRecord, type JsonRecord } from "../json-record";
import { shownValue } from "../shown-value";

/** What one worker gave in one crowd element, read. */
export interface ElementAnswer<Value> {
  readonly workerId: string;
  readonly value: Value;
}

/** The answers to one data object, those that say nothing counted. */
export interface ElementAnswers<Value> {
  /** In the order of the payload: nothing may be made of it. */
  readonly given: readonly ElementAnswer<Value>[];
  /** How many workers submitted nothing for this element. */
  readonly empty: number;
}

/**
 * Takes the crowd element out of each answer and reads it.
 *
 * An answer is empty if the worker submitted nothing, if the form has not this element, or if `read` finds nothing in it.
 *
 * @param element `name` of the element; the answer's only field if left out
 * @param read undefined for an element that holds nothing; throws what is wrong with one that cannot be read
 * @throws HandlerFault for the first answer that cannot be read
 */
export function elementAnswers<Value>(
  { answers }: AnnotatedObject,
  element: string | undefined,
  read: (value: JsonRecord) => Value | undefined,
): ElementAnswers<Value> {
  const given: ElementAnswer<Value>[] = [];
  for (const answer of answers) {
    const value = elementOf(answer, element);
    const readValue = value === undefined ? undefined : readOrExplain(answer, value, read);
    if (readValue !== undefined) given.push({ workerId: answer.workerId, value: readValue });
  }
  return { given, empty: answers.length - given.length };
}

function elementOf({ workerId, answer }: WorkerAnswer, element: string | undefined): JsonRecord | undefined {
  if (answer === null) return undefined;
  if (!isJsonRecord(answer)) {
    throw unreadable(
      workerId,
      `the answer is ${shownValue(answer)}; it is an object with a field per element`,
    );
  }
  const names = Object.keys(answer);
  if (element === undefined && names.length > 1) {
    throw unreadable(
      workerId,
      `the answer has the fields ${names.sort().join(", ")}; set GROUND_TRUTH_ELEMENT to the one that counts`,
    );
  }
  const value = answer[element ?? names[0] ?? ""];
  if (value === undefined || value === null) return undefined;
  if (isJsonRecord(value)) return Object.keys(value).length === 0 ? undefined : value;
  throw unreadable(
    workerId,
    `${element ?? names[0]} is ${shownValue(value)}; a crowd element gives an object`,
  );
}

function readOrExplain<Value>(
  { workerId }: WorkerAnswer,
  value: JsonRecord,
  read: (value: JsonRecord) => Value | undefined,
): Value | undefined {
  try {
    return read(value);
  } catch (error) {
    throw error instanceof UnreadableElement ? unreadable(workerId, error.message) : error;
  }
}

/** What is wrong with an element, said by those who read it. */
export class UnreadableElement extends Error {}

function unreadable(workerId: string, message: string): HandlerFault {
  return new HandlerFault("Consolidation", [`worker ${workerId}: ${message}`]);
}
