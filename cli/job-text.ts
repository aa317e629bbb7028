import type { CreateLabelingJobRequest } from "../lib/jobs/labeling-job-request";
import type { Ink } from "../review/formats/ink";
import type { Check } from "../tasks/job/check";
import type { CheckedJob } from "../tasks/job/check-job";
import type { DescribedJob } from "../tasks/job/labeling-jobs";

const marks = { fine: "✓", wrong: "✗", unsure: "–" } as const;

/** Checks, one a line, with what mends the wrong ones. */
export function checksText(checks: readonly Check[], ink: Ink, workflow: string): string {
  const width = Math.max(...checks.map(({ about }) => about.length));
  const inks = { fine: ink.good, wrong: ink.grave, unsure: ink.dim };
  const lines = checks.flatMap(({ about, verdict, found, mend }) => {
    const text = verdict === "unsure" ? `not checked: ${found}` : found;
    const line = `  ${inks[verdict](marks[verdict])} ${about.padEnd(width)}   ${text}`;
    return mend === undefined
      ? [line]
      : [line, `    ${" ".repeat(width)}   ${mend.replaceAll("<workflow>", workflow)}`];
  });
  return `${lines.join("\n")}\n`;
}

/** What a job costs, in tasks: prices are AWS's and the team's business. */
export function costText({ objects }: CheckedJob, request: CreateLabelingJobRequest): string {
  const workers = request.HumanTaskConfig.NumberOfHumanWorkersPerDataObject;
  const plural = workers === 1 ? "worker" : "workers";
  const isStreaming = request.InputConfig.DataSource.SnsDataSource !== undefined;
  if (objects === undefined) {
    return isStreaming
      ? `\n  cost: each object that comes in is ${workers} ${workers === 1 ? "task" : "tasks"} for your team\n`
      : "\n  cost: not known, as the manifest was not read\n";
  }
  const count = (number: number) => number.toLocaleString("en");
  const tasks = `${count(objects)} objects x ${workers} ${plural} = ${count(objects * workers)} tasks for your team`;
  const isLess =
    request.LabelingJobAlgorithmsConfig !== undefined || request.StoppingConditions !== undefined;
  return `\n  cost: ${isLess ? "at most " : ""}${tasks}; AWS bills ${count(objects)} labeled objects (its pricing page)\n`;
}

/** How a job stands, in one line, and what it says of a failure. */
export function statusText(job: DescribedJob): string {
  const { LabelingJobName: name, LabelingJobStatus: status, FailureReason: reason } = job;
  return `${name}  ${status}  ${countersText(job)}${reason === undefined ? "" : `\n  ${reason}`}`;
}

function countersText({ LabelCounters: counters = {} }: DescribedJob): string {
  const {
    TotalLabeled = 0,
    HumanLabeled = 0,
    MachineLabeled = 0,
    Unlabeled = 0,
    FailedNonRetryableError: failed = 0,
  } = counters;
  const by = MachineLabeled > 0 ? ` (${HumanLabeled} by people, ${MachineLabeled} by the model)` : "";
  return `${TotalLabeled} labeled${by}, ${Unlabeled} to go, ${failed} failed`;
}
