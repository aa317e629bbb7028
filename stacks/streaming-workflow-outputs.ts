import type { TerraformStack } from "cdktf";
import type { ILabelingKey } from "../lib/encryption/labeling-key";
import type { IAnnotationFunction } from "../lib/functions/annotation-function";
import { S3Location } from "../lib/storage/s3-location";
import type { AnswerQueue } from "../lib/streaming/answer-queue";
import type { StreamingAlarms } from "../lib/streaming/streaming-alarms";
import { exampleMessage, type StreamingWorkflow } from "../lib/workflows/streaming-workflow";
import type { StreamingWorkflowConfig } from "./config/streaming-workflow-schema";
import { WorkflowOutputs } from "./workflow-outputs";

export interface StreamingWorkflowParts {
  readonly streaming: StreamingWorkflow;
  readonly answerQueue?: AnswerQueue;
  readonly alarms?: StreamingAlarms;
  readonly workflow: StreamingWorkflowConfig;
  readonly region: string;
  readonly existingKeys: ReadonlyMap<string, ILabelingKey>;
  readonly requiredOfQueues: ReadonlyMap<string, string>;
  readonly functions: readonly IAnnotationFunction[];
}

/** What a person needs to make the labeling job, to send data objects and to get answers, and what is left to do. */
export function addStreamingWorkflowOutputs(stack: TerraformStack, parts: StreamingWorkflowParts): void {
  const { streaming, answerQueue, alarms, workflow } = parts;
  const { inputTopic, outputTopic } = streaming;
  const outputs = new WorkflowOutputs(stack);
  outputs.addRequest(streaming, workflow);
  outputs.add("LabelingJobName", workflow.jobName, "LabelingJobName of the one labeling job");
  outputs.add(
    "LabelingJobNamePrefix",
    workflow.jobName === undefined ? streaming.queueName.slice("GroundTruth-".length, -1) : undefined,
    "How LabelingJobName begins: the role may make no other job's queue",
  );
  outputs.add("LabelAttributeName", workflow.labelAttributeName, "LabelAttributeName of a labeling job");
  outputs.add("InputTopicArn", inputTopic.topicArn, "InputConfig.DataSource.SnsDataSource.SnsTopicArn");
  outputs.add("OutputTopicArn", outputTopic.topicArn, "OutputConfig.SnsTopicArn");
  outputs.add(
    "GroundTruthQueueName",
    streaming.queueName,
    "The queue that Ground Truth makes for the job, * standing for the run: terraform destroy leaves it behind",
  );
  outputs.add(
    "PublishCommand",
    publishCommand(parts),
    "Sends a data object; to be run by one of the publishers",
  );
  outputs.add("AnswerQueueUrl", answerQueue?.queueUrl, "Where answers wait for the consumers");
  outputs.add("AlarmTopicArn", alarms?.alarmTopic.topicArn, "Where alarms go: operators subscribe to it");
  outputs.addToDo(streaming, parts.existingKeys);
  outputs.addRequired(
    "RequiredTopicPolicyStatements",
    [inputTopic, outputTopic, ...(alarms === undefined ? [] : [alarms.alarmTopic])].map((topic) => [
      topic.topicArn,
      topic.requiredTopicPolicyStatements,
    ]),
    "To do: what the policies of existing topics must contain, by topic",
  );
  outputs.addRequired(
    "RequiredQueuePolicyStatements",
    [...parts.requiredOfQueues],
    "To do: what the policies of existing queues must contain, by queue",
  );
  outputs.addFunctionsToDo(parts.functions);
}

/** Only the upstream workflow publishes to its topic. */
function publishCommand({ streaming, workflow, region }: StreamingWorkflowParts): string | undefined {
  if (workflow.upstream !== undefined) return undefined;
  const source = S3Location.parse(workflow.s3Events?.[0]?.location ?? workflow.inputs[0]!);
  const message = exampleMessage(streaming.corsVariant, source);
  const { topicArn } = streaming.inputTopic;
  return `aws sns publish --region ${region} --topic-arn ${topicArn} --message ${inShell(message)}`;
}

/** One word of a shell, whatever is in it. */
function inShell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
