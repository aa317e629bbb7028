import { isObject, type Json, type JsonObject, type Snapshot } from "../input/resource";
import type { ChangeClass } from "./change";
import { blocksOf, same, textsOf, within } from "./values";
import { table } from "../table";

/** A resource that lets somebody in, or data out, by no policy. */
interface Opening {
  readonly attributes: readonly string[];
  readonly class: ChangeClass;
  readonly what: string;
  /** Whether the attributes open nothing beyond what they did. @default - every change of them opens */
  readonly opensNothing?: (now: JsonObject, before: JsonObject, all: Snapshot | undefined) => boolean;
}

const others: ChangeClass = "opens data to more principals";
const opening = (
  attributes: string,
  what: string,
  kind: ChangeClass = others,
  opensNothing?: Opening["opensNothing"],
): Opening => ({
  attributes: attributes.split(" ").filter((each) => each !== ""),
  class: kind,
  what,
  ...(opensNothing !== undefined && { opensNothing }),
});

/** Opens by a list: what is taken out of it opens nothing. */
const listing = (attributes: string, what: string, kind: ChangeClass = others): Opening =>
  opening(attributes, what, kind, (now, before) =>
    attributes
      .split(" ")
      .every((each) =>
        Array.isArray(now[each] ?? [])
          ? within(textsOf(now[each]), textsOf(before[each]))
          : same(now[each], before[each]),
      ),
  );

/** Opens while a switch is on. */
const flag = (attribute: string, what: string, kind: ChangeClass = others, on: Json = true): Opening =>
  opening(attribute, what, kind, (now) => now[attribute] !== on);

const ownersLists = ["private", "bucket-owner-read", "bucket-owner-full-control", "log-delivery-write"];
const acl = (grants: string) =>
  opening(
    `acl ${grants}`,
    "An access control list lets others in.",
    others,
    (now, before) =>
      (typeof now["acl"] !== "string" || now["acl"] === "" || ownersLists.includes(now["acl"])) &&
      within(granteesIn(now[grants]), [...granteesIn(before[grants]), ...ownersIn(now[grants])]),
  );
const credentials = (attributes = "user status") =>
  opening(
    attributes,
    "There is a credential that gives all rights of its user.",
    others,
    (now) => now["status"] === "Inactive",
  );
const shared = (attributes: string) => opening(attributes, "It is shared with others.");
const believed = (attributes: string) => opening(attributes, "An identity provider is believed.", "loosens");
const notEvaluated = (attributes: string) =>
  opening(
    attributes,
    "It gives rights by rules of its own, which the review does not evaluate.",
    "not decided",
  );
const copied = (attributes: string, what: string) => opening(attributes, what);
const reachable = (what: string) => `${what} can be reached from the internet.`;
const publiclyAccessible = flag("publicly_accessible", reachable("The database or broker"));
const snapshot = listing("shared_accounts", "The snapshot is shared with other accounts.");
const loadBalancer = opening(
  "internal",
  reachable("The load balancer"),
  others,
  (now) => now["internal"] === true || now["load_balancer_type"] === "gateway",
);
const expiring = (kind: string) => `${kind} are deleted after a time.`;

const client = listing(
  "allowed_oauth_flows allowed_oauth_scopes callback_urls explicit_auth_flows supported_identity_providers read_attributes write_attributes",
  "A client may sign people in, in more ways than before.",
  "loosens",
);

