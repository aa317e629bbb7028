import { type GoodWorkflow, present } from "../config/good-part";
import type { StreamingWorkflowConfig, WorkflowConfig } from "../config/workflow-schema";

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

/** The name that a workflow gives as its upstream. */
export function upstreamName(workflow: GoodWorkflow): string | undefined {
  return workflow.type === "streaming" ? workflow.upstream : undefined;
}

/** The workflow whose job a workflow's job takes up. */
export function previousWorkflow(workflow: GoodWorkflow): string | undefined {
  return workflow.job?.previousJob?.workflow;
}

/**
 * What comes before a workflow, the nearest first; a circle ends where it closes.
 *
 * @param before names the workflow before another one
 */
export function ancestors(
  workflow: GoodWorkflow,
  workflows: readonly (GoodWorkflow | undefined)[],
  before: (workflow: GoodWorkflow) => string | undefined,
): GoodWorkflow[] {
  const byName = namesOf(workflows);
  const way: GoodWorkflow[] = [];
  const seen = new Set([workflow]);
  for (let at: GoodWorkflow | undefined = workflow; at !== undefined;) {
    const name: string | undefined = before(at);
    at = name === undefined ? undefined : byName.get(name);
    if (at === undefined) break;
    way.push(at);
    if (seen.has(at)) break;
    seen.add(at);
  }
  return way;
}

const names = new WeakMap<object, ReadonlyMap<string | undefined, GoodWorkflow>>();

/** Workflows by name, the first of each. */
function namesOf(
  workflows: readonly (GoodWorkflow | undefined)[],
): ReadonlyMap<string | undefined, GoodWorkflow> {
  const known = names.get(workflows);
  if (known !== undefined) return known;
  const byName = new Map(
    present(workflows)
      .reverse()
      .map((workflow) => [workflow.name, workflow]),
  );
  names.set(workflows, byName);
  return byName;
}

/** Workflows after those whose jobs they take up; the others stay in the order of the file. */
export function inJobOrder(
  workflows: readonly WorkflowConfig[],
): { readonly workflow: WorkflowConfig; readonly index: number }[] {
  const ordered = new Map<WorkflowConfig, number>();
  const add = (workflow: WorkflowConfig, waiting: readonly WorkflowConfig[]) => {
    if (ordered.has(workflow) || waiting.includes(workflow)) return;
    const before = previousWorkflow(workflow);
    const previous = before === undefined ? undefined : workflows.find(({ name }) => name === before);
    if (previous !== undefined) add(previous, [...waiting, workflow]);
    ordered.set(workflow, workflows.indexOf(workflow));
  };
  for (const workflow of workflows) add(workflow, []);
  return [...ordered].map(([workflow, index]) => ({ workflow, index }));
}
