import type { AnnotatedJob, AnnotatedObject } from "./annotated-object";
import { answerReader } from "./answer-access";
import { answerLocations, LimitedReader } from "./answer-locations";
import { shownId } from "./described-value";
import { labelingJobName } from "./event-fields";
import { everyObjectOnce } from "./every-object-once";
import { Faults, HandlerFault } from "./handler-fault";
import { inParallel } from "./in-parallel";
import type { ObjectReader } from "./object-reader";
import { defaultReadsAtATime, readPayload } from "./payload";
import type { ConsolidatedAnnotation, PostAnnotationEvent } from "./post-annotation-contract";
import { parsePostAnnotationEvent } from "./post-annotation-event";
import { checkResponseSize } from "./response-size";

/** How a post-annotation handler works. */
export interface PostAnnotationOptions {
  /**
   * Reads the payload and the answers; if `GROUND_TRUTH_ANSWER_LOCATIONS` is set, in its folders only.
   * @default - S3, in the way that `GROUND_TRUTH_ANSWER_ACCESS` says
   */
  readonly reader?: ObjectReader;
  /** Answers read, and objects consolidated, at a time. @default 32 */
  readonly atATime?: number;
}

/** All that becomes `content` of one object: the label attribute, and what stands beside it. */
export type ContentOf = (
  object: AnnotatedObject,
  job: AnnotatedJob,
) => Readonly<Record<string, unknown>> | Promise<Readonly<Record<string, unknown>>>;

/** A post-annotation call from the event to the answer. */
export async function runConsolidation(
  event: PostAnnotationEvent,
  options: PostAnnotationOptions,
  contentOf: ContentOf,
): Promise<ConsolidatedAnnotation[]> {
  const parsed = parsePostAnnotationEvent(event);
  const job: AnnotatedJob = {
    labelingJobArn: parsed.labelingJobArn,
    labelingJobName: labelingJobName(parsed.labelingJobArn),
    labelAttributeName: parsed.labelAttributeName,
    labelCategories: parsed.labelCategories ?? undefined,
  };
  const atATime = checkedAtATime(options.atATime);
  const objects = await readPayload(parsed.payload.s3Uri, readerFor(parsed, options.reader), atATime);

  const faults = new Faults(`Consolidation for labeling job "${job.labelingJobName}"`);
  const annotations = await inParallel(objects, atATime, async (object) => {
    const { datasetObjectId } = object;
    try {
      const content = await contentOf(object, job);
      checkContent(content);
      return { datasetObjectId, consolidatedAnnotation: { content } };
    } catch (thrown) {
      faults.addThrown(`object ${shownId(datasetObjectId)}`, thrown);
      return { datasetObjectId, consolidatedAnnotation: { content: {} } };
    }
  });
  faults.throwIfAny();
  const answer = everyObjectOnce(objects, annotations);
  checkResponseSize(answer);
  return answer;
}

function readerFor(event: PostAnnotationEvent, own: ObjectReader | undefined): ObjectReader {
  if (own === undefined) return answerReader(event);
  const locations = answerLocations(process.env);
  return locations === undefined ? own : new LimitedReader(own, locations);
}

function checkedAtATime(value = defaultReadsAtATime): number {
  if (Number.isInteger(value) && value > 0) return value;
  throw new HandlerFault("Making the handler", [`atATime: got ${value}; it is a whole number, 1 or more`]);
}

/** JSON leaves out what it cannot write, and writes null for NaN: Ground Truth would store a label that is not there. */
function checkContent(content: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(content)) {
    const json = JSON.stringify(value, (field, part: unknown) => {
      if (typeof part !== "number" || Number.isFinite(part)) return part;
      throw new HandlerFault("Consolidation", [
        `the function returned ${part} in ${field === "" ? name : `${name}, field ${field}`}; JSON would write null for it`,
      ]);
    }) as string | undefined;
    if (json === undefined) {
      throw new HandlerFault("Consolidation", [
        `the function returned ${typeof value} for ${name}; a label is what JSON can write`,
      ]);
    }
  }
}
