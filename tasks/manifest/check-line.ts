import { AwsPage } from "../../lib/aws-page";
import { mostLabelsInManifest } from "../../lib/jobs/manifest-limits";
import { TaskFamily } from "../../lib/jobs/task-family";
import { TaskVariant } from "../../lib/jobs/task-variant";
import { bucketNameRule, longestKey } from "../../lib/rules/s3";
import type { Fault, FaultKind } from "./fault";
import { jsonFault, repeatedKeys } from "./json-fault";
import type { LineContext } from "./line-context";

/** The data object of a line. */
interface LineObject {
  /** `source-ref`: the file. */
  readonly uri?: { readonly bucket: string; readonly key: string };
  /** What two lines of the same object have in common. */
  readonly identity: string;
}

interface CheckedLine {
  readonly faults: readonly Fault[];
  /** @default - the line names none */
  readonly object?: LineObject;
  /** Names of labels of earlier jobs. */
  readonly labels: readonly string[];
}

const mostCharacters = 100_000;
const mostAttributeCharacters = 20_000;
const metadata = "-metadata";

/** Checks one line of an input manifest, by itself. */
export function checkLine(number: number, text: string, context: LineContext): CheckedLine {
  const faults: Fault[] = [];
  const say = (kind: FaultKind, message: string, page?: string, column?: number) =>
    faults.push({ line: number, column, kind, message, page });
  const nothing = { faults, labels: [] };
  if (text.length > mostCharacters) {
    say("length", `has ${text.length} characters; a line has at most 100,000`, AwsPage.inputManifest);
  }
  if (text.trim() === "") {
    say("json", "is empty; each line is one JSON object", AwsPage.inputManifest);
    return nothing;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const { offset, message } = jsonFault(text);
    say("json", `is no JSON: ${message}${listHint(text)}`, AwsPage.inputManifest, offset + 1);
    return nothing;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    const is = Array.isArray(value) ? "a list" : JSON.stringify(value).slice(0, 60);
    say(
      "json",
      `is ${is}; each line is one JSON object, as in {"source-ref": "s3://bucket/key"}`,
      AwsPage.inputManifest,
    );
    return nothing;
  }
  const line = value as Readonly<Record<string, unknown>>;
  if (text.includes("\\u") || text.indexOf('"source') !== text.lastIndexOf('"source')) repeated(text, say);
  names(line, text.length, say);
  const labels = labelsOf(line);
  labelFaults(labels, context, say);
  return { faults, object: objectOf(line, context, say), labels };
}

type Say = (kind: FaultKind, message: string, page?: string) => void;

