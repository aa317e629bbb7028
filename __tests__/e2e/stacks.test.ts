import { join } from "node:path";
import { provideExistingKeys } from "../../local/existing/existing-keys";
import { inParallel } from "../../local/in-parallel";
import { synthesize, synthesizedStacks } from "../../local/synthesis";
import type { Terraform } from "../../local/terraform";
import { atOnce } from "../../local/terraform";
import { prepareWorkDirectory, type WorkDirectory } from "../../local/work-directory";
import { actionsOf, deniedCalls, deployerRole, exampleStacksWithDeployers } from "../deployer-proof";
import { unrecorded } from "../permissions/deployer-unrecorded";
import { contentOf, onAnotherDay } from "./another-day";
import { compareWithKept } from "./kept-recording";
import { EmulatedAws } from "./emulated-aws";
import { leftovers } from "./leftovers";
import { emulatedPolicy, plannedPolicies, unknownPolicies, type PlannedPolicy } from "./policies";
import { recordedCalls } from "./recorded-calls";
import { emulatedTerraform, endEmulated } from "./recorded-terraform";
import type { RecordingProxy } from "./recording-proxy";
import { projectRoot, removeProject, throwawayProject } from "./throwaway-project";

/*
 * The stacks of the shipped examples, through their whole life with the real Terraform and the real AWS provider.
 */

const planFile = "first.tfplan";

// Before the tests, which are named after the stacks.
const root = throwawayProject();
const stacks = [...prepared(root, "ground-truth.yaml"), ...prepared(root, "examples/custom-workflows.yaml")];
const each = stacks.map((stack): [string, WorkDirectory] => [stack.name, stack]);

/** The stacks of a configuration, synthesized in a project and ready to be applied. */
function prepared(project: string, config: string): WorkDirectory[] {
  process.env["GROUND_TRUTH_CONFIG"] = join(projectRoot, config);
  synthesize(project);
  delete process.env["GROUND_TRUTH_CONFIG"];
  return synthesizedStacks(project).map((stack) => prepareWorkDirectory(root, stack));
}

let endpoint: string;
let terraform: Terraform;
let deployedOnce: ReturnType<typeof exampleStacksWithDeployers>["stacks"] | undefined;
const withDeployer = () => (deployedOnce ??= exampleStacksWithDeployers().stacks);
const planned = new Map<WorkDirectory, PlannedPolicy[]>();
// Keeps every request: what whoever deploys must be allowed.
let proxy: RecordingProxy;

beforeAll(async () => {
  ({ endpoint, proxy, terraform } = await emulatedTerraform(root));
  await provideExistingKeys(endpoint, stacks);
}, 120_000);

afterAll(() => endEmulated(root, proxy), 60_000);

test("the example has stacks", () => {
  expect(stacks).not.toHaveLength(0);
});

test("the stacks are valid, and can be planned", async () => {
  const plan = async (stack: WorkDirectory) => {
    await terraform.init(stack);
    expect(await terraform.changes(stack, planFile)).toBeDefined();
  };
  expect(await inParallel(stacks, atOnce, plan)).toEqual([]);
});

test.each(each)("the first plan of %s shows every policy in full", async (_name, stack) => {
  const plan = await terraform.showPlan(stack, planFile);
  planned.set(stack, plannedPolicies(plan));
  expect(unknownPolicies(plan)).toEqual([]);
  expect(planned.get(stack)).not.toHaveLength(0);
});

test("the plans can be applied", async () => {
  expect(await inParallel(stacks, atOnce, (stack) => terraform.apply(stack, planFile))).toEqual([]);
});

test("synthesized again on another day, in another place, they are the same to the byte", () => {
  const before = stacks.map(({ name, directory }) => [name, contentOf(directory)]);
  expect(Object.keys(Object.assign({}, ...before.map(([, files]) => files)))).toContain(
    "assets/pre_annotation_code.zip",
  );
  const elsewhere = throwawayProject();
  try {
    onAnotherDay(() => {
      prepared(elsewhere, "ground-truth.yaml");
      prepared(elsewhere, "examples/custom-workflows.yaml");
    });
  } finally {
    removeProject(elsewhere);
  }
  expect(stacks.map(({ name, directory }) => [name, contentOf(directory)])).toEqual(before);
});

// What these plans are made of is what was synthesized on that day.
test("once they are applied, nothing is left to change", async () => {
  const changed: string[] = [];
  const plan = async (stack: WorkDirectory) => {
    const changes = await terraform.changes(stack);
    if (changes !== undefined) changed.push(`${stack.name}: ${changes}`);
  };
  expect(await inParallel(stacks, atOnce, plan)).toEqual([]);
  expect(changed).toEqual([]);
});

test.each(each)("the policies of %s are those of its plan", async (_name, stack) => {
  const aws = EmulatedAws.of(endpoint, stack);
  expect(planned.get(stack)).toBeDefined();
  for (const policy of planned.get(stack) ?? []) {
    const emulated = await emulatedPolicy(aws, stack, policy);
    expect([policy.address, JSON.parse(emulated ?? "null")]).toEqual([
      policy.address,
      JSON.parse(policy.document),
    ]);
  }
});

test("the stacks can be destroyed", async () => {
  expect(await leftovers(EmulatedAws.of(endpoint, stacks[0] as WorkDirectory))).not.toEqual([]);
  expect(await inParallel(stacks, atOnce, (stack) => terraform.destroy(stack))).toEqual([]);
});

test.each(each)("nothing of %s stays behind", async (_name, stack) => {
  expect(await leftovers(EmulatedAws.of(endpoint, stack))).toEqual([]);
});

describe.each(each)("the deployer of %s", (name, stack) => {
  const calls = () => recordedCalls(proxy.requests, name);
  const deployed = () => withDeployer()[name]!;
  const deployer = () => deployed().role(deployerRole(name));

  test("may do everything that was asked of AWS", async () => {
    expect(calls()).not.toHaveLength(0);
    expect(await deniedCalls(deployed(), deployer(), calls())).toEqual([]);
  });

  test("may do nothing else, but for what has a reason", () => {
    const asked = new Set(calls().map(({ action }) => action));
    expect(actionsOf(deployer()).filter((action) => !asked.has(action) && !(action in unrecorded))).toEqual(
      [],
    );
  });

  test("is tested without Terraform on the same calls", () => {
    compareWithKept(stack, calls());
  });
});
