import { readFileSync } from "node:fs";
import { depthFinding, lintTemplate } from "../../lib/jobs/template/lint-template";
import { renderTemplate } from "../../lib/jobs/template/render-template";
import { UserError } from "../../review/user-error";
import { mediaType, type PictureSource } from "../../tasks/answers/pictures";
import type { S3Objects } from "../../tasks/aws/s3-objects";
import { placeholder } from "../../tasks/preview/placeholder";
import type { Preview } from "../../tasks/preview/preview-page";
import { exampleLine } from "../../tasks/preview/task-input";
import type { ConfiguredWorkflow } from "../configured-workflow";
import { shownFile } from "../shown-file";
import { workerInput } from "./worker-input";
import { type WorkflowParts, workflowParts } from "./workflow-parts";

type Fields = Readonly<Record<string, unknown>>;

interface PreviewSettings {
  /** The line of a manifest. @default - an example */
  readonly line?: string;
  /** A JSON file with what the pre-annotation function gives, instead of running it. */
  readonly taskInput?: string;
  /** Where pictures are. @default - each is a sheet with its address */
  readonly pictures?: PictureSource;
  readonly s3: S3Objects;
}

/**
 * The template of a workflow with one object in it.
 *
 * @throws UserError when there is nothing that could be shown
 */
export async function makePreview(of: ConfiguredWorkflow, settings: PreviewSettings): Promise<Preview> {
  const parts = workflowParts(of);
  const notes: string[] = [];
  const labels = parts.labels.length > 0 ? parts.labels : ["First label", "Second label"];
  const line =
    settings.line === undefined
      ? exampleLine(
          of.task,
          of.workflow.inputs.map(({ uri }) => uri),
          labels,
          parts.earlierLabel,
        )
      : objectOf(settings.line, "--line");
  if (settings.line === undefined) notes.push("The data object is an example: name one with --line");
  if (parts.labels.length === 0 && parts.preAnnotation === "hosted") {
    notes.push("The labels are examples: the configuration has no job with labels");
  }
  const input = inputOf(of, parts, line, labels, settings, notes);
  const { content, name } = await templateText(parts, settings.s3);
  const granted = await grantedPictures(line, input, settings.pictures);
  const { html, failure, missing } = renderTemplate(
    content,
    input,
    (uri) => granted.get(uri) ?? placeholder(uri),
  );
  const found = lintTemplate(content);
  const tooDeep = depthFinding(html);
  // A loop can nest what the template itself does not.
  const isNews = tooDeep !== undefined && !found.some(({ message }) => message === tooDeep.message);
  const findings = [
    ...(failure === undefined ? [] : [failure]),
    ...found,
    ...(isNews ? [{ line: 1, column: 1, message: `with this object ${tooDeep.message}` }] : []),
    ...missing,
  ];
  const rendered = tooDeep === undefined ? html : "";
  return { name: of.workflow.name, template: name, rendered, findings, input, notes };
}

function inputOf(
  of: ConfiguredWorkflow,
  { preAnnotation }: WorkflowParts,
  line: Fields,
  labels: readonly string[],
  { taskInput }: PreviewSettings,
  notes: string[],
): Fields {
  if (taskInput !== undefined) {
    notes.push(`task.input is that of ${taskInput}`);
    return objectOf(readText(taskInput), taskInput);
  }
  if (preAnnotation === "hosted") {
    notes.push("task.input is what AWS's published templates read: not verified against AWS");
  }
  const { input, isHumanAnnotationRequired, log } = workerInput(of, preAnnotation, line, labels);
  if (!isHumanAnnotationRequired)
    notes.push(
      "The pre-annotation function keeps this object from workers (isHumanAnnotationRequired is false)",
    );
  if (log !== "") notes.push(`The pre-annotation function wrote: ${log.slice(0, 300)}`);
  return input;
}

async function templateText(
  { template }: WorkflowParts,
  s3: S3Objects,
): Promise<{ readonly content: string; readonly name: string }> {
  if ("ready" in template) return { content: template.ready, name: "ready template" };
  if ("file" in template) return { content: readText(template.file), name: shownFile(template.file) };
  const chunks: Uint8Array[] = [];
  for await (const chunk of await s3.read(template.uri)) chunks.push(chunk);
  return { content: Buffer.concat(chunks).toString("utf8").replaceAll("\r\n", "\n"), name: template.uri };
}

function readText(file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file)).replaceAll("\r\n", "\n");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(
      `${shownFile(file)} ${code === "ENOENT" ? "is not there" : "cannot be read as UTF-8 text"}`,
    );
  }
}

function objectOf(text: string, name: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UserError(`${name} is no JSON: ${(error as Error).message}`);
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Fields;
  throw new UserError(`${name} is no JSON object, as in {"source-ref": "s3://bucket/key"}`);
}

/** Pictures of all S3 URIs of an object: templates are rendered without waiting. */
async function grantedPictures(
  line: Fields,
  input: Fields,
  pictures: PictureSource | undefined,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  if (pictures === undefined) return found;
  for (const uri of new Set([...urisIn(line), ...urisIn(input)])) {
    const bytes = await pictures.read(uri);
    const type = bytes && mediaType(bytes);
    if (type !== undefined) found.set(uri, `data:${type};base64,${bytes!.toString("base64")}`);
  }
  return found;
}

function urisIn(value: unknown): string[] {
  const text = JSON.stringify(value);
  return [...text.matchAll(/"(s3:\/\/(?:[^"\\]|\\.)+)"/g)].map(
    (match) => JSON.parse(`"${match[1]}"`) as string,
  );
}
