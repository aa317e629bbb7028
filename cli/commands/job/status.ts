import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "commander";
import { UserError } from "../../../review/user-error";
import { asked } from "../../../tasks/aws/aws-sdk";
import { type DescribedJob, LabelingJobs } from "../../../tasks/job/labeling-jobs";
import type { Terminal } from "../../command-entry";
import { findRequest } from "../../job-request";
import { statusText } from "../../job-text";
import { awsSettings, type JobOptions, withAws, withRequest } from "./options";

interface Options extends JobOptions {
  readonly follow?: boolean;
  readonly every: string;
  readonly json?: boolean;
}

const help = `
Counters of a streaming job lag one or two minutes. Exit code 3 when the job failed.

Examples:
  cdktf-ground-truth job status street-signs
  cdktf-ground-truth job status street-signs --follow   a line whenever something changed, until the job ends`;

/** Jobs that go on. */
const ongoing = new Set(["Initializing", "InProgress", "Stopping"]);

/** `cdktf-ground-truth job status`. */
export function defineJobStatus(command: Command, terminal: Terminal, exit: (code: number) => void): void {
  withAws(withRequest(command))
    .summary("tell how a job stands")
    .description(
      "Tells how the labeling job of a workflow stands: status, counters, the reason of a failure.",
    )
    .option("--follow", "until the job ends")
    .option("--every <seconds>", "how often to ask", "30")
    .option("--json", "what AWS answers, one JSON object a line")
    .addHelpText("after", help)
    .action(async (workflow: string, options: Options) => {
      const seconds = Number(options.every);
      if (!(seconds > 0)) throw new UserError(`--every: ${options.every} is no number of seconds.`);
      const { request, config, stack } = await findRequest(workflow, options);
      const jobs = new LabelingJobs(awsSettings(options, config.region));
      let told = "";
      for (;;) {
        const job = await describe(jobs, request.LabelingJobName);
        const text = options.json === true ? JSON.stringify(withoutMetadata(job)) : statusText(job);
        if (text !== told) terminal.write(`${text}\n`);
        told = text;
        if (options.follow !== true || !ongoing.has(job.LabelingJobStatus ?? "")) {
          if (options.json !== true) terminal.write(next(job, stack));
          return job.LabelingJobStatus === "Failed" ? exit(3) : undefined;
        }
        await sleep(seconds * 1000);
      }
    });
}

async function describe(jobs: LabelingJobs, name: string): Promise<DescribedJob> {
  const job = await asked(`${name} cannot be described`, () => jobs.describe(name));
  if (job === undefined) throw new UserError(`There is no job ${name} yet: npx cdktf-ground-truth job start`);
  return job;
}

function withoutMetadata({ $metadata: _metadata, ...job }: DescribedJob): object {
  return job;
}

function next(job: DescribedJob, workflow: string): string {
  const manifest = job.LabelingJobOutput?.OutputDatasetS3Uri;
  if (job.LabelingJobStatus === "Completed" && manifest !== undefined) return `Answers: ${manifest}\n`;
  return ongoing.has(job.LabelingJobStatus ?? "")
    ? `Next: npx cdktf-ground-truth job status ${workflow} --follow\n`
    : "";
}
