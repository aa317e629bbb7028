import { Annotations, Aspects, Fn, Token } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { AwsPage } from "../aws-page";
import type { ILabelingKey } from "../encryption/labeling-key";
import { parseArn } from "../iam/arn";
import { BuiltInTask } from "../jobs/built-in-task";
import type { BuiltInTaskType } from "../jobs/built-in-task-type";
import { mostLabelsInManifest } from "../jobs/manifest-limits";
import { reviewLabelAttributeName } from "../jobs/label-attribute-name";
import type { ILabelingJobWorkflow } from "../jobs/labeling-job-workflow";
import { labelingJobNamePrefixProblems, labelingJobNameProblems } from "../jobs/labeling-job-name";
import { streamingQueueName, type StreamingJob, topicAllowsJobsToSubscribe } from "../permissions/streaming";
import { keyAllowsS3Events, topicAllowsPublishers, topicAllowsS3Events } from "../permissions/messaging";
import type { ILabelingWorkflow, LabelingResources } from "../roles/labeling-resources";
import { labelingResourcesOf } from "./labeling-resources-of";
import type { IExecutionRole } from "../roles/execution-role-grants";
import { StackScope } from "../scope/stack-scope";
import { CorsVariant } from "../storage/cors-variant";
import { filtersOverlap } from "../storage/bucket-notifications";
import type { ILabelingBucket } from "../storage/labeling-bucket-base";
import type { S3Location } from "../storage/s3-location";
import { checkDeliveryLogs, type DeliveryLogs } from "../streaming/delivery-logs";
import { type ILabelingTopic, LabelingTopic } from "../streaming/labeling-topic";
import { checkInput } from "../validation/check-input";
import { Problems } from "../validation/problems";
import {
  checkCustomTask,
  customCorsVariant,
  customTaskConstructs,
  type CustomTask,
  grantCustomTask,
} from "./custom-task";
import {
  checkPortal,
  checkWorkflow,
  giveCors,
  functionDataOf,
  grantData,
  keyOf,
  type LabelingWorkflowProps,
  roleOf,
  warnOfExpiry,
  warnOfUnreadObjects,
} from "./labeling-workflow";
import { checkTemplateApart } from "./template-apart";
import { s3FolderRule, eventSuffixRule } from "../rules/s3";

/** New objects in S3 that are labeled as they come in. */
export interface S3EventOptions {
  /** Where the objects come in: one of the workflow's inputs, or a folder in one. */
  readonly location: S3Location;
  /** Only objects whose key ends so: `.jpg`. @default - all */
  readonly suffix?: string;
}

/** What a streaming workflow is made with. */
export interface StreamingWorkflowProps extends LabelingWorkflowProps {
  /** The task, if AWS hosts its functions. @default - `customTask` is given */
  readonly taskType?: BuiltInTaskType;
  /** The task, if it is one of your own. @default - `taskType` is given */
  readonly customTask?: CustomTask;
  /**
   * Name of the one labeling job, 1 to 63 letters, digits and hyphens. AWS never gives a name free again.
   * @default - jobs are named `<name>-<run>`, where `name` has at most 47 characters: the role may make
   * the queue of every such job
   */
  readonly labelingJobName?: string;
  /** The label attribute name of the jobs, to be checked. @default - not checked */
  readonly labelAttributeName?: string;
  /** Where data objects come in. @default - a new topic `<name>-input`, or the output topic of `upstream` */
  readonly inputTopic?: ILabelingTopic;
  /** Where answers go out. @default - a new topic `<name>-output` */
  readonly outputTopic?: ILabelingTopic;
  /**
   * Logs what became of messages of the topics that are made here, in CloudWatch Logs: see `LabelingTopic`. Each topic has
   * a role for it, `<name>-input-delivery-logs` and `<name>-output-delivery-logs`, with `path` and `permissionsBoundary` of
   * the workflow unless others are given.
   * @default - no log
   */
  readonly deliveryLogs?: DeliveryLogs;
  /** New objects in S3 that become data objects. Not for text. @default - none: applications publish to the input topic */
  readonly s3Events?: S3EventOptions[];
  /** The workflow whose answers are the data objects of this one. @default - none */
  readonly upstream?: StreamingWorkflow;
}

