import type { z } from "zod";
import { AwsPage } from "../../lib/aws-page";
import { longestRoleName } from "../../lib/rules/iam";
import { allowed } from "./allowed";
import type { BackendConfig } from "./backend-schema";
import { checkBucketOwners } from "./between-buckets";
import { checkSharing } from "./between-stacks";
import { checkJobs } from "./between-jobs";
import { checkChains } from "./chain";
import { listOf, repeated } from "./cross-field";
import { customTaskOf } from "./access-functions";
import { defaultAnswerQueueName, defaultFunctionName, defaultRoleName, workflowResourceName } from "./names";
import { accessStackName } from "./access-schema";
import { sharedStackName } from "./shared-schema";
import type { SharingPlace } from "./sharing";
import { checkTemplatesApart } from "./template-places";
import { type WorkforceConfig, workforceStackName } from "./workforce-schema";
import type { StreamingWorkflowConfig } from "./streaming-workflow-schema";
import type { WorkflowConfig } from "./workflow-schema";

interface Stacks extends SharingPlace {
  readonly backend: BackendConfig;
  readonly workforce?: WorkforceConfig;
}

export type Complain = (path: (string | number)[], message: string) => void;

/** What stacks of one account cannot have in common: each of these would fail when the second stack is deployed. */
export function checkBetweenWorkflows(stacks: Stacks, context: z.core.$RefinementCtx): void {
  const workflows = listOf(stacks.workflows);
  const complain: Complain = (path, message) => context.addIssue({ code: "custom", path, message });
  sameWorkflowName(workflows, complain);
  checkBucketOwners(stacks, complain);
  checkSharing(stacks, complain);
  longRoleName(stacks, complain);
  checkFunctionNames(stacks, complain);
  secondLogGroup(workflows, complain);
  sharedWorkspace(stacks, complain);
  sameJobName(workflows, complain);
  queuesWithinQueues(stacks, complain);
  sameAnswerQueue(stacks, complain);
  checkChains(workflows, complain);
  checkJobs(stacks, complain);
  checkTemplatesApart(workflows, complain);
}

type Workflows = Stacks["workflows"];

function sameWorkflowName(workflows: Workflows, complain: Complain): void {
  for (const { index, first } of repeated(workflows.map((workflow) => workflow?.name))) {
    const message = `"${workflows[first]!.name}" is the name of workflows[${first}] too; each workflow needs its own`;
    complain(["workflows", index, "name"], message);
  }
}

function longRoleName({ namePrefix, workflows }: Stacks, complain: Complain): void {
  if (typeof namePrefix !== "string") return;
  listOf(workflows).forEach((workflow, index) => {
    if (typeof workflow?.name !== "string") return;
    const { existing, name } = workflow.executionRole ?? {};
    if (existing !== undefined || name !== undefined) return;
    const role = defaultRoleName(namePrefix, workflow.name);
    if (role.length <= longestRoleName) return;
    const message =
      `the role would be named ${role}, ${role.length} characters, and IAM takes ${longestRoleName}; ` +
      "shorten it, or name the role (executionRole.name)";
    complain(["workflows", index, "name"], allowed(message, AwsPage.iamQuotas));
  });
}

const longestFunctionName = 64;

/** Functions that stacks make: Lambda takes each name once in a region, and no long ones. */
function checkFunctionNames({ namePrefix, workflows }: Stacks, complain: Complain): void {
  const functions = listOf(workflows).flatMap((workflow, index) => {
    const task = customTaskOf(workflow);
    return (["pre-annotation", "post-annotation"] as const).flatMap((step) => {
      const key = step === "pre-annotation" ? "preAnnotation" : "postAnnotation";
      const made: Readonly<Record<string, unknown>> | undefined = task?.[key];
      if (made === undefined || typeof made !== "object" || made === null || made.existing !== undefined)
        return [];
      // Without a name it has no function's name either.
      const byDefault =
        typeof workflow?.name === "string" && typeof namePrefix === "string"
          ? defaultFunctionName(namePrefix, workflow.name, step)
          : undefined;
      const { name = byDefault } = made;
      return [
        {
          name,
          index,
          path: ["workflows", index, "customTask", key, "name"],
          isDefault: made.name === undefined,
        },
      ];
    });
  });
  for (const { name, path, isDefault } of functions) {
    if (!isDefault || typeof name !== "string" || name.length <= longestFunctionName) continue;
    const message =
      `the function would be named ${name}, ${name.length} characters, and Lambda takes ${longestFunctionName}; ` +
      "name it here, or shorten the workflow's name";
    complain(path, allowed(message, AwsPage.lambdaFunctionNames));
  }
  for (const { index, first } of repeated(functions.map(({ name }) => name))) {
    const message =
      `"${String(functions[index]!.name)}" is a function of workflows[${functions[first]!.index}] already; ` +
      "each function has its own name";
    complain(functions[index]!.path, message);
  }
}

