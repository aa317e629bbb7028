import { statSync } from "node:fs";
import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { InvalidArgumentError } from "commander";
import { UserError } from "../../review/user-error";
import { LocalPictures } from "../../tasks/answers/pictures";
import { S3Objects } from "../../tasks/aws/s3-objects";
import { isS3Uri } from "../../tasks/aws/s3-uri";
import { linesOf } from "../../tasks/manifest/raw-lines";
import { previewPage, type Preview } from "../../tasks/preview/preview-page";
import type { CommandModule, Terminal } from "../command-entry";
import { configuredWorkflow } from "../configured-workflow";
import { type EnvironmentOption, withEnvironment } from "../environment-option";
import { openInput } from "../open-input";
import { writeWhole } from "../output-file";
import { makePreview } from "../preview/make-preview";
import { WatchedFiles } from "../preview/watched-files";
import { isTold } from "../told-errors";
import { counted } from "../words";

interface Options extends EnvironmentOption {
  readonly line?: string;
  readonly manifest?: string;
  readonly number: number;
  readonly taskInput?: string;
  readonly images?: string;
  readonly out: string;
  readonly watch?: boolean;
  readonly port: number;
  readonly withAwsElements?: boolean;
  readonly region?: string;
  readonly profile?: string;
}

const help = `
One page that opens offline, with stand-ins for AWS's crowd elements: what a worker sees, what is probably wrong, and what answer
the form gives. The pre-annotation function runs on this machine, with your rights, where it is TypeScript, JavaScript or Python.

Examples:
  cdktf-ground-truth preview price-tags --line '{"source-ref": "s3://acme-price-tags/photos/1.jpg"}' --images photos
  cdktf-ground-truth preview street-signs --manifest input.manifest --number 12
  cdktf-ground-truth preview price-tags --watch          shows it at 127.0.0.1, and again when a file changes

All of it: docs/templates.md`;

/** `cdktf-ground-truth preview`. */
export const previewCommand: CommandModule = {
  define(command, terminal) {
    withEnvironment(command)
      .argument("<workflow>", "a workflow of the configuration")
      .option("--line <json>", "the line of a manifest (default: an example)")
      .option("--manifest <file>", "take the line from a manifest: a file or an S3 URI")
      .option("--number <line>", "which line of the manifest", wholeNumber, 1)
      .option("--task-input <file>", "JSON of what the pre-annotation function gives, instead of running it")
      .option("--images <folder>", "copies of the images, by their keys or the ends of them")
      .option("--out <file>", "the page", "preview.html")
      .option("--watch", "show the page on this machine, and again when a file changes")
      .option("--port <port>", "of --watch (default: a free one)", port, 0)
      .option("--with-aws-elements", "load AWS's crowd elements over the network, instead of the stand-ins")
      .option("--region <region>", "of the requests to AWS")
      .option("--profile <name>", "of ~/.aws to ask AWS with")
      .addHelpText("after", help)
      .action(async (workflow: string, options: Options) => {
        const page = previewer(workflow, options);
        if (options.watch === true) {
          const named = [options.manifest, options.taskInput].filter(
            (name) => name !== undefined && !isS3Uri(name),
          );
          return watch(
            page,
            new WatchedFiles(workflow, named as string[], options.environment),
            options.port,
            terminal,
          );
        }
        const preview = await page();
        await writeWhole(options.out, previewPage(preview), terminal);
        for (const { line, column, message } of preview.findings)
          terminal.tell(`${preview.template}:${line}:${column} ${message}\n`);
        const found = preview.findings.length === 0 ? "" : `, ${counted(preview.findings.length, "finding")}`;
        terminal.tell(`Written: ${options.out}${found}\n`);
      });
  },
};

/** Reads everything again each time. */
function previewer(workflow: string, options: Options): () => Promise<Preview> {
  if (options.line !== undefined && options.manifest !== undefined)
    throw new UserError("--line and --manifest exclude each other");
  if (
    options.images !== undefined &&
    statSync(options.images, { throwIfNoEntry: false })?.isDirectory() !== true
  ) {
    throw new UserError(`--images: ${options.images} is no folder`);
  }
  return async () => {
    const of = configuredWorkflow(workflow, options.environment);
    const s3 = new S3Objects({ region: options.region ?? of.config.region, profile: options.profile });
    const line =
      options.manifest === undefined ? options.line : await lineOf(options.manifest, options.number, s3);
    const pictures = options.images === undefined ? undefined : new LocalPictures(options.images);
    const preview = await makePreview(of, { line, taskInput: options.taskInput, pictures, s3 });
    return { ...preview, withAwsElements: options.withAwsElements };
  };
}

async function lineOf(manifest: string, wanted: number, s3: S3Objects): Promise<string> {
  const input = await openInput(manifest, s3);
  for await (const batch of (await linesOf(input.shown, input.chunks)).batches) {
    const line = batch.find(({ number }) => number === wanted);
    if (line?.problem !== undefined) throw new UserError(`${input.shown}:${wanted} ${line.problem}`);
    if (line !== undefined) return line.text;
  }
  throw new UserError(`${input.shown} has no line ${wanted}`);
}

/** Serves the page until it is interrupted. What cannot be shown is said in the page: the next version may be better. */
async function watch(
  page: () => Promise<Preview>,
  files: WatchedFiles,
  wantedPort: number,
  terminal: Terminal,
): Promise<void> {
  const shown = async () => {
    try {
      const preview = await page();
      return { version: versionOf(JSON.stringify(preview)), preview };
    } catch (error) {
      if (!isTold(error)) throw error;
      return { version: versionOf(error.message), failure: error.message };
    }
  };
  let state = files.state();
  let current = await shown();
  const server = createServer((request, response) => {
    const head = (type: string) =>
      response.writeHead(200, { "content-type": `${type}; charset=utf-8`, "cache-control": "no-store" });
    if (request.url === "/version") {
      head("text/plain");
      return void response.end(current.version);
    }
    if (request.url !== "/") return void response.writeHead(404).end();
    head("text/html");
    const preview = current.preview ?? failed(current.failure);
    response.end(previewPage({ ...preview, version: current.version }));
  });
  await listen(server, wantedPort);
  const { port: found } = server.address() as AddressInfo;
  terminal.tell(
    `http://127.0.0.1:${found}/ shows the preview, and again when a file changes. Ctrl-C ends it.\n`,
  );
  let ended = false;
  process.once("SIGINT", () => (ended = true));
  process.once("SIGTERM", () => (ended = true));
  while (!ended) {
    await new Promise((resolve) => setTimeout(resolve, 300));
    const now = files.state();
    if (now === state) continue;
    state = now;
    const next = await shown();
    if (next.version === current.version) continue;
    current = next;
    terminal.tell(next.failure === undefined ? "Shown again.\n" : `${next.failure}\n`);
  }
  server.close();
  server.closeAllConnections();
}

function failed(message: string): Preview {
  return { name: "Preview", template: "", rendered: "", findings: [], input: {}, notes: [message] };
}

function listen(server: Server, wantedPort: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const why =
        error.code === "EADDRINUSE" ? "is taken by another program" : `cannot be used (${error.code})`;
      reject(new UserError(`--port: ${wantedPort} ${why}`));
    });
    server.listen(wantedPort, "127.0.0.1", resolve);
  });
}

function versionOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError("The number of a line is needed, from 1.");
  return Number(text);
}

function port(text: string): number {
  const number = /^\d{1,5}$/.test(text) ? Number(text) : Infinity;
  if (number > 65_535) throw new InvalidArgumentError("A port is a number up to 65535.");
  return number;
}
