import { isDeepStrictEqual } from "node:util";
import { AwsPage } from "../../../lib/aws-page";
import { filtersOverlap } from "../../../lib/storage/bucket-notifications";
import type { S3Location } from "../../../lib/storage/s3-location";
import { outsideMessage } from "../../../lib/workflows/training-reach";
import {
  type BucketClaim,
  bucketClaims,
  type BucketOwners,
  bucketOwners,
  ownerShown,
  placedBuckets,
} from "../../facts/bucket-owners";
import { executionRoleOf } from "../../facts/execution-roles";
import { shownPath } from "../../file/shown-path";
import { allowed } from "../allowed";
import type { Complain, GoodConfig, GoodWorkflow, Path } from "../good-part";
import { at, present, streamingOf, twins } from "../good-part";
import { checkAccessLogs } from "./access-logs";
import { sharedStackName } from "../../facts/stack-names";

/** What S3 keeps once for a bucket has one owner, and what is said of a bucket can work. */
export function checkBuckets(config: GoodConfig, complain: Complain): void {
  const owners = bucketOwners(config);
  checkUse(config, complain);
  checkOwners(config, owners, complain);
  checkRestrictions(config, owners, complain);
  checkState(config, owners, complain);
  checkAccessLogs(config, complain);
  checkListeners(config, owners, complain);
  checkEvents(config, complain);
  checkTrainingReach(config, complain);
}

/** Buckets of which something is said, but in which the workflow has no location, or of which it is said twice. */
function checkUse(config: GoodConfig, complain: Complain): void {
  const buckets = placedBuckets(config);
  const holders = [
    { path: ["shared"] as Path, used: undefined },
    ...present(config.workflows).map((workflow) => ({ path: at(workflow), used: usedBuckets(workflow) })),
  ];
  for (const { path: holder, used } of holders) {
    const own = buckets.filter(({ path }) => shownPath(path).startsWith(`${shownPath(holder)}.`));
    for (const { item, first } of twins(own, ({ name }) => name)) {
      const place = shownPath(first.path.slice(holder.length));
      complain([...item.path, "name"], `"${item.name}" stands in ${place} too; keep one of the two`);
    }
    for (const { name, path, created, existing, isForLogs } of own) {
      if (isForLogs) continue;
      // A drop box: what comes in is told to somebody else.
      const said: Partial<NonNullable<typeof created>> = created ?? existing ?? {};
      const tells = said.newObjects !== undefined || said.eventbridge === true;
      if (used === undefined || used.has(name) || tells) continue;
      const message = `no input and no output of this workflow lies in "${name}"; name a location in it, or take it out`;
      complain([...path, "name"], message);
    }
  }
}

/** Undefined while a location is wrong: any bucket might be the one it was meant to name. */
function usedBuckets({ inputs = [], output }: GoodWorkflow): Set<string> | undefined {
  const locations = [...inputs, output];
  const known = present(locations);
  return known.length < locations.length || inputs.length === 0
    ? undefined
    : new Set(known.map(({ bucketName }) => bucketName));
}

const onceForEach =
  "S3 keeps one notification configuration for a bucket, and each apply would undo the other's";
const inOneStack =
  "take manageNotifications out of workflows: one stack then has the notifications and the input topics of all of them";

/** Two owners would undo each other's settings with each apply. */
function checkOwners(
  config: GoodConfig,
  owners: ReadonlyMap<string, BucketOwners>,
  complain: Complain,
): void {
  for (const claim of bucketClaims(config)) {
    const known = owners.get(claim.bucketName)!;
    // Who makes a bucket has all its settings.
    const owner = known.bucket ?? known[claim.setting]!;
    if (owner !== claim && owner.stack !== claim.stack) complain(claim.path, secondOwner(claim, owner));
  }
  for (const [bucketName, { bucket, cors, notifications }] of owners) {
    if (bucket !== undefined || cors === undefined || notifications === undefined) continue;
    if (cors.stack === notifications.stack) continue;
    const message =
      `the CORS rules of "${bucketName}" are managed in ${shownPath(cors.path)}, and one stack has all that is managed of a ` +
      "bucket; say both there, or in shared.buckets.existing";
    complain(notifications.path, message);
  }
}

function secondOwner({ bucketName, setting }: BucketClaim, owner: BucketClaim): string {
  const place = shownPath(owner.path.slice(0, owner.path.indexOf("buckets")));
  switch (setting) {
    case "bucket":
      return (
        `${place} makes "${bucketName}" already; take it out here: a location in it needs no entry, as the role gets its ` +
        "rights on both sides"
      );
    case "cors":
      return allowed(
        `the CORS rules of "${bucketName}" have an owner already: ${ownerShown(owner)}, and gives them to this workflow's ` +
          "tasks too. Take it out here",
        AwsPage.corsUpdate,
      );
    case "notifications":
      return allowed(
        `the notifications of "${bucketName}" have an owner already: ${ownerShown(owner)}. ${onceForEach}. ` +
          (owner.stack === sharedStackName
            ? "Take it out here: the stack of the section shared tells this workflow's topic too"
            : sharedInstead(owner)),
        AwsPage.s3Notifications,
      );
  }
}

