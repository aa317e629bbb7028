import type { GroundTruthConfig } from "../config/configuration";
import { stackId } from "../environments/environment";

/** Names of the stacks beside those of workflows, which their sections have too. */
export const sharedStackName = "shared";
export const workforceStackName = "workforce";
export const accessStackName = "access";

/** The configurations of a file by the names of their stacks. */
export function ownersOfStacks<Of extends { readonly config: GroundTruthConfig }>(
  configs: readonly Of[],
): ReadonlyMap<string, Of> {
  return new Map(configs.flatMap((one) => stackNames(one.config).map((stack) => [stack, one] as const)));
}

/** Names of the stacks that a configuration becomes, in the order in which it describes them. */
export function stackNames(config: GroundTruthConfig): string[] {
  const { workflows, shared, workforce, access } = config;
  const names = [
    ...(shared === undefined ? [] : [sharedStackName]),
    ...workflows.map(({ name }) => name),
    ...(workforce === undefined ? [] : [workforceStackName]),
    ...(access === undefined ? [] : [accessStackName]),
  ];
  return names.map((name) => stackId(config, name));
}
