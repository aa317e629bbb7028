import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot as root } from "./throwaway-project";

/*
 * The package in a project of its own, with what the registry has today: the line of the README that installs it, the
 * compiler options of `cdktf init`, and the strictest ones.
 */

const scratch = mkdtempSync(join(tmpdir(), "ground-truth-registry-"));
const project = join(scratch, "project");
let archive: string;

function run(program: string, args: string[], cwd = project): string {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")}: ${status}\n${stdout}${stderr}`);
  return stdout;
}

const readme = readFileSync(join(root, "README.md"), "utf8");

beforeAll(() => {
  mkdirSync(project);
  run("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", scratch], root);
  archive = join(
    scratch,
    readdirSync(scratch).find((name) => name.endsWith(".tgz"))!,
  );
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "project", private: true }));
  // Its own name stands for the version that is not in the registry yet.
  const [, packages] = /^npm install cdktf-ground-truth (.+)$/m.exec(readme)!;
  run("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", archive, ...packages!.split(" ")]);
  for (const name of ["typescript", join("@types", "node")]) {
    cpSync(join(root, "node_modules", name), join(project, "node_modules", name), { recursive: true });
  }
  cpSync(join(root, "node_modules", "undici-types"), join(project, "node_modules", "undici-types"), {
    recursive: true,
  });
}, 300_000);

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test("the newest constructs are taken, and only once", () => {
  const newest = run("npm", ["view", "constructs", "version"]).trim();
  const { version } = JSON.parse(
    readFileSync(join(project, "node_modules", "constructs", "package.json"), "utf8"),
  ) as { version: string };
  expect(version).toBe(newest);
  const nested = ["cdktf", "cdktf-ground-truth", join("@cdktf", "provider-aws")].filter((name) =>
    existsSync(join(project, "node_modules", name, "node_modules", "constructs")),
  );
  expect(nested).toEqual([]);
});

test("the example of the README compiles with the options of cdktf init, and with the strictest ones, and synthesizes", () => {
  const [, example] = /^```ts\n(import \{ BuiltInTaskType[\s\S]*?)^```$/m.exec(readme)!;
  const imports = example!.split("\n").filter((line) => line.startsWith("import"));
  const body = example!.split("\n").filter((line) => !line.startsWith("import"));
  const program = [
    `import { App, TerraformStack } from "cdktf";`,
    `import type { Construct } from "constructs";`,
    `import { AwsProvider } from "@cdktf/provider-aws/lib/provider";`,
    ...imports,
    `import { readConfig } from "cdktf-ground-truth/stacks";`,
    `import { preAnnotationHandler } from "cdktf-ground-truth/handlers";`,
    `class Signs extends TerraformStack {`,
    `  public constructor(scope: Construct, id: string) {`,
    `    super(scope, id);`,
    `    new AwsProvider(this, "aws", { region: "eu-west-1" });`,
    ...body,
    `  }`,
    `}`,
    `const app = new App();`,
    `new Signs(app, "signs");`,
    `app.synth();`,
    `process.stdout.write([readConfig, preAnnotationHandler].map((one) => typeof one).join());`,
  ];
  writeFileSync(join(project, "main.ts"), program.join("\n"));
  writeFileSync(join(project, "cdktf.json"), JSON.stringify({ app: "node main.js" }));
  // As `cdktf init --template=typescript` writes them.
  const usual = {
    declaration: true,
    experimentalDecorators: true,
    lib: ["es2022"],
    module: "CommonJS",
    moduleResolution: "node",
    noUnusedLocals: true,
    resolveJsonModule: true,
    strict: true,
    stripInternal: true,
    target: "ES2018",
    types: ["node"],
  };
  // The declarations of zod, behind `stacks`, want esModuleInterop once they are checked.
  const strictest = {
    ...usual,
    esModuleInterop: true,
    skipLibCheck: false,
    exactOptionalPropertyTypes: true,
  };
  for (const compilerOptions of [{ ...usual, skipLibCheck: true }, strictest]) {
    writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["main.ts"] }));
    run(process.execPath, [join("node_modules", "typescript", "bin", "tsc"), "--project", "."]);
  }
  expect(run(process.execPath, ["main.js"])).toBe("function,function");
  const { resource } = JSON.parse(
    readFileSync(join(project, "cdktf.out", "stacks", "signs", "cdk.tf.json"), "utf8"),
  ) as { resource: Record<string, unknown> };
  expect(Object.keys(resource)).toContain("aws_iam_role");
});

test("the package is put together as others expect it: publint and are-the-types-wrong have nothing to say", () => {
  expect(run(join(root, "node_modules", ".bin", "publint"), ["--strict", archive])).toMatch(/All good/);
  run(join(root, "node_modules", ".bin", "attw"), [archive, "--no-emoji"]);
});
