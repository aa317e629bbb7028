import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { ensureEmulator, stopEmulator } from "../../local/emulator";
import { inParallel } from "../../local/in-parallel";
import { synthesize, synthesizedStacks } from "../../local/synthesis";
import { atOnce, Terraform } from "../../local/terraform";
import { prepareWorkDirectory, type WorkDirectory } from "../../local/work-directory";
import { readConfig } from "../../stacks";
import { deniedCalls, deployerRole, withDeployers } from "../deployer-proof";
import { EmulatedAws } from "./emulated-aws";
import { leftovers } from "./leftovers";
import { unknownPolicies } from "./policies";
import { recordedCalls } from "./recorded-calls";
import { RecordingProxy } from "./recording-proxy";
import { projectRoot, removeProject, throwawayProject } from "./throwaway-project";

/*
 * Workflows that use what other stacks make, from nothing and in the order of the manifest, with the real Terraform and the
 * real AWS provider. Each is planned before anything of the others is there.
 */

const step = (name: string, inputs: readonly string[], change: object = {}) => ({
  name,
  type: "streaming",
  taskType: "BoundingBox",
  inputs: inputs.map((folder) => `s3://acme-chain/${folder}/`),
  output: `s3://acme-chain/labels/${name}/`,
  answers: { queue: {} },
  ...change,
});
/** Labels, verifies and adjusts on one bucket, which the first of them makes, with a key for each. */
const chain = {
  namePrefix: "acme",
  region: "eu-west-1",
  workflows: [
    step("adjust", ["images", "labels/label", "labels/verify"], { upstream: "verify" }),
    step("verify", ["images", "labels/label"], { upstream: "label" }),
    step("label", ["images"], {
      buckets: { create: [{ name: "acme-chain", forceDestroy: true }] },
      s3Events: [{ location: "s3://acme-chain/images/", suffix: ".jpg" }],
    }),
  ],
};

const root = throwawayProject();
const folder = mkdtempSync(join(tmpdir(), "ground-truth-"));
const chainFile = join(folder, "chain.yaml");
writeFileSync(chainFile, stringify(chain));
const files = {
  "two on one bucket and key": join(projectRoot, "examples", "shared.yaml"),
  "a chain with three keys": chainFile,
};

/** The stacks of a configuration, those that others depend on first, ready to be applied. */
function prepared(config: string): WorkDirectory[] {
  const project = throwawayProject();
  try {
    process.env["GROUND_TRUTH_CONFIG"] = config;
    synthesize(project);
    delete process.env["GROUND_TRUTH_CONFIG"];
    return synthesizedStacks(project).map((stack) => prepareWorkDirectory(root, stack));
  } finally {
    removeProject(project);
  }
}

let endpoint: string;
let terraform: Terraform;
// Keeps every request: what whoever deploys must be allowed.
let proxy: RecordingProxy;
const log = (line: string) => process.stderr.write(`${line}\n`);

beforeAll(async () => {
  ({ endpoint } = await ensureEmulator(root, log, {}));
  proxy = await RecordingProxy.before(endpoint);
  terraform = new Terraform(root, proxy.endpoint, (stack, command, result, seconds) =>
    log(`${stack} ${command}: ${result} (${seconds.toFixed(1)} s)`),
  );
}, 120_000);

afterAll(async () => {
  await proxy?.stop();
  await stopEmulator(root);
  removeProject(root);
  rmSync(folder, { recursive: true });
}, 60_000);

describe.each(Object.entries(files))("%s", (title, file) => {
  const stacks = prepared(file);
  const planFile = "first.tfplan";

  test("come in the order in which they are deployed", () => {
    const names = stacks.map(({ name }) => name);
    if (title.startsWith("two")) expect(names[0]).toBe("shared");
    else expect(names).toEqual(["label", "verify", "adjust"]);
  });

  test("are planned each alone, with every policy in full", async () => {
    const unknown: string[] = [];
    const plan = async (stack: WorkDirectory) => {
      await terraform.init(stack);
      await terraform.validate(stack);
      expect(await terraform.changes(stack, planFile)).toBeDefined();
      unknown.push(...unknownPolicies(await terraform.showPlan(stack, planFile)));
    };
    expect(await inParallel(stacks, atOnce, plan)).toEqual([]);
    expect(unknown).toEqual([]);
  });

  test("are applied from nothing, one after the other", async () => {
    for (const stack of stacks) await terraform.apply(stack, planFile);
  });

  test("have nothing left to change", async () => {
    const changed: string[] = [];
    const plan = async (stack: WorkDirectory) => {
      const changes = await terraform.changes(stack);
      if (changes !== undefined) changed.push(`${stack.name}: ${changes}`);
    };
    expect(await inParallel(stacks, atOnce, plan)).toEqual([]);
    expect(changed).toEqual([]);
  });

  test("are destroyed in the other order, and nothing stays behind", async () => {
    for (const stack of [...stacks].reverse()) await terraform.destroy(stack);
    expect(await leftovers(EmulatedAws.of(endpoint, stacks[0] as WorkDirectory))).toEqual([]);
  });

  test("are deployed by deployers who may do what was asked of AWS, and each knows its stack alone", async () => {
    const deployed = withDeployers(readConfig(file)).stacks;
    for (const { name } of stacks) {
      const calls = recordedCalls(proxy.requests, name);
      expect(calls).not.toHaveLength(0);
      expect(await deniedCalls(deployed[name]!, deployed[name]!.role(deployerRole(name)), calls)).toEqual([]);
    }
  });
});
