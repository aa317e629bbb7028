import type { DeployedStack } from "./deployed";
import { policyOf, type PolicyDocument } from "./policy-document";

/** A bucket, topic or queue. */
export interface DeployedResource {
  readonly name: string;
  readonly arn: string;
  readonly policy?: PolicyDocument;
}

type ByName = Readonly<Record<string, DeployedResource>>;

export function readBuckets(stack: DeployedStack): ByName {
  return read(stack, {
    type: "aws_s3_bucket",
    nameAttribute: "bucket",
    policyType: "aws_s3_bucket_policy",
    namedBy: "bucket",
    arn: (name) => `arn:${stack.partition}:s3:::${name}`,
  });
}

export function readTopics(stack: DeployedStack): ByName {
  return read(stack, {
    type: "aws_sns_topic",
    nameAttribute: "name",
    policyType: "aws_sns_topic_policy",
    namedBy: "arn",
    arn: (name) => `arn:${stack.partition}:sns:${stack.region}:${stack.account}:${name}`,
  });
}

export function readQueues(stack: DeployedStack): ByName {
  return read(stack, {
    type: "aws_sqs_queue",
    nameAttribute: "name",
    policyType: "aws_sqs_queue_policy",
    namedBy: "queue_url",
    arn: (name) => `arn:${stack.partition}:sqs:${stack.region}:${stack.account}:${name}`,
  });
}

interface Kind {
  readonly type: string;
  readonly nameAttribute: string;
  /** Terraform type of a policy that stands in a resource of its own, also for a resource that was brought in. */
  readonly policyType: string;
  /** Attribute of that policy which ends with the name: a name, an ARN or a URL. */
  readonly namedBy: string;
  readonly arn: (name: string) => string;
}

function read(stack: DeployedStack, kind: Kind): ByName {
  const resources = new Map<string, DeployedResource>();
  for (const resource of stack.resourcesOf(kind.type)) {
    const name = resource.text(kind.nameAttribute);
    const policy = resource.has("policy") ? policyOf(resource, "policy") : undefined;
    resources.set(name, { name, arn: resource.attribute("arn"), policy });
  }
  for (const resource of stack.resourcesOf(kind.policyType)) {
    const name = resource.text(kind.namedBy).replace(/^.*[:/]/, "");
    const known = resources.get(name) ?? { name, arn: kind.arn(name) };
    resources.set(name, { ...known, policy: policyOf(resource, "policy") });
  }
  return Object.fromEntries(resources);
}
