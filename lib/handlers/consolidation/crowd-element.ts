import type { AnnotatedObject } from "../annotated-object";
import { describedFields, describedValue, shownId, shownNames } from "../described-value";
import { HandlerFault } from "../handler-fault";
import { isJsonRecord, type JsonRecord } from "../json-record";

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

/** How a ready handler reads one kind of crowd element. */
export interface ElementKind<Value> {
  /** The fields of the element of which one at least holds the answer: `boundingBoxes`. */
  readonly fields: readonly string[];
  /** undefined for an element that holds nothing; throws what is wrong with one that cannot be read. */
  readonly read: (value: JsonRecord) => Value | undefined;
}

/**
 * Takes the crowd element out of each answer and reads it.
 *
 * An answer is empty if there is nothing in it: no form, no field, or fields that hold nothing. An answer that holds
 * something else than what is wanted is a fault: the setting or the handler is wrong for this template, and the labels of
 * paid work would be empty.
 *
 * @param element `name` of the element; the answer's only field if left out
 * @throws HandlerFault naming every answer that cannot be read
 */
export function elementAnswers<Value>(
  { answers }: AnnotatedObject,
  element: string | undefined,
  kind: ElementKind<Value>,
): ElementAnswers<Value> {
  const given: ElementAnswer<Value>[] = [];
  const faults: string[] = [];
  for (const { workerId, answer } of answers) {
    try {
      const value = elementOf(answer, element, kind.fields);
      const read = value === undefined ? undefined : kind.read(value);
      if (read !== undefined) given.push({ workerId, value: read });
    } catch (error) {
      if (!(error instanceof UnreadableElement)) throw error;
      faults.push(`worker ${shownId(workerId)}: ${error.message}`);
    }
  }
  if (faults.length === 0 && element === undefined) faults.push(...differentElements(answers));
  if (faults.length > 0) throw new HandlerFault("Consolidation", faults);
  return { given, empty: answers.length - given.length };
}

/** Without a name, the only field of an answer counts: it must be the same one for all workers. */
function differentElements(answers: AnnotatedObject["answers"]): string[] {
  const names = new Set<string>();
  for (const { answer } of answers) {
    if (!isJsonRecord(answer)) continue;
    for (const [name, value] of Object.entries(answer)) if (!isEmpty(value, 1)) names.add(name);
  }
  if (names.size < 2) return [];
  return [
    `workers answered different elements (${shownNames([...names])}); set GROUND_TRUTH_ELEMENT to the one that counts`,
  ];
}

/** What is wrong with an element, said by those who read it. */
export class UnreadableElement extends Error {}

function elementOf(
  answer: unknown,
  element: string | undefined,
  fields: readonly string[],
): JsonRecord | undefined {
  if (answer === null) return undefined;
  if (!isJsonRecord(answer)) {
    throw new UnreadableElement(
      `the answer is ${describedValue(answer)}; it is an object with a field per element`,
    );
  }
  const names = Object.keys(answer);
  if (element === undefined && names.length > 1) {
    throw new UnreadableElement(
      `the answer is ${describedFields(answer)}; set GROUND_TRUTH_ELEMENT to the one that counts`,
    );
  }
  const name = element ?? names[0];
  if (name === undefined) return undefined;
  if (!Object.hasOwn(answer, name)) {
    if (isEmpty(answer, 2)) return undefined;
    throw new UnreadableElement(
      `the answer is ${describedFields(answer)}; GROUND_TRUTH_ELEMENT wants ${shownId(name)}`,
    );
  }
  const value = answer[name];
  if (isEmpty(value, 1)) return undefined;
  const wanted = `this handler wants ${fields.join(" or ")} in ${element === undefined ? "its only field" : shownId(name)}`;
  if (!isJsonRecord(value)) {
    throw new UnreadableElement(`the element is ${describedValue(value)}; ${wanted}`);
  }
  if (fields.some((field) => Object.hasOwn(value, field) && value[field] !== null)) return value;
  throw new UnreadableElement(`the element is ${describedFields(value)}; ${wanted}`);
}

/** True for what says nothing: no value, no text, an element of such fields, a form of such elements. */
function isEmpty(value: unknown, depth: number): boolean {
  if (value === undefined || value === null || value === "") return true;
  return depth > 0 && isJsonRecord(value) && Object.values(value).every((part) => isEmpty(part, depth - 1));
}
