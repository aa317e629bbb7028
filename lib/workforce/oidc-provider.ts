import type { SagemakerWorkforceOidcConfig } from "@cdktf/provider-aws/lib/sagemaker-workforce";
import { Token } from "cdktf";
import { AwsPage } from "../aws-page";
import type { Problems } from "../validation/problems";
import type { OidcClientSecret } from "./oidc-client-secret";
import { oidcParameterRule, oidcRules, oidcScopeRule } from "../rules/sign-in";

/**
 * An OpenID Connect identity provider that workers sign in with. It must send the claims `sagemaker:groups`,
 * `sagemaker:sub`, `sagemaker:client_id` and `sagemaker:name`, and take `<portal>/oauth2/idpresponse` as redirect address.
 *
 * Each endpoint is an `https` address of at most 500 characters, without spaces.
 */
export interface OidcProvider {
  /** Id of Ground Truth's client at the provider: 1 to 1,024 characters of ASCII. */
  readonly clientId: string;
  /** The secret of the client at the provider. */
  readonly clientSecret: OidcClientSecret;
  /** Issuer, as in the `iss` claim of the provider's tokens. */
  readonly issuer: string;
  /** Where the provider asks workers to sign in: an `https` address. */
  readonly authorizationEndpoint: string;
  /** Where the portal gets its token: an `https` address. */
  readonly tokenEndpoint: string;
  /** Where the portal learns who somebody is: an `https` address. */
  readonly userInfoEndpoint: string;
  /** Where workers sign out: an `https` address. */
  readonly logoutEndpoint: string;
  /** Where the provider's public keys lie: an `https` address. */
  readonly jwksUri: string;
  /** What is asked of the provider, in words with spaces between, up to 1,024 characters. @default - AWS's own: `openid` */
  readonly scope?: string;
  /** Up to 10 more parameters of the sign-in request, names and values up to 512 characters each. @default - none */
  readonly authenticationRequestExtraParams?: Record<string, string>;
}

export function checkOidcProvider(problems: Problems, provider: OidcProvider): void {
  const page = AwsPage.oidcConfig;
  problems.checkAll(provider, oidcRules, undefined, "oidcConfig.");
  problems.check("oidcConfig.scope", provider.scope, oidcScopeRule);

  const extra = provider.authenticationRequestExtraParams;
  if (extra === undefined || Token.isUnresolved(extra)) return;
  const entries = Object.entries(extra);
  const at = "oidcConfig.authenticationRequestExtraParams";
  if (entries.length > 10) problems.add(at, `got ${entries.length}; at most 10 are allowed`, page);
  for (const [name, value] of entries) {
    problems.check(at, name, oidcParameterRule);
    problems.check(`${at}.${name.slice(0, 40)}`, value, oidcParameterRule);
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
