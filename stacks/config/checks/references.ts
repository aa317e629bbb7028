import { isDeepStrictEqual } from "node:util";
import { PermissionStyle } from "../../../lib/permissions/style";
import { AwsPage } from "../../../lib/aws-page";
import { mostLabelsInManifest } from "../../../lib/jobs/manifest-limits";
import { parseArn } from "../../../lib/iam/arn";
import { BuiltInTask } from "../../../lib/jobs/built-in-task";
import { CorsVariant } from "../../../lib/storage/cors-variant";
import type { S3Location } from "../../../lib/storage/s3-location";
import { ancestors, previousWorkflow, upstreamName } from "../../facts/chains";
import { customTaskOf } from "../../facts/functions";
import { inputTopicName, outputTopicName } from "../../facts/names";
import { Sharing } from "../../facts/sharing";
import { folderOf } from "../../facts/template-places";
import { shownPath } from "../../file/shown-path";
import { didYouMean } from "../allowed";
import { checkApartFromAnswers } from "./apart-from-answers";
import { checkEarlierJobs } from "./earlier-jobs";
import type { GroundTruthConfig } from "../configuration";
import { at, type Complain, type GoodConfig, type GoodWorkflow, present, streamingOf } from "../good-part";

/** What parts of the file name elsewhere in it: keys, workflows, teams, places. */
export function checkReferences(config: GoodConfig, complain: Complain): void {
  checkKeys(config, complain);
  checkRoles(config, complain);
  checkChains(config, complain);
  checkJobs(config, complain);
  checkTemplates(config, complain);
  checkApartFromAnswers(config, complain);
  checkEarlierJobs(config, complain);
  for (const workflow of streamingOf(config.workflows)) checkOwnTopics(workflow, config, complain);
}

/** What goes into the topic of data objects is labeled, and paid for. Topics of the workflow's own are named by ARN too. */
function checkOwnTopics(
  { name, inputTopic, outputTopic, upstream, alarms, job }: ReturnType<typeof streamingOf>[number],
  { namePrefix, region, account }: GoodConfig,
  complain: Complain,
): void {
  const isOwn = (arn: string, topicName: (prefix: string, workflow: string) => string) => {
    const of = parseArn(arn);
    return (
      namePrefix !== undefined &&
      name !== undefined &&
      of?.resource === topicName(namePrefix, name) &&
      of.region === region &&
      (account === undefined || of.account === account)
    );
  };
  const isInput = (arn: string) =>
    inputTopic === undefined
      ? upstream === undefined && isOwn(arn, inputTopicName)
      : inputTopic.existing === arn;
  const tell = (topic: { readonly existing?: string } | undefined, then: string) => {
    if (topic?.existing === undefined || !isInput(topic.existing)) return;
    const message = `is the input topic too, so ${then}. Choose another topic`;
    complain(at(topic, "existing"), message, AwsPage.streamingJob);
  };
  tell(outputTopic, "Ground Truth would label its own answers");
  tell(alarms?.topic, "alarms would go to workers as data objects");
  tell(job?.failedObjectsAlarm?.topic, "alarms would go to workers as data objects");
  if (inputTopic?.existing === undefined || outputTopic !== undefined) return;
  if (!isOwn(inputTopic.existing, outputTopicName)) return;
  const message =
    "is the output topic of this workflow, so Ground Truth would label its own answers. Choose another topic";
  complain(at(inputTopic, "existing"), message, AwsPage.streamingJob);
}

