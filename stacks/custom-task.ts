import { Annotations } from "cdktf";
import type { Construct } from "constructs";
import { AwsPage } from "../lib/aws-page";
import type { ILabelingKey } from "../lib/encryption/labeling-key";
import type {
  IAnnotationFunction,
  IPostAnnotationFunction,
  IPreAnnotationFunction,
} from "../lib/functions/annotation-function";
import { PostAnnotationFunction } from "../lib/functions/post-annotation-function";
import { PreAnnotationFunction } from "../lib/functions/pre-annotation-function";
import {
  type IWorkerTaskTemplate,
  WorkerTaskTemplate,
  type WorkerTaskTemplateProps,
} from "../lib/jobs/worker-task-template";
import { LabelingBucket } from "../lib/storage/labeling-bucket";
import type { ILabelingBucket } from "../lib/storage/labeling-bucket-base";
import { workflowKey } from "../lib/rules/kms";
import { InvalidInputError } from "../lib/validation/problems";
import type { S3Location } from "../lib/storage/s3-location";
import type { CustomTask } from "../lib/workflows/custom-task";
import type { CustomTaskConfig } from "./config/function-schema";
import type { PostAnnotationConfig, PreAnnotationConfig } from "./config/function-schema";
import { defaultFunctionName, workflowResourceName } from "./facts/names";
import { templateLocation } from "./facts/template-places";
import type { CommonWorkflowConfig } from "./config/workflow-schema";
import type { GroundTruthStackProps } from "./ground-truth-stack";
import { atKey } from "./at-key";
import { functionCode } from "./function-code";
import { inProject } from "./in-project";
import { checkReadySettings, elementWarning } from "./ready-settings";
import { ToldTogether } from "./told-together";

/** S3 takes fewer tags on an object than AWS does elsewhere. */
export const mostObjectTags = 10;

/** What a custom task is made with, beside its configuration. */
export interface CustomTaskContext extends GroundTruthStackProps {
  readonly workflow: CommonWorkflowConfig;
  /** Where the workflows of the file write answers. */
  readonly outputs: readonly S3Location[];
  /** Encrypts logs of functions. @default - CloudWatch Logs does so itself */
  readonly logKey?: ILabelingKey;
  readonly buckets: readonly ILabelingBucket[];
  readonly existingKey: (id: string, name: string) => ILabelingKey;
}

export interface MadeCustomTask {
  readonly task: CustomTask;
  /** The functions that there are, of which something may be left to do by hand. */
  readonly functions: readonly IAnnotationFunction[];
}

/** Template and functions of a custom task, as its configuration asks for them. */
export function makeCustomTask(
  stack: Construct,
  config: CustomTaskConfig,
  context: CustomTaskContext,
): MadeCustomTask {
  const { template, preAnnotation, postAnnotation, cors } = config;
  const together = new ToldTogether();
  const preAnnotationFunction = together.build(
    () => preAnnotation && makePreAnnotation(stack, preAnnotation, context),
  );
  const postAnnotationFunction = together.build(
    () => postAnnotation && makePostAnnotation(stack, postAnnotation, template, context),
  );
  const workerTaskTemplate = together.build(
    () =>
      template && makeTemplate(stack, "customTask.template", template, context, knownInput(preAnnotation)),
  );
  together.throwIfAny();
  return {
    task: {
      preAnnotation: preAnnotationFunction,
      postAnnotation: postAnnotationFunction,
      template: workerTaskTemplate,
      cors,
    },
    functions: [preAnnotationFunction, postAnnotationFunction].filter((made) => made !== undefined),
  };
}

function makePreAnnotation(
  stack: Construct,
  config: PreAnnotationConfig,
  context: CustomTaskContext,
): IPreAnnotationFunction {
  const { existing, roleArn, inputAccess } = config;
  return atFunction("preAnnotation", config, () => {
    if (existing !== undefined) {
      const options = { roleArn, inputAccess };
      return PreAnnotationFunction.fromFunctionArn(stack, "PreAnnotation", existing, options);
    }
    const props = functionProps("pre-annotation", config, context);
    return new PreAnnotationFunction(stack, "PreAnnotation", props);
  });
}

function makePostAnnotation(
  stack: Construct,
  config: PostAnnotationConfig,
  template: CustomTaskConfig["template"],
  context: CustomTaskContext,
): IPostAnnotationFunction {
  const { existing, answerAccess, roleArn, inputAccess } = config;
  return atFunction("postAnnotation", config, () => {
    if (existing !== undefined) {
      const options = { answerAccess, roleArn, inputAccess };
      return PostAnnotationFunction.fromFunctionArn(stack, "PostAnnotation", existing, options);
    }
    const together = new ToldTogether();
    together.build(() => checkReadySettings(config));
    const props = { ...functionProps("post-annotation", config, context), answerAccess };
    const made = together.build(() => new PostAnnotationFunction(stack, "PostAnnotation", props));
    together.throwIfAny();
    const warning = template?.file === undefined ? undefined : elementWarning(config, template.file);
    if (warning !== undefined) Annotations.of(made!).addWarning(warning);
    return made!;
  });
}

