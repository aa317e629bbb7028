import type { PolicyStatement } from "../../iam/statement";
import { dataSourceRights } from "./data-sources";
import { eventRights } from "./events";
import { iamRights } from "./iam";
import { kmsRights } from "./kms";
import { lambdaRights } from "./lambda";
import { messagingRights } from "./messaging";
import { monitoringRights } from "./monitoring";
import { parameterRights } from "./parameters";
import { passedRoles } from "./passed-roles";
import { grouped, type RightsByType } from "./resource-rights";
import { s3Rights } from "./s3";
import type { StackResource } from "./stack-resource";
import { workerRights } from "./workers";

/**
 * What it takes to make, read, change and destroy a resource, by its Terraform type; `data.` begins that of a data
 * source. Policies follow this order.
 */
export const deployerRights: RightsByType = {
  ...iamRights,
  ...kmsRights,
  ...s3Rights,
  ...messagingRights,
  ...lambdaRights,
  ...monitoringRights,
  ...eventRights,
  ...workerRights,
  ...parameterRights,
  ...dataSourceRights,
};

/** Everything that it takes to apply and to destroy these resources, and nothing else. */
export function deployerStatements(resources: readonly StackResource[]): PolicyStatement[] {
  const byType = grouped(resources, ({ type }) => type);
  const statements = Object.entries(deployerRights).flatMap(([type, rights]) => {
    const ofType = byType.get(type);
    return ofType === undefined ? [] : rights.statements(ofType, resources);
  });
  return joined([...statements.map(withoutRepetition), ...passedRoles(resources)]);
}

function withoutRepetition(statement: PolicyStatement): PolicyStatement {
  return { ...statement, resources: [...new Set(statement.resources)] };
}

/**
 * Statements about exactly the same resources of one service become one: each bucket of a workflow has ten resources of
 * Terraform, and a policy has 6,144 characters. Nobody gets a right that way that no statement gave.
 */
function joined(statements: readonly PolicyStatement[]): PolicyStatement[] {
  const groups = grouped(statements, ({ sid, actions, resources = [], when, anyResourceBecause }) =>
    // What opens every resource keeps its own reason.
    JSON.stringify([
      actions[0]?.split(":")[0],
      [...resources].sort(),
      when,
      anyResourceBecause === undefined ? "" : sid,
    ]),
  );
  return [...groups.values()].map((group) => ({
    ...group[0]!,
    actions: [...new Set(group.flatMap(({ actions }) => actions))].sort(),
  }));
}
