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
import { allowed, oneOf } from "./allowed";
import { besideFieldChecks } from "./cross-field";
import { templateSchema } from "./custom-task-keys";
import { section } from "./section";
import { count, flag, value, values } from "./value";

const previousJob = section({
  workflow: z
    .string("the name of another workflow with a job is allowed")
    .optional()
    .describe("The workflow whose job it is: its output manifest and its label are known."),
  jobName: value(jobNameRule)
    .optional()
    .describe("Another job of that workflow. Default: the one that the file describes."),
  manifest: value(manifestUriRule)
    .optional()
    .describe("The output manifest of a job that this file does not describe."),
  labelAttributeName: value(labelAttributeNameRule)
    .optional()
    .describe("The label attribute name of that job."),
})
  .superRefine((given, context) => {
    const rule = "give workflow, or manifest and labelAttributeName";
    if ((given.workflow === undefined) === (given.manifest === undefined)) {
      const had =
        given.workflow === undefined ? "has neither workflow nor manifest" : "has workflow and manifest";
      context.addIssue({ code: "custom", message: `${had}; ${rule}` });
      return;
    }
    const inPlace = given.workflow === undefined ? "jobName" : "labelAttributeName";
    if (given[inPlace] !== undefined) {
      const message = `excludes ${given.workflow === undefined ? "manifest" : "workflow"}; ${rule}`;
      context.addIssue({ code: "custom", path: [inPlace], message });
    }
    if (given.workflow === undefined && given.labelAttributeName === undefined) {
      context.addIssue({ code: "custom", path: ["labelAttributeName"], message: `is missing; ${rule}` });
    }
  }, besideFieldChecks)
  .meta({ oneOf: [{ required: ["workflow"] }, { required: ["manifest", "labelAttributeName"] }] });

const attributeKeys = {
  name: value(attributeNameRule).describe("What workers see."),
  type: z
    .enum(LabelAttributeType, {
      error: oneOf("the type of an attribute", Object.values(LabelAttributeType), AwsPage.labelCategories),
    })
    .describe("A text, or a number between minimum and maximum."),
  description: value(attributeDescriptionRule)
    .optional()
    .describe("Tells workers more. Attributes of frames have one."),
  values: values(attributeValuesRule).optional().describe("What workers choose from. Default: free text."),
  minimum: count(attributeLimitRule).optional().describe("Of a number."),
  maximum: count(attributeLimitRule).optional().describe("Of a number."),
  required: flag().optional().describe("Whether a task cannot be submitted without it. Default: false."),
  edits: z
    .enum(EditsAllowed, {
      error: oneOf("what may be edited", Object.values(EditsAllowed), AwsPage.labelCategories),
    })
    .optional()
    .describe("Whether workers may change what the job before says. Default: any."),
};

const listRule = (what: string) => `a list of ${what} is allowed`;

