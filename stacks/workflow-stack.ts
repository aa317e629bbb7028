import { Annotations } from "cdktf";
import type { Construct } from "constructs";
import { AwsPage } from "../lib/aws-page";
import { KeyOfAnotherStack } from "../lib/encryption/key-of-another-stack";
import { type ILabelingKey, LabelingKey } from "../lib/encryption/labeling-key";
import type { BuiltInTask } from "../lib/jobs/built-in-task";
import type { ILabelingJobWorkflow } from "../lib/jobs/labeling-job-workflow";
import { ExecutionRole } from "../lib/roles/execution-role";
import type { IExecutionRole } from "../lib/roles/execution-role-grants";
import { Grantee } from "../lib/roles/grantee";
import { deadLetterSuffix } from "../lib/rules/messaging";
import { LabelingBucket } from "../lib/storage/labeling-bucket";
import type { ILabelingBucket } from "../lib/storage/labeling-bucket-base";
import { defaultSessionSeconds } from "../lib/workflows/labeling-workflow";
import type { ILabelingTopic } from "../lib/streaming/labeling-topic";
import { FailedObjectsAlarm } from "../lib/workflows/failed-objects-alarm";
import { LabelingJobEvents } from "../lib/workflows/labeling-job-events";
import { LabelingLogGroup } from "../lib/workflows/labeling-log-group";
import { atKey, atValue } from "./at-key";
import {
  makeAccessLogBucket,
  makeBucket,
  newObjectStatements,
  restrictionOf,
  tellOfNewObjects,
} from "./bucket";
import { workflowOf } from "./checked-input";
import type { ExistingTopicConfig } from "./config/messaging-schema";
import type { CustomTaskConfig } from "./config/function-schema";
import { defaultRoleName, jobEventsRuleName, workflowResourceName } from "./facts/names";
import { Sharing } from "./facts/sharing";
import type { CommonWorkflowConfig, WorkflowConfig } from "./config/workflow-schema";
import { type MadeCustomTask, makeCustomTask } from "./custom-task";
import { GroundTruthStack } from "./ground-truth-stack";
import { makeKey } from "./key";
import type { JobConfig } from "./config/job-schema";
import { makeJob } from "./labeling-job";
import { MadeParts } from "./made-parts";
import { OutputSet } from "../lib/workflows/output-set";
import type { WorkflowStackProps } from "./workflow-stack-props";

/** What stacks of workflows of every kind make of their configuration: key, buckets, role and log group. */
export abstract class WorkflowStack extends GroundTruthStack {
  /** All keys but those of the AWS accounts' own, by their name in the configuration. */
  private readonly keys = new Map<string, ILabelingKey>();
  /** Keys that exist already, by the name that the configuration gives them. */
  protected readonly existingKeys = new Map<string, ILabelingKey>();
  /** Begins the names of what this stack makes. */
  protected readonly workflowName: string;
  protected readonly parts: MadeParts;
  private readonly workflow: WorkflowConfig;
  private warnedOfLogs = false;

  protected constructor(
    scope: Construct,
    id: string,
    props: WorkflowStackProps,
    type: WorkflowConfig["type"],
  ) {
    super(scope, id, props, workflowOf(type));
    this.workflowName = workflowResourceName(props.namePrefix, props.workflow.name);
    this.workflow = props.workflow as WorkflowConfig;
    this.parts = props.parts ?? new MadeParts(new Sharing({ ...props, workflows: [this.workflow] }));
  }

