import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { ensureEmulator, stopEmulator } from "../../local/emulator";
import { emulatorEnvironment } from "../../local/environment";
import { localDirectory } from "../../local/local-directory";
import { runProcess } from "../../local/run-process";
import { selectStacks, synthesize, synthesizedStacks } from "../../local/synthesis";
import { Terraform } from "../../local/terraform";
import { providerInstallation } from "../../local/terraform-cli-config";
import { findTool } from "../../local/tools";
import { prepareWorkDirectory, type WorkDirectory } from "../../local/work-directory";
import { actionsOf, deniedCalls, deployerRole, exampleStacksWithDeployers } from "../deployer-proof";
import { unrecorded } from "../permissions/deployer-unrecorded";
import { EmulatedAws } from "./emulated-aws";
import { compareWithKept } from "./kept-recording";
import { leftovers } from "./leftovers";
import { emulatedPolicy, plannedPolicies, unknownPolicies } from "./policies";
import { recordedCalls } from "./recorded-calls";
import { log, recordedTerraform } from "./recorded-terraform";
import type { RecordingProxy } from "./recording-proxy";
import { SageMakerStandIn } from "./sagemaker-stand-in";
import { projectRoot, removeProject, throwawayProject } from "./throwaway-project";

/*
 * The stack of a workforce with the real Terraform and the real AWS provider. moto plays Cognito, SNS and KMS. It has no
 * workforces, so these are played twice: by Terraform's own mocked provider, and by a stand-in in front of moto, with which
 * the provider really makes, reads, changes and deletes them.
 */

const planFile = "first.tfplan";
const secret = "hunter2-hunter2";
const host = "abcdef1234.labeling.eu-west-1.sagemaker.aws";
const root = throwawayProject();
// moto writes down every request that reaches it: what whoever deploys must be allowed.
// Keeps every request: what whoever deploys must be allowed.
let proxy: RecordingProxy;
const example = parse(readFileSync(join(projectRoot, "examples", "people.yaml"), "utf8")) as {
  workforce: { userPool: { create: object } };
};

let standIn: SageMakerStandIn;
let terraform: Terraform;
let environment: NodeJS.ProcessEnv;

/** The stack of the workforce, with another configuration than before if one is given. */
function prepared(workforce: object = example.workforce): WorkDirectory {
  const { access: _access, ...others } = example as { access?: unknown };
  const file = join(root, "people.yaml");
  writeFileSync(file, stringify({ ...others, workforce }));
  process.env["GROUND_TRUTH_CONFIG"] = file;
  synthesize(root);
  const [stack] = selectStacks(synthesizedStacks(root), ["workforce"]);
  return prepareWorkDirectory(root, stack!);
}

/** Runs Terraform's own tests in a copy of the stack. Nothing of it touches the state or the emulator. */
async function terraformTest(stack: WorkDirectory, test: string, variables: NodeJS.ProcessEnv = {}) {
  const copy = mkdtempSync(join(tmpdir(), "ground-truth-mocked-"));
  try {
    cpSync(stack.directory, copy, { recursive: true, verbatimSymlinks: true });
    writeFileSync(join(copy, "workforce.tftest.hcl"), test);
    const env = { ...environment, ...variables };
    return await runProcess(findTool("terraform")!, ["test", "-no-color", "-verbose"], { cwd: copy, env });
  } finally {
    rmSync(copy, { recursive: true });
  }
}

const mockedProvider = `
mock_provider "aws" {
  mock_resource "aws_sagemaker_workforce" {
    defaults = { subdomain = "${host}" }
  }
  mock_resource "aws_cognito_user_pool" {
    defaults = { id = "eu-west-1_aB3" }
  }
  mock_resource "aws_cognito_user_pool_client" {
    defaults = { id = "1example23456789" }
  }
  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:eu-west-1:111122223333:acme-work-teams" }
  }
  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:eu-west-1:111122223333:key/1", key_id = "1" }
  }
}
`;

const assertion = (condition: string, message: string) => `
  assert {
    condition     = ${condition}
    error_message = "${message}"
  }`;