/** Names of shared keys that nobody makes. */
function checkKeys({ workflows, shared }: GoodConfig, complain: Complain): void {
  const names = present(shared?.keys).flatMap(({ name }) => name ?? []);
  const users = [
    ...present(workflows).flatMap((workflow) => [workflow, ...present(workflow.buckets?.existing)]),
    ...present(shared?.buckets?.create),
    ...present(shared?.buckets?.existing),
  ];
  for (const user of users) {
    const name = user.encryptionKey?.shared;
    if (name === undefined || names.includes(name)) continue;
    complain(at(user, "encryptionKey", "shared"), notAmong("shared.keys", "key", name, names));
  }
  for (const bucket of present(shared?.buckets?.create)) {
    if (bucket.encryptionKey !== undefined || names.length === 1) continue;
    const message =
      names.length === 0
        ? "is missing, and shared.keys has no key; add one, or name one that exists: alias/<name>, or an ARN (existing)"
        : `is missing, and shared.keys has several: ${names.join(", ")}; say which (shared)`;
    complain(at(bucket, "encryptionKey"), message);
  }
}

/** Names of shared roles that nobody makes, and rules of a role that are not the role's own. */
function checkRoles({ workflows, shared }: GoodConfig, complain: Complain): void {
  const roles = present(shared?.executionRoles);
  const names = roles.flatMap(({ name }) => name ?? []);
  for (const workflow of present(workflows)) {
    const name = workflow.executionRole?.shared;
    if (name === undefined) continue;
    const role = roles.find((one) => one.name === name);
    if (role === undefined) {
      const message = notAmong("shared.executionRoles", "role", name, names);
      complain(at(workflow, "executionRole", "shared"), message);
    } else if (
      !isDefault(workflow.permissions) &&
      !isDeepStrictEqual(workflow.permissions, role.permissions)
    ) {
      const message = `are of the role "${name}", which other workflows may use too; say them at ${shownPath(at(role))}, and take them out here`;
      complain(at(workflow, "permissions"), message);
    }
  }
}

function isDefault(permissions: GoodWorkflow["permissions"]): boolean {
  return isDeepStrictEqual(permissions, { style: PermissionStyle.LEAST_PRIVILEGE, hardening: {} });
}

function notAmong(list: string, what: string, name: string, names: readonly string[]): string {
  const near = didYouMean(name, names);
  const known = names.length === 0 ? "; there is none" : `. Known there: ${names.join(", ")}`;
  return `${list} has no ${what} "${name}"${near === "" ? known : `${near} ${known.slice(2)}`}`;
}

/** Keys that are said of topics of the file, which have those of the workflows that make them. */
function checkTopicKeys(
  workflow: GroundTruthConfig["workflows"][number],
  index: number,
  sharing: Sharing,
  complain: Complain,
): void {
  const { jobEvents, job } = workflow;
  const streaming = workflow.type === "streaming" ? workflow : undefined;
  const topics = [
    ["inputTopic", streaming?.inputTopic],
    ["outputTopic", streaming?.outputTopic],
    ["alarms.topic", streaming?.alarms?.topic],
    ["jobEvents.topic", jobEvents?.topic],
    ["job.failedObjectsAlarm.topic", job?.failedObjectsAlarm?.topic],
  ] as const;
  for (const [key, topic] of topics) {
    const maker = topic && sharing.topicMaker(topic.existing);
    const said = topic?.encryptionKey?.existing;
    if (maker === undefined || said === undefined) continue;
    const real = sharing.topicKey(topic!);
    if (sharing.keyName(said) === real) continue;
    const message = `got "${said}", but the topic is made by the workflow "${maker.name}", and its key is ${real}. Leave the key out here: it is known`;
    complain(["workflows", index, ...key.split("."), "encryptionKey", "existing"], message);
  }
}

