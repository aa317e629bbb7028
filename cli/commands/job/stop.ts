import type { Command } from "commander";
import { LabelingJobs } from "../../../tasks/job/labeling-jobs";
import type { Terminal } from "../../command-entry";
import { confirmed } from "../../confirmed";
import { findRequest } from "../../job-request";
import { awsSettings, type JobOptions, withAws, withRequest } from "./options";

interface Options extends JobOptions {
  readonly yes?: boolean;
  readonly dryRun?: boolean;
}

const help = `
A stopped job cannot go on, and its name is taken for ever. What is labeled stays in its output.

Example:
  cdktf-ground-truth job stop dashcam-signs`;

/** `cdktf-ground-truth job stop`. */
export function defineJobStop(command: Command, terminal: Terminal, exit: (code: number) => void): void {
  withAws(withRequest(command))
    .summary("stop a job")
    .description("Stops the labeling job of a workflow, for good.")
    .option("-y, --yes", "do not ask")
    .option("--dry-run", "say what would be stopped, and stop nothing")
    .addHelpText("after", help)
    .action(async (workflow: string, options: Options) => {
      const { request, config } = await findRequest(workflow, options);
      const name = request.LabelingJobName;
      if (options.dryRun === true) {
        terminal.write(`Would stop ${name} for good. Nothing was stopped.\n`);
        return;
      }
      if (options.yes !== true && !(await confirmed(`Stop ${name} for good?`, terminal))) {
        terminal.tell("Not stopped.\n");
        return exit(1);
      }
      await new LabelingJobs(awsSettings(options, config.region)).stop(name);
      terminal.write(`Stopping ${name}.\n`);
      if (request.InputConfig.DataSource.SnsDataSource === undefined) return;
      terminal.write(
        `Its queue stays: aws sqs delete-queue once GroundTruth-${name.toLowerCase()} is empty.\n`,
      );
    });
}
