import { Token } from "cdktf";
import type { Construct } from "constructs";
import { ExistingLabelingKey } from "../encryption/existing-labeling-key";
import type { ILabelingKey } from "../encryption/labeling-key";
import type { IAnnotationFunction } from "../functions/annotation-function";
import { StackScope } from "../scope/stack-scope";
import type { AnswerQueue } from "../streaming/answer-queue";
import type { StreamingAlarms } from "../streaming/streaming-alarms";
import type { BuiltInWorkflow } from "./built-in-workflow";
import type { CustomWorkflow } from "./custom-workflow";
import { checkCalls } from "../validation/check-input";
import { functionsOf, keysOf } from "./labeling-resources-of";
import { OutputSet } from "./output-set";
import { exampleMessage, type StreamingWorkflow } from "./streaming-workflow";

/** What the outputs of a workflow tell besides the workflow. */
export interface LabelingOutputsProps {
  /** Begins the names of outputs, for a stack with several workflows: `street_signs`. @default - nothing */
  readonly prefix?: string;
  /**
   * Writes what other stacks take of the workflow into Parameter Store too, as `<path>/execution_role_arn`: `/acme/street-signs`.
   * ARNs, names and places, in the standard tier, which is free; not what is left to do by hand.
   * @default - no parameters
   */
  readonly ssmParameterPath?: string;
  /** Where answers of a streaming workflow wait. @default - no queue */
  readonly answerQueue?: AnswerQueue;
  /** Alarms of a streaming workflow. @default - none */
  readonly alarms?: StreamingAlarms;
  /** Keys that exist already, by the names that the outputs give them. @default - those of the workflow and its data */
  readonly existingKeys?: Record<string, ILabelingKey>;
  /** What the policies of existing queues must contain, by queue. @default - nothing */
  readonly requiredQueuePolicyStatements?: Record<string, string>;
  /** Whether an output tells the command that sends a data object to a streaming workflow. @default true */
  readonly publishCommand?: boolean;
  /** Functions that the outputs tell what is left to do for. @default - those of the workflow */
  readonly functions?: IAnnotationFunction[];
}

/** The outputs of the ready stacks: what a labeling job is made with, and what is left to do by hand. */
export class LabelingOutputs {
  /**
   * Adds the outputs of a workflow, named as in the ready stacks: `execution_role_arn`, `required_cors`, …
   *
   * @param scope a stack, or a construct in it
   */
  public static ofBuiltIn(
    scope: Construct,
    workflow: BuiltInWorkflow,
    props: LabelingOutputsProps = {},
  ): void {
    const outputs = new OutputSet(scope, props.prefix, props.ssmParameterPath);
    outputs.addRequest(workflow);
    outputs.tell(
      "LabelingJobAlgorithmSpecificationArn",
      workflow.labelingAlgorithmArn,
      "LabelingJobAlgorithmsConfig.LabelingJobAlgorithmSpecificationArn",
    );
    outputs.tell(
      "VolumeKmsKeyArn",
      workflow.encryptsVolume ? workflow.encryptionKey.keyArn : undefined,
      "LabelingJobAlgorithmsConfig.LabelingJobResourceConfig.VolumeKmsKeyId; the API takes it, the console does not",
    );
    outputs.tell(
      "VpcConfig",
      workflow.vpcConfig && {
        SecurityGroupIds: workflow.vpcConfig.securityGroupIds,
        Subnets: workflow.vpcConfig.subnets,
      },
      "LabelingJobAlgorithmsConfig.LabelingJobResourceConfig.VpcConfig",
    );
    outputs.addToDo(workflow, existingKeysOf(workflow, props));
  }

  /** As `ofBuiltIn`, for a custom workflow. */
  public static ofCustom(scope: Construct, workflow: CustomWorkflow, props: LabelingOutputsProps = {}): void {
    const outputs = new OutputSet(scope, props.prefix, props.ssmParameterPath);
    outputs.addRequest(workflow);
    outputs.addToDo(workflow, existingKeysOf(workflow, props));
    outputs.addFunctionsToDo(props.functions ?? functionsOf(workflow));
  }

  /** As `ofBuiltIn`, for a streaming workflow, with topics, queue and the command that sends a data object. */
  public static ofStreaming(
    scope: Construct,
    workflow: StreamingWorkflow,
    props: LabelingOutputsProps = {},
  ): void {
    const { inputTopic, outputTopic, labelingJobName, queueName } = workflow;
    const { answerQueue, alarms } = props;
    const outputs = new OutputSet(scope, props.prefix, props.ssmParameterPath);
    outputs.addRequest(workflow);
    outputs.tell("LabelingJobName", labelingJobName, "LabelingJobName of the one labeling job");
    outputs.tell(
      "LabelingJobNamePrefix",
      labelingJobName === undefined ? queueName.slice("GroundTruth-".length, -1) : undefined,
      "How LabelingJobName begins: the role may make no other job's queue",
    );
    outputs.tell("LabelAttributeName", workflow.labelAttributeName, "LabelAttributeName of a labeling job");
    outputs.tell("InputTopicArn", inputTopic.topicArn, "InputConfig.DataSource.SnsDataSource.SnsTopicArn");
    outputs.tell("OutputTopicArn", outputTopic.topicArn, "OutputConfig.SnsTopicArn");
    outputs.tell(
      "GroundTruthQueueName",
      queueName,
      "The queue that Ground Truth makes for the job, * standing for the run: terraform destroy leaves it behind",
    );
    outputs.add(
      "PublishCommand",
      (props.publishCommand ?? true) ? publishCommand(workflow) : undefined,
      "Sends a data object; to be run by one of the publishers",
    );
    outputs.tell("AnswerQueueUrl", answerQueue?.queueUrl, "Where answers wait for the consumers");
    outputs.tell(
      "DeadLetterQueueUrl",
      answerQueue?.deadLetterQueueUrl,
      "Where answers lie that consumers failed on, for the redrivers",
    );
    outputs.tell("AlarmTopicArn", alarms?.alarmTopic.topicArn, "Where alarms go: operators subscribe to it");
    outputs.addToDo(workflow, existingKeysOf(workflow, props));
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
      Object.entries(props.requiredQueuePolicyStatements ?? {}),
      "To do: what the policies of existing queues must contain, by queue",
    );
    outputs.addFunctionsToDo(props.functions ?? functionsOf(workflow));
  }
}

function existingKeysOf(
  workflow: BuiltInWorkflow | CustomWorkflow | StreamingWorkflow,
  { existingKeys }: LabelingOutputsProps,
): ReadonlyMap<string, ILabelingKey> {
  if (existingKeys !== undefined) return new Map(Object.entries(existingKeys));
  const existing = keysOf(workflow).filter((key) => key instanceof ExistingLabelingKey);
  // What only Terraform knows cannot name an entry of an output.
  return new Map(
    existing.map((key) => [Token.isUnresolved(key.givenName) ? key.node.path : key.givenName, key]),
  );
}

/** Where the objects of a streaming workflow come in: the first of its S3 events, else the first of its inputs. */
function publishCommand(workflow: StreamingWorkflow): string {
  const { s3Events, inputs, corsVariant, inputTopic } = workflow;
  const message = exampleMessage(corsVariant, s3Events?.[0]?.location ?? inputs[0]!);
  const { region } = StackScope.of(workflow);
  return `aws sns publish --region ${region} --topic-arn ${inputTopic.topicArn} --message ${inShell(message)}`;
}

/** One word of a shell, whatever is in it. */
function inShell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

checkCalls(LabelingOutputs, "LabelingOutputs");
