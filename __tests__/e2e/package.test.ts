import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot as root } from "./throwaway-project";

/*
 * The package as it is published, in the project of somebody who writes a handler and has nothing of CDKTF.
 */

const scratch = mkdtempSync(join(tmpdir(), "ground-truth-package-"));
const project = join(scratch, "project");
const installed = join(project, "node_modules", "cdktf-ground-truth");
const tsc = join(root, "node_modules", "typescript", "bin", "tsc");

function run(program: string, args: string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")}: ${status}\n${stdout}${stderr}`);
  return stdout;
}

/** Whether it works, and what it says. */
function node(code: string): string {
  return spawnSync(process.execPath, ["-e", code], { cwd: project, encoding: "utf8" }).stderr;
}

beforeAll(() => {
  run("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", scratch], root);
  const archive = readdirSync(scratch).find((name) => name.endsWith(".tgz"))!;
  mkdirSync(installed, { recursive: true });
  run("tar", ["-xzf", join(scratch, archive), "-C", installed, "--strip-components=1"], scratch);
}, 120_000);

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test("a handler type checks and runs where CDKTF is not installed", () => {
  const handler = `
    import { type PostAnnotationEvent, postAnnotationHandler } from "cdktf-ground-truth/handlers";

    const event: PostAnnotationEvent = {
      version: "2018-10-16",
      labelingJobArn: "arn:aws:sagemaker:eu-west-1:111122223333:labeling-job/signs",
      labelAttributeName: "signs",
      labelCategories: ["stop"],
      roleArn: "arn:aws:iam::111122223333:role/execution",
      payload: { s3Uri: "s3://acme-labels/payload.json" },
    };
    console.log(typeof postAnnotationHandler, event.payload.s3Uri);
  `;
  writeFileSync(join(project, "handler.ts"), handler);
  const compilerOptions = {
    strict: true,
    module: "node16",
    target: "es2022",
    lib: ["es2022"],
    types: [],
    skipLibCheck: false,
  };
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions }));
  writeFileSync(
    join(project, "console.d.ts"),
    "declare const console: { log(...values: unknown[]): void };\n",
  );
  run(process.execPath, [tsc], project);
  expect(run(process.execPath, ["handler.js"], project)).toBe("function s3://acme-labels/payload.json\n");
});

test("the rest of the package says what it lacks there", () => {
  expect(node('require("cdktf-ground-truth/handlers")')).toBe("");
  expect(node('require("cdktf-ground-truth").LabelingKey')).toMatch(
    /Cannot find module '(constructs|cdktf|@cdktf\/provider-aws\/.*)'/,
  );
});

test("only what users need is in it", () => {
  expect(readdirSync(installed).sort()).toEqual(
    [
      "CHANGELOG.md",
      "CONTRIBUTING.md",
      "LICENSE",
      "NOTICE",
      "README.md",
      "SECURITY.md",
      "cli",
      "dist",
      "docs",
      "examples",
      "ground-truth.schema.json",
      "ground-truth.yaml",
      "package.json",
      "review",
      "tasks",
    ].sort(),
  );
  expect(readdirSync(join(installed, "dist")).sort()).toEqual([
    "cli",
    "lib",
    "local",
    "review",
    "stacks",
    "tasks",
  ]);
});

test("names can be imported from an ES module", () => {
  const code = `import { postAnnotationHandler } from "cdktf-ground-truth/handlers"; postAnnotationHandler.name;`;
  expect(
    spawnSync(process.execPath, ["--input-type=module", "-e", code], { cwd: project, encoding: "utf8" })
      .stderr,
  ).toBe("");
});
