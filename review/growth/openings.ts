import { arnOf } from "../input/arn-of";
import { isObject, type Json, type JsonObject, type PlanResource, type Snapshot } from "../input/resource";
import type { Scope } from "../input/scope";
import type { Change, ChangeClass } from "./change";

/** A resource that lets somebody in, or data out, by no policy. */
interface Opening {
  readonly attributes: readonly string[];
  readonly class: ChangeClass;
  readonly what: string;
  /** Whether the attributes open nothing beyond what they did. @default - every change of them opens */
  readonly opensNothing?: (now: JsonObject, before: JsonObject, all: Snapshot | undefined) => boolean;
  /** True where only a change tells something: what is new is told by other parts. */
  readonly onlyChanges?: boolean;
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
const credentials = opening("user status", "There is a credential that gives all rights of its user.");
const shared = (attributes: string) => opening(attributes, "It is shared with others.");

const actsAs = (attribute: string): Opening => ({
  ...opening(attribute, "It acts as another role from here on.", "opens more data"),
  onlyChanges: true,
});

/** A resource type stands here when the policies of an estate do not tell what it opens. */
const openings: Readonly<Record<string, Opening>> = {
  aws_s3_bucket: acl("grant"),
  aws_s3_bucket_acl: acl("access_control_policy"),
  aws_s3_object: acl("grant"),
  aws_s3_bucket_replication_configuration: opening(
    "bucket role rule",
    "Objects are copied to where it says.",
  ),
  aws_sns_topic_subscription: opening("topic_arn protocol endpoint", "Messages go to its endpoint."),
  aws_cloudwatch_log_subscription_filter: opening(
    "log_group_name destination_arn",
    "Logs go to its destination.",
  ),
  aws_iam_access_key: credentials,
  aws_iam_user_login_profile: credentials,
  aws_iam_service_specific_credential: credentials,
  aws_iam_openid_connect_provider: opening(
    "url client_id_list thumbprint_list",
    "An identity provider is believed.",
    "loosens",
  ),
  aws_iam_saml_provider: opening("saml_metadata_document", "An identity provider is believed.", "loosens"),
  aws_ssoadmin_account_assignment: opening(
    "permission_set_arn principal_id principal_type target_id",
    "Somebody gets a permission set in an account.",
  ),
  aws_cognito_user_in_group: opening("user_pool_id group_name username", "A user gets into a group."),
  aws_cognito_identity_pool: opening(
    "allow_unauthenticated_identities",
    "Whoever does not sign in gets credentials.",
    others,
    (now) => now["allow_unauthenticated_identities"] !== true,
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
  aws_ram_principal_association: shared("principal resource_share_arn"),
  aws_ram_resource_association: shared("resource_arn resource_share_arn"),
  aws_lambda_layer_version_permission: shared("layer_name version_number principal organization_id action"),
  aws_ami_launch_permission: shared("image_id account_id group organization_arn"),
  aws_snapshot_create_volume_permission: shared("snapshot_id account_id"),
  aws_vpc_endpoint_service_allowed_principal: shared("vpc_endpoint_service_id principal_arn"),
  aws_lakeformation_permissions: shared("principal permissions permissions_with_grant_option"),
  aws_lambda_function: actsAs("role"),
  aws_iam_instance_profile: actsAs("role"),
  aws_sagemaker_notebook_instance: actsAs("role_arn"),
  aws_sagemaker_model: actsAs("execution_role_arn"),
  aws_cloudwatch_event_target: actsAs("role_arn"),
  aws_sfn_state_machine: actsAs("role_arn"),
  aws_s3_bucket_lifecycle_configuration: opening(
    "rule",
    "Objects are deleted after a time.",
    "loses data or a key",
    (now, before, all) =>
      all?.resources.some(({ values }) => values["bucket"] === now["bucket"]) !== true ||
      within(expirationsIn(now), expirationsIn(before)),
  ),
  aws_db_instance: opening(
    "publicly_accessible",
    "The database can be reached from the internet.",
    others,
    (now) => now["publicly_accessible"] !== true,
  ),
};

/** Resources that are new or changed and let somebody in, or data out, beside all policies. */
export function newOpenings(
  stack: string,
  scope: Scope,
  before: Snapshot | undefined,
  after: Snapshot,
): readonly Change[] {
  const old = new Map((before?.resources ?? []).map((resource) => [resource.address, resource]));
  return after.resources.flatMap((now): Change[] => {
    const its = Object.hasOwn(openings, now.type) ? openings[now.type] : undefined;
    if (its === undefined || now.mode === "data") return [];
    const was = old.get(now.address);
    const values = was?.values ?? {};
    const changed = its.attributes.filter((each) => {
      const becomes = roleIn(after, now, each, scope);
      return !same(becomes, was && before && roleIn(before, was, each, scope));
    });
    if (was === undefined ? its.onlyChanges === true : changed.length === 0) return [];
    const isHidden = its.attributes.some((each) => now.unknown[each] === true && was !== undefined);
    if (!isHidden && its.opensNothing?.(now.values, values, before) === true) return [];
    return [
      {
        class: its.class,
        stack,
        address: now.address,
        about: now.address,
        arn: arnOf(now.type, now.values, scope, now.address) ?? now.address,
        what: its.what,
        because: was === undefined ? "It is new." : `${changed.join(", ")} changed.`,
      },
    ];
  });
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

/** A role of the input by its address, so that one with another name is the same; any other value as it is. */
function roleIn(
  snapshot: Snapshot,
  resource: PlanResource,
  attribute: string,
  scope: Scope,
): Json | undefined {
  const written = resource.values[attribute];
  if (!/^(role|role_arn|execution_role_arn)$/.test(attribute)) return written;
  const roles = snapshot.resources.filter(({ type }) => type === "aws_iam_role");
  const named = roles.find(
    ({ type, values, address }) =>
      written !== undefined &&
      (values["name"] === written || arnOf(type, values, scope, address) === written),
  );
  const source = snapshot.sourceOf(resource, attribute).resources.find(({ type }) => type === "aws_iam_role");
  return named?.address ?? (written === undefined ? source?.address : written);
}

const expirationsIn = (values: JsonObject): readonly string[] =>
  blocksOf(values["rule"])
    .filter((rule) => rule["status"] !== "Disabled")
    .flatMap(({ filter, prefix, expiration, noncurrent_version_expiration: old }) =>
      [expiration, old]
        .filter((each) => blocksOf(each).length > 0)
        .map((each) => JSON.stringify([filter, prefix, each])),
    );

const rangesIn = (values: JsonObject): readonly string[] =>
  blocksOf(values["source_ip_config"]).flatMap(({ cidrs }) =>
    Array.isArray(cidrs) ? (cidrs as string[]) : [],
  );

const blocksOf = (value: Json | undefined): readonly JsonObject[] =>
  (Array.isArray(value) ? (value as readonly Json[]) : [value]).filter(isObject);

const within = (some: readonly string[], all: readonly string[]) => some.every((each) => all.includes(each));

const same = (one: Json | undefined, other: Json | undefined) =>
  JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
