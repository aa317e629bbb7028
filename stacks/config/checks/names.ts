import { AwsPage } from "../../../lib/aws-page";
import { deliveryLogRoleName } from "../../../lib/streaming/delivery-logs";
import { longestRoleName } from "../../../lib/rules/iam";
import { customTaskOf, functionsOf } from "../../facts/functions";
import {
  defaultAnswerQueueName,
  defaultRoleName,
  madeTopicNames,
  personaResourceName,
  workflowResourceName,
} from "../../facts/names";
import { shownPath } from "../../file/shown-path";
import { accessStackName } from "../access-schema";
import { allowed } from "../allowed";
import type { Complain, GoodConfig, GoodPersona, GoodWorkflow, Path } from "../good-part";
import { at, present, streamingOf, twins } from "../good-part";
import { sharedStackName } from "../shared-schema";
import { workforceStackName } from "../workforce-schema";

/** What stacks of one account cannot have in common: each of these would fail when the second stack is deployed. */
export function checkNames(config: GoodConfig, complain: Complain): void {
  checkWorkflowNames(config, complain);
  checkFunctionNames(config, complain);
  checkLogGroups(config, complain);
  checkWorkspace(config, complain);
  checkJobNames(config, complain);
  checkAnswerQueues(config, complain);
  checkIamNames(config, complain);
  checkParameters(config, complain);
}

/** Names of parameters begin with the prefix of the file, and AWS keeps some beginnings for itself. */
function checkParameters({ namePrefix = "", ssmParameters }: GoodConfig, complain: Complain): void {
  if (ssmParameters !== true || !/^(aws|ssm)/.test(namePrefix)) return;
  const message =
    `true, but parameters would be named /${namePrefix}/…, and Parameter Store takes no name that begins with aws or ssm; ` +
    "take another namePrefix, or leave it out";
  complain(["ssmParameters"], allowed(message, AwsPage.ssmParameters));
}

/** What each stack beside those of workflows is for. */
const sections = {
  [sharedStackName]: "what workflows share",
  [workforceStackName]: "the workforce",
  [accessStackName]: "people's rights",
} as const;

function checkWorkflowNames(config: GoodConfig, complain: Complain): void {
  const { namePrefix } = config;
  const workflows = present(config.workflows);
  for (const { item, first } of twins(workflows, ({ name }) => name)) {
    const message = `"${item.name}" is the name of ${shownPath(at(first))} too; each workflow needs its own`;
    complain(at(item, "name"), message);
  }
  for (const workflow of workflows) {
    const { name = "", executionRole } = workflow;
    for (const [stack, what] of Object.entries(sections)) {
      if (name !== stack || config[stack as keyof typeof sections] === undefined) continue;
      complain(at(workflow, "name"), `"${stack}" is the stack of ${what}; name the workflow otherwise`);
    }
    const tooLong =
      namePrefix === undefined
        ? undefined
        : deliveryLogRoles(namePrefix, workflow).find((role) => role.length > longestRoleName);
    if (tooLong !== undefined) {
      const message =
        `the role of delivery logs would be named ${tooLong}, ${tooLong.length} characters, and IAM takes ` +
        `${longestRoleName}; shorten it, or leave deliveryLogs out`;
      complain(at(workflow, "name"), allowed(message, AwsPage.iamQuotas));
    }
    const isNamed = executionRole?.existing !== undefined || executionRole?.name !== undefined;
    if (namePrefix === undefined || isNamed) continue;
    const role = defaultRoleName(namePrefix, name);
    if (role.length <= longestRoleName) continue;
    const message =
      `the role would be named ${role}, ${role.length} characters, and IAM takes ${longestRoleName}; ` +
      "shorten it, or name the role (executionRole.name)";
    complain(at(workflow, "name"), allowed(message, AwsPage.iamQuotas));
  }
}

/** Stands for a prefix that is missing or wrong, which is told. */
const unknownPrefix = "<namePrefix>";
const longestFunctionName = 64;

