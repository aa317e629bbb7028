import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withStandIns } from "../../tasks/preview/template-document";
import { run, UserFolder } from "../cli/program";
import { street } from "./png";

const folder = new UserFolder();
const hasPython = spawnSync("python3", ["--version"]).status === 0;
if (!hasPython) console.warn("!!! PYTHON HANDLERS WERE NOT TRIED: no python3 on this machine");
const template = (body: string) =>
  `<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>\n<crowd-form>${body}<crowd-input name="a"></crowd-input></crowd-form>\n`;

const configuration = (extra = "") => `
namePrefix: acme
region: eu-west-1
backend: { type: local }
workflows:
  - name: signs
    type: built-in
    taskType: BoundingBox
    inputs: [s3://acme-raw/images/]
    output: s3://acme-labels/
    job: { workTeam: team, manifestS3Uri: s3://acme-raw/images/in.manifest, labels: [Stop, Yield] }
  - name: check-signs
    type: built-in
    taskType: LabelVerificationBoundingBox
    inputs: [s3://acme-raw/images/, s3://acme-labels/]
    output: s3://acme-checks/
  - name: clouds
    type: built-in
    taskType: 3DPointCloudObjectDetection
    inputs: [s3://acme-clouds/]
    output: s3://acme-cloud-labels/
  - name: calls
    type: custom
    inputs: [s3://acme-calls/]
    output: s3://acme-reasons/
    customTask:
      template: { file: calls.html }
      preAnnotation: { entry: before.ts }
  - name: python-calls
    type: custom
    inputs: [s3://acme-calls/]
    output: s3://acme-reasons-2/
    customTask:
      template: { file: calls.html }
      preAnnotation: { directory: python, runtime: python3.13, handler: before.handler }
  - name: ready-calls
    type: custom
    inputs: [s3://acme-calls/]
    output: s3://acme-reasons-3/
    customTask:
      template: { file: ready.html }
      preAnnotation: { ready: pass-through-pre-annotation, settings: { environment: { GROUND_TRUTH_LABELS: '["one", "two"]' } } }
  - name: bare
    type: custom
    inputs: [s3://acme-calls/]
    output: s3://acme-reasons-4/
    customTask:
      template: { file: bare.html }
  - name: far
    type: custom
    inputs: [s3://acme-calls/]
    output: s3://acme-reasons-5/
    customTask:
      template: { file: calls.html }
      preAnnotation: { existing: "arn:aws:lambda:eu-west-1:111122223333:function:before" }
${extra}`;

beforeAll(() => {
  folder.enter();
  folder.write("ground-truth.yaml", configuration());
  folder.write("calls.html", template("<p>{{ task.input.words }}</p>"));
  folder.write(
    "ready.html",
    template("<p>{{ task.input.taskObject }} {{ task.input.labels | join: '+' }}</p>"),
  );
  folder.write("bare.html", template("<p>{{ task.input['source-ref'] }} {{ task.input.txt }}</p>"));
  folder.write("part.ts", `export const shout = (text: string) => text.toUpperCase();\n`);
  folder.write(
    "before.ts",
    `import { shout } from "./part";\nexport const handler = async (event: any) => {\n  console.log("seen");\n  if (event.dataObject.source === "fail") throw new Error("cannot be read");\n  if (event.dataObject.source === "odd") return { words: 1 };\n  return { taskInput: { words: shout(event.dataObject.source ?? "none") }, isHumanAnnotationRequired: event.dataObject.source !== "skip" };\n};\n`,
  );
  folder.write(
    "python/before.py",
    `def handler(event, context):\n    print("seen")\n    return {"taskInput": {"words": event["dataObject"]["source"][::-1]}}\n`,
  );
  folder.write("in.manifest", '{"source": "first"}\n{"source": "second"}\n');
  folder.write("input.json", '{"words": "given"}');
});
afterAll(() => folder.leave());

const shown = (file = "preview.html") =>
  readFileSync(file, "utf8")
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");

