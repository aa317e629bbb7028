import { z } from "zod";
import { AwsPage } from "../../lib/aws-page";
import { labelingRegions } from "../../lib/jobs/labeling-regions";
import { checkAccess } from "./access-checks";
import { accessSchema } from "./access-schema";
import { oneOf } from "./allowed";
import { backendSchema } from "./backend-schema";
import { checkDeployOrder } from "./between-stacks";
import { checkBetweenWorkflows } from "./between-workflows";
import { besideFieldChecks } from "./cross-field";
import { checkIamNames } from "./iam-names";
import { section } from "./section";
import { sharedSchema } from "./shared-schema";
import { tags } from "./tags";
import { checkTrainingReach } from "./training-network";
import { workflowSchema } from "./workflow-schema";
import { checkWorkforce, workforceSchema } from "./workforce-schema";
import { iamPathRule, boundaryArnRule } from "../../lib/rules/iam";
import { accountIdRule, namePrefixRule } from "../../lib/rules/terraform";
import { value } from "./value";
import { checkPlaces } from "./elsewhere";

const workflowsRule = "a list of workflows is allowed, at least one";

const sections = section({
  namePrefix: value(namePrefixRule).describe(
    "Begins the names of roles, policies and keys: the team or the product.",
  ),
  region: z
    .enum(labelingRegions, {
      error: oneOf("a region with Ground Truth", labelingRegions, AwsPage.humanTaskConfig),
    })
    .describe("AWS Region of every stack; data and workers are in the same one."),
  account: value(accountIdRule)
    .optional()
    .describe(
      "AWS account id, in quotes. Terraform then refuses any other account. Default: the credentials'.",
    ),
  tags: tags.optional().describe("Tags of every resource."),
  rolePath: value(iamPathRule).optional().describe("IAM path of the roles. Default: /."),
  permissionsBoundary: value(boundaryArnRule)
    .optional()
    .describe("ARN of the policy that bounds what the roles may do."),
  backend: backendSchema
    .default({ type: "local" })
    .describe("Where Terraform keeps its state. Default: on this machine."),
  workflows: z
    .array(workflowSchema, workflowsRule)
    .min(1, workflowsRule)
    .describe("Labeling workflows, each in a stack of its own."),
  shared: sharedSchema
    .optional()
    .describe(
      "Buckets and keys that several workflows use, in a stack of their own. Default: each workflow makes its own.",
    ),
  workforce: workforceSchema
    .optional()
    .describe("The people who label data, in a stack of their own. Default: this is seen to elsewhere."),
  access: accessSchema
    .optional()
    .describe(
      "Who may do what: policies for people, in a stack of their own. Default: this is seen to elsewhere.",
    ),
});

/** The whole of `ground-truth.yaml`. */
export const configSchema = sections
  .superRefine((config, context) => checkPlaces(sections, config, context), besideFieldChecks)
  .superRefine(checkBetweenWorkflows, besideFieldChecks)
  .superRefine(checkTrainingReach, besideFieldChecks)
  .superRefine(checkWorkforce, besideFieldChecks)
  .superRefine(checkAccess, besideFieldChecks)
  .superRefine(checkIamNames, besideFieldChecks)
  .superRefine(checkDeployOrder)
  .describe("Labeling workflows with Amazon SageMaker Ground Truth, deployed with CDKTF.");

/** The configuration with its defaults filled in. Free texts have Terraform's escapes: `$${` for `${`. */
export type GroundTruthConfig = z.infer<typeof configSchema>;
