import type { Command } from "commander";
import type { Terminal } from "../../command-entry";
import { findRequest } from "../../job-request";
import { type JobOptions, withRequest } from "./options";

const help = `
Reads the request from Terraform's state, where the stack is deployed, else from cdktf.out.

Examples:
  cdktf-ground-truth job request street-signs > request.json
  aws sagemaker create-labeling-job --cli-input-json file://request.json`;

/** `cdktf-ground-truth job request`. */
export function defineJobRequest(command: Command, terminal: Terminal): void {
  withRequest(command)
    .summary("print the request of a job")
    .description("Prints the CreateLabelingJob request of a workflow, as the AWS CLI takes it.")
    .addHelpText("after", help)
    .action(async (workflow: string, options: JobOptions) => {
      const { request, unknown, notes } = await findRequest(workflow, options);
      for (const note of notes) terminal.tell(`${note}\n`);
      if (unknown.length > 0) {
        terminal.tell(
          `Known once the stack is deployed: ${unknown.join(", ")}. AWS does not take the request before.\n`,
        );
      }
      terminal.write(`${JSON.stringify(request, undefined, 2)}\n`);
    });
}
