import type { Construct } from "constructs";
import { type ILabelingKey, LabelingKey } from "../lib/encryption/labeling-key";
import {
  cognitoUserPoolArn,
  eventRuleArn,
  iamRoleArn,
  lambdaFunctionArn,
  parseArn,
  privateWorkTeamArn,
  snsTopicArn,
  sqsQueueArn,
} from "../lib/iam/arn";
import { templateObjectPattern } from "../lib/jobs/worker-task-template";
import type { IAnswerQueue } from "../lib/roles/i-answer-queue";
import type { IWorkerTaskTemplateObjects, LabelingResources } from "../lib/roles/labeling-resources";
import type { WorkforceResources } from "../lib/roles/workforce-resources";
import type { AwsScope } from "../lib/scope/aws-scope";
import type { S3Location } from "../lib/storage/s3-location";
import { knownUserPoolId } from "./facts/user-pool";
import { customTaskOf, functionsOf, type FunctionsToWrite, functionsToWrite } from "./facts/functions";
import { deliveryLogRoleName } from "../lib/streaming/delivery-logs";
import { deadLetterQueueName } from "../lib/streaming/answer-queue";
import { alarmTopicName } from "../lib/streaming/streaming-alarms";
import { jobObjects } from "./facts/job-objects";
import { executionRoleOf } from "./facts/execution-roles";
import { chainOf } from "./facts/chains";
import {
  defaultAnswerQueueName,
  jobEventQueueName,
  jobEventsRuleName,
  madeTopicNames,
  sharedKeyAlias,
  inputTopicName,
  outputTopicName,
  workflowResourceName,
  workforceResourceName,
  workTeamTopicName,
} from "./facts/names";
import type { GroundTruthConfig } from "./config/schema";
import { Sharing } from "./facts/sharing";
import type { StreamingWorkflowConfig } from "./config/workflow-schema";
import { templateLocation } from "./facts/template-places";
import type { WorkflowConfig } from "./config/workflow-schema";

/** The parts of a configuration that people's work follows from. */
export type WorkingPlace = Pick<
  GroundTruthConfig,
  "namePrefix" | "region" | "account" | "rolePath" | "workflows" | "shared" | "workforce"
>;

/** What somebody says of jobs besides the workflows. */
export interface JobOptions {
  readonly workTeams?: readonly string[];
  readonly labelingJobNamePrefix?: string;
  /** Vendors' teams are not in the configuration. */
  readonly vendorWorkforce?: boolean;
}

/**
 * What people work on, from the configuration alone: ARNs made of names, and keys that the stacks make by their alias. No
 * stack reads the state of another.
 */
export class AccessSubjects {
  private readonly keys = new Map<string, ILabelingKey>();
  private readonly sharing: Sharing;

  public constructor(
    private readonly holder: Construct,
    private readonly scope: AwsScope,
    private readonly place: WorkingPlace,
  ) {
    this.sharing = new Sharing(place);
  }

  /** @param names of workflows. Undefined for all of them */
  public workflows(names: readonly string[] | undefined): readonly WorkflowConfig[] {
    const { workflows } = this.place;
    return workflows.filter(({ name }) => names === undefined || names.includes(name));
  }

  /** One workflow, as far as people deal with it. */
  public labelingResources(workflow: WorkflowConfig, options: JobOptions): LabelingResources {
    const { namePrefix } = this.place;
    const functions = functionsOf(namePrefix, workflow);
    return {
      ...this.labelingJobName(workflow, options),
      executionRoleArn: this.executionRoleArn(workflow),
      workTeamArns: this.workTeamArns(options),
      inputs: workflow.inputs,
      output: workflow.output,
      otherAnswers: this.otherAnswers(workflow),
      workerTaskTemplates: this.templates(workflow),
      encryptionKeys: this.dataKeys(workflow),
      functionArns: functions.map(({ name, arn }) => arn ?? lambdaFunctionArn(this.scope, name ?? "")),
      functionRoleArns: functions.flatMap(({ role }) =>
        role === undefined ? [] : [this.functionRoleArn(role)],
      ),
      eventRuleArn:
        workflow.jobEvents &&
        eventRuleArn(this.scope, jobEventsRuleName(workflowResourceName(namePrefix, workflow.name))),
      eventQueueArns: this.eventQueues(workflow),
      ...(workflow.type === "streaming" ? { ...this.topics(workflow), ...this.watched(workflow) } : {}),
    };
  }

