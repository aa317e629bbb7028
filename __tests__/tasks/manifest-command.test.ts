import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { run, UserFolder } from "../cli/program";
import { S3StandIn } from "./s3-stand-in";

const folder = new UserFolder();
const png = { body: "x" };
const s3 = new S3StandIn(
  {
    "acme-raw": {
      "images/1.jpg": png,
      "images/2.jpg": png,
      "images/3 ä.png": png,
      "images/empty.jpg": { body: "" },
      "images/huge.jpg": { body: "x", headers: { "content-length": String(41 * 1024 * 1024) } },
      "images/notes.txt": png,
      "images/old.jpg": { body: "x", headers: { "x-amz-storage-class": "GLACIER" } },
      "images/secret.jpg": { body: "x", status: 403 },
      "job/in.manifest": {
        body: `{"source-ref":"s3://acme-raw/images/1.jpg"}\n{"source-ref":"s3://acme-raw/images/9.jpg"}\n`,
      },
    },
    "acme-far": { "images/1.jpg": png },
  },
  { "acme-far": "us-east-1" },
);

const configuration = `
namePrefix: acme
region: eu-west-1
backend: { type: local }
workflows:
  - name: signs
    type: built-in
    taskType: BoundingBox
    inputs: [s3://acme-raw/images/, s3://acme-raw/job/in.manifest, s3://acme-far/images/]
    output: s3://acme-labels/
    job:
      workTeam: drawers
      manifestS3Uri: s3://acme-raw/job/in.manifest
      labels: [stop]
  - name: beside
    type: built-in
    taskType: BoundingBox
    inputs: [s3://acme-raw/job/, s3://acme-raw/images/]
    output: s3://acme-beside/
    job: { workTeam: drawers, manifestS3Uri: s3://acme-raw/job/in.manifest, labels: [stop] }
  - name: lanes
    type: built-in
    taskType: BoundingBox
    inputs: [s3://acme-raw/images/]
    output: s3://acme-lanes/
`;

beforeAll(async () => {
  folder.enter();
  folder.write("ground-truth.yaml", configuration);
  for (const name of ["b.jpg", "a.JPG", "sub/c.png", ".DS_Store", "notes.txt"])
    folder.write(`pictures/${name}`, "x");
  folder.write("pictures/empty.jpg", "");
  folder.write("reviews.txt", 'good\r\n\r\nvery "good"\n');
  folder.write("letters/1.txt", "Dear all,\nbye\n");
  folder.write("letters/2.md", "x");
  await s3.start();
});
afterAll(async () => {
  await s3.stop();
  folder.leave();
});

const uris = (text: string) =>
  text
    .trim()
    .split("\n")
    .map((line) => (JSON.parse(line) as { "source-ref": string })["source-ref"]);

