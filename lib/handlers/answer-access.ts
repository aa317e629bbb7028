import { labelingJobName } from "./event-fields";
import { HandlerFault } from "./handler-fault";
import type { ObjectReader } from "./object-reader";
import type { PostAnnotationEvent } from "./post-annotation-contract";
import { S3ObjectReader } from "./s3-object-reader";
import { shownValue } from "./shown-value";

/** The environment variable that says how answers are read. `PostAnnotationFunction` sets it. */
export const answerAccessVariable = "GROUND_TRUTH_ANSWER_ACCESS";

const ownRole = ["s3-read", "read-all-buckets"];
const executionRole = "assume-execution-role";
const allowed = [...ownRole, executionRole];

// A warm function keeps its connections and credentials, for the job that it served last.
let last: { readonly key: string; readonly reader: ObjectReader } | undefined;

/**
 * Reads S3 as the function's own role, or as the execution role of the job that sent the event.
 *
 * @throws HandlerFault when `GROUND_TRUTH_ANSWER_ACCESS` names no way to read
 */
export function answerReader(event: PostAnnotationEvent): ObjectReader {
  const access = process.env[answerAccessVariable] || "s3-read";
  if (!allowed.includes(access)) {
    throw new HandlerFault("Reading the settings", [
      `${answerAccessVariable}: got ${shownValue(access)}; it is one of ${allowed.join(", ")}`,
    ]);
  }
  const assumed =
    access === executionRole
      ? { roleArn: event.roleArn, sessionName: sessionName(labelingJobName(event.labelingJobArn)) }
      : undefined;
  const key = JSON.stringify(assumed ?? access);
  if (last?.key !== key) last = { key, reader: new S3ObjectReader(assumed) };
  return last.reader;
}

/** What CloudTrail shows beside each read. STS takes 2 to 64 characters of few kinds. */
function sessionName(jobName: string): string {
  return `GroundTruth-${jobName}`.replace(/[^\w+=,.@-]/g, "-").slice(0, 64);
}
