import { AwsPage } from "../../lib/aws-page";
import { filtersOverlap } from "../../lib/storage/bucket-notifications";
import type { S3Location } from "../../lib/storage/s3-location";
import { allowed } from "./allowed";
import { listOf } from "./cross-field";
import { folderOf } from "./locations";

type Complain = (path: (string | number)[], message: string) => void;

/** A workflow of which anything may be wrong or missing while the file is checked. */
interface GivenWorkflow {
  readonly taskType?: unknown;
  readonly output?: unknown;
  readonly s3Events?: readonly { readonly location?: unknown; readonly suffix?: unknown }[];
}

interface PlacedEvent {
  readonly location: S3Location;
  readonly suffix: string;
  readonly workflow: number;
  readonly event: number;
}

/** Notifications that S3 keeps for a bucket. */
const mostEvents = 100;

/** How the names of objects end that Ground Truth writes: answers, manifests, masks, tasks that failed. */
const answerEndings = [".json", ".jsonl", ".manifest", ".png"];

/** Events of different workflows that S3 refuses together, and answers that would become data objects of another workflow. */
export function checkEventsBetween(given: readonly unknown[], complain: Complain): void {
  const workflows = given as readonly (GivenWorkflow | undefined)[];
  const events = workflows.flatMap((workflow, index) => eventsOf(workflow, index));
  const ofBucket = new Map<string, PlacedEvent[]>();
  for (const event of events) {
    const { bucketName } = event.location;
    const same = ofBucket.get(bucketName) ?? [];
    ofBucket.set(bucketName, same);
    if (same.push(event) !== mostEvents + 1) continue;
    const message = `is number ${mostEvents + 1} of "${bucketName}", and S3 takes ${mostEvents} notifications for a bucket`;
    complain(
      ["workflows", event.workflow, "s3Events", event.event],
      allowed(message, AwsPage.s3NotificationFilters),
    );
  }
  events.forEach((event) => {
    const at = ["workflows", event.workflow, "s3Events", event.event];
    const same = ofBucket.get(event.location.bucketName)!;
    // That they are too many is told of.
    if (same.length > mostEvents) return;
    const twin = same
      .slice(0, same.indexOf(event))
      .find((other) => other.workflow !== event.workflow && filtersOverlap(filterOf(other), filterOf(event)));
    if (twin !== undefined) {
      const message =
        `overlaps with workflows[${twin.workflow}].s3Events[${twin.event}] (${twin.location.uri}${twin.suffix}): an object could ` +
        "match both, and S3 tells one topic only of it. Give each workflow a folder of its own, or both suffixes that end differently";
      complain(at, allowed(message, AwsPage.s3NotificationFilters));
    }
    // A custom task may well be about the answers of another one.
    if (workflows[event.workflow]?.taskType === undefined || !couldBeAnswers(event.suffix)) return;
    workflows.forEach((other, index) => {
      const output = folderOf(other?.output);
      if (index === event.workflow || output === undefined || !event.location.contains(output)) return;
      const message =
        `${event.location.uri} holds the output of workflows[${index}], ${output.uri}: S3 would send its answers to the ` +
        "workers as data objects. Choose locations apart, or give a suffix that answers do not have, like .jpg";
      complain(at, allowed(message, AwsPage.streamingS3));
    });
  });
}

function eventsOf(workflow: GivenWorkflow | undefined, index: number): PlacedEvent[] {
  return listOf(workflow?.s3Events).flatMap((event, place) => {
    const location = folderOf(event?.location);
    const suffix = event?.suffix ?? "";
    if (location === undefined || typeof suffix !== "string") return [];
    return [{ location, suffix, workflow: index, event: place }];
  });
}

function filterOf({ location: { bucketName, prefix }, suffix }: PlacedEvent) {
  return { bucketName, prefix, suffix };
}

/** Whether one text ends the other: `.json` and `n`, `.json` and `output.json`. */
function couldBeAnswers(suffix: string): boolean {
  return answerEndings.some((ending) => ending.endsWith(suffix) || suffix.endsWith(ending));
}
