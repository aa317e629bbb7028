import { z } from "zod";
import { AwsPage } from "../../lib/aws-page";
import { WorkerMfa } from "../../lib/workforce/worker-mfa";
import {
  cognitoDomainProblem,
  userPoolClientIdProblem,
  userPoolIdProblem,
} from "../../lib/workforce/worker-user-pool-names";
import { allowed, oneOf } from "./allowed";
import { count, flag, problemOf } from "./aws-values";
import { besideFieldChecks } from "./cross-field";
import { section } from "./section";

const domainRule = "a domain has 1 to 63 lower-case letters, digits and hyphens";
const userPoolRule = "the id of a user pool is allowed, as in eu-west-1_a1B2c3D4e";
const clientRule = "the id of a client of the user pool is allowed";
const providerRule =
  "the name of an identity provider of the pool is allowed, or COGNITO for the pool itself";
const providersRule = "a list of identity providers is allowed, at least one";

const newUserPool = section({
  domain: z
    .string(allowed(domainRule, AwsPage.cognitoDomain))
    .superRefine(problemOf(cognitoDomainProblem, AwsPage.cognitoDomain))
    .describe(
      "Begins the address that workers sign in at: <domain>.auth.<region>.amazoncognito.com. Unique in the region.",
    ),
  mfa: z
    .enum(WorkerMfa, { error: oneOf("a second factor", Object.values(WorkerMfa), AwsPage.cognitoUserPool) })
    .optional()
    .describe("Codes of an authenticator app: required, optional or none. Default: required."),
  minimumPasswordLength: count("characters", 8, 99, AwsPage.cognitoPasswords)
    .optional()
    .describe("Characters of a password, of all four kinds. Default: 14."),
  deletionProtection: flag()
    .optional()
    .describe(
      "AWS refuses to delete the pool with its accounts. Set it to false before a destroy. Default: true.",
    ),
  identityProviders: z
    .array(
      z.string(providerRule).regex(/^[^_\s][\p{L}\p{M}\p{S}\p{N}\p{P}]{0,31}$/u, providerRule),
      providersRule,
    )
    .min(1, providersRule)
    .optional()
    .describe("Who vouches for workers: COGNITO, or providers that you add to the pool. Default: COGNITO."),
});

export const existingUserPool = section({
  userPoolId: z
    .string(allowed(userPoolRule, AwsPage.createWorkforceApi))
    .superRefine(problemOf(userPoolIdProblem, AwsPage.createWorkforceApi))
    .describe("Id of the pool, in the region of the stacks: <region>_<letters and digits>."),
  clientId: z
    .string(allowed(clientRule, AwsPage.createWorkforceApi))
    .superRefine(problemOf(userPoolClientIdProblem, AwsPage.createWorkforceApi))
    .describe("Id of its client that the worker portal uses."),
});

/** The Cognito user pool of a workforce. */
export const userPoolSchema = section({
  create: newUserPool.optional().describe("A pool of the workforce's own."),
  existing: existingUserPool
    .optional()
    .describe("A pool that exists, with a domain. How its client must be set is an output."),
})
  .superRefine((given, context) => {
    const rule = "exactly one of create and existing is allowed";
    if (given.create === undefined && given.existing === undefined) {
      context.addIssue({ code: "custom", message: `has neither create nor existing; ${rule}` });
    } else if (given.create !== undefined && given.existing !== undefined) {
      context.addIssue({ code: "custom", path: ["existing"], message: `excludes create; ${rule}` });
    }
  }, besideFieldChecks)
  .meta({ oneOf: [{ required: ["create"] }, { required: ["existing"] }] });
