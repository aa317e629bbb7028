import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { BundleError, bundle, ofTheRuntime } from "../../lib/functions/bundle";
import { UserError } from "../../review/user-error";

/** The code of a pre-annotation function that this machine can run. */
export type RunnableCode =
  | {
      readonly kind: "entry";
      readonly file: string;
      readonly handler: string;
      readonly external: readonly string[];
    }
  | {
      readonly kind: "directory";
      readonly folder: string;
      readonly handler: string;
      readonly isPython: boolean;
    };

interface PreAnnotated {
  readonly taskInput: Readonly<Record<string, unknown>>;
  /** Whether workers would see the object at all. */
  readonly isHumanAnnotationRequired: boolean;
  /** What the function wrote to its log. */
  readonly log: string;
}

const mostMilliseconds = 30_000;
const mark = "\u0000ground-truth-result ";

const runJavaScript = (file: string, handler: string) => `
const module_ = require(${JSON.stringify(file)});
const event = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
Promise.resolve(module_[${JSON.stringify(handler)}](event, {})).then(
  (result) => process.stdout.write(${JSON.stringify(mark)} + JSON.stringify(result ?? null)),
  (error) => { console.error(error?.stack ?? error); process.exitCode = 1; });`;

const runPython = (module: string, handler: string) => `
import importlib, json, sys
sys.path.insert(0, "")
event = json.load(sys.stdin)
result = getattr(importlib.import_module(${JSON.stringify(module)}), ${JSON.stringify(handler)})(event, None)
sys.stdout.write("\\0ground-truth-result " + json.dumps(result))`;

/**
 * Runs a pre-annotation function on this machine, on one data object, with the rights of whoever calls.
 *
 * @param line the data object, as Ground Truth gives it to the function
 * @throws UserError when it cannot be run, or does not answer as the contract asks
 */
export function runPreAnnotation(
  code: RunnableCode,
  line: unknown,
  environment: Readonly<Record<string, string>>,
): PreAnnotated {
  const folder = mkdtempSync(join(tmpdir(), "cdktf-ground-truth-"));
  try {
    const [program, args, cwd] = commandOf(code, folder);
    const event = {
      version: "2018-10-16",
      labelingJobArn: "arn:aws:sagemaker:eu-west-1:111122223333:labeling-job/preview",
      dataObject: line,
    };
    const { stdout, stderr, status, error } = spawnSync(program, args, {
      input: JSON.stringify(event),
      encoding: "utf8",
      cwd,
      env: { ...process.env, ...(code.kind === "entry" && besideEntry(code.file)), ...environment },
      timeout: mostMilliseconds,
      maxBuffer: 64 * 1024 * 1024,
    });
    if (error !== undefined)
      throw new UserError(`The pre-annotation function cannot be run with ${program}: ${error.message}`);
    const at = stdout.indexOf(mark);
    if (status !== 0 || at < 0)
      throw new UserError(`The pre-annotation function failed:\n${lastLines(stderr)}`);
    return { ...answerOf(stdout.slice(at + mark.length)), log: `${stdout.slice(0, at)}${stderr}`.trim() };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function commandOf(code: RunnableCode, folder: string): [program: string, args: string[], cwd: string] {
  if (code.kind === "entry") {
    const file = join(folder, "index.js");
    writeFileSync(file, bundled(code.file, code.handler, code.external));
    return [process.execPath, ["-e", runJavaScript(file, code.handler)], process.cwd()];
  }
  const dot = code.handler.lastIndexOf(".");
  const [module, handler] = [code.handler.slice(0, dot), code.handler.slice(dot + 1)];
  if (code.isPython) return ["python3", ["-c", runPython(module.replaceAll("/", "."), handler)], code.folder];
  return [process.execPath, ["-e", runJavaScript(join(code.folder, module), handler)], code.folder];
}

/** What stays outside the bundle is looked for where the entry is, as the bundle lies in a temporary folder. */
function besideEntry(entry: string): { readonly NODE_PATH: string } {
  const before = process.env["NODE_PATH"];
  const folders = createRequire(entry).resolve.paths("@aws-sdk/client-s3") ?? [];
  return { NODE_PATH: [...folders, ...(before ? [before] : [])].join(delimiter) };
}

function bundled(entry: string, handler: string, external: readonly string[]): Uint8Array {
  try {
    const nodeVersion = Number(process.versions.node.split(".")[0]);
    const { files } = bundle({
      ...{ entry, handler, nodeVersion, minify: false, sourceMap: false },
      // As in Lambda: a handler that may read S3, and does not, is to run where no SDK is installed.
      external: [...ofTheRuntime, ...external],
    });
    return files.get("index.js")!;
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    throw new UserError(`The pre-annotation function cannot be bundled:\n${error.messages.join("\n")}`);
  }
}

function answerOf(text: string): Omit<PreAnnotated, "log"> {
  const answer = JSON.parse(text) as Partial<PreAnnotated> | null;
  const { taskInput, isHumanAnnotationRequired = true } = answer ?? {};
  if (typeof taskInput !== "object" || taskInput === null || Array.isArray(taskInput)) {
    throw new UserError(
      `The pre-annotation function returned ${text.slice(0, 200)}; an object with taskInput, which is an object, is needed`,
    );
  }
  return { taskInput, isHumanAnnotationRequired };
}

function lastLines(text: string): string {
  return text.trim().split("\n").slice(-12).join("\n") || "it wrote nothing";
}
