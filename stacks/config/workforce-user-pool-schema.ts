import { z } from "zod";
import { AwsPage } from "../../lib/aws-page";
import { WorkerMfa } from "../../lib/workforce/worker-mfa";
import { oneOf } from "./allowed";
import { besideFieldChecks } from "./cross-field";
import { section } from "./section";
import { count, value, values, flag } from "./value";
import {
  cognitoDomainRule,
  userPoolIdRule,
  userPoolClientIdRule,
  identityProvidersRule,
  passwordLengthRule,
} from "../../lib/rules/cognito";

const newUserPool = section({
  domain: value(cognitoDomainRule).describe(
    "Begins the address that workers sign in at: <domain>.auth.<region>.amazoncognito.com. Unique in the region.",
  ),
  mfa: z
    .enum(WorkerMfa, { error: oneOf("a second factor", Object.values(WorkerMfa), AwsPage.cognitoUserPool) })
    .optional()
    .describe("Codes of an authenticator app: required, optional or none. Default: required."),
  minimumPasswordLength: count(passwordLengthRule)
    .optional()
    .describe("Characters of a password, of all four kinds. Default: 14."),
  deletionProtection: flag()
    .optional()
    .describe(
      "AWS refuses to delete the pool with its accounts. Set it to false before a destroy. Default: true.",
    ),
  supportedIdentityProviders: values(identityProvidersRule)
    .optional()
    .describe("Who vouches for workers: COGNITO, or providers that you add to the pool. Default: COGNITO."),
});

export const existingUserPool = section({
  userPoolId: value(userPoolIdRule).describe(
    "Id of the pool, in the region of the stacks: <region>_<letters and digits>.",
  ),
  clientId: value(userPoolClientIdRule).describe("Id of its client that the worker portal uses."),
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
