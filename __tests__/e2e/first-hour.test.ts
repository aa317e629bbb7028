import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { startMoto, stopMoto } from "../../local/moto";
import { emulatorEnvironment } from "../../local/environment";
import type { Emulator } from "../../local/emulator-record";
import { emulatorRequest, jsonRequest } from "../../local/existing/emulator-request";
import { stopEmulator } from "../../local/emulator";
import { providerInstallation } from "../../local/terraform-cli-config";
import { projectRoot } from "./throwaway-project";

/*
 * The first hour of somebody who has the packed package and an empty folder: docs/first-hour.md word by word, then the
 * cdktf CLI as most users deploy, then each kind of workflow with the real provider. npm fetches from its registry.
 *
 * FIRST_HOUR_WRITE=1 writes the outputs of the page anew.
 */
const scratch = mkdtempSync(join(tmpdir(), "ground-truth-first-hour-"));
const page = join(projectRoot, "docs", "first-hour.md");
const tarball = "cdktf-ground-truth.tgz";
const labeling = join(scratch, "labeling");
const env: NodeJS.ProcessEnv = {
  ...process.env,
  ...providerInstallation(join(scratch, "terraform")),
  AWS_ENDPOINT_URL: undefined,
  AWS_REGION: undefined,
  AWS_DEFAULT_REGION: undefined,
  NO_COLOR: "1",
  CHECKPOINT_DISABLE: "1",
  npm_config_fund: "false",
  npm_config_audit: "false",
  npm_config_update_notifier: "false",
};

interface Ran {
  readonly status: number | null;
  readonly output: string;
}

