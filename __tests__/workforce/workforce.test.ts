import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformOutput, TerraformStack, TerraformVariable, Token } from "cdktf";
import fc from "fast-check";
import {
  InvalidInputError,
  LabelingKey,
  OidcClientSecret,
  PresignedLinkRestriction,
  PrivateWorkforce,
  WorkerMfa,
  WorkerUserPool,
  WorkTeam,
  WorkTeamKind,
  workTeamKind,
  WorkTeamTopic,
  type OidcProvider,
  type PrivateWorkforceProps,
  type WorkerUserPoolProps,
  type WorkTeamProps,
} from "../../lib";
import { ipRangesRule } from "../../lib/rules/network";
import { deployedStack } from "../conformance/harness/deployed";
import { mayDo, mayNotDo } from "../conformance/harness/sentences";
import { propertyRuns } from "../property-runs";
import { all, bySid, only, synthesized, type TerraformJson } from "../synthesized";
import { account, here, region } from "../account";
import { aToken } from "../refusals";
import { inScratchFolder } from "../scratch-folder";

const teamArn = (name: string, of = account) =>
  `arn:aws:sagemaker:${region}:${of}:workteam/private-crowd/${name}`;
const topicArn = (name: string, of = account, at = region) => `arn:aws:sns:${at}:${of}:${name}`;

const poolOf = (stack: TerraformStack, props: Partial<WorkerUserPoolProps> = {}) =>
  new WorkerUserPool(stack, "UserPool", { name: "acme", domain: "acme-labeling", ...props });

function workforce(
  props: Partial<PrivateWorkforceProps> = {},
  use: (made: PrivateWorkforce, stack: TerraformStack) => void = () => undefined,
  options: { region?: string; account?: string } = here,
): TerraformJson {
  return synthesized((stack) => {
    const userPool = props.oidcConfig === undefined ? poolOf(stack) : undefined;
    use(new PrivateWorkforce(stack, "Workforce", { name: "acme", userPool, ...props }), stack);
  }, options);
}

function team(props: Partial<WorkTeamProps> = {}, of: Partial<PrivateWorkforceProps> = {}): TerraformJson {
  return workforce(of, (made, stack) => {
    new WorkTeam(stack, "Team", {
      name: "signs",
      description: "Road signs",
      workforce: made,
      ...props,
    });
  });
}

const provider = (more: Partial<OidcProvider> = {}): OidcProvider => ({
  clientId: "ground-truth",
  clientSecret: OidcClientSecret.fromVariable("oidc_client_secret"),
  issuer: "https://id.acme.example",
  authorizationEndpoint: "https://id.acme.example/authorize",
  tokenEndpoint: "https://id.acme.example/token",
  userInfoEndpoint: "https://id.acme.example/userinfo",
  logoutEndpoint: "https://id.acme.example/logout",
  jwksUri: "https://id.acme.example/keys",
  ...more,
});

/** What is wrong, by property. */
function problems(make: () => unknown): Record<string, string> {
  try {
    make();
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    return Object.fromEntries(
      error.problems.map(({ property, message, page }) => [
        property,
        page ? `${message} (${page})` : message,
      ]),
    );
  }
  return {};
}

/** Addresses that a resource waits for, by reference or `depends_on`, and those that they wait for. */
function waitsFor(json: TerraformJson, address: string, seen = new Set<string>()): Set<string> {
  const [type = "", name = ""] = address.split(".");
  const text = JSON.stringify(json.resource[type]?.[name] ?? {});
  for (const [, found] of text.matchAll(/\b(aws_\w+\.[\w-]+)/g)) {
    if (found === undefined || seen.has(found) || found === address) continue;
    seen.add(found);
    waitsFor(json, found, seen);
  }
  return seen;
}

const addressOf = (json: TerraformJson, type: string) =>
  `${type}.${Object.keys(json.resource[type] ?? {})[0]}`;