function secondLogGroup(workflows: Workflows, complain: Complain): void {
  const makers = [...workflows.keys()].filter((index) => workflows[index]?.logGroup !== undefined);
  for (const index of makers.slice(1)) {
    const message =
      `workflows[${makers[0]}] makes the log group already, and all labeling jobs of the account share it; ` +
      `take it out here`;
    complain(["workflows", index, "logGroup"], allowed(message, AwsPage.logGroups));
  }
}

/** Each stack has a state of its own. */
function sharedWorkspace(
  { backend, workflows, shared, workforce, access }: Stacks,
  complain: Complain,
): void {
  const name: unknown = backend?.type === "cloud" ? backend.workspaces?.name : undefined;
  if (typeof name !== "string") return;
  const others = { [sharedStackName]: shared, [workforceStackName]: workforce, [accessStackName]: access };
  const stacks = [
    ...listOf(workflows).map((workflow) => workflow?.name),
    ...Object.entries(others).flatMap(([stack, section]) => (section === undefined ? [] : [stack])),
  ];
  if (stacks.length < 2) return;
  const message =
    `"${name}" would hold the state of all ${stacks.length} stacks (${stacks.join(", ")}), and each would destroy the others; ` +
    "leave it out, or use prefix: then each stack has a workspace of its own";
  complain(["backend", "workspaces", "name"], message);
}

/** What a streaming workflow says, of which anything may be wrong or missing while the file is checked. */
function streaming(workflow: WorkflowConfig | undefined): Partial<StreamingWorkflowConfig> | undefined {
  return workflow?.type === "streaming" ? workflow : undefined;
}

/** AWS takes names of jobs that differ in case for the same. */
function sameJobName(workflows: Workflows, complain: Complain): void {
  const names = workflows.map((workflow): unknown => streaming(workflow)?.jobName);
  for (const { index, first } of repeated(
    names.map((name) => (typeof name === "string" ? name.toLowerCase() : name)),
  )) {
    const message =
      `"${String(names[index])}" is the job of workflows[${first}] too; ` +
      "AWS takes each name once, in whatever case, and a job has its own queue";
    complain(["workflows", index, "jobName"], allowed(message, AwsPage.createLabelingJobApi));
  }
}

/** Without a job name a role may use every queue whose name begins like its workflow's jobs. */
function queuesWithinQueues({ namePrefix, workflows }: Stacks, complain: Complain): void {
  if (typeof namePrefix !== "string") return;
  const jobs = listOf(workflows).map((workflow) => {
    const jobName: unknown = streaming(workflow)?.jobName;
    const beginning = `${workflowResourceName(namePrefix, workflow?.name)}-`;
    if (workflow?.type !== "streaming" || typeof workflow.name !== "string") return undefined;
    return {
      name: typeof jobName === "string" ? jobName.toLowerCase() : beginning,
      isOne: jobName !== undefined,
    };
  });
  jobs.forEach((job, index) => {
    if (job === undefined || job.isOne) return;
    const other = jobs.findIndex(
      (inner, place) => place !== index && inner?.name !== job.name && inner?.name.startsWith(job.name),
    );
    if (other < 0) return;
    const message =
      `jobs named ${job.name}… would be those of workflows[${other}] (${jobs[other]!.name}) too, ` +
      "and this workflow's role could use their queues; name one of the two otherwise, or give this one a jobName";
    complain(["workflows", index, "name"], allowed(message, AwsPage.streamingQueue));
  });
}

function sameAnswerQueue({ namePrefix, workflows }: Stacks, complain: Complain): void {
  if (typeof namePrefix !== "string") return;
  const names = listOf(workflows).map((workflow): unknown => {
    const queue: { readonly name?: unknown } | null | undefined = streaming(workflow)?.answers?.queue;
    if (!queue || queue.name !== undefined) return queue?.name;
    return typeof workflow?.name === "string" ? defaultAnswerQueueName(namePrefix, workflow.name) : undefined;
  });
  for (const { index, first } of repeated(names)) {
    const message = `"${String(names[index])}" is the queue of workflows[${first}] too; a queue is made by one stack only`;
    complain(["workflows", index, "answers", "queue", "name"], message);
  }
}
