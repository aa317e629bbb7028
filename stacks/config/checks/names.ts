import { AwsPage } from "../../../lib/aws-page";
import { longestRoleName } from "../../../lib/rules/iam";
import { customTaskOf, functionsOf } from "../../facts/functions";
import {
  defaultAnswerQueueName,
  defaultRoleName,
  personaResourceName,
  workflowResourceName,
} from "../../facts/names";
import { shownPath } from "../../file/shown-path";
import { accessStackName } from "../access-schema";
import { allowed } from "../allowed";
import {
  type Complain,
  type GoodConfig,
  type GoodPersona,
  type GoodWorkflow,
  type Path,
  itemsOf,
} from "../good-part";
import { repeated } from "../relations";
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
}

/** What each stack beside those of workflows is for. */
const sections = {
  [sharedStackName]: "what workflows share",
  [workforceStackName]: "the workforce",
  [accessStackName]: "people's rights",
} as const;

function checkWorkflowNames(config: GoodConfig, complain: Complain): void {
  const { namePrefix, workflows = [] } = config;
  for (const { index, first } of repeated(workflows.map((workflow) => workflow?.name))) {
    const message = `"${workflows[first]!.name}" is the name of workflows[${first}] too; each workflow needs its own`;
    complain(["workflows", index, "name"], message);
  }
  for (const {
    item: { name = "", executionRole },
    index,
  } of itemsOf(workflows)) {
    const at = ["workflows", index, "name"];
    for (const [stack, what] of Object.entries(sections)) {
      if (name !== stack || config[stack as keyof typeof sections] === undefined) continue;
      complain(at, `"${stack}" is the stack of ${what}; name the workflow otherwise`);
    }
    if (
      namePrefix === undefined ||
      executionRole?.existing !== undefined ||
      executionRole?.name !== undefined
    )
      continue;
    const role = defaultRoleName(namePrefix, name);
    if (role.length <= longestRoleName) continue;
    const message =
      `the role would be named ${role}, ${role.length} characters, and IAM takes ${longestRoleName}; ` +
      "shorten it, or name the role (executionRole.name)";
    complain(at, allowed(message, AwsPage.iamQuotas));
  }
}

/** Stands for a prefix that is missing or wrong, which is told. */
const unknownPrefix = "<namePrefix>";
const longestFunctionName = 64;

/** Functions that stacks make: Lambda takes each name once in a region, and no long ones. */
function checkFunctionNames({ namePrefix = unknownPrefix, workflows }: GoodConfig, complain: Complain): void {
  const functions = itemsOf(workflows).flatMap(({ item, index }) =>
    functionsOf(namePrefix, item)
      .filter(({ arn }) => arn === undefined)
      .map(({ name, key }) => ({
        name: name!,
        index,
        path: ["workflows", index, "customTask", key, "name"],
        isDefault: customTaskOf(item)?.[key]?.name === undefined,
      })),
  );
  for (const { name, path, isDefault } of functions) {
    if (!isDefault || namePrefix === unknownPrefix || name.length <= longestFunctionName) continue;
    const message =
      `the function would be named ${name}, ${name.length} characters, and Lambda takes ${longestFunctionName}; ` +
      "name it here, or shorten the workflow's name";
    complain(path, allowed(message, AwsPage.lambdaFunctionNames));
  }
  for (const { index, first } of repeated(functions.map(({ name }) => name))) {
    const { name, path } = functions[index]!;
    const owner = `workflows[${functions[first]!.index}]`;
    complain(path, `"${name}" is a function of ${owner} already; each function has its own name`);
  }
}