describe("manifest make", () => {
  it("lists a local folder as it will lie in S3, in an order of its own", async () => {
    const { code, out, err } = await run("manifest", "make", "pictures", "--workflow", "signs");
    expect(uris(out)).toEqual(["a.JPG", "b.jpg", "sub/c.png"].map((name) => `s3://acme-raw/images/${name}`));
    expect([code, err]).toEqual([
      0,
      "3 objects listed; left out: 1 .txt, 1 empty, 1 hidden.\nNext: npx cdktf-ground-truth manifest check input.manifest --workflow signs\n",
    ]);
  });

  it("takes the input for data, and not that of the job's manifest", async () => {
    const { out } = await run("manifest", "make", "pictures", "--workflow", "beside");
    expect(uris(out)[0]).toBe("s3://acme-raw/images/a.JPG");
  });

  it("writes a file that is whole, and that the check has nothing against", async () => {
    await run(
      "manifest",
      "make",
      "pictures",
      "--as",
      "s3://acme-raw/images/x",
      "--extension",
      ".jpg",
      "png",
      "--out",
      "in.manifest",
    );
    expect(uris(readFileSync("in.manifest", "utf8"))[2]).toBe("s3://acme-raw/images/x/sub/c.png");
    expect(await run("manifest", "check", "in.manifest", "--workflow", "signs")).toMatchObject({ code: 0 });
    expect(readdirSync(".").filter((name) => name.startsWith("in.manifest"))).toEqual(["in.manifest"]);
  });

  it("lists a place in S3, page by page", async () => {
    const { out, err } = await run("manifest", "make", "s3://acme-raw/images/", "--workflow", "signs");
    expect(uris(out)).toHaveLength(6);
    expect(uris(out)).toContain("s3://acme-raw/images/3 ä.png");
    expect(err).toContain("left out: 1 .txt, 1 empty");
  });

  it("puts the files and then the manifest where the job reads them", async () => {
    const { code, out, err } = await run("manifest", "make", "pictures", "--workflow", "signs", "--upload");
    expect([code, out]).toEqual([0, ""]);
    expect(err).toBe(
      "Uploaded: 3 files, s3://acme-raw/job/in.manifest\n3 objects listed; left out: 1 .txt, 1 empty, 1 hidden.\n" +
        "Next: npx cdktf-ground-truth manifest check s3://acme-raw/job/in.manifest --workflow signs --objects\n",
    );
    const put = [...s3.put].map(([place, { type }]) => `${place} ${type}`);
    expect(put.slice(0, 3).sort()).toEqual([
      "acme-raw/images/a.JPG image/jpeg",
      "acme-raw/images/b.jpg image/jpeg",
      "acme-raw/images/sub/c.png image/png",
    ]);
    expect(put[3]).toBe("acme-raw/job/in.manifest application/jsonl");
    expect(s3.put.get("acme-raw/job/in.manifest")!.body).toContain(
      '{"source-ref":"s3://acme-raw/images/b.jpg"}\n',
    );
  });

  it("refuses a folder with something in it that cannot be read", async () => {
    symlinkSync("loop", "pictures/loop");
    const { code, err } = await run("manifest", "make", "pictures", "--workflow", "signs");
    rmSync("pictures/loop");
    expect([code, err]).toEqual([1, "pictures/loop cannot be read (ELOOP)\n"]);
  });

  it("makes texts into objects: each line of a file, or each file of a folder", async () => {
    expect((await run("manifest", "make", "reviews.txt", "--text")).out).toBe(
      '{"source":"good"}\n{"source":"very \\"good\\""}\n',
    );
    expect((await run("manifest", "make", "letters", "--text")).out).toBe('{"source":"Dear all,\\nbye"}\n');
  });

  it.each<[string, string[], RegExp]>([
    ["a folder that lies nowhere in S3", ["pictures"], /Say it with --as/],
    [
      "a place outside of the inputs",
      ["pictures", "--workflow", "signs", "--as", "s3://acme-raw/other/"],
      /s3:\/\/acme-raw\/other\/ lies in none of the inputs of signs/,
    ],
    ["a place that is no S3 URI", ["pictures", "--as", "acme-raw"], /acme-raw: .*bucket name/],
    ["what is not there", ["pics", "--as", "s3://acme-raw/"], /pics is not there/],
    ["a file", ["reviews.txt", "--as", "s3://acme-raw/"], /is a file; a folder is needed, or --text/],
    [
      "a workflow that is not there",
      ["pictures", "--workflow", "sign"],
      /has no workflow "sign"; did you mean signs\?/,
    ],
    [
      "nothing to list",
      ["letters", "--workflow", "signs", "--out", "none.manifest"],
      /letters has nothing to list; left out: 1 \.md, 1 \.txt/,
    ],
    [
      "a manifest that goes nowhere",
      ["pictures", "--workflow", "lanes", "--upload"],
      /lanes has no job\.manifestS3Uri/,
    ],
    [
      "a manifest of no workflow",
      ["pictures", "--as", "s3://acme-raw/", "--upload"],
      /--upload needs --workflow: its job says where the manifest goes/,
    ],
    ["a bucket that is not there", ["s3://acme-none/"], /s3:\/\/acme-none\/ cannot be listed: /],
    [
      "a folder that is not there to write in",
      ["pictures", "--as", "s3://acme-raw/", "--out", "no/in.manifest"],
      /--out: no\/in\.manifest cannot be written/,
    ],
  ])("refuses %s", async (_title, args, message) => {
    const { code, err } = await run("manifest", "make", ...args);
    expect([code, err]).toEqual([1, expect.stringMatching(message)]);
    expect(existsSync("none.manifest")).toBe(false);
  });
});

