import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { synthesize, synthesizedStacks } from "../../local/synthesis";
import type { Terraform } from "../../local/terraform";
import { prepareWorkDirectory, type WorkDirectory } from "../../local/work-directory";
import { EmulatedAws } from "./emulated-aws";
import { emulatedTerraform, endEmulated } from "./recorded-terraform";
import type { RecordingProxy } from "./recording-proxy";
import { throwawayProject } from "./throwaway-project";

/*
 * What terraform destroy does to keys, with the protection that the shipped output has and `npm run local` takes away.
 */

const root = throwawayProject();
let endpoint: string;
let terraform: Terraform;
let proxy: RecordingProxy;

const kept = `
  - name: kept
    type: built-in
    taskType: BoundingBox
    inputs: [s3://acme-raw/]
    output: s3://acme-labels/
`;
const own = `
  - name: own
    type: built-in
    taskType: BoundingBox
    inputs: [s3://acme-own/]
    output: s3://acme-own/labels/
    buckets: { create: [{ name: acme-own }] }
`;

/** The stacks of these workflows, with their protection. @returns them by name */
function prepared(...workflows: string[]): Record<string, WorkDirectory> {
  const config = join(root, "mine.yaml");
  writeFileSync(config, `namePrefix: acme\nregion: eu-west-1\nworkflows:${workflows.join("")}`);
  process.env["GROUND_TRUTH_CONFIG"] = config;
  synthesize(root);
  delete process.env["GROUND_TRUTH_CONFIG"];
  const works = synthesizedStacks(root).map((stack) => {
    const work = prepareWorkDirectory(root, stack);
    protectAgain(work, stack.directory);
    return [stack.name, work];
  });
  return Object.fromEntries(works) as Record<string, WorkDirectory>;
}

function protectAgain({ directory }: WorkDirectory, shipped: string): void {
  const file = join(directory, "cdk.tf.json");
  const [local, original] = [file, join(shipped, "cdk.tf.json")].map((name) =>
    JSON.parse(readFileSync(name, "utf8")),
  );
  for (const [name, { lifecycle }] of Object.entries<{ lifecycle?: object }>(
    original.resource.aws_kms_key ?? {},
  ))
    if (lifecycle !== undefined) local.resource.aws_kms_key[name].lifecycle = lifecycle;
  writeFileSync(file, JSON.stringify(local));
}

async function keyState(work: WorkDirectory, alias: string): Promise<string> {
  const { KeyMetadata: key } = await EmulatedAws.of(endpoint, work).json<{
    KeyMetadata: { KeyState: string };
  }>("kms", "TrentService.DescribeKey", { KeyId: alias });
  return key.KeyState;
}

function addresses({ directory }: WorkDirectory): string[] {
  const { stdout } = spawnSync("terraform", ["state", "list"], { cwd: directory, encoding: "utf8" });
  return stdout.split("\n").filter((line) => line !== "" && !line.startsWith("data."));
}

beforeAll(async () => {
  ({ endpoint, proxy, terraform } = await emulatedTerraform(root));
}, 120_000);

afterAll(() => endEmulated(root, proxy), 60_000);

test("a key whose answers stay in a bucket that exists: destroy is refused before anything is deleted, and names the key", async () => {
  const { kept: work } = prepared(kept);
  await terraform.init(work!);
  await terraform.apply(work!);
  const before = addresses(work!);
  await expect(terraform.destroy(work!)).rejects.toThrow(
    /Instance cannot be destroyed[^]*aws_kms_key\.key has\s+lifecycle\.prevent_destroy set/,
  );
  expect(addresses(work!)).toEqual(before);
  expect(await keyState(work!, "alias/acme-kept")).toBe("Enabled");
}, 300_000);

test("the key leaves Terraform by `state rm`, and the rest can be destroyed", async () => {
  const { kept: work } = prepared(kept);
  const keys = ["aws_kms_key.key", "aws_kms_alias.key_alias"];
  expect(
    spawnSync("terraform", ["state", "rm", ...keys], { cwd: work!.directory, encoding: "utf8" }).status,
  ).toBe(0);
  await terraform.destroy(work!);
  expect(addresses(work!)).toEqual([]);
  expect(await keyState(work!, "alias/acme-kept")).toBe("Enabled");
}, 300_000);

test("the one switch lets the key go", async () => {
  const switched = kept.replaceAll("kept", "switched");
  const { switched: work } = prepared(switched);
  await terraform.init(work!);
  await terraform.apply(work!);
  const { switched: off } = prepared(`${switched}    encryptionKey: { create: { preventDestroy: false } }\n`);
  await terraform.destroy(off!);
  expect(addresses(off!)).toEqual([]);
}, 300_000);

test("a bucket that is not empty stays when its stack is destroyed, and its key and alias with it", async () => {
  const { own: work } = prepared(own);
  await terraform.init(work!);
  await terraform.apply(work!);
  const aws = EmulatedAws.of(endpoint, work!);
  // The emulator takes the denial of insecure transport for one of everything.
  await aws.delete("s3", "/acme-own?policy");
  await aws.put("s3", "/acme-own/labels/answer.json", "{}");
  await expect(terraform.destroy(work!)).rejects.toThrow(/BucketNotEmpty/);
  expect(await keyState(work!, "alias/acme-own")).toBe("Enabled");
  expect(addresses(work!)).toEqual(expect.arrayContaining(["aws_kms_key.key", "aws_kms_alias.key_alias"]));
}, 300_000);

test("a stack that left the configuration is destroyed in the folder that synth names", async () => {
  const leaving =
    kept.replaceAll("kept", "leaving") + "    encryptionKey: { create: { preventDestroy: false } }\n";
  const config = join(root, "mine.yaml");
  const synth = (...workflows: string[]): void => {
    writeFileSync(config, `namePrefix: acme\nregion: eu-west-1\nworkflows:${workflows.join("")}`);
    process.env["GROUND_TRUTH_CONFIG"] = config;
    synthesize(root);
    delete process.env["GROUND_TRUTH_CONFIG"];
  };
  synth(kept, leaving);
  const { directory } = synthesizedStacks(root).find(({ name }) => name === "leaving")!;
  const work: WorkDirectory = { name: "leaving", directory };
  await terraform.init(work);
  await terraform.apply(work);
  expect(addresses(work)).toContain("aws_kms_key.key");
  synth(kept);
  expect(existsSync(directory)).toBe(false);
  const moved: WorkDirectory = {
    name: "leaving",
    directory: join(directory, "..", "..", "removed", "leaving"),
  };
  // The two commands that synth tells.
  await terraform.init(moved);
  await terraform.destroy(moved);
  expect(addresses(moved)).toEqual([]);
  expect(await keyState(moved, "alias/acme-leaving").catch(() => "gone")).toBe("gone");
}, 300_000);
