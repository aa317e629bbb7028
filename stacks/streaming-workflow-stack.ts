import type { Construct } from "constructs";
import { BuiltInTask } from "../lib/jobs/built-in-task";
import { parseArn, snsTopicArn } from "../lib/iam/arn";
import { StackScope } from "../lib/scope/stack-scope";
import type { DeliveryLogs } from "../lib/streaming/delivery-logs";
import { AnswerQueue } from "../lib/streaming/answer-queue";
import { type ILabelingTopic, LabelingTopic } from "../lib/streaming/labeling-topic";
import { StreamingAlarms } from "../lib/streaming/streaming-alarms";
import { FunctionSubscription, QueueSubscription } from "../lib/streaming/topic-subscriptions";
import { StreamingWorkflow } from "../lib/workflows/streaming-workflow";
import { defaultAnswerQueueName, outputTopicName } from "./facts/names";
import type { StreamingWorkflowConfig } from "./config/workflow-schema";
import { atKey, atValue } from "./at-key";
import { deliveryLogsOf } from "./delivery-logs";
import { freeId } from "../lib/scope/free-id";
import { Grantee } from "../lib/roles/grantee";
import { LabelingOutputs } from "../lib/workflows/labeling-outputs";
import { WorkflowStack } from "./workflow-stack";
import type { StreamingWorkflowStackProps } from "./workflow-stack-props";

/**
 * A streaming workflow from the configuration, with its key, buckets, role and topics, those who send data objects and
 * those who get answers, and the outputs that jobs are made with.
 */
export class StreamingWorkflowStack extends WorkflowStack {
  /** Policies that queues of somebody else must have, by the queue's ARN. */
  private readonly requiredOfQueues = new Map<string, string>();

  /** The parts of the workflow, for constructs of one's own beside it. */
  public readonly labeling: StreamingWorkflow;

  /** @throws InvalidInputError naming what cannot be built */
  public constructor(scope: Construct, id: string, props: StreamingWorkflowStackProps) {
    super(scope, id, props, "streaming");
    const { workflow } = props;
    const { taskType } = workflow;
    const common = this.workflowProps(props, taskType && BuiltInTask.of(taskType));
    const custom = workflow.customTask && this.customTask(workflow.customTask, common, props);
    const streaming = new StreamingWorkflow(this, "Workflow", {
      ...common,
      taskType,
      customTask: custom?.task,
      labelingJobName: workflow.labelingJobName,
      labelAttributeName: workflow.labelAttributeName,
      inputTopic:
        this.topicOf(props.upstream, props) ??
        this.sharedInputTopic(workflow) ??
        this.existingTopic("InputTopic", "inputTopic", workflow.inputTopic),
      outputTopic: this.existingTopic("OutputTopic", "outputTopic", workflow.outputTopic),
      s3Events: workflow.s3Events,
      deliveryLogs: this.deliveryLogs(props),
    });
    for (const arn of workflow.publishers ?? []) streaming.inputTopic.grantPublish(Grantee.fromArn(arn));
    const answerQueue = this.answerQueue(streaming, props);
    this.subscribe(streaming.outputTopic, props);
    // It subscribes from its own stack.
    if (props.feedsAnother) streaming.outputTopic.noteSubscriber();
    const alarms = this.alarms(streaming, answerQueue, workflow);
    for (const topic of [streaming.inputTopic, streaming.outputTopic, alarms?.alarmTopic])
      if (topic !== undefined) this.parts.addTopic(topic);
    this.labeling = streaming;
    this.addLogGroup(common.encryptionKey, workflow);
    this.addJobEvents(common.encryptionKey, workflow);
    this.addJob(streaming, common, props);
    LabelingOutputs.ofStreaming(this, streaming, {
      answerQueue,
      alarms,
      ssmParameterPath: this.ssmParameterPath,
      existingKeys: Object.fromEntries(this.existingKeys),
      requiredQueuePolicyStatements: Object.fromEntries(this.requiredOfQueues),
      // Only the upstream workflow publishes to its topic.
      publishCommand: workflow.upstream === undefined,
      functions: [...(custom?.functions ?? [])],
    });
  }

