import { TerraformStack, Token } from "cdktf";
import type { IConstruct } from "constructs";
import { StackScope } from "../scope/stack-scope";

/*
 * What an account can have once, or a few times, in a region. Stacks of one app are compared, since AWS would refuse the
 * second one only when it is deployed.
 */

/** Something that takes its place in an account and region. */
interface RegionClaim {
  readonly name: string;
  /** Path of the construct, as errors call it. */
  readonly path: string;
  /** Whether it is made here, or exists already. */
  readonly isMade: boolean;
}

interface Neighbours {
  /** Claims of the same account and region. */
  readonly same: readonly RegionClaim[];
  /** Claims of other stacks that may be in the same account and region: only Terraform knows. */
  readonly perhaps: readonly RegionClaim[];
}

interface PlacedClaim extends RegionClaim {
  readonly stack: TerraformStack;
}

/** Claims of one kind, by app. */
export class RegionClaims {
  private readonly ofApp = new WeakMap<IConstruct, PlacedClaim[]>();

  /** Adds a claim, and tells which were there before. */
  public add(construct: IConstruct, name: string, isMade: boolean): Neighbours {
    const { root } = construct.node;
    const claims = this.ofApp.get(root) ?? [];
    this.ofApp.set(root, claims);
    const stack = TerraformStack.of(construct);
    const places = claims.map((claim) => ({ claim, place: samePlace(claim.stack, stack) }));
    const told = (wanted: Place) => places.filter(({ place }) => place === wanted).map(({ claim }) => claim);
    claims.push({ name, path: construct.node.path, isMade, stack });
    return { same: told("same"), perhaps: told("perhaps") };
  }
}

type Place = "same" | "perhaps" | "other";

function samePlace(one: TerraformStack, other: TerraformStack): Place {
  if (one === other) return "same";
  const [a, b] = [StackScope.of(one), StackScope.of(other)];
  const accounts = compared(a.account, b.account);
  const regions = compared(a.region, b.region);
  if (accounts === "other" || regions === "other") return "other";
  // Stacks that name no account may still work in two: each with a role of its own.
  return accounts === "same" && regions === "same" ? "same" : "perhaps";
}

function compared(one: string, other: string): Place {
  if (Token.isUnresolved(one) || Token.isUnresolved(other)) return "perhaps";
  return one === other ? "same" : "other";
}

/** A name as far as it is known here. */
export function sameName(one: string, other: string): boolean {
  return one === other || Token.isUnresolved(one) || Token.isUnresolved(other);
}
