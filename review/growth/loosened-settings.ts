import { arnOf } from "../input/arn-of";
import { isObject, type Json, type JsonObject, type PlanResource, type Snapshot } from "../input/resource";
import type { Scope } from "../input/scope";
import type { Change, ChangeClass } from "./change";

/** A setting that protects, and what it means when it gets weaker. */
interface ProtectingSetting {
  readonly types: readonly string[];
  readonly path: readonly string[];
  /** @param now all values of the resource after the change */
  readonly weaker: (before: Json | undefined, after: Json | undefined, now: JsonObject) => boolean;
  readonly class: ChangeClass;
  readonly what: string;
}

const unset = (value: Json | undefined) =>
  value === undefined || value === null || value === "" || value === false;
const taken = (before: Json | undefined, after: Json | undefined) => !unset(before) && unset(after);
/** A key that AWS manages serves everybody of the account, by a policy of its own. */
const isOwnKey = (key: Json | undefined) =>
  typeof key === "string" && key !== "" && !/(^|:)alias\/aws\//.test(key);
const ownKeyTaken = (before: Json | undefined, after: Json | undefined) =>
  isOwnKey(before) && !isOwnKey(after);
const given = (before: Json | undefined, after: Json | undefined) => unset(before) && !unset(after);
const number = (value: Json | undefined) => (typeof value === "number" ? value : undefined);
const fewer = (before: Json | undefined, after: Json | undefined) => {
  const [old, now] = [number(before), number(after)];
  return now !== undefined && now > 0 && (old === undefined || old === 0 || now < old);
};
const more = (before: Json | undefined, after: Json | undefined) =>
  (number(after) ?? 0) > (number(before) ?? 0);
const noLongerTrue = (before: Json | undefined, after: Json | undefined) => before === true && after !== true;
const noLonger =
  (...strong: readonly string[]) =>
  (before: Json | undefined, after: Json | undefined) =>
    typeof before === "string" &&
    strong.includes(before) &&
    !(typeof after === "string" && strong.includes(after));

const setting = (
  types: string | readonly string[],
  path: string,
  weaker: ProtectingSetting["weaker"],
  what: string,
  kind: ChangeClass = "loosens",
): ProtectingSetting => ({ types: [types].flat(), path: path.split("."), weaker, class: kind, what });

const publicAccess = ["aws_s3_bucket_public_access_block", "aws_s3_account_public_access_block"];
const databases = ["aws_db_instance", "aws_rds_cluster"];

