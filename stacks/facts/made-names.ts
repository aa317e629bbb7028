import { deliveryLogRoleName } from "../../lib/streaming/delivery-logs";
import { deadLetterSuffix } from "../../lib/rules/messaging";
import { labelingJobsLogGroup } from "../../lib/permissions/cloudwatch";
import {
  at,
  type GoodConfig,
  type GoodPersona,
  type GoodWorkflow,
  type Path,
  present,
  twins,
} from "../config/good-part";
import { shownPath } from "../file/shown-path";
import { makesRole } from "./execution-roles";
import { customTaskOf, functionsOf } from "./functions";
import {
  defaultAnswerQueueName,
  defaultRoleName,
  jobEventQueueName,
  madeTopicNames,
  personaResourceName,
  sharedKeyAlias,
} from "./names";

/** A name that the stacks of a file give to something, and that can be there once. */
export interface MadeName {
  readonly kind: "workflow" | "log group" | "function" | "queue" | "job" | "key" | "persona" | IamKind;
  readonly name: string;
  /** What says the name. */
  readonly path: Path;
  /** Whose it is: `the execution role of workflows[0]`. */
  readonly of: string;
  /** What to do if it is too long. @default - the file gives it, and a rule says how long it may be */
  readonly shorten?: string;
}

type IamKind = "role" | "policy" | "group" | "user";

/** Every name of a file. What is made for several things stands in the order of the file. */
export function madeNames({
  namePrefix = "<namePrefix>",
  workflows,
  shared,
  access,
}: GoodConfig): MadeName[] {
  const all = present(workflows);
  const ofAll = all.flatMap((workflow) => {
    const place = shownPath(at(workflow));
    const logGroup = workflow.logGroup && labelingJobsLogGroup;
    return [
      ...named("workflow", workflow.name, at(workflow, "name"), `the name of ${place} too`),
      ...named("log group", logGroup, at(workflow, "logGroup"), `made by ${place} already`),
    ];
  });
  // Of two workflows of one name nothing else is told.
  const again = new Set(twins(all, ({ name }) => name).map(({ item }) => item));
  const firsts = all.filter((one) => !again.has(one));
  const keys = present(shared?.keys).flatMap((key) =>
    named(
      "key",
      key.name && sharedKeyAlias(namePrefix, key.name),
      at(key, "name"),
      "that of another key too",
    ),
  );
  const roles = present(shared?.executionRoles).flatMap((role) =>
    named(
      "role",
      role.name && defaultRoleName(namePrefix, role.name),
      at(role, "name"),
      `the execution role ${shownPath(at(role))}`,
      "shorten it",
    ),
  );
  return [
    ...roles,
    ...ofAll,
    ...firsts.flatMap((workflow) => namesOfWorkflow(namePrefix, workflow)),
    ...keys,
    ...present(access).flatMap((persona) => namesOfPersona(namePrefix, persona)),
  ];
}

function namesOfWorkflow(prefix: string, workflow: GoodWorkflow): MadeName[] {
  const { name, executionRole: role, encryptionKey: key } = workflow;
  if (name === undefined) return [];
  const place = shownPath(at(workflow));
  const nameKey = at(workflow, "name");
  const ownRole = roleWithPolicies(
    role?.name ?? defaultRoleName(prefix, name),
    role?.name === undefined ? nameKey : at(role, "name"),
    `execution role of ${place}`,
    role?.name === undefined ? "shorten it, or name the role (executionRole.name)" : undefined,
  );
  const makesKey = key?.existing === undefined && key?.shared === undefined;
  return [
    ...(makesRole(workflow)
      ? ownRole
      : named("policy", defaultRoleName(prefix, name), nameKey, `the policy of the role of ${place}`)),
    ...namesOfFunctions(prefix, workflow),
    ...namesOfStream(prefix, name, workflow),
    ...namesOfEvents(prefix, name, workflow),
    ...(makesKey
      ? named("key", sharedKeyAlias(prefix, name), nameKey, `the alias of the key of ${place} too`)
      : []),
  ];
}

