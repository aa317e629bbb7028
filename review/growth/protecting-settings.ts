import type { Json, JsonObject } from "../input/resource";
import type { ChangeClass } from "./change";
import { blocksOf, same } from "./values";
import { table } from "../table";

/** A setting that protects, and what it means when it gets weaker. */
export interface ProtectingSetting {
  readonly types: readonly string[];
  readonly path: readonly string[];
  /** @param now all values of the resource after the change */
  readonly weaker: (before: Json | undefined, after: Json | undefined, now: JsonObject) => boolean;
  readonly class: ChangeClass;
  /** One sentence; for several settings at once made from both values. */
  readonly what: string | ((before: Json | undefined, after: Json | undefined) => string);
  /** What AWS does where nothing is written: a new resource is compared with it. @default - new ones are not judged */
  readonly awsDefault?: Json;
}

export const unset = (value: Json | undefined) =>
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
const lessOrNone = (before: Json | undefined, after: Json | undefined) =>
  (number(before) ?? 0) > (number(after) ?? 0);
const some = (value: Json | undefined) => Array.isArray(value) && value.length > 0;
const lockedDays = (retention: Json | undefined) => {
  const { days, years } = blocksOf(retention)[0] ?? {};
  return (number(days) ?? 0) + 365 * (number(years) ?? 0);
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
  awsDefault?: Json,
): ProtectingSetting => ({
  types: [types].flat(),
  path: path.split("."),
  weaker,
  class: kind,
  what,
  ...(awsDefault !== undefined && { awsDefault }),
});

const publicAccess = ["aws_s3_bucket_public_access_block", "aws_s3_account_public_access_block"];
const databases = ["aws_db_instance", "aws_rds_cluster"];

const blocks = ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"];
const allBlocked = Object.fromEntries(blocks.map((name) => [name, true]));

/** Four switches in one block: what is off where it was on is told together. */
function blockOf(types: readonly string[], path: string, title: string): ProtectingSetting {
  const off = (before: Json | undefined, after: Json | undefined) => {
    const [was = {}, is = {}] = [blocksOf(before)[0], blocksOf(after)[0]];
    return blocks.filter((name) => taken(was[name], is[name]));
  };
  return {
    types,
    path: path === "" ? [] : [path],
    weaker: (before, after) => off(before, after).length > 0,
    class: "loosens",
    what: (before, after) => `${title} is without ${off(before, after).join(", ")}.`,
  };
}

const lose: ChangeClass = "loses data or a key";
const keyTypes = [
  "aws_kms_key",
  "aws_kms_external_key",
  "aws_kms_replica_key",
  "aws_kms_replica_external_key",
];
const instances = ["aws_instance", "aws_launch_template"];