/** Stacks that wait for each other. To be asked of a file in which all else is right. */
export function checkDeployOrder(config: GroundTruthConfig, complain: Complain): void {
  const sharing = new Sharing(config);
  config.workflows.forEach((workflow, index) => {
    if (sharing.sharesInputTopic(workflow) && sharing.sharedTopicKey(workflow) === undefined) {
      complain(
        ["workflows", index, "encryptionKey"],
        "is made by this workflow's stack, but its input topic is made in the stack of the section shared, beside the " +
          "bucket's notifications, and needs a key there. Use one of shared.keys here (encryptionKey.shared), or say the bucket's key there",
      );
    }
    checkTopicKeys(workflow, index, sharing, complain);
    const circle = sharing.circleOf(workflow.name);
    // A chain of upstream workflows that goes round is told where it is told of chains.
    const isChain = circle?.slice(1).every((stack, step) => {
      const one = config.workflows.find(({ name }) => name === circle[step]);
      return one !== undefined && upstreamName(one) === stack;
    });
    if (circle === undefined || isChain) return;
    complain(
      ["workflows", index],
      `cannot be deployed before nor after the others: ${circle.join(" needs ")}. Each makes a bucket, a key or a topic that ` +
        "the other uses. Make what both use in the section shared",
    );
  });
}

/** The workflow that another one names, or what is wrong with the name. */
function namedWorkflow(
  workflow: GoodWorkflow,
  name: string,
  { workflows }: GoodConfig,
  orElse: string,
): GoodWorkflow | string {
  if (name === workflow.name) return `"${name}" is this workflow itself; name another one${orElse}`;
  const names = present(workflows).flatMap((other) => other.name ?? []);
  const found = present(workflows).find((other) => other.name === name);
  return found ?? `no workflow is named "${name}"${didYouMean(name, names)}`;
}

/** Chains that do not begin anywhere, and labels that would overwrite those of an earlier workflow. */
function checkChains(config: GoodConfig, complain: Complain): void {
  for (const workflow of streamingOf(config.workflows)) {
    const upstream = upstreamName(workflow);
    if (upstream === undefined) continue;
    const before = ancestors(workflow, config.workflows ?? [], upstreamName);
    const wrong = upstreamProblem(workflow, upstream, before, config);
    if (wrong !== undefined) {
      complain(at(workflow, "upstream"), wrong, AwsPage.streamingJob);
      continue;
    }
    // The label attributes of all that came before are in the data object already.
    const { labelAttributeName: label } = workflow;
    const writer = before.find(
      (other) => other !== workflow && other.type === "streaming" && other.labelAttributeName === label,
    );
    if (label !== undefined && writer !== undefined) {
      const message = `"${label}" is written by the upstream workflow "${writer.name}" already; give each its own`;
      complain(at(workflow, "labelAttributeName"), message, AwsPage.outputData);
    }
    if (before.length >= mostLabelsInManifest) {
      const message = `makes a chain of ${before.length + 1} workflows, each of which writes a label into the data object: a manifest line has at most ${mostLabelsInManifest} label attributes. Begin a new chain`;
      complain(at(workflow, "upstream"), message, AwsPage.inputQuotas);
    }
    const unread = unreadObjects(present(workflow.inputs), before.at(-1));
    if (unread !== undefined) complain(at(workflow, "inputs"), unread, AwsPage.streamingJob);
  }
}

function upstreamProblem(
  workflow: GoodWorkflow,
  upstream: string,
  before: readonly GoodWorkflow[],
  config: GoodConfig,
): string | undefined {
  const found = namedWorkflow(workflow, upstream, config, ", or leave it out");
  if (typeof found === "string") return found;
  if (found.type !== "streaming")
    return `"${upstream}" is not a streaming workflow: it has no topic that answers go out by`;
  return before.includes(workflow)
    ? `goes round in a circle: ${[workflow, ...before].map(({ name }) => name).join(" <- ")}; one of them takes its objects from somewhere else`
    : undefined;
}

