import type { Construct } from "constructs";
import type { ILabelingKey } from "../lib/encryption/labeling-key";
import type { PermissionStyle } from "../lib/permissions/style";
import { AwsPage } from "../lib/aws-page";
import { atKey } from "./at-key";
import { InvalidInputError } from "../lib/validation/problems";
import { parseArn } from "../lib/iam/arn";
import type { ILabelingBucket } from "../lib/storage/labeling-bucket-base";
import { NewObjectEvents } from "../lib/streaming/new-object-events";
import { LabelingBucket } from "../lib/storage/labeling-bucket";
import type { VpcRestriction } from "../lib/storage/vpc-restriction";
import type { NewBucketConfig, VpcRestrictionConfig } from "./config/bucket-schema";

/** A bucket that a stack makes, as its configuration asks for it. */
export function makeBucket(
  stack: Construct,
  config: NewBucketConfig,
  encryptionKey: ILabelingKey,
  style?: PermissionStyle,
): LabelingBucket {
  const { vpcRestriction, ...options } = config;
  return new LabelingBucket(stack, config.name, {
    ...options,
    encryptionKey,
    vpcRestriction: restrictionOf(vpcRestriction, style),
  });
}

/** From where alone a bucket's objects are to be had, in the terms of the library. */
export function restrictionOf(
  config: VpcRestrictionConfig | undefined,
  style?: PermissionStyle,
): VpcRestriction | undefined {
  return config && { ...config, style };
}

/**
 * Whom S3 tells of new objects in a bucket, as the configuration of the bucket says.
 *
 * @returns what the policies of queues must contain, by queue
 */
export function tellOfNewObjects(
  stack: Construct,
  bucket: ILabelingBucket,
  { newObjects = [], eventbridge }: Pick<NewBucketConfig, "newObjects" | "eventbridge">,
): (readonly [string, string | undefined])[] {
  if (eventbridge && !bucket.notifyEventBridge()) {
    const message =
      "true, but the notifications of the bucket are managed elsewhere; add manageNotifications: true";
    throw new InvalidInputError(bucket.bucketName, [
      { property: "eventbridge", message, page: AwsPage.s3Notifications },
    ]);
  }
  return newObjects.map((event, index) => {
    const { queueArn, functionArn } = event;
    const target = parseArn(queueArn ?? functionArn ?? "")?.resource ?? `${index}`;
    // A capital, which no bucket's name has: their constructs stand beside it.
    const id = `${bucket.bucketName}-To-${target}-${index + 1}`;
    const events = atKey(`newObjects[${index}]`, () => new NewObjectEvents(stack, id, { bucket, ...event }));
    return [queueArn ?? "", events.requiredQueuePolicyStatements];
  });
}

/** The output that tells what these queues need. */
export function newObjectStatements(
  events: readonly (readonly [string, string | undefined])[],
): [string, readonly (readonly [string, string | undefined])[], string] {
  const what = "To do: what the policies of queues that S3 tells of new objects must contain, by queue";
  return ["RequiredNewObjectStatements", events, what];
}
