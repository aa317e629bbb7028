import { arnOf } from "../input/arn-of";
import { isUnknown, text, type PlanResource, type Snapshot } from "../input/resource";
import { scopeOfResource, standInAccount, type Scope } from "../input/scope";

/** What an attribute that names another resource leads to. */
export interface Link {
  /** The resource of the input, if it is in there. */
  readonly resource?: PlanResource;
  /** The name, id or ARN as written, if it is known. */
  readonly written?: string;
  /** Why it leads nowhere. */
  readonly why?: string;
}

/** Attributes by which others name a resource. */
const names = ["arn", "id", "name", "bucket", "key_id", "url", "function_name", "repository", "user", "role"];

/** Resources of one moment, found by what others call them. */
export class Links {
  private readonly byName = new Map<string, PlanResource[]>();

  public constructor(
    private readonly snapshot: Snapshot,
    private readonly scope: Scope,
  ) {
    for (const resource of snapshot.resources) {
      if (resource.mode !== "managed") continue;
      for (const attribute of names) {
        const value = text(resource, attribute);
        if (value !== undefined) this.remember(`${resource.type} ${value}`, resource);
      }
      const arn = this.arn(resource);
      if (arn !== undefined) this.remember(`${resource.type} ${arn}`, resource);
    }
  }

  public arn(resource: PlanResource): string | undefined {
    return arnOf(resource, this.scope);
  }

  /** @param types what the attribute may name */
  public follow(from: PlanResource, attribute: string, types: readonly string[]): Link {
    const written = text(from, attribute);
    if (written !== undefined) return this.named(written, types, from);
    if (!isUnknown(from, attribute)) return { why: `${attribute} is not set` };
    const { resources, expressions } = this.snapshot.sourceOf(from, attribute);
    const fitting = resources.filter(({ type }) => types.includes(type));
    if (fitting.length === 1) return { resource: fitting[0] };
    const to = expressions.length > 0 ? ` (it refers to ${expressions.join(", ")})` : "";
    return { why: `${attribute} is known after the apply${to}` };
  }

  /** @param from what says the name: names are those of its region and account */
  public named(written: string, types: readonly string[], from?: PlanResource): Link {
    for (const type of types) {
      const all = this.byName.get(`${type} ${written}`) ?? [];
      const near = all.find((each) => from !== undefined && this.place(each) === this.place(from));
      const resource = near ?? all.at(-1) ?? this.byLastPart(type, written);
      if (resource !== undefined) return { resource, written };
    }
    return { written };
  }

  private remember(name: string, resource: PlanResource): void {
    const known = this.byName.get(name);
    if (known === undefined) this.byName.set(name, [resource]);
    else if (!known.includes(resource)) known.push(resource);
  }

  private place(resource: PlanResource): string {
    const { account, region } = scopeOfResource(resource, this.scope);
    return `${account} ${region}`;
  }

  /** An ARN of a resource whose own ARN the input does not tell, or of an account that nothing tells. */
  private byLastPart(type: string, arn: string): PlanResource | undefined {
    const [prefix, partition, service, region, account, ...rest] = arn.split(":");
    const last = rest.join(":").replace(/^.*[:/]/, "");
    if (prefix !== "arn" || last === "") return undefined;
    const candidate = this.byName.get(`${type} ${last}`)?.at(-1);
    const its = candidate && this.arn(candidate);
    // The URL of a queue, say, tells nothing of its ARN.
    if (candidate === undefined || its === undefined) return undefined;
    const isKeyId = its.endsWith(`/${candidate.address}`);
    const [, itsPartition, itsService, itsRegion, itsAccount, ...itsRest] = its.split(":");
    const isSame =
      (isKeyId || itsRest.join(":") === rest.join(":")) &&
      itsPartition === partition &&
      itsService === service &&
      itsRegion === region &&
      (itsAccount === account || (itsAccount === standInAccount && /^\d{12}$/.test(account ?? "")));
    return isSame ? candidate : undefined;
  }
}
