import { text, type PlanResource, type Snapshot } from "../input/resource";
import type { Scope } from "../input/scope";
import { Links } from "./links";
import { policyCarriers } from "./resource-kinds";

/*
 * Terraform's provider copies into a bucket, a key, a role what AWS has for it: the policy that another resource laid on
 * it, the policies that other resources attached. Such a copy is of the last refresh, so it must not outlive the resource
 * that it was copied from: what another resource carries, before or after the change, is read there and nowhere else.
 */

/** What other resources carry, as keys for `isCarried`. */
export type Carried = ReadonlySet<string>;

export const ownPolicy = (address: string) => `${address} own policy`;
export const inlinePolicyOf = (address: string, name: string) => `${address} inline ${name}`;
export const attachedTo = (address: string, policyArn: string) => `${address} attached ${policyArn}`;

export function carriedIn(snapshot: Snapshot, scope: Scope): Carried {
  const links = new Links(snapshot, scope);
  const carried = new Set<string>();
  const role = (from: PlanResource, attribute: string) =>
    links.follow(from, attribute, ["aws_iam_role"]).resource?.address;
  for (const resource of snapshot.resources) {
    if (resource.mode === "data") continue;
    const carrier = policyCarriers[resource.type];
    if (carrier?.of !== undefined) {
      const target = links.follow(resource, carrier.of, carrier.types ?? []).resource;
      if (target !== undefined) carried.add(ownPolicy(target.address));
    }
    if (resource.type === "aws_iam_role_policy") {
      const holder = role(resource, "role");
      const name = text(resource, "name");
      if (holder !== undefined && name !== undefined) carried.add(inlinePolicyOf(holder, name));
    }
    if (resource.type === "aws_iam_role_policy_attachment") {
      const holder = role(resource, "role");
      const policy = links.follow(resource, "policy_arn", ["aws_iam_policy"]);
      const arn = policy.written ?? (policy.resource && links.arn(policy.resource));
      if (holder !== undefined && arn !== undefined) carried.add(attachedTo(holder, arn));
    }
  }
  return carried;
}
