import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { ConfigurationError, readConfig, synthesize, workflowStacks } from "../../stacks";
import { jsonSchema } from "../../tools/json-schema";
import { all, only, type TerraformJson } from "../synthesized";
import { addresses, outputs } from "./example-json";
import { account } from "../account";
import { scratchFolder } from "../scratch-folder";

const exampleFile = join(__dirname, "..", "..", "examples", "people.yaml");
const exampleText = readFileSync(exampleFile, "utf8");

const folder = scratchFolder();

type Section = Record<string, unknown>;

/** The example with another workforce, or other values beside it, and nothing about access. */
function config(workforce: Section | undefined, others: Section = {}): string {
  const { access: _access, ...example } = parse(exampleText) as Section;
  return stringify({ ...example, workforce, ...others });
}

function read(text: string) {
  const file = join(folder, "people.yaml");
  writeFileSync(file, text);
  return readConfig(file);
}

/** The problems of `text`: `<line>:<column> <path>: <message>`; those of synth have no place. */
function problemsOf(text: string): string[] {
  try {
    synthesized(text);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.problems.map(({ path, message, place }) => {
      const position = place?.replace(/^.*people\.yaml:/, "");
      return `${[position, path].filter(Boolean).join(" ")}: ${message}`;
    });
  }
  return [];
}

function synthesized(text: string, stack = "workforce"): TerraformJson {
  const outdir = mkdtempSync(join(folder, "out-"));
  synthesize(read(text), outdir, workflowStacks);
  return JSON.parse(readFileSync(join(outdir, "stacks", stack, "cdk.tf.json"), "utf8")) as TerraformJson;
}

const userPool = { create: { domain: "acme-labeling" } };
const teams = [{ name: "signs", description: "Road signs" }];
const smallest = { userPool, teams };
const oidcConfig = {
  clientId: "ground-truth",
  clientSecretVariable: "oidc_client_secret",
  issuer: "https://id.acme.example",
  authorizationEndpoint: "https://id.acme.example/authorize",
  tokenEndpoint: "https://id.acme.example/token",
  userInfoEndpoint: "https://id.acme.example/userinfo",
  logoutEndpoint: "https://id.acme.example/logout",
  jwksUri: "https://id.acme.example/keys",
};
const oidcTeams = [{ ...teams[0], groups: ["labelers"] }];

describe("the example", () => {
  const example = () => synthesized(exampleText);

  test("has a workforce beside its workflow, under addresses that a reviewer can read", () => {
    expect(addresses(example())).toEqual([
      "aws_cognito_managed_user_pool_client.user_pool_portal",
      "aws_cognito_user_group.user_pool_group_sign-experts",
      "aws_cognito_user_group.user_pool_group_trainees",
      "aws_cognito_user_pool.user_pool",
      "aws_cognito_user_pool_client.user_pool_client",
      "aws_cognito_user_pool_domain.user_pool_domain",
      "aws_kms_alias.key_alias",
      "aws_kms_key.key",
      "aws_sagemaker_workforce.workforce",
      "aws_sagemaker_workteam.everybody",
      "aws_sagemaker_workteam.sign-experts",
      "aws_sns_topic.topic",
      "aws_sns_topic_policy.topic_policy",
    ]);
    expect(addresses(synthesized(exampleText, "street-signs"))).not.toContain(
      "aws_sagemaker_workforce.workforce",
    );
  });

  test("says what jobs take, where workers sign in, and what is left to do", () => {
    expect(outputs(example())).toEqual({
      work_team_arns: {
        "sign-experts": `arn:aws:sagemaker:eu-west-1:${account}:workteam/private-crowd/sign-experts`,
        everybody: `arn:aws:sagemaker:eu-west-1:${account}:workteam/private-crowd/everybody`,
      },
      workforce_arn: `arn:aws:sagemaker:eu-west-1:${account}:workforce/acme`,
      portal_url: "https://${aws_sagemaker_workforce.workforce.subdomain}",
      user_pool_id: "${aws_cognito_user_pool.user_pool.id}",
      notification_topic_arn: `arn:aws:sns:eu-west-1:${account}:acme-work-teams`,
    });
  });

  test("is the same in two synths", () => {
    expect(JSON.stringify(example())).toBe(JSON.stringify(example()));
  });
});

test("a configuration without a workforce makes no such stack", () => {
  const outdir = mkdtempSync(join(folder, "out-"));
  synthesize(read(config(undefined)), outdir, workflowStacks);
  const { stacks } = JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8")) as { stacks: object };
  expect(Object.keys(stacks)).toEqual(["street-signs"]);
});

