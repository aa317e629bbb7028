import { labelFilePattern } from "../../lib/jobs/label-category-file";
import { templateObjectPattern } from "../../lib/jobs/worker-task-template";
import { S3Location } from "../../lib/storage/s3-location";
import type { JobConfig } from "./job-schema";
import { isAmongAnswers } from "./template-places";
import { workflowResourceName } from "./names";
import type { WorkflowConfig } from "./workflow-schema";

type Places = Pick<WorkflowConfig, "inputs"> & {
  readonly s3Events?: readonly { readonly location: string }[];
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
  outputs: readonly string[],
): S3Location {
  if (location !== undefined) return S3Location.parse(location);
  const folders = inputs.map((uri) => S3Location.parse(uri)).filter(({ isFile }) => !isFile);
  const told = s3Events.map((event) => S3Location.parse(event.location));
  const apart = folders.filter((folder) => !isAmongAnswers(folder, outputs));
  const quiet = apart.find(
    (folder) => !told.some((event) => event.contains(folder) || folder.contains(event)),
  );
  return quiet ?? apart[0] ?? folders[0] ?? S3Location.parse(inputs[0]!.replace(/[^/]*$/, ""));
}

/** Objects of jobs in S3, with `*` for the version: what people must not overwrite. */
export interface JobObjects {
  readonly folder: S3Location;
  readonly objectPattern: string;
}

/** What a workflow's job has put into S3. */
export function jobObjects(
  namePrefix: string,
  workflow: WorkflowConfig,
  outputs: readonly string[],
): JobObjects[] {
  const { job, name } = workflow;
  if (job === undefined) return [];
  const folder = jobFolder(workflow, job, outputs);
  const resource = workflowResourceName(namePrefix, name);
  const within = (part: string) => new S3Location(folder.bucketName, `${folder.prefix}${part}`);
  const templates =
    job.template?.location === undefined ? within("templates/") : S3Location.parse(job.template.location);
  return [
    ...(job.labelFile === undefined
      ? [{ folder: within("labels/"), objectPattern: labelFilePattern(resource) }]
      : []),
    ...(job.template?.existing === undefined
      ? [{ folder: templates, objectPattern: templateObjectPattern(resource) }]
      : []),
  ];
}
