import type { Policy } from "../../lib/access/policy";
import type { World } from "../../lib/access/world";
import type { Scope } from "../input/scope";

/** Where a policy stands in the input. */
interface PolicyPlace {
  readonly stack: string;
  readonly address: string;
  readonly attribute: string;
}

/** A policy with its place. `policy.name` is what tells policies apart. */
export interface PlacedPolicy {
  readonly policy: Policy;
  readonly place: PolicyPlace;
}

export type PrincipalKind = "role" | "user" | "permission set" | "group" | "policy";

/**
 * A role, a user or a permission set; a group whose users the input does not tell; or a policy that the input gives to
 * nobody: whoever will hold it.
 */
export interface EstatePrincipal {
  readonly kind: PrincipalKind;
  readonly arn: string;
  readonly name: string;
  readonly stack: string;
  /** Of the role itself, else of the first resource that gives it something. */
  readonly address: string;
  /** Whether the input makes the principal. An existing one may have policies that nobody sees. */
  readonly made: boolean;
  readonly identity: readonly PlacedPolicy[];
  readonly boundary?: PlacedPolicy;
  readonly trust?: PlacedPolicy;
}

/** What a resource is to a reviewer. */
export type ResourceKind = "data" | "key" | "messages" | "function" | "secret" | "other";

/** A resource with its policy. */
export interface EstateResource {
  readonly kind: ResourceKind;
  readonly arn: string;
  readonly name: string;
  readonly type: string;
  readonly stack: string;
  readonly address: string;
  readonly made: boolean;
  readonly account: string;
  /** All that its policies say, put together. */
  readonly policies: readonly PlacedPolicy[];
  /** Of a key: `alias/…`. */
  readonly aliases: readonly string[];
}

/** What the review could not see. */
export interface Unseen {
  /** Where: an address, or what it is about. */
  readonly about: string;
  readonly stack?: string;
  readonly why: string;
  /** Whether it gives rights, to nobody knows whom or on nobody knows what: if it is new, that is growth. */
  readonly givesRights?: true;
  /** Statements of a document that can be seen in part. */
  readonly seen?: readonly string[];
}

/** Everything at one moment. */
export interface Estate {
  readonly scopes: ReadonlyMap<string, Scope>;
  readonly principals: readonly EstatePrincipal[];
  readonly resources: readonly EstateResource[];
  readonly unseen: readonly Unseen[];
  /** The same as the engine takes it. */
  readonly world: World;
}
