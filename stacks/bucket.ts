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
import { AccessLogBucket } from "../lib/storage/access-log-bucket";
import { S3Location } from "../lib/storage/s3-location";
import type { AccessLogBucketConfig, NewBucketConfig, VpcRestrictionConfig } from "./config/bucket-schema";
import type { MadeParts } from "./made-parts";

/** What a stack makes for the access logs of its buckets. */
export function makeAccessLogBucket(
  stack: Construct,
  { create }: AccessLogBucketConfig = {},
  parts: MadeParts,
): void {
  if (create === undefined) return;
  atKey("buckets.accessLogBucket.create", () =>
    parts.addAccessLogBucket(new AccessLogBucket(stack, create.name, create)),
  );
}

/** A bucket that a stack makes, as its configuration asks for it. @param buckets what stands beside it */
export function makeBucket(
  stack: Construct,
  config: NewBucketConfig,
  encryptionKey: ILabelingKey,
  buckets: { readonly accessLogBucket?: AccessLogBucketConfig; readonly parts: MadeParts },
  style?: PermissionStyle,
): LabelingBucket {
  const { vpcRestriction, ...options } = config;
  const { create, existing } = buckets.accessLogBucket ?? {};
  const accessLogs =
    options.accessLogs ?? (existing === undefined ? undefined : new S3Location(existing, `${config.name}/`));
  return new LabelingBucket(stack, config.name, {
    ...options,
    accessLogs,
    accessLogBucket: buckets.parts.accessLogBucket(accessLogs?.bucketName ?? create?.name ?? ""),
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
