import { join } from "node:path";
import { ensureEmulator, stopEmulator } from "../../local/emulator";
import { selectStacks, synthesize, synthesizedStacks } from "../../local/synthesis";
import type { Terraform } from "../../local/terraform";
import { prepareWorkDirectory, type WorkDirectory } from "../../local/work-directory";
import { actionsOf, deniedCalls, deployerRole, exampleStacksWithDeployers } from "../deployer-proof";
import { unrecorded } from "../permissions/deployer-unrecorded";
import { elements, EmulatedAws } from "./emulated-aws";
import { compareWithKept } from "./kept-recording";
import { leftovers } from "./leftovers";
import { emulatedPolicy, plannedPolicies, unknownPolicies, type PlannedPolicy } from "./policies";
import { recordedCalls } from "./recorded-calls";
import { log, recordedTerraform } from "./recorded-terraform";
import type { RecordingProxy } from "./recording-proxy";
import { projectRoot, removeProject, throwawayProject } from "./throwaway-project";

/*
 * People's rights with the real Terraform and the real AWS provider: policies for those who are made here, and for those
 * who were there before.
 */

const planFile = "first.tfplan";
const root = throwawayProject();
// Keeps every request: what whoever deploys must be allowed.
let proxy: RecordingProxy;
const there = ["role site-reliability", "group labeling-leads"];

let stack: WorkDirectory;
let aws: EmulatedAws;
let terraform: Terraform;
let planned: PlannedPolicy[] = [];

beforeAll(async () => {
  process.env["GROUND_TRUTH_CONFIG"] = join(projectRoot, "examples", "people.yaml");
  synthesize(root);
  delete process.env["GROUND_TRUTH_CONFIG"];
  const [access] = selectStacks(synthesizedStacks(root), ["access"]);
  stack = prepareWorkDirectory(root, access!);
  const { endpoint } = await ensureEmulator(root, log, {});
  aws = EmulatedAws.of(endpoint, stack);
  ({ proxy, terraform } = await recordedTerraform(root, endpoint));
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: "arn:aws:iam::111122223333:root" } },
    ],
  });
  await aws.query("iam", "CreateRole", { RoleName: "site-reliability", AssumeRolePolicyDocument });
  await aws.query("iam", "CreateGroup", { GroupName: "labeling-leads" });
  await aws.query("iam", "CreateUser", { UserName: "jane.doe" });
}, 120_000);

afterAll(async () => {
  await proxy?.stop();
  await stopEmulator(root);
  removeProject(root);
}, 60_000);

const attached = {
  role: (RoleName: string) => aws.query("iam", "ListAttachedRolePolicies", { RoleName }),
  group: (GroupName: string) => aws.query("iam", "ListAttachedGroupPolicies", { GroupName }),
  user: (UserName: string) => aws.query("iam", "ListAttachedUserPolicies", { UserName }),
};
const policiesOf = async (kind: keyof typeof attached, name: string) =>
  elements(await attached[kind](name), "PolicyName");

test("is valid, and its first plan shows every policy in full", async () => {
  await terraform.init(stack);
  expect(await terraform.changes(stack, planFile)).toBeDefined();
  const plan = await terraform.showPlan(stack, planFile);
  planned = plannedPolicies(plan);
  expect(unknownPolicies(plan)).toEqual([]);
  expect(planned.filter(({ kind }) => kind === "aws_iam_policy.policy")).toHaveLength(9);
});

test("is applied, and then nothing is left to change", async () => {
  await terraform.apply(stack, planFile);
  expect(await terraform.changes(stack)).toBeUndefined();
});

test("its policies are those of the plan", async () => {
  for (const policy of planned) {
    const emulated = await emulatedPolicy(aws, stack, policy);
    expect([policy.address, JSON.parse(emulated ?? "null")]).toEqual([
      policy.address,
      JSON.parse(policy.document),
    ]);
  }
});

test("those who were there before have their policies, and those who are made here", async () => {
  expect(await policiesOf("group", "labeling-leads")).toEqual(["acme-labeling-lead"]);
  expect(await policiesOf("role", "site-reliability")).toEqual(["acme-on-call"]);
  expect(await policiesOf("user", "jane.doe")).toEqual(["acme-function-author"]);
  expect(await policiesOf("group", "labeling-key-keepers")).toEqual(["acme-key-keeper"]);
  for (const name of ["job-creator", "auditor", "deployer"]) {
    expect(await policiesOf("role", `acme-${name}`)).toEqual([`acme-${name}`]);
  }
});

test("is destroyed without a trace, and those who were there before still are", async () => {
  await terraform.destroy(stack);
  expect(await leftovers(aws)).toEqual(there);
  expect(await policiesOf("role", "site-reliability")).toEqual([]);
  expect(await policiesOf("user", "jane.doe")).toEqual([]);
});

test("its deployer may do everything that was asked of AWS, and nothing else without a reason", async () => {
  const calls = recordedCalls(proxy.requests, stack.name);
  const deployed = exampleStacksWithDeployers().stacks[stack.name]!;
  const deployer = deployed.role(deployerRole(stack.name));
  const asked = new Set(calls.map(({ action }) => action));
  expect(calls).not.toHaveLength(0);
  expect(await deniedCalls(deployed, deployer, calls)).toEqual([]);
  expect(actionsOf(deployer).filter((action) => !asked.has(action) && !(action in unrecorded))).toEqual([]);
  compareWithKept(stack, calls);
});