  /**
   * What the constructs of workflows of every kind take.
   *
   * @param task undefined for a custom task
   */
  protected workflowProps(props: WorkflowStackProps, task: BuiltInTask | undefined) {
    const { workflow } = props;
    const encryptionKey = this.key(props);
    const buckets = this.buckets(encryptionKey, workflow);
    new OutputSet(this).addBucketsToDo(buckets, props.region);
    const used = new Set([...workflow.inputs, workflow.output].map(({ bucketName }) => bucketName));
    return {
      name: this.workflowName,
      inputs: workflow.inputs,
      output: workflow.output,
      // A drop box is made here, and none of the jobs' business.
      buckets: buckets.filter(({ bucketName }) => used.has(bucketName)),
      encryptionKey,
      inputKeys: this.readKeys(),
      executionRole: this.role(defaultRoleName(props.namePrefix, workflow.name), props, task),
    };
  }

  /**
   * Template and functions of a custom task. Those that are made stand in the stack, beside the workflow.
   */
  protected customTask(
    config: CustomTaskConfig,
    { encryptionKey, buckets }: { readonly encryptionKey: ILabelingKey; readonly buckets: ILabelingBucket[] },
    props: WorkflowStackProps,
  ): MadeCustomTask {
    const existingKey = (id: string, name: string) => this.existingKey(id, name);
    return makeCustomTask(this, config, {
      ...props,
      outputs: this.parts.sharing.outputs,
      logKey: (config.preAnnotation ?? config.postAnnotation) && this.logKey(encryptionKey),
      buckets,
      existingKey,
    });
  }

  /** The labeling job, if the configuration describes one, with its request as an output. */
  protected addJob(
    built: ILabelingJobWorkflow,
    { encryptionKey, buckets }: { readonly encryptionKey: ILabelingKey; readonly buckets: ILabelingBucket[] },
    props: WorkflowStackProps,
  ): void {
    const { job } = props.workflow;
    if (job === undefined) return;
    const { request, labelingJobName } = makeJob(this, built, job, {
      ...props,
      outputs: this.parts.sharing.outputs,
      logKey: encryptionKey,
      buckets,
      existingKey: (id, name) => this.existingKey(id, name),
      parts: this.parts,
    });
    new OutputSet(this).add(
      "LabelingJobRequest",
      request,
      "The request of the job: terraform output -json labeling_job_request, then aws sagemaker create-labeling-job --cli-input-json",
    );
    if (job.failedObjectsAlarm !== undefined)
      this.watchFailedObjects(labelingJobName, job.failedObjectsAlarm);
  }

  private watchFailedObjects(
    labelingJobName: string,
    { topic: named, failedObjects }: NonNullable<JobConfig["failedObjectsAlarm"]>,
  ): void {
    const topic = this.namedTopic("FailedObjectsTopic", named);
    atKey("job.failedObjectsAlarm", () => {
      const name = `${this.workflowName}-failed-objects`;
      return new FailedObjectsAlarm(this, "FailedObjects", { name, labelingJobName, topic, failedObjects });
    });
    new OutputSet(this).addRequired(
      "RequiredAlarmPolicyStatements",
      [[named.existing, topic.requiredTopicPolicyStatements]],
      "To do: what the policy of the topic must contain, so that the alarm on failed objects may publish to it",
    );
  }

  protected addLogGroup(encryptionKey: ILabelingKey, { logGroup }: CommonWorkflowConfig): void {
    if (logGroup === undefined) return;
    new LabelingLogGroup(this, "LabelingLogGroup", {
      encryptionKey: this.logKey(encryptionKey),
      retentionInDays: logGroup.retentionInDays,
    });
  }

