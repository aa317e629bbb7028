import type { Command } from "commander";
import type { AwsSettings } from "../../../tasks/aws/aws-sdk";
import { withEnvironment } from "../../environment-option";
import type { RequestOptions } from "../../job-request";

/** What all commands on a job take. */
export interface JobOptions extends RequestOptions {
  readonly region?: string;
  readonly profile?: string;
}

/** Adds what all commands on a job take. */
export function withRequest(command: Command): Command {
  return withEnvironment(command)
    .argument("<workflow>", "a workflow of the configuration with a job")
    .option("--name <job>", "another name for the job, or that of another run")
    .option(
      "--request <file>",
      "a file with the request, or with what terraform output -json writes (default: Terraform's state)",
    );
}

/** Adds what commands take that ask AWS. */
export function withAws(command: Command): Command {
  return command
    .option("--region <region>", "of the requests to AWS (default: that of the configuration)")
    .option("--profile <name>", "of ~/.aws to ask AWS with");
}

export function awsSettings(
  { region, profile }: JobOptions,
  configured: string,
): AwsSettings & { region: string } {
  return { region: region ?? configured, profile };
}
