import { partitionOfRegion } from "../../lib/rules/partitions";
import type { GroundTruthConfig } from "../config/configuration";

/** Where a name can be there once. */
export type Reach = "partition" | "account" | "region";

/** Whether two environments may be where a name can be there once. Nobody knows an account that is not given. */
export function mayBeOne(reach: Reach, one: GroundTruthConfig, other: GroundTruthConfig): boolean {
  if (partitionOfRegion(one.region) !== partitionOfRegion(other.region)) return false;
  if (reach === "partition") return true;
  if (one.account !== undefined && other.account !== undefined && one.account !== other.account) return false;
  return reach === "account" || one.region === other.region;
}
