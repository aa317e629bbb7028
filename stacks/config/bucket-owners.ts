import { listOf } from "./cross-field";
import { sharedStackName } from "./shared-schema";
import { shownPath } from "./shown-path";

/** What S3 keeps once for a bucket. Who makes a bucket has all of it. */
export type BucketSetting = "bucket" | "cors" | "notifications";

export type Path = readonly (string | number)[];

/** A bucket of which a stack makes everything, or takes over one setting. */
export interface BucketClaim {
  readonly bucketName: string;
  readonly setting: BucketSetting;
  readonly stack: string;
  /** Where in the configuration it is said. */
  readonly path: Path;
}

/** What the stacks of a file say of a bucket, the first of each. */
export type BucketOwners = Readonly<Partial<Record<BucketSetting, BucketClaim>>>;

/** A bucket of a file that is being checked: anything may be wrong or missing. */
export interface GivenBucket {
  readonly name?: unknown;
  readonly encryptionKey?: unknown;
  readonly manageCors?: unknown;
  readonly manageNotifications?: unknown;
  readonly vpcRestriction?: unknown;
  readonly accessLogs?: unknown;
}

interface Holder {
  readonly name?: unknown;
  readonly buckets?: { readonly create?: readonly GivenBucket[]; readonly existing?: readonly GivenBucket[] };
}

/** The parts of a configuration that make or manage buckets. */
export interface BucketHolders {
  readonly shared?: Holder;
  readonly workflows: readonly (Holder | undefined)[];
}

/** A bucket of whatever list, where it stands. */
export interface PlacedBucket {
  readonly bucket: GivenBucket;
  readonly list: "create" | "existing";
  readonly stack: string;
  readonly path: Path;
}

/** The buckets that a file says something of, those of the section `shared` first. */
export function placedBuckets({ shared, workflows }: BucketHolders): PlacedBucket[] {
  const holders = [
    { holder: shared, stack: sharedStackName, path: ["shared"] },
    ...listOf(workflows).map((holder, index) => ({
      holder,
      stack: String(holder?.name),
      path: ["workflows", index],
    })),
  ];
  return holders.flatMap(({ holder, stack, path }) =>
    (["create", "existing"] as const).flatMap((list) =>
      listOf(holder?.buckets?.[list]).flatMap((bucket, index) =>
        typeof bucket?.name === "string"
          ? [{ bucket, list, stack, path: [...path, "buckets", list, index] }]
          : [],
      ),
    ),
  );
}

/** Everything that a file claims of buckets, in the same order. */
export function bucketClaims(holders: BucketHolders): BucketClaim[] {
  return placedBuckets(holders).flatMap(({ bucket, list, stack, path }): BucketClaim[] => {
    const claim = (setting: BucketSetting, key: string): BucketClaim => ({
      bucketName: bucket.name as string,
      setting,
      stack,
      path: [...path, key],
    });
    if (list === "create") return [claim("bucket", "name")];
    return [
      ...(bucket.manageCors === true ? [claim("cors", "manageCors")] : []),
      ...(bucket.manageNotifications === true ? [claim("notifications", "manageNotifications")] : []),
    ];
  });
}

/** The owner of each setting of each bucket: who makes the bucket, else who takes the setting over first. */
export function bucketOwners(holders: BucketHolders): ReadonlyMap<string, BucketOwners> {
  const owners = new Map<string, Partial<Record<BucketSetting, BucketClaim>>>();
  for (const claim of bucketClaims(holders)) {
    const known = owners.get(claim.bucketName) ?? {};
    known[claim.setting] ??= claim;
    owners.set(claim.bucketName, known);
  }
  return owners;
}

/** Who has a setting of a bucket, in the words of an error. */
export function ownerShown({ setting, path }: BucketClaim): string {
  return setting === "bucket"
    ? `${shownPath(path.slice(0, -1))} makes it`
    : `${shownPath(path)} takes them over`;
}
