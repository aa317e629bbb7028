import { hasTokens } from "../iam/terraform-string";

/**
 * A name in an ARN of SageMaker, as given and in lower case. SageMaker writes ARNs in lower case; which form IAM compares
 * is not documented.
 */
export function spellings(name: string): string[] {
  return hasTokens(name) ? [name] : [...new Set([name, name.toLowerCase()])];
}
