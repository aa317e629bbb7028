import type { AnnotatedObject, WorkerAnswer } from "./annotated-object";
import { OutsideFault } from "./answer-locations";
import { describedValue, shownId } from "./described-value";
import { Faults } from "./handler-fault";
import { inParallel } from "./in-parallel";
import { isJsonRecord } from "./json-record";
import type { ObjectReader } from "./object-reader";
import type { PayloadDataObject } from "./post-annotation-contract";
import { parseS3Uri } from "./s3-uri";

/** How many answers that lie in S3 are read at a time. The AWS SDK opens at most 50 connections. */
export const defaultReadsAtATime = 32;

/** An answer whose text is still in S3. */
interface AnswerInS3 {
  readonly field: string;
  /** The object and the worker, for errors. */
  readonly of: string;
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
  const items = parsedList(await textAt(uri, "payload.s3Uri", reader, faults), faults);
  const elsewhere: AnswerInS3[] = [];
  const objects = items.map((item, index) => annotatedObject(item, `[${index}]`, elsewhere, faults));
  repeatedIds(objects, faults);
  // A payload that is wrong is told before thousands of answers are read in vain.
  faults.throwIfAny();

  await inParallel(elsewhere, readsAtATime, async (pending) => {
    const text = await textAt(
      pending.uri,
      `${pending.field}.annotationData.s3Uri${pending.of}`,
      reader,
      faults,
    );
    const { workerId } = pending.answers[pending.index]!;
    pending.answers[pending.index] = {
      workerId,
      answer: parsedAnswer(text, `${pending.field}${pending.of} (${pending.uri})`, faults),
    };
  });
  faults.throwIfAny();
  return objects;
}

/** The text of an object; notes a fault, and is an empty list, if the object is none that may be read. */
async function textAt(uri: string, field: string, reader: ObjectReader, faults: Faults): Promise<string> {
  try {
    return await reader.read(uri);
  } catch (error) {
    if (!(error instanceof OutsideFault)) throw error;
    faults.addThrown(field, error);
    return "[]";
  }
}

function parsedList(text: string, faults: Faults): unknown[] {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    faults.add("payload", `got ${describedValue(text)}, which is not JSON; it is a list of data objects`);
    return [];
  }
  if (Array.isArray(list)) return list;
  faults.add("payload", `got ${describedValue(list)}; it is a list of data objects`);
  return [];
}

function annotatedObject(
  item: unknown,
  at: string,
  elsewhere: AnswerInS3[],
  faults: Faults,
): AnnotatedObject {
  const fields = isJsonRecord(item) ? item : {};
  if (!isJsonRecord(item))
    faults.add(at, `got ${describedValue(item)}; it is a data object with its answers`);
  const { datasetObjectId, annotations } = fields;
  const answers: WorkerAnswer[] = [];
  if (isJsonRecord(item) && (typeof datasetObjectId !== "string" || datasetObjectId === "")) {
    faults.add(
      `${at}.datasetObjectId`,
      `got ${describedValue(datasetObjectId)}; it is Ground Truth's id, as text`,
    );
  }
  if (Array.isArray(annotations)) {
    const object = typeof datasetObjectId === "string" ? ` of object ${shownId(datasetObjectId)}` : "";
    annotations.forEach((annotation: unknown, index) => {
      workerAnswer(annotation, { field: `${at}.annotations[${index}]`, object }, answers, elsewhere, faults);
    });
  } else if (isJsonRecord(item)) {
    faults.add(`${at}.annotations`, `got ${describedValue(annotations)}; it is a list of answers`);
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
  { field, object }: { readonly field: string; readonly object: string },
  answers: WorkerAnswer[],
  elsewhere: AnswerInS3[],
  faults: Faults,
): void {
  const { workerId, annotationData } = isJsonRecord(annotation) ? annotation : {};
  if (typeof workerId !== "string" || workerId === "") {
    faults.add(
      `${field}.workerId${object}`,
      `got ${describedValue(workerId)}; it is the worker's id, as text`,
    );
    return;
  }
  const of = `${object}, worker ${shownId(workerId)}`;
  const { content, s3Uri, s3uri } = isJsonRecord(annotationData) ? annotationData : {};
  const uri = s3Uri ?? s3uri;
  if (uri !== undefined && uri !== null) {
    if (parseS3Uri(uri) === undefined) {
      faults.add(
        `${field}.annotationData.s3Uri${of}`,
        `got ${describedValue(uri)}; it looks like s3://bucket/key`,
      );
      return;
    }
    elsewhere.push({ field, of, uri: uri as string, answers, index: answers.length });
    answers.push({ workerId, answer: null });
  } else if (typeof content === "string") {
    answers.push({ workerId, answer: parsedAnswer(content, `${field}.annotationData.content${of}`, faults) });
  } else {
    faults.add(
      `${field}.annotationData${of}`,
      `got ${describedValue(annotationData)}; it has content, which is JSON as text, or s3Uri`,
    );
  }
}

/** A worker who submitted an empty form answered nothing; text that is broken is a fault. */
function parsedAnswer(text: string, at: string, faults: Faults): unknown {
  if (text.trim() === "") return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    faults.add(at, `got ${describedValue(text)}, which is not JSON`);
    return null;
  }
}

function repeatedIds(objects: readonly AnnotatedObject[], faults: Faults): void {
  const seen = new Set<string>();
  objects.forEach(({ datasetObjectId }, index) => {
    if (datasetObjectId !== "" && seen.has(datasetObjectId)) {
      faults.add(
        `[${index}].datasetObjectId`,
        `got ${shownId(datasetObjectId)} for the second time; ids are unique`,
      );
    }
    seen.add(datasetObjectId);
  });
}
