import type { Construct } from "constructs";
import { parseArn } from "../lib/iam/arn";
import { BuiltInTask } from "../lib/jobs/built-in-task";
import { BuiltInTaskType } from "../lib/jobs/built-in-task-type";
import { hasSequenceFile } from "../lib/jobs/label-categories";
import { type ILabelCategoryFile, LabelCategoryFile } from "../lib/jobs/label-category-file";
import { LabelAttributeRefSuffix } from "../lib/jobs/label-attribute-ref-suffix";
import { LabelingJob, outputManifestUri } from "../lib/jobs/labeling-job";
import { noPreviousJob } from "../lib/jobs/labeling-job-checks";
import type { ExistingLabelingJobProps, ILabelingJob } from "../lib/jobs/labeling-job-props";
import type { ILabelingJobWorkflow } from "../lib/jobs/labeling-job-workflow";
import { readyTask } from "../lib/jobs/ready-template/ready-task";
import { TaskVariant } from "../lib/jobs/task-variant";
import { type IWorkerTaskTemplate, WorkerTaskTemplate } from "../lib/jobs/worker-task-template";
import type { ILabelingBucket } from "../lib/storage/labeling-bucket-base";
import type { S3Location } from "../lib/storage/s3-location";
import { InvalidInputError } from "../lib/validation/problems";
import { type IWorkTeam, WorkTeam } from "../lib/workforce/work-team";
import { jobFolder } from "./facts/job-objects";
import { below } from "./facts/template-places";
import type { JobConfig } from "./config/job-schema";
import { workflowResourceName } from "./facts/names";
import { bucketIn, makeTemplate, mostObjectTags, type CustomTaskContext } from "./custom-task";
import { ToldTogether } from "./told-together";
import type { MadeParts } from "./made-parts";

/** What a job is made with, beside its configuration. */
interface JobContext extends CustomTaskContext {
  readonly parts: MadeParts;
}

/** The job of a workflow, as its configuration describes it. */
export function makeJob(
  stack: Construct,
  workflow: ILabelingJobWorkflow,
  config: JobConfig,
  context: JobContext,
): LabelingJob {
  const task = workflow.taskType && BuiltInTask.of(workflow.taskType);
  const together = new ToldTogether();
  const previous = previousJob(stack, config, context);
  const labelCategories = together.build(() =>
    inJob(() => labelFile(stack, config, workflow.taskType, previous, context)),
  );
  const template = together.build(() =>
    inJob(() => jobTemplate(stack, config, workflow, task, previous, context)),
  );
  together.throwIfAny();
  return inJob(() => {
    const job = new LabelingJob(stack, "Job", {
      workflow,
      workTeam: workTeam(stack, config, context),
      labelingJobName: config.labelingJobName,
      run: config.run,
      labelAttributeName: config.labelAttributeName ?? labelAttributeName(workflow, task, context),
      manifestS3Uri: config.manifestS3Uri,
      previousJob: previous,
      labelCategories,
      template,
      taskTitle: config.taskTitle,
      taskDescription: config.taskDescription,
      taskKeywords: config.taskKeywords,
      numberOfHumanWorkersPerDataObject: config.numberOfHumanWorkersPerDataObject,
      taskTimeLimitInSeconds: config.taskTimeLimitInSeconds,
      taskAvailabilityLifetimeInSeconds: config.taskAvailabilityLifetimeInSeconds,
      maxConcurrentTaskCount: config.maxConcurrentTaskCount,
      contentClassifiers: config.contentClassifiers,
      stoppingConditions: config.stoppingConditions,
      initialActiveLearningModelArn: config.initialActiveLearningModelArn,
      // Terraform gives its resources the default tags by itself.
      tags: config.asResource === true ? undefined : context.tags,
      asResource: config.asResource,
    });
    context.parts.addJob(context.workflow.name, job);
    return job;
  });
}

/** Shorter than the name of what the workflow makes: it stands in every line of the output manifest. */
function labelAttributeName(
  workflow: ILabelingJobWorkflow,
  task: BuiltInTask | undefined,
  { workflow: { name } }: JobContext,
): string | undefined {
  if (workflow.labelAttributeName !== undefined) return undefined;
  return task?.labelAttributeRefSuffix === LabelAttributeRefSuffix.REQUIRED ? `${name}-ref` : name;
}

/** The team of the section `workforce`, if there is one only, needs no name. */
function workTeam(stack: Construct, { workTeam: given }: JobConfig, { workforce }: JobContext): IWorkTeam {
  const team = given ?? workforce!.teams[0]!.name;
  return parseArn(team) === undefined
    ? WorkTeam.fromWorkTeamName(stack, "JobTeam", team)
    : WorkTeam.fromWorkTeamArn(stack, "JobTeam", team);
}

function previousJob(
  stack: Construct,
  { previousJob: given }: JobConfig,
  { parts }: JobContext,
): ILabelingJob | undefined {
  if (given === undefined) return undefined;
  const existing = (manifest: string, labelAttributeName: string, known?: ExistingLabelingJobProps) =>
    LabelingJob.fromOutput(stack, "PreviousJob", manifest, labelAttributeName, known);
  if (given.workflow === undefined) return existing(given.manifestS3Uri!, given.labelAttributeName!);
  const job = parts.job(given.workflow);
  // It could not be built, which is told there.
  if (job === undefined) throw new InvalidInputError("The job before", []);
  if (given.labelingJobName === undefined) return job;
  const { labelAttributeName, taskType, labels, earlierLabelAttributeNames } = job;
  return existing(outputManifestUri(job.output, given.labelingJobName), labelAttributeName, {
    taskType,
    labels,
    earlierLabelAttributeNames,
  });
}

