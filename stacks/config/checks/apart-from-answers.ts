import { AwsPage } from "../../../lib/aws-page";
import { BuiltInTask } from "../../../lib/jobs/built-in-task";
import type { S3Location } from "../../../lib/storage/s3-location";
import { customTaskOf } from "../../facts/functions";
import { jobFolder } from "../../facts/job-objects";
import { below, folderOf, templateLocation } from "../../facts/template-places";
import { type Complain, type GoodConfig, type GoodWorkflow, itemsOf, type Path, present } from "../good-part";

/** Something that a job reads, where the file says it, or where it lies by default. */
interface Placed {
  readonly folder: S3Location;
  readonly path: Path;
  /** "labels of the job lie". @default "lies" */
  readonly what?: string;
  /** Its own workflow's answers may hold it. @default false */
  readonly besideOwn?: boolean;
}

/**
 * What workers see and what a job begins with, among answers: the job that writes there could overwrite it, and people who
 * prepare jobs may not write there.
 */
export function checkApartFromAnswers({ workflows = [] }: GoodConfig, complain: Complain): void {
  const outputs = workflows.map((workflow) => (workflow?.output?.isFile ? undefined : workflow?.output));
  for (const { item: workflow, index } of itemsOf(workflows)) {
    const told = new Set<string>();
    for (const { folder, path, what = "lies", besideOwn } of placesOf(workflow, present(outputs))) {
      const other = outputs.findIndex(
        (output, at) => output?.contains(folder) && !(besideOwn === true && at === index),
      );
      // Labels and templates of a job mostly lie in one folder.
      if (other < 0 || told.has(path.join("."))) continue;
      told.add(path.join("."));
      const message =
        `${what} in ${folder.uri}, in the output of ${other === index ? "this workflow" : `workflows[${other}]`} ` +
        `(${outputs[other]!.uri}): its job writes there and could overwrite ${besideOwn === true ? "it" : "what workers see"}. ` +
        "Put it into an input that holds no answers";
      complain(["workflows", index, ...path], message, AwsPage.workerTaskTemplate);
    }
  }
}

function placesOf(workflow: GoodWorkflow, outputs: readonly S3Location[]): Placed[] {
  const template = customTaskOf(workflow)?.template;
  const { inputs = [] } = workflow;
  const known = inputs.length > 0 && !inputs.includes(undefined) ? present(inputs) : undefined;
  const byDefault =
    known !== undefined && template?.file !== undefined && template.location === undefined
      ? [{ folder: templateLocation({}, known, outputs), path: ["customTask", "template"] }]
      : [];
  return [
    ...saidPlaces(["customTask", "template"], template),
    ...byDefault,
    ...jobPlaces(workflow, known, outputs),
  ];
}

function saidPlaces(
  path: Path,
  template: { readonly location?: S3Location; readonly existing?: string } | undefined,
): Placed[] {
  const { location, existing } = template ?? {};
  return [
    ...(location === undefined ? [] : [{ folder: location, path: [...path, "location"] }]),
    ...(existing === undefined ? [] : [{ folder: folderOf(existing), path: [...path, "existing"] }]),
  ];
}

/** AWS hosts the pages of video frame and 3D tasks, among others. */
function bringsTemplate(workflow: GoodWorkflow): boolean {
  if (workflow.type === "custom") return false;
  const taskType = "taskType" in workflow ? workflow.taskType : undefined;
  return taskType === undefined || !BuiltInTask.of(taskType).hasHostedUi;
}

function jobPlaces(
  workflow: GoodWorkflow,
  inputs: readonly S3Location[] | undefined,
  outputs: readonly S3Location[],
): Placed[] {
  const { job } = workflow;
  if (job === undefined) return [];
  const { template, location, labels, previousJob, labelCategoryConfigS3Uri, manifestS3Uri } = job;
  const places = [...saidPlaces(["job", "template"], template)];
  if (labelCategoryConfigS3Uri !== undefined)
    places.push({ folder: folderOf(labelCategoryConfigS3Uri), path: ["job", "labelCategoryConfigS3Uri"] });
  // What a job left behind is where the next one begins.
  if (manifestS3Uri !== undefined && !manifestS3Uri.includes("/manifests/"))
    places.push({ folder: folderOf(manifestS3Uri), path: ["job", "manifestS3Uri"], besideOwn: true });
  if (inputs === undefined) return places;
  const s3Events = workflow.type === "streaming" ? present(workflow.s3Events) : [];
  const events = s3Events.flatMap((event) =>
    event.location === undefined ? [] : [{ location: event.location }],
  );
  const folder = jobFolder({ inputs, s3Events: events }, { location }, outputs);
  const put = (within: "labels" | "templates") => {
    const path = ["job", ...(location === undefined ? [] : ["location"])];
    places.push({ folder: below(folder, `${within}/`), path, what: `the ${within} of the job lie` });
  };
  const takesLabels = previousJob?.workflow !== undefined && labelCategoryConfigS3Uri === undefined;
  if (labels !== undefined || takesLabels) put("labels");
  const isApart = template?.location !== undefined || template?.existing !== undefined;
  if (!isApart && bringsTemplate(workflow)) put("templates");
  return places;
}
