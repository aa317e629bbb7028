import { z } from "zod";
import { AwsPage } from "../../lib/aws-page";
import { automatedLabelingProblem } from "../../lib/jobs/automated-labeling-tasks";
import { BuiltInTaskType } from "../../lib/jobs/built-in-task-type";
import { PermissionStyle } from "../../lib/permissions/style";
import { allowed, oneOf } from "./allowed";
import { flag, s3Uri } from "./aws-values";
import { bucketsSchema } from "./bucket-schema";
import { checkBuckets } from "./bucket-use";
import { besideFieldChecks } from "./cross-field";
import { keySchema } from "./key-schema";
import { logGroupSchema } from "./log-group-schema";
import { permissionsSchema } from "./permission-schema";
import { executionRoleSchema } from "./role-schema";
import { section } from "./section";

const nameRule =
  "a workflow name has 1 to 40 lower-case letters, digits and hyphens and begins with a letter: it becomes the stack's name";
const inputsRule = "a list of S3 locations is allowed, at least one";

const automatedLabeling = section({
  enabled: flag().describe("A model labels part of the objects; the role may train it and run it."),
  volumeKey: flag()
    .optional()
    .describe(
      "Encrypts the storage volume of the training instances with the workflow's key. Default: true.",
    ),
}).superRefine((given, context) => {
  if (given.volumeKey !== true || given.enabled !== false) return;
  const message = "true, but automated labeling is not enabled, and without it there is no volume";
  const page = AwsPage.labelingKey;
  context.addIssue({ code: "custom", path: ["volumeKey"], message: allowed(message, page) });
}, besideFieldChecks);

/** A workflow on one of the task types that AWS hosts the annotation functions for. */
export const builtInWorkflowSchema = section({
  name: z
    .string(nameRule)
    .regex(/^[a-z][a-z0-9-]*$/, nameRule)
    .max(40, nameRule)
    .describe("Name of the workflow and of its stack; no other workflow has it."),
  type: z.literal("built-in").describe("Kind of workflow: AWS hosts the annotation functions."),
  taskType: z
    .enum(BuiltInTaskType, {
      error: oneOf("a task type", Object.values(BuiltInTaskType), AwsPage.taskTypes),
    })
    .describe("What workers do, by AWS's name of the task type."),
  inputs: z
    .array(s3Uri, inputsRule)
    .min(1, inputsRule)
    .describe("Every place the job reads: data objects, manifest, label categories, template."),
  output: s3Uri.describe("Where Ground Truth writes the answers: s3://bucket/prefix/."),
  buckets: bucketsSchema
    .default({ create: [], existing: [] })
    .describe("Buckets to make, and what is to be said of existing ones. Default: all exist."),
  key: keySchema
    .default({ create: {} })
    .describe("The key that encrypts the workflow's data. Default: a new one."),
  automatedLabeling: automatedLabeling
    .optional()
    .describe("Active learning: a model labels what it is sure of. Default: people label everything."),
  executionRole: executionRoleSchema
    .default({})
    .describe("The role that the labeling job runs as. Default: a new one."),
  permissions: permissionsSchema
    .default({ style: PermissionStyle.LEAST_PRIVILEGE, hardening: {} })
    .describe("How the role's policies are written."),
  logGroup: logGroupSchema
    .optional()
    .describe(
      "Makes /aws/sagemaker/LabelingJobs, the log group that all jobs of the account share in the region: " +
        "in one workflow only. Default: Ground Truth makes it, and keeps entries for ever.",
    ),
})
  .superRefine(checkBuckets, besideFieldChecks)
  .superRefine(checkAutomatedLabeling, besideFieldChecks);

function checkAutomatedLabeling(
  workflow: { readonly taskType: unknown; readonly automatedLabeling?: { readonly enabled: boolean } },
  context: z.core.$RefinementCtx,
): void {
  const { taskType, automatedLabeling: automated } = workflow;
  if (automated?.enabled !== true || !isTaskType(taskType)) return;
  const problem = automatedLabelingProblem(taskType);
  if (problem === undefined) return;
  const path = ["automatedLabeling", "enabled"];
  context.addIssue({ code: "custom", path, message: allowed(problem, AwsPage.automatedLabeling) });
}

function isTaskType(value: unknown): value is BuiltInTaskType {
  return Object.values<unknown>(BuiltInTaskType).includes(value);
}

export type BuiltInWorkflowConfig = z.infer<typeof builtInWorkflowSchema>;