/**
 * Everything around streaming labeling jobs: topics that objects come in by and answers go out by, S3 events, the key,
 * and an execution role that may make exactly the queue that Ground Truth makes for the job.
 *
 * Streaming jobs have no automated labeling.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sms-streaming-labeling-job.html
 */
export class StreamingWorkflow extends Construct implements ILabelingJobWorkflow, ILabelingWorkflow {
  public readonly workflowName: string;
  public readonly inputs: S3Location[];
  public readonly output: S3Location;
  public readonly buckets?: ILabelingBucket[];
  public readonly inputKeys?: ILabelingKey[];
  /** Task type of the workflow's jobs; undefined for a custom task. @default - undefined for a custom task */
  public readonly taskType?: BuiltInTaskType;
  /** The one name that the job has. @default - `<workflowName>-<run>` */
  public readonly labelingJobName?: string;
  /** Where new objects in S3 become data objects. */
  public readonly s3Events?: S3EventOptions[];
  public readonly executionRole: IExecutionRole;
  public readonly encryptionKey: ILabelingKey;
  /** `InputConfig.DataSource.SnsDataSource.SnsTopicArn` */
  public readonly inputTopic: ILabelingTopic;
  /** `OutputConfig.SnsTopicArn` */
  public readonly outputTopic: ILabelingTopic;
  /** The workflow whose answers are the data objects of this one. @default - none */
  public readonly upstream?: StreamingWorkflow;
  /** The label attribute name that was given. */
  public readonly labelAttributeName?: string;
  /**
   * The queue that Ground Truth makes, `*` standing for the run. Terraform does not know it: it stays when jobs stop and
   * when the stack is destroyed.
   */
  public readonly queueName: string;
  /** `HumanTaskConfig.PreHumanTaskLambdaArn`. @default - undefined for a custom task without the function */
  public readonly preAnnotationFunctionArn?: string;
  /**
   * `AnnotationConsolidationConfig.AnnotationConsolidationLambdaArn`
   * @default - undefined for a custom task without the function
   */
  public readonly annotationConsolidationFunctionArn?: string;
  /** `UiConfig.HumanTaskUiArn`. @default - undefined for tasks that bring a worker task template */
  public readonly humanTaskUiArn?: string;
  /** `UiConfig.UiTemplateS3Uri`. @default - undefined but for a custom task with a template */
  public readonly uiTemplateS3Uri?: string;
  /** The CORS rule that the task needs. */
  public readonly corsVariant: CorsVariant;
  /** Buckets that need this CORS rule and do not get it here. */
  public readonly bucketsToGiveCors: string[];
  /** Functions and template that are made in an app: a job starts after them. */
  public readonly jobPrerequisites: IConstruct[];

