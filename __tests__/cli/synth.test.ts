import dns from "node:dns";
import fs, { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { whileBuilding } from "../../cli/while-building";
import { askedBy } from "../../stacks/summary/asked-by";
import { resourcesOf, type StackJson } from "../../stacks/summary/stack-json";
import { readLocatedConfig, synthesize, workflowStacks } from "../../stacks";
import { run, UserFolder } from "./program";

/*
 * `check` and `synth` as somebody runs them in a folder with a ground-truth.yaml.
 */
const project = join(__dirname, "..", "..");
const folder = new UserFolder();
beforeAll(() => folder.enter());
afterAll(() => folder.leave());
afterEach(() => {
  delete process.env.GROUND_TRUTH_CONFIG;
  delete process.env.CDKTF_OUTDIR;
});

const workflow = (name: string, more: readonly string[] = []) => [
  `  - name: ${name}`,
  "    type: built-in",
  "    taskType: BoundingBox",
  `    inputs: [s3://acme-raw/${name}/]`,
  `    output: s3://acme-labels/${name}/`,
  ...more.map((line) => `    ${line}`),
];
const config = (...workflows: readonly (readonly string[])[]) =>
  ["namePrefix: acme", "region: eu-west-1", "workflows:", ...workflows.flat(), ""].join("\n");

const noNewFiles = (before: readonly string[]) => expect(readdirSync(folder.root)).toEqual(before);

describe("check", () => {
  test("says that all is well, and writes nothing", async () => {
    folder.write("ground-truth.yaml", config(workflow("signs"), workflow("lanes")));
    const before = readdirSync(folder.root);
    expect(await run("check")).toEqual({
      code: 0,
      out: "ground-truth.yaml: 2 workflows, no mistakes.\n",
      err: "",
    });
    noNewFiles(before);
  });

  test("tells a mistake with its place, and what only shows when stacks are built too", async () => {
    folder.write("ground-truth.yaml", config(workflow("signs", ["ouput: x"])));
    expect(await run("check")).toMatchObject({
      code: 1,
      out: "",
      err: expect.stringContaining("ground-truth.yaml:9:5"),
    });
    const custom = workflow("tags", [
      "customTask: { template: { file: form.html, location: s3://acme-raw/tags/job/ } }",
    ]);
    custom[1] = "    type: custom";
    custom.splice(2, 1);
    folder.write("ground-truth.yaml", config(custom));
    folder.write("form.html", "<crowd-form>{{ task.input.x | no_such_filter }}</crowd-form>");
    const { out, err } = await run("check");
    expect(err).toContain("ground-truth.yaml:8:29: warning: tags: form.html:1:");
    expect(out).toMatch(/1 workflow, no mistakes, \d warnings?\.\n$/);
  });

  test("is JSON for programs, mistakes and warnings alike", async () => {
    folder.write("ground-truth.yaml", config(workflow("signs", ["ouput: x"])));
    const { code, out } = await run("check", "--json");
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      problems: [{ path: "workflows[0].ouput", place: "ground-truth.yaml:9:5" }],
      warnings: [],
    });
  });

  test.each(["GROUND_TRUTH_CONFIG", "CDKTF_OUTDIR"])("tells an empty %s in words", async (name) => {
    process.env[name] = "";
    expect(await run("check")).toMatchObject({
      code: 1,
      err: expect.stringContaining(`The environment variable ${name} is empty`),
    });
  });
});

test("what takes long is said on a terminal, and taken away again", () => {
  const drawn: string[] = [];
  const terminal = { write: () => undefined, tell: () => undefined, colours: false, width: 80 };
  const progress = (text: string) => void drawn.push(text);
  expect(whileBuilding({ ...terminal, progress }, 100, () => "made")).toBe("made");
  expect(drawn).toEqual(["building 100 workflows …", ""]);
  expect(whileBuilding({ ...terminal, progress }, 3, () => "made")).toBe("made");
  expect(whileBuilding(terminal, 100, () => "made")).toBe("made");
  expect(drawn).toHaveLength(2);
});

