import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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

interface Packed {
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string; readonly size: number }[];
}
let packed: Packed;

/** Whether it works, and what it says. */
function node(code: string): string {
  return spawnSync(process.execPath, ["-e", code], { cwd: project, encoding: "utf8" }).stderr;
}

beforeAll(() => {
  packed = (
    JSON.parse(
      run("npm", ["pack", "--json", "--ignore-scripts", "--silent", "--pack-destination", scratch], root),
    ) as Packed[]
  )[0]!;
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

/** Folders with something in them, and how their files may end. What is not here is not published by accident. */
const allowed: readonly (readonly [folder: RegExp, endings: RegExp])[] = [
  [/^dist\/(cli|lib|local|review|stacks|tasks)\//, /(\.js|\.d\.ts)$/],
  [/^docs\//, /\.md$/],
  [/^examples\//, /\.(yaml|ts|mjs|py|tf|html|json|md)$/],
  [/^cli\/init\/custom\//, /\.(mjs|html)$/],
  [/^review\/catalogue\//, /\/statements\.json$/],
  [/^(review\/page|tasks\/answers|tasks\/preview)\/assets\//, /\.(js|css|html)$/],
  [/^[^/]+$/, /\.(md|json|yaml)$|^(LICENSE|NOTICE)$/],
];

test("each of its files is of a kind that belongs there, none is large, and all are small together", () => {
  const strange = packed.files.filter(
    ({ path }) => !allowed.some(([folder, endings]) => folder.test(path) && endings.test(path)),
  );
  expect(strange).toEqual([]);
  const large = packed.files.filter(
    ({ path, size }) => size > 200_000 && path !== "ground-truth.schema.json",
  );
  expect(large).toEqual([]);
  // It was 1.0 and 4.7 MB in November 2026: more than a third above is looked at by a person.
  expect(packed.size).toBeLessThan(1_400_000);
  expect(packed.unpackedSize).toBeLessThan(6_000_000);
});

test("the bill of materials names all that npm installs with it, and nothing else", () => {
  const { metadata, components } = JSON.parse(
    run(process.execPath, [join("tools", "sbom.mjs"), "cdktn-ground-truth"], root),
  ) as { metadata: { component: { name: string } }; components: { name: string; version: string }[] };
  expect(metadata.component.name).toBe("cdktn-ground-truth");
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
    packages: Record<string, { version: string; dev?: true; devOptional?: true; peer?: true }>;
  };
  const installed = Object.entries(packages)
    .filter(([path, { dev, devOptional, peer }]) => path !== "" && !dev && !devOptional && !peer)
    .map(([path, { version }]) => `${path.split("node_modules/").at(-1)}@${version}`);
  expect(components.map(({ name, version }) => `${name}@${version}`).sort()).toEqual(installed.sort());
  expect(installed).toContainEqual(expect.stringMatching(/^@cloud-copilot\/iam-data@/));
});

test("names can be imported from an ES module", () => {
  const code = `import { postAnnotationHandler } from "cdktf-ground-truth/handlers"; postAnnotationHandler.name;`;
  expect(
    spawnSync(process.execPath, ["--input-type=module", "-e", code], { cwd: project, encoding: "utf8" })
      .stderr,
  ).toBe("");
});
