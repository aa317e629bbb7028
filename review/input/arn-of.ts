import type { JsonObject, PlanResource } from "./resource";
import { scopeOfResource, type Scope } from "./scope";
import { table } from "../table";

type ArnMaker = (values: JsonObject, scope: Scope, address: string) => string | undefined;

const named =
  (attribute: string, arn: (name: string, scope: Scope, values: JsonObject) => string): ArnMaker =>
  (values, scope) => {
    const name = values[attribute];
    return typeof name === "string" && name !== "" ? arn(name, scope, values) : undefined;
  };

const iam = (kind: string): ArnMaker =>
  named("name", (name, { partition, account }, values) => {
    const path = typeof values["path"] === "string" && values["path"] !== "" ? values["path"] : "/";
    return `arn:${partition}:iam::${account}:${kind}${path}${name}`;
  });

const regional = (service: string, attribute: string, prefix = ""): ArnMaker =>
  named(
    attribute,
    (name, { partition, region, account }) =>
      `arn:${partition}:${service}:${region}:${account}:${prefix}${name}`,
  );

/** ARNs that follow from the name of a resource. */
const makers = table<ArnMaker>({
  aws_iam_role: iam("role"),
  aws_iam_user: iam("user"),
  aws_iam_group: iam("group"),
  aws_iam_policy: iam("policy"),
  aws_iam_instance_profile: iam("instance-profile"),
  aws_s3_bucket: named("bucket", (name, { partition }) => `arn:${partition}:s3:::${name}`),
  aws_sns_topic: regional("sns", "name"),
  aws_sqs_queue: regional("sqs", "name"),
  aws_lambda_function: regional("lambda", "function_name", "function:"),
  aws_dynamodb_table: regional("dynamodb", "name", "table/"),
  aws_ecr_repository: regional("ecr", "name", "repository/"),
  aws_cloudwatch_log_group: regional("logs", "name", "log-group:"),
  aws_sfn_state_machine: regional("states", "name", "stateMachine:"),
  aws_kinesis_stream: regional("kinesis", "name", "stream/"),
  aws_ssm_parameter: named(
    "name",
    (name, { partition, region, account }) =>
      `arn:${partition}:ssm:${region}:${account}:parameter${name.startsWith("/") ? "" : "/"}${name}`,
  ),
  // AWS adds six characters of its own to the name.
  aws_secretsmanager_secret: named(
    "name",
    (name, { partition, region, account }) =>
      `arn:${partition}:secretsmanager:${region}:${account}:secret:${name}-XXXXXX`,
  ),
  aws_iam_openid_connect_provider: named(
    "url",
    (url, { partition, account }) =>
      `arn:${partition}:iam::${account}:oidc-provider/${url.replace(/^https:\/\//, "")}`,
  ),
  aws_iam_saml_provider: iam("saml-provider"),
});

/** Services that choose an id of their own: until the apply the address stands for it. */
const idOnly = table<string>({
  aws_kms_key: "key",
  aws_kms_external_key: "key",
  aws_kms_replica_key: "key",
  aws_kms_replica_external_key: "key",
});

/** The ARN of a resource: as AWS told it, else as it follows from the name, else a stand-in that holds the address. */
export function arnOf(
  { type, values, address, provider }: Pick<PlanResource, "type" | "values" | "address" | "provider">,
  ofStack: Scope,
): string | undefined {
  const scope = scopeOfResource({ values, provider }, ofStack);
  const told = values["arn"];
  if (typeof told === "string" && told.startsWith("arn:")) return told;
  const kind = idOnly[type];
  if (kind !== undefined) {
    return `arn:${scope.partition}:kms:${scope.region}:${scope.account}:${kind}/${scope.standInPrefix ?? ""}${address}`;
  }
  return makers[type]?.(values, scope, address);
}
