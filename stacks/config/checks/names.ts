import { AwsPage } from "../../../lib/aws-page";
import { longestRoleName } from "../../../lib/rules/iam";
import { longestFunctionName } from "../../../lib/rules/lambda";
import { type MadeName, madeNames } from "../../facts/made-names";
import { workflowResourceName } from "../../facts/names";
import { shownPath } from "../../file/shown-path";
import type { Complain, GoodConfig } from "../good-part";
import { at, present, streamingOf } from "../good-part";
import { accessStackName, sharedStackName, workforceStackName } from "../../facts/stack-names";

/** What stacks of one account cannot have in common: each of these would fail when the second stack is deployed. */
export function checkNames(config: GoodConfig, complain: Complain): void {
  const names = madeNames(config);
  checkTwice(names, complain);
  if (config.namePrefix !== undefined) checkLengths(names, complain);
  checkSections(config, complain);
  checkWorkspace(config, complain);
  checkQueuesOfJobs(config, complain);
  checkParameters(config, complain);
}

/** What is there once of each kind of name. */
const iamRule = [
  "IAM takes each name once in an account, in whatever case. Name one of the two otherwise",
  AwsPage.iamNames,
] as const;
const onceFor: Readonly<Record<MadeName["kind"], readonly [rule: string, page?: string]>> = {
  workflow: ["each workflow needs its own"],
  "log group": ["all labeling jobs of the account share it; take it out here", AwsPage.logGroups],
  function: ["each function has its own name"],
  queue: ["a queue is made by one stack only"],
  job: [
    "AWS takes each name once, in whatever case, and a job has its own queue",
    AwsPage.createLabelingJobApi,
  ],
  key: ["give this one another name"],
  persona: ["give one of them another one (name)"],
  role: iamRule,
  policy: iamRule,
  group: iamRule,
  user: iamRule,
};
const caseCounts: ReadonlySet<MadeName["kind"]> = new Set(["function", "queue"]);

function checkTwice(names: readonly MadeName[], complain: Complain): void {
  const firsts = new Map<string, MadeName>();
  // What is named after something that is there twice is told with it.
  const told = new Set<string>();
  for (const one of names) {
    const { kind, name, path } = one;
    const key = `${kind} ${caseCounts.has(kind) ? name : name.toLowerCase()}`;
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, one);
    const place = shownPath(path).replace(/\.name$/, "");
    if (first === undefined || told.has(place)) continue;
    told.add(place);
    const [rule, page] = onceFor[kind];
    complain(
      path,
      `"${name}" is ${first.of}${first.name === name ? "" : ` ("${first.name}")`}; ${rule}`,
      page,
    );
  }
}

const longest: { readonly [Kind in MadeName["kind"]]?: readonly [string, number, string] } = {
  role: ["IAM", longestRoleName, AwsPage.iamQuotas],
  function: ["Lambda", longestFunctionName, AwsPage.lambdaFunctionNames],
};

function checkLengths(names: readonly MadeName[], complain: Complain): void {
  const long = names.filter(
    ({ kind, name, shorten }) => shorten && name.length > (longest[kind]?.[1] ?? Infinity),
  );
  for (const { kind, name, path, shorten } of long) {
    if (long.find((one) => one.path.join() === path.join() && one.shorten === shorten)?.name !== name)
      continue;
    const [service, most, page] = longest[kind]!;
    complain(
      path,
      `the ${kind} would be named ${name}, ${name.length} characters, and ${service} takes ${most}; ${shorten}`,
      page,
    );
  }
}

/** Names of parameters begin with the prefix of the file, and AWS keeps some beginnings for itself. */
function checkParameters({ namePrefix = "", ssmParameters }: GoodConfig, complain: Complain): void {
  if (ssmParameters !== true || !/^(aws|ssm)/.test(namePrefix)) return;
  const message =
    `true, but parameters would be named /${namePrefix}/…, and Parameter Store takes no name that begins with aws or ssm; ` +
    "take another namePrefix, or leave it out";
  complain(["ssmParameters"], message, AwsPage.ssmParameters);
}

/** What each stack beside those of workflows is for. */
const sections = {
  [sharedStackName]: "what workflows share",
  [workforceStackName]: "the workforce",
  [accessStackName]: "people's rights",
} as const;

function sectionsOf(config: GoodConfig): [string, string][] {
  return Object.entries(sections).filter(([stack]) => config[stack as keyof typeof sections] !== undefined);
}

function checkSections(config: GoodConfig, complain: Complain): void {
  for (const workflow of present(config.workflows)) {
    for (const [stack, what] of sectionsOf(config)) {
      if (workflow.name === stack)
        complain(at(workflow, "name"), `"${stack}" is the stack of ${what}; name the workflow otherwise`);
    }
  }
}

/** Each stack has a state of its own. */
function checkWorkspace(config: GoodConfig, complain: Complain): void {
  const { backend, workflows = [] } = config;
  const name = backend?.type === "cloud" ? backend.workspaces?.name : undefined;
  const stacks = [
    ...workflows.map((workflow, index) => workflow?.name ?? `workflows[${index}]`),
    ...sectionsOf(config).map(([stack]) => stack),
  ];
  if (name === undefined || stacks.length < 2) return;
  const message =
    `"${name}" would hold the state of all ${stacks.length} stacks (${stacks.join(", ")}), and each would destroy the others; ` +
    "leave it out, or use prefix: then each stack has a workspace of its own";
  complain(["backend", "workspaces", "name"], message);
}

/** Without a job name a role may use every queue whose name begins like its workflow's jobs. */
function checkQueuesOfJobs({ namePrefix = "<namePrefix>", workflows }: GoodConfig, complain: Complain): void {
  const jobs = streamingOf(workflows).flatMap((workflow) => {
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
    complain(at(workflow, "name"), message, AwsPage.streamingQueue);
  }
}