function listHint(text: string): string {
  return /^\s*\[\s*$/.test(text)
    ? ". The file looks like one JSON list; a manifest has one object on each line, without [ ] and commas"
    : "";
}

function repeated(text: string, say: Say): void {
  for (const key of repeatedKeys(text)) {
    say("source", `has ${JSON.stringify(key)} twice; only the last would count`, AwsPage.inputManifest);
  }
}

function names(line: Readonly<Record<string, unknown>>, characters: number, say: Say): void {
  for (const name of Object.keys(line)) {
    if (name.startsWith("$")) {
      const message = `has the attribute ${shown(name)}; names that begin with $ are Ground Truth's own`;
      say("name", message, AwsPage.inputManifest);
    }
    if (name === "") say("name", "has an attribute without a name", AwsPage.inputManifest);
    // No value is longer than its line.
    if (characters <= mostAttributeCharacters) continue;
    const value = line[name];
    const length = typeof value === "string" ? value.length : lengthOf(value);
    if (length === undefined) say("json", `is nested too deep in ${shown(name)}`, AwsPage.inputManifest);
    else if (length > mostAttributeCharacters) {
      const message = `has ${length} characters in ${shown(name)}; an attribute has at most 20,000`;
      say("length", message, AwsPage.inputManifest);
    }
  }
}

/** Undefined if it is nested deeper than can be written. */
function lengthOf(value: unknown): number | undefined {
  try {
    return JSON.stringify(value).length;
  } catch {
    return undefined;
  }
}

/** Labels of earlier jobs: attributes with metadata that a job wrote. */
function labelsOf(line: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(line)
    .filter((name) => name.endsWith(metadata))
    .map((name) => name.slice(0, -metadata.length))
    .filter((name) => {
      const about = line[`${name}${metadata}`];
      return (
        Object.hasOwn(line, name) &&
        typeof about === "object" &&
        about !== null &&
        ("job-name" in about || "type" in about)
      );
    });
}

function labelFaults(labels: readonly string[], { task }: LineContext, say: Say): void {
  if (labels.length > mostLabelsInManifest) {
    say(
      "label",
      `has labels of ${labels.length} jobs; a manifest has at most ${mostLabelsInManifest}`,
      AwsPage.inputQuotas,
    );
  }
  if (task !== undefined && task.variant !== TaskVariant.BASE && labels.length === 0) {
    const message = `has no label of an earlier job, which ${task.type} is about: its input is the output manifest of that job`;
    say("label", message, AwsPage.verificationJobs);
  }
}

const misspelled: ReadonlyMap<string, string> = new Map([
  ["sourceref", "source-ref"],
  ["sourceuri", "source-ref"],
  ["source", "source"],
]);

function objectOf(
  line: Readonly<Record<string, unknown>>,
  context: LineContext,
  say: Say,
): LineObject | undefined {
  const [hasText, hasFile] = [Object.hasOwn(line, "source"), Object.hasOwn(line, "source-ref")];
  const page = AwsPage.inputManifest;
  if (hasText && hasFile) {
    say("source", "has both source and source-ref; exactly one of them is allowed", page);
    return undefined;
  }
  if (!hasText && !hasFile) {
    say("source", `has neither source nor source-ref; ${meantBy(line)}`, page);
    return undefined;
  }
  const value = line[hasText ? "source" : "source-ref"];
  const name = hasText ? "source" : "source-ref";
  if (typeof value !== "string") {
    say("source", `has a ${name} that is ${kindOf(value)}; a text is needed`, page);
    return undefined;
  }
  return hasText ? textObject(value, context, say) : fileObject(value, context, say);
}

function meantBy(line: Readonly<Record<string, unknown>>): string {
  for (const [name, value] of Object.entries(line)) {
    const meant = misspelled.get(name.toLowerCase().replace(/[^a-z]/g, ""));
    if (meant !== undefined) return `did you mean ${meant} instead of ${shown(name)}?`;
    if (typeof value === "object" && value !== null && ("source-ref" in value || "source" in value)) {
      return `it stands inside of ${shown(name)}, and belongs at the top of the object`;
    }
  }
  return "exactly one of them is needed";
}

function textObject(text: string, { task }: LineContext, say: Say): LineObject {
  if (text.trim() === "")
    say("source", "has an empty source: workers would see nothing", AwsPage.inputManifest);
  if (/^s3:\/\//.test(text)) {
    say(
      "source",
      `has an S3 URI as source, which workers would read as text; a file is a source-ref`,
      AwsPage.inputManifest,
    );
  } else if (task !== undefined && task.family !== TaskFamily.TEXT && task.family !== TaskFamily.CUSTOM) {
    say("source", `has a source; the objects of ${task.type} are files: source-ref`, AwsPage.inputManifest);
  }
  return { identity: `text ${text}` };
}

function fileObject(uri: string, context: LineContext, say: Say): LineObject | undefined {
  const fault = uriFault(uri);
  if (fault !== undefined) {
    say("source", `has source-ref ${shown(uri)}: ${fault}`, AwsPage.inputManifest);
    return undefined;
  }
  const slash = uri.indexOf("/", 5);
  const object = { bucket: uri.slice(5, slash), key: uri.slice(slash + 1) };
  if (context.isReadable?.(object.bucket, object.key) === false) {
    const message = `has source-ref ${shown(uri)}, which lies in none of the workflow's inputs (${context.inputsShown}): its role may not read it`;
    say("place", message);
  }
  const format = formatFault(object.key, context);
  if (format !== undefined) say("format", `has source-ref ${shown(uri)}: ${format}`, AwsPage.inputQuotas);
  return { uri: object, identity: `file ${uri}` };
}

/** Lines of a manifest name the same few buckets. */
let lastBucket: string | undefined;

function uriFault(uri: string): string | undefined {
  const needed = "an S3 URI is needed, as in s3://bucket/key";
  if (/^https?:\/\//i.test(uri)) return `${needed}, not an address of the web`;
  if (/^(s3a|s3n):/i.test(uri)) return `${needed}; ${uri.slice(0, 3)}:// is Hadoop's`;
  if (/^arn:/.test(uri)) return `${needed}, not an ARN`;
  if (!uri.startsWith("s3://")) return needed;
  const slash = uri.indexOf("/", 5);
  const bucket = slash < 0 ? uri.slice(5) : uri.slice(5, slash);
  const wrongBucket = bucket === lastBucket ? undefined : bucketNameRule.problem(bucket);
  if (wrongBucket !== undefined) return wrongBucket;
  lastBucket = bucket;
  const key = slash < 0 ? "" : uri.slice(slash + 1);
  if (key === "") return "it names a bucket and no object";
  if (key.endsWith("/")) return "it names a folder; each line is one object";
  if (/\p{Surrogate}/u.test(key))
    return "half of a character (a lone surrogate such as \\ud800) is no part of a key in S3";
  // Only beyond the length in characters can the bytes matter.
  if (key.length * 3 > longestKey && Buffer.byteLength(key) > longestKey) {
    return `the key has ${Buffer.byteLength(key)} bytes; S3 keys have at most ${longestKey}`;
  }
  return undefined;
}

/** Extensions that are surely something else than the task takes. What has none, or an unknown one, may be anything. */
const imageFormats = ["jpg", "jpeg", "png"];
const videoFormats = ["mp4", "ogg", "webm"];
const otherFormats = new Set(
  "gif bmp tif tiff webp heic heif svg avif raw cr2 nef psd pdf doc docx txt csv tsv json jsonl xml html zip gz tar mp3 wav flac avi mov mkv wmv mpg mpeg npy parquet manifest md".split(
    " ",
  ),
);

function formatFault(key: string, { task }: LineContext): string | undefined {
  const formats =
    task?.family === TaskFamily.IMAGE
      ? imageFormats
      : task?.family === TaskFamily.VIDEO_CLIP
        ? videoFormats
        : undefined;
  if (formats === undefined) return undefined;
  const extension = /\.([A-Za-z0-9]+)$/.exec(key)?.[1]?.toLowerCase();
  if (extension === undefined || formats.includes(extension)) return undefined;
  const isOther =
    otherFormats.has(extension) || imageFormats.includes(extension) || videoFormats.includes(extension);
  return isOther ? `${task!.type} takes ${formats.join(", ")}` : undefined;
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

function shown(text: string): string {
  return JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text);
}
