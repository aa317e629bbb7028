import * as fc from "fast-check";
import { BuiltInTask } from "../../lib/jobs/built-in-task";
import { BuiltInTaskType } from "../../lib/jobs/built-in-task-type";
import { checkManifest, type ManifestSummary } from "../../tasks/manifest/check-manifest";
import type { Fault } from "../../tasks/manifest/fault";
import { jsonFault } from "../../tasks/manifest/json-fault";
import { type LineContext, lineContext } from "../../tasks/manifest/line-context";
import { listingLine } from "../../tasks/manifest/listing";
import { linesOf } from "../../tasks/manifest/raw-lines";
import { RecordSorter } from "../../tasks/manifest/record-sorter";
import { RepeatedObjects } from "../../tasks/manifest/repeated-objects";
import { propertyRuns } from "../property-runs";

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.from(part))));

/** The bytes in chunks of a size, so that lines and characters are cut anywhere. */
async function* inChunks(all: Uint8Array, size = 7): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  for (let at = 0; at < all.length; at += size) yield all.subarray(at, at + size);
}

interface Checked {
  readonly told: string[];
  readonly summary: ManifestSummary;
}

async function check(all: Uint8Array | string, context: LineContext = {}, size = 7): Promise<Checked> {
  const faults: Fault[] = [];
  const summary = await checkManifest(inChunks(Buffer.from(all), size), {
    shown: "in.manifest",
    context,
    tell: (some) => void faults.push(...some),
  });
  const told = faults.map(
    ({ line, column, message }) => `${line}${column === undefined ? "" : `:${column}`} ${message}`,
  );
  return { told, summary };
}

const signs = lineContext(["s3://acme-raw/images/"], BuiltInTask.of(BuiltInTaskType.BOUNDING_BOX));
const image = (name: string) => JSON.stringify({ "source-ref": `s3://acme-raw/images/${name}` });

describe("a manifest without faults", () => {
  it.each<[string, string | Buffer]>([
    ["files", `${image("1.jpg")}\n${image("2.PNG")}\n`],
    ["without a line end at the end", `${image("1.jpg")}\n${image("2.jpg")}`],
    ["with line ends of Windows", `${image("1.jpg")}\r\n${image("2.jpg")}\r\n`],
    [
      "with attributes of one's own",
      `{"source-ref":"s3://acme-raw/images/ä ö.jpg","camera":7,"note":"source"}\n`,
    ],
    ["with keys that have no extension", `${image("a/b/c")}\n`],
  ])("%s", async (_title, text) => {
    const { told, summary } = await check(text, signs);
    expect(told).toEqual([]);
    expect(summary.faultyLines).toBe(0);
  });

  it("texts, for a task of texts", async () => {
    const context = lineContext(
      ["s3://acme-raw/job/"],
      BuiltInTask.of(BuiltInTaskType.TEXT_CLASSIFICATION_SINGLE_LABEL),
    );
    expect((await check('{"source": "one"}\n{"source": "two"}\n', context)).told).toEqual([]);
  });
});