  /** The queues that ends of jobs and their dead letters go to. */
  private eventQueues({ name, jobEvents }: WorkflowConfig): string[] {
    const { queueArn, deadLetters } = jobEvents ?? {};
    const dead =
      deadLetters &&
      (deadLetters.queueArn ??
        sqsQueueArn(this.scope, deadLetters.queueName ?? jobEventQueueName(this.place.namePrefix, name)));
    return [queueArn, dead].filter((arn) => arn !== undefined);
  }

  /** The private workforce; where there is none in the configuration, the account's. */
  public workforceResources(options: {
    readonly workTeams?: readonly string[];
    readonly userPoolId?: string;
  }): WorkforceResources {
    const { namePrefix, workforce } = this.place;
    const poolId = options.userPoolId ?? (workforce && knownUserPoolId(workforce));
    const teams = options.workTeams?.flatMap((team) => privateTeamName(team) ?? []);
    return {
      workforceName: workforce && (workforce.existing?.name ?? workforce.name ?? namePrefix),
      workTeamNames: teams ?? workforce?.teams.map(({ name }) => name),
      userPoolArn: poolId === undefined ? undefined : cognitoUserPoolArn(this.scope, poolId),
    };
  }

  /** How work teams are told of tasks. */
  public notifications(): Pick<WorkforceResources, "notificationTopicArn" | "notificationKey"> {
    const { namePrefix, workforce } = this.place;
    const { topic, encryptionKey } = workforce?.notifications ?? {};
    if (workforce?.notifications === undefined) return {};
    if (topic !== undefined) {
      const key = topic.encryptionKey && this.key(topic.encryptionKey.existing);
      return { notificationTopicArn: topic.existing, notificationKey: key };
    }
    return {
      notificationTopicArn: snsTopicArn(this.scope, workTeamTopicName(namePrefix)),
      notificationKey:
        encryptionKey?.existing === undefined
          ? this.keyOfAnotherStack(`alias/${workforceResourceName(namePrefix)}`)
          : this.key(encryptionKey.existing),
    };
  }

  /** Whether the workers' user pool is made here, so that nobody knows its id yet. */
  public get makesUserPool(): boolean {
    return this.place.workforce?.userPool?.create !== undefined;
  }

  /** Whether somebody who looks after workers can be given the right to: the pool has an id. */
  public knowsUserPool(userPoolId: string | undefined): boolean {
    const { workforce } = this.place;
    return userPoolId !== undefined || (workforce !== undefined && knownUserPoolId(workforce) !== undefined);
  }

  /** Teams of the workforce that are not among those that somebody looks after, which may end in `*`. */
  public otherTeams(workTeams: readonly string[] | undefined): readonly string[] {
    const names = workTeams?.flatMap((team) => privateTeamName(team) ?? []);
    if (names === undefined) return [];
    const all = this.place.workforce?.teams.map(({ name }) => name) ?? [];
    return all.filter((name) => !names.some((one) => isNamed(name, one)));
  }

  /** Functions whose code somebody may be let write. */
  public functionsToWrite(names: readonly string[] | undefined): FunctionsToWrite {
    const { namePrefix, region, account } = this.place;
    const functions = (workflows: readonly WorkflowConfig[]) =>
      workflows.flatMap((workflow) => functionsOf(namePrefix, workflow));
    const all = functions(this.place.workflows);
    return functionsToWrite(functions(this.workflows(names)), all, { region, account });
  }

  /** Keys that the stacks make, those of the named workflows or all of them. */
  public madeKeys(names: readonly string[] | undefined): ILabelingKey[] {
    const { namePrefix, shared, workforce } = this.place;
    const ofWorkflows = this.workflows(names)
      .map((workflow) => this.sharing.workflowKey(workflow))
      .filter((name) => this.sharing.keyStack(name) !== undefined);
    const ofAll = names === undefined ? (shared?.keys ?? []) : [];
    const ofShared = ofAll.map(({ name }) => sharedKeyAlias(namePrefix, name));
    const notifications = workforce?.notifications;
    const ofWorkforce =
      names === undefined &&
      notifications !== undefined &&
      notifications.topic === undefined &&
      notifications.encryptionKey?.existing === undefined
        ? [`alias/${workforceResourceName(namePrefix)}`]
        : [];
    const aliases = new Set([...ofWorkflows, ...ofShared, ...ofWorkforce]);
    return [...aliases].map((alias) => this.keyOfAnotherStack(alias));
  }

