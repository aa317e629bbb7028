import { allowed } from "./allowed";
import { checkAccess } from "./checks/access";
import { checkBuckets } from "./checks/buckets";
import { checkNames } from "./checks/names";
import { checkPlaces } from "./checks/places";
import { checkDeployOrder, checkReferences } from "./checks/references";
import { sections, workflowsRule } from "./configuration";
import { type Check, type Complain, type GoodConfig, goodPart } from "./good-part";
import { rememberParsed } from "./parsed";
import { besideFieldChecks } from "./section";

export type { GroundTruthConfig } from "./configuration";

const checks: readonly Check[] = [checkPlaces, checkNames, checkBuckets, checkReferences, checkAccess];

/** The whole of `ground-truth.yaml`. */
export const configSchema = sections
  .superRefine((config, context) => {
    const { workflows, workforce, access, shared } = config as Partial<typeof config>;
    const others = [workforce, access, shared].some((one) => one !== undefined);
    if (!others && (workflows === undefined || (Array.isArray(workflows) && workflows.length === 0))) {
      const message = workflows === undefined ? workflowsRule : `got an empty list; ${workflowsRule}`;
      context.addIssue({ code: "custom", path: ["workflows"], message });
    }
    const good = goodPart(config, context.issues) as GoodConfig;
    const complain: Complain = (path, message, page) =>
      context.addIssue({ code: "custom", path: [...path], message: allowed(message, page) });
    for (const check of checks) check(good, complain);
    if (context.issues.length === 0) checkDeployOrder(config, complain);
    if (context.issues.length === 0) rememberParsed(config);
  }, besideFieldChecks)
  .describe("Labeling workflows with Amazon SageMaker Ground Truth, deployed with CDKTF.");
