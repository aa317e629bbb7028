import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { UserError } from "../../../review/user-error";
import { S3Objects } from "../../../tasks/aws/s3-objects";
import { isS3Uri, s3Place } from "../../../tasks/aws/s3-uri";
import { listingLine } from "../../../tasks/manifest/listing";
import { localFiles } from "../../../tasks/manifest/local-files";
import { ManifestSelection, takenExtensions } from "../../../tasks/manifest/make-manifest";
import { lineContext } from "../../../tasks/manifest/line-context";
import { type FileToUpload, uploadFiles } from "../../../tasks/manifest/upload";
import { linesOf } from "../../../tasks/manifest/raw-lines";
import type { Terminal } from "../../command-entry";
import { type ConfiguredWorkflow, configuredWorkflow, inputsOf } from "../../configured-workflow";
import { type EnvironmentOption, withEnvironment } from "../../environment-option";
import { openInput } from "../../open-input";
import { OutputFile } from "../../output-file";
import { startProgress } from "../../progress";

interface Options extends EnvironmentOption {
  readonly as?: string;
  readonly workflow?: string;
  readonly out?: string;
  readonly text?: boolean;
  readonly upload?: boolean;
  readonly extension?: readonly string[];
  readonly region?: string;
  readonly profile?: string;
}

const help = `
A local folder stands for a place in S3, where you put its files: --as says which. With --workflow that is the workflow's first
input, and only files that its task takes are listed (images: jpg, jpeg, png).

Examples:
  cdktf-ground-truth manifest make pictures --workflow street-signs --out input.manifest
  cdktf-ground-truth manifest make pictures --workflow street-signs --upload                 puts pictures and manifest into S3
  cdktf-ground-truth manifest make s3://acme-raw/images/ --out input.manifest                (the AWS SDK is needed)
  aws s3 ls --recursive s3://acme-raw/images/ | cdktf-ground-truth manifest make - --as s3://acme-raw/ --out input.manifest
  cdktf-ground-truth manifest make reviews.txt --text --out input.manifest                   each line is a text to label
  cdktf-ground-truth manifest make letters --text --out input.manifest                       each .txt file is one

All of it: docs/manifests.md`;

/** `cdktf-ground-truth manifest make`. */
export function defineManifestMake(command: Command, terminal: Terminal): void {
  withEnvironment(command)
    .summary("write a manifest of a folder, a place in S3, or a listing")
    .description("Writes an input manifest of a local folder, a place in S3, or a listing on standard input.")
    .argument("<where>", "a folder, a file of texts, an S3 URI, or - for a listing on standard input")
    .option("--as <s3 uri>", "the place in S3 that a folder, or the keys of a listing, begin with")
    .option("--workflow <name>", "a workflow of the configuration: its inputs and its task")
    .option("--out <file>", "write to a file (default: standard output)")
    .option(
      "--upload",
      "put the folder's files there, and the manifest where the job of the --workflow reads it",
    )
    .option("--text", "the objects are texts, and stand in the manifest themselves")
    .option("--extension <extension...>", "list files with these extensions only")
    .option("--region <region>", "of the requests to AWS (default: that of the configuration)")
    .option("--profile <name>", "of ~/.aws to ask AWS with")
    .addHelpText("after", help)
    .action(async (where: string, options: Options) => {
      const of =
        options.workflow === undefined
          ? undefined
          : configuredWorkflow(options.workflow, options.environment);
      const selection = new ManifestSelection({
        extensions: options.extension ?? (of?.task && takenExtensions(of.task)),
        isReadable: of && lineContext(inputsOf(of), of.task).isReadable,
      });
      const target = options.upload === true ? uploadTarget(of) : undefined;
      const s3 = new S3Objects({ region: options.region ?? of?.config.region, profile: options.profile });
      const files: FileToUpload[] = [];
      const manifest: string[] = [];
      // What goes to S3 is not wanted on the standard output too.
      const out =
        target !== undefined && options.out === undefined ? undefined : new OutputFile(options.out, terminal);
      try {
        for await (const line of lines(where, options, of, selection, s3, files)) {
          if (target !== undefined) manifest.push(line);
          await out?.write(line);
        }
        if (selection.listed === 0) throw new UserError(`${where} has nothing to list${leftOut(selection)}`);
        out?.finish();
      } catch (error) {
        out?.abandon();
        throw error;
      }
      if (target !== undefined) {
        // The manifest last: it names nothing that is not there.
        const progress = startProgress(terminal.progress);
        try {
          await uploadFiles(files, s3, (soFar) => progress.show(`${soFar} of ${filesShown(files.length)}`));
        } finally {
          progress.end();
        }
        await s3.put(target, manifest.join(""), "application/jsonl");
        terminal.tell(`Uploaded: ${files.length === 0 ? "" : `${filesShown(files.length)}, `}${target}\n`);
      }
      terminal.tell(report(selection, options, of, target));
    });
}

