import type { SagemakerWorkforceOidcConfig } from "@cdktf/provider-aws/lib/sagemaker-workforce";
import { Token } from "cdktf";
import { AwsPage } from "../aws-page";
import type { Problems } from "../validation/problems";
import type { OidcClientSecret } from "./oidc-client-secret";

/**
 * An OpenID Connect identity provider that workers sign in with. It must send the claims `sagemaker:groups`,
 * `sagemaker:sub`, `sagemaker:client_id` and `sagemaker:name`, and take `<portal>/oauth2/idpresponse` as redirect address.
 *
 * Each endpoint is an `https` address of at most 500 characters, without spaces.
 */
export interface OidcProvider {
  /** 1 to 1,024 characters of ASCII. */
  readonly clientId: string;
  readonly clientSecret: OidcClientSecret;
  /** As in the `iss` claim of its tokens. */
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly userInfoEndpoint: string;
  readonly logoutEndpoint: string;
  readonly jwksUri: string;
  /** What is asked of the provider, in words with spaces between, up to 1,024 characters. @default - AWS's own: `openid` */
  readonly scope?: string;
  /** Up to 10 more parameters of the sign-in request, names and values up to 512 characters each. @default - none */
  readonly authenticationRequestExtraParams?: Record<string, string>;
}

/** The provider's addresses, each by its name. */
export const oidcEndpoints = [
  "issuer",
  "authorizationEndpoint",
  "tokenEndpoint",
  "userInfoEndpoint",
  "logoutEndpoint",
  "jwksUri",
] as const;

const longestEndpoint = 500;

/** What is wrong with an address of a provider, if anything. Tokens pass. */
export function oidcEndpointProblem(endpoint: string): string | undefined {
  if (Token.isUnresolved(endpoint)) return undefined;
  if (!/^https:\/\/\S+$/.test(endpoint))
    return `got "${endpoint}"; an address that begins with https:// is allowed`;
  if (endpoint.length <= longestEndpoint) return undefined;
  return `got ${endpoint.length} characters; at most ${longestEndpoint} are allowed`;
}

/** What is wrong with the client's id at the provider, if anything. Tokens pass. */
export function oidcClientIdProblem(clientId: string): string | undefined {
  if (Token.isUnresolved(clientId) || /^[ -~]{1,1024}$/.test(clientId)) return undefined;
  return `got "${clientId}"; 1 to 1024 characters of ASCII are allowed`;
}

/** What is wrong with the scope that a provider is asked for, if anything. Tokens pass. */
export function oidcScopeProblem(scope: string): string | undefined {
  if (Token.isUnresolved(scope)) return undefined;
  if (scope.length <= 1024 && /^[!#-[\]-~]+( [!#-[\]-~]+)*$/.test(scope)) return undefined;
  return `got "${scope}"; words with one space between, like openid email, up to 1024 characters, are allowed`;
}

export function checkOidcProvider(problems: Problems, provider: OidcProvider): void {
  const page = AwsPage.oidcConfig;
  const check = (property: string, problem: string | undefined) => {
    if (problem !== undefined) problems.add(`oidc.${property}`, problem, page);
  };
  check("clientId", oidcClientIdProblem(provider.clientId));
  for (const property of oidcEndpoints) check(property, oidcEndpointProblem(provider[property]));
  if (provider.scope !== undefined) check("scope", oidcScopeProblem(provider.scope));

  const extra = provider.authenticationRequestExtraParams;
  if (extra === undefined || Token.isUnresolved(extra)) return;
  const entries = Object.entries(extra);
  const tooMany = entries.length > 10 ? `got ${entries.length}; at most 10 are allowed` : undefined;
  check("authenticationRequestExtraParams", tooMany);
  for (const [name, value] of entries) {
    const isShort = (text: string) => Token.isUnresolved(text) || text.length <= 512;
    if (isShort(name) && isShort(value)) continue;
    check(
      "authenticationRequestExtraParams",
      `"${name.slice(0, 40)}": names and values have at most 512 characters`,
    );
  }
}

/** The provider as Terraform takes it. */
export function oidcConfig(provider: OidcProvider, clientSecret: string): SagemakerWorkforceOidcConfig {
  return {
    clientId: provider.clientId,
    clientSecret,
    issuer: provider.issuer,
    authorizationEndpoint: provider.authorizationEndpoint,
    tokenEndpoint: provider.tokenEndpoint,
    userInfoEndpoint: provider.userInfoEndpoint,
    logoutEndpoint: provider.logoutEndpoint,
    jwksUri: provider.jwksUri,
    scope: provider.scope,
    authenticationRequestExtraParams: provider.authenticationRequestExtraParams,
  };
}