describe("synth", () => {
  test("tells the stacks, what is left for a person, and the next command", async () => {
    const existing = workflow("clauses", ["encryptionKey: { existing: alias/acme-clauses }"]);
    folder.write("ground-truth.yaml", config(workflow("signs"), existing));
    const { code, out, err } = await run("synth");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^signs +\d+ resources +cdktf\.out\/stacks\/signs\/cdk\.tf\.json$/m);
    expect(out).toContain("  1 role · 1 policy · 1 key\n");
    expect(out).toContain("clauses  alias/acme-clauses: add these statements to its key policy\n");
    expect(out).toContain("signs    acme-raw: add this CORS rule, or workers see no objects\n");
    expect(out).toContain("npx cdktf diff signs ");
    expect(existsSync(folder.path("cdktf.out", "stacks", "signs", "cdk.tf.json"))).toBe(true);
  });

  test("tells a program all of it as JSON, the statements parsed", async () => {
    const { stacks, warnings, removed } = JSON.parse((await run("synth", "--json")).out);
    expect(warnings).toEqual([]);
    expect(removed).toEqual([]);
    const clauses = stacks.find(({ name }: { name: string }) => name === "clauses");
    expect(clauses).toMatchObject({ kinds: { role: 1, policy: 1 }, file: expect.any(String) });
    const key = clauses.toDo.find(({ about }: { about: string }) => about === "alias/acme-clauses");
    expect(key.required[0]).toMatchObject({ Effect: "Allow", Sid: expect.any(String) });
  });

  test("names a stack that left the file, with the line that destroys it", async () => {
    folder.write("ground-truth.yaml", config(workflow("signs")));
    const { err } = await run("synth");
    expect(err).toContain('the stack "clauses"');
    expect(err).toContain("terraform -chdir=cdktf.out/removed/clauses init");
    expect(existsSync(folder.path("cdktf.out", "stacks", "clauses"))).toBe(false);
    expect(JSON.parse((await run("synth", "--json")).out)).toMatchObject({ removed: ["clauses"] });
  });

  test("leaves what is there when a workflow cannot be built, and shows no stack trace", async () => {
    const before = readFileSync(folder.path("cdktf.out", "manifest.json"), "utf8");
    folder.write("ground-truth.yaml", config(workflow("signs", ["encryptionKey: {}"])));
    const { code, out, err } = await run("synth");
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).not.toMatch(/^ +at /m);
    expect(readFileSync(folder.path("cdktf.out", "manifest.json"), "utf8")).toBe(before);
  });

  test("works below the project's folder, and writes where cdktf.json says", async () => {
    folder.write("ground-truth.yaml", config(workflow("signs")));
    folder.write("cdktf.json", JSON.stringify({ app: "x", output: "elsewhere" }));
    folder.write("src/file", "");
    process.chdir(folder.path("src"));
    try {
      const { code, out } = await run("synth");
      expect(code).toBe(0);
      expect(out).toContain("../elsewhere/stacks/signs/cdk.tf.json");
    } finally {
      process.chdir(folder.root);
    }
  });

  describe("under the cdktf CLI", () => {
    const checkpoint = process.env.CHECKPOINT_DISABLE;
    beforeEach(() => {
      process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS = "true";
      delete process.env.CHECKPOINT_DISABLE;
    });
    afterEach(() => {
      delete process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS;
      if (checkpoint !== undefined) process.env.CHECKPOINT_DISABLE = checkpoint;
      jest.restoreAllMocks();
    });
    const lookUp = () => jest.spyOn(dns.promises.Resolver.prototype, "resolve4");
    const refusal = (code: string) => Object.assign(new Error(code), { code });

    test("says only what the CLI does not", async () => {
      const asked = lookUp().mockResolvedValue(["192.0.2.1"]);
      expect(await run("synth")).toEqual({ code: 0, out: "", err: "" });
      expect(asked.mock.calls).toEqual([["checkpoint-api.hashicorp.com"]]);
    });

    test("explains the red lines of a machine without a network", async () => {
      const asked = lookUp().mockRejectedValue(refusal("ENOTFOUND"));
      expect((await run("synth")).out).toMatch(
        /^This machine reaches no network.*\n {2}checkpoint-api\.hashicorp\.com .*CHECKPOINT_DISABLE=1.*\n {2}Could not retrieve providers for locking .*--skip-provider-lock\n$/,
      );
      process.env.CHECKPOINT_DISABLE = "1";
      expect((await run("synth")).out).not.toContain("checkpoint");
      expect(asked.mock.lastCall).toEqual(["registry.terraform.io"]);
    });

    test("says nothing where no name server answers", async () => {
      lookUp().mockRejectedValue(refusal("ETIMEOUT"));
      expect(await run("synth")).toEqual({ code: 0, out: "", err: "" });
    });

    test("only there a name is looked up", async () => {
      delete process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS;
      const asked = lookUp();
      await run("synth");
      expect(asked).not.toHaveBeenCalled();
    });
  });
});