  /** A key by alias or ARN, one construct for each. */
  public key(given: string): ILabelingKey {
    const name = this.sharing.keyName(given);
    if (this.sharing.keyStack(name) !== undefined) return this.keyOfAnotherStack(name);
    return this.once(name, (id) =>
      name.includes(":key/")
        ? LabelingKey.fromKeyArn(this.holder, id, name)
        : LabelingKey.fromAlias(this.holder, id, name),
    );
  }

  /** A key that one of the stacks makes, by its alias. */
  private keyOfAnotherStack(alias: string): ILabelingKey {
    return this.once(`made: ${alias}`, (id) => LabelingKey.fromAliasOfAnotherStack(this.holder, id, alias));
  }

  private once(name: string, make: (id: string) => ILabelingKey): ILabelingKey {
    const key = this.keys.get(name) ?? make(`Key${this.keys.size + 1}`);
    this.keys.set(name, key);
    return key;
  }

  /** Work teams by ARN. */
  public workTeamArns({ workTeams, vendorWorkforce }: JobOptions): string[] | undefined {
    const teams =
      workTeams ?? (vendorWorkforce ? undefined : this.place.workforce?.teams.map(({ name }) => name));
    return teams?.map((team) => (parseArn(team) === undefined ? privateWorkTeamArn(this.scope, team) : team));
  }

  private labelingJobName(
    workflow: WorkflowConfig,
    { labelingJobNamePrefix }: JobOptions,
  ): Pick<LabelingResources, "labelingJobName" | "labelingJobNameIsPrefix"> {
    const usual = `${workflowResourceName(this.place.namePrefix, workflow.name)}-`;
    if (workflow.type !== "streaming")
      return { labelingJobName: labelingJobNamePrefix ?? usual, labelingJobNameIsPrefix: true };
    // The role may use the queues of these jobs only.
    return {
      labelingJobName: workflow.labelingJobName ?? usual,
      labelingJobNameIsPrefix: workflow.labelingJobName === undefined,
    };
  }

  private executionRoleArn(workflow: WorkflowConfig): string {
    const { namePrefix, rolePath } = this.place;
    const role = executionRoleOf(namePrefix, workflow);
    if (workflow.executionRole.existing === undefined) return iamRoleArn(this.scope, role, rolePath);
    return role.startsWith("arn:") ? role : iamRoleArn(this.scope, role);
  }

  /** The workflows that use the key of one, by that key. */
  public usersOfKeyOf(workflow: WorkflowConfig): readonly WorkflowConfig[] {
    return this.sharing.usersOfKey(this.sharing.workflowKey(workflow));
  }

  /** Whether a stack of the file makes the key of a workflow, and so lets in whoever uses its data. */
  public makesKeyOf(workflow: WorkflowConfig): boolean {
    return this.isMade(this.sharing.workflowKey(workflow));
  }

  /** Keys that exist already, of what a workflow reads and of its buckets. */
  public existingReadKeys(workflow: WorkflowConfig): string[] {
    const ofBuckets = workflow.buckets.existing.flatMap(
      ({ encryptionKey }) => this.sharing.namedKey(encryptionKey) ?? [],
    );
    const own = this.sharing.workflowKey(workflow);
    const names = [...ofBuckets, ...this.sharing.readKeys(workflow)].map((name) =>
      this.sharing.keyName(name),
    );
    return [...new Set(names)].filter((name) => name !== own && !this.isMade(name));
  }

  private isMade(keyName: string): boolean {
    return this.sharing.keyStack(keyName) !== undefined;
  }

  private dataKeys(workflow: WorkflowConfig): ILabelingKey[] {
    const ofBuckets = workflow.buckets.existing.flatMap(
      ({ encryptionKey }) => this.sharing.namedKey(encryptionKey) ?? [],
    );
    const names = [this.sharing.workflowKey(workflow), ...ofBuckets, ...this.sharing.readKeys(workflow)];
    return [...new Set(names.map((name) => this.key(name)))];
  }

  /** Where the other workflows write answers. A folder that meets no input is of no account. */
  private otherAnswers(workflow: WorkflowConfig): S3Location[] | undefined {
    const inputs = workflow.inputs;
    const met = this.place.workflows
      .filter(({ name }) => name !== workflow.name)
      .map(({ output }) => output)
      .filter((output) => inputs.some((input) => input.contains(output) || output.contains(input)));
    return met.length === 0 ? undefined : met;
  }