describe("a faulty line is told with its place", () => {
  it.each<[string, string | Buffer, RegExp]>([
    ["no JSON", '{"source": x}', /^1:12 is no JSON: "x" is no value of JSON/],
    ["two objects", '{"source":"a"}{"source":"b"}', /^1:15 is no JSON: a second object begins/],
    ["commas between lines", `${image("1.jpg")},`, /is no JSON: a comma stands after the object/],
    ["single quotes", "{'source': 'a'}", /^1:2 is no JSON: JSON has keys in double quotes/],
    ["Python", '{"source": "a", "ok": True}', /^1:23 is no JSON: True is Python; JSON has true/],
    ["NaN", '{"source": "a", "n": NaN}', /JSON has no NaN/],
    [
      "an object over several lines",
      "{",
      /^1:2 is no JSON: the line ends where a key in double quotes is needed/,
    ],
    ["a JSON list over several lines", "[", /looks like one JSON list/],
    [
      "a text that is never closed",
      '{"source": "a}',
      /^1:12 is no JSON: a text that begins here is never closed/,
    ],
    ["a tab in a text", '{"source": "a\tb"}', /^1:14 is no JSON: a text holds the control character \\t/],
    ["a backslash of Windows", '{"source": "C:\\data"}', /JSON has no escape \\d/],
    ["a comma too many", '{"source": "a",}', /a comma stands before the closing brace/],
    ["an empty line", `\n${image("1.jpg")}`, /^1 is empty/],
    ["a list", "[1]", /^1 is a list; each line is one JSON object/],
    ["a number", "5", /^1 is 5; each line is one JSON object/],
    ["null", "null", /^1 is null/],
    [
      "both kinds of object",
      '{"source":"a","source-ref":"s3://acme-raw/images/a.jpg"}',
      /both source and source-ref/,
    ],
    ["neither", '{"a":1}', /neither source nor source-ref; exactly one/],
    [
      "a misspelled key",
      '{"source_ref":"s3://acme-raw/images/a.jpg"}',
      /did you mean source-ref instead of "source_ref"\?/,
    ],
    [
      "a nested one",
      '{"data":{"source-ref":"s3://acme-raw/a.jpg"}}',
      /stands inside of "data", and belongs at the top/,
    ],
    ["a number as source", '{"source": 5}', /a source that is a number; a text is needed/],
    ["an object as source-ref", '{"source-ref": {"s3": "x"}}', /a source-ref that is an object/],
    ["the same key twice", '{"source":"a","source":"b"}', /has "source" twice; only the last would count/],
    ["the same key twice, once escaped", '{"source":"a","sour\\u0063e":"b"}', /has "source" twice/],
    ["an empty text", '{"source":" "}', /empty source/],
    ["a file as text", '{"source":"s3://acme-raw/a.jpg"}', /a file is a source-ref/],
    [
      "an address of the web",
      '{"source-ref":"https://acme-raw.s3.amazonaws.com/a.jpg"}',
      /not an address of the web/,
    ],
    ["a URI of Hadoop", '{"source-ref":"s3a://acme-raw/a.jpg"}', /s3a:\/\/ is Hadoop's/],
    ["an ARN", '{"source-ref":"arn:aws:s3:::acme-raw/a.jpg"}', /not an ARN/],
    ["half a character", String.raw`{"source-ref":"s3://acme-raw/images/\ud800.jpg"}`, /half of a character/],
    ["a path", '{"source-ref":"images/a.jpg"}', /an S3 URI is needed/],
    ["a bucket alone", '{"source-ref":"s3://acme-raw"}', /a bucket and no object/],
    ["a folder", '{"source-ref":"s3://acme-raw/images/"}', /names a folder/],
    ["no bucket", '{"source-ref":"s3:///a.jpg"}', /a bucket name has 3 to 63/],
    ["a bucket in capitals", '{"source-ref":"s3://Acme/a.jpg"}', /lower-case/],
    ["a key too long", `{"source-ref":"s3://acme-raw/${"ä".repeat(513)}"}`, /the key has 1026 bytes/],
    ["a name of Ground Truth's own", '{"source":"a","$id":1}', /attribute "\$id"; names that begin with \$/],
    ["an attribute without a name", '{"source":"a","":1}', /an attribute without a name/],
    [
      "a line too long",
      `{"source":"${"a".repeat(100_000)}"}`,
      /^1 has 100013 characters; a line has at most 100,000/,
    ],
    [
      "a line far too long",
      `{"source":"${"a".repeat(400_000)}"}`,
      /^1 has 400013 bytes; a line has at most 100,000 characters/,
    ],
    ["an attribute too long", `{"source":"a","b":"${"x".repeat(20_001)}"}`, /has 20001 characters in "b"/],
    ["bytes that are no UTF-8", bytes('{"source":"', [0xff], '"}'), /^1 is not UTF-8: byte 12 is 0xff/],
    ["a character cut in two", bytes('{"source":"ä', [0xc3], '"}'), /^1 is not UTF-8: byte 14 is 0xc3/],
    [
      "Latin-1",
      bytes(image("1.jpg"), "\n", '{"source":"caf', [0xe9], '"}'),
      /^2 is not UTF-8: byte 15 is 0xe9/,
    ],
    ["a byte order mark", bytes([0xef, 0xbb, 0xbf], image("1.jpg")), /^1 begins with a byte order mark/],
    [
      "labels of too many jobs",
      JSON.stringify({
        source: "a",
        ...Object.fromEntries(
          Array.from({ length: 11 }, (_, n) => [
            [`l${n}`, 0],
            [`l${n}-metadata`, { "job-name": "j" }],
          ]).flat(),
        ),
      }),
      /labels of 11 jobs/,
    ],
  ])("%s", async (_title, text, message) => {
    const { told } = await check(text, {}, 5000);
    expect(told[0]).toMatch(message);
    expect(await check(text, {}, 3 + (text.length > 1000 ? 997 : 0))).toEqual(await check(text, {}, 5000));
  });

  it.each<[string, string, RegExp]>([
    [
      "objects in objects without end",
      `{"a":${'{"a":'.repeat(5000)}1${"}".repeat(5001)}`,
      /^1 is nested too deep in "a"/,
    ],
    [
      "names that every object of JavaScript has",
      '{"constructor":1,"toString":2}',
      /^1 has neither source nor source-ref; exactly one/,
    ],
  ])("%s", async (_title, text, message) => {
    expect((await check(text, {}, 5000)).told[0]).toMatch(message);
  });

  it.each<[string, BuiltInTaskType, string, RegExp]>([
    [
      "outside of the inputs",
      BuiltInTaskType.BOUNDING_BOX,
      '{"source-ref":"s3://acme-raw/other/1.jpg"}',
      /lies in none of the workflow's inputs \(s3:\/\/acme-raw\/images\/\)/,
    ],
    [
      "of another bucket",
      BuiltInTaskType.BOUNDING_BOX,
      '{"source-ref":"s3://acme-raw-2/images/1.jpg"}',
      /none of the workflow's inputs/,
    ],
    ["a GIF", BuiltInTaskType.BOUNDING_BOX, image("1.gif"), /BoundingBox takes jpg, jpeg, png/],
    ["an image as a video", BuiltInTaskType.VIDEO_CLASSIFICATION, image("1.jpg"), /takes mp4, ogg, webm/],
    [
      "a text in an image task",
      BuiltInTaskType.BOUNDING_BOX,
      '{"source":"a"}',
      /the objects of BoundingBox are files: source-ref/,
    ],
    [
      "nothing to verify",
      BuiltInTaskType.LABEL_VERIFICATION_BOUNDING_BOX,
      image("1.jpg"),
      /has no label of an earlier job/,
    ],
  ])("for its workflow: %s", async (_title, type, text, message) => {
    const { told } = await check(text, lineContext(["s3://acme-raw/images/"], BuiltInTask.of(type)));
    expect(told).toEqual([expect.stringMatching(message)]);
  });

  it("all faults of all lines, each line counted once", async () => {
    const { told, summary } = await check(
      `{"$a":1,"$b":2}\n${image("1.jpg")}\n${image("1.jpg")}\n{"$a":1,"source":"x"}\n{"source":"x"}\nx`,
    );
    expect(told.map((text) => text.slice(0, 30))).toEqual([
      '1 has the attribute "$a"; names that'.slice(0, 30),
      '1 has the attribute "$b"; names that'.slice(0, 30),
      "1 has neither source nor source-ref".slice(0, 30),
      '4 has the attribute "$a"; names'.slice(0, 30),
      '6:1 is no JSON: "x" is no value of'.slice(0, 30),
      "3 has the same object as line 2: w".slice(0, 30),
      "5 has the same object as line 4: w".slice(0, 30),
    ]);
    expect(summary).toMatchObject({
      lines: 6,
      faults: 7,
      faultyLines: 5,
      byKind: { name: 3, duplicate: 2, source: 1, json: 1 },
    });
  });

  it("an empty file, and one with more objects than a job takes", async () => {
    expect((await check("")).told).toEqual(["1 the manifest is empty"]);
    const task = BuiltInTask.of(BuiltInTaskType.SEMANTIC_SEGMENTATION);
    const many = Array.from({ length: 20_001 }, (_, number) => image(`${number}.jpg`)).join("\n");
    expect((await check(many, { task }, 65_536)).told).toEqual([
      "20001 the manifest has 20001 lines; a job of SemanticSegmentation has at most 20000 objects",
    ]);
  });

  it("tells which labels of earlier jobs there are", async () => {
    const line = JSON.stringify({
      source: "a",
      mood: 1,
      "mood-metadata": { "job-name": "j" },
      note: 1,
      "note-metadata": "mine",
    });
    expect((await check(line)).summary.labels).toEqual({ mood: 1 });
  });

  it.each([
    ["gzip", [0x1f, 0x8b, 8, 0], /in\.manifest is compressed with gzip/],
    ["UTF-16 with a mark", [0xff, 0xfe, 0x7b, 0], /is UTF-16/],
    ["UTF-16 without one", [0x7b, 0, 0x22, 0], /is UTF-16/],
    ["zip", [0x50, 0x4b, 3, 4], /is a zip archive/],
  ])("refuses %s", async (_title, head, message) => {
    await expect(check(bytes(head), {}, 1)).rejects.toThrow(message);
  });
});

it("cuts a stream into the lines that it has, wherever chunks end", async () => {
  const character = fc.constantFrom("a", "ä", "😀", "\n", "\r\n", '"', " ");
  await fc.assert(
    fc.asyncProperty(
      fc.array(character, { maxLength: 40 }),
      fc.integer({ min: 1, max: 9 }),
      async (parts, size) => {
        const text = parts.join("");
        const lines: string[] = [];
        for await (const batch of (await linesOf("x", inChunks(Buffer.from(text), size))).batches) {
          for (const line of batch) {
            expect(line.number).toBe(lines.length + 1);
            lines.push(line.text);
          }
        }
        const expected = text
          .split("\n")
          .map((line, index, all) => (index < all.length - 1 || line !== "" ? line.replace(/\r$/, "") : ""));
        if (expected.at(-1) === "" && !text.endsWith("\r")) expected.pop();
        expect(lines).toEqual(expected);
      },
    ),
    propertyRuns(100),
  );
});

it("finds what is wrong with every text that JSON.parse refuses, and with no other", () => {
  const piece = fc.constantFrom(
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    '"',
    "'",
    "a",
    '"b"',
    "1",
    "-",
    ".5",
    "true",
    "null",
    "\\",
    "\\u00",
    " ",
    "e",
    "\t",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join("");
      let isJson = true;
      try {
        JSON.parse(text);
      } catch {
        isJson = false;
      }
      expect(jsonFault(text).message === "is no JSON").toBe(isJson);
    }),
    propertyRuns(2000),
  );
});