  /** Tells of the ends of the workflow's jobs. */
  protected addJobEvents(encryptionKey: ILabelingKey, { jobEvents }: CommonWorkflowConfig): void {
    if (jobEvents === undefined) return;
    const { topic, queueArn, queueEncryptionKey, functionArn, stateMachineArn, deadLetters, ...what } =
      jobEvents;
    const { consumers = [], ...dead } = deadLetters ?? {};
    const labelingJobName = this.workflow.type === "streaming" ? this.workflow.labelingJobName : undefined;
    const keyOf = (id: string, key: { readonly existing: string } | undefined) =>
      key === undefined ? undefined : this.existingKey(id, key.existing);
    const told = topic && this.namedTopic("JobEventsTopic", topic);
    const events = atKey("jobEvents", () => {
      return new LabelingJobEvents(this, "JobEvents", {
        name: jobEventsRuleName(this.workflowName),
        labelingJobName,
        labelingJobNamePrefix: labelingJobName === undefined ? `${this.workflowName}-` : undefined,
        ...what,
        targets: {
          topic: told,
          queueArn,
          queueEncryptionKey: keyOf("JobEventsQueueKey", queueEncryptionKey),
          functionArn,
          stateMachineArn,
        },
        deadLetters:
          deadLetters &&
          (dead.queueArn === undefined
            ? {
                queueName: dead.queueName ?? `${this.workflowName}-jobs${deadLetterSuffix}`,
                queueEncryptionKey: encryptionKey,
              }
            : {
                queueArn: dead.queueArn,
                queueEncryptionKey: keyOf("JobEventsDeadLettersKey", dead.queueEncryptionKey),
              }),
      });
    });
    for (const arn of consumers) events.grantConsumeDeadLetters(Grantee.fromArn(arn));
    new OutputSet(this).tell(
      "JobEventsDeadLetterQueueUrl",
      events.deadLetterQueueUrl,
      "Where events lie that a target did not take, for the consumers",
    );
    new OutputSet(this).addRequired(
      "RequiredEventPolicyStatements",
      [
        [topic?.existing ?? "", told?.requiredTopicPolicyStatements],
        [queueArn ?? "", events.requiredQueuePolicyStatements],
        [dead.queueArn ?? "", events.requiredDeadLetterPolicyStatements],
      ],
      "To do: what the policies of the topic and the queues that are told of jobs must contain",
    );
  }

  /** CloudWatch Logs takes the ARN of a key, and that of another stack's key nobody knows before it is deployed. */
  private logKey(key: ILabelingKey): ILabelingKey | undefined {
    if (!(key instanceof KeyOfAnotherStack)) return key;
    if (this.warnedOfLogs) return undefined;
    this.warnedOfLogs = true;
    Annotations.of(this).addWarning(
      "its log groups are encrypted by CloudWatch Logs itself: they take a key by its ARN, and that of the key of another " +
        `stack is not known before that stack is deployed. A key of the workflow's own (encryptionKey.create) encrypts them (${AwsPage.logsEncryption})`,
    );
    return undefined;
  }

  /** A topic that the file names by its ARN, with its key: one that another stack makes gets what its policy must say. */
  protected namedTopic(id: string, topic: ExistingTopicConfig): ILabelingTopic {
    const key = this.parts.sharing.topicKey(topic);
    return this.parts.topic(
      this,
      id,
      topic.existing,
      key === undefined ? undefined : this.existingKey(`${id}Key`, key),
    );
  }

  /** One construct for one key, however many things name it. */
  protected existingKey(id: string, given: string): ILabelingKey {
    const name = this.parts.sharing.keyName(given);
    const key = this.keys.get(name) ?? this.broughtIn(id, name);
    this.keys.set(name, key);
    return key;
  }

  private broughtIn(id: string, name: string): ILabelingKey {
    if (this.parts.sharing.keyStack(name) !== undefined) return this.parts.key(this, id, name);
    const key = name.includes(":key/")
      ? LabelingKey.fromKeyArn(this, id, name)
      : LabelingKey.fromAlias(this, id, name);
    this.existingKeys.set(name, key);
    return key;
  }

  private key(props: WorkflowStackProps): ILabelingKey {
    const { encryptionKey: key } = props.workflow;
    const name = this.parts.sharing.workflowKey(this.workflow);
    if (key.existing !== undefined || key.shared !== undefined) return this.existingKey("Key", name);
    const description = `Data of the Ground Truth workflow ${this.workflowName}`;
    const made = atKey("encryptionKey.create", () =>
      makeKey(this, "Key", { alias: name, description }, key.create, this.parts.sharing, props),
    );
    this.keys.set(name, made);
    this.parts.addKey(made);
    return made;
  }

