import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/* What others get with the package, and how it gets to them. */

const root = join(__dirname, "..", "..");
const text = (...path: string[]): string => readFileSync(join(root, ...path), "utf8");

interface Locked {
  readonly license?: string;
  readonly dev?: true;
  readonly devOptional?: true;
  readonly peer?: true;
  readonly hasInstallScript?: true;
}
const { packages } = JSON.parse(text("package-lock.json")) as { packages: Record<string, Locked> };
const shipped = Object.entries(packages).filter(
  ([path, { dev, devOptional, peer }]) => path !== "" && !dev && !devOptional && !peer,
);
const manifest = JSON.parse(text("package.json")) as {
  readonly scripts: Record<string, string>;
  readonly dependencies: Record<string, string>;
  readonly optionalDependencies: Record<string, string>;
};

test("all that is installed with the package has a permissive licence", () => {
  const permissive = ["MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "0BSD"];
  expect(shipped.length).toBeGreaterThan(20);
  expect(shipped.filter(([, { license }]) => !permissive.includes(license ?? "none is named"))).toEqual([]);
});

test("only esbuild has an install script, and it can be left out", () => {
  expect(shipped.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path)).toEqual([
    "node_modules/esbuild",
  ]);
  expect(Object.keys(manifest.optionalDependencies)).toEqual(["esbuild"]);
});

test("a workflow without code of its own loads neither esbuild nor what only commands need", () => {
  const program = `
    const { App, TerraformStack } = require("cdktf");
    const { AwsProvider } = require("@cdktf/provider-aws/lib/provider");
    const { BuiltInTaskType, BuiltInWorkflow, S3Location } = require("./dist/lib");
    const app = new App({ outdir: require("node:os").tmpdir() });
    const stack = new TerraformStack(app, "test");
    new AwsProvider(stack, "aws", { region: "eu-west-1" });
    new BuiltInWorkflow(stack, "Signs", {
      name: "signs",
      taskType: BuiltInTaskType.BOUNDING_BOX,
      inputs: [S3Location.parse("s3://acme-raw/signs/")],
      output: S3Location.parse("s3://acme-labels/signs/"),
    });
    const loaded = Object.keys(require.cache).map((file) => file.replaceAll("\\\\", "/").split("node_modules/").at(-1));
    console.log(JSON.stringify(loaded));
  `;
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", program], { cwd: root, encoding: "utf8" });
  expect(stderr).toBe("");
  const names = (JSON.parse(stdout) as string[]).flatMap((file) => /^(@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []);
  expect(names).toContain("cdktf");
  const ours = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.optionalDependencies)];
  expect(ours.filter((name) => names.includes(name))).toEqual([]);
});

test("docs/packages.md weighs each package that this one depends on", () => {
  const page = text("docs", "packages.md");
  for (const name of [...Object.keys(manifest.dependencies), "esbuild"]) {
    const { license } = packages[`node_modules/${name}`]!;
    expect(page).toMatch(new RegExp(`^\\| \`${name}\` +\\| ${license} +\\| [\\d.]+ MB`, "m"));
  }
});

describe("the release workflow", () => {
  interface Step {
    readonly uses?: string;
    readonly run?: string;
    readonly with?: Record<string, unknown>;
  }
  interface Job {
    readonly permissions: Record<string, string>;
    readonly steps: readonly Step[];
  }
  const workflow = parse(text(".github", "workflows", "release.yml")) as {
    readonly permissions: object;
    readonly jobs: Record<string, Job>;
  };
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

  test("has the rights that each job needs and no other", () => {
    expect(workflow.permissions).toEqual({});
    const rights = Object.entries(workflow.jobs).map(([name, { permissions }]) => [name, permissions]);
    expect(Object.fromEntries(rights)).toEqual({
      test: { contents: "read" },
      publish: { contents: "write", "id-token": "write" },
    });
  });

  test("names each action by its commit, keeps no credentials, and knows no secret", () => {
    const uses = steps.flatMap(({ uses: action }) => action ?? []);
    expect(uses.filter((action) => !/^actions\/[a-z-]+@[0-9a-f]{40}$/.test(action))).toEqual([]);
    const checkouts = steps.filter(({ uses: action }) => action?.startsWith("actions/checkout@"));
    expect(checkouts.map((step) => step.with?.["persist-credentials"])).toEqual([false, false]);
    expect(text(".github", "workflows", "release.yml")).not.toMatch(/secrets\./);
  });

  test("runs scripts that are there", () => {
    const runs = steps.flatMap(({ run }) => run ?? []).join("\n");
    const scripts = [...runs.matchAll(/npm run (\S+)/g)].map(([, name]) => name!);
    expect(scripts.filter((name) => manifest.scripts[name] === undefined)).toEqual([]);
    for (const [, file] of runs.matchAll(/(?:node|bash) (\S+\/\S+)/g)) {
      expect(text(...file!.split("/"))).not.toBe("");
    }
    expect(runs).toMatch(/npm publish .*--provenance/);
  });
});
