import { unseenPolicy, type Policy } from "../../lib/access/policy";
import { blocks, isUnknown, text, texts, type PlanResource, type Snapshot } from "../input/resource";
import { scopeOfResource, type Scope } from "../input/scope";
import { awsManagedPolicy } from "./aws-managed-policies";
import { attachedTo, inlinePolicyOf, type Carried } from "./carried";
import { parsed, policyOf } from "./document-source";
import type { EstatePrincipal, PlacedPolicy, PrincipalKind, Unseen } from "./estate";
import type { Links } from "./links";
import type { Link } from "./links";
import { table } from "../table";

/** A principal, or a group, while its policies are being gathered. */
interface Growing {
  readonly kind: PrincipalKind | "group";
  readonly arn: string;
  readonly name: string;
  readonly address: string;
  readonly made: boolean;
  readonly identity: PlacedPolicy[];
  boundary?: PlacedPolicy;
  trust?: PlacedPolicy;
}

/** Which resources make an identity, and which give it something. */
const kinds = {
  aws_iam_role: "role",
  aws_iam_user: "user",
  aws_iam_group: "group",
} as const;

type IdentityType = keyof typeof kinds;

/** Which attribute names the holder, and what the holder is. */
type GivesTo = readonly [attribute: string, holder: IdentityType];

const inline = table<GivesTo>({
  aws_iam_role_policy: ["role", "aws_iam_role"],
  aws_iam_user_policy: ["user", "aws_iam_user"],
  aws_iam_group_policy: ["group", "aws_iam_group"],
});

const attachments = table<GivesTo>({
  aws_iam_role_policy_attachment: ["role", "aws_iam_role"],
  aws_iam_user_policy_attachment: ["user", "aws_iam_user"],
  aws_iam_group_policy_attachment: ["group", "aws_iam_group"],
});

const exclusive = table<GivesTo>({
  aws_iam_role_policy_attachments_exclusive: ["role_name", "aws_iam_role"],
  aws_iam_user_policy_attachments_exclusive: ["user_name", "aws_iam_user"],
  aws_iam_group_policy_attachments_exclusive: ["group_name", "aws_iam_group"],
});

/** Roles, users and permission sets of one stack at one moment, with all that the stack gives them. */
export class Identities {
  public readonly unseen: Unseen[] = [];
  private readonly growing = new Map<string, Growing>();
  private readonly given = new Set<PlanResource>();
  private readonly names = new Map<PlanResource, { readonly name: string; readonly arn: string }>();
  private readonly taken = new Set<string>();
  private readonly groupsOf = new Map<string, Set<Growing>>();

  public constructor(
    private readonly snapshot: Snapshot,
    private readonly scope: Scope,
    private readonly links: Links,
    private readonly stack: string,
    private readonly carried: Carried,
    private readonly named: (address: string, attribute?: string) => string,
  ) {
    const { resources } = snapshot;
    const managed = resources.filter(({ mode }) => mode === "managed");
    for (const resource of managed) {
      if (isIdentity(resource.type)) this.identity(resource, resource.type);
    }
    for (const resource of managed) {
      const { type } = resource;
      const [of, to] = inline[type] ?? attachments[type] ?? exclusive[type] ?? [];
      if (of !== undefined && to !== undefined) {
        if (type in inline) this.inlinePolicy(resource, of, to);
        else if (type in attachments) this.attachment(resource, of, to);
        else this.exclusiveAttachments(resource, of, to);
      } else if (type === "aws_iam_policy_attachment") this.manyAttachments(resource);
      else if (type === "aws_iam_user_group_membership") this.groupsOfUser(resource);
      else if (type === "aws_iam_group_membership") this.usersOfGroup(resource);
    }
    this.permissionSets(managed);
    this.policiesOfNobody(managed);
  }

  public all(): readonly EstatePrincipal[] {
    return [...this.growing.values()].flatMap((each): EstatePrincipal[] => {
      if (each.kind === "group") {
        const hasUsers = [...this.groupsOf.values()].some((groups) => groups.has(each));
        // Else its policies stand with its users.
        return hasUsers || each.identity.length === 0
          ? []
          : [{ ...each, kind: "group", stack: this.stack, identity: each.identity }];
      }
      const groups = [...(this.groupsOf.get(each.arn) ?? [])];
      const all = [...each.identity, ...groups.flatMap((group) => group.identity)];
      // Attached twice is attached once.
      const identity = [...new Map(all.map((placed) => [placed.policy.name, placed])).values()];
      return [{ ...each, kind: each.kind, stack: this.stack, identity }];
    });
  }

