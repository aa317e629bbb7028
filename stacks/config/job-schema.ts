import { z } from "zod";
import type * as lib from "../../lib";
import { AwsPage } from "../../lib/aws-page";
import { AnnotationType } from "../../lib/jobs/annotation-type";
import { ContentClassifier } from "../../lib/jobs/content-classifier";
import { EditsAllowed } from "../../lib/jobs/edits-allowed";
import { LabelAttributeType } from "../../lib/jobs/label-attribute-type";
import * as rules from "../../lib/rules";
import { allowed } from "./allowed";
import { templateSchema } from "./function-schema";
import { notBeside, type Relation } from "./relations";
import { existingTopic } from "./messaging-schema";
import { section } from "./section";
import { allOf, flag, location, many, must, needed, oneWord, optional, propsOf } from "./types";

const how = allowed("give workflow, or manifestS3Uri and labelAttributeName", AwsPage.chaining);

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
    labelingJobName: optional(rules.jobNameRule, "Another job of it. Default: the one in the file."),
    manifestS3Uri: optional(rules.manifestUriRule, "The output manifest of a job that is not in this file."),
    labelAttributeName: optional(rules.labelAttributeNameRule, "The label attribute name of that job."),
  },
  [oneOrigin],
);

const { name: attributeName, ...attributeOptions } = rules.attributeRules;
const editsAllowed = oneWord("what may be edited", EditsAllowed, AwsPage.labelCategories);

const frameAttribute = propsOf<lib.FrameAttribute>("FrameAttribute")({
  name: must(attributeName),
  type: must(oneWord("the type of an attribute", LabelAttributeType, AwsPage.labelCategories)),
  ...attributeOptions,
  isRequired: flag,
  editsAllowed,
});

const labelAttribute = propsOf<lib.LabelAttribute>("LabelAttribute")({
  labels: many(rules.labelNamesRule.each, { allowed: "a list of labels is allowed" }),
});

const listOf = <Type extends z.ZodType>(what: string, type: Type) =>
  many(type, { allowed: `a list of ${what} is allowed` });

const failedObjectsAlarm = section({
  topic: needed(existingTopic, "A topic that exists, which operators subscribe to."),
  failedObjects: optional(rules.failedObjectsRule, "Objects of the job that failed. Default: 1."),
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
      rules.workTeamRule,
      "Who labels: name of a private team, or ARN of a private or vendor team. Default: the one team of the section workforce.",
    ),
    labelingJobName: optional(
      rules.jobNameRule,
      "Name of the job; AWS never gives it free again. Default: <namePrefix>-<workflow>-<hash of the job>, a new one with every change.",
    ),
    ...propsOf<lib.LabelingJobProps>("LabelingJobProps")({
      ...rules.labelingJobRules,
      labelAttributeName: rules.labelAttributeNameRule,
      previousJob,
      contentClassifiers: listOf(
        "declarations",
        oneWord("a declaration", ContentClassifier, AwsPage.dataAttributes),
      ),
      stoppingConditions: section(propsOf<lib.StoppingConditions>("StoppingConditions")(rules.stoppingRules)),
      asResource: flag,
    }),
    ...propsOf<lib.LabelCategories>("LabelCategories")({
      labels: rules.labelNamesRule,
      labelAttributes: listOf("attributes", section({ ...frameAttribute, ...labelAttribute })),
      frameAttributes: listOf("attributes", section(frameAttribute)),
      annotationType: oneWord("what workers draw", AnnotationType, AwsPage.labelCategories),
      editsAllowed,
      instructions: section(
        propsOf<lib.LabelInstructions>("LabelInstructions")(allOf(rules.instructionRules)),
      ),
    }),
    labelCategoryConfigS3Uri: optional(
      rules.labelCategoryUriRule,
      "A label category file that is in S3 already, in one of the inputs, instead of labels.",
    ),
    template: optional(
      templateSchema,
      "The page that workers see, of built-in image, text and video clip tasks. Default: a ready one with the labels.",
    ),
    location: optional(
      location(rules.s3FolderRule),
      "Where labels and template are put: one of the inputs, or a folder in one. Default: the first input without S3 events.",
    ),
    failedObjectsAlarm: optional(failedObjectsAlarm, "Alarm on objects that failed. Default: none."),
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
  job: optional(jobSchema, "The labeling job of the workflow: its request is an output. Default: none."),
};