  /**
   * The topic that an upstream workflow's answers go out by. It belongs to another stack, and is named by its ARN: no
   * stack reads the state of another. Ground Truth subscribes to it when a job starts.
   */
  private topicOf(
    upstream: StreamingWorkflowConfig | undefined,
    { namePrefix }: StreamingWorkflowStackProps,
  ): ILabelingTopic | undefined {
    if (upstream === undefined) return undefined;
    const name = outputTopicName(namePrefix, upstream.name);
    const arn = upstream.outputTopic?.existing ?? snsTopicArn(StackScope.of(this), name);
    return LabelingTopic.fromTopicArn(this, "UpstreamTopic", arn);
  }

  /** The topic that is made beside the notifications of a shared bucket. */
  private sharedInputTopic(workflow: StreamingWorkflowConfig): ILabelingTopic | undefined {
    const { sharing } = this.parts;
    const topic = this.parts.inputTopic(workflow.name);
    if (topic === undefined) return undefined;
    return topic.usedFrom(
      this,
      "InputTopic",
      this.existingKey("InputTopicKey", sharing.sharedTopicKey(workflow)!),
    );
  }

  /** The shared stack logs the deliveries of the topic that it makes. */
  private deliveryLogs(props: StreamingWorkflowStackProps): DeliveryLogs | undefined {
    const { workflow } = props;
    const isMadeElsewhere = this.parts.inputTopic(workflow.name) !== undefined;
    return isMadeElsewhere && workflow.outputTopic !== undefined
      ? undefined
      : deliveryLogsOf(workflow, props);
  }

  private existingTopic(
    id: string,
    at: "inputTopic" | "outputTopic",
    topic: StreamingWorkflowConfig["inputTopic"],
  ): ILabelingTopic | undefined {
    if (topic === undefined) return undefined;
    return atValue(`${at}.existing`, () => this.namedTopic(id, topic));
  }

  private answerQueue(
    { outputTopic, encryptionKey }: StreamingWorkflow,
    { namePrefix, workflow }: StreamingWorkflowStackProps,
  ): AnswerQueue | undefined {
    const queue = workflow.answers?.queue;
    if (queue === undefined) return undefined;
    const { consumers = [], redrivers = [], ...options } = queue;
    const name = defaultAnswerQueueName(namePrefix, workflow.name);
    const answers = atKey(
      "answers.queue",
      () => new AnswerQueue(this, "Answers", { name, ...options, topic: outputTopic, encryptionKey }),
      (property) => ({ topic: "outputTopic.existing", encryptionKey: "encryptionKey" })[property],
    );
    for (const arn of consumers) answers.grantConsume(Grantee.fromArn(arn));
    for (const arn of redrivers) answers.grantRedrive(Grantee.fromArn(arn));
    return answers;
  }

  private subscribe(topic: ILabelingTopic, { region, workflow }: StreamingWorkflowStackProps): void {
    const { subscribeQueues = [], subscribeFunctions = [] } = workflow.answers ?? {};
    subscribeQueues.forEach((queueArn, index) => {
      const queue = parseArn(queueArn)!;
      const id = queue.region === region ? queue.resource : `${queue.region}-${queue.resource}`;
      const { requiredQueuePolicyStatements } = atValue(
        `answers.subscribeQueues[${index}]`,
        () => new QueueSubscription(this, freeId(this, `To-${id}`), { queueArn, topic }),
      );
      this.requiredOfQueues.set(queueArn, requiredQueuePolicyStatements);
    });
    subscribeFunctions.forEach((functionArn, index) =>
      atValue(`answers.subscribeFunctions[${index}]`, () => {
        const id = freeId(this, `To-${parseArn(functionArn)!.resource}`);
        new FunctionSubscription(this, id, { functionArn, topic });
      }),
    );
  }

  private alarms(
    { encryptionKey, inputTopic, outputTopic, queueName }: StreamingWorkflow,
    answerQueue: AnswerQueue | undefined,
    { alarms, labelingJobName }: StreamingWorkflowConfig,
  ): StreamingAlarms | undefined {
    if (alarms === undefined) return undefined;
    const { topic, ...thresholds } = alarms;
    return new StreamingAlarms(this, "Alarms", {
      alarmPrefix: this.workflowName,
      alarmTopic: topic && this.namedTopic("AlarmTopic", topic),
      encryptionKey,
      // An alarm watches one queue.
      groundTruthQueueName: labelingJobName === undefined ? undefined : queueName,
      answerQueue,
      topics: [inputTopic, outputTopic],
      thresholds,
    });
  }
}
