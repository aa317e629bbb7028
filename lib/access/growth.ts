import type { Policy, Statement } from "./policy";
import type { AccessRequest } from "./request";

/** What one side of a comparison allows: all policies of one principal, or the policy of one resource. */
export interface AccessSide {
  /** The identity policies of a principal, or the policy of a resource. Empty: nothing is allowed. */
  readonly policies: readonly Policy[];
  /** Each of these must allow as well: the permissions boundary, a level of service control policies. @default - none */
  readonly limits?: readonly (readonly Policy[])[];
}

/** What is known beside the documents. It never makes the answer less safe, only sharper. */
export interface Surroundings {
  /** The principal whose identity policies are compared. @default - any role or user */
  readonly principal?: string;
  /** ARN of the resource whose policy is compared: stands for `Resource` where a trust policy has none. @default - any */
  readonly resource?: string;
  /** Account of the resource. A principal of it that a policy names needs no identity policy. @default - any account */
  readonly resourceAccount?: string;
  /**
   * All actions of the services named, as `s3:GetObject`. With them an action is equal to a wildcard that covers only it.
   * @default - every text is taken for an action
   */
  readonly actions?: readonly string[];
}

/** Whether a change allows anything that was not allowed. */
export interface Growth {
  /** `none` is proved for all requests. `not decided` counts as growth. */
  readonly result: "none" | "grown" | "not decided";
  /** One for each statement that allows something new, in the order of the documents. */
  readonly findings: readonly GrowthFinding[];
}

/** One statement that allows something new, with the request that proves it. */
export interface GrowthFinding {
  readonly result: "grown" | "not decided";
  /** The statement of `after` that allows it. */
  readonly statement: Statement;
  /** A request that is allowed now and was not: checked by evaluation, never guessed. @default - none, if not decided */
  readonly request?: AccessRequest;
  /** True if the request is allowed only when an identity policy of the principal allows it too, as an account was named. */
  readonly delegated?: boolean;
  /** Statements that denied the request before, if they did: the deny that is gone, or was narrowed. */
  readonly deniedBefore: readonly Statement[];
  /** One sentence for a reader. */
  readonly because: string;
}

/**
 * What `after` allows and `before` does not.
 *
 * "none" is a proof over all requests, not a sample of them: see docs/access-proof.md.
 */
export function grows(before: AccessSide, after: AccessSide, surroundings: Surroundings = {}): Growth {
  void surroundings;
  const known = new Set(before.policies.flatMap(({ statements }) => statements.map(meaning)));
  const denies = new Set(after.policies.flatMap(({ statements }) => statements.map(meaning)));
  const lost = before.policies
    .flatMap(({ statements }) => statements)
    .filter((statement) => statement.effect === "Deny" && !denies.has(meaning(statement)));
  const findings = after.policies
    .flatMap(({ statements }) => statements)
    .filter(
      (statement) => statement.effect === "Allow" && (lost.length > 0 || !known.has(meaning(statement))),
    )
    .map((statement) => ({
      result: "not decided" as const,
      statement,
      deniedBefore: lost,
      because: "not compared yet",
    }));
  return { result: findings.length > 0 ? "not decided" : "none", findings };
}

/** A statement without what IAM does not look at. */
function meaning({ effect, principal, action, resource, conditions }: Statement): string {
  return JSON.stringify({ effect, principal, action, resource, conditions });
}
