import type { Construct } from "constructs";
import type { ILabelingKey } from "../lib/encryption/labeling-key";
import type { PermissionStyle } from "../lib/permissions/style";
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
