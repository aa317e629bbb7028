import { iamRoleArn, iamUserArn, parseArn } from "../lib/iam/arn";
import type { AwsScope } from "../lib/scope/aws-scope";
import { personaName, type PersonaConfig } from "./config/access-schema";
import type { WorkflowConfig } from "./config/workflow-schema";
import { personaResourceName } from "./facts/names";

/** Where people and their names come from. */
export interface PeopleOfFile {
  readonly namePrefix: string;
  readonly rolePath?: string;
  readonly access?: readonly PersonaConfig[];
}

/** Somebody who has a persona's policies: by ARN where it is known, else as `group/labelers`. */
export interface Holder {
  readonly persona: string;
  readonly arn?: string;
  readonly name: string;
}

const ofData: ReadonlySet<PersonaConfig["persona"]> = new Set(["console-user", "job-creator"]);

/** Everybody who brings data to a workflow or reads its answers, by the section `access`. */
export function dataUsersOf(workflow: string, file: PeopleOfFile, scope: AwsScope): readonly Holder[] {
  return (file.access ?? []).flatMap((persona) => {
    const workflows = "workflows" in persona ? persona.workflows : undefined;
    const works = workflows === undefined || workflows.includes(workflow);
    return ofData.has(persona.persona) && works ? holdersOf(persona, file, scope) : [];
  });
}

/** Everybody who looks after dead letters of a workflow's answer queue, by the section `access`. */
export function redriversOf(
  workflow: WorkflowConfig,
  file: PeopleOfFile,
  scope: AwsScope,
): readonly Holder[] {
  if (workflow.type !== "streaming" || workflow.answers?.queue === undefined) return [];
  return (file.access ?? []).flatMap((persona) => {
    if (persona.persona !== "job-operator" || persona.redrivesDeadLetters !== true) return [];
    const works = persona.workflows === undefined || persona.workflows.includes(workflow.name);
    return works ? holdersOf(persona, file, scope) : [];
  });
}

/** A key policy names roles and users. Members of groups, and roles whose path nobody knows, it cannot. */
function holdersOf(config: PersonaConfig, file: PeopleOfFile, scope: AwsScope): readonly Holder[] {
  const persona = personaName(config);
  const { attachTo = {}, createRole, createGroup, createUser, permissionSet } = config;
  const known = (arn: string): Holder => ({ persona, arn, name: parseArn(arn)?.resource ?? arn });
  const byName = (kind: string) => (name: string) =>
    parseArn(name) === undefined ? { persona, name: `${kind}/${name}` } : known(name);
  const made = createRole && (createRole.name ?? personaResourceName(file.namePrefix, persona));
  return [
    ...(made === undefined ? [] : [known(iamRoleArn(scope, made, file.rolePath))]),
    ...(createUser === undefined ? [] : [known(iamUserArn(scope, createUser, file.rolePath))]),
    ...(attachTo.roles ?? []).map(byName("role")),
    ...(attachTo.users ?? []).map(byName("user")),
    ...[...(attachTo.groups ?? []), ...(createGroup === undefined ? [] : [createGroup])].map(byName("group")),
    ...(permissionSet === true ? [{ persona, name: `permission-set/${persona}` }] : []),
  ];
}

/** Those whom the key of a workflow does not name anyway (`dataUsers`): the account of an ARN may not be known yet. */
export function notNamed(holders: readonly Holder[], dataUsers: readonly string[] = []): readonly Holder[] {
  const named = dataUsers.map((arn) => parseArn(arn)?.resource ?? arn);
  if (named.includes("root")) return [];
  return holders.filter(({ arn, name }) => {
    if (arn !== undefined) return !named.includes(name);
    const [kind, own] = [name.slice(0, name.indexOf("/")), name.slice(name.indexOf("/") + 1)];
    return !named.some((one) => one.startsWith(`${kind}/`) && one.endsWith(`/${own}`));
  });
}