/** The code of a function has several keys in the configuration, one for each place that it comes from. */
function atFunction<Made>(
  step: "preAnnotation" | "postAnnotation",
  config: PostAnnotationConfig,
  build: () => Made,
): Made {
  const at = `customTask.${step}`;
  const source = (["entry", "directory", "zip", "s3", "imageUri", "ready"] as const).find(
    (key) => config[key] !== undefined,
  );
  return atKey(at, build, (property) => {
    if (property === "functionArn") return `${at}.existing`;
    if (property === "encryptionKey") return property;
    const [, ofCode] = /^code\.(\w+)/.exec(property) ?? [];
    if (ofCode === undefined) return undefined;
    return besideCode.includes(ofCode) ? property.replace("code", at) : `${at}.${source}`;
  });
}

const besideCode = ["command", "handler", "runtime", "s3ObjectVersion"];

function functionProps(
  step: "pre-annotation" | "post-annotation",
  config: PreAnnotationConfig,
  { namePrefix, workflow, rolePath, permissionsBoundary, logKey, existingKey }: CustomTaskContext,
) {
  const { settings = {}, name = defaultFunctionName(namePrefix, workflow.name, step), role } = config;
  const { deadLetterQueueKey: queueKey, environmentKey } = settings;
  return {
    name,
    code: functionCode(config),
    description: config.description,
    encryptionKey: logKey,
    inputAccess: config.inputAccess,
    rights: config.rights,
    role: {
      name: role?.name,
      path: rolePath,
      permissionsBoundary,
      permissionStyle: workflow.permissions.style,
    },
    settings: {
      ...settings,
      environmentKey:
        environmentKey === undefined || environmentKey === workflowKey
          ? environmentKey && keyWithArn(logKey)
          : existingKey(`${step}-environment-key`, environmentKey),
      deadLetterQueueKey: queueKey === undefined ? undefined : existingKey(`${step}-queue-key`, queueKey),
    },
  };
}

/** Lambda takes the ARN of a key, which is not known of one that another stack makes. */
function keyWithArn(key: ILabelingKey | undefined): ILabelingKey {
  if (key !== undefined) return key;
  const message = `got "${workflowKey}", whose key another stack makes: Lambda needs its ARN. Name a key by its ARN`;
  throw new InvalidInputError("The function", [
    { property: "settings.environmentKey", message, page: AwsPage.lambdaEnvironmentKey },
  ]);
}

/** What prepares objects for a template, as far as it is known. */
type Prepared = Pick<WorkerTaskTemplateProps, "taskInput" | "hostedPreAnnotation">;

/** What a ready function puts into `task.input`; code of one's own may put in anything. */
function knownInput(preAnnotation: PreAnnotationConfig | undefined): Prepared {
  if (preAnnotation?.ready === undefined) return {};
  const hasLabels = preAnnotation.settings?.environment?.["GROUND_TRUTH_LABELS"] !== undefined;
  return { taskInput: ["taskObject", "manifestLine", ...(hasLabels ? ["labels"] : [])] };
}

/** A template that is put into S3, or one that exists. */
export function makeTemplate(
  stack: Construct,
  /** Where it stands in the workflow. A workflow may have one in its task and one in its job, which is told there. */
  at: "customTask.template" | "job.template",
  { file, keep, location, encryptAsBucket, existing }: NonNullable<CustomTaskConfig["template"]>,
  context: CustomTaskContext,
  prepared: Prepared,
): IWorkerTaskTemplate {
  const id = at === "job.template" ? "JobTemplate" : "Template";
  if (existing !== undefined) return WorkerTaskTemplate.fromS3Uri(stack, id, existing);
  const { namePrefix, workflow, outputs, buckets, tags = {} } = context;
  const { bucketName, prefix } = templateLocation({ location }, workflow.inputs, outputs);
  return atKey(at, () => {
    return new WorkerTaskTemplate(stack, id, {
      // Of stacks that share a bucket each has its own.
      templateName: workflowResourceName(namePrefix, workflow.name),
      file: inProject(file!),
      ...prepared,
      keep: keep?.map(inProject),
      bucket: bucketIn(stack, bucketName, buckets),
      prefix,
      encryptAsBucket,
      withoutDefaultTags: Object.keys(tags).length > mostObjectTags,
    });
  });
}

/** A bucket of the workflow, or one that exists: what the stack puts into it goes into one and the same. */
export function bucketIn(
  stack: Construct,
  bucketName: string,
  buckets: readonly ILabelingBucket[],
): ILabelingBucket {
  const known = buckets.find((bucket) => bucket.bucketName === bucketName);
  const found = stack.node.tryFindChild(bucketName) as ILabelingBucket | undefined;
  return known ?? found ?? LabelingBucket.fromBucketName(stack, bucketName, bucketName);
}
