import { existsSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { readAnswers } from "../../tasks/answers/read-answers";
import { answersPage } from "../../tasks/answers/answers-page";
import { collectAnswers } from "../../tasks/answers/collect-answers";
import { run, UserFolder } from "../cli/program";
import { propertyRuns } from "../property-runs";
import { outputLines, outputManifest } from "./output-lines";
import { street, streetMask } from "./png";
import { S3StandIn } from "./s3-stand-in";

const answered = (line: object) =>
  readAnswers(1, line as Record<string, unknown>).answers.map((each) => each.answered);

describe("an answer is read", () => {
  it.each<[keyof typeof outputLines, object]>([
    [
      "boxes",
      {
        kind: "boxes",
        width: 320,
        boxes: [{ label: "stop sign", left: 60, confidence: 0.93 }, { label: "road" }],
      },
    ],
    ["boxesByModel", { kind: "boxes", boxes: [] }],
    [
      "mask",
      {
        kind: "mask",
        colours: [{ label: "BACKGROUND", colour: "#ffffff" }, { label: "road" }, { label: "stop sign" }],
      },
    ],
    ["oneClass", { kind: "classes", classes: [{ label: "dry", confidence: 0 }] }],
    [
      "severalClasses",
      {
        kind: "classes",
        classes: [
          { label: "damage", confidence: 0.2 },
          { label: "delivery", confidence: 0.95 },
        ],
      },
    ],
    ["spans", { kind: "spans", spans: [{ label: "person", start: 2, end: 12, confidence: 0.9 }, {}, {}] }],
    [
      "verification",
      { kind: "classes", classes: [{ label: "bad" }], comments: ["The sign's box is too wide."] },
    ],
    ["failed", { kind: "failed", reason: "ClientError: the object could not be read" }],
    ["custom", { kind: "other", json: expect.stringContaining('"1.99"') }],
    ["frames", { kind: "other", json: '"s3://acme-labels/1/SeqLabel.json"' }],
    ["odd", { kind: "other", because: "image_size is no object" }],
  ])("%s", (name, expected) => {
    expect(answered(outputLines[name])).toMatchObject([expected]);
  });

  it("of types and names that every object of JavaScript has", () => {
    const line = {
      a: 5,
      "a-metadata": { type: "groundtruth/constructor" },
      "toString-metadata": { type: "groundtruth/toString" },
    };
    expect(answered(line)).toMatchObject([
      { kind: "other", json: "5" },
      { kind: "other", json: expect.stringContaining("toString") },
    ]);
  });

  it("of no job, where a job wrote none", () => {
    expect(answered(outputLines.unlabeled)).toEqual([]);
    expect(
      answered({ source: "x", "note-metadata": { mine: 1 }, "other-metadata": 5, "third-metadata": null }),
    ).toEqual([]);
  });

  it("whatever stands where the answer should", () => {
    const types = [
      "object-detection",
      "text-span",
      "semantic-segmentation",
      "image-classification",
      "image-classification-multilabel",
      "custom",
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...types),
        fc.jsonValue(),
        fc.dictionary(
          fc.constantFrom("class-map", "objects", "entities", "class-name", "internal-color-map"),
          fc.jsonValue(),
        ),
        (type, label, more) => {
          const line = { a: label, "a-metadata": { ...more, type: `groundtruth/${type}` } };
          expect(answered(line)).toHaveLength(1);
        },
      ),
      propertyRuns(200),
    );
  });
});

async function* once(text: string): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield Buffer.from(text);
}

it("what workers wrote is text in the page, and never markup", async () => {
  const page = answersPage(await collectAnswers(once(outputManifest()), { name: `<script>"`, limit: 100 }));
  expect(page.match(/<script/g)).toHaveLength(1);
  expect(page).not.toContain("<img src=x");
  expect(page).toContain("&lt;script&gt;alert(4)");
});

describe("answers show", () => {
  const folder = new UserFolder();
  const sign = [60, 40, 48] as const;
  const s3 = new S3StandIn({
    "acme-raw": {
      "images/street-1.png": { body: street(320, 240, sign) },
      "images/street-2.png": { body: "secret", status: 403 },
    },
    "acme-labels": {
      "areas-1/annotations/consolidated-annotation/output/0_2026.png": { body: streetMask(320, 240, sign) },
    },
  });
  beforeAll(async () => {
    folder.enter();
    folder.write("output.manifest", `${outputManifest()}no json\n`);
    folder.write("pictures/.keep", "");
    await s3.start();
  });
  afterAll(async () => {
    await s3.stop();
    folder.leave();
  });

  it("counts everything, shows the first, and says where pictures are missing", async () => {
    const { code, out, err } = await run("answers", "show", "output.manifest", "--limit", "3");
    expect([code, err]).toEqual([0, "Written: answers.html, the first 3 of 13 objects\n"]);
    expect(out).toMatch(
      /^signs: 4 objects, 3 by people, 1 by a model, 1 failed, 1 unexpected\n {9}1 {2}road\n {9}1 {2}stop sign\n/,
    );
    const page = readFileSync("answers.html", "utf8");
    expect(page.match(/<article/g)).toHaveLength(3);
    expect(page).toContain("no folder was named with --images");
    expect(page).toContain("1 line that are no JSON object");
  });

  it("takes pictures of S3 into the page", async () => {
    await run("answers", "show", "output.manifest", "--fetch", "--out", "fetched.html");
    const page = readFileSync("fetched.html", "utf8");
    expect(page.match(/<img class="mask" src="data:image\/png;base64,/g)).toHaveLength(1);
    expect(page).not.toContain(Buffer.from("secret").toString("base64"));
    expect(page).toContain("it was not found");
  });

  it("reads no picture outside of the folder, and none that is no picture", async () => {
    folder.write("pictures/etc/passwd", "root:x");
    folder.write("pictures/street-1.png", "<svg onload=alert(1)>");
    await run("answers", "show", "output.manifest", "--images", "pictures", "--out", "local.html");
    const page = readFileSync("local.html", "utf8");
    expect(page).not.toContain("data:image");
    expect(page).toContain("it is no PNG, JPEG, GIF or WebP");
  });

  it("shows the labels that are asked for", async () => {
    await run("answers", "show", "output.manifest", "--label", "who", "--out", "who.html");
    expect(readFileSync("who.html", "utf8").match(/<h2>/g)).toHaveLength(1);
  });

  it.each<[string, string[], RegExp]>([
    ["a file without answers", ["none.txt"], /none\.txt has no answers: not one line is a JSON object/],
    ["a number that is none", ["output.manifest", "--limit", "many"], /A number from 1 to 999999/],
    ["a folder that is not there", ["output.manifest", "--images", "pics"], /--images: pics is no folder/],
    ["a manifest that is not there", ["no.manifest"], /no\.manifest is not there/],
  ])("refuses %s", async (_title, args, message) => {
    folder.write("none.txt", "a\nb\n");
    const { code, err } = await run("answers", "show", ...args, "--out", "refused.html");
    expect([code, err]).toEqual([1, expect.stringMatching(message)]);
    expect(existsSync("refused.html")).toBe(false);
  });
});
