import type { PolicyStatement } from "../../iam/statement";
import { PermissionStyle, statementsFor, type PermissionRules, type PermissionSubject } from "../style";

/** A policy that AWS keeps and its pages recommend to people, and what comes with it. */
export interface BroadPolicy {
  /** `AmazonSageMakerFullAccess` */
  readonly name: string;
  /** What else it allows, for the warning: half a sentence. */
  readonly alsoAllows: string;
  readonly page: string;
}

/**
 * What one kind of person may do, in each style. `beyondAwsManaged` is what the AWS managed policies lack; where AWS
 * has none for such a person, it is the least privilege.
 */
export interface PersonaSubject<Need> extends PermissionSubject<Need> {
  readonly awsManaged: readonly BroadPolicy[];
  /** What to tell at synth of the documented style. @default - nothing */
  readonly documentedWarning?: string;
}

/** The statements of a persona, and the AWS managed policies that belong to them. */
export interface PersonaPermissions {
  readonly statements: readonly PolicyStatement[];
  readonly broadPolicies: readonly BroadPolicy[];
  /** What to tell at synth. */
  readonly warnings: readonly string[];
}

/** What a persona gets for one need. */
export function personaPermissions<Need>(
  subject: PersonaSubject<Need>,
  need: Need,
  rules: PermissionRules,
): PersonaPermissions {
  const broadPolicies = rules.style === PermissionStyle.AWS_MANAGED ? subject.awsManaged : [];
  const documented = rules.style === PermissionStyle.AS_DOCUMENTED ? subject.documentedWarning : undefined;
  return {
    statements: statementsFor(subject, need, rules),
    broadPolicies,
    warnings: [...broadPolicies.map(warningOf), ...(documented === undefined ? [] : [documented])],
  };
}

function warningOf({ name, alsoAllows, page }: BroadPolicy): string {
  return `${name} also allows ${alsoAllows}. The least privilege style does not (${page})`;
}