function filesShown(count: number): string {
  return `${count.toLocaleString("en")} ${count === 1 ? "file" : "files"}`;
}

/** Where the job of a workflow reads its manifest. */
function uploadTarget(of: ConfiguredWorkflow | undefined): string {
  if (of === undefined)
    throw new UserError("--upload needs --workflow: its job says where the manifest goes");
  const uri = of.workflow.job?.manifestS3Uri;
  if (uri === undefined) {
    throw new UserError(
      `--upload: ${of.workflow.name} has no job.manifestS3Uri, so nobody knows where the manifest goes`,
    );
  }
  return uri;
}

function lines(
  where: string,
  options: Options,
  of: ConfiguredWorkflow | undefined,
  selection: ManifestSelection,
  s3: S3Objects,
  files: FileToUpload[],
): Iterable<string> | AsyncIterable<string> {
  if (isS3Uri(where)) {
    if (options.text === true) throw new UserError("--text reads local files, not S3");
    checkPlace(where, of);
    return ofBucket(where, s3, selection);
  }
  if (where === "-") return ofListing(options.text === true, bucketOf(options, of), s3, selection);
  const stat = statSync(where, { throwIfNoEntry: false });
  if (stat === undefined) throw new UserError(`${where} is not there`);
  if (options.text === true)
    return stat.isDirectory() ? ofTextFiles(where, selection) : ofTextLines(where, s3, selection);
  if (!stat.isDirectory())
    throw new UserError(`${where} is a file; a folder is needed, or --text if its lines are texts to label`);
  return ofFolder(where, prefix(options, of), selection, files);
}

async function* ofBucket(uri: string, s3: S3Objects, selection: ManifestSelection): AsyncGenerator<string> {
  for await (const { bucket, key, bytes } of s3.list(uri)) {
    const line = selection.line({ uri: `s3://${bucket}/${key}`, bytes });
    if (line !== undefined) yield line;
  }
}

function* ofFolder(
  folder: string,
  as: string | undefined,
  selection: ManifestSelection,
  files: FileToUpload[],
): Generator<string> {
  if (as === undefined) {
    throw new UserError(
      `Where in S3 will the files of ${folder} lie? Say it with --as s3://bucket/folder/, or name a --workflow`,
    );
  }
  for (const { name, bytes } of localFiles(folder)) {
    const uri = `${as}${name}`;
    const line = selection.line({ uri, bytes });
    if (line === undefined) continue;
    files.push({ path: join(folder, name), uri });
    yield line;
  }
}

async function* ofListing(
  isText: boolean,
  as: string | undefined,
  s3: S3Objects,
  selection: ManifestSelection,
): AsyncGenerator<string> {
  for await (const text of textLines("-", s3)) {
    if (isText) {
      const line = selection.textLine(text);
      if (line !== undefined) yield line;
      continue;
    }
    const listed = listingLine(text);
    if (listed === undefined) continue;
    if ("skipped" in listed) {
      selection.leaveOut(listed.skipped);
      continue;
    }
    if ("key" in listed && as === undefined) {
      throw new UserError(
        `The listing has keys (${listed.key}): say with --as s3://bucket/ where they begin, or name a --workflow`,
      );
    }
    const line = selection.line({ uri: "uri" in listed ? listed.uri : `${as}${listed.key}` });
    if (line !== undefined) yield line;
  }
}

