import type { PermissionOptions } from "./execution-role-grants";
import type { GuardRails } from "../permissions/people/guard-rails";
import type { TrustedService } from "../permissions/people/program-trust";

/** What every persona takes. */
export interface PersonaProps {
  /**
   * Name of the customer managed policy, 1 to 125 letters, digits and `+=,.@_-`, unique in the account. Where one policy
   * is too short, further ones are called `<policyName>-2`, `<policyName>-3`, …
   */
  readonly policyName: string;
  /** IAM path of the policies. @default "/" */
  readonly path?: string;
  /** Describes the policies, up to 1,000 characters. AWS replaces a policy whose description changes. @default - none */
  readonly description?: string;
  /**
   * In which style its permissions are written. Hardening is about execution roles and changes nothing here.
   * @default - least privilege
   */
  readonly permissions?: PermissionOptions;
  /** What the persona must never do, whatever else allows it. @default - nothing is denied */
  readonly guardRails?: GuardRails;
  /** Tags of what is made here, beside the provider's default tags. @default - none */
  readonly tags?: Record<string, string>;
}

/** A role that people, or programs of the account, assume. */
export interface PersonaRoleProps {
  /** 1 to 64 letters, digits and `+=,.@_-`; unique in the account. */
  readonly name: string;
  /**
   * ARNs of the users, roles or account roots that may assume the role.
   * @default - nobody; then `trustedServices` must name a service
   */
  readonly trustedPrincipalArns?: string[];
  /** AWS services that run programs with the role. @default - none */
  readonly trustedServices?: TrustedService[];
  /**
   * Only for sessions that were opened with multi-factor authentication. A role that people come from by federation
   * carries no such mark: leave this off for them. It holds for `trustedPrincipalArns` only: a service shows no factor.
   * @default false
   */
  readonly requireMfa?: boolean;
  /** ARN of the policy that limits what the role can ever do. @default - none */
  readonly permissionsBoundary?: string;
}
