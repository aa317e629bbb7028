import type { Command } from "commander";
import type { BuiltInTask } from "../../../lib/jobs/built-in-task";
import type { CreateLabelingJobRequest } from "../../../lib/jobs/labeling-job-request";
import { CorsVariant } from "../../../lib/storage/cors-variant";
import { noInk, terminalInk } from "../../../review/formats/ink";
import { UserError } from "../../../review/user-error";
import type { WorkflowConfig } from "../../../stacks/config/workflow-schema";
import { type CheckedJob, checkJob } from "../../../tasks/job/check-job";
import { LabelingJobs } from "../../../tasks/job/labeling-jobs";
import { needAwsSdk } from "../../../tasks/aws/aws-sdk";
import { LiveAccount } from "../../../tasks/job/live-account";
import { confirmed } from "../../confirmed";
import type { Terminal } from "../../command-entry";
import { findRequest } from "../../job-request";
import { checksText, costText } from "../../job-text";
import { workerInput } from "../../preview/worker-input";
import { workflowParts } from "../../preview/workflow-parts";
import { awsSettings, type JobOptions, withAws, withRequest } from "./options";

interface Options extends JobOptions {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
}

const help = `
Checks what can be checked before people are paid, shows the request and its cost in tasks, asks, and starts the job.
– stands before what could not be checked, as you may not read what decides it: that is never a tick.

Exit codes: 0 started (--dry-run: nothing wrong), 3 a check found something wrong, 1 it could not be done.

Examples:
  cdktf-ground-truth job start street-signs --dry-run   needs no right to start jobs
  cdktf-ground-truth job start street-signs --profile labeling

All of it: docs/labeling-jobs.md`;

/** `cdktf-ground-truth job start`. */
export function defineJobStart(command: Command, terminal: Terminal, exit: (code: number) => void): void {
  withAws(withRequest(command))
    .summary("check everything, ask, and start a job")
    .description("Checks everything that can be checked, asks, and starts the labeling job of a workflow.")
    .option("--dry-run", "check only")
    .option("-y, --yes", "do not ask")
    .option("--force", "start although a check found something wrong")
    .option("--json", "the checks and the request for programs; needs --dry-run or --yes")
    .addHelpText("after", help)
    .action(async (workflow: string, options: Options) => {
      if (options.json === true && options.dryRun !== true && options.yes !== true) {
        throw new UserError("--json asks no question: give --dry-run or --yes too.");
      }
      const found = await findRequest(workflow, options);
      if (found.unknown.length > 0) {
        const notes = found.notes.map((note) => `${note}\n`).join("");
        throw new UserError(
          `${notes}Deploy ${found.stack} first: ${found.unknown.join(", ")} is known only then.\n  npx cdktf deploy ${found.stack}`,
        );
      }
      needAwsSdk([
        "@aws-sdk/client-sagemaker",
        "@aws-sdk/client-s3",
        "@aws-sdk/client-iam",
        "@aws-sdk/client-kms",
        ...(found.workflow.type === "streaming" ? (["@aws-sdk/client-sns"] as const) : []),
      ]);
      const settings = awsSettings(options, found.config.region);
      const request = await withVolumeKey(found.request, settings);
      const { workflow: config, task } = found;
      const checked = await checkJob(
        {
          request,
          region: settings.region,
          taskType: task?.type,
          inputs: config.inputs.map(({ uri }) => uri),
          corsVariant: corsVariant(config, task),
          workerInput: (line, labels) => workerInput(found, workflowParts(found).preAnnotation, line, labels),
        },
        settings,
      );
      const isWrong = checked.checks.some(({ verdict }) => verdict === "wrong");
      const tell = (text: string) => (options.json === true ? terminal.tell(text) : terminal.write(text));
      if (options.json === true) {
        terminal.write(
          `${JSON.stringify({ checks: checked.checks, objects: checked.objects, request }, undefined, 2)}\n`,
        );
      } else {
        const ink = terminal.colours ? terminalInk : noInk;
        const notes = found.notes.map((note) => `${note}\n`).join("");
        tell(`${notes}${checksText(checked.checks, ink, workflow)}${costText(checked, request)}`);
      }
      if (isWrong && options.force !== true) {
        tell(
          `\nNot started: a check found something wrong.${options.dryRun ? "" : " --force starts the job all the same."}\n`,
        );
        return exit(3);
      }
      if (options.dryRun === true) return tell("\nNothing was started (--dry-run).\n");
      if (options.json !== true) tell(`\n${JSON.stringify(request, undefined, 2)}\n\n`);
      const question = `Start ${request.LabelingJobName}? ${whatComes(checked, request)}`;
      if (options.yes !== true && !(await confirmed(question, terminal))) {
        tell("Not started.\n");
        return exit(1);
      }
      const arn = await new LabelingJobs(settings).create(request);
      tell(`Started: ${arn}\nNext: npx cdktf-ground-truth job status ${found.stack} --follow\n`);
    });
}

function whatComes({ objects }: CheckedJob, { HumanTaskConfig: task }: CreateLabelingJobRequest): string {
  if (objects === undefined) return "Objects that come in are labeled, and paid for, until it is stopped.";
  return `${(objects * task.NumberOfHumanWorkersPerDataObject).toLocaleString("en")} tasks will go to workers.`;
}

/** The key of another stack is known by its alias, and a volume takes the ARN of a key. */
async function withVolumeKey(
  request: CreateLabelingJobRequest,
  settings: Parameters<typeof checkJob>[1],
): Promise<CreateLabelingJobRequest> {
  const algorithms = request.LabelingJobAlgorithmsConfig;
  const resources = algorithms?.LabelingJobResourceConfig;
  if (algorithms === undefined || !/:alias\//.test(resources?.VolumeKmsKeyId ?? "")) return request;
  const key = await new LiveAccount(settings).key(resources!.VolumeKmsKeyId!);
  if ("unseen" in key)
    throw new UserError(`VolumeKmsKeyId is an alias, and its key cannot be looked up: ${key.unseen}.`);
  return {
    ...request,
    LabelingJobAlgorithmsConfig: {
      ...algorithms,
      LabelingJobResourceConfig: { ...resources, VolumeKmsKeyId: key.value.arn },
    },
  };
}

function corsVariant(workflow: WorkflowConfig, task: BuiltInTask | undefined): CorsVariant {
  if (task !== undefined) return task.corsVariant;
  const customTask = workflow.type === "built-in" ? undefined : workflow.customTask;
  return customTask?.cors ?? CorsVariant.IMAGE;
}