/** A resource type stands here when the policies of an estate do not tell what it opens. */
const openings = table<Opening | readonly Opening[]>({
  // Data in S3
  aws_s3_bucket: acl("grant"),
  aws_s3_bucket_acl: acl("access_control_policy"),
  aws_s3_object: acl("grant"),
  aws_s3_object_copy: acl("grant"),
  aws_s3_bucket_replication_configuration: copied("bucket rule", "Objects are copied to where it says."),
  aws_s3_bucket_inventory: copied("bucket destination", "Lists of objects go to its destination."),
  aws_s3_bucket_notification: opening(
    "bucket eventbridge lambda_function queue topic",
    "Events of the bucket, with names of objects, go to its targets.",
    others,
    (now, before) =>
      same(now["bucket"], before["bucket"]) &&
      (now["eventbridge"] !== true || before["eventbridge"] === true) &&
      ["lambda_function", "queue", "topic"].every((each) =>
        within(targetsIn(now[each]), targetsIn(before[each])),
      ),
  ),
  aws_s3_bucket_cors_configuration: opening(
    "cors_rule",
    "Pages of other origins may use the bucket in a browser.",
    "loosens",
    (now, before) => within(jsonOf(now["cors_rule"]), jsonOf(before["cors_rule"])),
  ),
  aws_s3_bucket_lifecycle_configuration: opening(
    "rule",
    expiring("Objects"),
    "loses data or a key",
    (now, before, all) =>
      all?.resources.some(({ values }) => values["bucket"] === now["bucket"]) !== true ||
      within(expirationsIn(now), expirationsIn(before)),
  ),
  aws_s3control_access_grant: shared(
    "grantee permission access_grants_location_id access_grants_location_configuration s3_prefix_type",
  ),
  // Where messages, logs and records go
  aws_sns_topic_subscription: copied("topic_arn protocol endpoint", "Messages go to its endpoint."),
  aws_cloudwatch_log_subscription_filter: copied(
    "log_group_name destination_arn",
    "Logs go to its destination.",
  ),
  aws_cloudwatch_log_account_policy: copied(
    "policy_document policy_type",
    "A policy for all logs of the account, as to where they go.",
  ),
  aws_cloudwatch_log_destination: copied("target_arn", "Logs of others go to its target."),
  aws_cloudwatch_log_delivery: copied(
    "delivery_source_name delivery_destination_arn",
    "Logs go to its destination.",
  ),
  aws_cloudwatch_event_target: copied("arn event_bus_name rule", "Events go to its target."),
  aws_cloudwatch_event_permission: shared("principal action condition event_bus_name"),
  aws_lambda_event_source_mapping: copied(
    "event_source_arn function_name",
    "A function gets what its source brings.",
  ),
  aws_pipes_pipe: copied("source target enrichment", "What its source brings goes to its target."),
  aws_kinesis_firehose_delivery_stream: copied(
    "destination extended_s3_configuration http_endpoint_configuration redshift_configuration splunk_configuration opensearch_configuration snowflake_configuration kinesis_source_configuration",
    "Records go to its destination.",
  ),
  aws_dynamodb_kinesis_streaming_destination: copied(
    "stream_arn table_name",
    "Changes of the table go to a stream.",
  ),
  aws_dynamodb_table: listing("replica", "The table is copied to another region."),
  aws_dynamodb_table_export: copied("table_arn s3_bucket", "The table is written to a bucket."),
  aws_datasync_task: copied("source_location_arn destination_location_arn", "Data is copied."),
  aws_ecr_replication_configuration: copied("replication_configuration", "Images are copied."),
  aws_ecr_lifecycle_policy: opening(
    "policy repository",
    expiring("Images"),
    "loses data or a key",
    (now, _before, all) =>
      all?.resources.some(
        ({ type, values }) => type === "aws_ecr_repository" && values["name"] === now["repository"],
      ) !== true,
  ),
  // Keys
  aws_kms_alias: opening(
    "name target_key_id",
    "What names the alias uses another key from here on, and who may use a key by this alias may use that one.",
    "opens more data",
    // The alias of a new key opens nothing that the key does not.
    (now, before) => now["target_key_id"] === undefined && before["name"] === undefined,
  ),
  // Credentials, and who is believed
  aws_iam_access_key: credentials(),
  aws_iam_user_login_profile: credentials(),
  aws_iam_service_specific_credential: credentials("user_name service_name status"),
  aws_iam_signing_certificate: credentials("user_name status"),
  aws_iam_user_ssh_key: credentials("username public_key status"),
  aws_iam_openid_connect_provider: believed("url client_id_list thumbprint_list"),
  aws_iam_saml_provider: believed("saml_metadata_document"),
  aws_cognito_identity_provider: believed("user_pool_id provider_name provider_type provider_details"),
  aws_rolesanywhere_trust_anchor: believed("source enabled"),
  aws_ssoadmin_trusted_token_issuer: believed("trusted_token_issuer_configuration"),
  aws_ssm_activation: opening("name registration_limit", "Machines outside of AWS may join.", "loosens"),
  aws_transfer_ssh_key: opening("server_id user_name body", "There is a key that signs in a user."),
  // People
  aws_ssoadmin_account_assignment: opening(
    "permission_set_arn principal_id principal_type target_id",
    "Somebody gets a permission set in an account.",
  ),
  aws_ssoadmin_application_assignment: opening(
    "application_arn principal_id principal_type",
    "Somebody gets an application.",
  ),
  aws_identitystore_group_membership: opening("group_id member_id", "A user gets into a group."),
  aws_cognito_user_in_group: opening("user_pool_id group_name username", "A user gets into a group."),
  aws_cognito_user: opening("user_pool_id username enabled", "A user may sign in.", others, (now) => {
    return now["enabled"] === false;
  }),
  aws_cognito_user_pool_client: client,
  aws_cognito_managed_user_pool_client: client,
  aws_cognito_identity_pool: flag(
    "allow_unauthenticated_identities",
    "Whoever does not sign in gets credentials.",
  ),
  aws_cognito_identity_pool_roles_attachment: opening(
    "identity_pool_id roles role_mapping",
    "Who signs in at an identity pool gets roles.",
  ),
  aws_sagemaker_workteam: opening("member_definition workforce_name", "Workers get into a team."),
  aws_sagemaker_workforce: opening(
    "cognito_config oidc_config source_ip_config",
    "Workers sign in by other rules, or from other addresses.",
    "loosens",
    (now, before) =>
      ["cognito_config", "oidc_config"].every((each) => same(now[each], before[each])) &&
      rangesIn(now).length > 0 &&
      (rangesIn(before).length === 0 || within(rangesIn(now), rangesIn(before))),
  ),
  aws_transfer_user: opening(
    "server_id user_name home_directory home_directory_mappings",
    "A user of file transfer gets directories.",
  ),
  aws_eks_access_entry: shared("cluster_name principal_arn kubernetes_groups type"),
  aws_eks_access_policy_association: shared("cluster_name principal_arn policy_arn access_scope"),
  aws_eks_pod_identity_association: opening("cluster_name namespace service_account", "Pods act as a role."),
  aws_organizations_delegated_administrator: opening(
    "account_id service_principal",
    "An account administers a service for the whole organization.",
    "raises privilege",
  ),
  // Shares
  aws_ram_principal_association: shared("principal resource_share_arn"),
  aws_ram_resource_association: shared("resource_arn resource_share_arn"),
  aws_ram_resource_share: flag(
    "allow_external_principals",
    "Accounts outside of the organization may be invited to the share.",
    "loosens",
  ),
  aws_ram_sharing_with_organization: opening("id", "Resources may be shared with the whole organization."),
  aws_lambda_layer_version_permission: shared("layer_name version_number principal organization_id action"),
  aws_ami_launch_permission: shared("image_id account_id group organization_arn organizational_unit_arn"),
  aws_snapshot_create_volume_permission: shared("snapshot_id account_id"),
  aws_db_snapshot: snapshot,
  aws_db_snapshot_copy: snapshot,
  aws_db_cluster_snapshot: snapshot,
  aws_rds_cluster_snapshot_copy: snapshot,
  aws_ssm_document: opening(
    "permissions",
    "The document is shared with other accounts.",
    others,
    (now) => Object.keys(isObject(now["permissions"]) ? now["permissions"] : {}).length === 0,
  ),
  aws_imagebuilder_distribution_configuration: opening("distribution", "Images go to where it says."),
  aws_redshift_data_share_authorization: shared("data_share_arn consumer_identifier allow_writes"),
  aws_redshift_data_share_consumer_association: shared(
    "data_share_arn consumer_arn associate_entire_account",
  ),
  aws_redshift_endpoint_authorization: shared("account cluster_identifier vpc_ids"),
  aws_servicecatalog_portfolio_share: shared("portfolio_id principal_id type"),
  aws_servicecatalog_principal_portfolio_association: shared("portfolio_id principal_arn"),
  aws_config_aggregate_authorization: shared("account_id authorized_aws_region"),
  aws_route53_vpc_association_authorization: shared("zone_id vpc_id"),
  aws_vpc_endpoint_service_allowed_principal: shared("vpc_endpoint_service_id principal_arn"),
  aws_vpc_endpoint_service: listing("allowed_principals", "Others may connect to the service."),
  aws_lakeformation_permissions: shared(
    "principal permissions permissions_with_grant_option catalog_resource database table table_with_columns data_location data_cells_filter lf_tag lf_tag_policy",
  ),
  aws_lakeformation_data_lake_settings: listing(
    "admins read_only_admins create_database_default_permissions create_table_default_permissions trusted_resource_owners external_data_filtering_allow_list",
    "Somebody administers the data lake, or its tables are open by default.",
    "raises privilege",
  ),
  ...Object.fromEntries(
    ["analysis", "dashboard", "data_set", "data_source", "folder", "template", "theme"].map((kind) => [
      `aws_quicksight_${kind}`,
      listing("permissions", "It is shared in QuickSight."),
    ]),
  ),
  // Rules that are no policies of IAM
  aws_opensearchserverless_access_policy: notEvaluated("policy type"),
  aws_opensearchserverless_security_policy: notEvaluated("policy type"),
  aws_verifiedpermissions_policy: notEvaluated("definition policy_store_id"),
  // What can be reached from the internet
  aws_db_instance: publiclyAccessible,
  aws_rds_cluster_instance: publiclyAccessible,
  aws_neptune_cluster_instance: publiclyAccessible,
  aws_redshift_cluster: publiclyAccessible,
  aws_redshiftserverless_workgroup: publiclyAccessible,
  aws_dms_replication_instance: publiclyAccessible,
  aws_mq_broker: publiclyAccessible,
  aws_instance: flag("associate_public_ip_address", reachable("The instance")),
  aws_subnet: flag("map_public_ip_on_launch", reachable("What starts in the subnet")),
  aws_lb: loadBalancer,
  aws_alb: loadBalancer,
  aws_elb: loadBalancer,
  aws_eks_cluster: opening("vpc_config", reachable("The cluster's API"), others, (now, before) => {
    const its = blocksOf(now["vpc_config"])[0] ?? {};
    const was = blocksOf(before["vpc_config"])[0];
    const wasOpen = was !== undefined && was["endpoint_public_access"] !== false;
    return (
      its["endpoint_public_access"] === false ||
      (wasOpen && within(textsOf(its["public_access_cidrs"]), textsOf(was["public_access_cidrs"])))
    );
  }),
  aws_msk_cluster: opening(
    "broker_node_group_info",
    reachable("The cluster"),
    others,
    (now) => !JSON.stringify(now["broker_node_group_info"] ?? null).includes("SERVICE_PROVIDED_EIPS"),
  ),
  aws_api_gateway_method: opening(
    "authorization api_key_required authorizer_id",
    "The method can be called without sign-in.",
    others,
    (now) => now["authorization"] !== "NONE" || now["api_key_required"] === true,
  ),
  aws_apigatewayv2_route: opening(
    "authorization_type api_key_required authorizer_id",
    "The route can be called without sign-in.",
    others,
    (now) =>
      (typeof now["authorization_type"] === "string" && now["authorization_type"] !== "NONE") ||
      now["api_key_required"] === true,
  ),
  aws_appsync_graphql_api: opening(
    "authentication_type additional_authentication_provider",
    "The API can be called with a key that everybody may hold.",
    others,
    (now) =>
      !JSON.stringify([now["authentication_type"], now["additional_authentication_provider"]]).includes(
        "API_KEY",
      ),
  ),
  aws_cloudfront_distribution: copied("origin", "CloudFront gives out what its origins hold."),
});

