import { addressRange } from "../../lib/access/address";
import { arnOf } from "../input/arn-of";
import {
  isUnknown,
  texts,
  type Json,
  type JsonObject,
  type PlanResource,
  type Snapshot,
} from "../input/resource";
import type { Scope } from "../input/scope";
import type { Change } from "./change";
import { listed } from "./statement-text";
import { blocksOf } from "./values";
import { table } from "../table";

/*
 * Security groups and network ACLs: which traffic they let pass that they did not. Routes, peerings and gateways are
 * not followed, so nothing is said of what can be reached in the end.
 */

/** Traffic between a group or a subnet and somebody. */
interface Rule {
  readonly inward: boolean;
  /** `-1`: all. */
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
  /** A range of addresses, a group, a prefix list. */
  readonly peer: string;
}

/** Rules of one group or ACL, with the resource that says each. */
type Filter = readonly { readonly rule: Rule; readonly by: PlanResource }[];

const inlineTypes = new Set([
  "aws_security_group",
  "aws_default_security_group",
  "aws_network_acl",
  "aws_default_network_acl",
]);

/** The types that this file reads. */
export const networkTypes: readonly string[] = [
  ...inlineTypes,
  "aws_security_group_rule",
  "aws_vpc_security_group_ingress_rule",
  "aws_vpc_security_group_egress_rule",
  "aws_network_acl_rule",
];

/** Rules that let pass what passed by no rule before. */
export function loosenedNetworks(
  stack: string,
  scope: Scope,
  before: Snapshot | undefined,
  after: Snapshot,
): readonly Change[] {
  const allowedBefore = before === undefined ? new Map<string, Filter>() : filters(before, "allow");
  const changes: Change[] = [];
  const change = (by: PlanResource, what: string): Change => ({
    class: "loosens",
    stack,
    address: by.address,
    about: by.address,
    arn: arnOf(by, scope) ?? by.address,
    what,
  });
  for (const [group, rules] of filters(after, "allow")) {
    const old = allowedBefore.get(group) ?? [];
    const grown = rules.filter(({ rule }) => !old.some((each) => contains(each.rule, rule)));
    for (const by of new Set(grown.map((each) => each.by))) {
      const its = grown.filter((each) => each.by === by).map(({ rule }) => shown(rule));
      changes.push(change(by, `The network lets pass: ${listed([...new Set(its)])}.`));
    }
  }
  const deniedNow = filters(after, "deny");
  for (const [group, rules] of before === undefined ? [] : filters(before, "deny")) {
    const kept = deniedNow.get(group) ?? [];
    if (!after.resources.some((each) => networkTypes.includes(each.type) && groupOf(after, each) === group))
      continue;
    for (const { rule, by } of rules) {
      if (kept.some((each) => contains(each.rule, rule))) continue;
      changes.push(change(by, `The network no longer stops: ${shown(rule)}.`));
    }
  }
  return changes;
}

function filters(snapshot: Snapshot, action: "allow" | "deny"): ReadonlyMap<string, Filter> {
  const found = new Map<string, { rule: Rule; by: PlanResource }[]>();
  for (const by of snapshot.resources) {
    if (by.mode === "data" || !networkTypes.includes(by.type)) continue;
    const rules = rulesOf(snapshot, by, action);
    if (rules.length === 0) continue;
    const group = groupOf(snapshot, by);
    found.set(group, [...(found.get(group) ?? []), ...rules.map((rule) => ({ rule, by }))]);
  }
  return found;
}

/** The address of the group or ACL if it is in the input, else its id. */
function groupOf(snapshot: Snapshot, resource: PlanResource): string {
  if (inlineTypes.has(resource.type)) return resource.address;
  const attribute = resource.type === "aws_network_acl_rule" ? "network_acl_id" : "security_group_id";
  const id = resource.values[attribute];
  const isGroup = (each: PlanResource) => each.mode === "managed" && inlineTypes.has(each.type);
  const made =
    typeof id === "string"
      ? snapshot.resources.find((each) => isGroup(each) && each.values["id"] === id)
      : snapshot.sourceOf(resource, attribute).resources.find(isGroup);
  return made?.address ?? (typeof id === "string" ? id : resource.address);
}