async function* ofTextLines(
  file: string,
  s3: S3Objects,
  selection: ManifestSelection,
): AsyncGenerator<string> {
  for await (const text of textLines(file, s3)) {
    const line = selection.textLine(text);
    if (line !== undefined) yield line;
  }
}

function* ofTextFiles(folder: string, selection: ManifestSelection): Generator<string> {
  for (const { name } of localFiles(folder)) {
    const line = name.toLowerCase().endsWith(".txt")
      ? selection.textLine(textOf(join(folder, name)))
      : selection.leaveOut("other than .txt");
    if (line !== undefined) yield line;
  }
}

function textOf(file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true })
      .decode(readFileSync(file))
      .replace(/\r\n/g, "\n")
      .trimEnd();
  } catch {
    throw new UserError(`${file} is not UTF-8 text; save it as UTF-8`);
  }
}

async function* textLines(name: string, s3: S3Objects): AsyncGenerator<string> {
  const { chunks, shown } = await openInput(name, s3);
  for await (const batch of (await linesOf(shown, chunks)).batches) {
    for (const { number, text, problem } of batch) {
      if (problem !== undefined) throw new UserError(`${shown}:${number} ${problem}`);
      yield text;
    }
  }
}

/** What keys begin with. */
function prefix({ as }: Options, of: ConfiguredWorkflow | undefined): string | undefined {
  if (as === undefined) {
    const folders = of?.workflow.inputs.filter(({ isFile }) => !isFile) ?? [];
    const manifest = of?.workflow.job?.manifestS3Uri;
    // The folder of the manifest holds what jobs are made with, if there is another one for the data.
    return (folders.find(({ uri }) => manifest?.startsWith(uri) !== true) ?? folders[0])?.uri;
  }
  s3Place(as);
  const whole = as.endsWith("/") ? as : `${as}/`;
  checkPlace(whole, of);
  return whole;
}

/** What keys of a listing begin with: they begin at the bucket, whatever folder of it the workflow reads. */
function bucketOf(options: Options, of: ConfiguredWorkflow | undefined): string | undefined {
  if (options.as !== undefined || of === undefined) return prefix(options, undefined);
  return `s3://${of.workflow.inputs[0]!.bucketName}/`;
}

function checkPlace(uri: string, of: ConfiguredWorkflow | undefined): void {
  if (of === undefined) return;
  const { bucket, key } = s3Place(uri);
  const { isReadable, inputsShown } = lineContext(inputsOf(of), of.task);
  // The whole bucket may be listed to find what lies in one of its inputs.
  if (isReadable!(bucket, key) || inputsOf(of).some((input) => input.startsWith(uri))) return;
  throw new UserError(
    `${uri} lies in none of the inputs of ${of.workflow.name} (${inputsShown}): its role may not read it`,
  );
}

function report(
  selection: ManifestSelection,
  options: Options,
  of: ConfiguredWorkflow | undefined,
  target: string | undefined,
): string {
  const { listed } = selection;
  const file = target ?? options.out ?? "input.manifest";
  const most = of?.task?.maxDatasetObjects;
  const tooMany =
    most !== undefined && listed > most
      ? `\nA job of ${of!.task!.type} has at most ${most.toLocaleString("en")} objects: make several.`
      : "";
  const workflow = options.workflow === undefined ? "" : ` --workflow ${options.workflow}`;
  return `${listed.toLocaleString("en")} ${listed === 1 ? "object" : "objects"} listed${leftOut(selection)}.${tooMany}
Next: npx cdktf-ground-truth manifest check ${file}${workflow}${target === undefined ? "" : " --objects"}
`;
}

function leftOut({ leftOut: reasons }: ManifestSelection): string {
  const shown = Object.entries(reasons).map(([reason, count]) => `${count} ${reason}`);
  return shown.length === 0 ? "" : `; left out: ${shown.join(", ")}`;
}