describe("a user pool for workers", () => {
  const pool = (props: Partial<WorkerUserPoolProps> = {}) =>
    only(
      synthesized((stack) => void poolOf(stack, props), here),
      "aws_cognito_user_pool",
    );

  test("has long passwords, a second factor, and accounts that only administrators make", () => {
    expect(pool()).toMatchObject({
      deletion_protection: "ACTIVE",
      mfa_configuration: "ON",
      software_token_mfa_configuration: { enabled: true },
      admin_create_user_config: { allow_admin_create_user_only: true },
      account_recovery_setting: { recovery_mechanism: [{ name: "verified_email", priority: 1 }] },
      password_policy: {
        minimum_length: 14,
        require_lowercase: true,
        require_uppercase: true,
        require_numbers: true,
        require_symbols: true,
      },
    });
  });

  test("can do without a second factor, or leave it to the worker", () => {
    expect(pool({ mfa: WorkerMfa.OPTIONAL })).toMatchObject({
      mfa_configuration: "OPTIONAL",
      software_token_mfa_configuration: { enabled: true },
    });
    const none = pool({ mfa: WorkerMfa.NONE });
    expect(none.mfa_configuration).toBe("OFF");
    // Terraform takes the block with `OFF` for a change in every plan.
    expect(none).not.toHaveProperty("software_token_mfa_configuration");
  });

  test("can be opened to deletion, and take shorter passwords", () => {
    expect(pool({ deletionProtection: false, minimumPasswordLength: 8 })).toMatchObject({
      deletion_protection: "INACTIVE",
      password_policy: { minimum_length: 8 },
    });
  });

  test("tells all that is wrong at once", () => {
    const found = problems(() =>
      pool({ name: "a/b", domain: "acme-cognito", minimumPasswordLength: 7, supportedIdentityProviders: [] }),
    );
    expect(Object.keys(found)).toEqual([
      "name",
      "domain",
      "minimumPasswordLength",
      "supportedIdentityProviders",
    ]);
    expect(found.domain).toMatch(/got "acme-cognito"; the word cognito is AWS's own .*assign-domain-prefix/);
    expect(found.minimumPasswordLength).toMatch(/got 7; whole characters from 8 to 99/);
  });

  test.each(["Acme", "-acme", "acme-", "a_b", "", "a".repeat(64), "my-aws-team", "amazonia"])(
    "has no domain %j",
    (domain) => expect(problems(() => pool({ domain }))).toHaveProperty("domain"),
  );

  test("takes tokens", () => {
    expect(problems(() => pool({ domain: aToken(), name: aToken() }))).toEqual({});
  });

  test("makes a group once, whatever it is called", () => {
    const json = synthesized((stack) => {
      const made = poolOf(stack);
      expect(made.addGroup("Resource")).toBe(made.addGroup("Resource"));
      made.addGroup("Client", "Customers");
      made.addGroup("a/b");
      made.addGroup(aToken());
    }, here);
    expect(all(json, "aws_cognito_user_group").map(({ name }) => name)).toEqual(
      expect.arrayContaining(["Resource", "Client", "a/b", "${var.x}"]),
    );
  });

  test("makes no group with spaces in its name", () => {
    expect(problems(() => synthesized((stack) => poolOf(stack).addGroup("two words")))).toHaveProperty(
      "groupName",
    );
  });

  test("that exists is named by its id and client, in this region", () => {
    const existing = (id: string, client: string) =>
      problems(() =>
        synthesized((stack) => void WorkerUserPool.fromUserPoolId(stack, "Pool", id, client), here),
      );
    expect(existing("eu-west-1_aB3", "1example23456789")).toEqual({});
    expect(existing(aToken(), aToken())).toEqual({});
    expect(existing("acme", "no client")).toEqual({
      userPoolId: expect.stringContaining('got "acme"; the id of a user pool is allowed'),
      clientId: expect.stringContaining('got "no client"'),
    });
    expect(existing("us-east-1_aB3", "1example23456789").userPoolId).toContain("a pool in us-east-1");
  });
});

describe("a workforce with a user pool of its own", () => {
  const json = workforce();
  const client = only(json, "aws_cognito_user_pool_client");
  const portal = only(json, "aws_cognito_managed_user_pool_client");

  test("is that of the pool and its client", () => {
    expect(only(json, "aws_sagemaker_workforce")).toMatchObject({
      workforce_name: "acme",
      cognito_config: {
        user_pool: expect.stringMatching(/^\$\{aws_cognito_user_pool\..*\.id\}$/),
        client_id: expect.stringMatching(/^\$\{aws_cognito_user_pool_client\..*\.id\}$/),
      },
    });
  });

  test("its client has a secret, takes codes only, and sends workers to the portal and nowhere else", () => {
    expect(client).toMatchObject({ generate_secret: true, prevent_user_existence_errors: "ENABLED" });
    const host = /^https:\/\/\$\{aws_sagemaker_workforce\.\w+\.subdomain\}/;
    expect(portal).toMatchObject({
      allowed_oauth_flows: ["code"],
      allowed_oauth_flows_user_pool_client: true,
      callback_urls: [expect.stringMatching(new RegExp(`${host.source}/oauth2/idpresponse$`))],
      logout_urls: [expect.stringMatching(new RegExp(`${host.source}/logout$`))],
      supported_identity_providers: ["COGNITO"],
    });
  });

  test("what the portal sets, the client does not take back", () => {
    const ignored = (client.lifecycle as { ignore_changes: string[] }).ignore_changes;
    const same = ["//", "user_pool_id", "name_pattern", "depends_on", "lifecycle"];
    const setLater = Object.keys(portal).filter((key) => !same.includes(key) && !(key in client));
    expect(ignored.sort()).toEqual(setLater.sort());
    for (const key of ["explicit_auth_flows", "prevent_user_existence_errors", "enable_token_revocation"]) {
      expect([key, portal[key]]).toEqual([key, client[key]]);
    }
  });

  test("the portal's settings are found by the client's name alone", () => {
    expect(new RegExp(portal.name_pattern as string).test(client.name as string)).toBe(true);
    expect(new RegExp(portal.name_pattern as string).test(`${String(client.name)}-2`)).toBe(false);
  });

  test("has its ARN before the first plan, and its portal's address afterwards", () => {
    workforce({}, (made) => {
      expect(made.workforceArn).toBe(`arn:aws:sagemaker:${region}:${account}:workforce/acme`);
      expect(Token.isUnresolved(made.portalUrl)).toBe(true);
      expect(made.requiredClientSettings).toBeUndefined();
    });
  });
});

describe("the order of making and destroying", () => {
  test("is: pool, client, domain and groups, workforce, teams", () => {
    const json = team();
    const at = (type: string) => addressOf(json, type);
    const cognito = ["aws_cognito_user_pool", "aws_cognito_user_pool_client", "aws_cognito_user_pool_domain"];
    const ofWorkforce = waitsFor(json, at("aws_sagemaker_workforce"));
    for (const type of [...cognito, "aws_cognito_user_group"]) expect(ofWorkforce).toContain(at(type));
    expect(waitsFor(json, at("aws_sagemaker_workteam"))).toContain(at("aws_sagemaker_workforce"));
    expect(waitsFor(json, at("aws_cognito_managed_user_pool_client"))).toContain(
      at("aws_sagemaker_workforce"),
    );
    // Nothing waits for itself.
    for (const [type, resources] of Object.entries(json.resource)) {
      for (const name of Object.keys(resources)) {
        const others = [...waitsFor(json, `${type}.${name}`)].flatMap((one) => [...waitsFor(json, one)]);
        expect(others).not.toContain(`${type}.${name}`);
      }
    }
  });
});

describe("a workforce with an existing user pool", () => {
  const userPool = (stack: TerraformStack) =>
    WorkerUserPool.fromUserPoolId(stack, "Pool", "eu-west-1_aB3", "1example23456789");

  test("leaves the client alone, and says how it must be set", () => {
    const json = synthesized((stack) => {
      const made = new PrivateWorkforce(stack, "Workforce", {
        name: "acme",
        userPool: userPool(stack),
      });
      new TerraformOutput(stack, "settings", { value: made.requiredClientSettings });
    }, here);
    expect(Object.keys(json.resource)).toEqual(["aws_sagemaker_workforce"]);
    const settings = String(json.output!.settings!.value);
    expect(settings).toMatch(/^\$\{jsonencode\(/);
    for (const part of ["eu-west-1_aB3", "1example23456789", "subdomain}/oauth2/idpresponse", '["code"]']) {
      expect(settings).toContain(part);
    }
  });

  test("named groups exist there; without any, one is made", () => {
    const groups = (named?: string[]) => {
      const json = synthesized((stack) => {
        const made = new PrivateWorkforce(stack, "Workforce", {
          name: "acme",
          userPool: userPool(stack),
        });
        const common = { description: "Road signs", workforce: made };
        new WorkTeam(stack, "Team", { name: "signs", groups: named, ...common });
      }, here);
      return all(json, "aws_cognito_user_group").map(({ name }) => name);
    };
    expect(groups(["labelers"])).toEqual([]);
    expect(groups()).toEqual(["signs"]);
  });
});

describe("a workforce with an OpenID Connect provider", () => {
  test("takes its addresses, and its secret from a sensitive variable", () => {
    const json = workforce({ oidcConfig: provider({ scope: "openid email" }) }, (made) => {
      expect(Token.isUnresolved(made.redirectUrl)).toBe(true);
    }) as TerraformJson & { variable: Record<string, unknown> };
    expect(json.variable.oidc_client_secret).toMatchObject({ sensitive: true, nullable: false });
    expect(json.variable.oidc_client_secret).not.toHaveProperty("default");
    expect(only(json, "aws_sagemaker_workforce").oidc_config).toEqual({
      client_id: "ground-truth",
      client_secret: "${var.oidc_client_secret}",
      issuer: "https://id.acme.example",
      authorization_endpoint: "https://id.acme.example/authorize",
      token_endpoint: "https://id.acme.example/token",
      user_info_endpoint: "https://id.acme.example/userinfo",
      logout_endpoint: "https://id.acme.example/logout",
      jwks_uri: "https://id.acme.example/keys",
      scope: "openid email",
    });
    expect(Object.keys(json.resource)).toEqual(["aws_sagemaker_workforce"]);
  });

  test.each([
    [undefined, /^\$\{data\.aws_secretsmanager_secret_version\.\w+\.secret_string\}$/],
    [
      "client_secret",
      /^\$\{jsondecode\(data\.aws_secretsmanager_secret_version\.\w+\.secret_string\)\.client_secret\}$/,
    ],
  ])("takes its secret from Secrets Manager, field %s", (field, expression) => {
    const clientSecret = OidcClientSecret.fromSecretsManager("labeling/oidc", field);
    const json = workforce({ oidcConfig: provider({ clientSecret }) });
    const { client_secret } = only(json, "aws_sagemaker_workforce").oidc_config as { client_secret: string };
    expect(client_secret).toMatch(expression);
    expect(Object.values(json.data?.aws_secretsmanager_secret_version ?? {})).toMatchObject([
      { secret_id: "labeling/oidc" },
    ]);
  });

  test("takes no literal secret, and does not repeat it", () => {
    const found = problems(() => OidcClientSecret.fromToken("hunter2"));
    expect(found.clientSecret).toMatch(/got a literal text .* fromVariable or fromSecretsManager/);
    expect(JSON.stringify(found)).not.toContain("hunter2");
    const asName = problems(() => OidcClientSecret.fromSecretsManager("hunter2!"));
    expect(asName.secretId).toContain("not shown");
    expect(JSON.stringify(asName)).not.toContain("hunter2");
    expect(problems(() => OidcClientSecret.fromSecretsManager("a", 'x"]}'))).toHaveProperty("jsonField");
    expect(problems(() => OidcClientSecret.fromVariable("1st"))).toHaveProperty("variableName");
  });

  test("takes a secret of the user's own that only Terraform knows", () => {
    const json = synthesized((stack) => {
      const variable = new TerraformVariable(stack, "mine", { sensitive: true });
      const clientSecret = OidcClientSecret.fromToken(variable.stringValue);
      new PrivateWorkforce(stack, "W", { name: "acme", oidcConfig: provider({ clientSecret }) });
    });
    expect(only(json, "aws_sagemaker_workforce").oidc_config).toMatchObject({ client_secret: "${var.mine}" });
  });

  test("tells all that is wrong at once", () => {
    const found = problems(() =>
      workforce({
        oidcConfig: provider({
          clientId: "",
          issuer: "http://id.acme.example",
          tokenEndpoint: `https://id.acme.example/${"x".repeat(500)}`,
          jwksUri: "https://id.acme.example/a b",
          scope: "openid  email",
          authenticationRequestExtraParams: Object.fromEntries(
            [...Array(11).keys()].map((i) => [`p${i}`, ""]),
          ),
        }),
      }),
    );
    expect(Object.keys(found)).toEqual([
      "oidcConfig.clientId",
      "oidcConfig.issuer",
      "oidcConfig.tokenEndpoint",
      "oidcConfig.jwksUri",
      "oidcConfig.scope",
      "oidcConfig.authenticationRequestExtraParams",
    ]);
    expect(found["oidcConfig.issuer"]).toContain(
      'got "http://id.acme.example"; an address that begins with https://',
    );
    expect(found["oidcConfig.tokenEndpoint"]).toContain("(524 characters); at most 500");
  });

  test("takes tokens", () => {
    expect(
      problems(() => workforce({ oidcConfig: provider({ issuer: aToken(), clientId: aToken() }) })),
    ).toEqual({});
  });
});

describe("where workers may be", () => {
  const vpc = { vpcId: "vpc-1", securityGroupIds: ["sg-1"], subnets: ["subnet-1", "subnet-2"] };

  test("ranges of addresses and a network reach the workforce", () => {
    const json = workforce({ ipRanges: ["203.0.113.0/24"], workforceVpcConfig: vpc });
    expect(only(json, "aws_sagemaker_workforce")).toMatchObject({
      source_ip_config: { cidrs: ["203.0.113.0/24"] },
      workforce_vpc_config: {
        vpc_id: "vpc-1",
        security_group_ids: ["sg-1"],
        subnets: ["subnet-1", "subnet-2"],
      },
    });
  });

  test.each(["10.0.0.0", "10.0.0.0/33", "256.0.0.0/8", "10.0.0/24", "2001:db8::/32", "", "10.0.0.0/024"])(
    "%j is no range",
    (range) => expect(problems(() => workforce({ ipRanges: [range] }))).toHaveProperty(["ipRanges[0]"]),
  );

  test("every range of IPv4 addresses is one", () => {
    const octet = fc.integer({ min: 0, max: 255 });
    const property = fc.property(
      octet,
      octet,
      octet,
      octet,
      fc.integer({ min: 0, max: 32 }),
      (a, b, c, d, bits) => {
        expect(ipRangesRule.each.problem(`${a}.${b}.${c}.${d}/${bits}`)).toBeUndefined();
      },
    );
    fc.assert(property, propertyRuns());
  });

  test("there are 1 to 10 ranges, 1 to 5 security groups and 1 to 16 subnets", () => {
    const many = (count: number, one: (i: number) => string) => [...Array(count).keys()].map(one);
    const found = problems(() =>
      workforce({
        ipRanges: many(11, (i) => `10.0.${i}.0/24`),
        workforceVpcConfig: {
          vpcId: "acme",
          securityGroupIds: many(6, (i) => `sg-${i}`),
          subnets: many(17, (i) => `subnet-${i}`),
        },
      }),
    );
    expect(found).toEqual({
      ipRanges: expect.stringContaining("got 11; a list of ranges is allowed, 1 to 10 of them"),
      "workforceVpcConfig.vpcId": expect.stringContaining('got "acme"; an id of the form vpc-'),
      "workforceVpcConfig.securityGroupIds": expect.stringContaining(
        "got 6; a list of ids of security groups is allowed, 1 to 5 of them",
      ),
      "workforceVpcConfig.subnets": expect.stringContaining(
        "got 17; a list of ids of subnets is allowed, 1 to 16 of them",
      ),
    });
    expect(problems(() => workforce({ ipRanges: [] })).ipRanges).toContain(
      "got none; a list of ranges is allowed",
    );
    const most = many(10, (i) => `10.0.${i}.0/24`);
    expect(problems(() => workforce({ ipRanges: most }))).toEqual({});
  });
});

describe("a workforce", () => {
  test("has one way to sign in", () => {
    const userPool = undefined;
    expect(problems(() => workforce({ userPool }))).toEqual({
      userPool: expect.stringContaining("is missing, and so is oidc"),
    });
    const both = problems(() =>
      synthesized((stack) => {
        new PrivateWorkforce(stack, "W", {
          name: "acme",
          userPool: poolOf(stack),
          oidcConfig: provider(),
        });
      }),
    );
    expect(both).toEqual({ oidcConfig: expect.stringContaining("excludes userPool") });
  });

  test("has its pool in the same stack", () => {
    const found = problems(() =>
      synthesized((stack) => {
        const other = new TerraformStack(stack.node.root, "other");
        new PrivateWorkforce(other, "W", { name: "acme", userPool: poolOf(stack) });
      }),
    );
    expect(found.userPool).toContain("is made in another stack");
  });

  test.each(["", "-acme", "a_b", "a".repeat(64)])("is not named %j", (workforceName) =>
    expect(problems(() => workforce({ name: workforceName }))).toHaveProperty("name"),
  );
});

test("a workforce that exists has a name that AWS gives", () => {
  const bringIn = (name: string) => () =>
    synthesized((stack) => PrivateWorkforce.fromWorkforceName(stack, "Workforce", name));
  expect(bringIn("a b")).toThrow(/^PrivateWorkforce "test\/Workforce" [^]*name: got "a b"/);
  expect(bringIn("")).toThrow(/name: got ""/);
  expect(bringIn("a".repeat(63))).not.toThrow();
  expect(bringIn("a".repeat(64))).toThrow(/name: got "a/);
});

describe("one workforce for an account and region", () => {
  type Make = (stack: TerraformStack, id: string) => unknown;
  const makes: Make = (stack, id) =>
    new PrivateWorkforce(stack, id, {
      name: "acme",
      userPool: WorkerUserPool.fromUserPoolId(stack, `${id}Pool`, aToken(), aToken()),
    });
  const bringsIn =
    (name: string): Make =>
    (stack, id) =>
      PrivateWorkforce.fromWorkforceName(stack, id, name);

  /** Stacks of one app, each with one construct; what is wrong and the warnings. */
  function app(...stacks: readonly { region?: string; account?: string; make: Make }[]) {
    return inScratchFolder((outdir) => {
      const root = new App({ outdir, stackTraces: false });
      const found = problems(() =>
        stacks.forEach(({ region: at, account: of, make }, index) => {
          const stack = new TerraformStack(root, `stack-${index}`);
          new AwsProvider(stack, "aws", {
            region: at,
            allowedAccountIds: of === undefined ? undefined : [of],
          });
          make(stack, "Workforce");
        }),
      );
      const warnings = root.node
        .findAll()
        .flatMap(({ node }) => node.metadata.filter(({ type }) => type === "@cdktf/warn"))
        .map(({ data }) => String(data));
      return { found, warnings };
    });
  }

  test("a second one in the same stack is refused", () => {
    const found = problems(() =>
      synthesized((stack) => {
        makes(stack, "First");
        makes(stack, "Second");
      }),
    );
    expect(found.name).toMatch(
      /^"test\/First" is there already, and an account has one workforce in a region; .* fromWorkforceName .*workforce-authentication/,
    );
  });

  test("so is one in another stack of the app", () => {
    expect(app({ ...here, make: makes }, { ...here, make: makes }).found.name).toContain("stack-0/Workforce");
  });

  test("another region or another account may have its own", () => {
    for (const elsewhere of [
      { region: "us-east-1", account },
      { region, account: "444455556666" },
    ]) {
      const { found, warnings } = app({ ...here, make: makes }, { ...elsewhere, make: makes });
      expect([found, warnings]).toEqual([{}, []]);
    }
  });

  test("where only Terraform knows the region or account, there is a warning", () => {
    for (const perhaps of [{}, { region }, { account }]) {
      const { found, warnings } = app({ ...here, make: makes }, { ...perhaps, make: makes });
      expect(found).toEqual({});
      expect(warnings).toEqual([
        expect.stringContaining('those of "stack-0/Workforce", AWS refuses one of the two'),
      ]);
    }
  });

  test("the one that exists may be brought in as often as needed, under one name", () => {
    const again = app({ ...here, make: bringsIn("acme") }, { ...here, make: bringsIn("acme") });
    expect(again).toEqual({ found: {}, warnings: [] });
    expect(app({ ...here, make: makes }, { ...here, make: bringsIn("acme") }).found).toEqual({});
    const other = app({ ...here, make: makes }, { ...here, make: bringsIn("default") });
    expect(other.found).toHaveProperty("name");
  });

  test("another app has nothing to do with it", () => {
    for (let i = 0; i < 2; i += 1) expect(app({ ...here, make: makes }).found).toEqual({});
  });
});

describe("a work team", () => {
  test("is a new group of the pool, with the team's name", () => {
    const json = team();
    expect(only(json, "aws_cognito_user_group")).toMatchObject({ name: "signs" });
    expect(only(json, "aws_sagemaker_workteam")).toMatchObject({
      workteam_name: "signs",
      workforce_name: expect.stringMatching(/^\$\{aws_sagemaker_workforce\..*\.id\}$/),
      description: "Road signs",
      member_definition: [{ cognito_member_definition: { user_group: "signs" } }],
    });
    expect(only(json, "aws_sagemaker_workteam")).not.toHaveProperty("worker_access_configuration");
  });

  test("may be several groups; two teams share what they both name", () => {
    const json = workforce({}, (made, stack) => {
      const common = { description: "Road signs", workforce: made };
      new WorkTeam(stack, "A", { name: "a", groups: ["x", "y"], ...common });
      new WorkTeam(stack, "B", { name: "b", groups: ["y"], ...common });
    });
    expect(all(json, "aws_cognito_user_group").map(({ name }) => name)).toEqual(["x", "y"]);
    const [a] = all(json, "aws_sagemaker_workteam");
    expect(a!.member_definition).toHaveLength(2);
  });

  test("of an OpenID Connect provider names the provider's groups", () => {
    const json = team({ groups: ["labelers", "leads"] }, { oidcConfig: provider() });
    expect(only(json, "aws_sagemaker_workteam").member_definition).toEqual([
      { oidc_member_definition: { groups: ["labelers", "leads"] } },
    ]);
    expect(problems(() => team({}, { oidcConfig: provider() })).groups).toContain("is missing");
    expect(problems(() => team({ groups: ["a".repeat(64)] }, { oidcConfig: provider() }))).toHaveProperty([
      "groups[0]",
    ]);
  });

  test("has an ARN that is known before the first plan, in every partition", () => {
    workforce({}, (made, stack) => {
      const made1 = new WorkTeam(stack, "Team", { name: "signs", description: "x", workforce: made });
      expect([made1.workTeamArn, made1.kind]).toEqual([teamArn("signs"), WorkTeamKind.PRIVATE]);
    });
  });

  test.each([
    [PresignedLinkRestriction.SOURCE_IP, { source_ip: "Enabled" }],
    [PresignedLinkRestriction.VPC_SOURCE_IP, { vpc_source_ip: "Enabled" }],
  ])("restricts links to the %s", (restrictLinksTo, expected) => {
    const vpc = { vpcId: "vpc-1", securityGroupIds: ["sg-1"], subnets: ["subnet-1"] };
    const json = team({ restrictLinksTo }, { workforceVpcConfig: vpc });
    expect(only(json, "aws_sagemaker_workteam").worker_access_configuration).toEqual({
      s3_presign: { iam_policy_constraints: expected },
    });
  });

  test("restricts links to addresses of a network only if there is one", () => {
    const restrictLinksTo = PresignedLinkRestriction.VPC_SOURCE_IP;
    expect(problems(() => team({ restrictLinksTo })).restrictLinksTo).toContain(
      "needs a workforce in a network (workforceVpcConfig)",
    );
  });

  test("of a workforce that exists already", () => {
    const json = synthesized((stack) => {
      const userPool = WorkerUserPool.fromUserPoolId(stack, "Pool", "eu-west-1_aB3", "1example23456789");
      const default_ = PrivateWorkforce.fromWorkforceName(stack, "Workforce", "default", { userPool });
      new WorkTeam(stack, "Team", {
        name: "signs",
        description: "x",
        workforce: default_,
        groups: ["g"],
      });
    }, here);
    expect(Object.keys(json.resource)).toEqual(["aws_sagemaker_workteam"]);
    expect(only(json, "aws_sagemaker_workteam")).toMatchObject({
      workforce_name: "default",
      member_definition: [
        {
          cognito_member_definition: {
            user_pool: "eu-west-1_aB3",
            client_id: "1example23456789",
            user_group: "g",
          },
        },
      ],
    });
  });

  test("cannot wait for a workforce in another stack", () => {
    const found = problems(() =>
      workforce({}, (made, stack) => {
        const other = new TerraformStack(stack.node.root, "other");
        new WorkTeam(other, "Team", { name: "signs", description: "x", workforce: made });
      }),
    );
    expect(found.workforce).toContain("is made in another stack");
  });

  test("tells all that is wrong at once", () => {
    const groups = ["two words", "g", "g", ...[...Array(9).keys()].map(String)];
    const found = problems(() => team({ name: "signs-", description: "", groups }));
    expect(Object.keys(found)).toEqual(["name", "description", "groups", "groups[0]", "groups[2]"]);
    expect(problems(() => team({ description: "a".repeat(201) })).description).toContain(
      "(201 characters); 1 to 200 characters in one line",
    );
  });

  test("takes tokens, but no list that only Terraform knows", () => {
    expect(problems(() => team({ name: aToken(), description: aToken(), groups: [aToken()] }))).toEqual({});
    expect(problems(() => team({ groups: Token.asList(aToken()) })).groups).toContain("only Terraform knows");
  });

  test("is one of 25 in a region, with a name of its own", () => {
    const make = (names: readonly string[]) =>
      problems(() =>
        workforce({}, (made, stack) =>
          names.forEach((workTeamName, index) => {
            new WorkTeam(stack, `T${index}`, {
              name: workTeamName,
              description: "x",
              workforce: made,
              groups: ["g"],
            });
          }),
        ),
      );
    const names = [...Array(26).keys()].map((index) => `team-${index}`);
    expect(make(names.slice(0, 25))).toEqual({});
    expect(make(names).name).toMatch(/is work team number 26; an account has at most 25 .*CreateWorkteam/);
    expect(make(["a", "a"]).name).toContain('"a" is the name of "test/T0" too');
  });
});

describe("a work team that exists", () => {
  const vendor = `arn:aws:sagemaker:${region}:999988887777:workteam/vendor-crowd/acme-vendor`;
  const publicTeam = `arn:aws:sagemaker:${region}:394669845002:workteam/public-crowd/default`;
  const existing = (arn: string) => {
    let kind: WorkTeamKind | undefined;
    const found = problems(() =>
      synthesized((stack) => void (kind = WorkTeam.fromWorkTeamArn(stack, "Team", arn).kind), here),
    );
    return { kind, problem: found.workTeamArn };
  };

  test("is private or a vendor's by its ARN", () => {
    expect(existing(teamArn("signs"))).toEqual({ kind: WorkTeamKind.PRIVATE });
    expect(existing(vendor)).toEqual({ kind: WorkTeamKind.VENDOR });
    expect(existing(aToken())).toEqual({ kind: undefined });
    expect(workTeamKind(publicTeam)).toBe(WorkTeamKind.PUBLIC);
    expect(workTeamKind(`${teamArn("x")}`.replace("sagemaker", "sns"))).toBeUndefined();
  });

  test("is not the public one", () => {
    expect(existing(publicTeam).problem).toMatch(/Amazon Mechanical Turk, which closed in September 2026/);
  });

  test("lies in the region of the jobs", () => {
    expect(existing(teamArn("signs").replace(region, "us-east-1")).problem).toContain(
      "which lies in us-east-1",
    );
  });

  test.each([
    "signs",
    "arn:aws:sagemaker:eu-west-1:111122223333:workteam/signs",
    "arn:aws:sagemaker:eu-west-1:111122223333:workforce/private-crowd/signs",
    teamArn("a".repeat(200)),
  ])("is not %s", (arn) =>
    expect(existing(arn).problem).toContain("the ARN of a private or vendor work team is allowed"),
  );

  test("is also known by its name", () => {
    synthesized((stack) => {
      expect(WorkTeam.fromWorkTeamName(stack, "Team", "signs").workTeamArn).toBe(teamArn("signs"));
    }, here);
    expect(
      problems(() => synthesized((stack) => void WorkTeam.fromWorkTeamName(stack, "T", "-"))),
    ).toHaveProperty("workTeamName");
  });
});

describe("notifications", () => {
  const notified = (make: (stack: TerraformStack) => WorkTeamTopic) =>
    workforce({}, (made, stack) => {
      const common = { name: "signs", description: "Road signs", workforce: made };
      new WorkTeam(stack, "Team", { ...common, notificationTopic: make(stack) });
    });
  const json = notified((stack) => {
    const encryptionKey = new LabelingKey(stack, "Key", { alias: "alias/acme-workforce" });
    return new WorkTeamTopic(stack, "Topic", { name: "acme-work-teams", encryptionKey });
  });

  test("go by an encrypted topic that the team waits for", () => {
    expect(only(json, "aws_sns_topic")).toMatchObject({
      name: "acme-work-teams",
      kms_master_key_id: expect.stringContaining("aws_kms_key."),
    });
    expect(only(json, "aws_sagemaker_workteam").notification_configuration).toEqual({
      notification_topic_arn: topicArn("acme-work-teams"),
    });
    expect(waitsFor(json, addressOf(json, "aws_sagemaker_workteam"))).toContain(
      addressOf(json, "aws_sns_topic_policy"),
    );
  });

  test("the topic's policy says what AWS documents, under a Sid of our own", () => {
    const { AllowWorkTeamNotifications } = bySid(only(json, "aws_sns_topic_policy").policy);
    expect(AllowWorkTeamNotifications).toEqual({
      Sid: "AllowWorkTeamNotifications",
      Effect: "Allow",
      Principal: { Service: "sagemaker.amazonaws.com" },
      Action: "sns:Publish",
      Resource: topicArn("acme-work-teams"),
      Condition: {
        ArnLike: { "aws:SourceArn": `arn:aws:sagemaker:${region}:${account}:workteam/*` },
        StringEquals: { "aws:SourceAccount": account },
      },
    });
  });

  test("an existing topic is left alone; what its policy and key must contain is told", () => {
    const json = synthesized((stack) => {
      const key = LabelingKey.fromAlias(stack, "Key", "alias/news");
      const topic = WorkTeamTopic.fromTopicArn(stack, "Topic", topicArn("news"), key);
      const [statement] = JSON.parse(topic.requiredTopicPolicyStatements!) as { Resource: string }[];
      expect(statement!.Resource).toBe(topicArn("news"));
      new TerraformOutput(stack, "key", { value: key.requiredKeyPolicyStatements });
    }, here);
    expect(bySid(`{"Statement":${String(json.output!.key!.value)}}`)).toHaveProperty(
      "AllowWorkTeamNotifications",
    );
    expect(json.resource).toBeUndefined();
  });

  test.each([
    ["news", "the ARN of a standard topic"],
    [`${topicArn("news")}.fifo`, "only standard topics are allowed"],
    [topicArn("news", "444455556666"), "is in the account 444455556666"],
    [topicArn("news", account, "us-east-1"), "lies in us-east-1"],
  ])("an existing topic is not %s", (arn, why) => {
    const found = problems(() =>
      synthesized((stack) => void WorkTeamTopic.fromTopicArn(stack, "T", arn), here),
    );
    expect(found.topicArn).toContain(why);
  });

  const stack = deployedStack(json);
  const topic = topicArn("acme-work-teams");
  const key = stack.key("alias/acme-workforce").arn;
  const groundTruth = stack.service("sagemaker.amazonaws.com");
  const onBehalfOf = (sourceArn: string, sourceAccount = account) => ({
    "aws:SourceArn": sourceArn,
    "aws:SourceAccount": sourceAccount,
  });
  const other = "444455556666";
  const everything = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
  } as const;

  describe("SageMaker", () => {
    mayDo(groundTruth, [
      ["tell a team of this account", "sns:Publish", topic, onBehalfOf(teamArn("signs"))],
      ["tell another team of this account", "sns:Publish", topic, onBehalfOf(teamArn("everybody"))],
      ["seal what it tells", "kms:GenerateDataKey", key, onBehalfOf(teamArn("signs"))],
      ["use the topic's data key again", "kms:Decrypt", key, onBehalfOf(teamArn("signs"))],
    ]);
    mayNotDo(groundTruth, [
      ["tell a team of another account", "sns:Publish", topic, onBehalfOf(teamArn("signs", other), other)],
      [
        "tell a team that says it is of this account",
        "sns:Publish",
        topic,
        onBehalfOf(teamArn("signs", other)),
      ],
      [
        "tell this account's team for another account",
        "sns:Publish",
        topic,
        onBehalfOf(teamArn("signs"), other),
      ],
      [
        "tell of a team in another region",
        "sns:Publish",
        topic,
        onBehalfOf(teamArn("signs").replace(region, "us-east-1")),
      ],
      [
        "publish for a labeling job",
        "sns:Publish",
        topic,
        onBehalfOf(`arn:aws:sagemaker:${region}:${account}:labeling-job/signs`),
      ],
      ["publish on nobody's behalf", "sns:Publish", topic],
      [
        "publish without TLS",
        "sns:Publish",
        topic,
        { ...onBehalfOf(teamArn("signs")), "aws:SecureTransport": "false" },
      ],
      ["subscribe somebody", "sns:Subscribe", topic, onBehalfOf(teamArn("signs"))],
      ["change the topic", "sns:SetTopicAttributes", topic, onBehalfOf(teamArn("signs"))],
      ["seal for another account", "kms:GenerateDataKey", key, onBehalfOf(teamArn("signs", other), other)],
      ["encrypt something else", "kms:Encrypt", key, onBehalfOf(teamArn("signs"))],
      ["lend the key", "kms:CreateGrant", key, onBehalfOf(teamArn("signs"))],
    ]);
  });

  describe("other services", () => {
    mayNotDo(stack.service("s3.amazonaws.com"), [
      ["publish to the topic", "sns:Publish", topic, onBehalfOf(teamArn("signs"))],
      ["use the key", "kms:GenerateDataKey", key, onBehalfOf(teamArn("signs"))],
    ]);
  });

  describe("an administrator of another account", () => {
    mayNotDo(stack.outsider(other), [
      ["publish to the topic", "sns:Publish", topic],
      ["publish as if for a team", "sns:Publish", topic, onBehalfOf(teamArn("signs"))],
      ["decrypt", "kms:Decrypt", key],
    ]);
  });

  describe("an administrator of this account", () => {
    mayNotDo(stack.user("admin", everything), [["decrypt notifications", "kms:Decrypt", key]]);
  });
});

test("two synths give the same bytes", () => {
  expect(JSON.stringify(team())).toBe(JSON.stringify(team()));
});
