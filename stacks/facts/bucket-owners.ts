import { type Good, type GoodConfig, itemsOf, type Path } from "../config/good-part";
import type { GroundTruthConfig } from "../config/configuration";
import { shownPath } from "../file/shown-path";
import { sharedStackName } from "./stack-names";

type Buckets =
  GroundTruthConfig["workflows"][number]["buckets"] | NonNullable<GroundTruthConfig["shared"]>["buckets"];

/** What S3 keeps once for a bucket. Who makes a bucket has all of it. */
export type BucketSetting = "bucket" | "cors" | "notifications";

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

/** A bucket of whatever list, where it stands. */
interface PlacedBucket {
  readonly name: string;
  readonly created?: Good<Buckets["create"][number]>;
  readonly existing?: Good<Buckets["existing"][number]>;
  /** Whether it is made for access logs, and for no data. */
  readonly isForLogs?: boolean;
  readonly stack: string;
  readonly path: Path;
}

/** The parts of a configuration that make or manage buckets. */
type BucketHolders = Pick<GoodConfig, "shared" | "workflows">;

/** The buckets that a file says something of, those of the section `shared` first. */
export function placedBuckets({ shared, workflows }: BucketHolders): PlacedBucket[] {
  const holders = [
    { buckets: shared?.buckets, stack: sharedStackName, path: ["shared"] as Path },
    ...itemsOf(workflows).map(({ item: { buckets, name }, index }) => ({
      buckets,
      stack: name ?? `workflows[${index}]`,
      path: ["workflows", index] as Path,
    })),
  ];
  return holders.flatMap(({ buckets, stack, path }) => {
    const { create, existing, accessLogBucket } = (buckets ?? {}) as Good<Buckets>;
    const at = (list: string, index: number) => ({ stack, path: [...path, "buckets", list, index] });
    const logs = accessLogBucket?.create;
    return [
      ...(logs === undefined
        ? []
        : [
            {
              name: logs.name!,
              created: logs,
              isForLogs: true,
              stack,
              path: [...path, "buckets", "accessLogBucket", "create"],
            },
          ]),
      ...itemsOf(create).map(({ item, index }) => ({
        name: item.name!,
        created: item,
        ...at("create", index),
      })),
      ...itemsOf(existing).map(({ item, index }) => ({
        name: item.name!,
        existing: item,
        ...at("existing", index),
      })),
    ].filter(({ name }) => name !== undefined);
  });
}

/** Everything that a file claims of buckets, in the same order. */
export function bucketClaims(holders: BucketHolders): BucketClaim[] {
  return placedBuckets(holders).flatMap(({ name, created, existing, stack, path }): BucketClaim[] => {
    const claim = (setting: BucketSetting, key: string): BucketClaim => ({
      bucketName: name,
      setting,
      stack,
      path: [...path, key],
    });
    if (created !== undefined) return [claim("bucket", "name")];
    const { manageCors, manageNotifications } = existing as {
      manageCors?: boolean;
      manageNotifications?: boolean;
    };
    return [
      ...(manageCors ? [claim("cors", "manageCors")] : []),
      ...(manageNotifications ? [claim("notifications", "manageNotifications")] : []),
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
