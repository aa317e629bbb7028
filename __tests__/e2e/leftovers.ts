import { existingKeyDescription } from "../../local/existing/existing-keys";
import { elements, type EmulatedAws } from "./emulated-aws";

/** Everything in the account that costs money or stands in the way of the next stack. */
export async function leftovers(
  aws: EmulatedAws,
  /** Aliases of keys that were there before the stacks. */
  existing: readonly string[] = ["alias/acme-contracts"],
): Promise<string[]> {
  const found: Record<string, string[]> = {
    role: elements(await aws.query("iam", "ListRoles"), "RoleName"),
    policy: elements(await aws.query("iam", "ListPolicies", { Scope: "Local" }), "PolicyName"),
    group: elements(await aws.query("iam", "ListGroups"), "GroupName"),
    bucket: elements(await aws.get("s3", "/"), "Name"),
    key: await usableKeys(aws),
    alias: (await aliases(aws)).filter((name) => !name.startsWith("alias/aws/") && !existing.includes(name)),
    queue: (await aws.json<{ QueueUrls?: string[] }>("sqs", "AmazonSQS.ListQueues")).QueueUrls ?? [],
    topic: elements(await aws.query("sns", "ListTopics"), "TopicArn"),
    function: await functions(aws),
    "log group": await logGroups(aws),
    alarm: elements(await aws.query("monitoring", "DescribeAlarms"), "AlarmName"),
  };
  return Object.entries(found).flatMap(([kind, names]) => names.map((name) => `${kind} ${name}`));
}

/** A key that was destroyed goes on existing for its waiting time, unusable. */
async function usableKeys(aws: EmulatedAws): Promise<string[]> {
  const list = await aws.json<{ Keys: { KeyId: string }[] }>("kms", "TrentService.ListKeys");
  const usable: string[] = [];
  for (const { KeyId } of list.Keys) {
    const { KeyMetadata: key } = await aws.json<{
      KeyMetadata: { KeyManager: string; KeyState: string; Description: string };
    }>("kms", "TrentService.DescribeKey", { KeyId });
    const ours = key.KeyManager === "CUSTOMER" && key.Description !== existingKeyDescription;
    if (ours && key.KeyState !== "PendingDeletion") usable.push(KeyId);
  }
  return usable;
}

async function aliases(aws: EmulatedAws): Promise<string[]> {
  const list = await aws.json<{ Aliases: { AliasName: string }[] }>("kms", "TrentService.ListAliases");
  return list.Aliases.map((alias) => alias.AliasName);
}

async function logGroups(aws: EmulatedAws): Promise<string[]> {
  const list = await aws.json<{ logGroups: { logGroupName: string }[] }>(
    "logs",
    "Logs_20140328.DescribeLogGroups",
  );
  return list.logGroups.map((group) => group.logGroupName);
}

async function functions(aws: EmulatedAws): Promise<string[]> {
  const list = JSON.parse(await aws.get("lambda", "/2015-03-31/functions/")) as {
    Functions: { FunctionName: string }[];
  };
  return list.Functions.map((one) => one.FunctionName);
}
