import { Token } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { AwsPage } from "../aws-page";
import type { S3Location } from "../storage/s3-location";
import type { Problems } from "../validation/problems";

/** Where a workflow of the app writes answers, and where its template lies. */
interface Places {
  readonly workflow: Construct;
  readonly output: S3Location;
  readonly template?: S3Location;
}

/** The workflows of an app: all of them, and the few with a template. */
interface PlacesOfApp {
  readonly all: Places[];
  readonly withTemplate: Places[];
}

const placesOfApp = new WeakMap<IConstruct, PlacesOfApp>();

/**
 * Adds that a template lies among answers of a workflow of the app, whichever of the two comes first: the job that writes
 * there could overwrite the page that workers see.
 */
export function checkTemplateApart(
  problems: Problems,
  property: string,
  { workflow, output, template }: Places,
): void {
  const { root } = workflow.node;
  const others = placesOfApp.get(root) ?? { all: [], withTemplate: [] };
  placesOfApp.set(root, others);
  const what = "its job writes there and could overwrite the page that workers see";
  const answers =
    template && [{ workflow, output }, ...others.all].find((other) => holds(other.output, template));
  if (answers !== undefined) {
    const whose = answers.workflow === workflow ? "this workflow" : answers.workflow.node.path;
    const message =
      `lies in ${template!.uri}, in the output of ${whose} (${answers.output.uri}): ${what}. ` +
      "Put it into an input that holds no answers";
    problems.add(property, message, AwsPage.workerTaskTemplate);
  }
  const page = others.withTemplate.find((other) => holds(output, other.template!));
  if (page !== undefined) {
    const message = `got ${output.uri}, where the worker task template of ${page.workflow.node.path} lies (${page.template!.uri}): ${what}. Choose locations apart`;
    problems.add("output", message, AwsPage.workerTaskTemplate);
  }
  const own = { workflow, output, template };
  others.all.push(own);
  if (template !== undefined) others.withTemplate.push(own);
}

function holds(output: S3Location, template: S3Location): boolean {
  return !Token.isUnresolved(output.uri) && output.contains(template);
}