function checkLogGroups({ workflows }: GoodConfig, complain: Complain): void {
  const [first, ...others] = itemsOf(workflows).filter(({ item }) => item.logGroup !== undefined);
  for (const { index } of others) {
    const message =
      `workflows[${first!.index}] makes the log group already, and all labeling jobs of the account share it; ` +
      "take it out here";
    complain(["workflows", index, "logGroup"], allowed(message, AwsPage.logGroups));
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

function checkJobNames({ namePrefix = unknownPrefix, workflows = [] }: GoodConfig, complain: Complain): void {
  // AWS takes names of jobs that differ in case for the same.
  const names = workflows.map((workflow) =>
    workflow?.type === "streaming" ? workflow.labelingJobName : undefined,
  );
  for (const { index, first } of repeated(names.map((name) => name?.toLowerCase()))) {
    const message =
      `"${names[index]}" is the job of workflows[${first}] too; ` +
      "AWS takes each name once, in whatever case, and a job has its own queue";
    complain(["workflows", index, "labelingJobName"], allowed(message, AwsPage.createLabelingJobApi));
  }
  // Without a job name a role may use every queue whose name begins like its workflow's jobs.
  const jobs = workflows.map((workflow) => {
    if (workflow?.type !== "streaming" || workflow.name === undefined) return undefined;
    const beginning = `${workflowResourceName(namePrefix, workflow.name)}-`;
    return {
      name: workflow.labelingJobName?.toLowerCase() ?? beginning,
      isOne: workflow.labelingJobName !== undefined,
    };
  });
  for (const { item: job, index } of itemsOf(jobs)) {
    if (job.isOne) continue;
    const other = jobs.findIndex(
      (inner, place) => place !== index && inner?.name !== job.name && inner?.name.startsWith(job.name),
    );
    if (other < 0) continue;
    const message =
      `jobs named ${job.name}… would be those of workflows[${other}] (${jobs[other]!.name}) too, ` +
      "and this workflow's role could use their queues; name one of the two otherwise, or give this one a labelingJobName";
    complain(["workflows", index, "name"], allowed(message, AwsPage.streamingQueue));
  }
}

function checkAnswerQueues(
  { namePrefix = unknownPrefix, workflows = [] }: GoodConfig,
  complain: Complain,
): void {
  const names = workflows.map((workflow) => {
    if (workflow?.type !== "streaming" || workflow.answers?.queue === undefined) return undefined;
    const { name = workflow.name && defaultAnswerQueueName(namePrefix, workflow.name) } =
      workflow.answers.queue;
    return name;
  });
  for (const { index, first } of repeated(names)) {
    const message = `"${names[index]}" is the queue of workflows[${first}] too; a queue is made by one stack only`;
    complain(["workflows", index, "answers", "queue", "name"], message);
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
  const placed = itemsOf(workflows);
  // Of two workflows of one name nothing else is told.
  const firstsOfName = placed.filter(
    ({ item }, at) => placed.findIndex((one) => one.item.name === item.name) === at,
  );
  const names = [
    ...firstsOfName.flatMap(({ item, index }) => namesOfWorkflow(namePrefix, item, index)),
    ...itemsOf(access).flatMap(({ item, index }) => namesOfPersona(namePrefix, item, index)),
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

function namesOfWorkflow(namePrefix: string, workflow: GoodWorkflow, index: number): IamName[] {
  const { name, executionRole: role } = workflow;
  if (name === undefined) return [];
  const at = ["workflows", index];
  const own =
    role?.existing !== undefined
      ? []
      : roleWithPolicies(
          role?.name ?? defaultRoleName(namePrefix, name),
          role?.name === undefined ? [...at, "name"] : [...at, "executionRole", "name"],
          `execution role of ${shownPath(at)}`,
        );
  const ofFunctions = functionsOf(namePrefix, workflow)
    .filter(({ arn }) => arn === undefined)
    .flatMap(({ key, role: roleName, roleKey }) => {
      const path = [...at, "customTask", key];
      const said = { role: [...path, "role", "name"], name: [...path, "name"] };
      const named = roleWithPolicies(roleName!, roleKey ? said[roleKey] : path, `role of ${shownPath(path)}`);
      return roleKey === "role" ? named : named.map((one): IamName => ({ ...one, toldAs: "function" }));
    });
  return [...own, ...ofFunctions];
}

function roleWithPolicies(name: string, path: Path, what: string): IamName[] {
  return [
    { kind: "role", name, path, of: `the ${what}` },
    { kind: "policy", name, path, of: `the policy of the ${what}` },
  ];
}

function namesOfPersona(namePrefix: string, persona: GoodPersona, index: number): IamName[] {
  const { name: given, persona: kind, createRole: role, createGroup, createUser } = persona;
  const called = given ?? kind;
  if (called === undefined) return [];
  const at = ["access", index];
  const own = personaResourceName(namePrefix, called);
  const roleAt = [...at, "createRole", ...(role?.name === undefined ? [] : ["name"])];
  const names: readonly (readonly [IamName["kind"], string | undefined, Path])[] = [
    ["policy", own, [...at, given === undefined ? "persona" : "name"]],
    ["role", role && (role.name ?? own), roleAt],
    ["group", createGroup, [...at, "createGroup"]],
    ["user", createUser, [...at, "createUser"]],
  ];
  return names.flatMap(([what, name, path]): IamName[] =>
    name === undefined
      ? []
      : [
          {
            kind: what,
            name,
            path,
            of: `the ${what} of ${shownPath(at)}`,
            toldAs: what === "policy" ? "persona" : undefined,
          },
        ],
  );
}