  /** @throws InvalidInputError naming every property that is not allowed */
  public constructor(scope: Construct, id: string, props: StreamingWorkflowProps) {
    checkInput("StreamingWorkflow", scope, id, props);
    super(scope, id);
    const stackScope = StackScope.of(this);
    validate(this, props);
    const { name: workflowName } = props;
    ({
      name: this.workflowName,
      inputs: this.inputs,
      output: this.output,
      buckets: this.buckets,
      inputKeys: this.inputKeys,
      taskType: this.taskType,
      labelingJobName: this.labelingJobName,
      s3Events: this.s3Events,
    } = props);
    const task = props.taskType && BuiltInTask.of(props.taskType);
    const custom = props.customTask;

    const key = (this.encryptionKey = keyOf(this, props));
    this.executionRole = roleOf(this, props, task);
    const topic = (direction: "Input" | "Output") =>
      new LabelingTopic(this, `${direction}Topic`, {
        name: `${workflowName}-${direction.toLowerCase()}`,
        encryptionKey: key,
        deliveryLogs: deliveryLogsOf(props),
        tags: props.tags,
      });
    this.upstream = props.upstream;
    this.inputTopic = props.inputTopic ?? props.upstream?.outputTopic ?? topic("Input");
    this.outputTopic = props.outputTopic ?? topic("Output");
    this.labelAttributeName = props.labelAttributeName;

    grantData(this.executionRole, key, props);
    if (custom !== undefined) grantCustomTask(this.executionRole, functionDataOf(key, props), custom);
    warnOfExpiry(this, props);
    warnOfUnreadObjects(this, props.taskType, props);
    warnOfAnswersAmongInputs(this, props);
    const job = this.job(props);
    this.executionRole.grantStreaming(job);
    this.letInFromElsewhere(job, stackScope);
    const topicKey = this.outputTopic.encryptionKey;
    if (topicKey !== undefined) this.executionRole.grantTopicKey(topicKey);
    for (const events of props.s3Events ?? []) this.listenTo(events, props, stackScope);

    this.queueName = streamingQueueName(job);
    const { region } = stackScope;
    this.preAnnotationFunctionArn =
      custom?.preAnnotation?.functionArn ?? task?.preAnnotationFunctionArn(region);
    this.annotationConsolidationFunctionArn =
      custom?.postAnnotation?.functionArn ?? task?.annotationConsolidationFunctionArn(region);
    this.humanTaskUiArn = task?.humanTaskUiArn(region);
    this.uiTemplateS3Uri = custom?.template?.uiTemplateS3Uri;
    this.corsVariant = task?.corsVariant ?? customCorsVariant(custom!);
    this.bucketsToGiveCors = giveCors(this.corsVariant, props);
    this.jobPrerequisites = custom === undefined ? [] : customTaskConstructs(custom);
    props.upstream?.outputTopic.noteSubscriber();
    Aspects.of(this).add({ visit: (node) => this.warnOfUnheardAnswers(node) });
  }

  public get labelingResources(): LabelingResources {
    return labelingResourcesOf(this);
  }

  /** Only when all of the app is there is it known who subscribes. Of the subscribers of an existing topic nothing is. */
  private warnOfUnheardAnswers(node: IConstruct): void {
    const { hasSubscribers, topicName, topicResource } = this.outputTopic;
    if (node !== this || hasSubscribers || topicResource === undefined) return;
    Annotations.of(this).addWarning(
      `Nobody subscribes to ${topicName}: answers reach S3 only. Add an answer queue, or subscribe a queue or function ` +
        `that exists (${AwsPage.streamingOutput})`,
    );
  }

  private job({ labelingJobName, name: workflowName }: StreamingWorkflowProps): StreamingJob {
    return {
      // With the hyphen: the queues of `signs-…` are not those of `signs2-…`.
      labelingJobName: labelingJobName ?? `${workflowName}-`,
      labelingJobNameIsPrefix: labelingJobName === undefined,
      inputTopicArn: this.inputTopic.topicArn,
      outputTopicArn: this.outputTopic.topicArn,
    };
  }

  /**
   * A topic of another account lets in whom its own policy names; in the same account the role's own policy is enough.
   * Where only Terraform knows the account, a topic is taken for one of the same.
   */
  private letInFromElsewhere(job: StreamingJob, scope: StackScope): void {
    const { inputTopic, outputTopic } = this;
    const { roleArn, principalResource } = this.executionRole;
    if (isForeign(inputTopic, scope)) {
      const statement = topicAllowsJobsToSubscribe(inputTopic.topicArn, roleArn, job, scope);
      inputTopic.addToTopicPolicy(statement, principalResource);
    }
    if (isForeign(outputTopic, scope)) {
      outputTopic.addToTopicPolicy(topicAllowsPublishers(outputTopic.topicArn, [roleArn]), principalResource);
    }
  }

  private listenTo(events: S3EventOptions, props: StreamingWorkflowProps, scope: StackScope): void {
    const { bucketName, prefix } = events.location;
    const { topicArn, topicResource, encryptionKey } = this.inputTopic;
    this.inputTopic.addToTopicPolicy(topicAllowsS3Events(topicArn, bucketName, scope));
    encryptionKey?.addToKeyPolicy(keyAllowsS3Events(bucketName, scope));
    bucketOf(events.location, props)?.notifyTopic({ topicArn, prefix, suffix: events.suffix, topicResource });
  }
}

