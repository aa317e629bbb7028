import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readConfig } from "../../stacks/config/read-config";
import { fileHashes } from "../../stacks/output/file-hashes";
import { synthesize } from "../../stacks/synthesize";
import { workflowStacks } from "../../stacks/workflow-stacks";
import { scratchFolder } from "../scratch-folder";

const project = join(__dirname, "..", "..");
const folder = scratchFolder();

describe("the program, killed", () => {
  const config = (output: string) =>
    [
      "namePrefix: acme",
      "region: eu-west-1",
      "workflows:",
      ...["signs", "lanes"].flatMap((name) => [
        `  - name: ${name}`,
        "    type: built-in",
        "    taskType: BoundingBox",
        "    inputs: [s3://acme-raw/]",
        `    output: s3://${output}/${name}/`,
      ]),
    ].join("\n");

  function configFile(output: string): string {
    const file = join(folder, `${output}.yaml`);
    writeFileSync(file, config(output));
    return file;
  }

  const synthHere = (outdir: string, output: string) =>
    synthesize(readConfig(configFile(output)), outdir, workflowStacks);

  function killed(outdir: string, output: string, kill: Record<string, string>) {
    const hooks = ["typescript-hook.js", "killing-hook.js"];
    const required = hooks.flatMap((hook) => ["--require", join(__dirname, hook)]);
    const env = { PATH: process.env.PATH, GROUND_TRUTH_CONFIG: configFile(output), CDKTF_OUTDIR: outdir };
    return spawnSync(process.execPath, [...required, join(project, "main.ts")], {
      env: { ...env, ...kill },
      encoding: "utf8",
    });
  }

  test.each<[string, Record<string, string>, string[]]>([
    [
      "while it writes, leaves all that was there",
      { KILL_FUNCTION: "writeFileSync", KILL_PATH: "signs" },
      [],
    ],
    [
      "while it replaces files, leaves whole ones, and the next run mends the mix and says so",
      { KILL_FUNCTION: "renameSync", KILL_PATH: "stacks", KILL_AT: "2" },
      [
        "an earlier synth was stopped while it replaced files, so that some were new and some old. All of them are written again.",
      ],
    ],
  ])("%s", (_, kill, notices) => {
    const [outdir, fresh] = [mkdtempSync(join(folder, "a-")), mkdtempSync(join(folder, "b-"))];
    expect(synthHere(outdir, "acme-old")).toEqual([]);
    const before = fileHashes(outdir);
    expect(killed(outdir, "acme-new", kill)).toMatchObject({ signal: "SIGKILL" });
    const left = Object.entries(fileHashes(outdir)).filter(([path]) => path.startsWith("stacks/"));
    const next = synthHere(outdir, "acme-new");
    expect(next).toEqual(notices.map((notice) => expect.stringContaining(notice)));
    const after = fileHashes(outdir);
    for (const [path, hash] of left) expect([before[path], after[path]]).toContain(hash);
    synthHere(fresh, "acme-new");
    expect(after).toEqual(fileHashes(fresh));
  });
});