describe("the key that asks for a resource", () => {
  const examples = ["ground-truth.yaml", "examples/people.yaml", "examples/shared.yaml"];

  test.each(examples)("is found for all of %s, as far as it is written", (example) => {
    const { config, places } = readLocatedConfig(join(project, example));
    const outdir = folder.path("asked", example.replace("/", "-"));
    synthesize(config, outdir, workflowStacks);
    const lines = readFileSync(join(project, example), "utf8").split("\n");
    for (const stack of readdirSync(join(outdir, "stacks"))) {
      const file = join(outdir, "stacks", stack, "cdk.tf.json");
      const json = JSON.parse(readFileSync(file, "utf8")) as StackJson;
      for (const { type, path, address } of resourcesOf(json)) {
        const asked = askedBy(config, stack, path);
        expect([stack, address, asked.length]).not.toEqual([stack, address, 0]);
        const [, line] = /:(\d+):\d+$/.exec(places.of(asked))!;
        // Buckets are asked for where their names stand.
        if (type === "aws_s3_bucket") expect(lines[Number(line) - 1]).toContain(path[0]);
      }
    }
  });
});

describe("what the machine refuses is told in words", () => {
  beforeEach(() => folder.write("ground-truth.yaml", config(workflow("signs"))));
  afterEach(() => jest.restoreAllMocks());

  test.each(["GROUND_TRUTH_CONFIG", "CDKTF_OUTDIR"])("%s that is set to nothing", async (name) => {
    process.env[name] = "";
    for (const command of ["check", "synth"]) {
      expect(await run(command)).toMatchObject({
        code: 1,
        err: expect.stringMatching(`^The environment variable ${name} is empty: unset it, or name .*\\.\n$`),
      });
    }
  });

  test("no folder for temporary files", async () => {
    const gone = { code: "ENOENT", syscall: "mkdtemp", path: "/nowhere/ground-truth-check-XXXXXX" };
    jest.spyOn(fs, "mkdtempSync").mockImplementation(() => {
      throw Object.assign(new Error("ENOENT: injected, mkdtemp"), gone);
    });
    const { code, err } = await run("check");
    expect(code).toBe(1);
    expect(err).toMatch(
      /^There is no folder for temporary files: .*nowhere.* Set the environment variable TMPDIR .*\n$/,
    );
  });

  test("a disk that is full, for check and for init, which leaves nothing half done", async () => {
    const full = Object.assign(new Error("ENOSPC: injected, write"), { code: "ENOSPC", syscall: "write" });
    const original = fs.writeFileSync;
    jest.spyOn(fs, "writeFileSync").mockImplementation((file, ...rest) => {
      if (/cdktf.json|cdk.tf.json/.test(String(file))) throw full;
      original(file, ...rest);
    });
    expect(await run("check")).toMatchObject({
      code: 1,
      err: "A file cannot be written: the disk is full (ENOSPC).\n",
    });
    fs.mkdirSync(folder.path("new"));
    process.chdir(folder.path("new"));
    const { code, err } = await run("init", "--kind", "custom");
    process.chdir(folder.root);
    expect({ code, err }).toEqual({
      code: 1,
      err: "A file cannot be written: the disk is full (ENOSPC). Nothing was written.\n",
    });
    expect(readdirSync(folder.path("new"))).toEqual([]);
  });
});
