import { z } from "zod";
import { AwsPage } from "../../lib/aws-page";
import { BuiltInTaskType } from "../../lib/jobs/built-in-task-type";
import { PermissionStyle } from "../../lib/permissions/style";
import { oneOf } from "./allowed";
import { workflowKeySchema } from "./key-schema";
import { logGroupSchema } from "./log-group-schema";
import { permissionsSchema } from "./permission-schema";
import { executionRoleSchema } from "./role-schema";
import { stackNameRule } from "../../lib/rules/terraform";
import { s3LocationRule } from "../../lib/rules/s3";
import { value } from "./value";
import { s3FolderRule } from "../../lib/rules/s3";

const inputsRule = "a list of S3 locations is allowed, at least one";

/** Keys of a workflow of whatever kind, in the order in which people read them. */
export const nameKeys = {
  name: value(stackNameRule).describe("Name of the workflow and of its stack; no other workflow has it."),
};

export const taskKeys = {
  taskType: z
    .enum(BuiltInTaskType, {
      error: oneOf("a task type", Object.values(BuiltInTaskType), AwsPage.taskTypes),
    })
    .describe("What workers do, by AWS's name of the task type."),
};

export const placeKeys = {
  inputs: z
    .array(value(s3LocationRule), inputsRule)
    .min(1, inputsRule)
    .describe(
      "Every place the job reads: data objects, manifest, label categories, template. s3://bucket/folder/ is all that is in a folder; " +
        "a name with an extension and no slash at its end is one file.",
    ),
  output: value(s3FolderRule).describe("Where Ground Truth writes the answers: s3://bucket/prefix/."),
};

export const keyKeys = {
  encryptionKey: workflowKeySchema
    .default({ create: {} })
    .describe("The key that encrypts the workflow's data. Default: a new one."),
};

export const roleKeys = {
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
};

/** Whether a value that may be anything is a task type: checks across fields meet fields of any type. */
export function isTaskType(value: unknown): value is BuiltInTaskType {
  return Object.values<unknown>(BuiltInTaskType).includes(value);
}
