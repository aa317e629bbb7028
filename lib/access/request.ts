import type { Policy, Statement } from "./policy";

/** One call that somebody makes. */
export interface AccessRequest {
  /**
   * Who makes it: the ARN of a role, of a session of it (`arn:aws:sts::…:assumed-role/Name/session`), of a user, of an account's
   * root; a service (`sagemaker.amazonaws.com`); a federated identity (`arn:aws:iam::…:saml-provider/…`, `cognito-identity.amazonaws.com`);
   * `anonymous`.
   */
  readonly principal: string;
  /** `s3:GetObject`, in any case. */
  readonly action: string;
  /** ARN, or `*` for an action that has no resource. */
  readonly resource: string;
  /** Account that owns the resource. @default - the one of its ARN; the principal's own, if the ARN has none (S3) */
  readonly resourceAccount?: string;
  /**
   * Condition keys that the request carries, in any case; a list is a multivalued key. Keys that follow from the principal
   * (`aws:PrincipalArn`, `aws:PrincipalAccount`, …) are added unless they are given.
   */
  readonly context?: RequestContext;
}

/** Condition key -> its value, or its values. */
export type RequestContext = Readonly<Record<string, string | readonly string[]>>;

/** All policies that AWS looks at for one request. */
export interface PoliciesInForce {
  /** Of the role or user: attached and inline. */
  readonly identity: readonly Policy[];
  /** Permissions boundary of the role or user. @default - none */
  readonly boundary?: Policy;
  /** Session policies. @default - none */
  readonly session?: readonly Policy[];
  /** Service control policies, a list for each level of the organization: each level must allow. @default - none known */
  readonly serviceControl?: readonly (readonly Policy[])[];
  /** Resource control policies, a list for each level. @default - none known */
  readonly resourceControl?: readonly (readonly Policy[])[];
  /** Policy of the resource: of the bucket, the key, the queue, the topic, the function; the trust policy of a role. @default - none */
  readonly resource?: Policy;
}

/** What AWS would say, and by which statements. */
export interface Decision {
  readonly verdict: Verdict;
  /** Statements that decided: those that allow, or those that deny. Empty when nothing allows. */
  readonly statements: readonly Statement[];
  /** One sentence for a reader. */
  readonly because: string;
}

/** `not decided`: it depends on a policy that cannot be seen, or on an operator that is not known. */
export type Verdict = "allowed" | "explicitly denied" | "implicitly denied" | "not decided";
