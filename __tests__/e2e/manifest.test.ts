import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { emulatorEnvironment } from "../../local/environment";
import type { Emulator } from "../../local/emulator-record";
import { startMoto, stopMoto } from "../../local/moto";
import { EmulatedAws } from "./emulated-aws";
import { projectRoot } from "./throwaway-project";

/* `manifest make` and `manifest check --objects` from a place in S3: the real SDK, against the emulator. */
const scratch = mkdtempSync(join(tmpdir(), "ground-truth-manifest-"));
const pictures = 1005;
let emulator: Emulator;
let aws: EmulatedAws;

beforeAll(async () => {
  emulator = await startMoto(join(scratch, "moto.log"), () => undefined);
  aws = new EmulatedAws(emulator.endpoint, "123456789012", "eu-west-1");
  const place =
    "<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>";
  await aws.put("s3", "/acme-raw", place);
  // S3 lists a thousand at a time.
  const names = Array.from({ length: pictures }, (_, index) => `${index}`.padStart(4, "0"));
  for (const name of names) await aws.put("s3", `/acme-raw/images/${name}.jpg`, "x");
  for (const key of ["images/a%20b/%C3%A9%2B1.png", "images/.hidden.jpg", "other/x.jpg"])
    await aws.put("s3", `/acme-raw/${key}`, "x");
  for (const key of ["images/empty.jpg", "images/folder/"]) await aws.put("s3", `/acme-raw/${key}`, "");
}, 120_000);

afterAll(async () => {
  if (emulator !== undefined) await stopMoto(emulator);
  rmSync(scratch, { recursive: true, force: true });
}, 60_000);

async function run(...args: string[]): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [join(projectRoot, "dist", "cli", "main.js"), "manifest", ...args],
    {
      cwd: scratch,
      env: { ...emulatorEnvironment(emulator.endpoint), NO_COLOR: "1", NODE_NO_WARNINGS: "1" },
    },
  ).catch((error: Error & { stdout: string; stderr: string }) => error);
  return `${stdout}${stderr}`;
}

test("lists every object of a place, page by page, in the order of the names' bytes", async () => {
  const told = await run("make", "s3://acme-raw/images/", "--out", "in.manifest");
  expect(told).toContain("1,006 objects listed; left out: 1 empty, 1 folder, 1 hidden.");
  const lines = readFileSync(join(scratch, "in.manifest"), "utf8").trimEnd().split("\n");
  const uris = lines.map((line) => (JSON.parse(line) as { "source-ref": string })["source-ref"]);
  expect(uris).toHaveLength(pictures + 1);
  expect(uris[0]).toBe("s3://acme-raw/images/0000.jpg");
  expect(uris.at(-1)).toBe("s3://acme-raw/images/a b/é+1.png");
  expect(uris).toEqual([...uris].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
  expect(uris.filter((uri) => /hidden|empty|folder|other/.test(uri))).toEqual([]);
});

test("is a manifest whose objects are there, until one is gone", async () => {
  expect(await run("check", "in.manifest", "--objects")).toContain("1,006 lines, 0 faulty");
  await aws.delete("s3", "/acme-raw/images/1002.jpg");
  const told = await run("check", "in.manifest", "--objects");
  expect(told).toContain("in.manifest:1003");
  expect(told).toContain("1 faulty");
});

test("tells of a bucket that is not there, in words", async () => {
  const told = await run("make", "s3://acme-none/", "--out", "none.manifest");
  expect(told).toContain("s3://acme-none/ cannot be listed: ");
  expect(told).not.toMatch(/^ +at /m);
});
