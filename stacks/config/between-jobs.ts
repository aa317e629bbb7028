import { AwsPage } from "../../lib/aws-page";
import { parseArn } from "../../lib/rules/arn";
import { allowed } from "./allowed";
import { listOf } from "./cross-field";
import type { JobConfig } from "./job-schema";
import { nearest } from "./nearest";
import type { WorkflowConfig } from "./workflow-schema";
import type { WorkforceConfig } from "./workforce-schema";

/** What jobs of one file have to do with each other and with the teams of the file, of which anything may be wrong. */
interface JobsPlace {
  readonly workflows: readonly (WorkflowConfig | undefined)[];
  readonly workforce?: Partial<WorkforceConfig>;
}

type Complain = (path: (string | number)[], message: string) => void;

/** Teams that are not there, and chains of jobs that begin nowhere. */
export function checkJobs({ workflows, workforce }: JobsPlace, complain: Complain): void {
  const teams = listOf(workforce?.teams).flatMap((team) =>
    typeof team?.name === "string" ? [team.name] : [],
  );
  listOf(workflows).forEach((workflow, index) => {
    const job = jobOf(workflow);
    if (job === undefined) return;
    const path = ["workflows", index, "job"];
    const team = teamProblem(job, teams);
    if (team !== undefined) complain([...path, "workTeam"], allowed(team, AwsPage.createLabelingJobApi));
    const chain = chainProblem(workflow!, listOf(workflows));
    if (chain !== undefined) complain([...path, "previousJob", "workflow"], allowed(chain, AwsPage.chaining));
  });
}

function teamProblem({ workTeam }: Partial<JobConfig>, teams: readonly string[]): string | undefined {
  if (workTeam === undefined) {
    if (teams.length === 1) return undefined;
    const which =
      teams.length === 0
        ? "name a private team, or give the ARN of a vendor's"
        : `the section workforce has ${teams.length} teams: ${teams.join(", ")}; name one of them`;
    return `is missing; ${which}`;
  }
  if (typeof workTeam !== "string" || teams.length === 0 || parseArn(workTeam) !== undefined)
    return undefined;
  if (teams.includes(workTeam)) return undefined;
  const near = nearest(workTeam, teams);
  return (
    `"${workTeam}" is no team of the section workforce, which has ${teams.join(", ")}` +
    `${near === undefined ? "" : `; did you mean "${near}"?`} Another team is named by its ARN`
  );
}

function chainProblem(
  workflow: WorkflowConfig,
  workflows: readonly (WorkflowConfig | undefined)[],
): string | undefined {
  const name = previousWorkflow(workflow);
  if (name === undefined) return undefined;
  if (name === workflow.name) return `"${name}" is this workflow itself; name another one`;
  const found = workflows.find((other) => other?.name === name);
  if (found === undefined) {
    const names = workflows.flatMap((other) => (typeof other?.name === "string" ? [other.name] : []));
    const near = nearest(name, names);
    return `no workflow is named "${name}"${near === undefined ? "" : `; did you mean "${near}"?`}`;
  }
  if (jobOf(found) === undefined) {
    return `"${name}" has no job; describe it there, or name its manifest and its label here instead`;
  }
  const way = [workflow.name];
  for (let at: WorkflowConfig | undefined = found; at !== undefined && !way.includes(at.name);) {
    way.push(at.name);
    const before: string | undefined = previousWorkflow(at);
    if (before === workflow.name) return `goes round in a circle: ${[...way, before].join(" <- ")}`;
    at = workflows.find((other) => other?.name === before);
  }
  return undefined;
}

function jobOf(workflow: WorkflowConfig | undefined): Partial<JobConfig> | undefined {
  const job: unknown = workflow?.job;
  return typeof job === "object" && job !== null ? job : undefined;
}

/** The workflow whose job a workflow's job takes up. */
export function previousWorkflow(workflow: WorkflowConfig | undefined): string | undefined {
  const previous: unknown = jobOf(workflow)?.previousJob;
  const name =
    typeof previous === "object" && previous !== null
      ? (previous as { workflow?: unknown }).workflow
      : undefined;
  return typeof name === "string" ? name : undefined;
}

/** Workflows after those whose jobs they take up; the others stay in the order of the file. */
export function inJobOrder(
  workflows: readonly WorkflowConfig[],
): { readonly workflow: WorkflowConfig; readonly index: number }[] {
  const places = new Map(workflows.map((workflow, index) => [workflow, index]));
  const ordered = new Map<WorkflowConfig, number>();
  const add = (workflow: WorkflowConfig, waiting: readonly WorkflowConfig[]) => {
    if (ordered.has(workflow) || waiting.includes(workflow)) return;
    const before = previousWorkflow(workflow);
    const previous = before === undefined ? undefined : workflows.find(({ name }) => name === before);
    if (previous !== undefined) add(previous, [...waiting, workflow]);
    ordered.set(workflow, places.get(workflow)!);
  };
  for (const workflow of workflows) add(workflow, []);
  return [...ordered].map(([workflow, index]) => ({ workflow, index }));
}
