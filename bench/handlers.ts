import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundle } from "../lib/functions/bundle";
import {
  allAnswers,
  boundingBoxes,
  majorityVote,
  type PostAnnotationHandler,
  type PostAnnotationOptions,
  postAnnotationHandler,
  readyHandler,
  textSpans,
} from "../lib/handlers/index";

/*
 * The ready handlers as they are deployed: size of the bundle, time that a fresh Node process spends on loading it, and 10,000 objects with five answers each in one call: time, memory of the whole
 * process, size of the answer. `node dist/bench/handlers.js`, after `npm run build`.
 */
const objects = 10_000;
const workers = 5;
const coldRuns = 31;
const labels = ["Cat", "Bird", "Dog", "Horse"];

interface ReadyHandler {
  readonly answer?: (object: number, worker: number) => unknown;
  readonly handler?: (options: PostAnnotationOptions) => PostAnnotationHandler;
}

const label = (object: number, worker: number) => labels[(object + (worker === 0 ? 1 : 0)) % labels.length]!;
const choice = (object: number, worker: number) => ({ category: { label: label(object, worker) } });
const readyHandlers: Readonly<Record<string, ReadyHandler>> = {
  "pass-through-pre-annotation": {},
  "pass-through-post-annotation": {
    answer: choice,
    handler: (options) => postAnnotationHandler(allAnswers, options),
  },
  "majority-vote": { answer: choice, handler: (options) => readyHandler(majorityVote, options) },
  "bounding-boxes": {
    answer: (object, worker) => ({
      annotatedResult: {
        boundingBoxes: [0, 1].map((index) => ({
          height: 300 + worker,
          label: label(object, worker),
          left: 400 * index + worker,
          top: 120 - worker,
          width: 280,
        })),
        inputImageProperties: { height: 720, width: 1280 },
      },
    }),
    handler: (options) => readyHandler(boundingBoxes, options),
  },
  "text-spans": {
    answer: (object, worker) => ({
      "crowd-entity-annotation": {
        entities: [0, 1].map((index) => ({
          endOffset: 20 * index + 9 + (worker % 2),
          label: label(object, worker),
          startOffset: 20 * index,
        })),
      },
    }),
    handler: (options) => readyHandler(textSpans, options),
  },
};

interface Consolidated {
  readonly seconds: number;
  readonly megabytes: number;
  readonly answer: number;
}

/** In a process of its own: `handlers.js <name> <payload file>`. */
async function consolidate(name: string, file: string): Promise<Consolidated> {
  const handler = readyHandlers[name]!.handler!({
    reader: { read: () => Promise.resolve(readFileSync(file, "utf8")) },
  });
  const start = performance.now();
  const answer = await handler({
    version: "2018-10-16",
    labelingJobArn: "arn:aws:sagemaker:eu-west-1:111122223333:labeling-job/bench",
    labelCategories: labels,
    labelAttributeName: "label",
    roleArn: "arn:aws:iam::111122223333:role/bench",
    payload: { s3Uri: "s3://bench/payload.json" },
  });
  return {
    seconds: (performance.now() - start) / 1000,
    megabytes: process.resourceUsage().maxRSS / 1000,
    answer: Buffer.byteLength(JSON.stringify(answer)) / 1e6,
  };
}

function payload(answer: (object: number, worker: number) => unknown): string {
  const items = Array.from({ length: objects }, (_, object) => ({
    datasetObjectId: String(object),
    dataObject: { s3Uri: `s3://bench/images/${object}.jpg` },
    annotations: Array.from({ length: workers }, (__, worker) => ({
      workerId: `private.eu-west-1.worker${worker}`,
      annotationData: { content: JSON.stringify(answer(object, worker)) },
    })),
  }));
  return JSON.stringify(items);
}

/** In a process of its own, which has loaded nothing else. */
function importMilliseconds(code: string): number {
  const script =
    "const start = performance.now(); require(process.argv[1]); console.log(performance.now() - start)";
  return Number(execFileSync(process.execPath, ["-e", script, code], { encoding: "utf8" }));
}

function measure(): void {
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const folder = mkdtempSync(join(tmpdir(), "ground-truth-handlers-"));
  say(`${"".padEnd(30)}bundle KB  minified   cold ms   seconds        MB  answer MB`);
  for (const [name, { answer }] of Object.entries(readyHandlers)) {
    const entry = join(__dirname, `../lib/handlers/ready/${name}.js`);
    const size = (minify: boolean) => bundled(entry, minify).byteLength / 1000;
    const code = join(folder, `${name}.js`);
    writeFileSync(code, bundled(entry, false));
    // The least of many, as whatever else the machine does only adds.
    const cold = Math.min(...Array.from({ length: coldRuns }, () => importMilliseconds(code)));
    const cells = [size(false).toFixed(1), size(true).toFixed(1), cold.toFixed(1)];
    if (answer !== undefined) {
      const file = join(folder, `${name}.json`);
      writeFileSync(file, payload(answer));
      const output = execFileSync(process.execPath, [__filename, name, file], { encoding: "utf8" });
      const result = JSON.parse(output) as Consolidated;
      cells.push(result.seconds.toFixed(2), result.megabytes.toFixed(0), result.answer.toFixed(2));
    }
    say(name.padEnd(30) + cells.map((cell) => cell.padStart(9)).join(" "));
  }
  rmSync(folder, { recursive: true });
}

function bundled(entry: string, minify: boolean): Uint8Array {
  const external = ["@aws-sdk/*", "@smithy/*"];
  return bundle({ entry, handler: "handler", nodeVersion: 22, minify, sourceMap: false, external }).files.get(
    "index.js",
  )!;
}

const [name, file] = process.argv.slice(2);
if (name === undefined) measure();
else void consolidate(name, file!).then((result) => process.stdout.write(JSON.stringify(result)));
