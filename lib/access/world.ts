import type { Condition, Policy, Statement } from "./policy";
import type { AccessRequest } from "./request";

/** Everything that is known: from a plan, a state, an account. */
export interface World {
  readonly principals: readonly WorldPrincipal[];
  readonly resources: readonly WorldResource[];
  /** Service control policies, a list for each level. @default - none known */
  readonly serviceControl?: readonly (readonly Policy[])[];
  /** Resource control policies, a list for each level. @default - none known */
  readonly resourceControl?: readonly (readonly Policy[])[];
}

/** A role or a user. */
export interface WorldPrincipal {
  /** ARN of the role or user. */
  readonly arn: string;
  /** All policies: attached and inline. A policy that cannot be read is an `unseenPolicy`. */
  readonly identity: readonly Policy[];
  /** @default - none */
  readonly boundary?: Policy;
  /** Who may assume it, if it is a role. */
  readonly trust?: Policy;
}

/** Anything that an action is done to: bucket, objects of a bucket, key, queue, topic, function, log group. */
export interface WorldResource {
  /** ARN. For a kind of things inside it a pattern: `arn:aws:s3:::bucket/*`. */
  readonly arn: string;
  /** @default - the account of the ARN; for S3 the account of the principal */
  readonly account?: string;
  /** @default - none */
  readonly policy?: Policy;
}

/** Somebody who can do it. */
export interface Access {
  /** ARN, service, account root, or a pattern for principals outside the world: `arn:aws:iam::444455556666:root`, `*`. */
  readonly principal: string;
  /** False for principals that the world does not hold: a service, another account, everybody. */
  readonly inWorld: boolean;
  /** What is allowed: an action as asked, or each pattern of an action that a statement names. */
  readonly action: string;
  readonly resource: string;
  /** Statements that allow it together. */
  readonly statements: readonly Statement[];
  /** What must hold of the request: conditions of these statements that do not follow from principal and resource. */
  readonly terms: readonly Condition[];
  /** Denies that take something away, but not all. */
  readonly except: readonly Statement[];
  /** Roles that are assumed on the way, the last one is the one that has the permission. Empty: directly. */
  readonly through: readonly string[];
  /** A request that is allowed. */
  readonly request: AccessRequest;
}

/** An answer, and what could not be seen. */
export interface AccessAnswer {
  readonly access: readonly Access[];
  /** What could not be decided, each with its reason. */
  readonly notDecided: readonly NotDecided[];
}

export interface NotDecided {
  /** Principal, resource or policy that it is about. */
  readonly about: string;
  readonly why: string;
}

/**
 * Who can do `action` to `resource`.
 * @param action `s3:GetObject`, or a pattern: any of these
 * @param resource ARN, or a pattern: any of these
 */
export function whoCan(world: World, action: string, resource: string): AccessAnswer {
  void [world, action, resource];
  return { access: [], notDecided: [] };
}

/**
 * What `principal` can do in the world, also by assuming roles.
 * @param principal ARN of a role or user, service, account root
 */
export function whatCan(world: World, principal: string): AccessAnswer {
  void [world, principal];
  return { access: [], notDecided: [] };
}

/** `from` can assume `to`. */
export interface Becoming {
  readonly from: string;
  readonly to: string;
  readonly statements: readonly Statement[];
  readonly terms: readonly Condition[];
}

/** Who can become whom by trust policies, one step each; principals outside the world as in `Access`. */
export function becomings(world: World): Becoming[] {
  void world;
  return [];
}