/** Functions that stacks make: Lambda takes each name once in a region, and no long ones. */
function checkFunctionNames({ namePrefix = unknownPrefix, workflows }: GoodConfig, complain: Complain): void {
  const functions = present(workflows).flatMap((workflow) =>
    functionsOf(namePrefix, workflow)
      .filter(({ arn }) => arn === undefined)
      .map(({ name, key }) => ({
        name: name!,
        workflow,
        path: at(workflow, "customTask", key, "name"),
        isDefault: customTaskOf(workflow)?.[key]?.name === undefined,
      })),
  );
  for (const { name, path, isDefault } of functions) {
    if (!isDefault || namePrefix === unknownPrefix || name.length <= longestFunctionName) continue;
    const message =
      `the function would be named ${name}, ${name.length} characters, and Lambda takes ${longestFunctionName}; ` +
      "name it here, or shorten the workflow's name";
    complain(path, allowed(message, AwsPage.lambdaFunctionNames));
  }
  for (const { item, first } of twins(functions, ({ name }) => name)) {
    const owner = shownPath(at(first.workflow));
    complain(item.path, `"${item.name}" is a function of ${owner} already; each function has its own name`);
  }
}

function checkLogGroups({ workflows }: GoodConfig, complain: Complain): void {
  const making = present(workflows).filter(({ logGroup }) => logGroup !== undefined);
  for (const { item, first } of twins(making, () => "one for the account")) {
    const message =
      `${shownPath(at(first))} makes the log group already, and all labeling jobs of the account share it; ` +
      "take it out here";
    complain(at(item, "logGroup"), allowed(message, AwsPage.logGroups));
  }
}

/** Each stack has a state of its own. */
function checkWorkspace(config: GoodConfig, complain: Complain): void {
  const { backend, workflows = [] } = config;
  const name = backend?.type === "cloud" ? backend.workspaces?.name : undefined;
  if (name === undefined) return;
  const stacks = [
    ...workflows.map((workflow, index) => workflow?.name ?? `workflows[${index}]`),
    ...Object.keys(sections).filter((stack) => config[stack as keyof typeof sections] !== undefined),
  ];
  if (stacks.length < 2) return;
  const message =
    `"${name}" would hold the state of all ${stacks.length} stacks (${stacks.join(", ")}), and each would destroy the others; ` +
    "leave it out, or use prefix: then each stack has a workspace of its own";
  complain(["backend", "workspaces", "name"], message);
}

function checkJobNames({ namePrefix = unknownPrefix, workflows }: GoodConfig, complain: Complain): void {
  const streaming = streamingOf(workflows);
  // AWS takes names of jobs that differ in case for the same.
  for (const { item, first } of twins(streaming, ({ labelingJobName }) => labelingJobName?.toLowerCase())) {
    const message =
      `"${item.labelingJobName}" is the job of ${shownPath(at(first))} too; ` +
      "AWS takes each name once, in whatever case, and a job has its own queue";
    complain(at(item, "labelingJobName"), allowed(message, AwsPage.createLabelingJobApi));
  }
  // Without a job name a role may use every queue whose name begins like its workflow's jobs.
  const jobs = streaming.flatMap((workflow) => {
    if (workflow.name === undefined) return [];
    const beginning = `${workflowResourceName(namePrefix, workflow.name)}-`;
    return [{ workflow, name: workflow.labelingJobName?.toLowerCase() ?? beginning }];
  });
  for (const { workflow, name } of jobs) {
    if (workflow.labelingJobName !== undefined) continue;
    const other = jobs.find((one) => one.name !== name && one.name.startsWith(name));
    if (other === undefined) continue;
    const message =
      `jobs named ${name}… would be those of ${shownPath(at(other.workflow))} (${other.name}) too, ` +
      "and this workflow's role could use their queues; name one of the two otherwise, or give this one a labelingJobName";
    complain(at(workflow, "name"), allowed(message, AwsPage.streamingQueue));
  }
}

function checkAnswerQueues({ namePrefix = unknownPrefix, workflows }: GoodConfig, complain: Complain): void {
  const queues = streamingOf(workflows).flatMap((workflow) => {
    const queue = workflow.answers?.queue;
    const name = queue?.name ?? (workflow.name && defaultAnswerQueueName(namePrefix, workflow.name));
    return queue === undefined ? [] : [{ workflow, name }];
  });
  for (const { item, first } of twins(queues, ({ name }) => name)) {
    const owner = shownPath(at(first.workflow));
    const message = `"${item.name}" is the queue of ${owner} too; a queue is made by one stack only`;
    complain(at(item.workflow, "answers", "queue", "name"), message);
  }
}

/** A name that something gets in IAM. */
interface IamName {
  readonly kind: "role" | "group" | "user" | "policy";
  readonly name: string;
  /** What says the name. */
  readonly path: Path;
  /** Whose it is: `the execution role of workflows[0]`. */
  readonly of: string;
  /** What told already that it is there twice, beside another name that was. */
  readonly toldAs?: "function" | "persona";
}

