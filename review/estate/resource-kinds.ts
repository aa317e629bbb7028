import type { ResourceKind } from "./estate";
import { table } from "../table";

/** How the policy of a resource reaches it. */
interface PolicyCarrier {
  /** Attribute with the document. */
  readonly document: string;
  /** Attribute that names the resource. @default - the policy stands in the resource itself */
  readonly of?: string;
  /** What that attribute may name. */
  readonly types?: readonly string[];
}

const keyTypes = [
  "aws_kms_key",
  "aws_kms_external_key",
  "aws_kms_replica_key",
  "aws_kms_replica_external_key",
];

/** What a resource is to a reviewer: what it holds decides how much its growth matters. */
export const resourceKinds = table<ResourceKind>({
  ...Object.fromEntries(keyTypes.map((type) => [type, "key" as const])),
  aws_s3_bucket: "data",
  aws_s3_directory_bucket: "data",
  aws_dynamodb_table: "data",
  aws_efs_file_system: "data",
  aws_db_instance: "data",
  aws_rds_cluster: "data",
  aws_redshift_cluster: "data",
  aws_opensearch_domain: "data",
  aws_elasticsearch_domain: "data",
  aws_glacier_vault: "data",
  aws_backup_vault: "data",
  aws_ecr_repository: "data",
  aws_cognito_user_pool: "data",
  aws_kinesis_stream: "messages",
  aws_sns_topic: "messages",
  aws_sqs_queue: "messages",
  aws_cloudwatch_event_bus: "messages",
  aws_lambda_function: "function",
  aws_secretsmanager_secret: "secret",
  aws_ssm_parameter: "secret",
  aws_cloudwatch_log_group: "other",
});

/** Policies that stand in a resource of their own or in the resource itself. */
export const policyCarriers = table<PolicyCarrier>({
  ...Object.fromEntries(keyTypes.map((type) => [type, { document: "policy" }])),
  aws_kms_key_policy: { document: "policy", of: "key_id", types: keyTypes },
  aws_s3_bucket: { document: "policy" },
  aws_s3_bucket_policy: {
    document: "policy",
    of: "bucket",
    types: ["aws_s3_bucket", "aws_s3_directory_bucket"],
  },
  aws_sns_topic: { document: "policy" },
  aws_sns_topic_policy: { document: "policy", of: "arn", types: ["aws_sns_topic"] },
  aws_sqs_queue: { document: "policy" },
  aws_sqs_queue_policy: { document: "policy", of: "queue_url", types: ["aws_sqs_queue"] },
  aws_ecr_repository_policy: { document: "policy", of: "repository", types: ["aws_ecr_repository"] },
  aws_secretsmanager_secret: { document: "policy" },
  aws_secretsmanager_secret_policy: {
    document: "policy",
    of: "secret_arn",
    types: ["aws_secretsmanager_secret"],
  },
  aws_dynamodb_resource_policy: {
    document: "policy",
    of: "resource_arn",
    types: ["aws_dynamodb_table"],
  },
  aws_kinesis_resource_policy: { document: "policy", of: "resource_arn", types: ["aws_kinesis_stream"] },
  aws_efs_file_system_policy: { document: "policy", of: "file_system_id", types: ["aws_efs_file_system"] },
  aws_opensearch_domain: { document: "access_policies" },
  aws_opensearch_domain_policy: {
    document: "access_policies",
    of: "domain_name",
    types: ["aws_opensearch_domain"],
  },
  aws_elasticsearch_domain: { document: "access_policies" },
  aws_elasticsearch_domain_policy: {
    document: "access_policies",
    of: "domain_name",
    types: ["aws_elasticsearch_domain"],
  },
  aws_cloudwatch_event_bus_policy: {
    document: "policy",
    of: "event_bus_name",
    types: ["aws_cloudwatch_event_bus"],
  },
  aws_backup_vault_policy: { document: "policy", of: "backup_vault_name", types: ["aws_backup_vault"] },
  aws_glacier_vault: { document: "access_policy" },
  aws_s3_access_point: { document: "policy" },
  aws_s3control_access_point_policy: {
    document: "policy",
    of: "access_point_arn",
    types: ["aws_s3_access_point"],
  },
  aws_sagemaker_model_package_group_policy: {
    document: "resource_policy",
    of: "model_package_group_name",
    types: ["aws_sagemaker_model_package_group"],
  },
});

/** Read by other parts of the review, or no policy of a resource. */
export const readElsewhere = new Set([
  "aws_iam_role",
  "aws_iam_policy",
  "aws_iam_role_policy",
  "aws_iam_user_policy",
  "aws_iam_group_policy",
  "aws_iam_policy_document",
  "aws_ssoadmin_permission_set_inline_policy",
  "aws_organizations_policy",
]);