const run = (...assertions: string[]) => `${mockedProvider}
run "apply" {
  command = apply
  ${assertions.join("\n")}
}
`;

beforeAll(async () => {
  const { endpoint } = await ensureEmulator(root, log, {});
  standIn = await SageMakerStandIn.before(endpoint);
  ({ proxy, terraform } = await recordedTerraform(root, standIn.endpoint));
  environment = {
    ...emulatorEnvironment(standIn.endpoint),
    ...providerInstallation(localDirectory(root)),
  };
}, 120_000);

afterAll(async () => {
  delete process.env["GROUND_TRUTH_CONFIG"];
  delete process.env["TF_VAR_oidc_client_secret"];
  await standIn?.stop();
  await proxy?.stop();
  await stopEmulator(root);
  removeProject(root);
}, 60_000);

describe("the workforce of the example", () => {
  let stack: WorkDirectory;
  beforeAll(() => {
    stack = prepared();
  });

  test("is valid, and its first plan shows every policy and every ARN of a team in full", async () => {
    await terraform.init(stack);
    const text = await terraform.changes(stack, planFile);
    const plan = await terraform.showPlan(stack, planFile);
    expect(unknownPolicies(plan)).toEqual([]);
    expect(
      plannedPolicies(plan)
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual(["aws_kms_key.policy", "aws_sns_topic_policy.policy"]);
    expect(text).toContain("arn:aws:sagemaker:eu-west-1:111122223333:workteam/private-crowd/sign-experts");
  });

  test("can be applied with a mocked provider, with these values", async () => {
    const team = "aws_sagemaker_workteam.everybody.member_definition";
    const { exitCode, output } = await terraformTest(
      stack,
      run(
        assertion(
          'aws_sagemaker_workforce.workforce.cognito_config[0].user_pool == "eu-west-1_aB3"',
          "user pool",
        ),
        assertion(
          'aws_sagemaker_workforce.workforce.cognito_config[0].client_id == "1example23456789"',
          "client",
        ),
        assertion(
          'aws_sagemaker_workforce.workforce.source_ip_config[0].cidrs == toset(["203.0.113.0/24", "198.51.100.32/28"])',
          "ranges",
        ),
        assertion(
          `[for m in ${team} : m.cognito_member_definition[0].user_group] == ["sign-experts", "trainees"]`,
          "groups",
        ),
        assertion(
          `alltrue([for m in ${team} : m.cognito_member_definition[0].client_id == "1example23456789"])`,
          "client of team",
        ),
        assertion(
          'aws_sagemaker_workteam.sign-experts.worker_access_configuration[0].s3_presign[0].iam_policy_constraints[0].source_ip == "Enabled"',
          "links",
        ),
        assertion(
          `aws_cognito_managed_user_pool_client.user_pool_portal.callback_urls == toset(["https://${host}/oauth2/idpresponse"])`,
          "callback",
        ),
        assertion(`output.portal_url == "https://${host}"`, "portal"),
      ),
    );
    expect(output).toContain("1 passed, 0 failed");
    expect(exitCode).toBe(0);
  });

  test("a wrong expectation of the mocked provider would be found", async () => {
    const { exitCode, output } = await terraformTest(
      stack,
      run(assertion('aws_sagemaker_workforce.workforce.workforce_name == "other"', "the name is another")),
    );
    expect(output).toContain("the name is another");
    expect(exitCode).not.toBe(0);
  });

  test("can be applied for real, in the order that AWS demands", async () => {
    await terraform.apply(stack, planFile);
    const { calls } = standIn;
    const at = (action: string) => calls.indexOf(action);
    expect(at("CreateUserPool")).toBe(0);
    for (const before of ["CreateUserPoolClient", "CreateUserPoolDomain", "CreateGroup"]) {
      expect([before, at(before) < at("CreateWorkforce")]).toEqual([before, true]);
    }
    expect(at("CreateWorkforce")).toBeLessThan(at("CreateWorkteam"));
    expect(at("CreateWorkforce")).toBeLessThan(at("UpdateUserPoolClient"));
  });

  test("the client sends workers to the portal and nowhere else, after one apply", async () => {
    const client = await poolClient(stack);
    expect(client).toMatchObject({
      ClientName: "worker-portal",
      AllowedOAuthFlows: ["code"],
      AllowedOAuthFlowsUserPoolClient: true,
      CallbackURLs: [`https://${host}/oauth2/idpresponse`],
      LogoutURLs: [`https://${host}/logout`],
      SupportedIdentityProviders: ["COGNITO"],
      ExplicitAuthFlows: expect.arrayContaining(["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH"]),
    });
    expect(client.ClientSecret).toBeDefined();
  });

  test("nothing is left to change", async () => {
    expect(await terraform.changes(stack)).toBeUndefined();
  });

  test("its policies are those of the plan", async () => {
    const aws = EmulatedAws.of(standIn.endpoint, stack);
    for (const policy of plannedPolicies(await terraform.showPlan(stack, planFile))) {
      const emulated = await emulatedPolicy(aws, stack, policy);
      expect(JSON.parse(emulated ?? "null")).toEqual(JSON.parse(policy.document));
    }
  });

  test("what somebody changes at the client by hand is found", async () => {
    const { UserPoolId, ClientId } = await poolClient(stack);
    const settings = {
      UserPoolId,
      ClientId,
      CallbackURLs: ["https://evil.example/"],
      AllowedOAuthFlows: ["code"],
    };
    await cognito(stack, "UpdateUserPoolClient", settings);
    expect(await terraform.changes(stack)).toContain("https://evil.example/");
    await terraform.apply(stack);
    expect((await poolClient(stack)).CallbackURLs).toEqual([`https://${host}/oauth2/idpresponse`]);
  });

  test("a client that is made anew takes workforce, teams and portal with it, in an order that AWS accepts", async () => {
    const { ClientId } = await poolClient(stack);
    standIn.calls.length = 0;
    const args = [
      "apply",
      "-no-color",
      "-auto-approve",
      "-replace=aws_cognito_user_pool_client.user_pool_client",
    ];
    const { exitCode, output } = await runProcess(findTool("terraform")!, args, {
      cwd: stack.directory,
      env: environment,
    });
    expect([exitCode, output]).toEqual([0, expect.stringContaining("5 added, 0 changed, 5 destroyed")]);
    const order = standIn.calls.filter((action) => /Work(team|force)/.test(action));
    const teams = (action: string) => [action, action];
    expect(order).toEqual([
      ...teams("DeleteWorkteam"),
      "DeleteWorkforce",
      "CreateWorkforce",
      ...teams("CreateWorkteam"),
    ]);
    const client = await poolClient(stack);
    expect(client.ClientId).not.toBe(ClientId);
    expect(client.CallbackURLs).toEqual([`https://${host}/oauth2/idpresponse`]);
    expect(await terraform.changes(stack)).toBeUndefined();
  });

  test("its pool is protected: without this it can be destroyed, teams first, then the workforce, then the pool", async () => {
    const { create } = example.workforce.userPool;
    stack = prepared({
      ...example.workforce,
      userPool: { create: { ...create, deletionProtection: false } },
    });
    await terraform.init(stack);
    await terraform.apply(stack);
    standIn.calls.length = 0;
    await terraform.destroy(stack);
    const order = standIn.calls.filter((action) => /^Delete(Work|UserPool$|UserPoolDomain)/.test(action));
    expect(order).toEqual([
      "DeleteWorkteam",
      "DeleteWorkteam",
      "DeleteWorkforce",
      "DeleteUserPoolDomain",
      "DeleteUserPool",
    ]);
  });

  test("nothing of it stays behind", async () => {
    expect(await leftovers(EmulatedAws.of(standIn.endpoint, stack))).toEqual([]);
    expect(await cognito(stack, "ListUserPools", { MaxResults: 10 })).toMatchObject({ UserPools: [] });
  });

  test("its deployer may do everything that was asked, and nothing else without a reason", async () => {
    const calls = recordedCalls(proxy.requests, stack.name);
    const deployed = exampleStacksWithDeployers().stacks[stack.name]!;
    const deployer = deployed.role(deployerRole(stack.name));
    const asked = new Set(calls.map(({ action }) => action));
    expect(calls).not.toHaveLength(0);
    expect(await deniedCalls(deployed, deployer, calls)).toEqual([]);
    expect(actionsOf(deployer).filter((action) => !asked.has(action) && !(action in unrecorded))).toEqual([]);
    compareWithKept(stack, calls);
  });
});

describe("a workforce with an OpenID Connect provider", () => {
  const at = (path: string) => `https://id.acme.example/${path}`;
  const workforce = {
    oidcConfig: {
      clientId: "ground-truth",
      clientSecretVariable: "oidc_client_secret",
      issuer: at(""),
      authorizationEndpoint: at("authorize"),
      tokenEndpoint: at("token"),
      userInfoEndpoint: at("userinfo"),
      logoutEndpoint: at("logout"),
      jwksUri: at("keys"),
    },
    teams: [{ name: "signs", description: "Road signs", groups: ["labelers", "leads"] }],
  };
  let stack: WorkDirectory;
  beforeAll(async () => {
    stack = prepared(workforce);
    await terraform.init(stack);
    await terraform.validate(stack);
  });

  test("has no plan without the secret", async () => {
    await expect(terraform.changes(stack)).rejects.toThrow(/oidc_client_secret/);
  });

  test("shows the secret neither in its files nor in its plan", async () => {
    process.env["TF_VAR_oidc_client_secret"] = secret;
    terraform = new Terraform(root, proxy.endpoint);
    const text = await terraform.changes(stack, planFile);
    expect(text).toMatch(/client_secret += \(sensitive value\)/);
    expect(text).not.toContain(secret);
    expect(readFileSync(join(stack.directory, "cdk.tf.json"), "utf8")).not.toContain(secret);
  });

  test("can be applied with a mocked provider, with the secret from its variable", async () => {
    const config = "aws_sagemaker_workforce.workforce.oidc_config[0]";
    const { exitCode, output } = await terraformTest(
      stack,
      run(
        assertion(`${config}.client_secret == var.oidc_client_secret`, "secret"),
        assertion(`${config}.token_endpoint == "${at("token")}"`, "token endpoint"),
        assertion(
          'aws_sagemaker_workteam.signs.member_definition[0].oidc_member_definition[0].groups == toset(["labelers", "leads"])',
          "groups",
        ),
        assertion(`output.redirect_url == "https://${host}/oauth2/idpresponse"`, "redirect"),
      ),
      { TF_VAR_oidc_client_secret: secret },
    );
    expect(output).toContain("1 passed, 0 failed");
    expect(output).not.toContain(secret);
    expect(exitCode).toBe(0);
  });

  test("can be applied for real, changes nothing twice, and is destroyed", async () => {
    await terraform.apply(stack, planFile);
    expect(await terraform.changes(stack)).toBeUndefined();
    await terraform.destroy(stack);
  });

  test("the secret is in the state while the workforce exists: so the documentation warns of it", async () => {
    await terraform.apply(stack);
    expect(readFileSync(join(stack.directory, "terraform.tfstate"), "utf8")).toContain(secret);
    await terraform.destroy(stack);
  });
});

function cognito<Result>(stack: WorkDirectory, action: string, input: object): Promise<Result> {
  const aws = EmulatedAws.of(standIn.endpoint, stack);
  return aws.json<Result>("cognito-idp", `AWSCognitoIdentityProviderService.${action}`, input);
}

type PoolClient = Record<string, unknown> & { UserPoolId: string; ClientId: string };

async function poolClient(stack: WorkDirectory): Promise<PoolClient> {
  const { UserPools } = await cognito<{ UserPools: { Id: string }[] }>(stack, "ListUserPools", {
    MaxResults: 10,
  });
  const UserPoolId = UserPools[0]!.Id;
  type Clients = { UserPoolClients: { ClientId: string }[] };
  const { UserPoolClients } = await cognito<Clients>(stack, "ListUserPoolClients", { UserPoolId });
  const input = { UserPoolId, ClientId: UserPoolClients[0]!.ClientId };
  return (await cognito<{ UserPoolClient: PoolClient }>(stack, "DescribeUserPoolClient", input))
    .UserPoolClient;
}
