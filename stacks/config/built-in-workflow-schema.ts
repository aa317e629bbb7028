import { z } from "zod";
import { AwsPage } from "../../lib/aws-page";
import { automatedLabelingProblem } from "../../lib/jobs/automated-labeling-tasks";
import { allowed } from "./allowed";
import { trainingVpcConfig } from "./training-network";
import { bucketsSchema } from "./bucket-schema";
import { checkBuckets } from "./bucket-use";
import { besideFieldChecks } from "./cross-field";
import { jobKeys } from "./job-schema";
import { section } from "./section";
import { isTaskType, keyKeys, nameKeys, placeKeys, roleKeys, taskKeys } from "./workflow-keys";
import { flag } from "./value";

const automatedLabeling = section({
  enabled: flag().describe("A model labels part of the objects; the role may train it and run it."),
  encryptVolume: flag()
    .optional()
    .describe(
      "Encrypts the storage volume of the training instances with the workflow's key. Default: true.",
    ),
  vpcConfig: trainingVpcConfig
    .optional()
    .describe(
      "The network that models are trained in; needed where a bucket has a vpcRestriction. Default: SageMaker's own.",
    ),
}).superRefine((given, context) => {
  if (given.enabled !== false) return;
  const complain = (key: string, message: string, page: string) =>
    context.addIssue({ code: "custom", path: [key], message: allowed(message, page) });
  if (given.encryptVolume === true) {
    const message = "true, but automated labeling is not enabled, and without it there is no volume";
    complain("encryptVolume", message, AwsPage.labelingKey);
  }
  if (given.vpcConfig !== undefined) {
    const message = "is of training, but automated labeling is not enabled; enable it, or take it out";
    complain("vpcConfig", message, AwsPage.labelingJobResourceConfig);
  }
}, besideFieldChecks);

/** A workflow on one of the task types that AWS hosts the annotation functions for. */
export const builtInWorkflowSchema = section({
  ...nameKeys,
  type: z.literal("built-in").describe("Kind of workflow: AWS hosts the annotation functions."),
  ...taskKeys,
  ...placeKeys,
  buckets: bucketsSchema,
  ...keyKeys,
  automatedLabeling: automatedLabeling
    .optional()
    .describe("Active learning: a model labels what it is sure of. Default: people label everything."),
  ...roleKeys,
  ...jobKeys,
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

export type BuiltInWorkflowConfig = z.infer<typeof builtInWorkflowSchema>;
