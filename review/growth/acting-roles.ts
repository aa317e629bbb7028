import { arnOf } from "../input/arn-of";
import { isObject, type Json, type PlanResource, type Snapshot } from "../input/resource";
import type { Scope } from "../input/scope";
import type { Change } from "./change";
import { openingsOf } from "./opening-kinds";

/*
 * Whatever runs as a role can do what the role may: a function, a rule, an instance. The policies of a new role are
 * told as growth by themselves; here stands what gets rights that were there before, or that nobody sees.
 */

const roleAttribute = /(^|_)roles?(_arns?)?$|(^|_)instance_profile(_arns?)?$/;
const roleArn = /^arn:[\w-]+:iam::\d*:(role|instance-profile)\//;
/** AWS alone writes their policies. */
const ofAws = /:role\/aws-service-role\//;
const actedAs = ["aws_iam_role", "aws_iam_instance_profile"];

/** Resources that act as a role that they did not act as before. */
export function newActingRoles(
  stack: string,
  scope: Scope,
  before: Snapshot | undefined,
  after: Snapshot,
): readonly Change[] {
  const old = new Map((before?.resources ?? []).map((resource) => [resource.address, resource]));
  const rolesBefore = before === undefined ? undefined : new RoleNames(before, scope);
  const rolesAfter = new RoleNames(after, scope);
  return after.resources.flatMap((now): Change[] => {
    if (now.mode === "data" || !actsAsRoles(now.type)) return [];
    const was = old.get(now.address);
    const had = was === undefined || rolesBefore === undefined ? [] : rolesBefore.of(was);
    const change = (kind: Change["class"], what: string): Change => ({
      class: kind,
      stack,
      address: now.address,
      about: now.address,
      arn: arnOf(now, scope) ?? now.address,
      what,
    });
    return rolesAfter.of(now).flatMap((role): Change[] => {
      if (had.includes(role)) return [];
      const isMade = rolesAfter.makes(role);
      if (was !== undefined)
        return [change("opens more data", `It acts as another role from here on: ${role}.`)];
      if (!isMade)
        return role === unknownRole
          ? []
          : [
              change(
                "not decided",
                `It acts as ${role}, which is not in the input: what it can do cannot be seen.`,
              ),
            ];
      // The rights of a new role are told with the role.
      return old.has(role)
        ? [change("opens more data", `It is new and acts as ${role}, which was there before.`)]
        : [];
    });
  });
}

/** What gives or describes rights is read by other parts of the review. */
function actsAsRoles(type: string): boolean {
  if (type === "aws_iam_instance_profile") return true;
  if (/^aws_(iam|ssoadmin|lakeformation|grafana)_/.test(type)) return false;
  return !openingsOf(type).some(({ attributes }) => attributes.some((each) => /^roles?$/.test(each)));
}

const unknownRole = "a role that is known after the apply";

/** Roles of one moment by address, so that one with another name is the same; any other as it is written. */
class RoleNames {
  private readonly addresses = new Map<string, string>();
  private readonly made = new Set<string>();

  public constructor(
    private readonly snapshot: Snapshot,
    scope: Scope,
  ) {
    for (const resource of snapshot.resources) {
      const { mode, type, values, address } = resource;
      if (mode === "data" || !actedAs.includes(type)) continue;
      this.made.add(address);
      const arn = arnOf(resource, scope);
      if (arn !== undefined) this.addresses.set(arn, address);
      if (typeof values["name"] === "string") this.addresses.set(`${type} ${values["name"]}`, address);
    }
  }

  public makes(role: string): boolean {
    return this.made.has(role);
  }

  public of(resource: PlanResource): readonly string[] {
    const found = new Set<string>();
    const visit = (value: Json | undefined, attribute: string): void => {
      if (typeof value === "string") this.add(value, attribute, resource.type, found);
      else if (Array.isArray(value)) for (const item of value as readonly Json[]) visit(item, attribute);
      else if (isObject(value)) {
        for (const [name, item] of Object.entries(value)) {
          // A profile may be a block with its name or ARN.
          const isOfProfile = /instance_profile$/.test(attribute) && ["name", "arn"].includes(name);
          visit(item, isOfProfile ? attribute : name);
        }
      }
    };
    for (const [name, value] of Object.entries(resource.values)) visit(value, name);
    for (const [name, tree] of Object.entries(resource.unknown)) {
      if (!hidesRole(tree, name)) continue;
      const sources = this.snapshot.sourceOf(resource, name).resources;
      const roles = sources.filter(({ mode, type }) => mode === "managed" && actedAs.includes(type));
      for (const { address } of roles) found.add(address);
      if (roles.length === 0) found.add(unknownRole);
    }
    return [...found];
  }

  private add(value: string, attribute: string, type: string, found: Set<string>): void {
    if (!roleAttribute.test(attribute) || value === "" || ofAws.test(value)) return;
    const isProfile = /instance_profile/.test(attribute);
    const byName = isProfile
      ? "aws_iam_instance_profile"
      : type === "aws_iam_instance_profile" || type === "aws_ssm_activation"
        ? "aws_iam_role"
        : undefined;
    const address = this.addresses.get(value) ?? (byName && this.addresses.get(`${byName} ${value}`));
    if (address !== undefined) found.add(address);
    else if (roleArn.test(value)) found.add(value);
    else if (byName !== undefined) found.add(`the ${isProfile ? "instance profile" : "role"} ${value}`);
  }
}

function hidesRole(tree: Json | undefined, attribute: string): boolean {
  if (tree === true) return roleAttribute.test(attribute);
  if (Array.isArray(tree)) return (tree as readonly Json[]).some((each) => hidesRole(each, attribute));
  return isObject(tree) && Object.entries(tree).some(([name, each]) => hidesRole(each, name));
}
