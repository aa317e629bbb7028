import { accessStackName } from "./access-schema";
import type { GroundTruthConfig } from "./schema";
import { sharedStackName } from "./shared-schema";
import { workforceStackName } from "./workforce-schema";

/** Names of the stacks that a configuration becomes, in the order in which it describes them. */
export function stackNames({ workflows, shared, workforce, access }: GroundTruthConfig): string[] {
  return [
    ...(shared === undefined ? [] : [sharedStackName]),
    ...workflows.map(({ name }) => name),
    ...(workforce === undefined ? [] : [workforceStackName]),
    ...(access === undefined ? [] : [accessStackName]),
  ];
}
