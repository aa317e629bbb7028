import { unseenPolicy, type Policy } from "../../lib/access/policy";
import type { WorldPrincipal, WorldResource } from "../../lib/access/world";
import type { Snapshot } from "../input/resource";
import { carriedIn, type Carried } from "./carried";
import type { PartlySeenPolicy } from "./document-source";
import type { Scope } from "../input/scope";
import type { Estate, EstatePrincipal, EstateResource, PlacedPolicy, Unseen } from "./estate";
import { Identities } from "./identities";
import { Links } from "./links";
import { ResourceSide } from "./resource-side";

/** One stack at one moment. */
export interface StackSnapshot {
  readonly stack: string;
  readonly scope: Scope;
  readonly snapshot: Snapshot;
  /** What other resources carry, before or after. @default - what they carry in this snapshot */
  readonly carried?: Carried;
}

/** All stacks as one estate: a role of one stack meets the bucket policy of another. */
export function buildEstate(stacks: readonly StackSnapshot[]): Estate {
  const several = stacks.length > 1;
  const principals = new Map<string, EstatePrincipal>();
  const resources = new Map<string, EstateResource>();
  const unseen: Unseen[] = [];
  for (const { stack, scope: alone, snapshot, carried = carriedIn(snapshot, alone) } of stacks) {
    const scope = several ? { ...alone, standInPrefix: `${stack}/` } : alone;
    const named = (address: string, attribute?: string) =>
      `${several ? `${stack}: ` : ""}${address}${attribute === undefined ? "" : ` (${attribute})`}`;
    const links = new Links(snapshot, scope);
    const identities = new Identities(snapshot, scope, links, stack, carried, named);
    const side = new ResourceSide(snapshot, scope, links, stack, carried, named);
    unseen.push(...identities.unseen, ...side.unseen);
    const why = "none of its values is known before the apply";
    for (const address of snapshot.hidden ?? [])
      unseen.push({ about: named(address), stack, why, givesRights: true });
    for (const each of identities.all()) {
      const known = principals.get(each.arn);
      principals.set(each.arn, known === undefined ? each : joined(known, each));
    }
    for (const each of side.all()) {
      const known = resources.get(each.arn);
      resources.set(each.arn, known === undefined ? each : joinedResources(known, each));
    }
  }
  const all = [...principals.values()].sort((a, b) => compare(a.arn, b.arn));
  const allResources = [...resources.values()].sort((a, b) => compare(a.arn, b.arn));
  for (const each of all) {
    for (const { policy, place } of placedPolicies(each)) unseen.push(...whyUnseen(policy, place.stack));
    if (!each.made) {
      unseen.push({
        about: each.arn,
        stack: each.stack,
        why: each.arn.includes(":group/")
          ? "the group exists already: its other policies and its users are not in the input"
          : `the ${each.kind} exists already: its other policies and who may assume it are not in the input`,
      });
    }
  }
  for (const each of allResources) {
    for (const { policy, place } of each.policies) unseen.push(...whyUnseen(policy, place.stack));
  }
  return {
    scopes: new Map(stacks.map(({ stack, scope }) => [stack, scope])),
    principals: all,
    resources: allResources,
    unseen: withoutRepeats(unseen),
    world: {
      principals: all.filter(isHolder).map(worldPrincipal),
      heldOutside: all
        .filter((each) => !isHolder(each))
        .flatMap(({ identity }) => identity.map(({ policy }) => policy)),
      resources: allResources.flatMap(worldResources),
    },
  };
}

/** Of a group and of a policy by itself the input does not tell who holds them. */
const isHolder = ({ kind }: EstatePrincipal) => kind !== "policy" && kind !== "group";

export function placedPolicies(principal: EstatePrincipal): readonly PlacedPolicy[] {
  const { identity, boundary, trust } = principal;
  return [
    ...identity,
    ...(boundary === undefined ? [] : [boundary]),
    ...(trust === undefined ? [] : [trust]),
  ];
}

/** All policies of a resource as the one that IAM sees. */
export function policyOfResource(resource: EstateResource): Policy | undefined {
  const [first, ...rest] = resource.policies.map(({ policy }) => policy);
  if (first === undefined || rest.length === 0) return first;
  const all = [first, ...rest];
  const hidden = all.find(({ unseen }) => unseen !== undefined)?.unseen;
  return {
    name: first.name,
    statements: all.flatMap(({ statements }) => statements),
    ...(hidden !== undefined && { unseen: hidden }),
  };
}

function worldPrincipal({ arn, identity, boundary, trust, made }: EstatePrincipal): WorldPrincipal {
  const others = made
    ? []
    : [unseenPolicy(`other policies of ${arn}`, "it exists already, outside the input")];
  return {
    arn,
    identity: [...identity.map(({ policy }) => policy), ...others],
    ...(boundary !== undefined && { boundary: boundary.policy }),
    ...(trust !== undefined && { trust: trust.policy }),
  };
}

function worldResources(resource: EstateResource): readonly WorldResource[] {
  const { arn, account } = resource;
  if (!arn.startsWith("arn:")) return [];
  const policy = policyOfResource(resource);
  const base = { account, ...(policy !== undefined && { policy }) };
  const isBucket = /^arn:[\w-]+:s3:::[^/]+$/.test(arn);
  return isBucket
    ? [
        { arn, ...base },
        { arn: `${arn}/*`, ...base },
      ]
    : [{ arn, ...base }];
}

function joined(one: EstatePrincipal, other: EstatePrincipal): EstatePrincipal {
  const [main, second] = other.made && !one.made ? [other, one] : [one, other];
  const { boundary = second.boundary, trust = second.trust } = main;
  const policies = [...one.identity, ...other.identity];
  return { ...main, identity: policies, ...(boundary && { boundary }), ...(trust && { trust }) };
}

function joinedResources(one: EstateResource, other: EstateResource): EstateResource {
  const main = other.made && !one.made ? other : one;
  return { ...main, policies: [...one.policies, ...other.policies] };
}

function whyUnseen(policy: PartlySeenPolicy, stack: string): readonly Unseen[] {
  const { name, unseen, seen } = policy;
  if (unseen === undefined) return [];
  return [{ about: name, stack, why: unseen, ...(seen !== undefined && { seen }) }];
}

function withoutRepeats(unseen: readonly Unseen[]): readonly Unseen[] {
  const seen = new Map(unseen.map((each) => [`${each.stack} ${each.about} ${each.why}`, each]));
  return [...seen.values()].sort((a, b) => compare(a.about, b.about));
}

/** By code unit: the same on every machine. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
