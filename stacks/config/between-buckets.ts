import { isDeepStrictEqual } from "node:util";
import { AwsPage } from "../../lib/aws-page";
import { allowed } from "./allowed";
import {
  type BucketClaim,
  bucketClaims,
  type BucketHolders,
  bucketOwners,
  type BucketOwners,
  ownerShown,
  type Path,
  placedBuckets,
} from "./bucket-owners";
import { checkEventsBetween } from "./between-events";
import { checkBucketTargets } from "./bucket-targets";
import { listOf } from "./cross-field";
import { locationOf } from "./locations";
import { sharedStackName } from "./shared-schema";
import { shownPath } from "./shown-path";

type Complain = (path: (string | number)[], message: string) => void;

interface Listener {
  readonly name?: unknown;
  readonly s3Events?: readonly { readonly location?: unknown }[];
}

const onceForEach =
  "S3 keeps one notification configuration for a bucket, and each apply would undo the other's";

/** What S3 keeps once for a bucket has one owner: two would undo each other's settings with each apply. */
export function checkBucketOwners(
  config: BucketHolders & { readonly backend?: unknown },
  complain: Complain,
): void {
  const owners = bucketOwners(config);
  const claims = bucketClaims(config);
  for (const claim of claims) {
    const owner = ownerOf(claim, owners.get(claim.bucketName));
    if (owner === claim || owner.stack === claim.stack) continue;
    complain([...claim.path], secondOwner(claim, owner));
  }
  for (const [bucketName, { bucket, cors, notifications }] of owners) {
    if (bucket !== undefined || cors === undefined || notifications === undefined) continue;
    if (cors.stack === notifications.stack) continue;
    const message =
      `the CORS rules of "${bucketName}" are managed in ${shownPath(cors.path)}, and one stack has all that is managed of a ` +
      "bucket; say both there, or in shared.buckets.existing";
    complain([...notifications.path], message);
  }
  checkRestrictions(config, owners, complain);
  checkBucketTargets(config, owners, complain);
  checkEventsBetween(listOf(config.workflows), complain);
  const listeners = listenersOf(config);
  const managed = new Map<string, Set<string>>();
  for (const { bucketName, stack, setting } of claims) {
    if (setting === "cors") continue;
    managed.set(stack, (managed.get(stack) ?? new Set()).add(bucketName));
  }
  listOf(config.workflows as readonly Listener[]).forEach((workflow, index) => {
    const claimed = managed.get(String(workflow?.name)) ?? new Set();
    checkListeners(workflow, index, listeners, { owners, claimed }, complain);
  });
}

/** Who makes a bucket has all its settings. */
function ownerOf({ setting }: BucketClaim, owners: BucketOwners | undefined): BucketClaim {
  return owners?.bucket ?? owners![setting]!;
}

function secondOwner(claim: BucketClaim, owner: BucketClaim): string {
  const { bucketName, setting } = claim;
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

const inOneStack =
  "take manageNotifications out of workflows: one stack then has the notifications and the input topics of all of them";

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
  config: BucketHolders,
  owners: ReadonlyMap<string, BucketOwners>,
  complain: Complain,
): void {
  const first = new Map<string, { readonly path: Path; readonly restriction: unknown }>();
  for (const { bucket, list, stack, path } of placedBuckets(config)) {
    if (list === "create" || bucket.vpcRestriction === undefined) continue;
    const name = bucket.name as string;
    const at = [...path, "vpcRestriction"];
    const maker = owners.get(name)?.bucket;
    if (maker !== undefined && maker.stack !== stack) {
      const place = shownPath(maker.path.slice(0, -1));
      complain(
        at,
        `"${name}" and its policy are made by ${place}; say it there: it holds for every workflow that uses the bucket`,
      );
      continue;
    }
    const other = first.get(name);
    if (other === undefined) first.set(name, { path: at, restriction: bucket.vpcRestriction });
    else if (!isDeepStrictEqual(other.restriction, bucket.vpcRestriction)) {
      complain(
        at,
        `${shownPath(other.path)} says something else of "${name}", and a bucket has one policy; say the same`,
      );
    }
  }
}

/** Events of a bucket go to the topic of a workflow that has the bucket's notifications, or shares them. */
function checkListeners(
  workflow: Listener | undefined,
  index: number,
  listeners: ReadonlyMap<string, readonly number[]>,
  { owners, claimed }: { owners: ReadonlyMap<string, BucketOwners>; claimed: ReadonlySet<string> },
  complain: Complain,
): void {
  listenedBuckets(workflow).forEach((bucketName, event) => {
    if (bucketName === undefined || claimed.has(bucketName)) return;
    const known = owners.get(bucketName);
    const owner = known?.bucket ?? known?.notifications;
    if (owner?.stack === sharedStackName) return;
    const at = ["workflows", index, "s3Events", event, "location"];
    if (owner !== undefined) {
      const message = `the notifications of "${bucketName}" have another owner: ${ownerShown(owner)}. ${onceForEach}. ${sharedInstead(owner)}`;
      complain(at, allowed(message, AwsPage.s3Notifications));
      return;
    }
    const others = listeners.get(bucketName)!.filter((place) => place !== index);
    if (others.length === 0) return;
    const shownOthers = others.slice(0, 3).map((place) => `workflows[${place}]`);
    if (others.length > 3) shownOthers.push(`${others.length - 3} more`);
    const message =
      `nothing here manages the notifications of "${bucketName}", and ${shownOthers.join(", ")} listens to it too. ${onceForEach}. ` +
      `Name it in shared.buckets.existing with manageNotifications: true, add a key to shared.keys, and ${inOneStack}. ` +
      "It replaces every notification that the bucket has now";
    complain(at, allowed(message, AwsPage.s3Notifications));
  });
}

/** The bucket of each of a workflow's events, undefined where a location is wrong. */
function listenedBuckets(workflow: Listener | undefined): (string | undefined)[] {
  return listOf(workflow?.s3Events).map((event) => locationOf(event?.location)?.bucketName);
}

/** By bucket: which workflows listen to it. */
function listenersOf({ workflows }: BucketHolders): ReadonlyMap<string, readonly number[]> {
  const listeners = new Map<string, number[]>();
  listOf(workflows as readonly Listener[]).forEach((workflow, index) => {
    for (const bucketName of new Set(listenedBuckets(workflow))) {
      if (bucketName === undefined) continue;
      const known = listeners.get(bucketName);
      if (known === undefined) listeners.set(bucketName, [index]);
      else known.push(index);
    }
  });
  return listeners;
}
