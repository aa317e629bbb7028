import type { AccessSide } from "../../lib/access/growth";
import type { Policy } from "../../lib/access/policy";
import type { Estate } from "../estate/estate";
import type { Change } from "./change";

/** Resources that hold nothing: under another name they are the same to a reviewer. */
const stateless = new Set(["aws_lambda_function", "aws_sns_topic"]);

/**
 * Principals and topics that have another name now, at the same address. What named the old one and names the new one
 * is no growth; a bucket, key or queue under another name is another one, as what it held stays behind.
 */
export class Renames {
  private readonly newNames = new Map<string, string>();
  private readonly found: Change[] = [];

  public constructor(before: Estate, after: Estate) {
    const old = new Map(
      [
        ...before.principals.filter(({ made }) => made),
        ...before.resources.filter(({ type }) => stateless.has(type)),
      ].map((each) => [`${each.stack} ${each.address}`, each]),
    );
    const kept = new Set([...before.principals, ...before.resources].map(({ arn }) => arn));
    const still = new Set([...after.principals, ...after.resources].map(({ arn }) => arn));
    for (const now of [...after.principals, ...after.resources]) {
      const was = old.get(`${now.stack} ${now.address}`);
      if (was === undefined || was.arn === now.arn || kept.has(now.arn) || still.has(was.arn)) continue;
      this.newNames.set(was.arn, now.arn);
      this.found.push({
        class: "renames",
        stack: now.stack,
        address: now.address,
        about: now.name,
        arn: now.arn,
        what: `${was.name} is ${now.name} from here on. What names ${was.arn} outside of the input names nobody then.`,
      });
    }
  }

  public changes(): readonly Change[] {
    return this.found;
  }

  /** The ARN that something has after the change. */
  public now(arn: string): string {
    return this.newNames.get(arn) ?? arn;
  }

  /** Policies of before, with the names of now. */
  public side(side: AccessSide): AccessSide {
    if (this.newNames.size === 0) return side;
    return {
      policies: side.policies.map((policy) => this.policy(policy)),
      ...(side.limits && { limits: side.limits.map((level) => level.map((policy) => this.policy(policy))) }),
    };
  }

  private policy(policy: Policy): Policy {
    const text = JSON.stringify(policy.statements);
    let renamed = text;
    for (const [was, now] of this.newNames)
      renamed = renamed.replaceAll(`${JSON.stringify(was)}`, JSON.stringify(now));
    return renamed === text ? policy : { ...policy, statements: JSON.parse(renamed) as Policy["statements"] };
  }
}
