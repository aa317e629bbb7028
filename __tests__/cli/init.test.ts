import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { configurationText } from "../../cli/init/configuration-text";
import { type Answers, defaults } from "../../cli/init/answers";
import { answersFrom, type Questions } from "../../cli/init/ask";
import { isFoundBy } from "../../cli/init/terminal-questions";
import { packageJson } from "../../cli/init/project-files";
import { BuiltInTaskType } from "../../lib/jobs/built-in-task-type";
import { readConfig, readLocatedConfig, synthesize, workflowStacks } from "../../stacks";
import { run, UserFolder } from "./program";

const repository = join(__dirname, "..", "..");
let folder: UserFolder;
beforeEach(() => {
  folder = new UserFolder();
  folder.enter();
});
afterEach(() => folder.leave());

const text = (...names: string[]) => readFileSync(folder.path(...names), "utf8");
const json = (...names: string[]) => JSON.parse(text(...names));

describe("init", () => {
  test("writes a project that check accepts without a warning, for each kind and with either buckets", async () => {
    for (const kind of ["built-in", "streaming", "custom"]) {
      for (const buckets of [[], ["--input", "s3://my-data/images/", "--output", "s3://my-labels/signs/"]]) {
        const fresh = `${kind}-${buckets.length}`;
        mkdirSync(folder.path(fresh));
        process.chdir(folder.path(fresh));
        expect(await run("init", "--kind", kind, ...buckets)).toMatchObject({ code: 0, err: "" });
        // Handlers import the package, as users have it installed.
        mkdirSync("node_modules");
        symlinkSync(repository, join("node_modules", "cdktf-ground-truth"), "dir");
        expect({ fresh, ...(await run("check")) }).toEqual({
          fresh,
          code: 0,
          err: "",
          out: "ground-truth.yaml: 1 workflow, no mistakes.\n",
        });
      }
    }
  }, 60_000);

  test("names what it wrote and what comes next", async () => {
    const { out } = await run("init", "--kind", "custom");
    const written = out.split("\n")[0]!.replace("Written: ", "").split("  ");
    for (const file of written) expect(existsSync(folder.path(file))).toBe(true);
    expect(out).toContain("Next: npm install && npx cdktf-ground-truth synth\n");
    expect(json("cdktf.json")).toMatchObject({
      app: "npx --no-install cdktf-ground-truth synth",
      sendCrashReports: "false",
    });
    expect(text(".gitignore")).toContain("cdktf.out/\n");
  });

  test("writes a test of the functions that passes", async () => {
    await run("init", "--kind", "custom");
    mkdirSync("node_modules");
    symlinkSync(repository, join("node_modules", "cdktf-ground-truth"), "dir");
    const { test } = json("package.json").scripts;
    const { status, stdout, stderr } = spawnSync(test, { shell: true, encoding: "utf8" });
    expect(`${stdout}${stderr}`).toMatch(/# pass 3\n# fail 0/);
    expect(status).toBe(0);
  });

  test.each(["ground-truth.yaml", "cdktf.json", "handlers/mine.mjs"])(
    "overwrites nothing: where %s is, it writes no file at all",
    async (file) => {
      folder.write(file, "mine");
      const { code, err } = await run("init");
      expect(code).toBe(1);
      expect(err).toContain("here already, and init overwrites nothing");
      expect(readdirSync(folder.root)).toEqual([file.split("/")[0]]);
      expect(text(file)).toBe("mine");
    },
  );

  test("keeps what package.json and .gitignore say", async () => {
    folder.write(".gitignore", "mine\n");
    folder.write(
      "package.json",
      JSON.stringify({
        name: "mine",
        scripts: { test: 'echo "Error: no test specified" && exit 1', synth: "mine" },
        dependencies: { "cdktf-ground-truth": "file:x.tgz" },
      }),
    );
    await run("init", "--kind", "custom");
    expect(text(".gitignore")).toBe("mine\n");
    expect(json("package.json")).toMatchObject({
      name: "mine",
      scripts: { test: "node --test handlers/", synth: "mine", check: "cdktf-ground-truth check" },
      dependencies: { "cdktf-ground-truth": "file:x.tgz", cdktf: expect.any(String) },
      devDependencies: { "cdktf-cli": expect.any(String) },
    });
  });

  test("tells all flags with values that cannot be used, with what was meant", async () => {
    const { code, err } = await run(
      "init",
      "--task",
      "BoundingBoxes",
      "--kind",
      "stream",
      "--region",
      "mars",
    );
    expect(code).toBe(1);
    expect(err).toMatch(/^--kind: got "stream"; did you mean "streaming"\?/m);
    expect(err).toMatch(/^--task: got "BoundingBoxes"; did you mean "BoundingBox"\?/m);
    expect(err).toMatch(/^--region: got "mars"; a region with Ground Truth is one of /m);
    expect(readdirSync(folder.root)).toEqual([]);
  });

  test.each([
    ["--task", "ImageClassification", '"ImageClassificationSingleLabel" or "ImageClassificationMultiLabel"'],
    ["--task", "ImageMultiClass", '"ImageClassificationSingleLabel"'],
    ["--task", "NER", '"NamedEntityRecognition"'],
    ["--region", "Ireland", "eu-west-1"],
    ["--name", "Dash Cam", "dash-cam"],
    ["--prefix", "Acme_Labels", "acme-labels"],
    ["--input", "my-data/in/", "s3://my-data/in/"],
    ["--input", "https://my-data.s3.amazonaws.com/in/", "s3://my-data/in/"],
  ])("%s %s offers what was meant", async (flag, value, meant) => {
    const { err } = await run("init", "--yes", flag, value);
    expect(err.toLowerCase()).toContain(`did you mean ${meant.toLowerCase()}?`);
  });

  test.each([
    ["text cl", "TextClassificationSingleLabel   text", true],
    ["bounding-box", "BoundingBox   image", true],
    ["video track", "VideoObjectTracking   video frame", true],
    ["", "BoundingBox   image", true],
    ["text box", "BoundingBox   image", false],
  ])("a search for %p in %p", (typed, text, isFound) => {
    expect(isFoundBy(typed, text)).toBe(isFound);
  });

  test("asks for existing buckets where nobody can be asked", async () => {
    const { code, err } = await run("init", "--buckets", "existing", "--input", "s3://my-data/in/");
    expect(code).toBe(1);
    expect(err).toBe("Where are they? Existing buckets need --output s3://bucket/folder/.\n");
  });

  test("asks a person only for what no flag says", async () => {
    const asked: string[] = [];
    const person: Questions = {
      choice: (message) => {
        asked.push(message);
        return Promise.resolve(message === "Buckets?" ? "existing" : "eu-west-1");
      },
      text: (message, initial, problem) => {
        asked.push(message);
        // Of existing buckets nobody knows the names: nothing is offered, and nothing is no answer.
        const answer = initial === "" ? "s3://my-data/in/" : initial;
        expect(problem(answer)).toBeUndefined();
        if (initial === "") expect(problem(initial)).toBeDefined();
        return Promise.resolve(answer);
      },
    };
    const answers = await answersFrom(
      { kind: "built-in", task: "BoundingBox", prefix: "us" },
      person,
      "/x",
      {},
    );
    expect(asked).toEqual([
      "Name of the workflow?",
      "Region?",
      "Buckets?",
      "Where is the data that workers see?",
      "Where do the answers go?",
    ]);
    expect(answers).toMatchObject({ name: "bounding-box", region: "eu-west-1", newBuckets: false });
  });
});

describe("the configuration of a new project", () => {
  const tasks = Object.values(BuiltInTaskType);

  test.each(["built-in", "streaming"] as const)("can be read for every task type: %s", (kind) => {
    for (const task of tasks) {
      for (const newBuckets of [true, false]) {
        const name = defaults.name(kind, task);
        const answers: Answers = {
          kind,
          task,
          name,
          prefix: "acme",
          region: "eu-west-1",
          newBuckets,
          ...defaults.locations("acme", name),
        };
        folder.write("ground-truth.yaml", configurationText(answers));
        let problem: unknown;
        try {
          readConfig(folder.path("ground-truth.yaml"));
        } catch (error) {
          problem = (error as Error).message;
        }
        expect({ task, newBuckets, problem }).toEqual({ task, newBuckets, problem: undefined });
      }
    }
  });
});

test.each(["built-in", "streaming"] as const)(
  "the job in its comments, switched on, can be built for every task type: %s",
  (kind) => {
    const told = Object.values(BuiltInTaskType).map((task) => {
      const name = defaults.name(kind, task);
      const places = defaults.locations("acme", name);
      const answers = { kind, task, name, prefix: "acme", region: "eu-west-1", newBuckets: true, ...places };
      const [above = "", job = ""] = configurationText(answers).split("    # job:\n");
      folder.write("job.yaml", `${above}    job:\n${job.replaceAll(/^ {4}# /gm, "    ")}`);
      try {
        const { config, places: lines } = readLocatedConfig(folder.path("job.yaml"));
        synthesize(config, folder.path("out"), workflowStacks, lines);
      } catch (error) {
        return `${task}: ${(error as Error).message}`;
      }
      return undefined;
    });
    expect(told.filter((one) => one !== undefined)).toEqual([]);
  },
);

test("a package.json of its own is private and named after the folder", () => {
  const answers = { kind: "built-in" } as Answers;
  const made = JSON.parse(packageJson("/My Labels", answers, { cdktf: "^0.21.0" }, undefined));
  expect(made).toMatchObject({ name: "my-labels", private: true, dependencies: { cdktf: "^0.21.0" } });
});
