import type { AnnotatedObject, WorkerAnswer } from "./annotated-object";
import { Faults } from "./handler-fault";
import { inParallel } from "./in-parallel";
import { isJsonRecord } from "./json-record";
import type { ObjectReader } from "./object-reader";
import type { PayloadDataObject } from "./post-annotation-contract";
import { parseS3Uri } from "./s3-uri";
import { shownValue } from "./shown-value";

/** How many answers that lie in S3 are read at a time. The AWS SDK opens at most 50 connections. */
export const defaultReadsAtATime = 32;

/** An answer whose text is still in S3. */
interface AnswerInS3 {
  readonly field: string;
  readonly uri: string;
  readonly answers: WorkerAnswer[];
  readonly index: number;
}

/**
 * Reads the file behind `payload.s3Uri`, and every answer that lies behind a URI of its own.
 *
 * @param uri `payload.s3Uri` of the event
 * @param readsAtATime answers read at a time
 * @throws HandlerFault when something cannot be read, or telling all that is wrong with what was read
 */
export async function readPayload(
  uri: string,
  reader: ObjectReader,
  readsAtATime = defaultReadsAtATime,
): Promise<AnnotatedObject[]> {
  const faults = new Faults(`Reading the answers in ${uri}`);
  const items = parsedList(await reader.read(uri), faults);
  const elsewhere: AnswerInS3[] = [];
  const objects = items.map((item, index) => annotatedObject(item, `[${index}]`, elsewhere, faults));
  repeatedIds(objects, faults);
  // A payload that is wrong is told before thousands of answers are read in vain.
  faults.throwIfAny();

  await inParallel(elsewhere, readsAtATime, async (pending) => {
    const text = await reader.read(pending.uri);
    const { workerId } = pending.answers[pending.index]!;
    pending.answers[pending.index] = {
      workerId,
      answer: parsedAnswer(text, `${pending.field} (${pending.uri})`, faults),
    };
  });
  faults.throwIfAny();
  return objects;
}

function parsedList(text: string, faults: Faults): unknown[] {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    faults.add("payload", `got ${shownText(text)}, which is not JSON; it is a list of data objects`);
    return [];
  }
  if (Array.isArray(list)) return list;
  faults.add("payload", `got ${shownValue(list)}; it is a list of data objects`);
  return [];
}

function annotatedObject(
  item: unknown,
  at: string,
  elsewhere: AnswerInS3[],
  faults: Faults,
): AnnotatedObject {
  const fields = isJsonRecord(item) ? item : {};
  if (!isJsonRecord(item)) faults.add(at, `got ${shownValue(item)}; it is a data object with its answers`);
  const { datasetObjectId, annotations } = fields;
  const answers: WorkerAnswer[] = [];
  if (isJsonRecord(item) && (typeof datasetObjectId !== "string" || datasetObjectId === "")) {
    faults.add(
      `${at}.datasetObjectId`,
      `got ${shownValue(datasetObjectId)}; it is Ground Truth's id, as text`,
    );
  }
  if (Array.isArray(annotations)) {
    annotations.forEach((annotation: unknown, index) => {
      workerAnswer(annotation, `${at}.annotations[${index}]`, answers, elsewhere, faults);
    });
  } else if (isJsonRecord(item)) {
    faults.add(`${at}.annotations`, `got ${shownValue(annotations)}; it is a list of answers`);
  }
  const id = typeof datasetObjectId === "string" ? datasetObjectId : "";
  return { datasetObjectId: id, dataObject: dataObject(fields["dataObject"]), answers };
}

/** Only handed through to the user's function, so that nothing in it is worth a failed job. */
function dataObject(value: unknown): PayloadDataObject {
  if (!isJsonRecord(value)) return {};
  const uri = value["s3Uri"] ?? value["s3uri"];
  const content = value["content"];
  return {
    ...(typeof uri === "string" && { s3Uri: uri }),
    ...(typeof content === "string" && { content }),
  };
}

function workerAnswer(
  annotation: unknown,
  at: string,
  answers: WorkerAnswer[],
  elsewhere: AnswerInS3[],
  faults: Faults,
): void {
  const { workerId, annotationData } = isJsonRecord(annotation) ? annotation : {};
  if (typeof workerId !== "string" || workerId === "") {
    faults.add(`${at}.workerId`, `got ${shownValue(workerId)}; it is the worker's id, as text`);
    return;
  }
  const { content, s3Uri, s3uri } = isJsonRecord(annotationData) ? annotationData : {};
  const uri = s3Uri ?? s3uri;
  if (uri !== undefined && uri !== null) {
    if (parseS3Uri(uri) === undefined) {
      faults.add(`${at}.annotationData.s3Uri`, `got ${shownValue(uri)}; it looks like s3://bucket/key`);
      return;
    }
    elsewhere.push({ field: at, uri: uri as string, answers, index: answers.length });
    answers.push({ workerId, answer: null });
  } else if (typeof content === "string") {
    answers.push({ workerId, answer: parsedAnswer(content, `${at}.annotationData.content`, faults) });
  } else {
    faults.add(
      `${at}.annotationData`,
      `got ${shownValue(annotationData)}; it has content, which is JSON as text, or s3Uri`,
    );
  }
}

/** A worker who submitted an empty form answered nothing; text that is broken is a fault. */
function parsedAnswer(text: string, at: string, faults: Faults): unknown {
  if (text.trim() === "") return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    faults.add(at, `got ${shownText(text)}, which is not JSON`);
    return null;
  }
}

function repeatedIds(objects: readonly AnnotatedObject[], faults: Faults): void {
  const seen = new Set<string>();
  objects.forEach(({ datasetObjectId }, index) => {
    if (datasetObjectId !== "" && seen.has(datasetObjectId)) {
      faults.add(
        `[${index}].datasetObjectId`,
        `got "${datasetObjectId}" for the second time; ids are unique`,
      );
    }
    seen.add(datasetObjectId);
  });
}

function shownText(text: string): string {
  return text === "" ? "an empty text" : shownValue(text);
}
