import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify, stripVTControlCharacters } from "node:util";
import { emulatorEnvironment } from "../../local/environment";
import type { Emulator } from "../../local/emulator-record";
import { startMoto, stopMoto } from "../../local/moto";
import { providerInstallation } from "../../local/terraform-cli-config";
import { AwsStandIn } from "../tasks/aws-stand-in";
import { png } from "../tasks/png";
import { elements, EmulatedAws } from "./emulated-aws";
import { projectRoot } from "./throwaway-project";

/*
 * docs/labeling-jobs.md, from a folder of ten pictures to a started job in five commands: the real cdktf CLI and the real
 * provider on the emulator, uploads and checks with the real SDK; SageMaker, which the emulator lacks, is a stand-in that
 * holds every request against the API model.
 *
 * LABELING_JOB_WRITE=1 writes the outputs of the page anew.
 */
const scratch = mkdtempSync(join(tmpdir(), "ground-truth-job-"));
const page = join(projectRoot, "docs", "labeling-jobs.md");
const programs: Readonly<Record<string, readonly string[]>> = {
  cdktf: [join(projectRoot, "node_modules", ".bin", "cdktf")],
  "cdktf-ground-truth": [process.execPath, join(projectRoot, "dist", "cli", "main.js")],
};
let emulator: Emulator;
let aws: AwsStandIn;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  emulator = await startMoto(join(scratch, "moto.log"), () => undefined);
  aws = new AwsStandIn({ objects: {}, roles: {}, jobs: {}, teams: ["drawers"] }, emulator.endpoint);
  await aws.start();
  env = {
    ...emulatorEnvironment(aws.endpoint),
    ...providerInstallation(join(scratch, "terraform")),
    TF_INPUT: undefined,
    TF_IN_AUTOMATION: undefined,
    CI: "1",
    NO_COLOR: "1",
    NODE_NO_WARNINGS: "1",
  };
  const existing = new EmulatedAws(emulator.endpoint, "111122223333", "eu-west-1");
  const place =
    "<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>";
  for (const bucket of ["acme-raw", "acme-labels"]) await existing.put("s3", `/${bucket}`, place);
  symlinkSync(join(projectRoot, "node_modules"), join(scratch, "node_modules"));
  writeFileSync(
    join(scratch, "cdktf.json"),
    JSON.stringify({
      language: "typescript",
      sendCrashReports: "false",
      app: [...programs["cdktf-ground-truth"]!, "synth"].map((word) => `'${word}'`).join(" "),
    }),
  );
  mkdirSync(join(scratch, "pictures"));
  for (let number = 1; number <= 10; number++)
    writeFileSync(
      join(scratch, "pictures", `${number}.png`),
      png(number * 4, 30, () => [number * 20, 80, 200]),
    );
}, 120_000);

afterAll(async () => {
  await aws?.stop();
  if (emulator !== undefined) await stopMoto(emulator);
  rmSync(scratch, { recursive: true, force: true });
}, 60_000);

async function typed(command: string): Promise<string> {
  const [npx, program = "", ...args] = command.split(" ");
  expect(npx).toBe("npx");
  const [file = "", ...first] = programs[program]!;
  // Checksums of the provider are looked for in Terraform's registry, and this machine may have no network.
  if (program === "cdktf") args.push("--skip-provider-lock");
  // The test answers as AWS meanwhile, so that it may not stand still.
  const { stdout, stderr } = await promisify(execFile)(file, [...first, ...args], {
    cwd: scratch,
    env,
    maxBuffer: 64 * 1024 * 1024,
  }).catch((error: Error & { stdout: string; stderr: string }) => {
    throw new Error(`${command}\n${error.stdout}${error.stderr}`);
  });
  process.stderr.write(`$ ${command}\n${stdout}${stderr}`);
  return stripVTControlCharacters(`${stdout}${stderr}`).trimEnd();
}

/** Of many lines the page shows some: what cdktf tells while it waits is another one on each run. */
function shownOf(command: string, output: string): string {
  if (command.startsWith("npx cdktf ")) return /Apply complete!.*/.exec(output)?.[0] ?? output;
  return output.replace(/^\{\n[^]*?^\}$/m, "{ … the request, whole … }");
}

test("docs/labeling-jobs.md: five commands from a folder of ten pictures to a started job", async () => {
  let text = readFileSync(page, "utf8");
  const [, section = ""] = /^## From a folder of pictures to a started job\n([^]*?)^## /m.exec(text) ?? [];
  const [, configuration = ""] = /```yaml\n([^]*?)```/.exec(section) ?? [];
  const [, block = ""] = /```console\n([^]*?)```/.exec(section) ?? [];
  writeFileSync(join(scratch, "ground-truth.yaml"), configuration);
  const steps = block.split(/^\$ /m).slice(1);
  expect(steps).toHaveLength(5);
  for (const step of steps) {
    const [command = "", ...shown] = step.trimEnd().split("\n");
    const output = shownOf(command, await typed(command));
    if (process.env["LABELING_JOB_WRITE"] === "1")
      text = text.replace(`$ ${step.trimEnd()}`, () => `$ ${command}\n${output}`);
    else expect({ command, output }).toEqual({ command, output: shown.join("\n") });
  }
  writeFileSync(page, text);
  const [[name, { request }] = ["", {}] as never] = Object.entries(aws.world.jobs);
  expect(name).toMatch(/^acme-street-signs-[0-9a-f]{8}$/);
  expect(request).toMatchObject({ HumanTaskConfig: { NumberOfHumanWorkersPerDataObject: 5 } });
});

/** What `job start --dry-run` says of the account as it is now. */
async function found(about: string): Promise<string> {
  const command = "npx cdktf-ground-truth job start street-signs --name acme-street-signs-2 --dry-run";
  const out = await typed(command).catch((error: Error) => error.message);
  return out.split("\n").find((line) => line.includes(` ${about} `)) ?? out;
}

test("the checks go by the policies that the account has now, whoever asks", async () => {
  const account = new EmulatedAws(emulator.endpoint, "111122223333", "eu-west-1");
  const denies = {
    Version: "2012-10-17",
    Statement: {
      Sid: "Nobody",
      Effect: "Deny",
      Principal: { AWS: "arn:aws:iam::111122223333:role/acme-street-signs-execution" },
      Action: "s3:GetObject",
      Resource: "arn:aws:s3:::acme-raw/images/*",
    },
  };
  await account.put("s3", "/acme-raw?policy", JSON.stringify(denies));
  expect(await found("objects")).toMatch(
    /✗ objects .*0 of 10 samples readable by the role; .*Nobody denies it/,
  );
  await account.delete("s3", "/acme-raw?policy");
  expect(await found("objects")).toMatch(/✓ objects .*10 of 10/);

  const RoleName = "acme-street-signs-execution";
  const [PolicyArn = ""] = elements(
    await account.query("iam", "ListAttachedRolePolicies", { RoleName }),
    "PolicyArn",
  );
  await account.query("iam", "DetachRolePolicy", { RoleName, PolicyArn });
  expect(await found("objects")).toMatch(/✗ objects .*no statement/);
  expect(await found("answers")).toMatch(/✗ answers .*s3:PutObject/);
  await account.query("iam", "AttachRolePolicy", { RoleName, PolicyArn });
  expect(await found("answers")).toMatch(/✓ answers/);
});