/** S3 events there are refused. Without them it depends on who sends: a list of the folder has the answers in it. */
function warnOfAnswersAmongInputs(workflow: Construct, { inputs, output }: StreamingWorkflowProps): void {
  if (Token.isUnresolved(output.uri)) return;
  const input = inputs.find(
    (one) => !Token.isUnresolved(one.uri) && (one.contains(output) || output.contains(one)),
  );
  if (input === undefined) return;
  const where =
    input.uri === output.uri
      ? `The output ${output.uri} is an input too`
      : `The output ${output.uri} and the input ${input.uri} lie one in the other`;
  Annotations.of(workflow).addWarning(
    `${where}, so answers come to lie among data objects: whoever sends all that lies there has them labeled again. ` +
      `Choose locations apart (${AwsPage.streamingJob})`,
  );
}

function isForeign({ topicArn }: ILabelingTopic, { account }: StackScope): boolean {
  const owner = parseArn(topicArn)?.account;
  return (
    owner !== undefined && !Token.isUnresolved(owner) && !Token.isUnresolved(account) && owner !== account
  );
}

function bucketOf({ bucketName }: S3Location, { buckets = [] }: StreamingWorkflowProps) {
  return buckets.find((bucket) => bucket.bucketName === bucketName);
}

function validate(workflow: Construct, props: StreamingWorkflowProps): void {
  const problems = new Problems(() => `StreamingWorkflow "${workflow.node.path}"`);
  checkWorkflow(problems, workflow, props);
  checkPortal(problems, props.taskType, props);
  checkTask(problems, props);
  checkTemplateApart(problems, "customTask.template", {
    workflow,
    output: props.output,
    template: props.customTask?.template?.folder,
  });
  checkNames(problems, props);
  checkEvents(problems, props);
  checkLogs(problems, props, StackScope.of(workflow));
  if (props.upstream !== undefined && props.inputTopic !== undefined) {
    const message =
      "got an input topic and an upstream workflow, whose output topic is the input; give one of them";
    problems.add("inputTopic", message, AwsPage.streamingJob);
  }
  problems.throwIfAny();
}

function deliveryLogsOf({
  deliveryLogs,
  path,
  permissionsBoundary,
}: StreamingWorkflowProps): DeliveryLogs | undefined {
  return (
    deliveryLogs && {
      ...deliveryLogs,
      rolePath: deliveryLogs.rolePath ?? path,
      permissionsBoundary: deliveryLogs.permissionsBoundary ?? permissionsBoundary,
    }
  );
}

function checkLogs(problems: Problems, props: StreamingWorkflowProps, scope: StackScope): void {
  const logs = deliveryLogsOf(props);
  if (logs === undefined) return;
  const { name: workflowName, inputTopic, upstream, outputTopic } = props;
  if (outputTopic !== undefined && (inputTopic ?? upstream) !== undefined) {
    const message =
      "is for topics that are made here, and both exist already; set their logs where they are managed, or leave it out";
    problems.add("deliveryLogs", message, AwsPage.snsDeliveryLogs);
    return;
  }
  const topicName = `${workflowName}-${outputTopic === undefined ? "output" : "input"}`;
  checkDeliveryLogs(problems, topicName, logs, scope, "name");
}

function checkTask(problems: Problems, props: StreamingWorkflowProps): void {
  const { taskType, customTask } = props;
  const rule = "give exactly one of taskType and customTask";
  if (taskType === undefined && customTask === undefined) {
    problems.add("taskType", `got neither a task type nor a custom task; ${rule}`, AwsPage.streamingJob);
  } else if (taskType !== undefined && customTask !== undefined) {
    problems.add("customTask", `got a custom task beside ${taskType}; ${rule}`, AwsPage.streamingJob);
  }
  if (customTask !== undefined) checkCustomTask(problems, customTask, props);
}

