import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import type { CreateLabelingJobRequest } from "../lib/jobs/labeling-job-request";
import { runProcess } from "../local/run-process";
import { UserError } from "../review/user-error";
import { type WrittenStack, writtenStacks } from "../stacks/summary/stack-json";
import { configuredWorkflow, type ConfiguredWorkflow } from "./configured-workflow";
import type { EnvironmentOption } from "./environment-option";
import { findProject } from "./project";

/** The name of the output that holds a request. */
const outputName = "labeling_job_request";

/** A request, and how much of it is known. */
interface FoundRequest extends ConfiguredWorkflow {
  readonly request: CreateLabelingJobRequest;
  /** Members that only a deployed stack knows, as `OutputConfig.KmsKeyId`. Empty: the request can be sent. */
  readonly unknown: readonly string[];
  /** What is to be said of where it comes from. */
  readonly notes: readonly string[];
}

export interface RequestOptions extends EnvironmentOption {
  /** A file with the request, or with what `terraform output -json` writes. @default - Terraform's state is asked */
  readonly request?: string;
  /** Another name for the job. */
  readonly name?: string;
}

/**
 * The request of a workflow's job: of a file, else of the deployed stack, else of the synthesized one.
 *
 * @throws UserError when there is none
 */
export async function findRequest(name: string, options: RequestOptions): Promise<FoundRequest> {
  const configured = configuredWorkflow(name, options.environment);
  const named = (request: CreateLabelingJobRequest): CreateLabelingJobRequest =>
    options.name === undefined ? request : { ...request, LabelingJobName: options.name };
  if (options.request !== undefined) {
    const request = requestIn(options.request);
    return { ...configured, request: named(request), unknown: unknownIn(request), notes: [] };
  }
  if (configured.workflow.job === undefined) {
    throw new UserError(
      `${name} has no job: describe it with the key job, in a few lines (docs/labeling-jobs.md).`,
    );
  }
  const stack = writtenStacks(findProject().outdir).find((one) => one.name === configured.stack);
  const synthesized = stack?.json.output?.[outputName]?.value as CreateLabelingJobRequest | undefined;
  if (stack === undefined || synthesized === undefined) {
    throw new UserError(`${name} is not synthesized with its job yet: npx cdktf-ground-truth synth`);
  }
  const deployed = await deployedRequest(stack);
  if ("why" in deployed) {
    const unknown = unknownIn(synthesized);
    const notes =
      unknown.length === 0 ? [] : [`Not deployed, as far as Terraform knows here (${deployed.why}).`];
    return { ...configured, request: named(synthesized), unknown, notes };
  }
  const { request } = deployed;
  const differs = request.LabelingJobName !== synthesized.LabelingJobName;
  const notes = differs
    ? [
        `The configuration describes another job (${synthesized.LabelingJobName}) than is deployed (${request.LabelingJobName}): deploy it first.`,
      ]
    : [];
  return { ...configured, request: named(request), unknown: [], notes };
}

/** @returns why it is not known, if it is not */
async function deployedRequest({
  file,
}: WrittenStack): Promise<{ request: CreateLabelingJobRequest } | { why: string }> {
  // The cdktf CLI takes Terraform from this variable too.
  const terraform = process.env.TERRAFORM_BINARY_NAME ?? "terraform";
  try {
    const { exitCode, stdout, output } = await runProcess(
      terraform,
      ["output", "-no-color", "-json", outputName],
      {
        cwd: dirname(file),
        env: process.env,
      },
    );
    if (exitCode === 0) return { request: JSON.parse(stdout) as CreateLabelingJobRequest };
    return { why: firstSentence(output) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { why: code === "ENOENT" ? `there is no program ${terraform}` : message };
  }
}

/** Terraform frames its messages with lines, and may warn before it says what is wrong. */
function firstSentence(output: string): string {
  const lines = output
    .split("\n")
    .map((one) => one.replace(/^[\s│╷╵|]*/, "").trim())
    .filter((one) => one !== "");
  const line = lines.find((one) => one.startsWith("Error: ")) ?? lines[0] ?? "terraform output failed";
  return line.replace(/^(Error|Warning): /, "").replace(/\.$/, "");
}

function requestIn(file: string): CreateLabelingJobRequest {
  let parsed: Record<string, unknown>;
  try {
    parsed = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UserError(
      `--request: ${file} ${code === "ENOENT" ? "is not there" : `cannot be read (${message})`}.`,
    );
  }
  // `terraform output -json` says more of each output than its value.
  const output = (parsed[outputName] as { readonly value?: unknown } | undefined)?.value ?? parsed;
  if (typeof (output as { LabelingJobName?: unknown }).LabelingJobName !== "string") {
    throw new UserError(`--request: ${file} holds no CreateLabelingJob request: it has no LabelingJobName.`);
  }
  return output as CreateLabelingJobRequest;
}

function unknownIn(value: unknown, path = ""): string[] {
  if (typeof value === "string") return /(?<!\$)\$\{/.test(value) ? [path] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    unknownIn(member, path === "" ? key : `${path}.${key}`),
  );
}
