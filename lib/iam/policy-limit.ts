import { AwsPage } from "../aws-page";
import { renderPolicy, renderStatement, uniqueSids } from "./document";
import type { PolicyStatement } from "./statement";
import { hasTokens, replaceTokens, unescapeFromTerraform } from "./terraform-string";

/** How long a policy document may be. */
export interface PolicyLimit {
  readonly of: string;
  /** IAM does not count white space. */
  readonly characters: number;
  /** Most principals, of all statements together. @default - as many as there is room for */
  readonly principals?: number;
  readonly page: string;
}

export const PolicyLimits = {
  managedPolicy: { of: "a customer managed policy", characters: 6144, page: AwsPage.iamQuotas },
  inlinePolicies: { of: "all inline policies of a role", characters: 10_240, page: AwsPage.iamQuotas },
  permissionSet: {
    of: "the inline policy of a permission set",
    characters: 10_240,
    page: AwsPage.permissionSetQuotas,
  },
  trustPolicy: { of: "a role's trust policy", characters: 2048, page: AwsPage.iamQuotas },
  keyPolicy: { of: "a key policy", characters: 32_768, page: AwsPage.kmsQuotas },
  bucketPolicy: { of: "a bucket policy", characters: 20_480, page: AwsPage.s3BucketPolicies },
  topicPolicy: { of: "a topic policy", characters: 30_720, principals: 200, page: AwsPage.snsPolicyQuotas },
  queuePolicy: { of: "a queue policy", characters: 8192, principals: 50, page: AwsPage.sqsQuotas },
} as const satisfies Record<string, PolicyLimit>;

/** The length of a document, as far as it is known before Terraform runs. */
interface PolicySize {
  /** What AWS will count, with `tokenEstimate` characters for each token. */
  readonly estimate: number;
  /** The least that AWS can count: tokens taken as empty. Equal to `estimate` when there is no token. */
  readonly least: number;
}

/** Characters that a token is taken for: a region or an account has fewer, a long resource name more. */
export const tokenEstimate = 24;

/** Measures a document as IAM does. */
export function policySize(statements: readonly PolicyStatement[]): PolicySize {
  const sids = statements.map(({ sid }) => sid);
  const numbers = uniqueSids(sids).join("").length - sids.join("").length;
  const around = renderPolicy([]).length + Math.max(statements.length - 1, 0) + numbers;
  const sizes = statements.map(statementSize);
  return {
    estimate: sizes.reduce((sum, { estimate }) => sum + estimate, around),
    least: sizes.reduce((sum, { least }) => sum + least, around),
  };
}

/** Statements are values: measured once, however often they are tried in one document or another. */
const measured = new WeakMap<PolicyStatement, PolicySize>();

function statementSize(statement: PolicyStatement): PolicySize {
  const known = measured.get(statement) ?? measure(renderStatement(statement));
  measured.set(statement, known);
  return known;
}

/** Characters of the id of a key, which is longer than other tokens. */
const keyIdLength = 36;

function measure(rendered: string): PolicySize {
  const counted = unescapeFromTerraform(rendered).replace(/\s/g, "");
  if (!hasTokens(counted)) return { estimate: counted.length, least: counted.length };
  const keyIds = counted.split(":key/${").length - 1;
  return {
    estimate:
      replaceTokens(counted, "x".repeat(tokenEstimate)).length + keyIds * (keyIdLength - tokenEstimate),
    least: replaceTokens(counted, "").length,
  };
}
