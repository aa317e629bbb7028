import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { parse } from "yaml";
import { projectRoot } from "./throwaway-project";

/*
 * `init` as a person answers it: at a real terminal, with the keys of a keyboard.
 */

const [enter, down, ctrlC] = ["\r", "\u001b[B", "\u0003"];
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ground-truth-init-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Step = readonly [waitFor: string, keys: string];

function atATerminal(steps: readonly Step[], ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(
    "python3",
    [
      join(__dirname, "at-a-terminal.py"),
      JSON.stringify(steps),
      process.execPath,
      join(projectRoot, "dist", "cli", "main.js"),
      "init",
      ...args,
    ],
    { cwd: folder, encoding: "utf8", env: { ...process.env, AWS_REGION: "eu-west-1" } },
  );
  return { status, screen: stripVTControlCharacters(stdout), stderr };
}

test("cursor keys, a search, typed answers and Enter for what is offered make a project", () => {
  const { status, screen, stderr } = atATerminal([
    ["What kind of workflow?", down + enter],
    ["What do workers do?", "video"],
    ["matches", enter],
    ["Name of the workflow?", `dashcam${enter}`],
    ["Prefix", `acme${enter}`],
    ["Region?", enter],
    ["Buckets?", down + enter],
    ["Where is the data", `s3://my-data/in/${enter}`],
    ["Where do the answers go?", `s3://my-labels/out/${enter}`],
  ]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  // Each choice says what it is, also where the cursor is not.
  expect(screen).toMatch(/custom +your own form for workers/);
  expect(screen).toContain("Next: ");
  expect(parse(readFileSync(join(folder, "ground-truth.yaml"), "utf8"))).toMatchObject({
    namePrefix: "acme",
    region: "eu-west-1",
    workflows: [
      {
        name: "dashcam",
        type: "streaming",
        taskType: "VideoClassification",
        inputs: ["s3://my-data/in/"],
        output: "s3://my-labels/out/",
      },
    ],
  });
});

test("a wrong answer is told and asked for again; one that nothing is offered for cannot be empty", () => {
  const { status, screen } = atATerminal(
    [
      ["Name of the workflow?", `My Signs${enter}`],
      ["lower-case letters", `\u0015my-signs${enter}`],
      ["Where is the data", enter],
      ["s3://bucket/prefix/", `s3://my-data/in/${enter}`],
      ["Where do the answers go?", `s3://my-labels/out/${enter}`],
    ],
    ...["--kind", "built-in", "--task", "BoundingBox", "--prefix", "acme", "--region", "eu-west-1"],
    ...["--buckets", "existing"],
  );
  expect({ status, screen }).toMatchObject({ status: 0 });
  expect(readFileSync(join(folder, "ground-truth.yaml"), "utf8")).toContain("- name: my-signs");
});

test("Ctrl-C at any question leaves the folder empty, and says so", () => {
  const { status, screen } = atATerminal([
    ["What kind of workflow?", enter],
    ["What do workers do?", ctrlC],
  ]);
  expect(status).toBe(1);
  expect(screen).toContain("Nothing was written.");
  expect(screen).not.toMatch(/^ +at /m);
  expect(readdirSync(folder)).toEqual([]);
});