/** What works, whatever the number of workflows. */
function sharedInstead({ bucketName, setting, path }: BucketClaim): string {
  const entry =
    setting === "bucket"
      ? `Move "${bucketName}" from ${shownPath(path.slice(0, -1))} to shared.buckets.create`
      : `Name "${bucketName}" in shared.buckets.existing with manageNotifications: true`;
  return `${entry}, add a key to shared.keys, and ${inOneStack}`;
}

/** Of the policy of a bucket there is one, too. */
function checkRestrictions(
  config: GoodConfig,
  owners: ReadonlyMap<string, BucketOwners>,
  complain: Complain,
): void {
  const first = new Map<string, { readonly path: Path; readonly restriction: unknown }>();
  for (const { name, existing, stack, path } of placedBuckets(config)) {
    if (existing?.vpcRestriction === undefined) continue;
    const place = [...path, "vpcRestriction"];
    const maker = owners.get(name)?.bucket;
    const other = first.get(name);
    if (maker !== undefined && maker.stack !== stack) {
      const owner = shownPath(maker.path.slice(0, -1));
      complain(
        place,
        `"${name}" and its policy are made by ${owner}; say it there: it holds for every workflow that uses the bucket`,
      );
    } else if (other === undefined) first.set(name, { path: place, restriction: existing.vpcRestriction });
    else if (!isDeepStrictEqual(other.restriction, existing.vpcRestriction)) {
      complain(
        place,
        `${shownPath(other.path)} says something else of "${name}", and a bucket has one policy; say the same`,
      );
    }
  }
}

/** Terraform's state lies in no bucket that is made here. */
function checkState(config: GoodConfig, owners: ReadonlyMap<string, BucketOwners>, complain: Complain): void {
  const state = config.backend?.type === "s3" ? config.backend.bucket : undefined;
  const maker = state === undefined ? undefined : owners.get(state)?.bucket;
  if (maker === undefined) return;
  complain(
    ["backend", "bucket"],
    `got "${state}", which ${shownPath(maker.path.slice(0, -1))} makes: Terraform keeps its state there, so the bucket must exist before the first apply. ` +
      "Choose a bucket that exists already and that no workflow makes",
  );
}

/** Events of a bucket go to the topic of a workflow that has the bucket's notifications, or shares them. */
function checkListeners(
  config: GoodConfig,
  owners: ReadonlyMap<string, BucketOwners>,
  complain: Complain,
): void {
  const managed = new Set(
    bucketClaims(config).flatMap(({ setting, stack, bucketName }) =>
      setting === "cors" ? [] : [`${stack} ${bucketName}`],
    ),
  );
  const events = eventsOf(config);
  const listeners = new Map<string, Set<StreamingPart>>();
  for (const { location, workflow } of events) {
    const known = listeners.get(location.bucketName) ?? new Set();
    listeners.set(location.bucketName, known.add(workflow));
  }
  for (const { workflow, path, location } of events) {
    const { bucketName } = location;
    if (managed.has(`${workflow.name} ${bucketName}`)) continue;
    const known = owners.get(bucketName);
    const owner = known?.bucket ?? known?.notifications;
    if (owner?.stack === sharedStackName) continue;
    if (owner !== undefined) {
      const message = `the notifications of "${bucketName}" have another owner: ${ownerShown(owner)}. ${onceForEach}. ${sharedInstead(owner)}`;
      complain([...path, "location"], message, AwsPage.s3Notifications);
      continue;
    }
    const others = [...listeners.get(bucketName)!].filter((other) => other !== workflow);
    if (others.length === 0) continue;
    const shown = others.slice(0, 3).map((other) => shownPath(at(other)));
    if (others.length > 3) shown.push(`${others.length - 3} more`);
    const message =
      `nothing here manages the notifications of "${bucketName}", and ${shown.join(", ")} listens to it too. ${onceForEach}. ` +
      `Name it in shared.buckets.existing with manageNotifications: true, add a key to shared.keys, and ${inOneStack}. ` +
      "It replaces every notification that the bucket has now";
    complain([...path, "location"], message, AwsPage.s3Notifications);
  }
}

type StreamingPart = ReturnType<typeof streamingOf>[number];

interface PlacedEvent {
  readonly location: Pick<S3Location, "bucketName" | "prefix">;
  readonly suffix: string;
  readonly path: Path;
}

/** New objects that are data objects. */
interface DataObjectEvent extends PlacedEvent {
  readonly location: S3Location;
  readonly workflow: StreamingPart;
}

/** New objects that others are told of. */
function otherEventsOf(config: GoodConfig): PlacedEvent[] {
  return placedBuckets(config).flatMap(({ name, created, existing }) => {
    const said: Partial<NonNullable<typeof created>> = created ?? existing ?? {};
    return present(said.newObjects).map((event) => {
      const { prefix = "", suffix = "" } = event;
      return { location: { bucketName: name, prefix }, suffix, path: at(event) };
    });
  });
}

