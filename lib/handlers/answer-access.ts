import {
  answerLocations,
  answerLocationsVariable,
  executionRoles,
  executionRolesVariable,
  LimitedReader,
} from "./answer-locations";
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
 * Reads S3 as the function's own role, or as the execution role of the job that sent the event: in the folders of
 * `GROUND_TRUTH_ANSWER_LOCATIONS` only, and as a role of `GROUND_TRUTH_EXECUTION_ROLES` only. The event is whatever the
 * caller wrote into it.
 *
 * @throws HandlerFault when `GROUND_TRUTH_ANSWER_ACCESS` names no way to read, when one of the others is not set, or when
 * the event names another role
 */
export function answerReader(event: PostAnnotationEvent): ObjectReader {
  const access = process.env[answerAccessVariable] || "s3-read";
  if (!allowed.includes(access)) {
    throw new HandlerFault("Reading the settings", [
      `${answerAccessVariable}: got ${shownValue(access)}; it is one of ${allowed.join(", ")}`,
    ]);
  }
  const locations = required(answerLocations(process.env), answerLocationsVariable);
  if (access === executionRole) checkRole(event.roleArn);
  const assumed =
    access === executionRole
      ? { roleArn: event.roleArn, sessionName: sessionName(labelingJobName(event.labelingJobArn)) }
      : undefined;
  const key = JSON.stringify(assumed ?? access);
  if (last?.key !== key) last = { key, reader: new S3ObjectReader(assumed) };
  return new LimitedReader(last.reader, locations);
}

/** The function must not assume whatever role the event names. */
function checkRole(roleArn: string): void {
  const roles = required(executionRoles(process.env), executionRolesVariable);
  if (roles.includes(roleArn)) return;
  throw new HandlerFault("Reading the post-annotation event", [
    `roleArn: got ${shownValue(roleArn)}; the function assumes ${roles.join(", ") || "no role"} only`,
  ]);
}

function required(list: readonly string[] | undefined, variable: string): readonly string[] {
  if (list !== undefined) return list;
  throw new HandlerFault("Reading the settings", [
    `${variable}: it is not set. PostAnnotationFunction sets it; a function that is made otherwise has to be given it, or ` +
      "its callers would choose what it reads",
  ]);
}

/** What CloudTrail shows beside each read. STS takes 2 to 64 characters of few kinds. */
function sessionName(jobName: string): string {
  return `GroundTruth-${jobName}`.replace(/[^\w+=,.@-]/g, "-").slice(0, 64);
}
