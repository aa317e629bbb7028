import type { AwsScope } from "../scope/aws-scope";
import type { PolicyStatement } from "../iam/statement";
import type { Hardening } from "./hardening";

/** Where the text of a policy comes from. */
export enum PermissionStyle {
  /** What the job needs and nothing else, on exactly the resources it works on. */
  LEAST_PRIVILEGE = "least-privilege",
  /** The policies that AWS's developer guide prints, with their errors corrected: whole buckets, `*` where AWS has it. */
  AS_DOCUMENTED = "as-documented",
  /** The AWS managed policy `AmazonSageMakerGroundTruthExecution`, and what it lacks for the resources at hand. */
  AWS_MANAGED = "aws-managed",
}

/** One subject of the catalogue: what a labeling job needs of it, in each style. */
export interface PermissionSubject<Need> {
  readonly leastPrivilege: (need: Need, scope: AwsScope, hardening: Hardening) => PolicyStatement[];
  readonly asDocumented: (need: Need, scope: AwsScope) => PolicyStatement[];
  /** What AmazonSageMakerGroundTruthExecution does not cover. */
  readonly beyondAwsManaged: (need: Need, scope: AwsScope, hardening: Hardening) => PolicyStatement[];
}

/** What a role's permissions are made by. */
export interface PermissionRules {
  readonly style: PermissionStyle;
  readonly hardening: Hardening;
  readonly scope: AwsScope;
}

/** The statements of one subject for one need. */
export function statementsFor<Need>(
  subject: PermissionSubject<Need>,
  need: Need,
  { style, hardening, scope }: PermissionRules,
): PolicyStatement[] {
  switch (style) {
    case PermissionStyle.LEAST_PRIVILEGE:
      return subject.leastPrivilege(need, scope, hardening);
    case PermissionStyle.AS_DOCUMENTED:
      return subject.asDocumented(need, scope);
    case PermissionStyle.AWS_MANAGED:
      return subject.beyondAwsManaged(need, scope, hardening);
  }
}
