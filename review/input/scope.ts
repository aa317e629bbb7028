import { isObject, type Json, type JsonObject, type PlanResource } from "./resource";

/** Where a stack lives. */
export interface Scope {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  /** Whether the account is only a stand-in, as nothing in the input tells it. */
  readonly accountIsStandIn: boolean;
  /** Goes before addresses that stand for an id, where several stacks are reviewed together. */
  readonly standInPrefix?: string;
}

/** In AWS no account has this number. */
export const standInAccount = "000000000000";

/** What a provider block says. */
export interface ProviderFacts {
  readonly region?: string;
  readonly account?: string;
}

/**
 * The scope of a stack, from the surest source to the least sure: what the user says, the provider's block, the data
 * source that asks AWS, ARNs of resources that exist already.
 */
export function scopeOf(
  resources: readonly PlanResource[],
  provider: ProviderFacts,
  told: { readonly account?: string },
): Scope {
  const own = resources.filter((resource) => resource.provider === undefined);
  const asked = (type: string, attribute: string) =>
    own
      .filter((resource) => resource.mode === "data" && resource.type === type)
      .map((resource) => resource.values[attribute])
      .find((value): value is string => typeof value === "string" && value !== "");
  const arns = own
    .filter(({ mode }) => mode === "managed")
    .map(({ values }) => values["arn"])
    .filter((arn): arn is string => typeof arn === "string" && arn.startsWith("arn:"))
    .map((arn) => arn.split(":"))
    .filter((parts) => parts[4] !== standInAccount);
  const account =
    told.account ??
    provider.account ??
    asked("aws_caller_identity", "account_id") ??
    arns.map((parts) => parts[4] ?? "").find((part) => /^\d{12}$/.test(part));
  const region =
    provider.region ??
    asked("aws_region", "region") ??
    asked("aws_region", "name") ??
    arns.map((parts) => parts[3] ?? "").find((part) => part !== "") ??
    "us-east-1";
  const partition =
    asked("aws_partition", "partition") ?? arns.map((parts) => parts[1]).find(Boolean) ?? partitionOf(region);
  return {
    partition,
    region,
    account: account ?? standInAccount,
    accountIsStandIn: account === undefined,
  };
}

/** Where one resource lives: its own region, as version 6 of the provider takes it, or that of its provider. */
export function scopeOfResource(
  { values, provider = {} }: Pick<PlanResource, "values" | "provider">,
  scope: Scope,
): Scope {
  const region = values["region"];
  const own = typeof region === "string" && /^[a-z]{2,}(-[a-z]+)+-\d$/.test(region) ? { region } : {};
  return { ...scope, ...provider, ...own };
}

/**
 * An AWS provider in the member `configuration` of a plan.
 * @param key `aws.us`; of a provider inside of a module `module.a:aws`
 */
export function providerOfPlan(plan: JsonObject, key = ownProvider(plan)): ProviderFacts {
  const aws = providersOf(plan)[key];
  const expressions = isObject(aws) && isObject(aws["expressions"]) ? aws["expressions"] : {};
  const variables = isObject(plan["variables"]) ? plan["variables"] : {};
  const valueOf = (name: string): Json | undefined => {
    const expression = expressions[name];
    if (!isObject(expression)) return undefined;
    if (expression["constant_value"] !== undefined) return expression["constant_value"];
    const references = expression["references"];
    const first = Array.isArray(references) ? (references as readonly Json[])[0] : undefined;
    const variable = typeof first === "string" ? /^var\.([\w-]+)$/.exec(first)?.[1] : undefined;
    const told = variable === undefined ? undefined : variables[variable];
    return isObject(told) ? told["value"] : undefined;
  };
  const assumed = isObject(expressions["assume_role"])
    ? [expressions["assume_role"]]
    : expressions["assume_role"];
  const first = Array.isArray(assumed) ? (assumed as readonly Json[])[0] : undefined;
  const role =
    isObject(first) && isObject(first["role_arn"]) ? first["role_arn"]["constant_value"] : undefined;
  return providerFacts(valueOf("region"), valueOf("allowed_account_ids"), role);
}

/** The key of the stack's own AWS provider: the one without an alias, else the first. */
export function ownProvider(plan: JsonObject): string {
  const providers = providersOf(plan);
  if (providers["aws"] !== undefined) return "aws";
  const isAws = (block: Json) => isObject(block) && block["name"] === "aws";
  return Object.keys(providers).find((key) => isAws(providers[key]!)) ?? "aws";
}

function providersOf({ configuration }: JsonObject): JsonObject {
  const providers = isObject(configuration) ? configuration["provider_config"] : undefined;
  return isObject(providers) ? providers : {};
}

/** @param role that the provider assumes: it works in the role's account */
export function providerFacts(
  region: Json | undefined,
  accounts: Json | undefined,
  role?: Json,
): ProviderFacts {
  const only: unknown = Array.isArray(accounts) && accounts.length === 1 ? accounts[0] : undefined;
  const first = only ?? (typeof role === "string" ? role.split(":")[4] : undefined);
  return {
    ...(typeof region === "string" && /^[a-z0-9-]+$/.test(region) && { region }),
    ...(typeof first === "string" && /^\d{12}$/.test(first) && { account: first }),
  };
}

export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