  /** Templates that any workflow of the configuration puts into an input of this one. */
  private templates(workflow: WorkflowConfig): IWorkerTaskTemplateObjects[] | undefined {
    const inputs = workflow.inputs;
    const ofJobs = this.place.workflows
      .flatMap((one) => jobObjects(this.place.namePrefix, one, this.sharing.outputs))
      .filter(({ folder }) => inputs.some((input) => input.contains(folder)));
    const ofTasks = this.place.workflows.flatMap((one) => {
      const template = customTaskOf(one)?.template;
      if (template?.file === undefined) return [];
      const folder = templateLocation(template, one.inputs, this.sharing.outputs);
      if (!inputs.some((input) => input.contains(folder))) return [];
      const name = workflowResourceName(this.place.namePrefix, one.name);
      return [{ folder, objectPattern: templateObjectPattern(name) }];
    });
    const kept = [...ofTasks, ...ofJobs];
    return kept.length === 0 ? undefined : kept;
  }

  private functionRoleArn(role: string): string {
    return parseArn(role) === undefined ? iamRoleArn(this.scope, role, this.place.rolePath) : role;
  }

  /** The answer queues that the stacks make, those of the named workflows or all of them. */
  public answerQueues(names: readonly string[] | undefined): IAnswerQueue[] {
    return this.workflows(names).flatMap((workflow) => {
      const [queueArn, deadLetterQueueArn] = this.queueArns(workflow);
      if (queueArn === undefined || deadLetterQueueArn === undefined) return [];
      return [{ queueArn, deadLetterQueueArn, encryptionKey: this.key(this.sharing.workflowKey(workflow)) }];
    });
  }

  /** The queue of answers and that of its dead letters, if there is one. */
  private queueArns(workflow: WorkflowConfig): string[] {
    if (workflow.type !== "streaming" || workflow.answers?.queue === undefined) return [];
    const name = workflow.answers.queue.name ?? defaultAnswerQueueName(this.place.namePrefix, workflow.name);
    return [name, deadLetterQueueName(name)].map((one) => sqsQueueArn(this.scope, one));
  }

  /** What a stream has besides its job: the queue of answers with its dead letters, and the topic of alarms. */
  private watched(
    workflow: StreamingWorkflowConfig,
  ): Pick<LabelingResources, "answerQueueArns" | "alarmTopicArn" | "deliveryLogRoleArns"> {
    const { namePrefix } = this.place;
    const { name, alarms } = workflow;
    return {
      answerQueueArns: [...this.queueArns(workflow), ...(workflow.answers?.subscribeQueues ?? [])],
      deliveryLogRoleArns:
        workflow.deliveryLogs &&
        madeTopicNames(namePrefix, workflow).map((topic) =>
          iamRoleArn(this.scope, deliveryLogRoleName(topic), this.place.rolePath),
        ),
      alarmTopicArn:
        alarms &&
        (alarms.topic?.existing ??
          snsTopicArn(this.scope, alarmTopicName(workflowResourceName(namePrefix, name)))),
    };
  }

  private topics(
    workflow: StreamingWorkflowConfig,
  ): Pick<LabelingResources, "inputTopicArn" | "outputTopicArn"> {
    const { namePrefix, workflows } = this.place;
    const { upstream } = chainOf(workflow, workflows);
    const output = ({ name, outputTopic }: StreamingWorkflowConfig) =>
      outputTopic?.existing ?? snsTopicArn(this.scope, outputTopicName(namePrefix, name));
    const input =
      workflow.inputTopic?.existing ?? snsTopicArn(this.scope, inputTopicName(namePrefix, workflow.name));
    return {
      inputTopicArn: upstream === undefined ? input : output(upstream),
      outputTopicArn: output(workflow),
    };
  }
}

/** @param pattern a name, or the beginning of names with `*` at its end */
export function isNamed(name: string, pattern: string): boolean {
  return pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

/** Teams of vendors are not among those that an account looks after. */
function privateTeamName(team: string): string | undefined {
  const resource = parseArn(team)?.resource;
  return resource === undefined ? team : /^workteam\/private-crowd\/(.+)$/.exec(resource)?.[1];
}
