import { createHash } from "node:crypto";
import { AwsPage } from "../../lib/aws-page";
import { checkLine } from "../manifest/check-line";
import type { LineContext } from "../manifest/line-context";

/** A data object as a message to a streaming labeling job: a line of a manifest. */
export interface ObjectMessage {
  readonly body: string;
  /** What two messages of the same object have in common. */
  readonly identity: string;
}

/** SNS takes no longer message. */
export const mostMessageBytes = 262_144;

const idNamedBy = "dataset-objectid-attribute-name";
/** Where the id of a text stands, which has no address of its own. */
const textIdName = "dataset-object-id";
const longestId = 1024;

/** What a text is that names a data object: an S3 URI, a line of a manifest, or with `isText` a text to label. */
export function lineOf(object: string, isText: boolean): string | undefined {
  if (isText) return JSON.stringify({ source: object });
  if (object.trimStart().startsWith("{")) return object;
  return object.startsWith("s3://") ? JSON.stringify({ "source-ref": object }) : undefined;
}

/**
 * The message of a line.
 *
 * @param deduplicate whether Ground Truth shall label the same object once, however often it is sent
 * @returns what is wrong with the line, where something is
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sms-streaming-impotency.html
 */
export function objectMessage(
  line: string,
  context: LineContext,
  deduplicate: boolean,
): ObjectMessage | readonly string[] {
  const { faults, object } = checkLine(1, line, context);
  if (faults.length > 0)
    return faults.map(({ message, page }) => `${message}${page === undefined ? "" : ` (${page})`}`);
  const fields = JSON.parse(line) as Readonly<Record<string, unknown>>;
  const given = fields[idNamedBy];
  const identity = object!.identity;
  if (given !== undefined) {
    const problem = idProblem(given, fields);
    return problem === undefined
      ? sized(fields, identity)
      : [`${problem} (${AwsPage.streamingDeduplication})`];
  }
  if (!deduplicate) return sized(fields, identity);
  return sized({ ...fields, ...idOf(fields, identity) }, identity);
}

function idOf(fields: Readonly<Record<string, unknown>>, identity: string): Readonly<Record<string, string>> {
  const uri = fields["source-ref"];
  if (typeof uri === "string") return { [idNamedBy]: "source-ref" };
  // An id has the form of an address. This host can never be one: its name is kept free for good (RFC 2606).
  const digest = createHash("sha256").update(identity).digest("hex");
  return { [idNamedBy]: textIdName, [textIdName]: `https://text.invalid/${digest}` };
}

/** The rules of an id that the line names by itself. */
function idProblem(name: unknown, fields: Readonly<Record<string, unknown>>): string | undefined {
  if (typeof name !== "string" || !/^[$a-zA-Z0-9](-*[a-zA-Z0-9])*$/.test(name) || name.length > 140) {
    return `has ${idNamedBy} ${JSON.stringify(name)}; the name of an attribute is allowed: letters, digits and hyphens, 140 at most`;
  }
  const id = fields[name];
  if (id === undefined) return `has ${idNamedBy} ${JSON.stringify(name)}, and no attribute of that name`;
  if (typeof id !== "string" || !/^(https|s3):\/\/[^/]+/.test(id) || id.length > longestId) {
    return `has ${JSON.stringify(id).slice(0, 100)} as the id ${JSON.stringify(name)}; an address that begins with https:// or s3:// is allowed, ${longestId} characters at most`;
  }
  return undefined;
}

function sized(fields: object, identity: string): ObjectMessage | readonly string[] {
  const body = JSON.stringify(fields);
  const bytes = Buffer.byteLength(body);
  return bytes <= mostMessageBytes
    ? { body, identity }
    : [`has ${bytes} bytes; a message of SNS has at most ${mostMessageBytes.toLocaleString("en")}`];
}