/** Settings by what they protect. */
export const protectingSettings: readonly ProtectingSetting[] = [
  // Keys
  setting(
    [...keyTypes, "aws_kms_key_policy"],
    "bypass_policy_lockout_safety_check",
    given,
    "AWS no longer checks that somebody can still change the key's policy.",
    lose,
    false,
  ),
  setting(
    ["aws_kms_external_key", "aws_kms_replica_key", "aws_kms_replica_external_key"],
    "enabled",
    (before, after) => before !== false && after === false,
    "The key is disabled: nothing encrypted with it can be read.",
    lose,
  ),
  setting(
    "aws_kms_external_key",
    "valid_to",
    (before, after) => !unset(after) && !same(before, after),
    "The key's material expires: nothing encrypted with it can be read then.",
    lose,
  ),
  // Calls that are written down
  setting(
    "aws_cloudtrail",
    "is_multi_region_trail",
    noLongerTrue,
    "Calls in other regions are no longer written down.",
  ),
  setting(
    "aws_cloudtrail",
    "include_global_service_events",
    noLongerTrue,
    "Calls to IAM and the like are no longer written down.",
  ),
  setting(
    "aws_cloudtrail",
    "enable_log_file_validation",
    noLongerTrue,
    "Changed log files are no longer noticed.",
  ),
  setting(
    "aws_cloudtrail",
    "kms_key_id",
    ownKeyTaken,
    "The log is no longer encrypted with a KMS key of yours.",
  ),
  setting(
    "aws_cloudtrail",
    "s3_bucket_name",
    (before, after) => !unset(before) && !same(before, after),
    "Calls are written down in another bucket.",
  ),
  // Accounts
  setting("aws_ebs_encryption_by_default", "enabled", taken, "New volumes are not encrypted by default."),
  setting(
    "aws_ebs_snapshot_block_public_access",
    "state",
    noLonger("block-all-sharing"),
    "Snapshots may be public.",
  ),
  setting(
    "aws_ec2_image_block_public_access",
    "state",
    noLonger("block-new-sharing"),
    "Images may be public.",
  ),
  setting(
    "aws_emr_block_public_access_configuration",
    "block_public_security_group_rules",
    noLongerTrue,
    "Clusters may be open to the internet.",
    "loosens",
    true,
  ),
  setting(
    "aws_iam_account_password_policy",
    "minimum_password_length",
    (before, after) => number(before) !== undefined && (unset(after) || fewer(before, after)),
    "Passwords may be shorter.",
  ),
  // Networks of what runs code
  setting(
    "aws_lambda_function",
    "vpc_config.subnet_ids",
    (before, after) => some(before) && !some(after),
    "The function runs outside of your network.",
  ),
  setting(
    instances,
    "metadata_options.http_tokens",
    noLonger("required"),
    "Credentials of the instance can be read without a token.",
  ),
  setting("aws_sagemaker_domain", "app_network_access_type", noLonger("VpcOnly"), "Apps reach the internet."),
  setting("aws_sagemaker_model", "enable_network_isolation", noLongerTrue, "The model reaches the network."),
  setting(
    "aws_vpc_endpoint_service",
    "acceptance_required",
    noLongerTrue,
    "Whoever may connect is connected without being asked.",
  ),
  setting(
    ["aws_lb_listener", "aws_alb_listener"],
    "protocol",
    noLonger("HTTPS", "TLS"),
    "The listener no longer asks for TLS.",
  ),
  setting(
    "aws_cloudfront_distribution",
    "default_cache_behavior.viewer_protocol_policy",
    noLonger("https-only", "redirect-to-https"),
    "Visitors need no TLS.",
  ),
  setting(
    ["aws_opensearch_domain", "aws_elasticsearch_domain"],
    "domain_endpoint_options.enforce_https",
    noLongerTrue,
    "The domain no longer asks for TLS.",
  ),
  setting(
    ["aws_opensearch_domain", "aws_elasticsearch_domain"],
    "encrypt_at_rest.enabled",
    noLongerTrue,
    "The domain is no longer encrypted.",
  ),
  setting(
    ["aws_opensearch_domain", "aws_elasticsearch_domain"],
    "node_to_node_encryption.enabled",
    noLongerTrue,
    "Nodes no longer talk encrypted.",
  ),
  setting(
    "aws_elasticache_replication_group",
    "transit_encryption_enabled",
    noLongerTrue,
    "The cache no longer asks for TLS.",
  ),
  setting(
    "aws_api_gateway_rest_api",
    "endpoint_configuration.types",
    (before, after) =>
      JSON.stringify(before ?? null).includes("PRIVATE") &&
      !JSON.stringify(after ?? null).includes("PRIVATE"),
    "The API can be reached from the internet.",
    "opens data to more principals",
  ),
  // Data at rest
  setting(
    "aws_s3_bucket",
    "versioning.enabled",
    noLongerTrue,
    "Versions of objects are no longer kept: what is overwritten is gone.",
    lose,
  ),
  setting(
    "aws_s3_bucket_object_lock_configuration",
    "rule.default_retention.mode",
    noLonger("COMPLIANCE"),
    "Locked objects can be deleted by those with the right to.",
    lose,
  ),
  setting(
    "aws_s3_bucket_object_lock_configuration",
    "rule.default_retention",
    (before, after) => lockedDays(before) > lockedDays(after),
    "New objects are locked for a shorter time.",
    lose,
  ),
  setting("aws_kinesis_stream", "retention_period", lessOrNone, "Records are kept for a shorter time.", lose),
  setting(
    "aws_kinesis_stream",
    "kms_key_id",
    ownKeyTaken,
    "Records are no longer encrypted with a KMS key of yours.",
  ),
  setting(
    "aws_kinesis_firehose_delivery_stream",
    "server_side_encryption.enabled",
    noLongerTrue,
    "Records are no longer encrypted.",
  ),
  setting(
    "aws_dynamodb_table",
    "server_side_encryption.kms_key_arn",
    ownKeyTaken,
    "The table is no longer encrypted with a KMS key of yours.",
  ),
  setting(
    "aws_dynamodb_table",
    "ttl.enabled",
    (before, after) => before !== undefined && given(before, after),
    "Items are deleted after a time.",
    lose,
  ),
  setting(databases, "backup_retention_period", lessOrNone, "Backups are kept for a shorter time.", lose),
  setting(
    databases,
    "skip_final_snapshot",
    given,
    "Terraform may now destroy the database without a last snapshot.",
    lose,
  ),
  setting(
    "aws_backup_vault_lock_configuration",
    "min_retention_days",
    lessOrNone,
    "Backups can be deleted earlier.",
    lose,
  ),
  setting("aws_cloudwatch_log_group", "skip_destroy", taken, "Terraform may now destroy the logs.", lose),
  setting("aws_ssm_parameter", "type", noLonger("SecureString"), "The value is no longer encrypted."),
  setting(
    "aws_ssm_parameter",
    "key_id",
    ownKeyTaken,
    "The value is no longer encrypted with a KMS key of yours.",
  ),
  setting(
    "aws_athena_workgroup",
    "configuration.enforce_workgroup_configuration",
    noLongerTrue,
    "Queries may write results elsewhere, and without encryption.",
  ),
  setting(
    "aws_sagemaker_endpoint_configuration",
    "kms_key_arn",
    ownKeyTaken,
    "Volumes are no longer encrypted with a KMS key of yours.",
  ),
  setting(
    "aws_sagemaker_notebook_instance",
    "kms_key_id",
    ownKeyTaken,
    "The volume is no longer encrypted with a KMS key of yours.",
  ),
  setting(
    "aws_cognito_user_pool",
    "user_pool_add_ons.advanced_security_mode",
    noLonger("ENFORCED"),
    "Sign-ins that look wrong are no longer stopped.",
  ),
  ...["require_lowercase", "require_numbers", "require_symbols", "require_uppercase"].map((name) =>
    setting("aws_cognito_user_pool", `password_policy.${name}`, noLongerTrue, "Passwords may be simpler."),
  ),
  setting(
    "aws_ecr_repository",
    "image_scanning_configuration.scan_on_push",
    noLongerTrue,
    "Images are no longer scanned.",
  ),
  setting(
    ["aws_lb", "aws_alb"],
    "enable_deletion_protection",
    taken,
    "The load balancer is no longer protected from deletion.",
  ),

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
    "Messages are not encrypted.",
    "loosens",
    true,
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
  { ...blockOf(publicAccess, "", "The block of public access"), awsDefault: allBlocked },
  blockOf(
    ["aws_s3_access_point"],
    "public_access_block_configuration",
    "The access point's block of public access",
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
    "Access control lists count beside policies.",
    "loosens",
    "BucketOwnerEnforced",
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
    "redrive_policy",
    taken,
    "Messages that cannot be handled are lost: no queue keeps them.",
    lose,
  ),
  setting(
    "aws_sqs_queue",
    "redrive_allow_policy",
    (before, after) =>
      !unset(before) &&
      !same(before, after) &&
      !/"(denyAll|byQueue)"/.test(JSON.stringify(after ?? null).replaceAll("\\", "")),
    "Other queues may send what they cannot handle here.",
  ),
  setting(
    "aws_lambda_function",
    "dead_letter_config.target_arn",
    taken,
    "Events that cannot be handled are lost: nothing keeps them.",
    lose,
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
export const protectors = table<string>({
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
  aws_ebs_encryption_by_default: "New volumes are not encrypted by default.",
  aws_ebs_snapshot_block_public_access: "Snapshots may be public.",
  aws_ec2_image_block_public_access: "Images may be public.",
  aws_emr_block_public_access_configuration: "The block of public clusters is no longer managed.",
  aws_vpc_block_public_access_options: "The network's block of public access is gone.",
  aws_config_configuration_recorder: "Changes of resources are no longer written down.",
  aws_config_configuration_recorder_status: "Changes of resources are no longer written down.",
  aws_flow_log: "Traffic is no longer written down.",
  aws_macie2_account: "Sensitive data is no longer looked for.",
  aws_securityhub_account: "Findings are no longer gathered.",
  aws_accessanalyzer_analyzer: "Access from outside is no longer looked for.",
  aws_inspector2_enabler: "Weaknesses are no longer looked for.",
  aws_wafv2_web_acl_association: "The web firewall no longer stands before it.",
  aws_backup_vault_lock_configuration: "Backups can be deleted.",
  aws_backup_plan: "Nothing is backed up by this plan any more.",
  aws_backup_selection: "What it selected is no longer backed up.",
  aws_secretsmanager_secret_rotation: "The secret no longer rotates.",
  aws_sns_topic_data_protection_policy: "Sensitive data in messages is no longer stopped.",
  aws_cloudwatch_log_data_protection_policy: "Sensitive data in logs is no longer masked.",
  aws_sqs_queue_redrive_policy: "Messages that cannot be handled are lost: no queue keeps them.",
  aws_sqs_queue_redrive_allow_policy: "Other queues may send what they cannot handle here.",
  aws_cognito_risk_configuration: "Sign-ins that look wrong are no longer stopped.",
});