function rulesOf(snapshot: Snapshot, resource: PlanResource, action: "allow" | "deny"): readonly Rule[] {
  const { type, values } = resource;
  if (inlineTypes.has(type)) {
    return [true, false].flatMap((inward) => {
      const name = inward ? "ingress" : "egress";
      const blocks = blocksOf(values[name]).filter((block) => (block["action"] ?? "allow") === action);
      const known = blocks.flatMap((block) => rulesIn(block, inward, hidden(snapshot, resource, name)));
      const none = action === "allow" && known.length === 0 && resource.unknown[name] === true;
      // Terraform leaves a list that AWS may fill in unknown where nobody configured it.
      const written = snapshot.sourceOf(resource, name).expressions;
      return none && written.length > 0
        ? [
            {
              inward,
              protocol: "-1",
              from: 0,
              to: 65535,
              peer: `what is known after the apply (${written.join(", ")})`,
            },
          ]
        : known;
    });
  }
  if (type === "aws_network_acl_rule") {
    if ((values["rule_action"] ?? "allow") !== action) return [];
    return rulesIn(values, values["egress"] !== true, hidden(snapshot, resource, "cidr_block"));
  }
  if (action === "deny") return [];
  const inward = type === "aws_security_group_rule" ? values["type"] === "ingress" : type.includes("ingress");
  return rulesIn(values, inward, hidden(snapshot, resource));
}

/** Names of what a rule is for and is known after the apply. */
function hidden(snapshot: Snapshot, resource: PlanResource, only?: string): readonly string[] {
  const names = only === undefined ? peerAttributes : [only];
  return names.flatMap((name) => {
    if (!isUnknown(resource, name)) return [];
    const { expressions } = snapshot.sourceOf(resource, name);
    return expressions.length === 0 && only === undefined
      ? []
      : [`what is known after the apply (${expressions.join(", ") || name})`];
  });
}

const peerAttributes = [
  "cidr_blocks",
  "ipv6_cidr_blocks",
  "prefix_list_ids",
  "security_groups",
  "source_security_group_id",
  "cidr_ipv4",
  "cidr_ipv6",
  "prefix_list_id",
  "referenced_security_group_id",
  "cidr_block",
  "ipv6_cidr_block",
];

function rulesIn(values: JsonObject, inward: boolean, unknown: readonly string[]): readonly Rule[] {
  const protocol = protocolNamed(values["protocol"] ?? values["ip_protocol"]);
  const all = protocol === "-1";
  const number = (name: string, otherwise: number) =>
    typeof values[name] === "number" && !all ? values[name] : otherwise;
  const asResource = { values } as unknown as PlanResource;
  const known = peerAttributes.flatMap((name) => {
    const value = values[name];
    return typeof value === "string" && value !== "" ? [value] : texts(asResource, name);
  });
  const peers = [...known, ...(values["self"] === true ? ["the group itself"] : [])];
  return (peers.length > 0 ? peers : unknown).map((peer) => ({
    inward,
    protocol,
    from: number("from_port", 0),
    to: number("to_port", 65535),
    peer,
  }));
}

function protocolNamed(protocol: Json | undefined): string {
  const text =
    typeof protocol === "number" ? String(protocol) : typeof protocol === "string" ? protocol : "-1";
  const numbers = table<string>({ "6": "tcp", "17": "udp", "1": "icmp", all: "-1" });
  return numbers[text.toLowerCase()] ?? text.toLowerCase();
}

function contains(outer: Rule, inner: Rule): boolean {
  const isAll = outer.protocol === "-1";
  return (
    outer.inward === inner.inward &&
    (isAll || outer.protocol === inner.protocol) &&
    (isAll || (outer.from <= inner.from && outer.to >= inner.to)) &&
    peerWithin(inner.peer, outer.peer)
  );
}

function peerWithin(inner: string, outer: string): boolean {
  if (inner === outer) return true;
  const [one, other] = [addressRange(inner), addressRange(outer)];
  return (
    one !== undefined &&
    other !== undefined &&
    one.version === other.version &&
    other.first <= one.first &&
    other.last >= one.last
  );
}

function shown({ inward, protocol, from, to, peer }: Rule): string {
  const what = protocol === "-1" ? "all traffic" : `${protocol} ${from === to ? from : `${from} to ${to}`}`;
  return `${what} ${inward ? "from" : "to"} ${peer}`;
}