  private identity(resource: PlanResource, type: IdentityType): void {
    const { name, arn } = this.nameOf(resource, kinds[type]);
    const kind = kinds[type];
    const identity: PlacedPolicy[] = [];
    const made: Growing = { kind, arn, name, address: resource.address, made: true, identity };
    this.growing.set(arn, made);
    const trust = policyOf(
      this.snapshot,
      resource,
      "assume_role_policy",
      this.named(resource.address, "trust"),
    );
    if (trust !== undefined) made.trust = this.placed(trust, resource, "assume_role_policy");
    blocks(resource, "inline_policy").forEach((block, index) => {
      const document = block["policy"];
      const title = typeof block["name"] === "string" ? block["name"] : `inline_policy[${index}]`;
      const policyName = this.named(resource.address, title);
      if (this.carried.has(inlinePolicyOf(resource.address, title))) return;
      if (typeof document === "string" && document !== "") {
        identity.push(this.placed(parsed(policyName, document), resource, "inline_policy"));
      } else if (isUnknown(resource, "inline_policy") && block["policy"] !== "") {
        identity.push(
          this.placed(
            unseenPolicy(policyName, "its text is known after the apply"),
            resource,
            "inline_policy",
          ),
        );
      }
    });
    for (const attribute of ["inline_policy", "managed_policy_arns"]) {
      // AWS tells what others attach; what the configuration itself gives is the role's own.
      const { expressions, resources } = this.snapshot.sourceOf(resource, attribute);
      if (!isUnknown(resource, attribute) || expressions.length === 0) continue;
      if (blocks(resource, attribute).length > 0) continue;
      const policies = resources.filter(({ type: its }) => its === "aws_iam_policy");
      for (const policy of policies) this.attach(made, resource, { resource: policy });
      if (policies.length > 0) continue;
      const name = this.named(resource.address, attribute);
      const why = `it is known after the apply (it refers to ${expressions.join(", ")})`;
      identity.push(this.placed(unseenPolicy(name, why), resource, attribute));
    }
    for (const policyArn of texts(resource, "managed_policy_arns")) {
      if (this.carried.has(attachedTo(resource.address, policyArn))) continue;
      this.attach(made, resource, this.links.named(policyArn, ["aws_iam_policy"], resource));
    }
    this.boundary(made, resource, "permissions_boundary");
  }

  private boundary(of: Growing, resource: PlanResource, attribute: string): void {
    if (text(resource, attribute) === undefined && !isUnknown(resource, attribute)) return;
    const link = this.links.follow(resource, attribute, ["aws_iam_policy"]);
    of.boundary = this.placed(
      this.managedPolicy(resource, link, "permissions boundary"),
      resource,
      attribute,
    );
  }

  private inlinePolicy(resource: PlanResource, attribute: string, type: IdentityType): void {
    const policy = policyOf(this.snapshot, resource, "policy", this.named(resource.address));
    const holder = this.holder(resource, this.links.follow(resource, attribute, [type]), type);
    if (policy !== undefined && holder !== undefined)
      holder.identity.push(this.placed(policy, resource, "policy"));
  }

  private attachment(resource: PlanResource, attribute: string, type: IdentityType): void {
    const holder = this.holder(resource, this.links.follow(resource, attribute, [type]), type);
    if (holder === undefined) return;
    this.attach(holder, resource, this.links.follow(resource, "policy_arn", ["aws_iam_policy"]));
  }

  private exclusiveAttachments(resource: PlanResource, attribute: string, type: IdentityType): void {
    const holder = this.holder(resource, this.links.follow(resource, attribute, [type]), type);
    if (holder === undefined) return;
    for (const arn of texts(resource, "policy_arns")) {
      this.attach(holder, resource, this.links.named(arn, ["aws_iam_policy"], resource));
    }
    if (isUnknown(resource, "policy_arns")) {
      const { resources } = this.snapshot.sourceOf(resource, "policy_arns");
      const policies = resources.filter(({ type: its }) => its === "aws_iam_policy");
      for (const policy of policies) this.attach(holder, resource, { resource: policy });
      if (policies.length === 0)
        this.attach(holder, resource, { why: "policy_arns is known after the apply" });
    }
  }

  private manyAttachments(resource: PlanResource): void {
    const policy = this.links.follow(resource, "policy_arn", ["aws_iam_policy"]);
    for (const [attribute, type] of [
      ["roles", "aws_iam_role"],
      ["users", "aws_iam_user"],
      ["groups", "aws_iam_group"],
    ] as const) {
      for (const link of this.severalLinks(resource, attribute, type)) {
        const holder = this.holder(resource, link, type);
        if (holder !== undefined) this.attach(holder, resource, policy);
      }
    }
  }