/** The labeling job of a workflow, as far as the workflow does not say it already. */
export const jobSchema = section({
  workTeam: value(workTeamRule)
    .optional()
    .describe(
      "Who labels: name of a private team, or ARN of a private or vendor team. Default: the one team of the section workforce.",
    ),
  jobName: value(jobNameRule)
    .optional()
    .describe(
      "Name of the job; AWS never gives it free again. Default: <namePrefix>-<workflow>-<hash of the job>, a new one with every change.",
    ),
  run: value(runRule)
    .optional()
    .describe("End of the name instead of the hash: change it to run the same job once more."),
  labelAttributeName: value(labelAttributeNameRule)
    .optional()
    .describe(
      "Key of the label in the output manifest. Default: the name of the workflow, with -ref where the task type asks for it.",
    ),
  manifest: value(manifestUriRule)
    .optional()
    .describe(
      "The input manifest, in one of the inputs: s3://bucket/job/input.manifest. Streaming jobs need none.",
    ),
  previousJob: previousJob
    .optional()
    .describe("The job whose labels are adjusted or verified, or whose output manifest is the input."),
  labels: values(labelNamesRule).optional().describe("The labels that workers choose from."),
  labelAttributes: z
    .array(
      section({
        ...attributeKeys,
        labels: z
          .array(value(labelNameRule), listRule("labels"))
          .optional()
          .describe("The labels that have it. Default: all."),
      }),
      listRule("attributes"),
    )
    .optional()
    .describe("What workers say of each object, in video frames and point clouds."),
  frameAttributes: z
    .array(section(attributeKeys), listRule("attributes"))
    .optional()
    .describe("What workers say of each frame, in video frames and point clouds."),
  annotationType: z
    .enum(AnnotationType, {
      error: oneOf("what workers draw", Object.values(AnnotationType), AwsPage.labelCategories),
    })
    .optional()
    .describe("What workers draw in video frames. Default: BoundingBox."),
  edits: z
    .enum(EditsAllowed, {
      error: oneOf("what may be edited", Object.values(EditsAllowed), AwsPage.labelCategories),
    })
    .optional()
    .describe("none makes an adjustment of video frames and point clouds a verification. Default: any."),
  labelFile: value(labelCategoryUriRule)
    .optional()
    .describe("A label category file that is in S3 already, in one of the inputs, instead of labels."),
  instructions: section({
    short: value(instructionRule).describe("Beside the object, always in view."),
    full: value(instructionRule).describe("On a page of its own."),
  })
    .optional()
    .describe(
      "What workers read. Named entity recognition needs it; a template of your own has it in itself.",
    ),
  template: templateSchema
    .optional()
    .describe(
      "The page that workers see, of built-in image, text and video clip tasks. Default: a ready one with the labels.",
    ),
  location: value(s3FolderRule)
    .optional()
    .describe(
      "Where labels and template are put: one of the inputs, or a folder in one. Default: the first input without S3 events.",
    ),
  title: value(taskTitleRule)
    .optional()
    .describe("What workers read in their list of tasks. Default: the name of the task."),
  description: value(taskDescriptionRule)
    .optional()
    .describe("What to do, in one line. Default: a sentence on the task type."),
  keywords: values(taskKeywordsRule).optional().describe("By which workers find the task. Default: none."),
  workersPerObject: count(workersPerObjectRule)
    .optional()
    .describe(
      "People who label each object; each is a task. Default: 3, for bounding boxes 5, for video frames and point clouds 1.",
    ),
  timeLimitSeconds: count(taskTimeLimitRule)
    .optional()
    .describe(
      "Time for one task. Default: 300 for classification and verification, 259200 for video frames and point clouds, else 3600.",
    ),
  availabilitySeconds: count(taskAvailabilityRule)
    .optional()
    .describe("How long a task stays with the workers. Default: AWS's, 30 days."),
  maxConcurrentTasks: count(concurrentTasksRule)
    .optional()
    .describe("Objects that are with workers at the same time. Default: AWS's, 1000."),
  contentClassifiers: z
    .array(
      z.enum(ContentClassifier, {
        error: oneOf("a declaration", Object.values(ContentClassifier), AwsPage.dataAttributes),
      }),
      listRule("declarations"),
    )
    .optional()
    .describe("What you declare of the data. Default: nothing is declared."),
  stoppingConditions: section({
    humanLabeledObjects: count(humanLabeledObjectsRule).optional().describe("Objects that people labeled."),
    labeledPercentage: count(labeledPercentageRule).optional().describe("Percent of the objects."),
  })
    .optional()
    .describe("When the job ends before all is labeled. Not for streaming jobs."),
  initialModelArn: value(activeLearningModelRule)
    .optional()
    .describe("The model of an earlier job, which automated labeling begins with."),
  asResource: flag()
    .optional()
    .describe(
      "Terraform starts the job (aws_sagemaker_labeling_job, AWS provider 6.29.0 or newer). Default: false.",
    ),
}).superRefine((given, context) => {
  if (given.labelFile === undefined) return;
  for (const key of ["labels", "labelAttributes", "frameAttributes", "annotationType", "edits"] as const) {
    if (given[key] === undefined) continue;
    const message = allowed(
      "excludes labelFile, which says it already; keep one of the two",
      AwsPage.labelCategories,
    );
    context.addIssue({ code: "custom", path: [key], message });
  }
}, besideFieldChecks);

export type JobConfig = z.infer<typeof jobSchema>;

/** The key of workflows of every kind. */
export const jobKeys = {
  job: jobSchema
    .optional()
    .describe(
      "The labeling job of the workflow: its request is an output. Default: the request is written elsewhere.",
    ),
};