/** What a type opens, if the table knows it. */
export function openingsOf(type: string): readonly Opening[] {
  return [openings[type] ?? []].flat();
}

/** `READ of http://acs.amazonaws.com/groups/global/AllUsers`, at any depth of grants. */
function granteesIn(grants: Json | undefined, permission = ""): readonly string[] {
  if (Array.isArray(grants))
    return (grants as readonly Json[]).flatMap((each) => granteesIn(each, permission));
  if (!isObject(grants)) return [];
  const its = grants["permission"] ?? grants["permissions"];
  const what = its === undefined ? permission : JSON.stringify(its);
  const who = [grants["uri"], grants["id"], grants["email_address"]].filter(
    (each): each is string => typeof each === "string" && each !== "",
  );
  const nested = ["grant", "grantee"].flatMap((each) => granteesIn(grants[each], what));
  return [...(what === "" ? [] : who.map((each) => `${what} of ${each}`)), ...nested];
}

/** The owner of a bucket has what it grants to itself. */
function ownersIn(policy: Json | undefined): readonly string[] {
  const owners = blocksOf(policy)
    .flatMap((each) => blocksOf(each["owner"]))
    .map((each) => each["id"]);
  return granteesIn(policy).filter((grantee) =>
    owners.some((owner) => typeof owner === "string" && grantee.endsWith(` of ${owner}`)),
  );
}

const jsonOf = (value: Json | undefined) => blocksOf(value).map((each) => JSON.stringify(each));

const targetsIn = (value: Json | undefined) =>
  blocksOf(value).map((block) =>
    JSON.stringify([
      block["topic_arn"] ?? block["queue_arn"] ?? block["lambda_function_arn"],
      block["events"],
    ]),
  );

const expirationsIn = (values: JsonObject): readonly string[] =>
  blocksOf(values["rule"])
    .filter((rule) => rule["status"] !== "Disabled")
    .flatMap(({ filter, prefix, expiration, noncurrent_version_expiration: old }) =>
      [expiration, old]
        .filter((each) => blocksOf(each).length > 0)
        .map((each) => JSON.stringify([filter, prefix, each])),
    );

const rangesIn = (values: JsonObject): readonly string[] =>
  blocksOf(values["source_ip_config"]).flatMap(({ cidrs }) => textsOf(cidrs));
