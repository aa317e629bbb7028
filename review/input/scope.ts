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
  const asked = (type: string, attribute: string) =>
    resources
      .filter((resource) => resource.mode === "data" && resource.type === type)
      .map((resource) => resource.values[attribute])
      .find((value): value is string => typeof value === "string" && value !== "");
  const arns = resources
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

/** The default AWS provider in the member `configuration` of a plan. */
export function providerOfPlan(plan: JsonObject): ProviderFacts {
  const configuration = plan["configuration"];
  const providers = isObject(configuration) ? configuration["provider_config"] : undefined;
  const aws = isObject(providers) ? providers["aws"] : undefined;
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
  return providerFacts(valueOf("region"), valueOf("allowed_account_ids"));
}

export function providerFacts(region: Json | undefined, accounts: Json | undefined): ProviderFacts {
  const first: unknown = Array.isArray(accounts) && accounts.length === 1 ? accounts[0] : undefined;
  return {
    ...(typeof region === "string" && /^[a-z0-9-]+$/.test(region) && { region }),
    ...(typeof first === "string" && /^\d{12}$/.test(first) && { account: first }),
  };
}

export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
