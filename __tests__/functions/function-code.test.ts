import { spawnSync } from "node:child_process";
import fs, {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import * as esbuild from "esbuild";
import fc from "fast-check";
import { unzipSync, zipSync } from "fflate";
import { AwsPage } from "../../lib/aws-page";
import { archiveOf } from "../../lib/functions/archive";
import { FunctionCode, type FunctionCodeConfig } from "../../lib/functions/function-code";
import { reviewRuntime } from "../../lib/functions/lambda-runtimes";
import { ReadyHandler } from "../../lib/functions/ready-handler";
import { InvalidInputError } from "../../lib/validation/problems";
import { propertyRuns } from "../property-runs";

jest.mock("esbuild", () => {
  const actual = jest.requireActual<typeof esbuild>("esbuild");
  return { ...actual, buildSync: jest.fn(actual.buildSync) };
});

const root = resolve(__dirname, "..", "..");
const fixtures = join(__dirname, "fixtures");
const scratch = mkdtempSync(join(tmpdir(), "ground-truth-code-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A new directory with these files, made in this order. */
function directory(files: Record<string, string>, name = "project"): string {
  const folder = join(mkdtempSync(join(scratch, "d-")), name);
  mkdirSync(folder);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

interface Deployed {
  readonly config: FunctionCodeConfig;
  readonly bytes: Buffer;
  readonly warnings: readonly string[];
  /** Everything that was written, by path. */
  readonly output: readonly string[];
}

/** The code as a synthesized stack holds it. */
function deployed(code: FunctionCode, region?: string): Deployed {
  const outdir = mkdtempSync(join(scratch, "out-"));
  const app = new App({ outdir });
  const stack = new TerraformStack(app, "labels");
  new AwsProvider(stack, "aws", { region });
  const scope = new Construct(stack, "Pre");
  const config = code.bind(scope);
  app.synth();
  return {
    config,
    bytes:
      config.filename === undefined
        ? Buffer.alloc(0)
        : readFileSync(join(outdir, "stacks", "labels", config.filename)),
    warnings: scope.node.metadata.map(({ data }) => String(data)),
    output: readdirSync(join(outdir, "stacks", "labels"), { recursive: true, encoding: "utf8" }),
  };
}

/** What the user reads. */
function complaint(code: FunctionCode, region?: string): string {
  try {
    deployed(code, region);
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    expect(error.stack).not.toMatch(/^\s+at /m);
    return error.message.replaceAll(scratch, "<scratch>").replace(/\/d-\w{6}/g, "/d");
  }
  throw new Error("nothing was wrong");
}

function run(
  program: string,
  args: string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8", ...options });
  if (status !== 0) throw new Error(`${program} ended with ${status}:\n${stderr}`);
  return stdout;
}

interface Entry {
  readonly name: string;
  readonly mode: string;
  readonly time: readonly number[];
}

/** An archive as Python's zipfile sees it, which also checks every sum. */
function entries({ bytes }: { readonly bytes: Uint8Array }): Entry[] {
  const file = join(mkdtempSync(join(scratch, "zip-")), "archive.zip");
  writeFileSync(file, bytes);
  const program = `
import json, sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
assert archive.testzip() is None
print(json.dumps([{"name": i.filename, "mode": oct(i.external_attr >> 16), "time": list(i.date_time)} for i in archive.infolist()]))
`;
  return JSON.parse(run("python3", ["-c", program, file])) as Entry[];
}

/** The files of an archive by path. */
function contents({ bytes }: { readonly bytes: Uint8Array }): Record<string, string> {
  const files = Object.entries(unzipSync(bytes));
  return Object.fromEntries(files.map(([path, content]) => [path, Buffer.from(content).toString()]));
}

function unpacked(code: { readonly bytes: Uint8Array }): string {
  return directory(contents(code), "unpacked");
}

function source(code: Deployed): string {
  return contents(code)["index.js"]!;
}

/** Calls a handler as Lambda does, in a process that has nothing but the archive. */
function called(code: Deployed, event: unknown, env: Record<string, string> = {}): unknown {
  const [file, name] = code.config.handler!.split(".");
  const program = `require("./${file}").${name}(${JSON.stringify(event)}).then((v) => console.log(JSON.stringify(v)))`;
  const result = run(process.execPath, ["-e", program], {
    cwd: unpacked(code),
    env: { PATH: process.env["PATH"], ...env },
  });
  return JSON.parse(result);
}

const shout = {
  "src/pre.ts": `
    import { shout } from "./words/shout";
    export const unusedByLambda = () => 1;
    export const handler = async (event: { text: string }): Promise<string> => shout(event.text);
  `,
  "src/words/shout.ts": `export const shout = (text: string) => text.toUpperCase() + "!"; export const whisper = "psst";`,
};

describe("a TypeScript entry", () => {
  const code = deployed(FunctionCode.fromEntry(join(directory(shout), "src/pre.ts")));

  test("runs by itself", () => {
    expect(code.config).toMatchObject({ runtime: "nodejs22.x", handler: "index.handler" });
    expect(called(code, { text: "stop" })).toBe("STOP!");
  });

  test("is one file, the handler and what it needs", () => {
    expect(entries(code)).toEqual([{ name: "index.js", mode: "0o100644", time: [1980, 1, 1, 12, 0, 0] }]);
    expect(source(code)).not.toMatch(/whisper|psst|unusedByLambda/);
  });

  test("lies beside the Terraform, under a name that does not change with its content", () => {
    expect(code.config.filename).toMatch(/^assets\/Pre_Code_[0-9A-F]{8}\.zip$/);
    expect(code.output).toEqual(expect.arrayContaining(["cdk.tf.json", code.config.filename]));
    expect(code.config.sourceCodeHash).toBe(
      run("python3", [
        "-c",
        "import base64,hashlib,sys; print(base64.b64encode(hashlib.sha256(bytes.fromhex(sys.argv[1])).digest()).decode(), end='')",
        code.bytes.toString("hex"),
      ]),
    );
  });

  test("leaves the AWS SDK to the runtime, and packages of a layer to the layer", () => {
    const files = {
      "h.ts": `
        import { S3Client } from "@aws-sdk/client-s3";
        import { Hash } from "@smithy/hash-node";
        import sharp from "sharp";
        export const handler = async () => [S3Client, Hash, sharp].length;
      `,
    };
    const text = source(
      deployed(FunctionCode.fromEntry(join(directory(files), "h.ts"), { external: ["sharp"] })),
    );
    for (const name of ["@aws-sdk/client-s3", "@smithy/hash-node", "sharp"]) {
      expect(text).toContain(`require("${name}")`);
    }
  });

  test("finds the AWS SDK where Lambda keeps it, when it is imported late as well", () => {
    const runtime = directory({
      "node_modules/@aws-sdk/client-s3/index.js": `exports.S3Client = class { constructor() { this.from = "runtime"; } };`,
    });
    const files = {
      "h.ts": `
        import { S3Client } from "@aws-sdk/client-s3";
        export const handler = async () => {
          const late = await import("@aws-sdk/client-s3");
          return [new S3Client({}), new late.S3Client({})];
        };
      `,
    };
    const code = deployed(FunctionCode.fromEntry(join(directory(files), "h.ts")));
    expect(called(code, {}, { NODE_PATH: join(runtime, "node_modules") })).toEqual([
      { from: "runtime" },
      { from: "runtime" },
    ]);
  });

  test("imports this package by its name: here by tsconfig.json, at users' from node_modules", () => {
    const event = {
      version: "2018-10-16",
      labelingJobArn: "arn:aws:sagemaker:eu-west-1:111122223333:labeling-job/signs",
      dataObject: { "source-ref": "s3://acme/1.jpg" },
    };
    const answer = { taskInput: { taskObject: "s3://acme/1.jpg" }, isHumanAnnotationRequired: true };
    const here = deployed(FunctionCode.fromEntry(join(fixtures, "typed-handler.ts")));
    expect(called(here, event)).toEqual(answer);

    const installed = directory({
      "node_modules/cdktf-ground-truth/package.json": JSON.stringify({
        exports: { "./handlers": "./dist/handlers.js" },
      }),
      "node_modules/cdktf-ground-truth/dist/handlers.js": `exports.preAnnotationHandler = () => async () => "from node_modules";`,
      "src/h.ts": readFileSync(join(fixtures, "typed-handler.ts"), "utf8"),
    });
    expect(called(deployed(FunctionCode.fromEntry(join(installed, "src/h.ts"))), event)).toBe(
      "from node_modules",
    );
  });

  test.each([
    ["CommonJS", "h.js", `exports.run = async () => "ran"; exports.other = 1;`],
    ["an ES module", "h.mjs", `export const run = async () => "ran";`],
    ["a re-export", "h.ts", `export { run } from "./other";`],
  ])("is %s too, and names its handler", (_, name, text) => {
    const folder = directory({ [name]: text, "other.ts": `export const run = async () => "ran";` });
    const code = deployed(
      FunctionCode.fromEntry(join(folder, name), { handler: "run", runtime: "nodejs24.x" }),
    );
    expect(code.config).toMatchObject({ runtime: "nodejs24.x", handler: "index.run" });
    expect(called(code, {})).toBe("ran");
  });

  test.each([
    ["nodejs22.x", "node22"],
    ["nodejs24.x", "node24"],
    ["nodejs26.x", "node26"],
  ])("is written for the Node.js that runs it: %s", (runtime, target) => {
    deployed(FunctionCode.fromEntry(join(directory(shout), "src/pre.ts"), { runtime }));
    expect(jest.mocked(esbuild.buildSync)).toHaveBeenLastCalledWith(expect.objectContaining({ target }));
  });

  test("is shorter when minified; its source map names files relative to each other", () => {
    const folder = directory(shout);
    const small = deployed(
      FunctionCode.fromEntry(join(folder, "src/pre.ts"), { minify: true, sourceMap: true }),
    );
    expect(entries(small).map(({ name }) => name)).toEqual(["index.js", "index.js.map"]);
    expect(source(small).length).toBeLessThan(source(code).length / 1.5);
    expect(source(small)).toMatch(/\/\/# sourceMappingURL=index\.js\.map\s*$/);
    const map = contents(small)["index.js.map"]!;
    expect((JSON.parse(map) as { sources: string[] }).sources.sort()).toEqual([
      ".lambda-handler",
      "pre.ts",
      "words/shout.ts",
    ]);
    expect(map).not.toContain(scratch);
  });
});

describe("the same code", () => {
  // A CommonJS package outside the entry's directory: its path is part of what esbuild writes.
  const files = {
    ...shout,
    "node_modules/left/index.js": `/*! left, MIT */ module.exports = { pad: (t) => " " + t };`,
    "src/pad.ts": `import { pad } from "left"; export const handler = async (e: { text: string }) => pad(e.text);`,
  };

  test.each(["src/pre.ts", "src/pad.ts"])("gives the same bytes in another directory: %s", (entry) => {
    const [one, other] = ["project", "a checkout in another place/of another depth"].map((name) => {
      const folder = join(mkdtempSync(join(scratch, "d-")), name);
      cpSync(directory(files), folder, { recursive: true });
      return deployed(FunctionCode.fromEntry(join(folder, entry)));
    });
    expect(one!.bytes.equals(other!.bytes)).toBe(true);
    expect(source(one!)).not.toContain(scratch);
    expect(source(one!)).not.toContain("../");
  });

  test("gives the same bytes in another working directory, by a path from cdktf.json", () => {
    const folder = directory({ ...files, "cdktf.json": "{}", "deep/down/x": "" });
    const cwd = jest.spyOn(process, "cwd");
    const hashes = [folder, join(folder, "deep", "down")].map((working) => {
      cwd.mockReturnValue(working);
      return deployed(FunctionCode.fromEntry("src/pad.ts")).config.sourceCodeHash;
    });
    cwd.mockRestore();
    expect(new Set(hashes).size).toBe(1);
  });

  test("gives the same bytes in every time zone, with every umask, in every order of making", () => {
    const program = join(mkdtempSync(join(scratch, "p-")), "hash.js");
    esbuild.buildSync({
      entryPoints: [join(fixtures, "hash-of-directory.ts")],
      outfile: program,
      bundle: true,
      platform: "node",
    });
    const content = { "b/app.py": "def handler(e, c): return 1", "a.txt": "ä", "b.txt": "B", "Z.txt": "" };
    const backwards = Object.fromEntries(Object.entries(content).reverse());
    const hashes = [
      { zone: "UTC", umask: 0o022, files: content, time: 0 },
      { zone: "Pacific/Kiritimati", umask: 0o077, files: backwards, time: 1e9 },
      { zone: "America/St_Johns", umask: 0o002, files: content, time: 2e9 },
    ].map(({ zone, umask, files: made, time }) => {
      const before = process.umask(umask);
      const folder = directory(made);
      process.umask(before);
      for (const path of Object.keys(made)) utimesSync(join(folder, path), time, time);
      return run(process.execPath, [program, folder], {
        env: { PATH: process.env["PATH"], TZ: zone, LANG: "de_DE" },
      });
    });
    expect(hashes).toEqual([hashes[0], hashes[0], hashes[0]]);
    expect(hashes[0]).toHaveLength(44);
  });

  test("is zipped the same whatever the order of its files", () => {
    const file = fc.record({
      path: fc.stringMatching(/^[a-zA-Z0-9_ .-]{1,8}(\/[a-z0-9ß日]{1,4}){0,2}$/),
      content: fc.uint8Array({ maxLength: 200 }),
      executable: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.uniqueArray(file, { minLength: 1, selector: ({ path }) => path }), (some) => {
        const archive = archiveOf(some);
        expect(archiveOf([...some].reverse()).sha256).toBe(archive.sha256);
        expect(archive.files).toHaveLength(some.length);
      }),
      propertyRuns(50),
    );
  });
});

describe("bundling again", () => {
  const buildSync = jest.mocked(esbuild.buildSync);
  beforeEach(() => buildSync.mockClear());
  const hash = (file: string) => deployed(FunctionCode.fromEntry(file)).config.sourceCodeHash;

  test("a thousand workflows with one handler bundle it once", () => {
    const file = join(directory(shout), "src/pre.ts");
    const stack = new TerraformStack(new App({ outdir: join(scratch, "many") }), "many");
    const hashes = Array.from(
      { length: 1000 },
      (_, i) => FunctionCode.fromEntry(file).bind(new Construct(stack, `F${i}`)).sourceCodeHash,
    );
    expect(new Set(hashes).size).toBe(1);
    expect(buildSync).toHaveBeenCalledTimes(1);
  });

  test("sees a change in the entry, in what it imports and in tsconfig.json", () => {
    const folder = directory(shout);
    const file = join(folder, "src/pre.ts");
    const first = hash(file);
    writeFileSync(join(folder, "src/words/shout.ts"), `export const shout = (text: string) => text + "?";`);
    const second = hash(file);
    writeFileSync(file, `export const handler = async () => "new";`);
    const third = hash(file);
    expect(new Set([first, second, third]).size).toBe(3);
    const calls = buildSync.mock.calls.length;
    writeFileSync(join(folder, "tsconfig.json"), "{}");
    expect(hash(file)).toBe(third);
    expect(buildSync.mock.calls.length).toBeGreaterThan(calls);
  });

  test("does not happen for a file that was only written again", () => {
    const folder = directory(shout);
    const first = hash(join(folder, "src/pre.ts"));
    writeFileSync(join(folder, "src/pre.ts"), shout["src/pre.ts"]);
    buildSync.mockClear();
    expect(hash(join(folder, "src/pre.ts"))).toBe(first);
    expect(buildSync).not.toHaveBeenCalled();
  });

  test("happens for other options", () => {
    const file = join(directory(shout), "src/pre.ts");
    const hashes = [{}, { minify: true }, { sourceMap: true }].map(
      (props) => deployed(FunctionCode.fromEntry(file, props)).config.sourceCodeHash,
    );
    expect(new Set(hashes).size).toBe(3);
  });
});

test("an entry beyond what Lambda takes is refused before it is read", () => {
  const file = join(directory({ "h.js": "x" }), "h.js");
  truncateSync(file, 3 * 1024 ** 3);
  expect(complaint(FunctionCode.fromEntry(file))).toContain("holds 3072.0 MB unzipped; Lambda takes 250 MB");
});

test("of a hundred faults in an entry the first ten are told, and how many there are", () => {
  const folder = directory({ "h.ts": "export const handler = 1;\n".repeat(100) });
  const message = complaint(FunctionCode.fromEntry(join(folder, "h.ts")));
  expect(message.match(/^ +\S*h\.ts:\d+:\d+: /gm)).toHaveLength(10);
  expect(message).toMatch(/and \d+ more like these/);
});

describe("an entry that cannot be bundled is told in esbuild's words, with its place", () => {
  const cases: [string, string, string][] = [
    [
      "a syntax error",
      `export const handler = async () => {\n  return [1, 2;\n};`,
      `src/h.ts:2:14: Expected "]" but found ";"\n          return [1, 2;\n                      ~`,
    ],
    [
      "a missing module",
      `import x from "./nowhere";\nexport const handler = x;`,
      `src/h.ts:1:14: Could not resolve "./nowhere"\n        import x from "./nowhere";\n                      ~~~~~~~~~~~`,
    ],
    [
      "a package that is not installed",
      `import x from "@acme/boxes/merge";\nexport const handler = x;`,
      `src/h.ts:1:14: Could not resolve "@acme/boxes/merge"\n        import x from "@acme/boxes/merge";\n                      ~~~~~~~~~~~~~~~~~~~\n` +
        "      Is the package installed? npm install @acme/boxes",
    ],
  ];
  test.each(cases)("%s", (_, text, told) => {
    const folder = directory({ "src/h.ts": text, "cdktf.json": "{}" });
    const cwd = jest.spyOn(process, "cwd").mockReturnValue(folder);
    const message = complaint(FunctionCode.fromEntry("src/h.ts"));
    cwd.mockRestore();
    expect(message).toContain(
      "FunctionCode of src/h.ts cannot be built:\n  - code.entry: src/h.ts cannot be bundled:\n",
    );
    expect(message).toContain(`      ${told}`);
  });

  test.each([
    ["h.ts", `export const handlr = async () => 1;`],
    ["h.ts", `console.log("a script");`],
    ["h.cjs", `require("node:fs");`],
    ["src/h.js", `import "../other.js";`],
    ["src/h.cjs", `require("../other.js");`],
    ["src/h.js", `exports.main = () => 1;`],
    ["src/h.cjs", `module.exports = { main: () => 1 };`],
  ])("a handler that the entry does not export: %s %s", (name, text) => {
    const folder = directory({ [name]: text, "other.js": "" });
    expect(complaint(FunctionCode.fromEntry(join(folder, name)))).toContain(`${name}: exports no "handler"`);
  });

  test("esbuild that is left out, or has no program for this machine", () => {
    const folder = directory({ "h.ts": `export const handler = async () => "${Math.random()}";` });
    jest.mocked(esbuild.buildSync).mockImplementationOnce(() => {
      throw new Error('The package "@esbuild/linux-x64" could not be found');
    });
    expect(complaint(FunctionCode.fromEntry(join(folder, "h.ts")))).toContain(
      `h.ts cannot be bundled:\n      esbuild does not run: The package "@esbuild/linux-x64" could not be found`,
    );
    const program = `
      const Module = require("node:module");
      const resolve = Module._resolveFilename;
      Module._resolveFilename = (name, ...others) => {
        if (name === "esbuild") throw Object.assign(new Error(name), { code: "MODULE_NOT_FOUND" });
        return resolve(name, ...others);
      };
      const { FunctionCode } = require("./dist/lib");
      const { App, TerraformStack } = require("cdktf");
      const code = FunctionCode.fromEntry(${JSON.stringify(join(folder, "h.ts"))});
      code.bind(new TerraformStack(new App(), "test"));
    `;
    const { stderr } = spawnSync(process.execPath, ["-e", program], { cwd: root, encoding: "utf8" });
    expect(stderr).toMatch(/h\.ts cannot be bundled:\n +esbuild is not installed: .*npm install esbuild/);
  });

  test("what esbuild warns of is a warning of the stack", () => {
    const folder = directory({ "h.ts": `export const handler = async () => import.meta.url;` });
    const { warnings } = deployed(FunctionCode.fromEntry(join(folder, "h.ts")));
    expect(warnings).toEqual([
      expect.stringContaining(
        `esbuild warns: h.ts:1:35: "import.meta" is not available with the "cjs" output format`,
      ),
    ]);
  });
});

describe("an entry that is none", () => {
  const folder = directory({ "app.py": "", "h.ts": "export const handler = 1;" });

  test.each([
    ["nothing", "gone.ts", "gone.ts does not exist."],
    ["another language", "app.py", `an entry is TypeScript or JavaScript`],
    ["a directory", ".", "is no file. For code in another language, or of several files, name its directory"],
    ["a path through a file", "h.ts/pre.ts", "h.ts/pre.ts does not exist."],
    ["a name that no file can have", `${"x".repeat(300)}.ts`, ".ts does not exist."],
  ])("%s", (_, name, told) => {
    expect(complaint(FunctionCode.fromEntry(join(folder, name)))).toContain(told);
  });

  test("one that is left out of its own bundle", () => {
    const code = FunctionCode.fromEntry(join(folder, "h.ts"), { external: ["*"] });
    expect(complaint(code)).toMatch(/h\.ts: stays outside the bundle itself, by one of .*, \*/);
  });

  test("all of it is told at once", () => {
    const message = complaint(
      FunctionCode.fromEntry("gone.ts", { runtime: "python3.13", handler: "index.handler" }),
    );
    expect(message).toMatch(/code\.entry: gone\.ts does not exist; looked for .*gone\.ts/);
    expect(message).toContain(
      `code.handler: got "index.handler"; for an entry this is the name of the exported function alone`,
    );
    expect(message).toContain(`code.runtime: got "python3.13"; an entry runs on Node.js`);
  });
});

describe("a directory", () => {
  const python = { runtime: "python3.13", handler: "app.handler" };

  test("becomes an archive with the modes of its files, without what tools leave behind", () => {
    const folder = directory({
      "app.py": "import lib.words\ndef handler(event, context): return lib.words.hello",
      "lib/words.py": "hello = 'hello'",
      "lib/__init__.py": "",
      "bin/tool": "#!/bin/sh\n",
      "__pycache__/app.cpython-313.pyc": "x",
      "lib/__pycache__/words.cpython-313.pyc": "x",
      "old.pyc": "x",
      ".DS_Store": "x",
      ".git/HEAD": "x",
    });
    chmodSync(join(folder, "bin/tool"), 0o700);
    const code = deployed(FunctionCode.fromDirectory(folder, python));
    expect(entries(code).map(({ name, mode }) => [name, mode])).toEqual([
      ["app.py", "0o100644"],
      ["bin/tool", "0o100755"],
      ["lib/__init__.py", "0o100644"],
      ["lib/words.py", "0o100644"],
    ]);
    expect(code.config).toMatchObject(python);
    expect(code.warnings).toEqual([]);
    expect(
      run("python3", ["-Bc", "import app; print(app.handler({}, None), end='')"], { cwd: unpacked(code) }),
    ).toBe("hello");
  });

  test("an OS-only runtime can start its bootstrap", () => {
    const folder = directory({ bootstrap: "#!/bin/sh\n" });
    const code = deployed(FunctionCode.fromDirectory(folder, { runtime: "provided.al2023", handler: "any" }));
    expect(entries(code)).toEqual([expect.objectContaining({ mode: "0o100755" })]);
  });

  test("links inside are followed", () => {
    const folder = directory({ "app.py": "def handler(): pass", "real/a.py": "a" });
    symlinkSync("real", join(folder, "linked"));
    symlinkSync("real/a.py", join(folder, "b.py"));
    const code = deployed(FunctionCode.fromDirectory(folder, python));
    expect(entries(code).map(({ name }) => name)).toEqual(["app.py", "b.py", "linked/a.py", "real/a.py"]);
  });

  test("links that lead out, to nothing or round in circles are refused, all at once", () => {
    const folder = directory({ "app.py": "", "sub/x.py": "" });
    symlinkSync("../..", join(folder, "out"));
    symlinkSync("gone", join(folder, "nowhere"));
    symlinkSync("..", join(folder, "sub", "circle"));
    const message = complaint(FunctionCode.fromDirectory(folder, python));
    expect(message).toContain(
      "out is a symbolic link that leads out of the directory. Copy what it stands for.",
    );
    expect(message).toContain("nowhere is a symbolic link to nothing.");
    expect(message).toContain("sub/circle is a symbolic link to a directory that it lies in.");
  });

  test("is refused when it is empty, missing, or a file", () => {
    const folder = directory({ "__pycache__/x.pyc": "", "a.zip": "" });
    rmSync(join(folder, "a.zip"));
    expect(complaint(FunctionCode.fromDirectory(folder, python))).toContain(
      "holds no files that could be deployed.",
    );
    expect(complaint(FunctionCode.fromDirectory(`${folder}-gone`, python))).toContain("does not exist.");
    const through = join(directory({ file: "" }), "file", "below");
    expect(complaint(FunctionCode.fromDirectory(through, python))).toContain("below does not exist.");
    expect(complaint(FunctionCode.fromZip(through, python))).toContain("below does not exist.");
    const file = join(directory({ "app.py": "" }), "app.py");
    expect(complaint(FunctionCode.fromDirectory(file, python))).toContain(
      "is a file. An entry is a file of TypeScript",
    );
  });

  test("is refused beyond 250 MB, before it is read", () => {
    const folder = directory({ "app.py": "", "model.bin": "" });
    const model = join(folder, "model.bin");
    truncateSync(model, 250 * 1024 * 1024 + 1);
    const read = jest.spyOn(fs, "readFileSync");
    expect(complaint(FunctionCode.fromDirectory(folder, python))).toContain(
      `holds 250.1 MB unzipped; Lambda takes 250 MB, layers included. A container image may have 10 GB. (${AwsPage.lambdaQuotas})`,
    );
    expect(read).not.toHaveBeenCalledWith(expect.stringContaining("model.bin"));
    read.mockRestore();
  });

  test("is zipped again when a file in it changes, and only then", () => {
    const folder = directory({ "app.py": "handler = 1" });
    const hash = () => deployed(FunctionCode.fromDirectory(folder, python)).config.sourceCodeHash;
    const first = hash();
    expect(hash()).toBe(first);
    writeFileSync(join(folder, "app.py"), "handler = 2");
    expect(hash()).not.toBe(first);
    writeFileSync(join(folder, "app.py"), "handler = 1");
    expect(hash()).toBe(first);
    chmodSync(join(folder, "app.py"), 0o755);
    expect(hash()).not.toBe(first);
  });

  test("is refused when the file of the handler is not there, or lies one folder down", () => {
    const code = (files: Record<string, string>, handler: string) =>
      FunctionCode.fromDirectory(directory(files), { ...python, handler });
    const text = "def handler(event, context): pass";
    expect(complaint(code({ "main.py": text }, "app.handler"))).toContain(
      "code.handler: The handler app.handler is looked for in app.py, which is not in the archive. It holds main.py. " +
        "The function would fail at every call.",
    );
    expect(complaint(code({ "pre/app.py": text }, "app.handler"))).toContain(
      "It holds pre/app.py: the files must lie at the top",
    );
    for (const handler of ["pre.app.handler", "pre/app.handler"]) {
      expect(deployed(code({ "pre/app.py": text }, handler)).warnings).toEqual([]);
    }
    for (const file of ["app/__init__.py", "app.so", "app.cpython-313-aarch64-linux-gnu.so"]) {
      expect(deployed(code({ [file]: text }, "app.handler")).warnings).toEqual([]);
    }
  });

  test("may lack the file of the handler where a layer comes with the function, which is a warning", () => {
    const code = FunctionCode.fromDirectory(directory({ "main.py": "" }), {
      ...python,
      handler: "app.handler",
    });
    const scope = () => new Construct(new TerraformStack(new App({ outdir: scratch }), "labels"), "Pre");
    expect(code.problems(scope(), { hasLayers: true })).toEqual([]);
    const pre = scope();
    code.bind(pre, { hasLayers: true });
    expect(pre.node.metadata.map(({ data }) => String(data))).toEqual([
      expect.stringContaining("The function fails when it is called, unless a layer brings that file"),
    ]);
  });

  describe("of Python", () => {
    const code = (text: string, handler = "app.handler") =>
      FunctionCode.fromDirectory(directory({ "app.py": text }), { ...python, handler });

    test.each([
      ["a function", "def handler(event, context):\n    pass"],
      ["an asynchronous one", "async def handler(event, context): pass"],
      ["a decorated one", "@logged\ndef handler(event, context):\n    return 1"],
      ["what another is called", "def main(e, c): pass\n\nhandler = main"],
      ["with its type", "handler: Callable = make()"],
      ["one of several", "a, handler = make()"],
      ["an import", "from labels import handler"],
      ["an import in brackets", "from labels import (\n    other,\n    handler,\n)"],
      ["an import by another name", "import labels.main as handler"],
      ["an import of everything", "from labels import *"],
      ["a condition", "try:\n    from fast import handler\nexcept ImportError:\n    def handler(e, c): pass"],
      ["a class with __call__", "class handler:\n    pass"],
      ["what the program makes", "globals()['handler'] = 1"],
      ["quotes that cannot be followed", "x = 'a\ndef other(): pass"],
      [
        "a function after texts with anything in them",
        '"""def x(:\n"""\nx = r\'\\d"\' # (\ndef handler(e, c): pass',
      ],
      ["tabs and continued lines", "if True:\n\tx = 1 + \\\n\t\t2\n\tdef handler(e, c): pass"],
      [
        "Windows line ends and a mark at the beginning",
        "\uFEFFimport os\r\n\r\ndef handler(e, c):\r\n    pass\r\n",
      ],
    ])("may have for a handler %s", (_, text) => {
      expect(deployed(code(text)).warnings).toEqual([]);
    });

    test.each([
      ["another function", "def main(event, context):\n    pass", "it has main."],
      ["another case", "def Handler(event, context): pass", "it has Handler."],
      [
        "a method",
        "class Labels:\n    def handler(self, event): pass",
        "it has no function that could be called.",
      ],
      [
        "a function in a function",
        "def make():\n    def handler(e, c): pass\n    return handler",
        "it has make.",
      ],
      [
        "a name in a comment and a text",
        '# def handler\nx = \'handler\'\n"""\ndef handler(): pass\n"""',
        "it has no",
      ],
      ["a parameter", "def main(handler):\n    return handler", "it has main."],
    ])("is refused with %s in place of the handler", (_, text, has) => {
      expect(complaint(code(text))).toContain(
        `code.handler: got a handler that calls "handler" in app.py, which has no such function; ${has}`,
      );
    });
  });

  describe("of Node.js", () => {
    const code = (files: Record<string, string>, handler = "index.handler", runtime = "nodejs22.x") =>
      FunctionCode.fromDirectory(directory(files), { runtime, handler });

    test.each([
      ["an assignment", "exports.handler = async () => 1;"],
      ["a member of module", "module.exports.handler = () => 1;"],
      ["a text", 'exports["handler"] = () => 1;'],
      ["an object", "module.exports = { other: 1, handler };function handler() {}"],
      ["a method of an object", "module.exports = { async handler(event) { return 1; } };"],
      ["a definition", 'Object.defineProperty(exports, "handler", { value: 1 });'],
      ["what a compiler writes", "exports.main = exports.handler = void 0;"],
      ["another file", 'module.exports = require("./main");'],
      ["a copy", 'Object.assign(exports, require("./main"));'],
      ["what is spread", 'module.exports = { ...require("./main") };'],
      [
        "what esbuild writes",
        "var __export; var index_exports = {}; __export(index_exports, { handler: () => 1 }); module.exports = __toCommonJS(index_exports);",
      ],
      ["a member of this", "this.handler = () => 1;"],
      ["what cannot be parsed", "exports.main = (;"],
    ])("may export the handler by %s", (_, text) => {
      expect(deployed(code({ "index.js": text })).warnings).toEqual([]);
      expect(deployed(code({ "src/index.cjs": text }, "src/index.handler")).warnings).toEqual([]);
    });

    test.each([
      ["a constant", "export const handler = 1;"],
      ["a list", "const a = 1; export { a as handler };"],
      ["everything of another file", 'export * from "./main.mjs";'],
    ])("may export the handler of an ES module by %s", (_, text) => {
      expect(deployed(code({ "index.mjs": text })).warnings).toEqual([]);
      const typed = { "index.js": text, "package.json": '{ "type": "module" }' };
      expect(deployed(code(typed)).warnings).toEqual([]);
      expect(deployed(code({ "index.js": text }, "index.handler", "nodejs24.x")).warnings).toEqual([]);
      expect(deployed(code({ "index.js": text })).warnings).toEqual([
        expect.stringContaining(
          "index.js is written as an ES module, and Node.js 22 in Lambda reads it as CommonJS",
        ),
      ]);
    });

    test.each([
      ["index.js", "exports.main = () => 1;", "it has main."],
      ["index.js", "module.exports = { main, other: 2 };function main() {}", "it has main, other."],
      ["index.js", "// exports.handler = 1\nexports.Handler = 1;", "it has Handler."],
      ["index.js", "function handler() {}", "it has no function that could be called."],
      ["index.mjs", "export default 1;", "it has default."],
      ["index.mjs", "export const main = 1, handlers = 2;", "it has handlers, main."],
    ])("is refused without the handler: %s: %s", (file, text, has) => {
      expect(complaint(code({ [file]: text }))).toContain(
        `code.handler: got a handler that calls "handler" in ${file}, which has no such function; ${has}`,
      );
    });

    test("names a member of what is exported after a second dot, as Lambda reads it", () => {
      const text = "exports.handlers = { main: () => 1 };";
      expect(deployed(code({ "index.js": text }, "index.handlers.main")).warnings).toEqual([]);
      expect(complaint(code({ "index.handlers.js": text }, "index.handlers.main"))).toContain(
        "looked for in index.js",
      );
    });
  });
});

describe("a zip file", () => {
  const node = { runtime: "nodejs22.x", handler: "index.handler" };
  const write = (name: string, bytes: Uint8Array | string) => {
    const file = join(directory({}), name);
    writeFileSync(file, bytes);
    return file;
  };

  test("is deployed byte for byte", () => {
    const bytes = zipSync({ "index.mjs": Buffer.from("export const handler = 1") });
    const code = deployed(FunctionCode.fromZip(write("made-by-ci.zip", bytes), node));
    expect(code.bytes.equals(bytes)).toBe(true);
    expect(code.warnings).toEqual([]);
  });

  test("that is none, is empty, or is a directory is refused", () => {
    expect(complaint(FunctionCode.fromZip(write("a.zip", "PK but no zip"), node))).toContain(
      "a.zip is not a zip file.",
    );
    expect(complaint(FunctionCode.fromZip(write("b.zip", zipSync({})), node))).toContain("b.zip is empty.");
    expect(complaint(FunctionCode.fromZip(directory({}), node))).toContain(
      "Name it as directory, not as zip",
    );
  });

  test("beyond 50 MB is sent to S3", () => {
    const bytes = zipSync(
      { "index.js": Buffer.from("exports.handler = 1"), "model.bin": Buffer.alloc(50 * 1024 * 1024, 1) },
      { level: 0 },
    );
    const message = complaint(FunctionCode.fromZip(write("large.zip", bytes), node));
    expect(message).toContain("is 50.1 MB as a zip file; Lambda takes 50 MB from Terraform.");
    expect(message).toContain("Upload it to S3 and name it there");
    expect(message).toContain(AwsPage.lambdaQuotas);
  });

  test("that no memory holds is refused by its size, and a device is no file", () => {
    const large = write("huge.zip", "PK");
    truncateSync(large, 3 * 1024 ** 3);
    expect(complaint(FunctionCode.fromZip(large, node))).toContain("is 3072.0 MB as a zip file");
    expect(complaint(FunctionCode.fromZip("/dev/zero", node))).toContain("/dev/zero is no file");
  });

  test("of a folder instead of its content, or without the handler's function, is refused", () => {
    const other = zipSync({ "index.js": Buffer.from("exports.main = 1") });
    expect(complaint(FunctionCode.fromZip(write("other.zip", other), node))).toContain(
      'calls "handler" in index.js, which has no such function; it has main.',
    );
    const bytes = zipSync({ pre: { "index.js": Buffer.from("") } });
    expect(complaint(FunctionCode.fromZip(write("folder.zip", bytes), node))).toContain(
      "It holds pre/index.js: the files must lie at the top of the archive",
    );
  });
});

describe("code that lies elsewhere", () => {
  const object = { s3Bucket: "acme-code", s3Key: "pre.zip", runtime: "python3.13", handler: "app.handler" };
  const hash = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
  const image = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/labeling/pre";
  const digest = `@sha256:${"0123456789abcdef".repeat(4)}`;

  test("an object in S3", () => {
    const code = deployed(
      FunctionCode.fromS3Object({ ...object, s3ObjectVersion: "v1", sourceCodeHash: hash }),
    );
    expect(code.config).toEqual({
      s3Bucket: "acme-code",
      s3Key: "pre.zip",
      s3ObjectVersion: "v1",
      sourceCodeHash: hash,
      runtime: "python3.13",
      handler: "app.handler",
    });
    expect(code.warnings).toEqual([]);
  });

  test("an object whose change Terraform would not see gives a warning", () => {
    expect(deployed(FunctionCode.fromS3Object(object)).warnings).toEqual([
      expect.stringContaining("Neither s3ObjectVersion nor sourceCodeHash is given"),
    ]);
  });

  test("everything that is wrong with an object", () => {
    const message = complaint(
      FunctionCode.fromS3Object({
        s3Bucket: "Acme",
        s3Key: "",
        s3ObjectVersion: "",
        sourceCodeHash: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        runtime: "python3.13",
        handler: "handler",
      }),
    );
    for (const property of ["s3Bucket", "s3Key", "s3ObjectVersion", "sourceCodeHash", "handler"]) {
      expect(message).toContain(`- code.${property}: got`);
    }
  });

  test.each([`${image}:v1`, `${image}${digest}`, `${image}:v1${digest}`])("an image: %s", (uri) => {
    expect(deployed(FunctionCode.fromImage(uri, { command: ["app.handler"] }), "eu-west-1").config).toEqual({
      imageUri: uri,
      imageCommand: ["app.handler"],
    });
  });

  test.each([
    ["without tag", image, "add a tag (:v1) or, better, a digest"],
    ["a public one", "public.ecr.aws/lambda/python:3.13", "from private ECR repositories only"],
    ["of a FIPS endpoint", `${image}:v1`.replace("dkr.ecr", "dkr.ecr-fips"), "no images from FIPS endpoints"],
    [
      "of another region",
      `${image}:v1`.replace("eu-west-1", "us-east-1"),
      "got an image in us-east-1; the function is made in eu-west-1",
    ],
  ])("an image %s is refused", (_, uri, told) => {
    const message = complaint(FunctionCode.fromImage(uri), "eu-west-1");
    expect(message).toContain(told);
    expect(message).toContain(AwsPage.lambdaImages);
  });

  test("tokens pass", () => {
    const stack = new TerraformStack(new App({ outdir: join(scratch, "tokens") }), "tokens");
    new AwsProvider(stack, "aws");
    const token = new TerraformVariable(stack, "anything", {}).stringValue;
    const s3 = { s3Bucket: token, s3Key: token, runtime: token, handler: token, sourceCodeHash: token };
    expect(FunctionCode.fromS3Object(s3).problems(stack)).toEqual([]);
    expect(FunctionCode.fromImage(token).problems(stack)).toEqual([]);
    // The region is not known here.
    expect(FunctionCode.fromImage(`${image}:v1`).problems(stack)).toEqual([]);
  });
});

describe("a runtime", () => {
  const review = (runtime: string) => reviewRuntime("code.runtime", runtime);

  test.each([
    "nodejs22.x",
    "nodejs24.x",
    "python3.11",
    "python3.14",
    "java21",
    "java8.al2",
    "dotnet10",
    "ruby4.0",
    "provided.al2023",
  ])("%s is supported", (runtime) => expect(review(runtime)).toEqual({}));

  test.each([
    ["python3.10", "AWS has deprecated the runtime python3.10"],
    ["dotnet8", "Use dotnet10"],
    ["nodejs26.x", "is a preview"],
    ["python3.21", "newer than this library"],
    ["nodejs30.x", "newer than this library"],
  ])("%s gives a warning", (runtime, told) => {
    expect(review(runtime).warning).toContain(told);
    expect(review(runtime).problem).toBeUndefined();
  });

  test.each([
    ["nodejs20.x", "Use nodejs24.x."],
    ["python3.8", "Use python3.14."],
    ["go1.x", "Use provided.al2023."],
    ["dotnet9", "for container images only"],
    ["python313", "Lambda has nodejs24.x, nodejs22.x, python3.14"],
    ["nodejs23", "Lambda has nodejs24.x"],
    ["constructor", "Lambda has nodejs24.x"],
    ["", "Lambda has nodejs24.x"],
  ])("%s is refused", (runtime, told) => {
    expect(review(runtime).problem).toMatchObject({ page: AwsPage.lambdaRuntimes });
    expect(review(runtime).problem!.message).toContain(told);
  });

  test.each([
    ["nodejs22.x", "src/index.handler", true],
    ["nodejs22.x", "index", false],
    ["nodejs22.x", "src.v1/index", false],
    ["python3.13", "pkg.app.handler", true],
    ["python3.13", "handler", false],
    ["ruby3.4", "function.Handlers::Pre.run", true],
    ["java21", "com.acme.Pre::handle", true],
    ["java21", "com.acme.Pre handle", false],
    ["dotnet10", "Acme.Pre", true],
    ["provided.al2023", "anything", true],
    ["python3.13", `${"x".repeat(120)}.handler1`, false],
  ])("of %s takes the handler %s: %s", (runtime, handler, allowed) => {
    const props = { s3Bucket: "acme-code", s3Key: "a.zip", runtime, handler };
    const stack = new TerraformStack(new App({ outdir: join(scratch, "handlers") }), "handlers");
    const problems = FunctionCode.fromS3Object(props).problems(stack);
    expect(problems.map(({ property }) => property)).toEqual(allowed ? [] : ["code.handler"]);
  });
});

describe("a ready handler", () => {
  test.each(Object.values(ReadyHandler))("%s is one small file that loads without the AWS SDK", (handler) => {
    const code = deployed(FunctionCode.ready(handler));
    expect(code.bytes.length).toBeLessThan(20_000);
    const folder = unpacked(code);
    const [file, name] = code.config.handler!.split(".");
    expect(
      run(process.execPath, ["-p", `typeof require("./${file}").${name}`], { cwd: folder, env: {} }).trim(),
    ).toBe("function");
    // Nothing comes along but what lies below lib/handlers.
    expect(readFileSync(join(folder, "index.js"), "utf8")).not.toMatch(/node_modules|cdktf/);
  });

  test("is found where the package is compiled, and has no TypeScript", () => {
    const compiled = join(directory({}), "dist", "lib", "functions", "ready-handler-file.js");
    esbuild.buildSync({
      entryPoints: [join(root, "lib/functions/ready-handler-file.ts")],
      outfile: compiled,
      platform: "node",
      format: "cjs",
    });
    const program = `require(${JSON.stringify(compiled)}).readyHandlerFile("${ReadyHandler.TEXT_SPANS}")`;
    expect(run(process.execPath, ["-p", program]).trim()).toBe(
      join(dirname(compiled), "..", "handlers", "ready", "text-spans.js"),
    );
  });
});

test("esbuild and fflate are loaded when they are needed, and nothing stays among temporary files", () => {
  const temporary = directory({});
  const out = mkdtempSync(join(scratch, "out-"));
  const program = join(mkdtempSync(join(scratch, "p-")), "program.js");
  esbuild.buildSync({
    stdin: {
      contents: `
        import { App, TerraformStack } from "cdktf";
        import { FunctionCode } from "./lib/functions/function-code";
        const loaded = () => Object.keys(require.cache).filter((f) => /node_modules.(esbuild|fflate)./.test(f)).length;
        const before = loaded();
        const app = new App({ outdir: ${JSON.stringify(out)} });
        FunctionCode.fromEntry(process.argv[2]).bind(new TerraformStack(app, "labels"));
        app.synth();
        console.log(before, loaded());
      `,
      resolveDir: root,
    },
    outfile: program,
    bundle: true,
    platform: "node",
    packages: "external",
  });
  const env = { PATH: process.env["PATH"], NODE_PATH: join(root, "node_modules"), TMPDIR: temporary };
  const entry = join(directory(shout), "src/pre.ts");
  expect(run(process.execPath, [program, entry], { env })).toBe("0 2\n");
  expect(readdirSync(temporary)).toEqual([]);
});

test("advice is in the words of the configuration too: no message names a function of TypeScript", () => {
  const folder = join(__dirname, "..", "..", "lib", "functions");
  const named = readdirSync(folder).flatMap((name) =>
    [
      ...readFileSync(join(folder, name), "utf8").matchAll(
        /["`][^"`\n]* FunctionCode\.from\w+[ ,.][^"`\n]*["`]/g,
      ),
    ].map(([text]) => text),
  );
  expect(named).toEqual([]);
});
