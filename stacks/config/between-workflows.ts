import type { z } from "zod";
import { AwsPage } from "../../lib/aws-page";
import { longestRoleName } from "../../lib/roles/role-names";
import { allowed } from "./allowed";
import type { BackendConfig } from "./backend-schema";
import { listOf, repeated } from "./cross-field";
import { defaultRoleName } from "./names";
import type { WorkflowConfig } from "./workflow-schema";

interface Stacks {
  readonly namePrefix: string;
  readonly backend: BackendConfig;
  readonly workflows: readonly WorkflowConfig[];
}

type Complain = (path: (string | number)[], message: string) => void;

/** What stacks of one account cannot have in common: each of these would fail when the second stack is deployed. */
export function checkBetweenWorkflows(stacks: Stacks, context: z.core.$RefinementCtx): void {
  const workflows = listOf(stacks.workflows);
  const complain: Complain = (path, message) => context.addIssue({ code: "custom", path, message });
  sameWorkflowName(workflows, complain);
  sameNewBucket(workflows, complain);
  sameRoleName(workflows, complain);
  longRoleName(stacks, complain);
  secondLogGroup(workflows, complain);
  sharedWorkspace(stacks, complain);
}

type Workflows = Stacks["workflows"];

function sameWorkflowName(workflows: Workflows, complain: Complain): void {
  for (const { index, first } of repeated(workflows.map((workflow) => workflow?.name))) {
    const message = `"${workflows[first]!.name}" is the name of workflows[${first}] too; each workflow needs its own`;
    complain(["workflows", index, "name"], message);
  }
}

function sameNewBucket(workflows: Workflows, complain: Complain): void {
  const buckets = workflows.flatMap((workflow, index) =>
    listOf(workflow?.buckets?.create).map((bucket, place) => ({ name: bucket?.name, index, place })),
  );
  for (const repeat of repeated(buckets.map(({ name }) => name))) {
    const bucket = buckets[repeat.index]!;
    const first = buckets[repeat.first]!;
    if (bucket.index === first.index) continue;
    const message =
      `workflows[${first.index}] makes "${first.name}" already; take it out here: ` +
      `a location in a bucket of another stack needs no entry`;
    complain(["workflows", bucket.index, "buckets", "create", bucket.place, "name"], message);
  }
}

function sameRoleName(workflows: Workflows, complain: Complain): void {
  for (const { index, first } of repeated(workflows.map((workflow) => workflow?.executionRole?.name))) {
    const name = workflows[index]!.executionRole.name;
    const message = `"${name}" is the role of workflows[${first}] too; a role is made by one stack only`;
    complain(["workflows", index, "executionRole", "name"], message);
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

function secondLogGroup(workflows: Workflows, complain: Complain): void {
  const makers = [...workflows.keys()].filter((index) => workflows[index]?.logGroup !== undefined);
  for (const index of makers.slice(1)) {
    const message =
      `workflows[${makers[0]}] makes the log group already, and all labeling jobs of the account share it; ` +
      `take it out here`;
    complain(["workflows", index, "logGroup"], allowed(message, AwsPage.logGroups));
  }
}

function sharedWorkspace({ backend, workflows }: Stacks, complain: Complain): void {
  if (backend?.type !== "cloud" || backend.workspace?.name === undefined) return;
  const stacks = listOf(workflows).length;
  if (stacks < 2) return;
  const message =
    `"${backend.workspace.name}" would hold the state of all ${stacks} stacks, and each would destroy the others; ` +
    `leave it out, or use prefix: then each stack has a workspace of its own`;
  complain(["backend", "workspace", "name"], message);
}
