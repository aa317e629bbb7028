import { AwsPage } from "../../lib/aws-page";
import { S3Location } from "../../lib/storage/s3-location";
import { allowed } from "./allowed";
import { listOf } from "./cross-field";
import { folderOf, locationOf } from "./locations";

type Complain = (path: (string | number)[], message: string) => void;

/** A template, or what a job puts into S3, of which anything may be wrong. */
interface Placed {
  readonly file?: unknown;
  readonly location?: unknown;
  readonly existing?: unknown;
}

/** A workflow of which anything may be wrong or missing while the file is checked. */
interface GivenWorkflow {
  readonly inputs?: readonly unknown[];
  readonly output?: unknown;
  readonly customTask?: { readonly template?: Placed };
  readonly job?: Placed & { readonly template?: Placed };
}

/**
 * The folder that a template is put into: where the file says so, else `templates/` in the first input that is a folder and
 * holds no answers.
 *
 * @param outputs where the workflows of the file write answers
 */
export function templateLocation(
  { location }: { readonly location?: string },
  inputs: readonly string[],
  outputs: readonly string[],
): S3Location {
  if (location !== undefined) return S3Location.parse(location);
  const given = inputs.map((uri) => S3Location.parse(uri));
  const folders = given
    .filter(({ isFile }) => !isFile)
    .map(({ uri }) => S3Location.parse(`${uri}templates/`));
  const first = folders.find((folder) => !isAmongAnswers(folder, outputs)) ?? folders[0];
  // Of files only, the folder of the first: no input holds it, which is told of.
  return first ?? S3Location.parse(`${given[0]!.uri.replace(/[^/]*$/, "")}templates/`);
}

/** Whether a folder lies where one of the workflows writes answers. */
export function isAmongAnswers(folder: S3Location, outputs: readonly string[]): boolean {
  return outputs.some((output) => locationOf(output)?.contains(folder) === true);
}

/**
 * What workers see, among answers: the job that writes there could overwrite it, and people who prepare jobs may not
 * write there.
 */
export function checkTemplatesApart(given: readonly unknown[], complain: Complain): void {
  const workflows = given as readonly (GivenWorkflow | undefined)[];
  const outputs = workflows.map((workflow) => folderOf(workflow?.output));
  const known = outputs.flatMap((output) => output?.uri ?? []);
  workflows.forEach((workflow, index) => {
    for (const { folder, path } of placesOf(workflow, known)) {
      const other = outputs.findIndex((output) => output?.contains(folder));
      if (other < 0) continue;
      const message =
        `lies in ${folder.uri}, in the output of ${other === index ? "this workflow" : `workflows[${other}]`} ` +
        `(${outputs[other]!.uri}): its job writes there and could overwrite what workers see. ` +
        "Put it into an input that holds no answers";
      complain(["workflows", index, ...path], allowed(message, AwsPage.workerTaskTemplate));
    }
  });
}

/** Folders of templates and label files, and the keys that say so. What is wrong with others is told where it stands. */
function placesOf(
  workflow: GivenWorkflow | undefined,
  outputs: readonly string[],
): { readonly folder: S3Location; readonly path: readonly string[] }[] {
  const { customTask, job } = workflow ?? {};
  const said = [
    { of: customTask?.template, path: ["customTask", "template"] },
    { of: job, path: ["job"] },
    { of: job?.template, path: ["job", "template"] },
  ].flatMap(({ of, path }) =>
    (["location", "existing"] as const).flatMap((key) => {
      const uri = of?.[key];
      const folder =
        typeof uri === "string" ? folderOf(key === "existing" ? uri.replace(/[^/]*$/, "") : uri) : undefined;
      return folder === undefined ? [] : [{ folder, path: [...path, key] }];
    }),
  );
  const template = customTask?.template;
  const inputs = listOf(workflow?.inputs);
  const isByDefault =
    template?.file !== undefined && template.location === undefined && template.existing === undefined;
  if (!isByDefault || inputs.length === 0 || inputs.some((uri) => locationOf(uri) === undefined)) return said;
  const folder = templateLocation({}, inputs as string[], outputs);
  return [...said, { folder, path: ["customTask", "template"] }];
}
