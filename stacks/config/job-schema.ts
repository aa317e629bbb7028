import { z } from "zod";
import { AwsPage } from "../../lib/aws-page";
import { AnnotationType } from "../../lib/jobs/annotation-type";
import { ContentClassifier } from "../../lib/jobs/content-classifier";
import { EditsAllowed } from "../../lib/jobs/edits-allowed";
import { LabelAttributeType } from "../../lib/jobs/label-attribute-type";
import {
  activeLearningModelRule,
  attributeDescriptionRule,
  attributeLimitRule,
  attributeNameRule,
  attributeValuesRule,
  concurrentTasksRule,
  humanLabeledObjectsRule,
  instructionRule,
  jobNameRule,
  labelAttributeNameRule,
  labelCategoryUriRule,
  labeledPercentageRule,
  labelNameRule,
  labelNamesRule,
  manifestUriRule,
  runRule,
  taskAvailabilityRule,
  taskDescriptionRule,
  taskKeywordsRule,
  taskTimeLimitRule,
  taskTitleRule,
  workersPerObjectRule,
} from "../../lib/rules/labeling-job";
import { s3FolderRule } from "../../lib/rules/s3";
import { workTeamRule } from "../../lib/rules/sagemaker";
import { templateSchema } from "./function-schema";
import { notBeside, type Relation } from "./relations";
import { section } from "./section";
import { flag, location, many, needed, oneWord, optional, typeOf } from "./types";

const how = "give workflow, or manifestS3Uri and labelAttributeName";

const oneOrigin: Relation = {
  json: { oneOf: [{ required: ["workflow"] }, { required: ["manifestS3Uri", "labelAttributeName"] }] },
  check: ({ workflow, manifestS3Uri: manifest, labelingJobName, labelAttributeName }, complain) => {
    if (workflow !== undefined && manifest !== undefined) {
      complain(undefined, `has workflow and manifestS3Uri; ${how}`);
    } else if (workflow !== undefined) {
      if (labelAttributeName !== undefined) complain("labelAttributeName", `excludes workflow; ${how}`);
    } else if (manifest === undefined) {
      complain(undefined, `has neither workflow nor manifestS3Uri; ${how}`);
    } else {
      if (labelingJobName !== undefined) complain("labelingJobName", `excludes manifestS3Uri; ${how}`);
      if (labelAttributeName === undefined) complain("labelAttributeName", `is missing; ${how}`);
    }
  },
};

const previousJob = section(
  {
    workflow: optional(
      z.string("the name of another workflow with a job is allowed"),
      "The workflow whose job it is: its output manifest and its label are known.",
    ),
    labelingJobName: optional(
      jobNameRule,
      "Another job of that workflow. Default: the one that the file describes.",
    ),
    manifestS3Uri: optional(
      manifestUriRule,
      "The output manifest of a job that this file does not describe.",
    ),
    labelAttributeName: optional(labelAttributeNameRule, "The label attribute name of that job."),
  },
  [oneOrigin],
);

const attributeKeys = {
  name: needed(attributeNameRule, "What workers see."),
  type: needed(
    oneWord("the type of an attribute", LabelAttributeType, AwsPage.labelCategories),
    "A text, or a number between minimum and maximum.",
  ),
  description: optional(attributeDescriptionRule, "Tells workers more. Attributes of frames have one."),
  enum: optional(attributeValuesRule, "What workers choose from. Default: free text."),
  minimum: optional(attributeLimitRule, "Of a number."),
  maximum: optional(attributeLimitRule, "Of a number."),
  isRequired: optional(flag, "Whether a task cannot be submitted without it. Default: false."),
  editsAllowed: optional(
    oneWord("what may be edited", EditsAllowed, AwsPage.labelCategories),
    "Whether workers may change what the job before says. Default: any.",
  ),
};

const listOf = <Type extends z.ZodType>(what: string, type: Type) =>
  many(type, { allowed: `a list of ${what} is allowed` });

const instructions = section({
  shortInstruction: needed(instructionRule, "Beside the object, always in view."),
  fullInstruction: needed(instructionRule, "On a page of its own."),
});

const stoppingConditions = section({
  maxHumanLabeledObjectCount: optional(humanLabeledObjectsRule, "Objects that people labeled."),
  maxPercentageOfInputDatasetLabeled: optional(labeledPercentageRule, "Percent of the objects."),
});

const attributeLabels = listOf("labels", typeOf(labelNameRule));

