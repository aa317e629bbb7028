import { createHash } from "node:crypto";
import { Annotations, type TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { replaceTokens } from "../iam/terraform-string";
import { manifestUriRule } from "../rules/labeling-job";
import type { S3Location } from "../storage/s3-location";
import { checkInput } from "../validation/check-input";
import { Problems } from "../validation/problems";
import { BuiltInTask } from "./built-in-task";
import type { BuiltInTaskType } from "./built-in-task-type";
import { LabelAttributeRefSuffix } from "./label-attribute-ref-suffix";
import { reviewLabelAttributeName } from "./label-attribute-name";
import { checkLabelingJob, type NamedJob } from "./labeling-job-checks";
import type { ExistingLabelingJobProps, ILabelingJob, LabelingJobProps } from "./labeling-job-props";
import { longestLabelingJobName } from "./labeling-job-name";
import { type CreateLabelingJobRequest, withoutUndefined } from "./labeling-job-request";
import { constructsAmong, LabelingJobResource, oldestProviderWithJobs } from "./labeling-job-resource";
import { requireProvider } from "./required-provider";
import { taskDefaults } from "./task-defaults";

/**
 * A labeling job of a workflow: the whole `CreateLabelingJob` request, with everything that the workflow knows filled in and
 * every rule of AWS's pages checked.
 *
 * It makes nothing by itself, and costs nothing, unless `asResource` is set.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateLabelingJob.html
 */
export class LabelingJob extends Construct implements ILabelingJob {
  /**
   * The output of a job that exists already, for a job that takes it up.
   *
   * @param outputManifestUri `s3://bucket/…/<job>/manifests/output/output.manifest`
   * @param labelAttributeName the label attribute name of that job
   * @throws InvalidInputError when it is no manifest, or AWS would refuse the name
   */
  public static fromOutput(
    scope: Construct,
    id: string,
    outputManifestUri: string,
    labelAttributeName: string,
    props: ExistingLabelingJobProps = {},
  ): ILabelingJob {
    checkInput("LabelingJob.fromOutput", scope, id, { outputManifestUri, labelAttributeName, ...props });
    return new ExistingJob(scope, id, outputManifestUri, labelAttributeName, props);
  }

  /** `LabelingJobName` of the request. */
  public readonly labelingJobName: string;
  public readonly labelAttributeName: string;
  /** Task type of the job; undefined for a custom task. */
  public readonly taskType?: BuiltInTaskType;
  /** The labels that workers choose from. */
  public readonly labels?: string[];
  public readonly earlierLabelAttributeNames: string[];
  public readonly outputManifestUri: string;
  /** Where jobs of the workflow write. */
  public readonly output: S3Location;
  /** The request, as `aws sagemaker create-labeling-job --cli-input-json` takes it. It may hold tokens. */
  public readonly request: Record<string, unknown>;
  /** The job in Terraform. @default - undefined unless `asResource` is set */
  public readonly resource?: TerraformResource;

  /** @throws InvalidInputError naming everything that is not allowed */
  public constructor(scope: Construct, id: string, props: LabelingJobProps) {
    checkInput("LabelingJob", scope, id, props);
    super(scope, id);
    const { workflow } = props;
    const task = workflow.taskType && BuiltInTask.of(workflow.taskType);
    this.taskType = workflow.taskType;
    this.output = workflow.output;
    this.labels = props.labelCategories?.categories?.labels;
    this.labelAttributeName = labelAttributeNameOf(props, task);
    this.earlierLabelAttributeNames = labelsInManifestOf(props.previousJob);
    const unnamed = requestOf(props, task, this.labelAttributeName);
    const named: NamedJob = {
      labelingJobName: props.labelingJobName ?? defaultName(props, unnamed),
      labelAttributeName: this.labelAttributeName,
    };
    const problems = new Problems(() => `LabelingJob "${this.node.path}"`);
    const warnings = checkLabelingJob(problems, this, props, task, named);
    problems.throwIfAny();
    for (const warning of warnings) Annotations.of(this).addWarning(warning);

    this.labelingJobName = named.labelingJobName;
    const request: CreateLabelingJobRequest = withoutUndefined({
      LabelingJobName: this.labelingJobName,
      ...unnamed,
    });
    this.request = { ...request };
    this.outputManifestUri = outputManifestUri(workflow.output, this.labelingJobName);
    if (props.asResource === true) this.resource = this.started(request, props);
  }

  private started(request: CreateLabelingJobRequest, props: LabelingJobProps): TerraformResource {
    const { workflow, workTeam, labelCategories, template } = props;
    requireProvider(this, oldestProviderWithJobs);
    const after = constructsAmong(
      workflow,
      workflow.executionRole,
      workflow.encryptionKey,
      workflow.inputTopic,
      workflow.outputTopic,
      workTeam,
      labelCategories,
      template,
      ...(workflow.buckets ?? []),
      ...(workflow.jobPrerequisites ?? []),
    );
    return new LabelingJobResource(this, "Resource", request, after);
  }
}

/** Where a job writes its output manifest. */
export function outputManifestUri(output: S3Location, labelingJobName: string): string {
  return `${output.uri}${labelingJobName}/manifests/output/output.manifest`;
}

/** Keys of the labels in the output manifest of a job. */
function labelsInManifestOf(job: ILabelingJob | undefined): string[] {
  if (job === undefined) return [];
  return [...new Set([...(job.earlierLabelAttributeNames ?? []), job.labelAttributeName])];
}

function labelAttributeNameOf(
  { labelAttributeName, workflow }: LabelingJobProps,
  task: BuiltInTask | undefined,
): string {
  const given = labelAttributeName ?? workflow.labelAttributeName;
  if (given !== undefined) return given;
  const suffix = task?.labelAttributeRefSuffix === LabelAttributeRefSuffix.REQUIRED ? "-ref" : "";
  return `${workflow.workflowName}${suffix}`;
}

/** Two jobs that differ in anything have two names, and one job has the same name on every machine. */
function defaultName({ workflow, run }: LabelingJobProps, request: object): string {
  if (workflow.labelingJobName !== undefined) return workflow.labelingJobName;
  const content = replaceTokens(JSON.stringify(request), "token");
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 8);
  const end = `-${run ?? hash}`;
  return `${workflow.workflowName.slice(0, longestLabelingJobName - end.length).replace(/-+$/, "")}${end}`;
}