describe("preview", () => {
  it.each<[string, string[], RegExp[]]>([
    [
      "the ready template with the labels of the job",
      ["signs"],
      [/crowd-bounding-box/, /"Stop",\s+"Yield"/, /The data object is an example/],
    ],
    [
      "labels of an earlier job, as an example",
      ["check-signs"],
      [/"earlier-metadata"/, /The labels are examples/],
    ],
    [
      "what a TypeScript function gives, with what it logs",
      ["calls", "--line", '{"source":"hello"}'],
      [/<p>HELLO<\/p>/, /function wrote: seen/],
    ],
    [
      "an object that the function keeps from workers",
      ["calls", "--line", '{"source":"skip"}'],
      [/isHumanAnnotationRequired is false/],
    ],
    [
      "what a ready function gives, with its settings",
      ["ready-calls", "--line", '{"source":"hello"}'],
      [/<p>hello one\+two<\/p>/],
    ],
    [
      "the line itself, where there is no function",
      ["bare", "--line", '{"source-ref":"s3://acme-calls/1.mp3"}'],
      [/<p>s3:\/\/acme-calls\/1\.mp3 <\/p>/, /task\.input has no "txt"/],
    ],
    ["a line of a manifest", ["calls", "--manifest", "in.manifest", "--number", "2"], [/<p>SECOND<\/p>/]],
    [
      "what a file says that a function gives",
      ["far", "--task-input", "input.json"],
      [/<p>given<\/p>/, /task\.input is that of input\.json/],
    ],
  ])("shows %s", async (_title, args, patterns) => {
    const { code, err } = await run("preview", ...args);
    expect([code, err]).toEqual([0, expect.stringMatching(/Written: preview\.html/)]);
    for (const pattern of patterns) expect(shown()).toMatch(pattern);
    expect(shown()).not.toContain('<script src="https://assets.crowd.aws');
  });

  describe("a function that may use the AWS SDK", () => {
    const sdk = "node_modules/@aws-sdk/client-s3";
    beforeAll(() => {
      folder.write(
        "sdk.ts",
        `export const handler = async ({ dataObject: { source } }: any) => ({ taskInput: { words: source === "read" ? (await import("@aws-sdk/client-s3")).name : source } });\n`,
      );
      folder.write("sdk.yaml", configuration().replace("before.ts", "sdk.ts"));
      process.env.GROUND_TRUTH_CONFIG = "sdk.yaml";
    });
    afterAll(() => {
      delete process.env.GROUND_TRUTH_CONFIG;
      rmSync(folder.path("node_modules"), { recursive: true, force: true });
    });

    it("runs where it is not installed, as long as it is not used", async () => {
      expect(await run("preview", "calls", "--line", '{"source":"hello"}')).toMatchObject({ code: 0 });
      expect(shown()).toContain("<p>hello</p>");
      const { code, err } = await run("preview", "calls", "--line", '{"source":"read"}');
      expect([code, err]).toEqual([1, expect.stringContaining("Cannot find module '@aws-sdk/client-s3'")]);
    });

    it("finds the one beside its code", async () => {
      folder.write(`${sdk}/package.json`, '{"main":"index.js"}');
      folder.write(`${sdk}/index.js`, 'exports.name = "the SDK";');
      expect(await run("preview", "calls", "--line", '{"source":"read"}')).toMatchObject({ code: 0 });
      expect(shown()).toContain("<p>the SDK</p>");
    });
  });

  (hasPython ? it : it.skip)("shows what a Python function gives", async () => {
    const { code } = await run("preview", "python-calls", "--line", '{"source":"hello"}');
    expect([code, shown()]).toEqual([0, expect.stringContaining("<p>olleh</p>")]);
  });

  it("shows copies of images, and a sheet with the address where there is none", async () => {
    folder.write("pictures/1.png", "");
    writeFileSync("pictures/1.png", street(8, 8, [1, 1, 2]));
    await run(
      "preview",
      "signs",
      "--line",
      '{"source-ref":"s3://acme-raw/images/1.png"}',
      "--images",
      "pictures",
    );
    expect(shown()).toContain("data:image/png;base64,");
    await run(
      "preview",
      "signs",
      "--line",
      '{"source-ref":"s3://acme-raw/images/2.png"}',
      "--images",
      "pictures",
    );
    expect(shown()).toContain("data:image/svg+xml;base64,");
  });

  it("tells that elements are nested without end, in the template or by a loop", async () => {
    const before = readFileSync("bare.html", "utf8");
    const loop = "{% for i in (1..3000) %}{{ '<b>' | skip_autoescape }}{% endfor %}";
    for (const [deep, told] of [
      ["<b>".repeat(5000), "elements are nested deeper than 2000"],
      [loop, "1:1 with this object elements are nested deeper than 2000"],
    ] as const) {
      folder.write("bare.html", template(`{{ task.input['source-ref'] }}${deep}`));
      const { code, err } = await run("preview", "bare");
      expect([code, err]).toEqual([0, expect.stringContaining(told)]);
      expect(shown()).toContain("The template cannot be rendered");
    }
    folder.write("bare.html", before);
  });

  it("loads AWS's elements where somebody asks for it", async () => {
    await run("preview", "signs", "--with-aws-elements", "--out", "aws.html");
    expect(shown("aws.html")).toContain(
      '<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>',
    );
  });

  it.each<[string, string[], RegExp]>([
    [
      "a page that is AWS's own",
      ["clouds"],
      /Workers of 3DPointCloudObjectDetection see a page of AWS's own/,
    ],
    ["a function that runs in Lambda only", ["far"], /function:before runs in Lambda only: .*--task-input/],
    [
      "a function that fails",
      ["calls", "--line", '{"source":"fail"}'],
      /The pre-annotation function failed:[\s\S]*cannot be read/,
    ],
    [
      "a function that answers something else",
      ["calls", "--line", '{"source":"odd"}'],
      /returned \{"words":1\}; an object with taskInput/,
    ],
    ["a line that is no JSON", ["calls", "--line", "{"], /--line is no JSON/],
    ["a line that is no object", ["calls", "--line", "[]"], /--line is no JSON object/],
    [
      "a line that the manifest has not",
      ["calls", "--manifest", "in.manifest", "--number", "9"],
      /in\.manifest has no line 9/,
    ],
    ["two lines", ["calls", "--manifest", "in.manifest", "--line", "{}"], /exclude each other/],
    ["a port that is none", ["calls", "--port", "99999"], /A port is a number up to 65535/],
    ["a workflow that is not there", ["call"], /has no workflow "call"; did you mean calls\?/],
  ])("refuses %s", async (_title, args, message) => {
    const { code, err } = await run("preview", ...args, "--out", "refused.html");
    expect([code, err]).toEqual([1, expect.stringMatching(message)]);
    expect(err).not.toMatch(/\n\s+at .*cli/);
    expect(existsSync("refused.html")).toBe(false);
  });
});

