import { z } from "zod";
import type * as lib from "../../lib";
import { AwsPage } from "../../lib/aws-page";
import { AnnotationType } from "../../lib/jobs/annotation-type";
import { ContentClassifier } from "../../lib/jobs/content-classifier";
import { EditsAllowed } from "../../lib/jobs/edits-allowed";
import { reviewLabelAttributeName } from "../../lib/jobs/label-attribute-name";
import { LabelAttributeType } from "../../lib/jobs/label-attribute-type";
import { failedObjectsRule } from "../../lib/rules/cloudwatch";
import * as labelingJob from "../../lib/rules/labeling-job";
import { s3FolderRule } from "../../lib/rules/s3";
import { workTeamRule } from "../../lib/rules/sagemaker";
import { allowed } from "./allowed";
import { templateSchema } from "./function-schema";
import { notBeside, type Relation } from "./relations";
import { section } from "./section";
import { existingTopic } from "./topic-schema";
import { allOf, flag, location, many, must, needed, oneWord, optional, propsOf } from "./types";

const how = "give workflow, or manifestS3Uri and labelAttributeName";

const oneOrigin: Relation = {
  json: { oneOf: [{ required: ["workflow"] }, { required: ["manifestS3Uri", "labelAttributeName"] }] },
  check: ({ workflow, manifestS3Uri: manifest, labelingJobName, labelAttributeName }, complain) => {
    if (workflow !== undefined && manifest !== undefined) {
      complain(undefined, allowed(`has workflow and manifestS3Uri; ${how}`, AwsPage.chaining));
    } else if (workflow !== undefined) {
      if (labelAttributeName !== undefined)
        complain("labelAttributeName", allowed(`excludes workflow; ${how}`, AwsPage.chaining));
    } else if (manifest === undefined) {
      complain(undefined, allowed(`has neither workflow nor manifestS3Uri; ${how}`, AwsPage.chaining));
    } else {
      if (labelingJobName !== undefined)
        complain("labelingJobName", allowed(`excludes manifestS3Uri; ${how}`, AwsPage.chaining));
      if (labelAttributeName === undefined)
        complain("labelAttributeName", allowed(`is missing; ${how}`, AwsPage.chaining));
      // Of a name that its own rule refuses that is told.
      else if (isLabelAttributeName(labelAttributeName)) {
        for (const { property, message, page } of reviewLabelAttributeName(labelAttributeName).problems) {
          complain(property, allowed(message, page));
        }
      }
    }
  },
};

function isLabelAttributeName(value: unknown): value is string {
  return labelingJob.labelAttributeNameRule.problem(value) === undefined;
}

const previousJob = section(
  {
    workflow: optional(
      z.string("the name of another workflow with a job is allowed"),
      "The workflow whose job it is: its output manifest and its label are known.",
    ),
    labelingJobName: optional(
      labelingJob.jobNameRule,
      "Another job of that workflow. Default: the one that the file describes.",
    ),
    manifestS3Uri: optional(
      labelingJob.manifestUriRule,
      "The output manifest of a job that this file does not describe.",
    ),
    labelAttributeName: optional(labelingJob.labelAttributeNameRule, "The label attribute name of that job."),
  },
  [oneOrigin],
);

const { name: attributeName, ...attributeOptions } = labelingJob.attributeRules;
const editsAllowed = oneWord("what may be edited", EditsAllowed, AwsPage.labelCategories);

const frameAttribute = propsOf<lib.FrameAttribute>("FrameAttribute")({
  name: must(attributeName),
  type: must(oneWord("the type of an attribute", LabelAttributeType, AwsPage.labelCategories)),
  ...attributeOptions,
  isRequired: flag,
  editsAllowed,
});

const labelAttribute = propsOf<lib.LabelAttribute>("LabelAttribute")({
  labels: many(labelingJob.labelNamesRule.each, { allowed: "a list of labels is allowed" }),
});

const listOf = <Type extends z.ZodType>(what: string, type: Type) =>
  many(type, { allowed: `a list of ${what} is allowed` });