function requestOf(
  props: LabelingJobProps,
  task: BuiltInTask | undefined,
  labelAttributeName: string,
): Omit<CreateLabelingJobRequest, "LabelingJobName"> {
  const { workflow, previousJob, contentClassifiers, stoppingConditions, tags } = props;
  const { inputTopic, outputTopic, executionRole, encryptionKey, humanTaskUiArn } = workflow;
  const manifest = props.manifestS3Uri ?? previousJob?.outputManifestUri;
  const defaults = taskDefaults(task);
  const post = workflow.annotationConsolidationFunctionArn;
  return withoutUndefined({
    LabelAttributeName: labelAttributeName,
    InputConfig: {
      DataSource: {
        S3DataSource: manifest === undefined ? undefined : { ManifestS3Uri: manifest },
        SnsDataSource: inputTopic && { SnsTopicArn: inputTopic.topicArn },
      },
      DataAttributes: contentClassifiers?.length ? { ContentClassifiers: contentClassifiers } : undefined,
    },
    OutputConfig: {
      S3OutputPath: workflow.output.uri,
      KmsKeyId: encryptionKey.keyArn,
      SnsTopicArn: outputTopic?.topicArn,
    },
    RoleArn: executionRole.roleArn,
    LabelCategoryConfigS3Uri: props.labelCategories?.labelCategoryConfigS3Uri,
    StoppingConditions: stoppingConditions && {
      MaxHumanLabeledObjectCount: stoppingConditions.maxHumanLabeledObjectCount,
      MaxPercentageOfInputDatasetLabeled: stoppingConditions.maxPercentageOfInputDatasetLabeled,
    },
    LabelingJobAlgorithmsConfig: algorithmsConfig(props),
    HumanTaskConfig: {
      WorkteamArn: props.workTeam.workTeamArn,
      UiConfig:
        humanTaskUiArn === undefined
          ? { UiTemplateS3Uri: workflow.uiTemplateS3Uri ?? props.template?.uiTemplateS3Uri }
          : { HumanTaskUiArn: humanTaskUiArn },
      PreHumanTaskLambdaArn: workflow.preAnnotationFunctionArn,
      TaskKeywords: props.taskKeywords,
      TaskTitle: props.taskTitle ?? defaults.title,
      TaskDescription: props.taskDescription ?? defaults.description,
      NumberOfHumanWorkersPerDataObject:
        props.numberOfHumanWorkersPerDataObject ?? defaults.numberOfHumanWorkersPerDataObject,
      TaskTimeLimitInSeconds: props.taskTimeLimitInSeconds ?? defaults.timeLimit,
      TaskAvailabilityLifetimeInSeconds: props.taskAvailabilityLifetimeInSeconds,
      MaxConcurrentTaskCount: props.maxConcurrentTaskCount,
      AnnotationConsolidationConfig:
        post === undefined ? undefined : { AnnotationConsolidationLambdaArn: post },
    },
    Tags: tags && Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
  });
}

function algorithmsConfig({
  workflow,
  initialActiveLearningModelArn,
}: LabelingJobProps): CreateLabelingJobRequest["LabelingJobAlgorithmsConfig"] {
  const { labelingAlgorithmArn, encryptsVolume, encryptionKey, vpcConfig } = workflow;
  if (labelingAlgorithmArn === undefined) return undefined;
  const hasResources = encryptsVolume === true || vpcConfig !== undefined;
  return {
    LabelingJobAlgorithmSpecificationArn: labelingAlgorithmArn,
    InitialActiveLearningModelArn: initialActiveLearningModelArn,
    LabelingJobResourceConfig: hasResources
      ? {
          VolumeKmsKeyId: encryptsVolume === true ? encryptionKey.keyArn : undefined,
          VpcConfig: vpcConfig && {
            SecurityGroupIds: vpcConfig.securityGroupIds,
            Subnets: vpcConfig.subnets,
          },
        }
      : undefined,
  };
}

/** A job that exists already. */
class ExistingJob extends Construct implements ILabelingJob {
  public readonly taskType?: BuiltInTaskType;
  public readonly labels?: string[];
  public readonly earlierLabelAttributeNames?: string[];

  public constructor(
    scope: Construct,
    id: string,
    public readonly outputManifestUri: string,
    public readonly labelAttributeName: string,
    props: ExistingLabelingJobProps,
  ) {
    super(scope, id);
    const problems = new Problems(() => `LabelingJob "${this.node.path}"`);
    problems.check("outputManifestUri", outputManifestUri, manifestUriRule);
    for (const { property, message, page } of reviewLabelAttributeName(labelAttributeName).problems) {
      problems.add(property, message, page);
    }
    problems.throwIfAny();
    this.taskType = props.taskType;
    this.labels = props.labels;
    this.earlierLabelAttributeNames = props.earlierLabelAttributeNames;
  }
}
