import type { DeployedStack } from "./deployed";
import { policyOf, type PolicyDocument } from "./policy-document";

export interface DeployedKey {
  readonly arn: string;
  readonly keyId: string;
  /** `alias/…` */
  readonly aliases: readonly string[];
  /** Those of the provider among them. */
  readonly tags: Readonly<Record<string, string>>;
  /** Without one, the key has the policy that `defaultKeyPolicy` gives. */
  readonly policy?: PolicyDocument;
}

interface GrowingKey {
  readonly arn: string;
  readonly keyId: string;
  readonly aliases: string[];
  tags: Readonly<Record<string, string>>;
  policy?: PolicyDocument;
}

export function readKeys(stack: DeployedStack): readonly DeployedKey[] {
  const keys = new Map<string, GrowingKey>();
  const keyOf = (idOrArn: string): GrowingKey => {
    const keyId = idOrArn.replace(/^arn:.*:key\//, "");
    const arn = `arn:${stack.partition}:kms:${stack.region}:${stack.account}:key/${keyId}`;
    const key = keys.get(keyId) ?? { arn: idOrArn === keyId ? arn : idOrArn, keyId, aliases: [], tags: {} };
    keys.set(keyId, key);
    return key;
  };
  for (const resource of stack.resourcesOf("aws_kms_key")) {
    const key = keyOf(resource.attribute("arn"));
    key.tags = resource.tags;
    if (resource.has("policy")) key.policy = policyOf(resource, "policy");
  }
  for (const resource of stack.resourcesOf("aws_kms_key_policy")) {
    keyOf(resource.text("key_id")).policy = policyOf(resource, "policy");
  }
  for (const resource of stack.resourcesOf("aws_kms_alias")) {
    keyOf(resource.text("target_key_id")).aliases.push(resource.text("name"));
  }
  return [...keys.values()];
}

/** What AWS gives a key that comes without a policy: the account's IAM policies decide. */
export function defaultKeyPolicy(partition: string, account: string): PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "DefaultKeyPolicy",
        Effect: "Allow",
        Principal: { AWS: `arn:${partition}:iam::${account}:root` },
        Action: "kms:*",
        Resource: "*",
      },
    ],
  };
}
