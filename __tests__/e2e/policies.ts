import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { TerraformPlan } from "../../local/terraform";
import type { WorkDirectory } from "../../local/work-directory";
import { elements, type EmulatedAws } from "./emulated-aws";

export interface PlannedPolicy {
  readonly address: string;
  /** Resource type and argument: `aws_iam_role.assume_role_policy`. */
  readonly kind: string;
  readonly document: string;
}

const policyArguments = /^((assume_role|access|resource|key|inline)_)?policy(_document|_json)?$/;

/** Unless they are set, these only show what another resource sets, or nothing. */
const computed = new Set([
  "aws_s3_bucket.policy",
  "aws_sqs_queue.policy",
  "aws_sns_topic.policy",
  "aws_iam_role.inline_policy",
]);

/** Addresses of policies that a reviewer of this plan cannot read, wherever in the resource they stand. */
export function unknownPolicies(plan: TerraformPlan): string[] {
  const isSet = (address: string, argument: string) =>
    plan.configuration?.root_module?.resources?.some(
      (resource) => resource.address === address && argument in (resource.expressions ?? {}),
    );
  return changes(plan).flatMap(({ address, type, change }) =>
    [...entries(change.after_unknown)]
      .filter(([path, value]) => value === true && isPolicy(path))
      .map(([path]) => path.join("."))
      .filter((path) => !computed.has(`${type}.${path}`) || isSet(address, path))
      .map((path) => `${address}.${path}`),
  );
}

export function plannedPolicies(plan: TerraformPlan): PlannedPolicy[] {
  return changes(plan).flatMap(({ address, type, change }) =>
    [...entries(change.after ?? {})].flatMap(([path, document]) =>
      isPolicy(path) && typeof document === "string"
        ? [{ address, kind: `${type}.${path.join(".")}`, document }]
        : [],
    ),
  );
}

/** The policy as the emulator has it after the stack was applied. */
export async function emulatedPolicy(
  aws: EmulatedAws,
  stack: WorkDirectory,
  policy: PlannedPolicy,
): Promise<string | undefined> {
  const read = readers[policy.kind];
  if (read === undefined)
    throw new Error(`Nobody has said yet how to read ${policy.kind} back: add it to readers.`);
  return read(aws, appliedAttributes(stack, policy.address));
}

type Attributes = Record<string, string>;
type Reader = (aws: EmulatedAws, resource: Attributes) => Promise<string | undefined>;

const iam =
  (action: string, element: string, parameters: (resource: Attributes) => Record<string, string>): Reader =>
  async (aws, resource) => {
    const [encoded] = elements(await aws.query("iam", action, parameters(resource)), element);
    return encoded && decodeURIComponent(encoded);
  };

const keyPolicy: Reader = async (aws, { key_id }) =>
  (
    await aws.json<{ Policy: string }>("kms", "TrentService.GetKeyPolicy", {
      KeyId: key_id,
      PolicyName: "default",
    })
  ).Policy;

const queuePolicy =
  (url: string): Reader =>
  async (aws, resource) =>
    (
      await aws.json<{ Attributes: { Policy?: string } }>("sqs", "AmazonSQS.GetQueueAttributes", {
        QueueUrl: resource[url],
        AttributeNames: ["Policy"],
      })
    ).Attributes.Policy;

const topicPolicy: Reader = async (aws, { arn = "" }) => {
  const attributes = await aws.query("sns", "GetTopicAttributes", { TopicArn: arn });
  return elements(attributes, "value").find((value) => value.includes('"Statement"'));
};

const readers: Record<string, Reader> = {
  "aws_iam_role.assume_role_policy": iam("GetRole", "AssumeRolePolicyDocument", ({ name = "" }) => ({
    RoleName: name,
  })),
  "aws_iam_role_policy.policy": iam("GetRolePolicy", "PolicyDocument", ({ role = "", name = "" }) => ({
    RoleName: role,
    PolicyName: name,
  })),
  "aws_iam_group_policy.policy": iam("GetGroupPolicy", "PolicyDocument", ({ group = "", name = "" }) => ({
    GroupName: group,
    PolicyName: name,
  })),
  "aws_iam_policy.policy": iam("GetPolicyVersion", "Document", ({ arn = "" }) => ({
    PolicyArn: arn,
    VersionId: "v1",
  })),
  "aws_kms_key.policy": keyPolicy,
  "aws_kms_key_policy.policy": keyPolicy,
  "aws_s3_bucket_policy.policy": (aws, { bucket }) => aws.get("s3", `/${bucket}?policy`),
  "aws_sqs_queue.policy": queuePolicy("url"),
  "aws_sqs_queue_policy.policy": queuePolicy("queue_url"),
  "aws_sns_topic.policy": topicPolicy,
  "aws_sns_topic_policy.policy": topicPolicy,
};

function appliedAttributes(stack: WorkDirectory, address: string): Attributes {
  const state = JSON.parse(readFileSync(join(stack.directory, "terraform.tfstate"), "utf8"));
  const resource = state.resources.find((one: Attributes) => `${one["type"]}.${one["name"]}` === address);
  if (resource === undefined) throw new Error(`${address} is not in the state.`);
  return resource.instances[0].attributes;
}

function changes(plan: TerraformPlan) {
  return (plan.resource_changes ?? []).filter(({ mode }) => mode === "managed");
}

function isPolicy(path: readonly string[]): boolean {
  return policyArguments.test(path.at(-1) ?? "");
}

/** All values in `value`, each with the keys that lead to it. */
function* entries(value: unknown, path: string[] = []): Generator<[string[], unknown]> {
  if (path.length > 0) yield [path, value];
  if (typeof value !== "object" || value === null) return;
  for (const [key, child] of Object.entries(value)) yield* entries(child, [...path, key]);
}