function shell(command: string, cwd: string, more: NodeJS.ProcessEnv = {}): Ran {
  const { status, stdout } = spawnSync(`{ ${command} ; } 2>&1`, {
    cwd,
    shell: "/bin/bash",
    env: { ...env, ...more },
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  process.stderr.write(`$ ${command}\n${stdout}`);
  return { status, output: stripVTControlCharacters(stdout) };
}

function must(command: string, cwd: string, more: NodeJS.ProcessEnv = {}): string {
  const { status, output } = shell(command, cwd, more);
  if (status !== 0) throw new Error(`${command}: ${status}\n${output}`);
  return output;
}

beforeAll(() => {
  must(`npm pack --ignore-scripts --silent --pack-destination '${scratch}'`, projectRoot);
  const packed = readdirSync(scratch).find((name) => name.endsWith(".tgz"))!;
  renameSync(join(scratch, packed), join(scratch, tarball));
}, 120_000);

afterAll(async () => {
  await stopEmulator(labeling);
  rmSync(scratch, { recursive: true, force: true });
}, 60_000);

/** A command of the page, with the output that it shows. */
interface Step {
  readonly command: string;
  readonly shown: string;
}

/** Blocks of a console: lines after `$` are typed, the others come back. */
function steps(text: string): Step[] {
  const blocks = [...text.matchAll(/```console\n([\s\S]*?)```/g)].map(([, block]) => block!);
  return blocks.flatMap((block) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map((part) => {
        const [command = "", ...shown] = part.split("\n");
        return { command, shown: shown.join("\n") };
      }),
  );
}

/** What is another one on each run: times, ports, process and key ids, the machine's order of stacks. */
function settled(output: string, withoutTimes = true): string {
  return output
    .replace(/\d+(\.\d+)? ?m?s\b/g, (time) => (withoutTimes ? "1 s" : time))
    .replace(/127\.0\.0\.1:\d+/g, "127.0.0.1:5000")
    .replace(/process \d+/g, "process 1234")
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "1234abcd-12ab-34cd-56ef-1234567890ab")
    .replace(/^npm (warn|notice).*\n/gm, "")
    .replace(/added \d+ packages.*/g, (line) => (withoutTimes ? "added" : line))
    .trim();
}

test("docs/first-hour.md: each command does what the page shows", () => {
  let text = readFileSync(page, "utf8");
  const all = steps(text);
  expect(all.length).toBeGreaterThan(6);
  let cwd = scratch;
  for (const { command, shown } of all) {
    const cd = /^mkdir (\S+) && cd \1$/.exec(command)?.[1];
    if (cd !== undefined) {
      cwd = join(cwd, cd);
      mkdirSync(cwd);
      continue;
    }
    const { output } = shell(command, cwd);
    if (process.env["FIRST_HOUR_WRITE"] === "1")
      text = text.replace(`$ ${command}\n${shown}`, `$ ${command}\n${settled(output, false)}\n`);
    else expect({ command, output: settled(output) }).toEqual({ command, output: settled(shown) });
  }
  writeFileSync(page, text);
  expect(existsSync(join(labeling, ".local"))).toBe(false);
});

describe("the cdktf CLI, in the folder that init wrote", () => {
  const project = join(scratch, "deployed");
  let emulator: Emulator;
  let onEmulator: NodeJS.ProcessEnv;

  beforeAll(async () => {
    mkdirSync(project);
    must(`npm install ../${tarball}`, project);
    must(
      "npx cdktf-ground-truth init --kind built-in --name signs --prefix acme --yes --input s3://acme-raw/in/ --output s3://acme-labels/signs/",
      project,
    );
    must("npm install", project);
    const file = join(project, "ground-truth.yaml");
    // moto forgets the rotation of new keys, and cdktf applies the stacks as they are.
    const key = "    encryptionKey: { existing: alias/acme-data }\n";
    const [before, only] = readFileSync(file, "utf8").split("workflows:\n");
    const workflow = `${only}${key}`;
    const other = workflow.replace("name: signs", "name: lanes").replace("/signs/", "/lanes/");
    writeFileSync(file, `${before}workflows:\n${workflow}${other}`);
    emulator = await startMoto(join(scratch, "moto.log"), () => undefined);
    onEmulator = {
      ...emulatorEnvironment(emulator.endpoint, env),
      ...providerInstallation(join(scratch, "terraform")),
      TF_INPUT: undefined,
      TF_IN_AUTOMATION: undefined,
      CI: "1",
    };
    const place = { region: "us-east-1" };
    const { KeyMetadata } = await jsonRequest<{ KeyMetadata: { KeyId: string } }>(
      emulator.endpoint,
      place,
      "kms",
      "TrentService",
      "CreateKey",
    );
    await emulatorRequest(emulator.endpoint, place, {
      service: "kms",
      operation: "CreateAlias",
      headers: {
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": "TrentService.CreateAlias",
      },
      body: JSON.stringify({ AliasName: "alias/acme-data", TargetKeyId: KeyMetadata.KeyId }),
    });
  }, 300_000);
  afterAll(() => stopMoto(emulator));

  const cdktf = (command: string) => must(`npx cdktf ${command}`, project, onEmulator);

  test("list and synth run the app once each, and build nothing", () => {
    const runs = join(scratch, "runs");
    const json = join(project, "cdktf.json");
    const before = readFileSync(json, "utf8");
    const { app } = JSON.parse(before) as { app: string };
    expect(app).toBe("npx --no-install cdktf-ground-truth synth");
    writeFileSync(json, before.replace(app, `echo run >> '${runs}' && ${app}`));
    expect(cdktf("list")).toMatch(/^lanes +cdktf\.out\/stacks\/lanes$/m);
    expect(cdktf("synth")).toContain("Generated Terraform code for the stacks: lanes, signs");
    writeFileSync(json, before);
    expect(readFileSync(runs, "utf8")).toBe("run\nrun\n");
  });

  test("in this repository, list compiles nothing that is compiled", () => {
    const record = join(projectRoot, "dist", ".build.json");
    must("node tools/build.mjs", projectRoot);
    const before = statSync(record).mtimeMs;
    must("npx cdktf list", projectRoot);
    expect(statSync(record).mtimeMs).toBe(before);
  });

  test("deploy, diff without changes, destroy: several stacks", () => {
    const deployed = cdktf("deploy lanes signs --auto-approve --skip-provider-lock");
    expect(deployed).toMatch(/acme-lanes-execution/);
    expect(deployed).toMatch(/acme-signs-execution/);
    for (const stack of ["lanes", "signs"])
      expect(cdktf(`diff ${stack} --skip-provider-lock`)).toMatch(/No changes\. Your infrastructure matches/);
    expect(cdktf("destroy lanes signs --auto-approve --skip-provider-lock")).toMatch(
      /Destroy complete! Resources: \d+ destroyed/,
    );
    expect(cdktf("diff signs --skip-provider-lock")).toMatch(/Plan: \d+ to add, 0 to change, 0 to destroy/);
  });
});

describe("each kind of workflow, in a folder of its own", () => {
  // One installation for all: npm is tried above.
  const modules = join(scratch, "deployed", "node_modules");

  test.each(["built-in", "streaming", "custom"])(
    "%s: init, check, synth, and the real provider finds no mistake",
    (kind) => {
      const project = join(scratch, kind);
      mkdirSync(project);
      must(`ln -s '${modules}' node_modules`, project);
      const path = { PATH: `${join(modules, ".bin")}${delimiter}${env["PATH"]}` };
      must(`cdktf-ground-truth init --kind ${kind} --name ours --prefix acme --yes`, project, path);
      expect(must("cdktf-ground-truth check", project, path)).toBe(
        "ground-truth.yaml: 1 workflow, no mistakes.\n",
      );
      expect(must("cdktf-ground-truth synth", project, path)).toContain("cdktf.out/stacks/ours/cdk.tf.json");
      expect(must("cdktf synth", project, path)).toContain("Generated Terraform code for the stacks: ours");
      if (kind === "custom") expect(must("npm test --silent", project, path)).toMatch(/# fail 0/);
      const stack = join(project, "cdktf.out", "stacks", "ours");
      must("terraform init -backend=false -input=false", stack);
      expect(must("terraform validate", stack)).toContain("Success! The configuration is valid.");
    },
  );
});
