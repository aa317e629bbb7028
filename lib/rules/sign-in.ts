import { AwsPage } from "../aws-page";
import { arn } from "./arn";
import { either, freeText, text } from "./rule";

const page = AwsPage.oidcConfig;

/** An address of an OpenID Connect provider. */
const endpoint = text("an address that begins with https:// is allowed", /^https:\/\/\S+$/, {
  page,
  free: true,
  but: (address) => (address.length > 500 ? "at most 500 characters are allowed" : undefined),
});

/** An OpenID Connect provider, as far as it must be known. */
export const oidcRules = {
  clientId: text("1 to 1024 characters of ASCII are allowed", /^[ -~]{1,1024}$/, { page, free: true }),
  issuer: endpoint,
  authorizationEndpoint: endpoint,
  tokenEndpoint: endpoint,
  userInfoEndpoint: endpoint,
  logoutEndpoint: endpoint,
  jwksUri: endpoint,
};

export const oidcScopeRule = text(
  "words with one space between, like openid email, up to 1024 characters, are allowed",
  /^[!#-[\]-~]+( [!#-[\]-~]+)*$/,
  { page, free: true, most: 1024 },
);

/** Names and values of further parameters of the sign-in request. */
export const oidcParameterRule = freeText("names and values have at most 512 characters", 512, page);

const secret = {
  what: "the ARN of a secret",
  service: "secretsmanager",
  resource: /^secret:[\w/+=.@-]{1,512}$/,
  form: "secret:<name>",
  page: AwsPage.secretNames,
  region: { because: "Terraform reads the secret in the region of the stack" },
} as const;

/** A secret by name or ARN. What is given by mistake may be the secret itself. */
export const secretIdRule = either(
  "the name or the ARN of a secret is allowed: letters, digits and /_+=.@-",
  /^arn:/,
  arn(secret),
  text("a secret is named by its name or its ARN: letters, digits and /_+=.@-", /^[\w/+=.@-]{1,512}$/, {
    page: AwsPage.secretNames,
    hidden: true,
  }),
);

/** The name of a field in a secret. It stands in an expression of Terraform's. */
export const secretFieldRule = text(
  "a field is named by 1 to 200 letters, digits, spaces and _.@/-",
  /^[\w .@/-]{1,200}$/,
  { page: AwsPage.secretNames },
);

/** The name of a Terraform variable. What is given by mistake may be the secret itself. */
export const secretVariableRule = text(
  "the name of a Terraform variable is allowed: letters, digits and _, beginning with a letter",
  /^[A-Za-z_]\w*$/,
  { hidden: true },
);