describe("what a workforce may say", () => {
  test("the least: a domain and one team", () => {
    const json = synthesized(config(smallest));
    expect(only(json, "aws_sagemaker_workforce")).toMatchObject({ workforce_name: "acme" });
    expect(only(json, "aws_cognito_user_pool")).toMatchObject({
      name: "acme-workforce",
      mfa_configuration: "ON",
    });
    expect(all(json, "aws_sns_topic")).toEqual([]);
  });

  test("everything about a new user pool and where it is used from", () => {
    const json = synthesized(
      config({
        ...smallest,
        name: "vision",
        userPool: {
          create: {
            domain: "acme-labeling",
            mfa: "optional",
            minimumPasswordLength: 20,
            deletionProtection: false,
            supportedIdentityProviders: ["COGNITO", "AcmeSaml"],
          },
        },
        ipRanges: ["203.0.113.0/24"],
        workforceVpcConfig: { vpcId: "vpc-1", securityGroupIds: ["sg-1"], subnets: ["subnet-1"] },
        teams: [{ ...teams[0], restrictLinksTo: "vpc-source-ip" }],
      }),
    );
    expect(only(json, "aws_cognito_user_pool")).toMatchObject({
      mfa_configuration: "OPTIONAL",
      deletion_protection: "INACTIVE",
      password_policy: { minimum_length: 20 },
    });
    expect(only(json, "aws_cognito_managed_user_pool_client")).toMatchObject({
      supported_identity_providers: ["COGNITO", "AcmeSaml"],
    });
    expect(only(json, "aws_sagemaker_workforce")).toMatchObject({
      workforce_name: "vision",
      source_ip_config: { cidrs: ["203.0.113.0/24"] },
      workforce_vpc_config: { vpc_id: "vpc-1", security_group_ids: ["sg-1"], subnets: ["subnet-1"] },
    });
  });

  test("a user pool that exists", () => {
    const existing = { userPoolId: "eu-west-1_aB3", clientId: "1example23456789" };
    const json = synthesized(config({ userPool: { existing }, teams }));
    expect(addresses(json)).toEqual([
      "aws_cognito_user_group.user_pool_group_signs",
      "aws_sagemaker_workforce.workforce",
      "aws_sagemaker_workteam.signs",
    ]);
    expect(outputs(json).required_client_settings).toContain("/oauth2/idpresponse");
  });

  test("an OpenID Connect provider, with its secret in a variable", () => {
    const json = synthesized(config({ oidcConfig, teams: oidcTeams })) as TerraformJson & {
      variable: Section;
    };
    expect(json.variable).toMatchObject({ oidc_client_secret: { sensitive: true } });
    expect(only(json, "aws_sagemaker_workforce").oidc_config).toMatchObject({
      client_secret: "${var.oidc_client_secret}",
    });
    expect(outputs(json).redirect_url).toBe(
      "https://${aws_sagemaker_workforce.workforce.subdomain}/oauth2/idpresponse",
    );
  });

  test("an OpenID Connect provider, with its secret in Secrets Manager", () => {
    const { clientSecretVariable: _, ...others } = oidcConfig;
    const secret = { clientSecretName: "labeling/oidc", clientSecretField: "client_secret" };
    const json = synthesized(
      config({
        oidcConfig: { ...others, ...secret, authenticationRequestExtraParams: { prompt: "login" } },
        teams: oidcTeams,
      }),
    );
    expect(only(json, "aws_sagemaker_workforce").oidc_config).toMatchObject({
      client_secret: expect.stringContaining("data.aws_secretsmanager_secret_version."),
      authentication_request_extra_params: { prompt: "login" },
    });
  });

  test("the workforce that exists, with its user pool", () => {
    const userPool = { userPoolId: "eu-west-1_aB3", clientId: "1example23456789" };
    const json = synthesized(config({ existing: { name: "default", userPool }, teams: oidcTeams }));
    expect(addresses(json)).toEqual(["aws_sagemaker_workteam.signs"]);
    expect(only(json, "aws_sagemaker_workteam")).toMatchObject({
      workforce_name: "default",
      member_definition: [
        { cognito_member_definition: { user_group: "labelers", user_pool: "eu-west-1_aB3" } },
      ],
    });
    expect(outputs(json)).not.toHaveProperty("portal_url");
  });

  test("the workforce that exists, with a provider", () => {
    const json = synthesized(config({ existing: { name: "default" }, teams: oidcTeams }));
    expect(only(json, "aws_sagemaker_workteam").member_definition).toEqual([
      { oidc_member_definition: { groups: ["labelers"] } },
    ]);
  });

  test("a topic that exists, with its key", () => {
    const existing = `arn:aws:sns:eu-west-1:${account}:news`;
    const json = synthesized(
      config({
        ...smallest,
        notifications: { topic: { existing, encryptionKey: { existing: "alias/news" } } },
      }),
    );
    expect(addresses(json)).not.toContain("aws_sns_topic.topic");
    expect(outputs(json).required_topic_policy_statements).toContain(existing);
    expect(outputs(json).required_key_policy_statements).toHaveProperty("alias/news");
  });

  test("the key of a new topic", () => {
    const json = synthesized(
      config({ ...smallest, notifications: { encryptionKey: { existing: "alias/acme-news" } } }),
    );
    expect(only(json, "aws_sns_topic").kms_master_key_id).toBe(
      `arn:aws:kms:eu-west-1:${account}:key/\${data.aws_kms_key.key.id}`,
    );
    expect(addresses(json)).not.toContain("aws_kms_key.key");
  });
});

