import { z } from "zod";
import { AwsPage } from "../../lib/aws-page";
import { secretFieldProblem, secretIdProblem } from "../../lib/workforce/oidc-client-secret";
import {
  oidcClientIdProblem,
  oidcEndpointProblem,
  oidcScopeProblem,
} from "../../lib/workforce/oidc-provider";
import { allowed } from "./allowed";
import { problemOf } from "./aws-values";
import { besideFieldChecks } from "./cross-field";
import { section } from "./section";

const page = AwsPage.oidcConfig;
const endpointRule = allowed("an address that begins with https:// is allowed", page);
const variableRule =
  "the name of a Terraform variable is allowed: letters, digits and _, beginning with a letter";
const secretRule = allowed("the name or ARN of a secret is allowed", AwsPage.secretNames);
const fieldRule = "the name of a field is allowed";
const paramsRule = "a mapping of names to texts is allowed, at most 10 of them";

function endpoint(what: string) {
  return z.string(endpointRule).superRefine(problemOf(oidcEndpointProblem, page)).describe(what);
}

const noSecret =
  "the secret itself has no place in this file, from where it would get into the repository and into plans; " +
  "name a sensitive Terraform variable (clientSecretVariable) or a secret in AWS Secrets Manager (clientSecretName)";

/** An OpenID Connect provider that workers sign in with. */
export const oidcSchema = section(
  {
    clientId: z
      .string(allowed("1 to 1024 characters of ASCII are allowed", page))
      .superRefine(problemOf(oidcClientIdProblem, page))
      .describe("Id of Ground Truth's client at the provider."),
    clientSecretVariable: z
      .string(variableRule)
      // A check of its own, as an error would show what was given: perhaps the secret itself.
      .superRefine((name, context) => {
        if (!/^[A-Za-z_]\w*$/.test(name)) {
          context.addIssue({
            code: "custom",
            message: `got a text that is no such name (not shown); ${variableRule}`,
          });
        }
      })
      .optional()
      .describe("Name of a sensitive Terraform variable with the client's secret, given as TF_VAR_<name>."),
    clientSecretName: z
      .string(secretRule)
      .superRefine(problemOf(secretIdProblem, AwsPage.secretNames))
      .optional()
      .describe("Name or ARN of a secret in AWS Secrets Manager that holds the client's secret."),
    clientSecretField: z
      .string(fieldRule)
      .superRefine(problemOf(secretFieldProblem, AwsPage.secretNames))
      .optional()
      .describe(
        "Field of that secret, if it is a JSON object. Default: the whole text is the client's secret.",
      ),
    issuer: endpoint("Issuer, as in the provider's tokens."),
    authorizationEndpoint: endpoint("Where workers sign in."),
    tokenEndpoint: endpoint("Where Ground Truth gets tokens."),
    userInfoEndpoint: endpoint("Where Ground Truth asks who somebody is."),
    logoutEndpoint: endpoint("Where workers sign out."),
    jwksUri: endpoint("Where the provider's public keys are."),
    scope: z
      .string(allowed("words with one space between are allowed", page))
      .superRefine(problemOf(oidcScopeProblem, page))
      .optional()
      .describe("What is asked of the provider, like: openid email. Default: AWS's own."),
    requestParameters: z
      .record(z.string().max(512, paramsRule), z.string(paramsRule).max(512, paramsRule), paramsRule)
      .refine((given) => Object.keys(given).length <= 10, allowed(paramsRule, page))
      .optional()
      .describe("More parameters of the sign-in request."),
  },
  { clientSecret: noSecret, clientSecretValue: noSecret },
)
  .superRefine((given, context) => {
    const { clientSecretVariable: variable, clientSecretName: name, clientSecretField: field } = given;
    const complain = (message: string, ...path: string[]) =>
      context.addIssue({ code: "custom", path, message });
    const rule = "exactly one of clientSecretVariable and clientSecretName is allowed";
    if (variable === undefined && name === undefined)
      complain(`does not say where the client's secret is; ${rule}`);
    if (variable !== undefined && name !== undefined)
      complain(`excludes clientSecretVariable; ${rule}`, "clientSecretName");
    if (field !== undefined && name === undefined)
      complain("is a field of clientSecretName, which is missing", "clientSecretField");
  }, besideFieldChecks)
  .meta({ oneOf: [{ required: ["clientSecretVariable"] }, { required: ["clientSecretName"] }] });
