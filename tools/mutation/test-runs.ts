import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { projectRoot } from "../../stacks/project-root";

/** One test file, with one mutant switched on or with none. */
export interface TestRun {
  /** `__tests__/iam/iam.test.ts` */
  readonly test: string;
  readonly mutant?: number;
  /** How often the mutant may be reached: more is a loop without end. */
  readonly limit?: number;
}

interface TestOutcome {
  readonly failed: boolean;
  /** Name of the test that failed first, or what became of the file. */
  readonly by: string;
  readonly seconds: number;
}

interface ReportedLine {
  readonly path: string;
  readonly started?: true;
  readonly failed: boolean;
  readonly passed: number;
  readonly by: string;
  readonly seconds: number;
}

const root = projectRoot();
export const mutationFolder = join(root, "dist", "mutation");
const runFolder = join(mutationFolder, "run");
const results = join(mutationFolder, "results.jsonl");
const configFile = join(mutationFolder, "jest.config.json");
/** Longer than any test file takes, on a machine with other work too. */
const silenceInSeconds = 240;
/** Test files of one process: what they leave in memory goes with it. */
const together = 40;

/** Runs test files in few processes: the program that runs them, and what it compiled, stay loaded. */
export async function runTests(runs: readonly TestRun[], workers: number): Promise<TestOutcome[]> {
  const outcomes: TestOutcome[] = [];
  for (let start = 0; start < runs.length; start += together)
    outcomes.push(...(await runBatch(runs.slice(start, start + together), workers)));
  return outcomes;
}

/** How often each mutant was reached by the test file that ran at this place of the last call, without any mutant. */
export function hitsOf(index: number): readonly (readonly [number, number])[] {
  const file = join(runFolder, `${index % together}.hits.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as [number, number][]) : [];
}

async function runBatch(runs: readonly TestRun[], workers: number): Promise<TestOutcome[]> {
  const outcomes = new Map<number, TestOutcome>();
  for (;;) {
    const left = runs.map((_run, index) => index).filter((index) => !outcomes.has(index));
    if (left.length === 0) return runs.map((_run, index) => outcomes.get(index)!);
    const stuck = await runOnce(runs, left, workers, outcomes);
    for (const index of stuck)
      outcomes.set(index, { failed: true, by: "did not come to an end", seconds: silenceInSeconds });
    if (stuck.length === 0 && left.every((index) => !outcomes.has(index)))
      throw new Error(`jest ran none of the test files: see ${join(mutationFolder, "jest.log")}`);
  }
}

/** @returns places of those that were running when jest had been silent for too long */
async function runOnce(
  runs: readonly TestRun[],
  indexes: readonly number[],
  workers: number,
  outcomes: Map<number, TestOutcome>,
): Promise<number[]> {
  rmSync(runFolder, { recursive: true, force: true });
  mkdirSync(runFolder, { recursive: true });
  writeFileSync(results, "");
  for (const index of indexes) {
    const { test, mutant, limit } = runs[index]!;
    const pragmas = mutant === undefined ? "" : `/**\n * @mutant ${mutant}\n * @limit ${limit}\n */\n`;
    const path = JSON.stringify(join(root, test));
    writeFileSync(join(runFolder, `${index}.test.js`), `${pragmas}require(${path});\n`);
  }
  writeFileSync(configFile, JSON.stringify(jestConfig()));
  const cli = join(root, "node_modules", "jest", "bin", "jest.js");
  const parallel = workers === 1 ? ["--runInBand"] : [`--maxWorkers=${workers}`];
  const child = spawn(
    process.execPath,
    ["--max-semi-space-size=64", cli, "--config", configFile, "--ci", ...parallel],
    { cwd: root, stdio: ["ignore", "ignore", "pipe"], detached: true },
  );
  let log = "";
  child.stderr.on("data", (data: Buffer) => (log += data.toString()));
  let seen = 0;
  let quiet = 0;
  let killed = false;
  const watch = setInterval(() => {
    const { length } = readFileSync(results);
    quiet = length === seen ? quiet + 1 : 0;
    seen = length;
    if (quiet < silenceInSeconds) return;
    killed = true;
    process.kill(-child.pid!, "SIGKILL");
  }, 1000);
  await new Promise((resolve) => child.once("close", resolve));
  clearInterval(watch);
  writeFileSync(join(mutationFolder, "jest.log"), log);

  const running = new Set<number>();
  for (const line of readFileSync(results, "utf8").split("\n")) {
    if (line === "") continue;
    const { path, started, failed, passed, by, seconds } = JSON.parse(line) as ReportedLine;
    const index = Number(/(\d+)\.test\.js$/.exec(path)?.[1]);
    if (started) {
      running.add(index);
      continue;
    }
    running.delete(index);
    outcomes.set(index, { failed: failed || passed === 0, by, seconds });
  }
  return killed ? [...running] : [];
}

/** The project's own, with mutable sources, and without what looks for test files. */
function jestConfig(): object {
  // It also chooses the folder of temporary files.
  const own = createRequire(__filename)(join(root, "jest.config.js")) as Record<string, unknown>;
  const tool = (name: string) => join(root, "tools", "mutation", name);
  return {
    ...own,
    rootDir: root,
    roots: [runFolder],
    testMatch: ["**/*.test.js"],
    testPathIgnorePatterns: [],
    cacheDirectory: join(mutationFolder, "cache"),
    transform: { "^.+\\.ts$": tool("transform.cjs") },
    testEnvironment: tool("environment.cjs"),
    reporters: [[tool("reporter.cjs"), { file: results }]],
  };
}
