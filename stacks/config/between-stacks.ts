import type { z } from "zod";
import { upstreamName } from "./chain";
import { listOf } from "./cross-field";
import { nearest } from "./nearest";
import { type SharedBucketConfig, sharedStackName } from "./shared-schema";
import { Sharing, sharedKeyAlias, type SharingPlace } from "./sharing";

type Complain = (path: (string | number)[], message: string) => void;

/** Names of shared keys that nobody makes, and aliases that two stacks make. */
export function checkSharing(config: SharingPlace, complain: Complain): void {
  const workflows = listOf(config.workflows);
  const names = listOf(config.shared?.keys)
    .map((key): unknown => key?.name)
    .filter((name) => typeof name === "string");
  const checkName = (path: (string | number)[], name: unknown) => {
    if (typeof name !== "string" || names.includes(name)) return;
    const near = nearest(name, names);
    const known = names.length === 0 ? "; there is none" : `. Known there: ${names.join(", ")}`;
    const hint = near === undefined ? known : `; did you mean "${near}"? ${known.slice(2)}`;
    complain(path, `shared.keys has no key "${name}"${hint}`);
  };
  workflows.forEach((workflow, index) => {
    if (config.shared !== undefined && workflow?.name === sharedStackName) {
      complain(
        ["workflows", index, "name"],
        `"${sharedStackName}" is the stack of what workflows share; name the workflow otherwise`,
      );
    }
    checkName(["workflows", index, "encryptionKey", "shared"], workflow?.encryptionKey?.shared);
    listOf(workflow?.buckets?.existing).forEach((bucket, place) =>
      checkName(
        ["workflows", index, "buckets", "existing", place, "encryptionKey", "shared"],
        bucket?.encryptionKey?.shared,
      ),
    );
  });
  for (const list of ["create", "existing"] as const) {
    const buckets: readonly SharedBucketConfig[] | undefined = config.shared?.buckets?.[list];
    listOf(buckets).forEach((bucket, place) =>
      checkName(["shared", "buckets", list, place, "encryptionKey", "shared"], bucket?.encryptionKey?.shared),
    );
  }
  names.forEach((name, index) => {
    const twin = workflows.findIndex((workflow) => workflow?.name === name);
    if (twin < 0 || typeof config.namePrefix !== "string") return;
    const key = workflows[twin]!.encryptionKey;
    if (key?.existing !== undefined || key?.shared !== undefined) return;
    const alias = sharedKeyAlias(config.namePrefix, name);
    complain(
      ["shared", "keys", index, "name"],
      `workflows[${twin}] makes a key of the same alias, ${alias}; give this one another name`,
    );
  });
}

/** Stacks that wait for each other. To be asked of a file whose fields are right. */
export function checkDeployOrder(config: SharingPlace, context: z.core.$RefinementCtx): void {
  const complain: Complain = (path, message) => context.addIssue({ code: "custom", path, message });
  const sharing = new Sharing(config);
  const before = new Map(config.workflows.map((workflow) => [workflow.name, sharing.stacksBefore(workflow)]));
  config.workflows.forEach((workflow, index) => {
    if (sharing.sharesInputTopic(workflow) && sharing.sharedTopicKey(workflow) === undefined) {
      complain(
        ["workflows", index, "encryptionKey"],
        "is made by this workflow's stack, but its input topic is made in the stack of the section shared, beside the " +
          "bucket's notifications, and needs a key there. Use one of shared.keys here (encryptionKey.shared), or say the bucket's key there",
      );
    }
    const circle = wayBack(workflow.name, before);
    if (circle === undefined || isChain(circle, config)) return;
    complain(
      ["workflows", index],
      `cannot be deployed before nor after the others: ${circle.join(" needs ")}. Each makes a bucket, a key or a topic that ` +
        "the other uses. Make what both use in the section shared",
    );
  });
}

/** A chain of upstream workflows that goes round is told where it is told of chains. */
function isChain(circle: readonly string[], { workflows }: SharingPlace): boolean {
  return circle.slice(1).every((stack, step) => {
    const workflow = workflows.find(({ name }) => name === circle[step]);
    return upstreamName(workflow) === stack;
  });
}

/** The shortest way from a stack to itself, if there is one. */
function wayBack(from: string, before: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const ways = (before.get(from) ?? []).map((stack) => [from, stack]);
  const seen = new Set<string>();
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    const last = way.at(-1)!;
    if (last === from) return way;
    if (seen.has(last)) continue;
    seen.add(last);
    ways.push(...(before.get(last) ?? []).map((stack) => [...way, stack]));
  }
  return undefined;
}