const settings: readonly ProtectingSetting[] = [
  setting(
    "aws_s3_bucket",
    "server_side_encryption_configuration.rule.apply_server_side_encryption_by_default.sse_algorithm",
    noLonger("aws:kms", "aws:kms:dsse"),
    "Objects are no longer encrypted with a KMS key.",
  ),
  setting(
    "aws_s3_bucket_server_side_encryption_configuration",
    "rule.apply_server_side_encryption_by_default.kms_master_key_id",
    ownKeyTaken,
    "Objects are no longer encrypted with a KMS key of yours.",
  ),
  setting(
    "aws_s3_bucket_versioning",
    "versioning_configuration.mfa_delete",
    noLonger("Enabled"),
    "Versions can be deleted without a second factor.",
    "loses data or a key",
  ),
  setting(
    "aws_kinesis_stream",
    "encryption_type",
    noLonger("KMS"),
    "Records are no longer encrypted with a KMS key.",
  ),
  setting(
    "aws_dynamodb_table",
    "server_side_encryption.enabled",
    taken,
    "The table is no longer encrypted with a KMS key.",
  ),
  setting(
    "aws_sqs_queue",
    "sqs_managed_sse_enabled",
    (before, after, now) => taken(before, after) && unset(now["kms_master_key_id"]),
    "Messages are no longer encrypted.",
  ),
  setting(
    "aws_ecr_repository",
    "image_tag_mutability",
    noLonger("IMMUTABLE"),
    "A tag may become another image.",
  ),
  setting("aws_cloudtrail", "enable_logging", noLongerTrue, "Calls are no longer written down."),
  setting("aws_guardduty_detector", "enable", noLongerTrue, "Threats are no longer looked for."),
  setting(
    "aws_vpc_endpoint",
    "policy",
    taken,
    "The endpoint has AWS's default policy: everybody may use it for everything.",
  ),
  setting(
    "aws_organizations_policy",
    "content",
    (before, after) => !unset(before) && !same(before, after),
    "What an organization's policy forbids changed, and the review does not evaluate it.",
    "not decided",
  ),
  setting(
    "aws_cognito_user_pool",
    "admin_create_user_config.allow_admin_create_user_only",
    taken,
    "Everybody may sign up.",
    "opens data to more principals",
  ),
  setting(
    "aws_cognito_user_pool",
    "password_policy.minimum_length",
    (before, after) => number(before) !== undefined && (unset(after) || fewer(before, after)),
    "Passwords may be shorter.",
  ),
  setting(
    "aws_sagemaker_notebook_instance",
    "direct_internet_access",
    noLonger("Disabled"),
    "The notebook reaches the internet.",
  ),
  setting(
    "aws_sagemaker_notebook_instance",
    "root_access",
    noLonger("Disabled"),
    "Users of the notebook are root.",
  ),
  ...["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"].map(
    (name) => setting(publicAccess, name, taken, `The block of public access no longer has ${name}.`),
  ),
  setting(
    "aws_s3_bucket_server_side_encryption_configuration",
    "rule.apply_server_side_encryption_by_default.sse_algorithm",
    noLonger("aws:kms", "aws:kms:dsse"),
    "Objects are no longer encrypted with a KMS key.",
  ),
  setting(
    "aws_s3_bucket_ownership_controls",
    "rule.object_ownership",
    noLonger("BucketOwnerEnforced"),
    "Access control lists count again beside policies.",
  ),
  setting(
    "aws_s3_bucket_versioning",
    "versioning_configuration.status",
    noLonger("Enabled"),
    "Versions of objects are no longer kept: what is overwritten is gone.",
    "loses data or a key",
  ),
  setting(
    "aws_s3_bucket",
    "force_destroy",
    given,
    "Terraform may now destroy the bucket with everything in it.",
    "loses data or a key",
  ),
  setting(
    "aws_ecr_repository",
    "force_delete",
    given,
    "Terraform may now destroy the repository with everything in it.",
    "loses data or a key",
  ),
  setting("aws_kms_key", "enable_key_rotation", taken, "The key no longer rotates."),
  setting(
    "aws_kms_key",
    "is_enabled",
    (before, after) => before !== false && after === false,
    "The key is disabled: nothing encrypted with it can be read.",
    "loses data or a key",
  ),
  setting(
    "aws_kms_key",
    "deletion_window_in_days",
    (before, after) => number(before) !== undefined && fewer(before, after),
    "There is less time to take back the deletion of the key.",
    "loses data or a key",
  ),
  setting(
    ["aws_sns_topic", "aws_sqs_queue"],
    "kms_master_key_id",
    ownKeyTaken,
    "Messages are no longer encrypted with a KMS key of yours.",
  ),
  setting(
    "aws_sqs_queue",
    "message_retention_seconds",
    (before, after) => number(before) !== undefined && fewer(before, after),
    "Messages are kept for a shorter time.",
    "loses data or a key",
  ),
  setting(
    "aws_cloudwatch_log_group",
    "kms_key_id",
    ownKeyTaken,
    "Logs are no longer encrypted with a KMS key of yours.",
  ),
  setting(
    "aws_cloudwatch_log_group",
    "retention_in_days",
    fewer,
    "Logs are kept for a shorter time.",
    "loses data or a key",
  ),
  setting(
    "aws_lambda_function",
    "kms_key_arn",
    ownKeyTaken,
    "Environment variables are no longer encrypted with a KMS key of yours.",
  ),
  setting(
    "aws_lambda_function",
    "code_signing_config_arn",
    taken,
    "Code is no longer checked for its signature.",
  ),
  setting(
    "aws_secretsmanager_secret",
    "kms_key_id",
    ownKeyTaken,
    "The secret is no longer encrypted with a KMS key of yours.",
  ),
  setting(
    "aws_secretsmanager_secret",
    "recovery_window_in_days",
    (before, after) =>
      number(after) !== undefined && number(before) !== undefined && number(after)! < number(before)!,
    "There is less time to take back the deletion of the secret.",
    "loses data or a key",
  ),
  setting(
    "aws_dynamodb_table",
    "deletion_protection_enabled",
    taken,
    "The table is no longer protected from deletion.",
    "loses data or a key",
  ),
  setting(
    "aws_dynamodb_table",
    "point_in_time_recovery.enabled",
    taken,
    "The table can no longer be restored to an earlier moment.",
    "loses data or a key",
  ),
  setting(
    databases,
    "deletion_protection",
    taken,
    "The database is no longer protected from deletion.",
    "loses data or a key",
  ),
  setting(databases, "storage_encrypted", taken, "The storage is no longer encrypted."),
  setting(
    "aws_iam_role",
    "max_session_duration",
    (before, after) => number(before) !== undefined && more(before, after),
    "Sessions of the role may last longer.",
  ),
  setting(
    "aws_cognito_user_pool",
    "mfa_configuration",
    noLonger("ON"),
    "Workers may sign in without a second factor.",
  ),
  setting(
    "aws_cognito_user_pool",
    "deletion_protection",
    noLonger("ACTIVE"),
    "The user pool is no longer protected from deletion.",
    "loses data or a key",
  ),
];

