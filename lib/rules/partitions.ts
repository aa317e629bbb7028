const partitionByPrefix: readonly (readonly [string, string])[] = [
  ["cn-", "aws-cn"],
  ["us-gov-", "aws-us-gov"],
  ["us-iso-", "aws-iso"],
  ["us-isob-", "aws-iso-b"],
  ["eu-isoe-", "aws-iso-e"],
  ["us-isof-", "aws-iso-f"],
  ["eusc-", "aws-eusc"],
];

/** The partitions that there are. */
export const partitions: readonly string[] = ["aws", ...partitionByPrefix.map(([, partition]) => partition)];

/** The partition that a region belongs to, from the region's name. */
export function partitionOfRegion(region: string): string {
  return partitionByPrefix.find(([prefix]) => region.startsWith(prefix))?.[1] ?? "aws";
}