describe("a sorter with little memory", () => {
  const sizes = { inMemory: 4, fanIn: 2, read: 2 };

  it("sorts as an array does", () => {
    const word = fc.constantFrom(0, 1, 2, 0xffff_fffe, 0xffff_ffff);
    fc.assert(
      fc.property(fc.array(fc.tuple(word, word), { maxLength: 60 }), (records) => {
        const sorter = new RecordSorter(2, sizes);
        for (const record of records) sorter.add(record);
        const sorted: number[][] = [];
        for (const record of sorter.sorted()) sorted.push([...record]);
        sorter.close();
        expect(sorted).toEqual([...records].sort(([a, b], [c, d]) => a - c || b - d));
      }),
      propertyRuns(50),
    );
  });

  it("finds repeated objects, in the order of their lines", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 8 }), { maxLength: 50 }), (objects) => {
        const repeated = new RepeatedObjects(sizes);
        objects.forEach((object, index) => repeated.add(`object ${object}`, index + 1, index % 3 === 0));
        const expected = objects.flatMap((object, index) =>
          objects.indexOf(object) < index
            ? [{ line: index + 1, first: objects.indexOf(object) + 1, isFaulty: index % 3 === 0 }]
            : [],
        );
        expect([...repeated.repeated()]).toEqual(expected);
        repeated.close();
      }),
      propertyRuns(50),
    );
  });
});

describe("a line of a listing", () => {
  it.each<[string, ReturnType<typeof listingLine>]>([
    ["s3://acme-raw/a b.jpg", { uri: "s3://acme-raw/a b.jpg" }],
    ["images/a.jpg", { key: "images/a.jpg" }],
    ["2026-11-26 05:00:00       1234 images/a  b.jpg", { key: "images/a  b.jpg" }],
    ["2026-11-26 05:00:00          0 images/", { skipped: "folder" }],
    ["2026-11-26 05:00:00          0 images/a.jpg", { skipped: "empty" }],
    ["                           PRE images/", { skipped: "folder" }],
    ["", undefined],
    ["Total Objects: 3", undefined],
    ["   Total Size: 3 Bytes", undefined],
  ])("%s", (line, expected) => {
    expect(listingLine(line)).toEqual(expected);
  });
});