/** Resources that protect by being there. */
const protectors: Readonly<Record<string, string>> = {
  aws_s3_bucket_public_access_block: "The block of public access is gone.",
  aws_s3_account_public_access_block: "The account's block of public access is gone.",
  aws_s3_bucket_server_side_encryption_configuration:
    "The bucket's default encryption is gone: S3 encrypts with its own key.",
  aws_s3_bucket_ownership_controls: "The rule that only the bucket's owner owns objects is gone.",
  aws_s3_bucket_versioning: "Versions of objects are no longer kept: what is overwritten is gone.",
  aws_s3_bucket_object_lock_configuration: "New objects are no longer locked: they can be deleted.",
  aws_s3_bucket_logging: "Access to the bucket is no longer written down.",
  aws_cloudtrail: "Calls are no longer written down.",
  aws_guardduty_detector: "Threats are no longer looked for.",
  aws_organizations_policy: "A policy of the organization is gone.",
  aws_organizations_policy_attachment: "A policy of the organization no longer holds for its target.",
  aws_iam_account_password_policy: "The account's password policy is gone.",
  aws_lambda_code_signing_config: "The check of signatures of code is gone.",
};

/** Settings that protect and got weaker. */
export function loosenedSettings(
  stack: string,
  scope: Scope,
  before: Snapshot,
  after: Snapshot,
): readonly Change[] {
  const now = new Map(after.resources.map((resource) => [resource.address, resource]));
  return before.resources.flatMap((old): Change[] => {
    if (old.mode === "data") return [];
    const is = now.get(old.address);
    const change = (kind: ChangeClass, what: string, because?: string): Change => ({
      class: kind,
      stack,
      address: old.address,
      about: titleOf(old),
      arn: arnOf(old.type, old.values, scope, old.address) ?? old.address,
      what,
      ...(because !== undefined && { because }),
    });
    if (is === undefined) {
      const what = protectors[old.type];
      // Gone with the bucket that it protected: the loss is told there.
      return what === undefined || bucketGone(old, before, now) ? [] : [change("loosens", what)];
    }
    const moved =
      protectors[old.type] !== undefined && old.values["bucket"] !== undefined
        ? is.values["bucket"] !== undefined && old.values["bucket"] !== is.values["bucket"]
        : old.type === "aws_organizations_policy_attachment" && !same(old.values, is.values);
    // It protects something else: what it protected is as if it were gone.
    const elsewhere =
      moved && !bucketGone(old, before, now) ? [change("loosens", protectors[old.type]!)] : [];
    const weaker = settings
      .filter(({ types }) => types.includes(old.type))
      .flatMap(({ path, weaker, class: kind, what }) => {
        const [was, becomes] = [at(old.values, path), at(is.values, path)];
        if (at(is.unknown, path) === true) {
          // Another key of yours is made in the same apply more often than not.
          if (/(key_id|_arn)$/.test(path.join(".")) || !weaker(was, undefined, is.values)) return [];
          return [change("not decided", `${path.join(".")} is known after the apply. It was ${shown(was)}.`)];
        }
        if (same(was, becomes) || !weaker(was, becomes, is.values)) return [];
        return [change(kind, what, `${path.join(".")} became ${shown(becomes)} instead of ${shown(was)}.`)];
      });
    return [...elsewhere, ...weaker];
  });
}

function bucketGone(
  protector: PlanResource,
  before: Snapshot,
  now: ReadonlyMap<string, PlanResource>,
): boolean {
  const bucket = protector.values["bucket"];
  const its = before.resources.find(
    ({ type, values }) => type === "aws_s3_bucket" && values["bucket"] === bucket,
  );
  return its !== undefined && !now.has(its.address);
}

function titleOf({ values, address }: PlanResource): string {
  const name = values["bucket"] ?? values["name"] ?? values["function_name"];
  return typeof name === "string" && name !== "" ? name : address;
}

function at(values: Json | undefined, path: readonly string[]): Json | undefined {
  const [first, ...rest] = path;
  if (first === undefined) return values;
  const object = Array.isArray(values) ? (values as readonly Json[])[0] : values;
  return isObject(object) ? at(object[first], rest) : undefined;
}

const same = (one: Json | undefined, other: Json | undefined) =>
  JSON.stringify(one) === JSON.stringify(other);
const shown = (value: Json | undefined) =>
  unset(value) && value !== false ? "nothing" : JSON.stringify(value);
