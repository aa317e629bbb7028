import type { Construct } from "constructs";
import type { ILabelingKey } from "../lib/encryption/labeling-key";
import type { PermissionStyle } from "../lib/permissions/style";
import { LabelingBucket } from "../lib/storage/labeling-bucket";
import { S3Location } from "../lib/storage/s3-location";
import type { VpcRestriction } from "../lib/storage/vpc-restriction";
import type { NewBucketConfig, VpcRestrictionConfig } from "./config/bucket-schema";

/** A bucket that a stack makes, as its configuration asks for it. */
export function makeBucket(
  stack: Construct,
  config: NewBucketConfig,
  encryptionKey: ILabelingKey,
  style?: PermissionStyle,
): LabelingBucket {
  const { name, accessLogs, expireAfterDays, expireOldVersionsAfterDays, forceDestroy, vpcRestriction } =
    config;
  return new LabelingBucket(stack, name, {
    name: name,
    encryptionKey,
    accessLogs: accessLogs === undefined ? undefined : S3Location.parse(accessLogs),
    expireAfterDays,
    expireOldVersionsAfterDays,
    forceDestroy,
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
