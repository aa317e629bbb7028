import type { ITerraformDependable } from "cdktf";
import type { PolicyStatement } from "./statement";

/** Somebody who can be given rights: by a policy of their own, and by name in the policy of a resource. */
export interface IGrantee {
  /** The ARN by which a key, topic or queue policy names them. Known before the first plan. */
  readonly principalArn: string;
  /** What must exist before a resource policy can name them. @default - it exists already */
  readonly principalResource?: ITerraformDependable | undefined;
  /** Adds to what they may do. */
  addStatements(statements: PolicyStatement[]): void;
}
