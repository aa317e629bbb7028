import { AwsPage } from "../../lib/aws-page";
import { s3FolderRule } from "../../lib/rules/s3";
import { S3Location } from "../../lib/storage/s3-location";
import { allowed } from "./allowed";
import { type BucketHolders, type BucketOwners, placedBuckets } from "./bucket-owners";
import { shownPath } from "./shown-path";

type Complain = (path: (string | number)[], message: string) => void;

/** Buckets made here that something is written to which is no data of a job: access logs, the state of Terraform. */
export function checkBucketTargets(
  config: BucketHolders & { readonly backend?: unknown },
  owners: ReadonlyMap<string, BucketOwners>,
  complain: Complain,
): void {
  const makerOf = (name: string) => {
    const maker = owners.get(name)?.bucket;
    return maker && shownPath(maker.path.slice(0, -1));
  };
  for (const { bucket, list, path } of placedBuckets(config)) {
    const { accessLogs } = bucket;
    if (list === "existing" || typeof accessLogs !== "string") continue;
    if (s3FolderRule.problem(accessLogs) !== undefined) continue;
    const { bucketName } = S3Location.parse(accessLogs);
    const maker = makerOf(bucketName);
    if (maker === undefined) continue;
    const message =
      bucketName === bucket.name
        ? `got "${accessLogs}", the bucket itself: S3 would log its own log files without end. Choose a bucket that exists already`
        : `got "${accessLogs}", but ${maker} makes "${bucketName}" and encrypts it with a KMS key: S3 delivers no access logs ` +
          "to such a bucket. Choose one that exists already, is encrypted with S3's own keys, and whose policy lets S3 write logs";
    complain([...path, "accessLogs"], allowed(message, AwsPage.s3AccessLogs));
  }
  const { type, bucket } = (config.backend ?? {}) as { readonly type?: unknown; readonly bucket?: unknown };
  if (type !== "s3" || typeof bucket !== "string") return;
  const maker = makerOf(bucket);
  if (maker === undefined) return;
  complain(
    ["backend", "bucket"],
    `got "${bucket}", which ${maker} makes: Terraform keeps its state there, so the bucket must exist before the first apply. ` +
      "Choose a bucket that exists already and that no workflow makes",
  );
}
