import type { Random } from "./random";

/*
 * Names that the parts of made configurations share, few enough that two parts often mean the same thing.
 */

export const region = "eu-west-1";
export const account = "111122223333";
export const bucketNames = ["acme-raw", "acme-labels", "acme-lists"] as const;
export const sharedBucket = "acme-shared";
export const workflowNames = ["signs", "lamps", "cards", "birds"] as const;
export const teamNames = ["sign-experts", "everybody"] as const;

/** An ARN of the place of the stacks. */
export function arn(service: string, resource: string): string {
  return `arn:aws:${service}:${service === "iam" ? "" : region}:${account}:${resource}`;
}

/** A value now and then: keys without one are not written. */
export function maybe<Value>(random: Random, chance: number, value: () => Value): Value | undefined {
  return random.chance(chance) ? value() : undefined;
}

/** Some of these, at least one. */
export function some<Item>(random: Random, items: readonly Item[]): Item[] {
  const chosen = items.filter(() => random.chance(0.4));
  return chosen.length > 0 ? chosen : [random.one(items)];
}

/** A key that exists, in each way that it can be named. */
export function existingKey(random: Random): string {
  return random.one([
    "alias/acme-data",
    arn("kms", "alias/acme-data"),
    arn("kms", "key/1234abcd-12ab-34cd-56ef-1234567890ab"),
    `arn:aws:kms:${region}:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
  ]);
}
