import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { readEmulator, type Emulator } from "../../local/emulator-record";
import { isMotoRunning } from "../../local/moto";
import { stopEmulator } from "../../local/emulator";
import { synthesize, synthesizedStacks } from "../../local/synthesis";
import { EmulatedAws, elements } from "./emulated-aws";
import { projectRoot, removeProject, throwawayProject } from "./throwaway-project";
import { account } from "../account";

/*
 * `npm run local` as somebody uses it whose configuration names a real account and keeps its state in a bucket.
 */

const root = throwawayProject();
const config = join(root, "mine.yaml");
let stack: string;
let emulator: Emulator;

function run(...args: string[]) {
  const env = {
    ...process.env,
    GROUND_TRUTH_CONFIG: config,
    AWS_PROFILE: "prod",
    AWS_ENDPOINT_URL: undefined,
  };
  const program = join(projectRoot, "dist", "cli", "main.js");
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, "local", ...args], {
    cwd: root,
    env,
    encoding: "utf8",
  });
  process.stderr.write(stdout + stderr);
  return { status, stdout, stderr };
}

function aws(): EmulatedAws {
  return EmulatedAws.of(emulator.endpoint, { name: stack, directory: join(root, ".local", "stacks", stack) });
}

beforeAll(() => {
  const example = parse(readFileSync(join(projectRoot, "ground-truth.yaml"), "utf8"));
  const backend = { type: "s3", bucket: "acme-terraform-state", region: "eu-west-1" };
  writeFileSync(config, stringify({ ...example, account, backend }));
  process.env["GROUND_TRUTH_CONFIG"] = config;
  synthesize(root);
  stack = smallestStack();
});

afterAll(async () => {
  await stopEmulator(root);
  removeProject(root);
}, 60_000);

async function detachOnePolicy(): Promise<string> {
  for (const RoleName of elements(await aws().query("iam", "ListRoles"), "RoleName")) {
    const attached = await aws().query("iam", "ListAttachedRolePolicies", { RoleName });
    const [PolicyArn] = elements(attached, "PolicyArn");
    if (PolicyArn === undefined) continue;
    await aws().query("iam", "DetachRolePolicy", { RoleName, PolicyArn });
    return PolicyArn;
  }
  throw new Error("No role of the stack has a policy attached.");
}

/** Terraform and the provider take their time for each resource, and this is not about resources. */
function smallestStack(): string {
  const sizes = synthesizedStacks(root).map(({ name, directory }) => ({
    name,
    size: readFileSync(join(directory, "cdk.tf.json")).length,
  }));
  sizes.sort((a, b) => a.size - b.size);
  return sizes[0]?.name ?? "";
}

test("a stack name that is unknown brings up those that are known", () => {
  const { status, stderr } = run("up", "no-such-stack");
  expect(status).toBe(1);
  expect(stderr).toContain(`There is no stack "no-such-stack".`);
  expect(stderr).toContain(stack);
  expect(stderr).not.toContain("    at ");
});

test("up applies the stack in the account that it is for", async () => {
  const { status, stdout } = run("up", stack);
  expect(status).toBe(0);
  expect(stdout).toMatch(new RegExp(`^${stack} +apply +\\d+ added`, "m"));
  emulator = readEmulator(root) as Emulator;
  expect(await isMotoRunning(emulator)).toBe(true);
  expect(elements(await aws().query("iam", "ListRoles"), "Arn").join()).toContain(`:${account}:role/`);
});

test("up once more has nothing to do, on the same emulator", () => {
  const { status, stdout } = run("up", stack);
  expect(status).toBe(0);
  expect(stdout).toContain("0 added, 0 changed, 0 destroyed");
  expect(readEmulator(root)).toEqual(emulator);
});

test("plan finds nothing to change", () => {
  const { status, stdout } = run("plan", stack);
  expect(stdout).toContain("no changes");
  expect(status).toBe(0);
});

test("plan finds what was changed behind Terraform's back", async () => {
  const policy = await detachOnePolicy();
  const { status, stdout } = run("plan", stack);
  expect(stdout).toContain("1 to add, 0 to change, 0 to destroy");
  expect(stdout).toContain(policy);
  expect(status).toBe(2);
});

test("down destroys the stack, stops the emulator and leaves no file", async () => {
  expect(run("down").status).toBe(0);
  expect(await isMotoRunning(emulator)).toBe(false);
  await expect(fetch(emulator.endpoint)).rejects.toThrow();
  expect(existsSync(join(root, ".local"))).toBe(false);
  expect(existsSync(join(root, "cdktf.out", "stacks", stack, ".terraform"))).toBe(false);
});

test("down once more says that nothing is up", () => {
  const { status, stdout } = run("down");
  expect(status).toBe(0);
  expect(stdout).toBe("Nothing is up.\n");
});

test("npm run local passes its arguments on", () => {
  const { status, stdout } = spawnSync("npm", ["run", "--silent", "local", "--", "down", "--help"], {
    cwd: projectRoot,
    encoding: "utf8",
  });
  expect(status).toBe(0);
  expect(stdout).toContain("destroy the stacks");
});
