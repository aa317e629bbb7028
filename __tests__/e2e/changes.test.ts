import { join } from "node:path";
import { readFileSync, writeFileSync } from "node:fs";
import { synthesize, synthesizedStacks } from "../../local/synthesis";
import type { Terraform } from "../../local/terraform";
import { prepareWorkDirectory, type WorkDirectory } from "../../local/work-directory";
import { readConfig } from "../../stacks";
import { account, region } from "../account";
import { deniedCalls, deployerRole, withDeployers } from "../deployer-proof";
import { lineOf, recordedCalls } from "./recorded-calls";
import { emulatedTerraform, endEmulated } from "./recorded-terraform";
import type { RecordingProxy } from "./recording-proxy";
import { projectRoot, throwawayProject } from "./throwaway-project";

/*
 * Whoever deploys a stack deploys its changes too. One stack is made and then changed, with the real Terraform and provider; what that
 * asks of AWS for the first time is judged by the deployer of the stack as it is then. Left out is what moto cannot: another rotation period,
 * which it does not keep, so that the provider would wait for it (the call is that of the first apply), and access logs, which it
 * fails on where the policy of the log bucket speaks of everybody.
 */

const name = "changing";
const root = throwawayProject();
let terraform: Terraform;
let proxy: RecordingProxy;
let stack: WorkDirectory;

interface Version {
  readonly tags: Readonly<Record<string, string>>;
  readonly permissionsBoundary?: string;
  readonly forceDestroy?: boolean;
  readonly prefixes: number;
  readonly settings?: object;
}

const boundary = `arn:aws:iam::${account}:policy/boundary`;

function configuration(version: Version): object {
  const { tags, permissionsBoundary, forceDestroy } = version;
  const inputs = Array.from(
    { length: version.prefixes },
    (_, index) => `s3://acme-changing/a-folder-of-objects-with-a-long-name-${index}/`,
  );
  return {
    namePrefix: "acme",
    region,
    account,
    tags,
    permissionsBoundary,
    backend: { type: "local" },
    workflows: [
      {
        name,
        type: "custom",
        inputs,
        output: "s3://acme-changing/answers/",
        buckets: { create: [{ name: "acme-changing", forceDestroy }] },
        customTask: {
          template: { file: join(projectRoot, "examples/templates/price-tags.liquid.html") },
          postAnnotation: { ready: "majority-vote", settings: version.settings },
        },
      },
    ],
  };
}

/** Applies the stack in another version, and tells what was asked for the first time. */
async function change(version: Version) {
  const before = new Set(recordedCalls(proxy.requests, name).map(lineOf));
  const file = join(root, "changing.yaml");
  // JSON is YAML.
  writeFileSync(file, JSON.stringify(configuration(version)));
  process.env["GROUND_TRUTH_CONFIG"] = file;
  synthesize(root);
  delete process.env["GROUND_TRUTH_CONFIG"];
  stack = prepareWorkDirectory(
    root,
    synthesizedStacks(root).find((one) => one.name === name)!,
  );
  withoutLifecycle(stack);
  await terraform.init(stack);
  await terraform.apply(stack);
  expect(await terraform.changes(stack)).toBeUndefined();
  const calls = recordedCalls(proxy.requests, name).filter((call) => !before.has(lineOf(call)));
  const deployed = withDeployers(readConfig(file)).stacks[name]!;
  const deployer = deployed.role(deployerRole(name));
  return { actions: calls.map(({ action }) => action), denied: await deniedCalls(deployed, deployer, calls) };
}

/** The provider waits a minute for each lifecycle rule on the emulator. */
function withoutLifecycle({ directory }: WorkDirectory): void {
  const file = join(directory, "cdk.tf.json");
  const { resource, ...others } = JSON.parse(readFileSync(file, "utf8")) as {
    resource: Record<string, unknown>;
  };
  delete resource["aws_s3_bucket_lifecycle_configuration"];
  writeFileSync(file, JSON.stringify({ ...others, resource }));
}

beforeAll(async () => {
  ({ proxy, terraform } = await emulatedTerraform(root));
}, 120_000);

afterAll(() => endEmulated(root, proxy), 60_000);

const first: Version = { tags: { team: "vision", stage: "trial" }, prefixes: 2 };
const grown: Version = {
  tags: { team: "vision", owner: "kim" },
  prefixes: 80,
  permissionsBoundary: boundary,
  forceDestroy: true,
  settings: { memorySize: 1024, reservedConcurrentExecutions: 5, logRetentionInDays: 30 },
};

test("a stack is made by its deployer", async () => {
  const { actions, denied } = await change(first);
  expect(actions).toContain("iam:CreateRole");
  expect(denied).toEqual([]);
});

test("it gets a boundary, other tags and settings, and policies that grow into a second one", async () => {
  const { actions, denied } = await change(grown);
  for (const asked of [
    "iam:CreatePolicy",
    "iam:CreatePolicyVersion",
    "iam:PutRolePermissionsBoundary",
    "iam:UntagRole",
    "kms:UntagResource",
    "lambda:PutFunctionConcurrency",
    "lambda:UpdateFunctionConfiguration",
  ])
    expect([asked, actions.includes(asked)]).toEqual([asked, true]);
  expect(denied).toEqual([]);
});

test("it loses tags and settings, and everything but the boundary, which its deployer cannot take off", async () => {
  const { actions, denied } = await change({
    ...grown,
    tags: {},
    permissionsBoundary: undefined,
    settings: {},
  });
  expect(actions).toContain("lambda:DeleteFunctionConcurrency");
  expect(actions).toContain("s3:DeleteObjectTagging");
  const kept = denied.filter((told) => !told.includes("iam:DeleteRolePermissionsBoundary"));
  expect(kept).toEqual([]);
  expect(denied).not.toEqual([]);
});

test("it is destroyed", async () => {
  await terraform.destroy(stack);
});