function namesOfFunctions(prefix: string, workflow: GoodWorkflow): MadeName[] {
  const made = functionsOf(prefix, workflow).filter(({ arn }) => arn === undefined);
  return made.flatMap(({ key, name, role, roleKey }) => {
    const path = at(workflow, "customTask", key);
    const rolePath = roleKey === "role" ? ["role", "name"] : roleKey === "name" ? ["name"] : [];
    const isGiven = customTaskOf(workflow)?.[key]?.name !== undefined;
    const shorten = isGiven ? undefined : "name it here, or shorten the workflow's name";
    return [
      ...named(
        "function",
        name,
        [...path, "name"],
        `a function of ${shownPath(at(workflow))} already`,
        shorten,
      ),
      ...roleWithPolicies(role!, [...path, ...rolePath], `role of ${shownPath(path)}`),
    ];
  });
}

function namesOfStream(prefix: string, name: string, workflow: GoodWorkflow): MadeName[] {
  if (workflow.type !== "streaming") return [];
  const { labelingJobName, answers, deliveryLogs } = workflow;
  const place = shownPath(at(workflow));
  const queue = answers?.queue && (answers.queue.name ?? defaultAnswerQueueName(prefix, name));
  const logging = deliveryLogs === undefined ? [] : madeTopicNames(prefix, { ...workflow, name });
  return [
    ...named("job", labelingJobName, at(workflow, "labelingJobName"), `the job of ${place} too`),
    ...[queue, queue && `${queue}${deadLetterSuffix}`].flatMap((one) =>
      named("queue", one, at(workflow, "answers", "queue", "name"), `the queue of ${place} too`),
    ),
    ...logging.flatMap((topic) =>
      roleWithPolicies(
        deliveryLogRoleName(topic),
        at(workflow, "name"),
        `role of the delivery logs of ${place}`,
        "shorten it, or leave deliveryLogs out",
      ),
    ),
  ];
}

function namesOfEvents(prefix: string, name: string, workflow: GoodWorkflow): MadeName[] {
  const queue = workflow.jobEvents?.deadLetters;
  if (queue === undefined || queue.queueArn !== undefined) return [];
  const path = at(workflow, "jobEvents", "deadLetters", "queueName");
  const of = `a queue of ${shownPath(at(workflow))} too`;
  return named("queue", queue.queueName ?? jobEventQueueName(prefix, name), path, of);
}

function namesOfPersona(prefix: string, persona: GoodPersona): MadeName[] {
  const { createRole: role, createGroup, createUser } = persona;
  const called = persona.name ?? persona.persona;
  if (called === undefined) return [];
  const own = personaResourceName(prefix, called);
  const place = shownPath(at(persona));
  const nameKey = at(persona, persona.name === undefined ? "persona" : "name");
  const roleKey = at(persona, "createRole", ...(role?.name === undefined ? [] : ["name"]));
  return [
    ...named("persona", called, nameKey, `the name of ${place} too`),
    ...named("policy", own, nameKey, `the policy of ${place}`),
    ...named("role", role && (role.name ?? own), roleKey, `the role of ${place}`),
    ...named("group", createGroup, at(persona, "createGroup"), `the group of ${place}`),
    ...named("user", createUser, at(persona, "createUser"), `the user of ${place}`),
  ];
}

/** Policies are named after their role. */
function roleWithPolicies(name: string, path: Path, of: string, shorten?: string): MadeName[] {
  return [
    ...named("role", name, path, `the ${of}`, shorten),
    ...named("policy", name, path, `the policy of the ${of}`),
  ];
}

function named(
  kind: MadeName["kind"],
  name: string | undefined,
  path: Path,
  of: string,
  shorten?: string,
): MadeName[] {
  return name === undefined ? [] : [{ kind, name, path, of, shorten }];
}
