import { AwsPage } from "../../lib/aws-page";
import { BuiltInTask } from "../../lib/jobs/built-in-task";
import type { BuiltInTaskType } from "../../lib/jobs/built-in-task-type";
import { CorsVariant } from "../../lib/storage/cors-variant";
import { allowed } from "./allowed";
import { listOf } from "./cross-field";
import { locationsOf } from "./locations";
import { nearest } from "./nearest";
import type { StreamingWorkflowConfig } from "./streaming-workflow-schema";
import { isTaskType } from "./workflow-keys";
import type { WorkflowConfig } from "./workflow-schema";

/** What a workflow must know of others: its answers may be the data objects of the next. */
export interface Chain {
  /** The workflow whose answers are this one's data objects. */
  readonly upstream?: StreamingWorkflowConfig;
  /** Whether another workflow takes this one's answers. */
  readonly feedsAnother: boolean;
}

/** The place of a workflow in its chain. The order of the file does not matter. */
export function chainOf(workflow: WorkflowConfig, workflows: readonly WorkflowConfig[]): Chain {
  const upstream = upstreamName(workflow);
  return {
    upstream: workflows.find(
      (other): other is StreamingWorkflowConfig => other.type === "streaming" && other.name === upstream,
    ),
    feedsAnother: workflows.some((other) => upstreamName(other) === workflow.name),
  };
}

/** The name that a workflow gives as its upstream, of which anything may be wrong. */
export function upstreamName(workflow: WorkflowConfig | undefined): string | undefined {
  const name: unknown = workflow?.type === "streaming" ? workflow.upstream : undefined;
  return typeof name === "string" ? name : undefined;
}

/** Chains that do not begin anywhere, and labels that would overwrite those of an earlier workflow. */
export function checkChains(
  workflows: readonly WorkflowConfig[],
  complain: (path: (string | number)[], message: string) => void,
): void {
  workflows.forEach((workflow, index) => {
    const upstream = upstreamName(workflow);
    if (upstream === undefined) return;
    const wrong = upstreamProblem(workflow, upstream, workflows);
    if (wrong !== undefined) {
      complain(["workflows", index, "upstream"], allowed(wrong, AwsPage.streamingJob));
      return;
    }
    const taken = sameLabel(workflow as StreamingWorkflowConfig, workflows);
    if (taken !== undefined) {
      complain(["workflows", index, "labelAttributeName"], allowed(taken, AwsPage.outputData));
    }
    const unread = unreadObjects(workflow as StreamingWorkflowConfig, workflows);
    if (unread !== undefined) complain(["workflows", index, "inputs"], allowed(unread, AwsPage.streamingJob));
  });
}

function upstreamProblem(
  workflow: WorkflowConfig,
  upstream: string,
  workflows: readonly WorkflowConfig[],
): string | undefined {
  if (upstream === workflow.name)
    return `"${upstream}" is this workflow itself; name another one, or leave it out`;
  const found = workflows.find((other) => other?.name === upstream);
  if (found === undefined) {
    const names = workflows.map((other): unknown => other?.name).filter((name) => typeof name === "string");
    const near = nearest(upstream, names);
    return `no workflow is named "${upstream}"${near === undefined ? "" : `; did you mean "${near}"?`}`;
  }
  if (found.type !== "streaming") {
    return `"${upstream}" is not a streaming workflow: it has no topic that answers go out by`;
  }
  const way = [workflow.name, ...ancestors(workflow, workflows).map(({ name }) => name)];
  return way.lastIndexOf(workflow.name) > 0
    ? `goes round in a circle: ${way.join(" <- ")}; one of them takes its objects from somewhere else`
    : undefined;
}

/** The label attributes of all that came before are in the data object already. */
function sameLabel(
  workflow: StreamingWorkflowConfig,
  workflows: readonly WorkflowConfig[],
): string | undefined {
  const name: unknown = workflow.labelAttributeName;
  if (typeof name !== "string") return undefined;
  const writer = ancestors(workflow, workflows).find(
    (other) => other !== workflow && other.type === "streaming" && other.labelAttributeName === name,
  );
  return (
    writer && `"${name}" is written by the upstream workflow "${writer.name}" already; give each its own`
  );
}

/** The objects that a chain is about stay where the first workflow of it has them, and each role of the chain reads them. */
function unreadObjects(
  workflow: StreamingWorkflowConfig,
  workflows: readonly WorkflowConfig[],
): string | undefined {
  const first = ancestors(workflow, workflows).at(-1);
  if (first?.type !== "streaming") return undefined;
  const mine = locationsOf(workflow.inputs);
  if (mine.length === 0) return undefined;
  const events = locationsOf(listOf(first.s3Events).map((event) => event?.location));
  const unread = events.filter((event) => !mine.some((input) => input.contains(event)));
  if (unread.length > 0) {
    const places = unread.map(({ uri }) => uri).join(", ");
    return `do not hold the data objects of the chain, which lie in ${places} ("${first.name}"): this role could not read them. Add the place`;
  }
  if (events.length > 0 || !isTaskType(first.taskType) || isOfText(first.taskType)) return undefined;
  const theirs = locationsOf(first.inputs);
  if (theirs.some((place) => mine.some((input) => input.contains(place) || place.contains(input))))
    return undefined;
  return (
    `share no place with the inputs of "${first.name}", whose data objects this workflow gets: this role could not read them. ` +
    `Add the place, one of ${theirs.map(({ uri }) => uri).join(", ")}`
  );
}

function isOfText(taskType: BuiltInTaskType): boolean {
  return BuiltInTask.of(taskType).corsVariant === CorsVariant.NONE;
}

/** What comes before a workflow, the nearest first; a circle ends where it closes. */
function ancestors(workflow: WorkflowConfig, workflows: readonly WorkflowConfig[]): WorkflowConfig[] {
  const byName = namesOf(workflows);
  const way: WorkflowConfig[] = [];
  const seen = new Set([workflow]);
  for (let at: WorkflowConfig | undefined = workflow; at !== undefined;) {
    const upstream = upstreamName(at);
    at = upstream === undefined ? undefined : byName.get(upstream);
    if (at === undefined) break;
    way.push(at);
    if (seen.has(at)) break;
    seen.add(at);
  }
  return way;
}

const names = new WeakMap<readonly WorkflowConfig[], ReadonlyMap<string, WorkflowConfig>>();

/** Workflows by name, the first of each. */
function namesOf(workflows: readonly WorkflowConfig[]): ReadonlyMap<string, WorkflowConfig> {
  const known = names.get(workflows);
  if (known !== undefined) return known;
  const byName = new Map([...workflows].reverse().map((workflow) => [workflow?.name, workflow]));
  names.set(workflows, byName);
  return byName;
}