const failedObjectsAlarm = section({
  topic: needed(existingTopic, "A topic that exists, which operators subscribe to."),
  failedObjects: optional(failedObjectsRule, "Objects of the job that failed. Default: 1."),
});

/** The labeling job of a workflow, as far as the workflow does not say it already. */
const known = "is filled in from the workflow; take it out";
const flat = "is a part of the request; its fields stand in job themselves";
const automated = "follows from automatedLabeling of the workflow; take it out";

/** Fields of `CreateLabelingJob` that are no keys of a job. */
const notOfJobs: Readonly<Record<string, string>> = {
  publicWorkforceTaskPrice: allowed(
    "is the price for the public workforce, Amazon Mechanical Turk, which closed in September 2026 and was open to strangers; take a private or a vendor team",
    AwsPage.publicWorkforce,
  ),
  workteamArn: "is workTeam here, which takes a name or an ARN",
  uiTemplateS3Uri: "is template: { existing: s3://bucket/job/page.html } here",
  preHumanTaskLambdaArn: known,
  annotationConsolidationLambdaArn: known,
  annotationConsolidationConfig: known,
  humanTaskUiArn: known,
  uiConfig: known,
  snsTopicArn: known,
  kmsKeyId: `${known}. Its key is encryptionKey of the workflow`,
  roleArn: `${known}. Its role is executionRole of the workflow`,
  s3OutputPath: `${known}. It is output of the workflow`,
  humanTaskConfig: flat,
  inputConfig: flat,
  outputConfig: known,
  labelingJobAlgorithmsConfig: automated,
  volumeKmsKeyId: automated,
};

const jobSchema = section(
  {
    workTeam: optional(
      workTeamRule,
      "Who labels: name of a private team, or ARN of a private or vendor team. Default: the one team of the section workforce.",
    ),
    labelingJobName: optional(
      labelingJob.jobNameRule,
      "Name of the job; AWS never gives it free again. Default: <namePrefix>-<workflow>-<hash of the job>, a new one with every change.",
    ),
    ...propsOf<lib.LabelingJobProps>("LabelingJobProps")({
      ...labelingJob.labelingJobRules,
      labelAttributeName: labelingJob.labelAttributeNameRule,
      previousJob,
      contentClassifiers: listOf(
        "declarations",
        oneWord("a declaration", ContentClassifier, AwsPage.dataAttributes),
      ),
      stoppingConditions: section(
        propsOf<lib.StoppingConditions>("StoppingConditions")(labelingJob.stoppingRules),
      ),
      asResource: flag,
    }),
    ...propsOf<lib.LabelCategories>("LabelCategories")({
      labels: labelingJob.labelNamesRule,
      labelAttributes: listOf("attributes", section({ ...frameAttribute, ...labelAttribute })),
      frameAttributes: listOf("attributes", section(frameAttribute)),
      annotationType: oneWord("what workers draw", AnnotationType, AwsPage.labelCategories),
      editsAllowed,
      instructions: section(
        propsOf<lib.LabelInstructions>("LabelInstructions")(allOf(labelingJob.instructionRules)),
      ),
    }),
    labelCategoryConfigS3Uri: optional(
      labelingJob.labelCategoryUriRule,
      "A label category file that is in S3 already, in one of the inputs, instead of labels.",
    ),
    template: optional(
      templateSchema,
      "The page that workers see, of built-in image, text and video clip tasks. Default: a ready one with the labels.",
    ),
    location: optional(
      location(s3FolderRule),
      "Where labels and template are put: one of the inputs, or a folder in one. Default: the first input without S3 events.",
    ),
    failedObjectsAlarm: optional(
      failedObjectsAlarm,
      "An alarm on objects of the job that could not be labeled. Default: none.",
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
  notOfJobs,
);

export type JobConfig = z.infer<typeof jobSchema>;

/** The key of workflows of every kind. */
export const jobKeys = {
  job: optional(
    jobSchema,
    "The labeling job of the workflow: its request is an output. Default: the request is written elsewhere.",
  ),
};
