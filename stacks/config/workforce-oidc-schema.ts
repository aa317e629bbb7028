import { z } from "zod";
import { AwsPage } from "../../lib/aws-page";
import { allowed } from "./allowed";
import { besideFieldChecks } from "./cross-field";
import { section } from "./section";
import {
  oidcEndpointRule,
  oidcClientIdRule,
  oidcScopeRule,
  oidcParameterRule,
  secretIdRule,
  secretFieldRule,
  secretVariableRule,
} from "../../lib/rules/sign-in";
import { value } from "./value";

const page = AwsPage.oidcConfig;
const paramsRule = "a mapping of names to texts is allowed, at most 10 of them";

function endpoint(what: string) {
  return value(oidcEndpointRule).describe(what);
}

const noSecret =
  "the secret itself has no place in this file, from where it would get into the repository and into plans; " +
  "name a sensitive Terraform variable (clientSecretVariable) or a secret in AWS Secrets Manager (clientSecretName)";

/** An OpenID Connect provider that workers sign in with. */
export const oidcSchema = section(
  {
    clientId: value(oidcClientIdRule).describe("Id of Ground Truth's client at the provider."),
    clientSecretVariable: value(secretVariableRule)
      .optional()
      .describe("Name of a sensitive Terraform variable with the client's secret, given as TF_VAR_<name>."),
    clientSecretName: value(secretIdRule)
      .optional()
      .describe("Name or ARN of a secret in AWS Secrets Manager that holds the client's secret."),
    clientSecretField: value(secretFieldRule)
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
    scope: value(oidcScopeRule)
      .optional()
      .describe("What is asked of the provider, like: openid email. Default: AWS's own."),
    authenticationRequestExtraParams: z
      .record(value(oidcParameterRule), value(oidcParameterRule), paramsRule)
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
