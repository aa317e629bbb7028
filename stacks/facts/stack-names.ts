import { accessStackName } from "../config/access-schema";
import type { GroundTruthConfig } from "../config/configuration";
import { sharedStackName } from "../config/shared-schema";
import { workforceStackName } from "../config/workforce-schema";

/** Names of the stacks that a configuration becomes, in the order in which it describes them. */
export function stackNames({ workflows, shared, workforce, access }: GroundTruthConfig): string[] {
  return [
    ...(shared === undefined ? [] : [sharedStackName]),
    ...workflows.map(({ name }) => name),
    ...(workforce === undefined ? [] : [workforceStackName]),
    ...(access === undefined ? [] : [accessStackName]),
  ];
}