  private groupsOfUser(resource: PlanResource): void {
    const user = this.holder(resource, this.links.follow(resource, "user", ["aws_iam_user"]), "aws_iam_user");
    if (user === undefined) return;
    for (const link of this.severalLinks(resource, "groups", "aws_iam_group")) {
      this.join(user, this.holder(resource, link, "aws_iam_group"));
    }
  }

  private usersOfGroup(resource: PlanResource): void {
    const link = this.links.follow(resource, "group", ["aws_iam_group"]);
    const group = this.holder(resource, link, "aws_iam_group");
    for (const each of this.severalLinks(resource, "users", "aws_iam_user")) {
      const user = this.holder(resource, each, "aws_iam_user");
      if (user !== undefined) this.join(user, group);
    }
  }

  private join(user: Growing, group: Growing | undefined): void {
    if (group === undefined) return;
    if (!group.made && group.identity.length === 0) {
      const policy = unseenPolicy(group.arn, `the policies of the group ${group.name} are outside the input`);
      const place = { stack: this.stack, address: group.address, attribute: "groups" };
      user.identity.push({ policy, place });
    }
    const groups = this.groupsOf.get(user.arn) ?? new Set();
    this.groupsOf.set(user.arn, groups.add(group));
  }

  private severalLinks(resource: PlanResource, attribute: string, type: IdentityType): readonly Link[] {
    const known = texts(resource, attribute).map((name) => this.links.named(name, [type], resource));
    if (!isUnknown(resource, attribute)) return known;
    const { resources } = this.snapshot.sourceOf(resource, attribute);
    const fitting = resources.filter((each) => each.type === type).map((each) => ({ resource: each }));
    return [...known, ...(fitting.length > 0 ? fitting : [{ why: `${attribute} is known after the apply` }])];
  }

  private attach(holder: Growing, resource: PlanResource, link: Link): void {
    holder.identity.push(
      this.placed(this.managedPolicy(resource, link, "policy"), link.resource ?? resource, "policy"),
    );
  }

  private managedPolicy(from: PlanResource, link: Link, what: string): Policy {
    const { resource, written, why } = link;
    if (resource !== undefined) {
      this.given.add(resource);
      const own = policyOf(this.snapshot, resource, "policy", this.named(resource.address));
      return own ?? unseenPolicy(this.named(resource.address), "its text is not in the input");
    }
    if (written === undefined)
      return unseenPolicy(this.named(from.address), `which ${what} it attaches: ${why}`);
    const byAws = awsManagedPolicy(written);
    if (byAws !== undefined) return parsed(written, byAws);
    const read = this.snapshot.resources.find(
      ({ mode, type, values }) => mode === "data" && type === "aws_iam_policy" && values["arn"] === written,
    );
    if (read !== undefined && text(read, "policy") !== undefined)
      return parsed(written, text(read, "policy"));
    return unseenPolicy(written, `the ${what} ${written} is outside the input`);
  }

  /** @returns undefined, and tells it, where nobody can say to whom something is given */
  private holder(from: PlanResource, link: Link, type: IdentityType): Growing | undefined {
    if (link.resource !== undefined) {
      return this.growing.get(this.nameOf(link.resource, kinds[type]).arn);
    }
    if (link.written === undefined) {
      this.unseen.push({
        about: from.address,
        stack: this.stack,
        givesRights: true,
        why: `it is not known to whom it gives rights: ${link.why}`,
      });
      return undefined;
    }
    const arn = link.written.startsWith("arn:")
      ? link.written
      : this.arnByName(from, kinds[type], link.written);
    const known = this.growing.get(arn);
    if (known !== undefined) return known;
    const kind = kinds[type];
    const name = link.written;
    const existing: Growing = { kind, arn, name, address: from.address, made: false, identity: [] };
    this.growing.set(arn, existing);
    return existing;
  }

  /** Name for people, and ARN. Until the apply tells the name, an address or a prefix stands for it. */
  private nameOf(resource: PlanResource, kind: string): { readonly name: string; readonly arn: string } {
    const known = this.names.get(resource);
    if (known !== undefined) return known;
    const told = text(resource, "name");
    const prefix = text(resource, "name_prefix")?.concat("*");
    const arnOf = (name: string) =>
      this.arnByName(resource, kind, told === undefined ? `${this.scope.standInPrefix ?? ""}${name}` : name);
    const first = told ?? prefix ?? resource.address;
    // Several of one prefix are several.
    const name =
      told === undefined && this.taken.has(arnOf(first)) ? `${first} (${resource.address})` : first;
    const made = { name, arn: this.links.arn(resource) ?? arnOf(name) };
    this.names.set(resource, made);
    this.taken.add(made.arn);
    return made;
  }