describe("check", () => {
  it.each<[string, string, RegExp]>([
    [
      "what a ready function does not give",
      `
  - name: more-calls
    type: custom
    inputs: [s3://acme-more/]
    output: s3://acme-more-reasons/
    customTask:
      template: { file: misspelled.html }
      preAnnotation: { ready: pass-through-pre-annotation }
`,
      /misspelled\.html:2:\d+ task\.input has no "label", so nothing is shown; it has taskObject, manifestLine/,
    ],
    [
      "what AWS's templates of a built-in task do not read, where labels and template lie in one bucket",
      `
  - name: more-signs
    type: built-in
    taskType: BoundingBox
    inputs: [s3://acme-more/]
    output: s3://acme-more-labels/
    job: { workTeam: team, manifestS3Uri: s3://acme-more/in.manifest, labels: [Stop], template: { file: misspelled.html } }
`,
      /misspelled\.html:2:\d+ none of AWS's templates for built-in tasks reads task\.input\.label, so it probably shows nothing; did you mean labels\? \(not verified against AWS\)/,
    ],
  ])("tells %s", async (_title, workflow, message) => {
    folder.write("misspelled.html", template("<p>{{ task.input.label }}</p>"));
    folder.write("ground-truth.yaml", configuration(workflow));
    const { err } = await run("check");
    folder.write("ground-truth.yaml", configuration());
    expect(err.replace(/\s+/g, " ")).toMatch(message);
  });
});

describe("preview --watch", () => {
  let program: ChildProcess;
  let said = "";
  afterEach(() => program.kill("SIGINT"));

  const until = async <Value>(read: () => Promise<Value | undefined> | Value | undefined): Promise<Value> => {
    for (;;) {
      const value = await read();
      if (value !== undefined) return value;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  it("shows the page again when a file changes, says what is wrong, and ends when it is told to", async () => {
    const hook = join(__dirname, "..", "stacks", "typescript-hook.js");
    const main = join(__dirname, "..", "..", "cli", "main.ts");
    program = spawn(
      process.execPath,
      ["--require", hook, main, "preview", "calls", "--line", '{"source":"hello"}', "--watch"],
      {
        cwd: folder.root,
      },
    );
    program.stderr!.on("data", (text) => (said += String(text)));
    const address = await until(() => /http:\/\/127\.0\.0\.1:\d+\//.exec(said)?.[0]);
    const page = async (path = "") => (await fetch(`${address}${path}`)).text();
    expect(await page()).toContain("HELLO");
    const first = await page("version");
    folder.write("part.ts", `export const shout = (text: string) => text + "!";\n`);
    await until(async () => ((await page("version")) === first ? undefined : true));
    expect(await page()).toContain("hello!");
    folder.write("ground-truth.yaml", configuration("nonsense: 1\n"));
    await until(() => (said.includes("nonsense") ? true : undefined));
    expect(await page()).toContain("nonsense");
    folder.write("ground-truth.yaml", configuration());
    await until(async () => ((await page()).includes("hello!") ? true : undefined));
    expect((await fetch(`${address}etc/passwd`)).status).toBe(404);
    const ended = new Promise((resolve) => program.once("exit", resolve));
    program.kill("SIGINT");
    expect(await ended).toBe(0);
  });
});

describe("what a template loads", () => {
  it.each<[string, string, string[]]>([
    ["AWS's own script", '<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>', []],
    [
      "scripts, styles, frames of other hosts",
      '<script src="//a.example/x.js"></script><link rel="stylesheet" href="https://b.example/x.css"><iframe src="https://c.example/"></iframe>',
      ["https://c.example/", "https://b.example/x.css", "//a.example/x.js"],
    ],
  ])("%s", (_title, content, leftOut) => {
    const document = withStandIns(content);
    expect([...document.leftOut].sort()).toEqual([...leftOut].sort());
    expect(document.html).not.toMatch(/<(script|link|iframe)[^>]*(src|href)=/);
  });

  it("cannot lift the policy of the page, or move its base", () => {
    const { html } = withStandIns(
      `<meta http-equiv="refresh" content="0;url=https://a.example"><base href="https://b.example/"><p>x`,
    );
    expect(html).not.toMatch(/http-equiv|<base/);
  });
});