describe("manifest check", () => {
  it("tells places, each page once, and what it did not look at", async () => {
    folder.write(
      "bad.manifest",
      `{"source-ref":"s3://acme-raw/job/1.jpg"}\n{}\n{\n{"source-ref":"s3://acme-raw/images/1.jpg"}`,
    );
    const { code, out } = await run("manifest", "check", "bad.manifest", "--workflow", "signs");
    expect(code).toBe(3);
    expect(out.split("\n")).toEqual([
      expect.stringMatching(
        /^bad\.manifest:1 has source-ref "s3:\/\/acme-raw\/job\/1\.jpg", which lies in none of the workflow's inputs/,
      ),
      expect.stringMatching(/^bad\.manifest:2 has neither source nor source-ref; .* \(docs\.aws/),
      expect.stringMatching(/^bad\.manifest:3:2 is no JSON/),
      "bad.manifest: 4 lines, 3 faulty (faults: place 1, source 1, json 1).",
      "  Not checked whether the objects exist: --objects asks S3.",
      "",
    ]);
  });

  it("writes JSON, one fault a line", async () => {
    folder.write("bad.manifest", "{}\n");
    const { out } = await run("manifest", "check", "bad.manifest", "--json");
    const [fault, last] = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as object);
    expect(fault).toMatchObject({ line: 1, kind: "source" });
    expect(last).toMatchObject({ summary: { lines: 1, faultyLines: 1 } });
  });

  it("reads the manifest from S3", async () => {
    expect((await run("manifest", "check", "s3://acme-raw/job/in.manifest")).out).toMatch(
      /^s3:\/\/acme-raw\/job\/in\.manifest: 2 lines, 0 faulty/,
    );
    expect((await run("manifest", "check", "s3://acme-raw/job/none.manifest")).err).toMatch(
      /none\.manifest cannot be read: .*\(HTTP 404\)/,
    );
  });

  it("looks for the objects", async () => {
    const names = ["1", "9", "empty", "huge", "old", "secret"];
    const lines = [
      ...names.map((name) => `s3://acme-raw/images/${name}.jpg`),
      "s3://acme-far/images/1.jpg",
      "s3://acme-none/1.jpg",
    ];
    folder.write(
      "objects.manifest",
      lines.map((uri) => `${JSON.stringify({ "source-ref": uri })}\n`).join(""),
    );
    s3.requests.length = 0;
    const { out } = await run("manifest", "check", "objects.manifest", "--workflow", "signs", "--objects");
    const told = out
      .split("\n")
      .map((line) =>
        line.replace(/ \(docs.*$/, "").replace(/^objects\.manifest:(\d+) has source-ref ".*?"[:,] /, "$1 "),
      );
    expect(told.slice(0, 7)).toEqual([
      "2 there is no such object",
      "3 the object is empty",
      "4 the image has 41.0 MB, 40 are allowed",
      "5 the object is archived (GLACIER): restore it first",
      "6 you may not see whether it is there (HTTP 403); the workflow's role is another",
      "7 its bucket lies in us-east-1, and the job's data must lie in eu-west-1",
      expect.stringMatching(/^8 which lies in none of the workflow's inputs/),
    ]);
    expect(s3.requests.filter((request) => request === "HEAD acme-raw/")).toHaveLength(1);
  });

  it.each<[string, string, RegExp]>([
    ["a folder", "pictures", /pictures is a directory/],
    ["what is not there", "none.manifest", /none\.manifest is not there/],
  ])("refuses %s", async (_title, name, message) => {
    const { code, err } = await run("manifest", "check", name);
    expect([code, err]).toEqual([1, expect.stringMatching(message)]);
  });
});