function eventsOf({ workflows }: GoodConfig): DataObjectEvent[] {
  return streamingOf(workflows).flatMap((workflow) =>
    present(workflow.s3Events).flatMap((event) => {
      const { location, suffix = "" } = event;
      return location === undefined ? [] : [{ location, suffix, workflow, path: at(event) }];
    }),
  );
}

function filterOf({ location: { bucketName, prefix }, suffix }: PlacedEvent) {
  return { bucketName, prefix, suffix };
}

/** Notifications that S3 keeps for a bucket. */
const mostEvents = 100;

/** How the names of objects end that Ground Truth writes: answers, manifests, masks, tasks that failed. */
const answerEndings = [".json", ".jsonl", ".manifest", ".png"];

/** Whether one text ends the other: `.json` and `n`, `.json` and `output.json`. */
function couldBeAnswers(suffix: string): boolean {
  return answerEndings.some((ending) => ending.endsWith(suffix) || suffix.endsWith(ending));
}

/** Events of different workflows that S3 refuses together, and answers that would become data objects of another workflow. */
function checkEvents(config: GoodConfig, complain: Complain): void {
  const dataObjects = eventsOf(config);
  const ofBucket = new Map<string, (PlacedEvent | DataObjectEvent)[]>();
  for (const event of [...dataObjects, ...otherEventsOf(config)]) {
    const same = ofBucket.get(event.location.bucketName) ?? [];
    ofBucket.set(event.location.bucketName, same);
    if (same.push(event) !== mostEvents + 1) continue;
    const message = `is number ${mostEvents + 1} of "${event.location.bucketName}", and S3 takes ${mostEvents} notifications for a bucket`;
    complain(event.path, message, AwsPage.s3NotificationFilters);
  }
  for (const same of ofBucket.values()) {
    // That they are too many is told of.
    if (same.length > mostEvents) continue;
    same.forEach((event, index) => {
      // Those of one workflow are told of beside it.
      const own = "workflow" in event ? event.workflow : undefined;
      const twin = same
        .slice(0, index)
        .find(
          (other) =>
            !("workflow" in other && other.workflow === own) &&
            filtersOverlap(filterOf(other), filterOf(event)),
        );
      if (twin === undefined) return;
      const { bucketName, prefix } = twin.location;
      const message =
        `overlaps with ${shownPath(twin.path)} (s3://${bucketName}/${prefix}${twin.suffix}): an object could match both, and ` +
        (own === undefined
          ? "S3 refuses such filters. Give each a folder of its own, or both suffixes that end differently"
          : "S3 tells one topic only of it. Give each workflow a folder of its own, or both suffixes that end differently");
      complain(event.path, message, AwsPage.s3NotificationFilters);
    });
  }
  for (const event of dataObjects) {
    // A custom task may well be about the answers of another one.
    if (event.workflow.taskType === undefined || !couldBeAnswers(event.suffix)) continue;
    for (const other of present(config.workflows)) {
      const { output } = other;
      if (other === event.workflow || output === undefined || !event.location.contains(output)) continue;
      const message =
        `${event.location.uri} holds the output of ${shownPath(at(other))}, ${output.uri}: S3 would send its answers to the ` +
        "workers as data objects. Choose locations apart, or give a suffix that answers do not have, like .jpg";
      complain(event.path, message, AwsPage.streamingS3);
    }
  }
}

/** Automated labeling that could not reach a bucket: its training jobs do not come through Ground Truth's endpoint. */
function checkTrainingReach(config: GoodConfig, complain: Complain): void {
  for (const workflow of present(config.workflows)) {
    if (workflow.type !== "built-in") continue;
    const { enabled, vpcConfig } = workflow.automatedLabeling ?? {};
    if (enabled !== true || vpcConfig !== undefined) continue;
    for (const { name, vpcRestriction } of [
      ...present(workflow.buckets?.create),
      ...present(workflow.buckets?.existing),
    ]) {
      if (vpcRestriction === undefined) continue;
      if (present(vpcRestriction.exemptPrincipalArns).some((arn) => isRoleOf(workflow, config, arn)))
        continue;
      const message = allowed(outsideMessage(String(name)), AwsPage.vpcLabelingJob);
      complain(at(workflow, "automatedLabeling", "enabled"), message);
    }
  }
}

/** Whether an ARN is that of the workflow's execution role. */
function isRoleOf(
  workflow: GoodWorkflow,
  { namePrefix = "", rolePath = "/" }: GoodConfig,
  arn: string,
): boolean {
  const role = executionRoleOf(namePrefix, workflow);
  return workflow.executionRole?.existing === undefined
    ? arn.endsWith(`:role${rolePath}${role}`)
    : arn === role || arn.endsWith(`:role/${role}`);
}