describe("what is refused, with its place in the file", () => {
  const userPoolId = "us-east-1_aB3";
  const ofPool = { existing: { userPoolId, clientId: "1example23456789" } };
  const { clientSecretVariable: _, ...noSecret } = oidcConfig;
  const network = { vpcId: "acme", securityGroupIds: [], subnets: ["sg-1"] };

  test.each<[string, Section, RegExp[]]>([
    [
      "no way to sign in",
      { teams },
      [/^\d+:\d+ workforce: has none of userPool, oidcConfig, existing; exactly one/],
    ],
    [
      "two ways to sign in",
      { userPool, oidcConfig, teams: oidcTeams },
      [/workforce\.oidcConfig: excludes userPool; exactly one/],
    ],
    ["no team", { userPool, teams: [] }, [/workforce\.teams: got an empty list; a list of 1 to 25 teams/]],
    [
      "26 teams",
      { userPool, teams: [...Array(26).keys()].map((i) => ({ ...teams[0], name: `t${i}` })) },
      [/1 to 25 teams/],
    ],
    [
      "capitals in a team's name",
      { userPool, teams: [{ ...teams[0], name: "Signs" }] },
      [/teams\[0\]\.name: got "Signs"/],
    ],
    [
      "a name twice",
      { userPool, teams: [...teams, ...teams] },
      [/teams\[1\]\.name: "signs" is the name of teams\[0\] too/],
    ],
    [
      "a long description",
      { userPool, teams: [{ name: "a", description: "x".repeat(201) }] },
      [/description: got "x+"… \(201 characters\); 1 to 200/],
    ],
    [
      "a group twice",
      { userPool, teams: [{ ...teams[0], groups: ["g", "g"] }] },
      [/groups\[1\]: "g" stands at \[0\] too/],
    ],
    [
      "a group with spaces",
      { userPool, teams: [{ ...teams[0], groups: ["a b"] }] },
      [/groups\[0\]: got "a b"; the name of a group has 1 to 128/],
    ],
    [
      "a provider without groups",
      { oidcConfig, teams },
      [/teams\[0\]\.groups: is missing, and workers sign in with an OpenID/],
    ],
    [
      "a long group of a provider",
      { oidcConfig, teams: [{ ...teams[0], groups: ["g".repeat(64)] }] },
      [/groups\[0\]: got 64 characters.*at most 63/],
    ],
    [
      "links to a network that is not there",
      { userPool, teams: [{ ...teams[0], restrictLinksTo: "vpc-source-ip" }] },
      [/restrictLinksTo: vpc-source-ip needs a workforce in a network \(workforceVpcConfig\)/],
    ],
    [
      "an unknown restriction",
      { userPool, teams: [{ ...teams[0], restrictLinksTo: "source_ip" }] },
      [/did you mean "source-ip"\?/],
    ],
    [
      "the domain of Cognito",
      { userPool: { create: { domain: "my-cognito" } }, teams },
      [/create\.domain: got "my-cognito"; the word cognito/],
    ],
    [
      "an unknown factor",
      { userPool: { create: { domain: "a", mfa: "on" } }, teams },
      [/mfa: got "on"; a second factor is one of required, optional, none/],
    ],
    [
      "a short password",
      { userPool: { create: { domain: "a", minimumPasswordLength: 6 } }, teams },
      [/got 6; whole characters from 8 to 99/],
    ],
    [
      "a pool of another region",
      { userPool: ofPool, teams },
      [/userPool\.existing\.userPoolId: got "us-east-1_aB3", a pool in us-east-1/],
    ],
    [
      "a pool of another region behind an existing workforce",
      { existing: { name: "default", userPool: ofPool.existing }, teams },
      [/existing\.userPool\.userPoolId: .*a pool in us-east-1/],
    ],
    [
      "a range that is none",
      { ...smallest, ipRanges: ["203.0.113.7"] },
      [/ipRanges\[0\]: got "203\.0\.113\.7"; a range of IPv4/],
    ],
    [
      "eleven ranges",
      { ...smallest, ipRanges: Array(11).fill("10.0.0.0/8") },
      [/ipRanges: .*1 to 10 of them/],
    ],
    [
      "a wrong network",
      { ...smallest, workforceVpcConfig: network },
      [/vpcId: got "acme"/, /securityGroupIds: got an empty list/, /subnets\[0\]: got "sg-1"/],
    ],
    [
      "options of a new workforce for an existing one",
      { existing: { name: "default" }, name: "a", ipRanges: ["10.0.0.0/8"], teams: oidcTeams },
      [/workforce\.name: belongs to a new workforce/, /workforce\.ipRanges: belongs/],
    ],
    [
      "no secret",
      { oidcConfig: noSecret, teams: oidcTeams },
      [/oidcConfig: does not say where the client's secret is; exactly one/],
    ],
    [
      "two secrets",
      { oidcConfig: { ...oidcConfig, clientSecretName: "a" }, teams: oidcTeams },
      [/clientSecretName: excludes clientSecretVariable/],
    ],
    [
      "a field of no secret",
      { oidcConfig: { ...oidcConfig, clientSecretField: "a" }, teams: oidcTeams },
      [/clientSecretField: is a field of clientSecretName/],
    ],
    [
      "an endpoint without TLS",
      { oidcConfig: { ...oidcConfig, issuer: "http://id" }, teams: oidcTeams },
      [/oidcConfig\.issuer: got "http:\/\/id"; an address that begins with https/],
    ],
    [
      "a topic of another region",
      { ...smallest, notifications: { topic: { existing: `arn:aws:sns:us-east-1:${account}:news` } } },
      [/topic\.existing: got .*, which lies in us-east-1; a work team and its topic/],
    ],
    [
      "a topic of another account",
      { ...smallest, notifications: { topic: { existing: "arn:aws:sns:eu-west-1:444455556666:news" } } },
      [/workforce\.notifications\.topic\.existing: .*which is in the account 444455556666/],
    ],
    [
      "a key for an existing topic",
      {
        ...smallest,
        notifications: {
          topic: { existing: `arn:aws:sns:eu-west-1:${account}:a` },
          encryptionKey: { create: {} },
        },
      },
      [/notifications\.encryptionKey: encrypts a new topic/],
    ],
  ])("%s", (_name, workforce, expected) => {
    const found = problemsOf(config(workforce));
    expect(found).toHaveLength(expected.length);
    expected.forEach((pattern, index) => expect(found[index]).toMatch(pattern));
  });

  test("the client's secret itself, and it is not repeated", () => {
    const secret = "hunter2-hunter2";
    for (const given of [
      { ...noSecret, clientSecret: secret },
      { ...oidcConfig, clientSecret: secret },
    ]) {
      const found = problemsOf(config({ oidcConfig: given, teams: oidcTeams }));
      expect(found.at(-1)).toMatch(
        /^\d+:\d+ workforce\.oidcConfig\.clientSecret: the secret itself has no place/,
      );
      expect(found.join()).not.toContain(secret);
    }
    const asNames = { ...noSecret, clientSecretVariable: `${secret}!`, clientSecretName: `${secret}!` };
    const found = problemsOf(config({ oidcConfig: asNames, teams: oidcTeams }));
    expect(found.join()).toContain("not shown");
    expect(found.join()).not.toContain(secret);
  });

  test("a workflow with the name of the stack", () => {
    const [workflow] = (parse(exampleText) as { workflows: Section[] }).workflows;
    const found = problemsOf(config(smallest, { workflows: [{ ...workflow, name: "workforce" }] }));
    expect(found).toEqual([
      expect.stringMatching(/workflows\[0\]\.name: "workforce" is the stack of the workforce/),
    ]);
  });

  test("one workspace for the workflow and the workforce", () => {
    const backend = { type: "cloud", organization: "acme", workspaces: { name: "labeling" } };
    expect(problemsOf(config(smallest, { backend }))).toEqual([
      expect.stringMatching(/backend\.workspaces\.name: "labeling" would hold the state of all 2 stacks/),
    ]);
    const prefixed = { ...backend, workspaces: { prefix: "labeling-" } };
    expect(problemsOf(config(smallest, { backend: prefixed }))).toEqual([]);
  });
});

test("the JSON schema describes every key of a workforce", () => {
  const { properties } = JSON.parse(jsonSchema()) as { properties: { workforce: unknown } };
  const undescribed: string[] = [];
  const visit = (node: unknown, path: string): void => {
    if (typeof node !== "object" || node === null) return;
    const { properties: keys, items } = node as { properties?: Record<string, Section>; items?: unknown };
    for (const [key, value] of Object.entries(keys ?? {})) {
      if (value.description === undefined) undescribed.push(`${path}.${key}`);
      visit(value, `${path}.${key}`);
    }
    visit(items, `${path}[]`);
  };
  visit({ properties: { workforce: properties.workforce } }, "");
  expect(properties.workforce).toBeDefined();
  expect(undescribed).toEqual([]);
});
