import type { Command } from "commander";
import { S3Objects } from "../../../tasks/aws/s3-objects";
import { checkManifest, type ManifestSummary } from "../../../tasks/manifest/check-manifest";
import type { Fault } from "../../../tasks/manifest/fault";
import { lineContext } from "../../../tasks/manifest/line-context";
import type { Terminal } from "../../command-entry";
import { configuredWorkflow, inputsOf } from "../../configured-workflow";
import { type EnvironmentOption, withEnvironment } from "../../environment-option";
import { openInput } from "../../open-input";
import { counted } from "../../words";

interface Options extends EnvironmentOption {
  readonly workflow?: string;
  readonly objects?: boolean;
  readonly allowRepeated?: boolean;
  readonly json?: boolean;
  readonly region?: string;
  readonly profile?: string;
}

const help = `
Reads a manifest of any size in constant memory and tells every faulty line. Exit code 3 when there is one.

Examples:
  cdktf-ground-truth manifest check input.manifest
  cdktf-ground-truth manifest check input.manifest --workflow street-signs   also: places, formats and quotas of its task
  cdktf-ground-truth manifest check s3://acme-raw/job/input.manifest --workflow street-signs --objects
  zcat input.manifest.gz | cdktf-ground-truth manifest check - --json

All of it: docs/manifests.md`;

/** `cdktf-ground-truth manifest check`. */
export function defineManifestCheck(
  command: Command,
  terminal: Terminal,
  exit: (code: number) => void,
): void {
  withEnvironment(command)
    .summary("tell every faulty line of a manifest")
    .description("Tells every faulty line of an input manifest.")
    .argument("<manifest>", "a file, an S3 URI, or - for standard input")
    .option("--workflow <name>", "a workflow of the configuration: its inputs, its task, its region")
    .option("--objects", "ask S3 whether each object is there, and in which region (the AWS SDK is needed)")
    .option("--allow-repeated", "two lines may have the same object")
    .option("--json", "one JSON object a fault, one a line, and the summary at the end")
    .option("--region <region>", "of the requests to AWS (default: that of the configuration)")
    .option("--profile <name>", "of ~/.aws to ask AWS with")
    .addHelpText("after", help)
    .action(async (manifest: string, options: Options) => {
      const of =
        options.workflow === undefined
          ? undefined
          : configuredWorkflow(options.workflow, options.environment);
      const region = options.region ?? of?.config.region;
      const s3 = new S3Objects({ region, profile: options.profile });
      const input = await openInput(manifest, s3);
      const told = new FaultLines(input.shown, options.json === true);
      const summary = await checkManifest(input.chunks, {
        shown: input.shown,
        context: of === undefined ? {} : lineContext(inputsOf(of), of.task),
        allowRepeated: options.allowRepeated,
        findObjects: options.objects
          ? (objects) => s3.find(objects, { family: of?.task?.family, region })
          : undefined,
        tell: async (faults) => {
          terminal.progress?.("");
          terminal.write(told.text(faults));
          await terminal.taken?.();
        },
        progress: sparingly((soFar) => terminal.progress?.(progressText(soFar, input.bytes))),
      });
      terminal.progress?.("");
      if (options.json === true) terminal.write(`${JSON.stringify({ summary })}\n`);
      else terminal.write(summaryText(input.shown, summary, options, of?.workflow.name));
      if (summary.faults > 0) exit(3);
    });
}

/** Faults as lines of text or of JSON. A page is named where its kind of fault comes first. */
class FaultLines {
  private readonly pages = new Set<string>();

  public constructor(
    private readonly shown: string,
    private readonly isJson: boolean,
  ) {}

  public text(faults: readonly Fault[]): string {
    return faults.map((fault) => `${this.isJson ? JSON.stringify(fault) : this.line(fault)}\n`).join("");
  }

  private line({ line, column, kind, message, page }: Fault): string {
    const place = `${this.shown}:${line}${column === undefined ? "" : `:${column}`}`;
    const isNew = page !== undefined && !this.pages.has(`${kind} ${page}`);
    if (isNew) this.pages.add(`${kind} ${page}`);
    return `${place} ${message}${isNew ? ` (${page})` : ""}`;
  }
}

function summaryText(shown: string, summary: ManifestSummary, options: Options, workflow?: string): string {
  const { lines, faultyLines, byKind, labels } = summary;
  const kinds = Object.entries(byKind).map(([kind, count]) => `${kind} ${number(count)}`);
  const notes = Object.entries(labels).map(
    ([name, count]) => `  ${number(count)} of them have the label ${name} of an earlier job.`,
  );
  return [
    `${shown}: ${number(lines)} ${lines === 1 ? "line" : "lines"}, ${number(faultyLines)} faulty${kinds.length > 0 ? ` (faults: ${kinds.join(", ")})` : ""}.`,
    ...notes,
    ...(workflow === undefined ? ["  Not checked against a workflow: name one with --workflow."] : []),
    ...(options.objects ? [] : ["  Not checked whether the objects exist: --objects asks S3."]),
    "",
  ].join("\n");
}

function progressText({ lines, bytes, faultyLines }: ManifestSummary, all: number | undefined): string {
  const share = all === undefined || all === 0 ? "" : `${Math.floor((bytes / all) * 100)} %, `;
  return `${share}${counted(lines, "line")}, ${faultyLines} faulty`;
}

/** Five times a second at most. */
function sparingly<Value>(call: (value: Value) => void): (value: Value) => void {
  let last = 0;
  return (value) => {
    const now = Date.now();
    if (now - last < 200) return;
    last = now;
    call(value);
  };
}

const number = (value: number) => value.toLocaleString("en");
