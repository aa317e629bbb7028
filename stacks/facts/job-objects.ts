import { labelFilePattern } from "../../lib/jobs/label-category-file";
import { templateObjectPattern } from "../../lib/jobs/worker-task-template";
import type { S3Location } from "../../lib/storage/s3-location";
import type { JobConfig } from "../config/job-schema";
import { workflowResourceName } from "./names";
import { below, firstFolder, isAmongAnswers } from "./template-places";
import type { WorkflowConfig } from "../config/workflow-schema";

type Places = {
  readonly inputs: readonly S3Location[];
  readonly s3Events?: readonly { readonly location: S3Location }[];
};

/**
 * Where labels and template of a job are put: the first input that is a folder, holds no answers, and whose new objects S3
 * tells nobody of.
 *
 * @param outputs where the workflows of the file write answers
 */
export function jobFolder(
  { inputs, s3Events = [] }: Places,
  { location }: Pick<JobConfig, "location">,
  outputs: readonly S3Location[],
): S3Location {
  if (location !== undefined) return location;
  const apart = inputs.filter((input) => !input.isFile && !isAmongAnswers(input, outputs));
  const quiet = apart.find(
    (folder) => !s3Events.some((event) => event.location.contains(folder) || folder.contains(event.location)),
  );
  return quiet ?? apart[0] ?? firstFolder(inputs);
}

/** Objects of jobs in S3, with `*` for the version: what people must not overwrite. */
interface JobObjects {
  readonly folder: S3Location;
  readonly objectPattern: string;
}

/** What a workflow's job has put into S3. */
export function jobObjects(
  namePrefix: string,
  workflow: WorkflowConfig,
  outputs: readonly S3Location[],
): JobObjects[] {
  const { job, name } = workflow;
  if (job === undefined) return [];
  const folder = jobFolder(workflow, job, outputs);
  const resource = workflowResourceName(namePrefix, name);
  const templates = job.template?.location ?? below(folder, "templates/");
  return [
    ...(job.labelCategoryConfigS3Uri === undefined
      ? [{ folder: below(folder, "labels/"), objectPattern: labelFilePattern(resource) }]
      : []),
    ...(job.template?.existing === undefined
      ? [{ folder: templates, objectPattern: templateObjectPattern(resource) }]
      : []),
  ];
}