function labelFile(
  stack: Construct,
  config: JobConfig,
  taskType: BuiltInTaskType | undefined,
  previous: ILabelingJob | undefined,
  context: JobContext,
): ILabelCategoryFile | undefined {
  if (config.labelCategoryConfigS3Uri !== undefined)
    return LabelCategoryFile.fromS3Uri(stack, "JobLabels", config.labelCategoryConfigS3Uri);
  const task = taskType && BuiltInTask.of(taskType);
  const isSequence = hasSequenceFile(task);
  // Workers of a verification choose from verdicts, and not from the labels that they look at.
  const labels = config.labels ?? (task?.variant === TaskVariant.VERIFICATION ? undefined : previous?.labels);
  if (labels === undefined) return undefined;
  const { bucket, prefix } = folderOf(stack, config, "labels/", context);
  return new LabelCategoryFile(stack, "JobLabels", {
    taskType,
    fileName: resourceName(context),
    bucket,
    prefix,
    labels,
    instructions: hasInstructionsInFile(task) ? config.instructions : undefined,
    labelAttributes: config.labelAttributes,
    frameAttributes: config.frameAttributes,
    annotationType: config.annotationType,
    editsAllowed: config.editsAllowed,
    auditLabelAttributeName: isSequence ? previous?.labelAttributeName : undefined,
    withoutDefaultTags: hasManyTags(context),
  });
}

/** AWS's worker UIs take their instructions from the label category file. */
function hasInstructionsInFile(task: BuiltInTask | undefined): boolean {
  return hasSequenceFile(task) || task?.type === BuiltInTaskType.NAMED_ENTITY_RECOGNITION;
}

function jobTemplate(
  stack: Construct,
  config: JobConfig,
  workflow: ILabelingJobWorkflow,
  task: BuiltInTask | undefined,
  previous: ILabelingJob | undefined,
  context: JobContext,
): IWorkerTaskTemplate | undefined {
  const { template, instructions } = config;
  if (template !== undefined) {
    if (instructions !== undefined && !hasInstructionsInFile(task)) {
      throw new InvalidInputError("The job", [
        {
          property: "instructions",
          message: "are for the ready template; yours has its own. Write them there, or take them out",
        },
      ]);
    }
    const location =
      template.location ??
      (template.file === undefined ? undefined : folderIn(config, "templates/", context));
    const prepared = { hostedPreAnnotation: task !== undefined };
    return makeTemplate(stack, "job.template", { ...template, location }, context, prepared);
  }
  if (task === undefined || workflow.humanTaskUiArn !== undefined || readyTask(task.type) === undefined)
    return undefined;
  const isAboutLabels = readyTask(task.type)!.earlier !== undefined;
  if (isAboutLabels && previous === undefined) throw new InvalidInputError("The job", [noPreviousJob(task)]);
  const { bucket, prefix } = folderOf(stack, config, "templates/", context);
  return new WorkerTaskTemplate(stack, "JobTemplate", {
    templateName: resourceName(context),
    bucket,
    prefix,
    ready: {
      taskType: task.type,
      shortInstructions: instructions?.shortInstruction,
      fullInstructions: instructions?.fullInstruction,
      earlierLabelAttributeName: isAboutLabels ? previous!.labelAttributeName : undefined,
    },
    withoutDefaultTags: hasManyTags(context),
  });
}

function resourceName({ namePrefix, workflow }: JobContext): string {
  return workflowResourceName(namePrefix, workflow.name);
}

function hasManyTags({ tags = {} }: JobContext): boolean {
  return Object.keys(tags).length > mostObjectTags;
}

function folderIn(
  config: JobConfig,
  within: "labels/" | "templates/",
  { workflow, outputs }: JobContext,
): S3Location {
  return below(jobFolder(workflow, config, outputs), within);
}

function folderOf(
  stack: Construct,
  config: JobConfig,
  within: "labels/" | "templates/",
  context: JobContext,
): { readonly bucket: ILabelingBucket; readonly prefix: string } {
  const { bucketName, prefix } = folderIn(config, within, context);
  return { bucket: bucketIn(stack, bucketName, context.buckets), prefix };
}

/** Properties of the construct that the configuration calls otherwise. */
const called: readonly (readonly [RegExp, string])[] = [
  [/^labelCategories\.auditLabelAttributeName$|^auditLabelAttributeName$/, "previousJob"],
  [/^labelCategories(\.labels)?$/, "labels"],
  [/^ready\.earlierLabelAttributeName$/, "previousJob"],
  [/^ready\.\w+$/, "instructions"],
];

/** Tells what is wrong with the parts of a job by the keys of its configuration. */
function inJob<Made>(build: () => Made): Made {
  try {
    return build();
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    const problems = error.problems.map((problem) => {
      const [, name] = called.find(([property]) => property.test(problem.property)) ?? [];
      // Problems of a template of one's own are told by its keys already.
      return problem.property.startsWith("job.")
        ? problem
        : { ...problem, property: `job.${name ?? problem.property}` };
    });
    throw new InvalidInputError(error.subject, problems);
  }
}
