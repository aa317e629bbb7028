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
import { strFromU8, unzipSync } from "fflate";
import { projectRoot as root } from "./throwaway-project";

/*
 * Both packages, each in a project of its own, with what the registry has today: the line of the README that installs it,
 * under npm's strict peer rules, the compiler options of `cdktf init`, and the strictest ones. No CLI of a core is needed.
 */

const scratch = mkdtempSync(join(tmpdir(), "ground-truth-registry-"));

function run(program: string, args: string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")}: ${status}\n${stdout}${stderr}`);
  return stdout;
}

const packages = [
  { name: "cdktf-ground-truth", core: "cdktf", provider: "@cdktf/provider-aws" },
  { name: "cdktn-ground-truth", core: "cdktn", provider: "@cdktn/provider-aws" },
];

interface Manifest {
  readonly version: string;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

function manifestOf(project: string, name: string): Manifest {
  return JSON.parse(readFileSync(join(project, "node_modules", name, "package.json"), "utf8")) as Manifest;
}

function newest(name: string, range: string): string {
  const found = JSON.parse(run("npm", ["view", `${name}@${range}`, "version", "--json"], scratch)) as
    string | string[];
  const inOrder = new Intl.Collator("en", { numeric: true });
  return [found].flat().sort(inOrder.compare).at(-1)!;
}

/** What a package wrote, by file. Hashes of archives stand apart, and an archive is what is in it. */
function written(out: string): Record<string, unknown> {
  const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const contents = files.map((entry) => {
    const file = join(entry.parentPath, entry.name);
    return [file.slice(out.length + 1), contentOf(file)] as const;
  });
  return Object.fromEntries(contents.sort(([one], [other]) => (one < other ? -1 : 1)));
}

function contentOf(file: string): unknown {
  if (file.endsWith(".zip")) {
    // The handler of the example imports the package by its name, and a bundle says where each part came from.
    const entries = Object.entries(unzipSync(readFileSync(file)));
    return entries.map(([name, bytes]) => [name, strFromU8(bytes).replaceAll("cdktn-", "cdktf-")]);
  }
  const text = readFileSync(file, "utf8");
  if (!file.endsWith(join("cdktf.out", "manifest.json")))
    return text.replace(/("source_code_hash": )".*"/g, "$1");
  // They are of the files that are compared here.
  const { files: _hashes, ...manifest } = JSON.parse(text) as Record<string, unknown>;
  return JSON.stringify(manifest, undefined, 2);
}

/** Of each project, in the order of `packages`. */
const outputs: Record<string, unknown>[] = [];

beforeAll(() => {
  run(process.execPath, [join(root, "tools", "pack.mjs"), scratch], root);
}, 120_000);

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe.each(packages)("$name", ({ name, core, provider }) => {
  const project = join(scratch, core);
  const installed = join(project, "node_modules", name);
  let archive: string;
  let readme: string;

  beforeAll(() => {
    archive = join(
      scratch,
      readdirSync(scratch).find((file) => file.startsWith(name) && file.endsWith(".tgz"))!,
    );
    mkdirSync(project);
    run("tar", ["-xzf", archive, "-C", project, "package/README.md"], scratch);
    readme = readFileSync(join(project, "package", "README.md"), "utf8");
    writeFileSync(join(project, "package.json"), JSON.stringify({ name: "project", private: true }));
    // Its own name stands for the version that is not in the registry yet.
    const [, line] = new RegExp(`^npm install ${name} (.+)$`, "m").exec(readme)!;
    const beside = line!.match(/"[^"]+"|\S+/g)!.map((one) => one.replaceAll('"', ""));
    const flags = ["--strict-peer-deps", "--ignore-scripts", "--no-audit", "--no-fund"];
    run("npm", ["install", ...flags, archive, ...beside], project);
    for (const one of ["typescript", join("@types", "node"), "undici-types"]) {
      cpSync(join(root, "node_modules", one), join(project, "node_modules", one), { recursive: true });
    }
  }, 600_000);

  test("what it needs beside it is the newest of its range, and there once", () => {
    const { peerDependencies } = manifestOf(project, name);
    for (const peer of [core, provider, "constructs"]) {
      expect(`${peer} ${manifestOf(project, peer).version}`).toBe(
        `${peer} ${newest(peer, peerDependencies[peer]!)}`,
      );
    }
    const nested = [core, name, provider].filter((one) =>
      existsSync(join(project, "node_modules", one, "node_modules", "constructs")),
    );
    expect(nested).toEqual([]);
  });

  test("no module of the other core is named in it", () => {
    const other = core === "cdktf" ? "cdktn" : "cdktf";
    const naming = readdirSync(join(installed, "dist"), { recursive: true, encoding: "utf8" })
      .filter((file) => /\.[jt]s$/.test(file))
      .filter((file) =>
        new RegExp(`["'](@${other}/|${other}["'/-])`).test(
          readFileSync(join(installed, "dist", file), "utf8"),
        ),
      );
    // The command tells which CLI belongs to which core.
    expect(naming.filter((file) => !file.startsWith(join("cli", "core-cli")))).toEqual([]);
  });

  test("the example of the README compiles with the options of cdktf init, and with the strictest ones, and synthesizes", () => {
    const [, example] = /^```ts\n(import \{ BuiltInTaskType[\s\S]*?)^```$/m.exec(readme)!;
    const imports = example!.split("\n").filter((line) => line.startsWith("import"));
    const body = example!.split("\n").filter((line) => !line.startsWith("import"));
    const program = [
      `import { App, TerraformStack } from "${core}";`,
      `import type { Construct } from "constructs";`,
      `import { AwsProvider } from "${provider}/lib/provider";`,
      ...imports,
      `import { readConfig } from "${name}/stacks";`,
      `import { preAnnotationHandler } from "${name}/handlers";`,
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
      writeFileSync(
        join(project, "tsconfig.json"),
        JSON.stringify({ compilerOptions, include: ["main.ts"] }),
      );
      run(process.execPath, [join("node_modules", "typescript", "bin", "tsc"), "--project", "."], project);
    }
    expect(run(process.execPath, ["main.js"], project)).toBe("function,function");
    const { resource } = JSON.parse(
      readFileSync(join(project, "cdktf.out", "stacks", "signs", "cdk.tf.json"), "utf8"),
    ) as { resource: Record<string, unknown> };
    expect(Object.keys(resource)).toContain("aws_iam_role");
  });

  test("the package is put together as others expect it: publint and are-the-types-wrong have nothing to say", () => {
    expect(run(join(root, "node_modules", ".bin", "publint"), ["--strict", archive], scratch)).toMatch(
      /All good/,
    );
    run(join(root, "node_modules", ".bin", "attw"), [archive, "--no-emoji"], scratch);
  });

  test("its command writes the ready stacks of the shipped configuration", () => {
    rmSync(join(project, "cdktf.out"), { recursive: true });
    cpSync(join(installed, "examples"), join(project, "examples"), { recursive: true });
    // One configuration for both: that of cdktn-ground-truth has its name in a tag.
    cpSync(join(root, "ground-truth.yaml"), join(project, "ground-truth.yaml"));
    run(join(project, "node_modules", ".bin", name), ["synth"], project);
    outputs.push(written(join(project, "cdktf.out")));
    expect(Object.keys(outputs.at(-1)!)).toContain(join("stacks", "street-signs", "cdk.tf.json"));
  });
});

test("both write the same, byte for byte, but for the version of the core in the header", () => {
  const [core, terrain] = packages.map(({ core: one }) => manifestOf(join(scratch, one), one).version);
  const [ours, theirs] = outputs;
  const version = /^( +"version": )"([^"]+)"$/m;
  const named = Object.entries(theirs!).map(([file, content]) => {
    if (typeof content !== "string" || !/(cdk\.tf|manifest)\.json$/.test(file)) return [file, content];
    expect(version.exec(content)?.[2]).toBe(terrain);
    return [file, content.replace(version, `$1"${core}"`)];
  });
  expect(Object.fromEntries(named)).toEqual(ours);
});
