import { createHash } from "node:crypto";

/** Where a stack is deployed to, in plain values. */
export interface DeployedScope {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
}

/** One resource of a stack, seen by the rules below. */
export interface ConfiguredResource {
  /** Terraform address: `aws_kms_key.labels`. */
  readonly address: string;
  readonly scope: DeployedScope;
  /** Tells the resource from one of the same address in another stack. */
  readonly stackName: string;
  /** Resolved string that the configuration gives. @throws when it gives none */
  text(attribute: string): string;
  has(attribute: string): boolean;
}

type Rule = (resource: ConfiguredResource) => string;

const iam =
  (kind: string): Rule =>
  (r) =>
    `arn:${r.scope.partition}:iam::${r.scope.account}:${kind}${r.has("path") ? r.text("path") : "/"}${r.text("name")}`;

const regional = (service: string, name: Rule): Rule => {
  return (r) => `arn:${r.scope.partition}:${service}:${regionOf(r)}:${r.scope.account}:${name(r)}`;
};

const given =
  (attribute: string): Rule =>
  (r) =>
    r.text(attribute);

const queueUrl: Rule = (r) =>
  `https://sqs.${regionOf(r)}.${dnsSuffix(r.scope.partition)}/${r.scope.account}/${r.text("name")}`;
const keyId: Rule = (r) => inventedKeyId(`${r.stackName}/${r.address}`);
const topicArn = regional("sns", given("name"));
const policyArn = iam("policy");

/** Attributes that AWS would compute. Any other attribute has the value that the configuration gives it. */
export const computedAttributes: Readonly<Record<string, Readonly<Record<string, Rule>>>> = {
  aws_iam_role: { arn: iam("role"), id: given("name") },
  aws_iam_policy: { arn: policyArn, id: policyArn },
  aws_kms_key: {
    arn: regional("kms", (r) => `key/${keyId(r)}`),
    key_id: keyId,
    id: keyId,
  },
  aws_kms_alias: { arn: regional("kms", given("name")), id: given("name") },
  aws_s3_bucket: { arn: (r) => `arn:${r.scope.partition}:s3:::${r.text("bucket")}`, id: given("bucket") },
  aws_sns_topic: { arn: topicArn, id: topicArn },
  aws_sqs_queue: { arn: regional("sqs", given("name")), url: queueUrl, id: queueUrl },
  aws_lambda_function: {
    arn: regional("lambda", (r) => `function:${r.text("function_name")}`),
    id: given("function_name"),
  },
  aws_cloudwatch_log_group: {
    arn: regional("logs", (r) => `log-group:${r.text("name")}`),
    id: given("name"),
  },
};

export function dnsSuffix(partition: string): string {
  return partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
}

/** Since version 6 of the AWS provider a resource may name its own region. */
function regionOf(resource: ConfiguredResource): string {
  return resource.has("region") ? resource.text("region") : resource.scope.region;
}

/** AWS draws key ids at random; one drawn from stack and address stays the same from run to run. */
export function inventedKeyId(drawnFrom: string): string {
  const hex = createHash("sha256").update(drawnFrom).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    "-",
  );
}