/**
 * Roles, policies, groups and users of one file that IAM would take for the same: each name is there once in an account,
 * in whatever case and path.
 */
function checkIamNames({ namePrefix, workflows, access }: GoodConfig, complain: Complain): void {
  if (namePrefix === undefined) return;
  const all = present(workflows);
  // Of two workflows of one name nothing else is told.
  const firstsOfName = all.filter((one) => all.find(({ name }) => name === one.name) === one);
  const names = [
    ...firstsOfName.flatMap((workflow) => namesOfWorkflow(namePrefix, workflow)),
    ...present(access).flatMap((persona) => namesOfPersona(namePrefix, persona)),
  ];
  const firsts = new Map<string, IamName>();
  const told = new Set<string>();
  for (const one of names) {
    const key = `${one.kind} ${one.name.toLowerCase()}`;
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, one);
    const isTold = one.toldAs !== undefined && one.toldAs === first?.toldAs && one.name === first.name;
    // Policies are named after their role.
    if (first === undefined || isTold || told.has(shownPath(one.path))) continue;
    told.add(shownPath(one.path));
    const written = first.name === one.name ? "" : ` ("${first.name}")`;
    const message =
      `"${one.name}" is ${first.of}${written}; IAM takes each name once in an account, in whatever case. ` +
      "Name one of the two otherwise";
    complain(one.path, allowed(message, AwsPage.iamNames));
  }
}

function namesOfWorkflow(namePrefix: string, workflow: GoodWorkflow): IamName[] {
  const { name, executionRole: role } = workflow;
  if (name === undefined) return [];
  const own =
    role?.existing !== undefined
      ? []
      : roleWithPolicies(
          role?.name ?? defaultRoleName(namePrefix, name),
          role?.name === undefined ? at(workflow, "name") : at(role, "name"),
          `execution role of ${shownPath(at(workflow))}`,
        );
  const ofFunctions = functionsOf(namePrefix, workflow)
    .filter(({ arn }) => arn === undefined)
    .flatMap(({ key, role: roleName, roleKey }) => {
      const path = at(workflow, "customTask", key);
      const said = { role: [...path, "role", "name"], name: [...path, "name"] };
      const named = roleWithPolicies(roleName!, roleKey ? said[roleKey] : path, `role of ${shownPath(path)}`);
      return roleKey === "role" ? named : named.map((one): IamName => ({ ...one, toldAs: "function" }));
    });
  const ofLogs = deliveryLogRoles(namePrefix, workflow).flatMap((role) =>
    roleWithPolicies(role, at(workflow, "name"), `role of the delivery logs of ${shownPath(at(workflow))}`),
  );
  return [...own, ...ofFunctions, ...ofLogs];
}

function deliveryLogRoles(namePrefix: string, workflow: GoodWorkflow): string[] {
  const { name, type } = workflow;
  if (type !== "streaming" || name === undefined || workflow.deliveryLogs === undefined) return [];
  return madeTopicNames(namePrefix, { ...workflow, name }).map(deliveryLogRoleName);
}

function roleWithPolicies(name: string, path: Path, what: string): IamName[] {
  return [
    { kind: "role", name, path, of: `the ${what}` },
    { kind: "policy", name, path, of: `the policy of the ${what}` },
  ];
}

function namesOfPersona(namePrefix: string, persona: GoodPersona): IamName[] {
  const { name: given, persona: kind, createRole: role, createGroup, createUser } = persona;
  const called = given ?? kind;
  if (called === undefined) return [];
  const own = personaResourceName(namePrefix, called);
  const name = (what: IamName["kind"], called: string | undefined, ...path: string[]): IamName[] =>
    called === undefined
      ? []
      : [
          {
            kind: what,
            name: called,
            path: at(persona, ...path),
            of: `the ${what} of ${shownPath(at(persona))}`,
          },
        ];
  return [
    ...name("policy", own, given === undefined ? "persona" : "name").map((one): IamName => ({
      ...one,
      toldAs: "persona",
    })),
    ...name("role", role && (role.name ?? own), "createRole", ...(role?.name === undefined ? [] : ["name"])),
    ...name("group", createGroup, "createGroup"),
    ...name("user", createUser, "createUser"),
  ];
}
