import { labelingJobArnField, textField } from "./event-fields";
import { Faults } from "./handler-fault";
import { isJsonRecord, type JsonRecord } from "./json-record";
import type { PostAnnotationEvent } from "./post-annotation-contract";
import { parseS3Uri, shownUri } from "./s3-uri";
import { shownValue } from "./shown-value";

/**
 * Checks what Ground Truth sent to a post-annotation function. `payload.s3uri` becomes `payload.s3Uri`.
 *
 * @throws HandlerFault naming each field that is wrong, what it holds and what is allowed
 */
export function parsePostAnnotationEvent(event: unknown): PostAnnotationEvent {
  const faults = new Faults("Reading the post-annotation event");
  if (!isJsonRecord(event)) {
    faults.add("event", `got ${shownValue(event)}; it is a JSON object`);
    faults.throwIfAny();
  }
  const fields = event as JsonRecord;
  const parsed: PostAnnotationEvent = {
    ...fields,
    version: textField(fields, "version", faults),
    labelingJobArn: labelingJobArnField(fields, faults),
    labelAttributeName: textField(fields, "labelAttributeName", faults),
    labelCategories: labelCategories(fields["labelCategories"], faults),
    roleArn: roleArn(fields["roleArn"], faults),
    payload: { s3Uri: payloadUri(fields["payload"], faults) },
  };
  faults.throwIfAny();
  return parsed;
}

function labelCategories(value: unknown, faults: Faults): readonly string[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value) && value.every((label) => typeof label === "string")) return value;
  faults.add("labelCategories", `got ${shownValue(value)}; it is a list of texts, null or absent`);
  return undefined;
}

function roleArn(value: unknown, faults: Faults): string {
  if (typeof value === "string" && /^arn:[^:]+:iam::\d{12}:role\/.+$/.test(value)) return value;
  faults.add("roleArn", `got ${shownValue(value)}; it looks like arn:<partition>:iam::<account>:role/<name>`);
  return "";
}

function payloadUri(payload: unknown, faults: Faults): string {
  if (!isJsonRecord(payload)) {
    faults.add("payload", `got ${shownValue(payload)}; it is an object with s3Uri`);
    return "";
  }
  const uri = payload["s3Uri"] ?? payload["s3uri"];
  if (parseS3Uri(uri) !== undefined) return uri as string;
  faults.add(
    "payload.s3Uri",
    `got ${uri === undefined ? "nothing" : shownUri(uri)}; it looks like s3://bucket/key`,
  );
  return "";
}
