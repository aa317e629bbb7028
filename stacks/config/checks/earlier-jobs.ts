import { AwsPage } from "../../../lib/aws-page";
import { BuiltInTask } from "../../../lib/jobs/built-in-task";
import { labelFilesOf, readsLabelFiles } from "../../../lib/jobs/earlier-label-files";
import { TaskVariant } from "../../../lib/jobs/task-variant";
import { S3Location } from "../../../lib/storage/s3-location";
import { previousWorkflow, upstreamName } from "../../facts/chains";
import { allowed } from "../allowed";
import { at, type Complain, type GoodConfig, type GoodWorkflow, present } from "../good-part";

/**
 * What a job that takes up an earlier one reads besides its manifest: the data objects, and labels that are files. The
 * manifest only names both.
 */
export function checkEarlierJobs({ workflows }: GoodConfig, complain: Complain): void {
  for (const workflow of present(workflows)) {
    const { inputs = [] } = workflow;
    const taskType = "taskType" in workflow ? workflow.taskType : undefined;
    if (inputs.length === 0 || inputs.includes(undefined)) continue;
    const known = present(inputs);
    const unshared = unsharedInputs(workflow, () =>
      present(workflows).filter(({ name }) => name && name === previousWorkflow(workflow)),
    );
    if (unshared !== undefined) complain(at(workflow, "inputs"), allowed(unshared.message, AwsPage.chaining));
    if (!readsLabelFiles(taskType)) continue;
    const unread = [
      ...earlierManifests(workflow, known).filter((folder) => !known.some((input) => input.contains(folder))),
      ...earlierOutputs(workflow, present(workflows)).filter((output) => !readsLabels(known, output)),
    ][0];
    if (unread === undefined) continue;
    const message =
      `do not hold the labels of the job before, which are files that its manifest names (-ref). They lie in ${unread.uri}: ` +
      "this role could not read them. Add the place";
    complain(at(workflow, "inputs"), allowed(message, AwsPage.outputData));
  }
}

/**
 * The workflow whose data objects another one looks at again, and whose inputs it does not share: its role could not read
 * them, nor would its workers see them. Texts may stand in the manifest itself.
 *
 * @param before the workflows that come before it
 */
export function unsharedInputs(
  workflow: GoodWorkflow,
  before: () => readonly GoodWorkflow[],
): { readonly other: GoodWorkflow; readonly message: string } | undefined {
  const { inputs = [] } = workflow;
  const task = "taskType" in workflow && workflow.taskType ? BuiltInTask.of(workflow.taskType) : undefined;
  if (task === undefined || task.variant === TaskVariant.BASE || inputs.includes(undefined)) return undefined;
  const mine = present(inputs);
  const other = before().find(({ inputs: theirs = [] }) => {
    const places = present(theirs);
    const meets = (place: S3Location) => mine.some((input) => input.contains(place) || place.contains(input));
    return places.length > 0 && !theirs.includes(undefined) && !places.some(meets);
  });
  if (other === undefined) return undefined;
  const places = present(other.inputs).map(({ uri }) => uri);
  const message =
    `share no place with those of "${other.name}", whose data objects are looked at again here: this role could not read ` +
    `them, and workers would not see them. Add the place, one of ${places.join(", ")}`;
  return { other, message };
}

/** Where the labels lie that manifests of earlier jobs name: `<job>/annotations/`, beside `<job>/manifests/`. */
function earlierManifests({ job }: GoodWorkflow, inputs: readonly S3Location[]): S3Location[] {
  const uris = [...inputs.map(({ uri }) => uri), job?.manifestS3Uri, job?.previousJob?.manifestS3Uri];
  return uris.flatMap((uri) => {
    const folder = uri && labelFilesOf(uri);
    return folder ? [S3Location.parse(folder)] : [];
  });
}

/** Where the workflows write that this one takes up. */
function earlierOutputs(workflow: GoodWorkflow, workflows: readonly GoodWorkflow[]): S3Location[] {
  const names = [upstreamName(workflow), previousWorkflow(workflow)];
  return workflows.flatMap(({ name, output }) =>
    name === undefined || output === undefined || !names.includes(name) ? [] : [output],
  );
}

/** Whether one of the inputs is the output, or the folder of a job in it. */
function readsLabels(inputs: readonly S3Location[], output: S3Location): boolean {
  return inputs.some(
    (input) =>
      input.contains(output) || (output.contains(input) && !input.isFile && !/\/manifests\//.test(input.uri)),
  );
}