  private arnByName(from: PlanResource, kind: string, name: string): string {
    const { partition, account } = scopeOfResource(from, this.scope);
    return `arn:${partition}:iam::${account}:${kind}/${name}`;
  }

  /** Somebody outside of the input will hold it. */
  private policiesOfNobody(managed: readonly PlanResource[]): void {
    for (const resource of managed) {
      if (resource.type !== "aws_iam_policy" || this.given.has(resource)) continue;
      const policy = policyOf(this.snapshot, resource, "policy", this.named(resource.address));
      const { name, arn } = this.nameOf(resource, "policy");
      const identity = policy === undefined ? [] : [this.placed(policy, resource, "policy")];
      this.growing.set(arn, { kind: "policy", arn, name, address: resource.address, made: true, identity });
    }
  }

  private permissionSets(managed: readonly PlanResource[]): void {
    const sets = new Map<PlanResource, Growing>();
    for (const resource of managed) {
      if (resource.type !== "aws_ssoadmin_permission_set") continue;
      const name = text(resource, "name") ?? resource.address;
      const { partition, account } = this.scope;
      // The roles that IAM Identity Center makes in each account carry sixteen characters of its own.
      const role = `AWSReservedSSO_${name}_0000000000000000`;
      const set: Growing = {
        kind: "permission set",
        arn: `arn:${partition}:iam::${account}:role/aws-reserved/sso.amazonaws.com/${role}`,
        name,
        address: resource.address,
        made: true,
        identity: [],
      };
      sets.set(resource, set);
      this.growing.set(set.arn, set);
    }
    for (const resource of managed) {
      if (!resource.type.startsWith("aws_ssoadmin_") || resource.type === "aws_ssoadmin_permission_set")
        continue;
      const link = this.links.follow(resource, "permission_set_arn", ["aws_ssoadmin_permission_set"]);
      if (resource.type === "aws_ssoadmin_account_assignment") continue;
      const set = link.resource === undefined ? this.outsideSet(resource, link) : sets.get(link.resource);
      if (set === undefined) continue;
      if (resource.type === "aws_ssoadmin_permission_set_inline_policy") {
        const policy = policyOf(this.snapshot, resource, "inline_policy", this.named(resource.address));
        if (policy !== undefined) set.identity.push(this.placed(policy, resource, "inline_policy"));
      } else if (resource.type === "aws_ssoadmin_managed_policy_attachment") {
        const arn = text(resource, "managed_policy_arn");
        this.attach(
          set,
          resource,
          arn === undefined ? { why: "managed_policy_arn is not known" } : { written: arn },
        );
      } else if (resource.type === "aws_ssoadmin_customer_managed_policy_attachment") {
        for (const reference of blocks(resource, "customer_managed_policy_reference")) {
          const name = reference["name"];
          if (typeof name === "string")
            this.attach(set, resource, this.links.named(name, ["aws_iam_policy"]));
        }
      } else if (resource.type === "aws_ssoadmin_permissions_boundary_attachment") {
        const boundary = blocks(resource, "permissions_boundary")[0];
        const arn = boundary?.["managed_policy_arn"];
        const reference = boundary?.["customer_managed_policy_reference"];
        const first = Array.isArray(reference) ? (reference as { name?: string }[])[0]?.name : undefined;
        const to =
          typeof arn === "string" ? { written: arn } : this.links.named(first ?? "", ["aws_iam_policy"]);
        set.boundary = this.placed(
          this.managedPolicy(resource, to, "permissions boundary"),
          resource,
          "permissions_boundary",
        );
      }
    }
  }

  /** A permission set that another configuration makes. */
  private outsideSet({ address }: PlanResource, { written, why }: Link): Growing | undefined {
    if (written === undefined) {
      const reason = `it is not known which permission set it is for: ${why}`;
      this.unseen.push({ about: address, stack: this.stack, givesRights: true, why: reason });
      return undefined;
    }
    const known = this.growing.get(written);
    if (known !== undefined) return known;
    const kind = "permission set";
    const set: Growing = { kind, arn: written, name: written, address, made: false, identity: [] };
    this.growing.set(written, set);
    return set;
  }

  private placed(policy: Policy, { address }: PlanResource, attribute: string): PlacedPolicy {
    return { policy, place: { stack: this.stack, address, attribute } };
  }
}

function isIdentity(type: string): type is IdentityType {
  return Object.hasOwn(kinds, type);
}