  /** Keys of what other workflows write and of buckets that others make. */
  private readKeys(): ILabelingKey[] {
    return this.parts.sharing
      .readKeys(this.workflow)
      .map((name, index) => this.existingKey(`ReadKey${index + 1}`, name));
  }

  private buckets(
    encryptionKey: ILabelingKey,
    { buckets, inputs, output, permissions: { style } }: CommonWorkflowConfig,
  ): ILabelingBucket[] {
    const { parts } = this;
    const { sharing } = parts;
    const { accessLogBucket } = buckets;
    makeAccessLogBucket(this, accessLogBucket, parts);
    const made = buckets.create.map((config, index) =>
      atKey(`buckets.create[${index}]`, () =>
        makeBucket(this, config, encryptionKey, { accessLogBucket, parts }, style),
      ),
    );
    for (const bucket of made) this.parts.addBucket(bucket);
    const events = made.flatMap((bucket, index) =>
      atKey(`buckets.create[${index}]`, () => tellOfNewObjects(this, bucket, buckets.create[index]!)),
    );
    const said = new Map(buckets.existing.map((bucket) => [bucket.name, bucket]));
    const used = [...inputs, output].map(({ bucketName }) => bucketName);
    const others = new Set([...said.keys(), ...used]);
    for (const { bucketName } of made) others.delete(bucketName);
    const existing = [...others].flatMap((name) => {
      const { manageCors, manageNotifications } = said.get(name) ?? {};
      const keyName = sharing.namedKey(said.get(name)?.encryptionKey) ?? sharing.bucketKey(name);
      const key = keyName === undefined ? undefined : this.existingKey(`${name}-key`, keyName);
      if (sharing.isOfAnotherStack(name, this.workflow.name)) return [this.parts.bucket(this, name, key)];
      const vpcRestriction = restrictionOf(sharing.restriction(name), style);
      if (!said.has(name) && key === undefined && vpcRestriction === undefined) return [];
      const bucket = LabelingBucket.fromBucketName(this, name, name, {
        manageCors,
        manageNotifications,
        vpcRestriction,
        encryptionKey: key,
      });
      if (manageCors || manageNotifications) this.parts.addBucket(bucket);
      const index = buckets.existing.findIndex((one) => one.name === name);
      events.push(
        ...atKey(`buckets.existing[${index}]`, () => tellOfNewObjects(this, bucket, said.get(name) ?? {})),
      );
      return [bucket];
    });
    new OutputSet(this).addRequired(...newObjectStatements(events));
    return [...made, ...existing];
  }

  private role(
    defaultName: string,
    props: WorkflowStackProps,
    task: BuiltInTask | undefined,
  ): IExecutionRole {
    const { executionRole: role, permissions } = props.workflow;
    const { existing, shared } = role;
    if (shared !== undefined) {
      return atKey("executionRole", () =>
        this.parts.executionRole(shared)!.usedFrom(this, "ExecutionRole", defaultName),
      );
    }
    if (existing === undefined) {
      return atKey(
        "executionRole",
        () =>
          new ExecutionRole(this, "ExecutionRole", {
            name: role.name ?? defaultName,
            path: props.rolePath,
            permissionsBoundary: props.permissionsBoundary,
            maxSessionDuration: role.maxSessionDuration ?? defaultSessionSeconds(task),
            permissions,
          }),
      );
    }
    const options = { policyName: defaultName, permissions };
    return atValue("executionRole.existing", () =>
      existing.startsWith("arn:")
        ? ExecutionRole.fromRoleArn(this, "ExecutionRole", existing, options)
        : ExecutionRole.fromRoleName(this, "ExecutionRole", existing, options),
    );
  }
}
