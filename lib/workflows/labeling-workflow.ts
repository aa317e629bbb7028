import { Annotations, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { AwsPage } from "../aws-page";
import { type ILabelingKey, LabelingKey } from "../encryption/labeling-key";
import type { FunctionData } from "../functions/function-rights";
import { iamRoleArn } from "../iam/arn";
import { BuiltInTask } from "../jobs/built-in-task";
import type { BuiltInTaskType } from "../jobs/built-in-task-type";
import { labelingRegionProblem } from "../jobs/labeling-regions";
import { TaskFamily } from "../jobs/task-family";
import { ExecutionRole } from "../roles/execution-role";
import type { IExecutionRole } from "../roles/execution-role-grants";
import { checkOnePlace } from "../scope/one-place";
import { StackScope } from "../scope/stack-scope";
import { CorsVariant } from "../storage/cors-variant";
import type { ILabelingBucket } from "../storage/labeling-bucket-base";
import type { S3Location } from "../storage/s3-location";
import type { Problems } from "../validation/problems";
import { workflowNameRule } from "../rules/sagemaker";
import { s3FolderRule } from "../rules/s3";

/** What workflows of every kind take. */
export interface LabelingWorkflowProps {
  /** 1 to 63 lower-case letters, digits and hyphens. What is made here is named after it. */
  readonly name: string;
  /** Every folder that jobs read: data objects, input manifests, label categories, worker task templates. */
  readonly inputs: S3Location[];
  /** The folder that jobs write their answers to. */
  readonly output: S3Location;
  /**
   * What is more to know of the buckets of `inputs` and `output` than their name: their keys, and that their CORS
   * rules are managed here.
   * @default - all exist, need no right on a key, and have their CORS rules
   */
  readonly buckets?: ILabelingBucket[];
  /**
   * Keys of what jobs read, besides those of `buckets`: of the answers of another workflow, which it writes with its own key
   * into whichever bucket.
   * @default - none
   */
  readonly inputKeys?: ILabelingKey[];
  /** Encrypts answers (`OutputConfig.KmsKeyId`). @default - a new key, `alias/<name>` */
  readonly encryptionKey?: ILabelingKey;
  /** Role that the workflow's jobs run with. @default - a new role `<name>-execution` with the least privilege */
  readonly executionRole?: IExecutionRole;
  /** Path of the new role and its policies. @default "/" */
  readonly path?: string;
  /** ARN of the policy that limits what the new role can ever do. @default - none */
  readonly permissionsBoundary?: string;
  /** Tags of the role, the key and the topics that are made here, beside the provider's default tags. @default - none */
  readonly tags?: Record<string, string>;
}

type WorkflowData = Pick<LabelingWorkflowProps, "inputs" | "output" | "buckets" | "inputKeys">;

/** The key that is brought in, else a new one. */
export function keyOf(
  scope: Construct,
  { encryptionKey, name: workflowName, tags }: LabelingWorkflowProps,
): ILabelingKey {
  return encryptionKey ?? new LabelingKey(scope, "Key", { alias: `alias/${workflowName}`, tags });
}

/**
 * The role that is brought in, else a new one.
 *
 * @param task undefined for a custom task
 */
export function roleOf(
  scope: Construct,
  { executionRole, name: workflowName, path, permissionsBoundary, tags }: LabelingWorkflowProps,
  task: BuiltInTask | undefined,
): IExecutionRole {
  return (
    executionRole ??
    new ExecutionRole(scope, "ExecutionRole", {
      name: defaultRoleName(workflowName),
      path,
      permissionsBoundary,
      tags,
      maxSessionDuration: defaultSessionSeconds(task),
    })
  );
}

/** ARN of the role that is brought in, else of the one that will be made. */
export function roleArnOf(
  scope: Construct,
  { executionRole, name: workflowName, path }: Pick<LabelingWorkflowProps, "executionRole" | "name" | "path">,
): string {
  return executionRole?.roleArn ?? iamRoleArn(StackScope.of(scope), defaultRoleName(workflowName), path);
}

function defaultRoleName(workflowName: string): string {
  return `${workflowName}-execution`;
}

/** Seconds that a session of the execution role lasts, unless the user says otherwise. A custom task has 8 hours at most. */
export function defaultSessionSeconds(task: BuiltInTask | undefined): number {
  return task?.needsLongSessions ? 28_800 : 3600;
}

/** What every labeling job needs, of whatever kind. */
export function grantData(role: IExecutionRole, key: ILabelingKey, data: WorkflowData): void {
  role.grantCloudWatch();
  role.grantReadInput(data.inputs);
  role.grantWriteOutput(data.output);
  role.grantUseKey(key);
  if (!isKeyOfAnswers(key, data)) key.lifetime?.keepForRemainingData();
  for (const inputKey of otherInputKeys(data, key)) role.grantDecryptInput(inputKey);
}

/** The data of a workflow, as its annotation functions may get at it. */
export function functionDataOf(encryptionKey: ILabelingKey, data: WorkflowData): FunctionData {
  const { inputs, output } = data;
  return { inputs, output, encryptionKey, inputKeys: [...otherInputKeys(data, encryptionKey)] };
}

/** Warns of answers that their bucket deletes. Of data objects that go after a while nothing is lost that was paid for. */
export function warnOfExpiry(workflow: Construct, { output, buckets = [] }: WorkflowData): void {
  const bucket = buckets.find(({ bucketName }) => bucketName === output.bucketName);
  const days = bucket?.expireAfterDays;
  if (days === undefined) return;
  Annotations.of(workflow).addWarning(
    `${output.bucketName} deletes every object some days after it came in (expireAfterDays: ${days}), the answers in ${output.uri} too: ` +
      "copy them away before, or write them to a bucket that keeps them, and let the data objects alone expire " +
      `(${AwsPage.s3Lifecycle})`,
  );
}

/** Files that list data objects or describe a job, and are none. */
const aboutObjects = /\.(manifest|jsonl?|csv|html|liquid)$/;

/** Warns of a role that may read a manifest and nothing that it lists. Texts may stand in the manifest itself. */
export function warnOfUnreadObjects(
  workflow: Construct,
  taskType: BuiltInTaskType | undefined,
  { inputs }: WorkflowData,
): void {
  const family = taskType && BuiltInTask.of(taskType).family;
  if (family === undefined || family === TaskFamily.TEXT || family === TaskFamily.CUSTOM) return;
  if (!inputs.every(({ isFile, prefix }) => isFile && aboutObjects.test(prefix))) return;
  Annotations.of(workflow).addWarning(
    `its inputs are files about data objects only (${inputs.map(({ uri }) => uri).join(", ")}), so the role may not read the ` +
      `objects themselves, nor could workers see them. Add the folders that hold them (${AwsPage.executionRole})`,
  );
}

/** Whether the bucket of the answers is encrypted with the same key: then that the key outlives them is seen to there. */
function isKeyOfAnswers(key: ILabelingKey, { output, buckets = [] }: WorkflowData): boolean {
  return buckets.some(
    ({ bucketName, encryptionKey }) => bucketName === output.bucketName && encryptionKey === key,
  );
}

/** Keys of what jobs read. Answers are written with the workflow's own key. */
function otherInputKeys(
  { inputs, buckets = [], inputKeys = [] }: WorkflowData,
  key: ILabelingKey,
): Iterable<ILabelingKey> {
  const read = new Set(inputs.map(({ bucketName }) => bucketName));
  const ofBuckets = buckets
    .filter(({ bucketName }) => read.has(bucketName))
    .flatMap(({ encryptionKey }) => encryptionKey ?? []);
  // Several constructs may stand for one key.
  const others = new Map([...ofBuckets, ...inputKeys].map((other) => [JSON.stringify(other.target), other]));
  others.delete(JSON.stringify(key.target));
  return others.values();
}

/**
 * Gives buckets the CORS rule of the task type. Workers' browsers load from input buckets; in video frame and 3D tasks
 * they also save to the output bucket.
 *
 * @returns the names of those whose CORS configuration is managed elsewhere
 */
export function giveCors(variant: CorsVariant, { inputs, output, buckets = [] }: WorkflowData): string[] {
  if (variant === CorsVariant.NONE) return [];
  const locations = variant === CorsVariant.IMAGE ? inputs : [...inputs, output];
  const names = [...new Set(locations.map(({ bucketName }) => bucketName))];
  return names.filter((name) => {
    const bucket = buckets.find(({ bucketName }) => bucketName === name);
    return bucket === undefined || !bucket.requireCors(variant);
  });
}

/**
 * Adds what is wrong with tasks on buckets that let in nobody from outside a network: their workers open the portal inside
 * it, and there is no video and no point cloud.
 */
export function checkPortal(
  problems: Problems,
  taskType: BuiltInTaskType | undefined,
  { buckets = [] }: Pick<LabelingWorkflowProps, "buckets">,
): void {
  if (taskType === undefined || !notInsideVpc.has(BuiltInTask.of(taskType).family)) return;
  buckets.forEach(({ bucketName, vpcRestriction }, index) => {
    if (vpcRestriction === undefined) return;
    const message =
      `"${bucketName}" has a vpcRestriction, so workers open their portal inside the network, and it does not load ` +
      `${taskType} there. Take another bucket, or lift the restriction`;
    problems.add(`buckets[${index}]`, message, AwsPage.vpcLabelingJob);
  });
}

const notInsideVpc: ReadonlySet<TaskFamily> = new Set([
  TaskFamily.VIDEO_CLIP,
  TaskFamily.VIDEO_FRAME,
  TaskFamily.POINT_CLOUD_3D,
]);

/** By stack and name. */
const workflowsOf = new WeakMap<TerraformStack, Map<string, Construct[]>>();

/** Adds that another workflow of the stack has the same name: what they make is named after it, and exists once in an account. */
function checkOneOfItsName(problems: Problems, workflow: Construct, workflowName: string): void {
  const stack = TerraformStack.of(workflow);
  const known = workflowsOf.get(stack) ?? new Map<string, Construct[]>();
  workflowsOf.set(stack, known);
  const here = StackScope.of(workflow);
  const ofItsName = known.get(workflowName) ?? [];
  const other = ofItsName.find((one) => mayBeOfOneAccount(StackScope.of(one), here));
  known.set(workflowName, [...ofItsName, workflow]);
  if (other === undefined) return;
  const elsewhere =
    StackScope.of(other) === here
      ? ""
      : ", or state their accounts if they are two: allowedAccountIds of the providers";
  problems.add(
    "name",
    `got "${workflowName}", the name of ${other.node.path} too; give it another one${elsewhere}`,
  );
}

function mayBeOfOneAccount({ stated: one }: StackScope, { stated: other }: StackScope): boolean {
  return one.account === undefined || other.account === undefined || one.account === other.account;
}

/** Adds what is wrong with the name, the region and the data of a workflow. */
export function checkWorkflow(problems: Problems, workflow: Construct, props: LabelingWorkflowProps): void {
  const { name: workflowName, inputs, output, buckets = [], encryptionKey, inputKeys = [] } = props;
  checkOneOfItsName(problems, workflow, workflowName);
  const onePlace = "a workflow, its keys and its buckets are in one account and region";
  checkOnePlace(problems, "encryptionKey", encryptionKey, workflow, onePlace);
  inputKeys.forEach((key, index) => checkOnePlace(problems, `inputKeys[${index}]`, key, workflow, onePlace));
  buckets.forEach((bucket, index) =>
    checkOnePlace(problems, `buckets[${index}]`, bucket, workflow, onePlace),
  );
  problems.check("name", workflowName, workflowNameRule);
  problems.check("output", output.uri, s3FolderRule);
  const regionProblem = labelingRegionProblem(StackScope.of(workflow).region);
  if (regionProblem !== undefined) problems.add("region", regionProblem, AwsPage.humanTaskConfig);
  if (inputs.length === 0) {
    problems.add(
      "inputs",
      "got none; name at least the folder of the input manifest",
      AwsPage.createLabelingJob,
    );
  }
  checkRoleOptions(problems, props);
  const used = new Set([...inputs, output].map(({ bucketName }) => bucketName));
  buckets.forEach(({ bucketName }, index) => {
    if (!used.has(bucketName)) {
      problems.add(`buckets[${index}]`, `got "${bucketName}", which neither inputs nor output name`);
    }
  });
}

/** A role that is brought in has its path and its boundary already. */
function checkRoleOptions(
  problems: Problems,
  { executionRole, path, permissionsBoundary }: LabelingWorkflowProps,
): void {
  if (executionRole === undefined) return;
  for (const [property, value] of Object.entries({ path, permissionsBoundary })) {
    if (value === undefined) continue;
    problems.add(
      property,
      `got "${value}" beside an executionRole; it is for the role that is made here. Leave it out, or give it to the role`,
    );
  }
}
