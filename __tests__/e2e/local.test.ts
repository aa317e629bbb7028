import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { stopEmulator } from "../../local/emulator";
import { readEmulator } from "../../local/emulator-record";
import { isAlive } from "../../local/processes";
import { projectRoot } from "./throwaway-project";

/*
 * `cdktf-ground-truth local` in the folder of a user whose buckets, keys, topics, queues, functions, roles and groups exist
 * already, as is normal; then what becomes of runs that meet each other, or are killed.
 */
const root = mkdtempSync(join(tmpdir(), "ground-truth-local-"));
const program = join(projectRoot, "dist", "cli", "main.js");
const env = { ...process.env, AWS_PROFILE: "prod", AWS_ENDPOINT_URL: undefined };

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, "local", ...args], {
    cwd: root,
    env,
    encoding: "utf8",
  });
  process.stderr.write(stdout + stderr);
  return { status, stdout, stderr };
}

const local = (...path: string[]) => join(root, ".local", ...path);

/** Starts `up`, and waits until Terraform is at work in the last stack. */
async function begun() {
  const child = spawn(process.execPath, [program, "local", "up"], { cwd: root, env });
  let err = "";
  child.stderr.on("data", (chunk) => (err += String(chunk)));
  child.stdout.resume();
  const exit = once(child, "exit");
  while (!existsSync(local("stacks", "xrays", ".terraform.tfstate.lock.info"))) {
    if (child.exitCode !== null) throw new Error(`up ended too early: ${err}`);
    await sleep(20);
  }
  const terraforms = readdirSync(local("processes")).map(Number);
  return { child, exit, terraforms, moto: readEmulator(root)!.pid!, err: () => err };
}

const gone = async (pids: readonly number[]) => {
  while (pids.some(isRunning)) await sleep(50);
};

/** A child that nobody has asked for its exit code yet is none. */
function isRunning(pid: number): boolean {
  if (!isAlive(pid)) return false;
  return !/^Z/.test(spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" }).stdout);
}

/** Providers that are still there of these Terraforms, each of which leads a group. */
function providersOf(groups: readonly number[]): string[] {
  const { stdout } = spawnSync("ps", ["-eo", "pgid=,args="], { encoding: "utf8" });
  return stdout
    .split("\n")
    .filter(
      (line) => line.includes("terraform-provider") && groups.includes(Number.parseInt(line.trim(), 10)),
    );
}

beforeAll(() => {
  const topic = (name: string) =>
    `{ existing: "arn:aws:sns:eu-west-1:111122223333:${name}", encryptionKey: { existing: alias/acme-data } }`;
  const lambda = "arn:aws:lambda:eu-west-1:111122223333:function";
  writeFileSync(
    join(root, "ground-truth.yaml"),
    `namePrefix: acme
region: eu-west-1
workflows:
  - name: signs
    type: built-in
    taskType: BoundingBox
    inputs: [s3://acme-raw/signs/]
    output: s3://acme-labels/signs/
    buckets: { existing: [{ name: acme-raw, encryptionKey: { existing: alias/acme-data }, manageCors: true }] }
    encryptionKey: { existing: alias/acme-data }
    executionRole: { existing: labeling-signs }
  - name: letters
    type: streaming
    taskType: TextClassificationSingleLabel
    inputs: [s3://acme-letters/job/]
    output: s3://acme-letter-labels/
    encryptionKey: { existing: alias/acme-data }
    executionRole: { existing: labeling-letters }
    inputTopic: ${topic("letters-in")}
    outputTopic: ${topic("letters-out")}
    answers:
      subscribeQueues: ["arn:aws:sqs:eu-west-1:111122223333:letter-answers"]
      subscribeFunctions: ["${lambda}:letter-answers"]
  - name: xrays
    type: custom
    inputs: [s3://acme-xrays/in/]
    output: s3://acme-xrays/out/
    encryptionKey: { existing: alias/acme-data }
    executionRole: { existing: labeling-xrays }
    customTask:
      template: { existing: s3://acme-xrays/in/form.liquid.html }
      preAnnotation: { existing: "${lambda}:xray-before" }
      postAnnotation: { existing: "${lambda}:xray-after:live", roleArn: "arn:aws:iam::111122223333:role/xray-after" }
access:
  - persona: console-user
    name: lead
    workflows: [signs]
    attachTo: { groups: [leads] }
`,
  );
});

afterAll(async () => {
  await stopEmulator(root);
  rmSync(root, { recursive: true, force: true });
}, 60_000);

test("up makes what exists on AWS, applies the stacks in its account, and says what it made", () => {
  const { status, stdout } = run("up");
  expect(status).toBe(0);
  expect(stdout).toMatch(
    /^Made on the emulator, empty, as it exists on AWS: .*role labeling-signs.* and \d+ more\.$/m,
  );
  expect(stdout).toMatch(/^letters +apply +5 added, 0 changed, 0 destroyed/m);
  expect(stdout).toMatch(/^Up at http:\/\/127\.0\.0\.1:\d+: access, letters, signs, xrays\.$/m);
});

test("up of one shows its outputs, in the account that its topics are in", () => {
  const { status, stdout } = run("up", "letters");
  expect(status).toBe(0);
  expect(stdout).toMatch(/^ {2}input_topic_arn +arn:aws:sns:eu-west-1:111122223333:letters-in$/m);
  expect(stdout).toMatch(/^ {2}execution_role_arn +arn:aws:iam::111122223333:role\/labeling-letters$/m);
  expect(stdout).toContain("explain letters todo");
  expect(stdout).not.toContain("Made on the emulator");
});

test("the second plan is empty", () => {
  const { status, stdout } = run("plan");
  expect(status).toBe(0);
  expect(stdout).toContain("4 stacks: 0 with changes, 4 without.");
});

test("down leaves nothing", () => {
  const { endpoint } = readEmulator(root)!;
  expect(run("down").status).toBe(0);
  expect(existsSync(local())).toBe(false);
  return expect(fetch(endpoint)).rejects.toThrow();
});

test("a second run says who is at work; killed in the middle, a run leaves what down finds and ends", async () => {
  const { child, exit, terraforms, moto } = await begun();
  const { status, stderr } = run("plan");
  expect(status).toBe(1);
  expect(stderr).toMatch(
    new RegExp(`^"local up" is at work here since \\d\\d:\\d\\d \\(process ${child.pid}\\)`),
  );
  child.kill("SIGKILL");
  await exit;
  expect(terraforms.length).toBeGreaterThan(0);
  expect(run("down").status).toBe(0);
  expect([...terraforms, moto].filter(isRunning)).toEqual([]);
  expect(providersOf(terraforms)).toEqual([]);
  expect(existsSync(local())).toBe(false);
});

test("when the emulator dies, one line says so at once", async () => {
  const { child, exit, terraforms, moto, err } = await begun();
  process.kill(moto, "SIGKILL");
  const [code] = (await exit) as [number];
  expect(code).toBe(1);
  expect(err()).toMatch(/^The emulator at http:\/\/127\.0\.0\.1:\d+ has died, .*emulator\.log\. .*\n$/);
  await gone(terraforms);
  expect(providersOf(terraforms)).toEqual([]);
  expect(readFileSync(local("emulator.log"), "utf8")).not.toBe("");
  expect(child.exitCode).toBe(1);
  expect(run("down")).toMatchObject({ status: 0 });
  expect(existsSync(local())).toBe(false);
});