/** The labeling job of a workflow, as far as the workflow does not say it already. */
const jobSchema = section(
  {
    workTeam: optional(
      workTeamRule,
      "Who labels: name of a private team, or ARN of a private or vendor team. Default: the one team of the section workforce.",
    ),
    labelingJobName: optional(
      jobNameRule,
      "Name of the job; AWS never gives it free again. Default: <namePrefix>-<workflow>-<hash of the job>, a new one with every change.",
    ),
    run: optional(runRule, "End of the name instead of the hash: change it to run the same job once more."),
    labelAttributeName: optional(
      labelAttributeNameRule,
      "Key of the label in the output manifest. Default: the name of the workflow, with -ref where the task type asks for it.",
    ),
    manifestS3Uri: optional(
      manifestUriRule,
      "The input manifest, in one of the inputs: s3://bucket/job/input.manifest. Streaming jobs need none.",
    ),
    previousJob: optional(
      previousJob,
      "The job whose labels are adjusted or verified, or whose output manifest is the input.",
    ),
    labels: optional(labelNamesRule, "The labels that workers choose from."),
    labelAttributes: optional(
      listOf(
        "attributes",
        section({
          ...attributeKeys,
          labels: optional(attributeLabels, "The labels that have it. Default: all."),
        }),
      ),
      "What workers say of each object, in video frames and point clouds.",
    ),
    frameAttributes: optional(
      listOf("attributes", section(attributeKeys)),
      "What workers say of each frame, in video frames and point clouds.",
    ),
    annotationType: optional(
      oneWord("what workers draw", AnnotationType, AwsPage.labelCategories),
      "What workers draw in video frames. Default: BoundingBox.",
    ),
    editsAllowed: optional(
      oneWord("what may be edited", EditsAllowed, AwsPage.labelCategories),
      "none makes an adjustment of video frames and point clouds a verification. Default: any.",
    ),
    labelCategoryConfigS3Uri: optional(
      labelCategoryUriRule,
      "A label category file that is in S3 already, in one of the inputs, instead of labels.",
    ),
    instructions: optional(
      instructions,
      "What workers read. Named entity recognition needs it; a template of your own has it in itself.",
    ),
    template: optional(
      templateSchema,
      "The page that workers see, of built-in image, text and video clip tasks. Default: a ready one with the labels.",
    ),
    location: optional(
      location(s3FolderRule),
      "Where labels and template are put: one of the inputs, or a folder in one. Default: the first input without S3 events.",
    ),
    taskTitle: optional(
      taskTitleRule,
      "What workers read in their list of tasks. Default: the name of the task.",
    ),
    taskDescription: optional(
      taskDescriptionRule,
      "What to do, in one line. Default: a sentence on the task type.",
    ),
    taskKeywords: optional(taskKeywordsRule, "By which workers find the task. Default: none."),
    numberOfHumanWorkersPerDataObject: optional(
      workersPerObjectRule,
      "People who label each object; each is a task. Default: 3, for bounding boxes 5, for video frames and point clouds 1.",
    ),
    taskTimeLimitInSeconds: optional(
      taskTimeLimitRule,
      "Time for one task. Default: 300 for classification and verification, 259200 for video frames and point clouds, else 3600.",
    ),
    taskAvailabilityLifetimeInSeconds: optional(
      taskAvailabilityRule,
      "How long a task stays with the workers. Default: AWS's, 30 days.",
    ),
    maxConcurrentTaskCount: optional(
      concurrentTasksRule,
      "Objects that are with workers at the same time. Default: AWS's, 1000.",
    ),
    contentClassifiers: optional(
      listOf("declarations", oneWord("a declaration", ContentClassifier, AwsPage.dataAttributes)),
      "What you declare of the data. Default: nothing is declared.",
    ),
    stoppingConditions: optional(
      stoppingConditions,
      "When the job ends before all is labeled. Not for streaming jobs.",
    ),
    initialActiveLearningModelArn: optional(
      activeLearningModelRule,
      "The model of an earlier job, which automated labeling begins with.",
    ),
    asResource: optional(
      flag,
      "Terraform starts the job (aws_sagemaker_labeling_job, AWS provider 6.29.0 or newer). Default: false.",
    ),
  },
  [
    notBeside(
      "labelCategoryConfigS3Uri",
      ["labels", "labelAttributes", "frameAttributes", "annotationType", "editsAllowed"],
      "excludes labelCategoryConfigS3Uri, which says it already; keep one of the two",
      AwsPage.labelCategories,
    ),
  ],
);

export type JobConfig = z.infer<typeof jobSchema>;

/** The key of workflows of every kind. */
export const jobKeys = {
  job: optional(
    jobSchema,
    "The labeling job of the workflow: its request is an output. Default: the request is written elsewhere.",
  ),
};