/** The objects that a chain is about stay where the first workflow of it has them, and each role of the chain reads them. */
function unreadObjects(mine: readonly S3Location[], first: GoodWorkflow | undefined): string | undefined {
  if (first?.type !== "streaming" || mine.length === 0) return undefined;
  const events = present(first.s3Events).flatMap(({ location }) => location ?? []);
  const unread = events.filter((event) => !mine.some((input) => input.contains(event)));
  if (unread.length > 0) {
    const places = unread.map(({ uri }) => uri).join(", ");
    return `do not hold the data objects of the chain, which lie in ${places} ("${first.name}"): this role could not read them. Add the place`;
  }
  const isText = first.taskType && BuiltInTask.of(first.taskType).corsVariant === CorsVariant.NONE;
  if (events.length > 0 || first.taskType === undefined || isText) return undefined;
  const theirs = present(first.inputs);
  if (theirs.some((place) => mine.some((input) => input.contains(place) || place.contains(input))))
    return undefined;
  return (
    `share no place with the inputs of "${first.name}", whose data objects this workflow gets: this role could not read them. ` +
    `Add the place, one of ${theirs.map(({ uri }) => uri).join(", ")}`
  );
}

/** Teams that are not there, and chains of jobs that begin nowhere. */
function checkJobs(config: GoodConfig, complain: Complain): void {
  const named = (config.workforce?.teams ?? []).map((team) => team?.name);
  const teams = named.flatMap((name) => name ?? []);
  for (const workflow of present(config.workflows)) {
    const { job } = workflow;
    if (job === undefined) continue;
    // Of a wrong name that is told; that of a team may be the one that is meant.
    const isTold =
      named.includes(undefined) || (Object.hasOwn(job, "workTeam") && job.workTeam === undefined);
    const team = isTold ? undefined : teamProblem(job.workTeam, teams);
    if (team !== undefined) complain(at(job, "workTeam"), team, AwsPage.createLabelingJobApi);
    const chain = previousProblem(workflow, config);
    if (chain !== undefined) complain(at(job, "previousJob", "workflow"), chain, AwsPage.chaining);
  }
}

function teamProblem(team: string | undefined, teams: readonly string[]): string | undefined {
  if (team === undefined) {
    if (teams.length === 1) return undefined;
    const which =
      teams.length === 0
        ? "name a private team, or give the ARN of a vendor's"
        : `the section workforce has ${teams.length} teams: ${teams.join(", ")}; name one of them`;
    return `is missing; ${which}`;
  }
  if (teams.length === 0 || parseArn(team) !== undefined || teams.includes(team)) return undefined;
  const near = didYouMean(team, teams) || ".";
  return `"${team}" is no team of the section workforce, which has ${teams.join(", ")}${near} Another team is named by its ARN`;
}

function previousProblem(workflow: GoodWorkflow, config: GoodConfig): string | undefined {
  const name = previousWorkflow(workflow);
  if (name === undefined) return undefined;
  const found = namedWorkflow(workflow, name, config, "");
  if (typeof found === "string") return found;
  if (found.job === undefined)
    return `"${name}" has no job; describe it there, or name its manifest and its label here instead`;
  const before = ancestors(workflow, config.workflows ?? [], previousWorkflow);
  return before.includes(workflow)
    ? `goes round in a circle: ${[workflow, ...before].map((one) => one.name).join(" <- ")}`
    : undefined;
}

/** The role reads templates as it reads all input. */
function checkTemplates({ workflows }: GoodConfig, complain: Complain): void {
  for (const workflow of present(workflows)) {
    const { template } = customTaskOf(workflow) ?? {};
    const { inputs = [] } = workflow;
    // Any of them might be the one that holds it.
    if (template === undefined || inputs.length === 0 || inputs.includes(undefined)) continue;
    const { location, existing } = template;
    for (const [key, place, uri] of [
      ["location", location, location?.uri],
      ["existing", existing === undefined ? undefined : folderOf(existing), existing],
    ] as const) {
      // A template that exists may be an input by itself.
      if (place === undefined || present(inputs).some((input) => input.uri === uri || input.contains(place)))
        continue;
      const message = `got "${uri}", which lies in none of the inputs, so the role could not read it; add its folder to them`;
      complain(at(template, key), message, AwsPage.workerTaskTemplate);
    }
  }
}
