import { parseArn } from "../lib/iam/arn";
import { partitionOfRegion } from "../lib/rules/partitions";
import { UserError } from "../review/user-error";
import type { StreamingWorkflowConfig, WorkflowConfig } from "../stacks/config/workflow-schema";
import { inputTopicName } from "../stacks/facts/names";
import { asked, awsSdk } from "../tasks/aws/aws-sdk";
import type { ConfiguredWorkflow } from "./configured-workflow";

interface TopicOptions {
  readonly topic?: string;
  readonly region?: string;
  readonly profile?: string;
}

/**
 * The topic that data objects of a streaming workflow come in by.
 *
 * @throws UserError when it has none that could be sent to
 */
export async function inputTopicArn(
  { config, workflow }: ConfiguredWorkflow,
  options: TopicOptions,
): Promise<string> {
  if (options.topic !== undefined) return checked(options.topic, "--topic");
  checkStreams(workflow);
  const existing = workflow.inputTopic?.existing;
  if (existing !== undefined) return checked(existing, "inputTopic.existing");
  const region = options.region ?? config.region;
  const account = config.account ?? (await callersAccount({ region, profile: options.profile }));
  return `arn:${partitionOfRegion(region)}:sns:${region}:${account}:${inputTopicName(config.namePrefix, workflow.name)}`;
}

/** @throws UserError when objects cannot be sent to a workflow */
export function checkStreams(workflow: WorkflowConfig): asserts workflow is StreamingWorkflowConfig {
  if (workflow.type !== "streaming") {
    throw new UserError(
      `${workflow.name} is no streaming workflow: its objects are the lines of its manifest`,
    );
  }
  if (workflow.upstream !== undefined) {
    throw new UserError(
      `The objects of ${workflow.name} are the answers of ${workflow.upstream}: send to that, or name a topic with --topic`,
    );
  }
}

function checked(arn: string, name: string): string {
  const parts = parseArn(arn);
  if (parts?.service === "sns" && !arn.endsWith(".fifo")) return arn;
  throw new UserError(
    `${name}: got "${arn}"; the ARN of a standard topic is allowed, as in arn:aws:sns:eu-west-1:111122223333:signs-input`,
  );
}

/** Needs no right. */
async function callersAccount(settings: {
  readonly region: string;
  readonly profile?: string;
}): Promise<string> {
  const { STSClient, GetCallerIdentityCommand } = awsSdk("@aws-sdk/client-sts");
  const { Account } = await asked("The account is not in the configuration and cannot be asked for", () =>
    new STSClient(settings).send(new GetCallerIdentityCommand({})),
  );
  return Account!;
}
