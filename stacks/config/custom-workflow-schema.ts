import { z } from "zod";
import { AwsPage } from "../../lib/aws-page";
import { allowed } from "./allowed";
import { bucketsSchema } from "./bucket-schema";
import { checkBuckets } from "./bucket-use";
import { besideFieldChecks } from "./cross-field";
import { checkTemplatePlace, customTaskSchema } from "./custom-task-keys";
import { jobKeys } from "./job-schema";
import { section } from "./section";
import { keyKeys, nameKeys, placeKeys, roleKeys } from "./workflow-keys";

const noAutomatedLabeling = allowed(
  "custom workflows have no automated labeling; leave it out, or use a built-in workflow",
  AwsPage.automatedLabeling,
);
const noTaskType = allowed(
  "the task of a custom workflow is its template and its functions; leave it out, or use a built-in workflow",
  AwsPage.customWorkflow,
);

/** A workflow with a worker template and annotation functions of one's own. */
export const customWorkflowSchema = section(
  {
    ...nameKeys,
    type: z.literal("custom").describe("Kind of workflow: template and annotation functions are your own."),
    ...placeKeys,
    buckets: bucketsSchema,
    customTask: customTaskSchema
      .default({})
      .describe("Template and annotation functions. Default: named by whoever makes the job."),
    ...keyKeys,
    ...roleKeys,
    ...jobKeys,
  },
  { automatedLabeling: noAutomatedLabeling, taskType: noTaskType },
)
  .superRefine(checkBuckets, besideFieldChecks)
  .superRefine(checkTemplatePlace, besideFieldChecks);

export type CustomWorkflowConfig = z.infer<typeof customWorkflowSchema>;