function checkNames(
  problems: Problems,
  { name: workflowName, labelingJobName, labelAttributeName, taskType, upstream }: StreamingWorkflowProps,
): void {
  const found = [
    ...(labelingJobName === undefined
      ? labelingJobNamePrefixProblems(workflowName, "name")
      : labelingJobNameProblems(labelingJobName, "labelingJobName")),
    ...(labelAttributeName === undefined
      ? []
      : reviewLabelAttributeName(
          labelAttributeName,
          taskType && BuiltInTask.of(taskType),
          "labelAttributeName",
        ).problems),
  ];
  for (const { property, message, page } of found) problems.add(property, message, page);
  const before = upstreamOf(upstream);
  // The labels of all that came before are in the data object already.
  if (
    labelAttributeName !== undefined &&
    before.some((one) => one.labelAttributeName === labelAttributeName)
  ) {
    const message = `got "${labelAttributeName}", which an upstream workflow writes already; give each its own`;
    problems.add("labelAttributeName", message, AwsPage.outputData);
  }
  if (before.length >= mostLabelsInManifest) {
    const message = `makes this workflow the ${before.length + 1}th of its chain, and each writes a label into the data object: a manifest line has at most ${mostLabelsInManifest} label attributes. Begin a new chain`;
    problems.add("upstream", message, AwsPage.inputQuotas);
  }
}

/** A workflow and all before it. */
function upstreamOf(workflow: StreamingWorkflow | undefined): StreamingWorkflow[] {
  return workflow === undefined ? [] : [workflow, ...upstreamOf(workflow.upstream)];
}

function checkEvents(problems: Problems, props: StreamingWorkflowProps): void {
  const { taskType, customTask, inputs, output, s3Events = [] } = props;
  if (s3Events.length > 0 && taskType !== undefined && !BuiltInTask.of(taskType).allowsS3Events) {
    const message = `got it for ${taskType}; text comes in over the topic only, in the messages of applications`;
    problems.add("s3Events", message, AwsPage.streamingS3);
  }
  const template = customTask?.template;
  s3Events.forEach(({ location, suffix }, index) => {
    const property = `s3Events[${index}]`;
    problems.check(`${property}.location`, location.uri, s3FolderRule);
    problems.check(`${property}.suffix`, suffix, eventSuffixRule);
    const twin = s3Events.findIndex((other) => filtersOverlap(filterOf(other), filterOf(s3Events[index]!)));
    if (twin < index) {
      const message =
        `overlaps with s3Events[${twin}] (${s3Events[twin]!.location.uri}${s3Events[twin]!.suffix ?? ""}): an object could match ` +
        "both, and S3 refuses such filters. Keep one of the two, or give both suffixes that end differently";
      problems.add(property, message, AwsPage.s3NotificationFilters);
    }
    if (location.contains(output) || output.contains(location)) {
      const message =
        `the output ${output.uri} and ${location.uri} lie one in the other, so Ground Truth would label its own ` +
        "answers. Choose locations apart";
      problems.add(property, message, AwsPage.streamingS3);
    }
    if (
      template?.folder &&
      location.contains(template.folder) &&
      template.uiTemplateS3Uri.endsWith(suffix ?? "")
    ) {
      const message =
        `the worker task template ${template.uiTemplateS3Uri} lies in ${location.uri}, so S3 would send it to the ` +
        "workers as a data object. Put it into another input, or give a suffix that it has not";
      problems.add(property, message, AwsPage.streamingS3);
    }
    if (!inputs.some((input) => input.contains(location))) {
      const message = `got ${location.uri}, which the role may not read: it lies in none of the inputs`;
      problems.add(property, message, AwsPage.streamingS3);
    }
    if (bucketOf(location, props)?.managesNotifications !== true) {
      const message =
        `the notifications of ${location.bucketName} are managed elsewhere. S3 keeps one notification configuration for ` +
        "a bucket: bring the bucket in with manageNotifications, which replaces every notification it has, or set " +
        "this one where they are managed";
      problems.add(property, message, AwsPage.streamingS3);
    }
  });
}

function filterOf({ location: { bucketName, prefix }, suffix = "" }: S3EventOptions) {
  return { bucketName, prefix, suffix };
}

/** A message to the input topic, as `aws sns publish --message` takes it. What workers' browsers do not load is text. */
export function exampleMessage(corsVariant: CorsVariant, input: S3Location): string {
  const message =
    corsVariant === CorsVariant.NONE
      ? { source: "The text to label." }
      : { "source-ref": input.isFile ? input.uri : `${input.uri}object` };
  return Token.isUnresolved(input.uri) ? Fn.jsonencode(message) : JSON.stringify(message);
}
