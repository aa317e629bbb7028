import { resourceKinds } from "../estate/resource-kinds";
import { arnOf } from "../input/arn-of";
import type { PlanResource, Snapshot } from "../input/resource";
import type { Scope } from "../input/scope";
import type { Change } from "./change";
import { table } from "../table";

const held = table<string>({
  data: "with all that is in it",
  key: "and nothing encrypted with it can be read again",
  messages: "with the messages that wait in it",
  secret: "with its value",
});

/** What holds something and is neither principal nor resource of a policy to a reviewer. */
const heldByType = table<string>({
  aws_cloudwatch_log_group: "with the logs in it",
  aws_cognito_user: "with the password and the attributes of the user",
  aws_secretsmanager_secret_version: "with its value",
  aws_codecommit_repository: "with all versions of what is in it",
  aws_kms_custom_key_store: "with the way to its keys",
  aws_cloudhsm_v2_cluster: "with the keys in it",
  ...Object.fromEntries(
    [
      "ami",
      "docdb_cluster",
      "neptune_cluster",
      "rds_global_cluster",
      "db_snapshot",
      "db_cluster_snapshot",
      "ebs_volume",
      "ebs_snapshot",
      "fsx_lustre_file_system",
      "fsx_ontap_file_system",
      "fsx_openzfs_file_system",
      "fsx_windows_file_system",
      "keyspaces_table",
      "memorydb_cluster",
      "msk_cluster",
      "opensearchserverless_collection",
      "redshiftserverless_namespace",
      "s3tables_table",
      "s3tables_table_bucket",
      "timestreamwrite_table",
    ].map((type) => [`aws_${type}`, "with all that is in it"]),
  ),
});

/** The types that this file reads beside `resourceKinds`. */
export const holdingTypes: readonly string[] = Object.keys(heldByType);

const nameOf = ({ values }: PlanResource) => values["bucket"] ?? values["name"];

/** Data and keys that a change destroys or takes out of reach. */
export function losses(
  stack: string,
  scope: Scope,
  before: Snapshot,
  after: Snapshot,
  destroyed: readonly string[] | undefined,
): readonly Change[] {
  const arn = (resource: PlanResource) => arnOf(resource, scope) ?? resource.address;
  const still = new Set(after.resources.map((resource) => resource.address));
  const stillByArn = new Set(after.resources.map((resource) => `${resource.type} ${arn(resource)}`));
  const byAddress = new Map(after.resources.map((resource) => [resource.address, resource]));
  const gone = new Set(destroyed);
  return before.resources.flatMap((resource): Change[] => {
    if (resource.mode === "data") return [];
    const kind = resourceKinds[resource.type] ?? "";
    const what = held[kind] ?? heldByType[resource.type];
    if (what === undefined) return [];
    const moved = !still.has(resource.address) && stillByArn.has(`${resource.type} ${arn(resource)}`);
    // Under another name it is another one.
    const now = byAddress.get(resource.address);
    const renamed = now !== undefined && nameOf(now) !== undefined && nameOf(now) !== nameOf(resource);
    const isDestroyed =
      destroyed === undefined
        ? renamed || (!still.has(resource.address) && !moved)
        : gone.has(resource.address);
    if (!isDestroyed) return [];
    const again = still.has(resource.address) ? " and created again, empty" : "";
    const name = resource.values["bucket"] ?? resource.values["name"] ?? resource.values["description"];
    const title = typeof name === "string" && name !== "" ? name : resource.address;
    return [
      {
        class: "loses data or a key",
        stack,
        address: resource.address,
        about: title,
        arn: arn(resource),
        what: `${title} is destroyed${again}, ${what}.`,
      },
    ];
  });
}
