import { inParallel } from "../../local/in-parallel";
import { synthesize, synthesizedStacks } from "../../local/synthesis";
import type { Terraform } from "../../local/terraform";
import { atOnce } from "../../local/terraform";
import { prepareWorkDirectory, type WorkDirectory } from "../../local/work-directory";
import { readConfig } from "../../stacks";
import { deniedCalls, deployerRole, withDeployers } from "../deployer-proof";
import { EmulatedAws } from "./emulated-aws";
import { leftovers } from "./leftovers";
import { unknownPolicies } from "./policies";
import { recordedCalls } from "./recorded-calls";
import { emulatedTerraform, endEmulated } from "./recorded-terraform";
import type { RecordingProxy } from "./recording-proxy";
import { removeProject, throwawayProject } from "./throwaway-project";

interface Stack extends WorkDirectory {
  readonly needs: readonly string[];
}

/** The stacks of a configuration, those that others need first, ready to be applied. */
function prepared(root: string, config: string): Stack[] {
  const project = throwawayProject();
  try {
    process.env["GROUND_TRUTH_CONFIG"] = config;
    synthesize(project);
    delete process.env["GROUND_TRUTH_CONFIG"];
    return synthesizedStacks(project).map((stack) => ({
      ...prepareWorkDirectory(root, stack),
      needs: stack.dependencies ?? [],
    }));
  } finally {
    removeProject(project);
  }
}

/** Does `work` for each as soon as it is done for those that `before` names; for the others even if it fails for one. */
async function inTurn(
  stacks: readonly Stack[],
  before: (stack: Stack) => readonly string[],
  work: (stack: Stack) => Promise<void>,
): Promise<void> {
  const done = new Map<string, Promise<void>>();
  for (const stack of stacks) {
    const first = Promise.all(before(stack).map((name) => done.get(name)!));
    done.set(
      stack.name,
      first.then(() => work(stack)),
    );
  }
  const results = await Promise.allSettled(done.values());
  const failed = results.flatMap((result) =>
    result.status === "rejected" ? [result.reason as unknown] : [],
  );
  expect(failed).toEqual([]);
}

/**
 * Tests of a configuration whose stacks use what others of them make, from nothing, with the real Terraform and the real AWS
 * provider. Each is planned before anything of the others is there.
 */
export function deployInTurn(file: string, checkOrder: (names: readonly string[]) => void): void {
  const root = throwawayProject();
  const stacks = prepared(root, file);
  const planFile = "first.tfplan";
  let endpoint: string;
  let terraform: Terraform;
  // Keeps every request: what whoever deploys must be allowed.
  let proxy: RecordingProxy;

  beforeAll(async () => {
    ({ endpoint, proxy, terraform } = await emulatedTerraform(root));
  });

  afterAll(() => endEmulated(root, proxy));

  test("the stacks come in the order in which they are deployed", () => {
    checkOrder(stacks.map(({ name }) => name));
  });

  test("are planned each alone, with every policy in full", async () => {
    const unknown: string[] = [];
    const plan = async (stack: WorkDirectory) => {
      await terraform.init(stack);
      expect(await terraform.changes(stack, planFile)).toBeDefined();
      unknown.push(...unknownPolicies(await terraform.showPlan(stack, planFile)));
    };
    expect(await inParallel(stacks, atOnce, plan)).toEqual([]);
    expect(unknown).toEqual([]);
  });

  test("are applied from nothing, each as soon as what it needs is there", async () => {
    await inTurn(
      stacks,
      ({ needs }) => needs,
      (stack) => terraform.apply(stack, planFile),
    );
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

  test("are destroyed, each once nobody needs it, and nothing stays behind", async () => {
    await inTurn(
      [...stacks].reverse(),
      ({ name }) => stacks.filter(({ needs }) => needs.includes(name)).map((other) => other.name),
      (stack) => terraform.destroy(stack),
    );
    expect(await leftovers(EmulatedAws.of(endpoint, stacks[0]!))).toEqual([]);
  });

  test("are deployed by deployers who may do what was asked of AWS, and each knows its stack alone", async () => {
    const deployed = withDeployers(readConfig(file)).stacks;
    for (const { name } of stacks) {
      const calls = recordedCalls(proxy.requests, name);
      expect(calls).not.toHaveLength(0);
      expect(await deniedCalls(deployed[name]!, deployed[name]!.role(deployerRole(name)), calls)).toEqual([]);
    }
  });
}
