import { Lazy, type TerraformStack } from "cdktf";
import { iamPolicyArn } from "../lib/iam/arn";
import type { Persona } from "../lib/roles/persona";
import { StackScope } from "../lib/scope/stack-scope";
import type { AccessSubjects, WorkingPlace } from "./access-subjects";
import type { PersonaConfig } from "./config/access-schema";
import { WorkflowOutputs } from "./workflow-outputs";

export interface MadePersona {
  readonly name: string;
  readonly config: PersonaConfig;
  readonly persona: Persona;
  /** The role that is made for it. */
  readonly roleArn?: string;
}

/** What is attached by hand, taken on, given to Identity Center, and left to do. */
export function addAccessOutputs(
  stack: TerraformStack,
  made: readonly MadePersona[],
  subjects: AccessSubjects,
  place: WorkingPlace,
): void {
  const outputs = new WorkflowOutputs(stack);
  const scope = StackScope.of(stack);
  const byName = (value: (one: MadePersona) => unknown) => {
    const entries = made.map((one) => [one.name, value(one)] as const);
    const some = entries.filter(([, given]) => given !== undefined);
    return some.length === 0 ? undefined : Object.fromEntries(some);
  };
  outputs.add(
    "PolicyArns",
    byName(({ persona }) =>
      // A deployer's policies come with the last resource of the app.
      Lazy.anyValue({
        produce: () => persona.policyNames.map((name) => iamPolicyArn(scope, name, place.rolePath)),
      }),
    ),
    "The policies, by persona",
  );
  outputs.add(
    "RoleArns",
    byName(({ roleArn }) => roleArn),
    "Roles to take on, by persona",
  );
  outputs.add(
    "PermissionSets",
    byName(({ config, persona }) => (config.permissionSet ? persona.permissionSetJson : undefined)),
    "What a permission set of IAM Identity Center takes, as JSON, by persona",
  );
  outputs.add(
    "RequiredDataUsers",
    requiredDataUsers(made, subjects, place),
    "To do: who uses the data and is not named by the key (key.create.dataUsers of the workflow, or the existing key's policy), by workflow",
  );
}

/** A key works for nobody whom its policy does not name. Of roles that exist only the name is known here. */
function requiredDataUsers(
  made: readonly MadePersona[],
  subjects: AccessSubjects,
  { workflows, shared }: WorkingPlace,
): Record<string, string[]> | undefined {
  const required = workflows.map((workflow) => {
    const { name, key } = workflow;
    const madeKey = key.create ?? shared?.keys.find((one) => one.name === key.shared);
    const named = (madeKey?.dataUsers ?? []).map(resourceOf);
    const users = made.flatMap(({ config, roleArn }) => {
      if (config.persona !== "console-user" && config.persona !== "job-creator") return [];
      const works = subjects.workflows(config.workflows).some((other) => subjects.usesKeyOf(other, workflow));
      return works && roleArn !== undefined && !named.includes(resourceOf(roleArn)) ? [roleArn] : [];
    });
    return [name, users] as const;
  });
  const some = required.filter(([, users]) => users.length > 0);
  return some.length === 0 ? undefined : Object.fromEntries(some);
}

/** The account of a role may not be known yet. */
function resourceOf(arn: string): string {
  return arn.slice(arn.indexOf(":role/"));
}
