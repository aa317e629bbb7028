import { spawnSync } from "node:child_process";
import { createReadStream, mkdtempSync, openSync, rmSync, writeSync, closeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BuiltInTask } from "../lib/jobs/built-in-task";
import { BuiltInTaskType } from "../lib/jobs/built-in-task-type";
import { checkManifest } from "../tasks/manifest/check-manifest";
import { lineContext } from "../tasks/manifest/line-context";

/*
 * Time and memory of `manifest check`, for 100,000 and 1,000,000 lines: `npm run bench:manifest`. Each size runs in a process of
 * its own, so that its peak of memory is its own. One line in a thousand is faulty, one in a hundred is repeated.
 */

const sizes = [100_000, 1_000_000];

interface Measured {
  readonly lines: number;
  readonly faults: number;
  readonly seconds: number;
  readonly megabytes: number;
}

function write(file: string, lines: number): void {
  const out = openSync(file, "w");
  let text = "";
  for (let line = 1; line <= lines; line += 1) {
    const number = line % 100 === 0 ? line - 50 : line;
    text +=
      line % 1000 === 500
        ? `{"source-ref": "s3://acme-street-signs-raw/other/${line}.jpg"}\n`
        : `{"source-ref": "s3://acme-street-signs-raw/images/2026/11/camera-7/frame-${number}.jpg", "camera": 7, "taken": "2026-11-26T05:00:00Z"}\n`;
    if (text.length < 1 << 20 && line < lines) continue;
    writeSync(out, text);
    text = "";
  }
  closeSync(out);
}

async function measure(file: string): Promise<Measured> {
  const context = lineContext(
    ["s3://acme-street-signs-raw/images/"],
    BuiltInTask.of(BuiltInTaskType.BOUNDING_BOX),
  );
  const begun = process.hrtime.bigint();
  const chunks = createReadStream(file, { highWaterMark: 1 << 18 }) as AsyncIterable<Uint8Array>;
  const { lines, faults } = await checkManifest(chunks, { shown: file, context, tell: () => undefined });
  const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
  return { lines, faults, seconds, megabytes: process.resourceUsage().maxRSS / 1024 };
}

function compare(): void {
  const folder = mkdtempSync(join(tmpdir(), "manifest-bench-"));
  try {
    const results = sizes.map((size) => {
      const file = join(folder, `${size}.manifest`);
      write(file, size);
      const { stdout, stderr, status } = spawnSync(process.execPath, [__filename, file], {
        encoding: "utf8",
      });
      if (status !== 0) throw new Error(stderr);
      rmSync(file);
      return JSON.parse(stdout) as Measured;
    });
    for (const { lines, faults, seconds, megabytes } of results) {
      console.log(
        `${lines.toLocaleString("en")} lines: ${seconds.toFixed(2)} s, ${megabytes.toFixed(0)} MB at most, ${faults} faults`,
      );
    }
    const ratio = results[1]!.megabytes / results[0]!.megabytes;
    console.log(`Memory grows ${ratio.toFixed(2)} times where lines grow 10 times (allowed: 1.20).`);
    if (ratio > 1.2) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const [, , file] = process.argv;
if (file === undefined) compare();
else {
  void measure(file).then((measured) => process.stdout.write(JSON.stringify(measured)));
}
