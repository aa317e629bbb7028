import type { Good } from "../config/good-part";
import type { GroundTruthConfig } from "../config/configuration";
import { defaultRoleName } from "./names";

type Workflow = GroundTruthConfig["workflows"][number];

/** The role that a workflow's jobs run as: its name, or the ARN of one that exists. */
export function executionRoleOf(namePrefix: string, { name, executionRole = {} }: Good<Workflow>): string {
  const { existing, name: own, shared } = executionRole;
  return existing ?? own ?? defaultRoleName(namePrefix, shared ?? String(name));
}

/** Whether the workflow's stack makes the role. */
export function makesRole({ executionRole = {} }: Good<Workflow>): boolean {
  return executionRole.existing === undefined && executionRole.shared === undefined;
}

/** The configuration with the permissions of shared roles in each workflow that uses one: a role has one set of rules. */
export function withRulesOfRoles(config: GroundTruthConfig): GroundTruthConfig {
  const roles = config.shared?.executionRoles ?? [];
  if (roles.length === 0) return config;
  const workflows = config.workflows.map((workflow) => {
    const role = roles.find(({ name }) => name === workflow.executionRole.shared);
    return role === undefined ? workflow : { ...workflow, permissions: role.permissions };
  });
  return { ...config, workflows };
}
