import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { projectRoot } from "../../stacks/project-root";
import { Random } from "../fuzz/random";
import { judgementOf } from "./judged";
import { mutableSource, type Mutant } from "./mutants";
import { hitsOf, mutationFolder, runTests, type TestRun } from "./test-runs";

/*
 * npm run mutation -- [--files lib/permissions,lib/iam] [--sample 200] [--seed 1] [--only 17] [--workers 2]
 *
 * Changes the sources in one small place after another and tells which changes no test notices. Without --sample all of
 * them are tried. A mutant is tried on the test files that reach it, those first that noticed most per second so far.
 *
 * Left out: tests of pages that a command writes anew, and those that run compiled programs, which have no mutants.
 */
const root = projectRoot();
const measured = ["lib/permissions", "lib/iam", "lib/access"];
const testFolders = [
  "access",
  "conformance",
  "constructs",
  "functions",
  "iam",
  "jobs",
  "permissions",
  "roles",
  "stacks",
  "streaming",
  "workflows",
  "workforce",
];
const roundSize = 40;
const leftOut = ["access/proof", "stacks/killed-program", "conformance/harness.test"];

interface Reached {
  /** Test file to mutant to how often it was reached. */
  readonly hits: Readonly<Record<string, Readonly<Record<number, number>>>>;
  readonly seconds: Readonly<Record<string, number>>;
}

function filesIn(folder: string, ending: string): string[] {
  const path = join(root, folder);
  if (statSync(path).isFile()) return [folder];
  return readdirSync(path, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending) && statSync(join(path, name)).isFile())
    .sort()
    .map((name) => `${folder}/${name}`);
}

/** Numbers go on from file to file, so that a number is one mutant of these files. */
function writeMutableSources(files: readonly string[]): Mutant[] {
  const sources = join(mutationFolder, "sources");
  rmSync(sources, { recursive: true, force: true });
  const mutants: Mutant[] = [];
  for (const file of files) {
    const source = mutableSource(file, readFileSync(join(root, file), "utf8"), mutants.length);
    mutants.push(...source.mutants);
    mkdirSync(dirname(join(sources, file)), { recursive: true });
    writeFileSync(join(sources, file), source.text);
  }
  return mutants;
}

/** Runs every test file once without a mutant. What it reached is kept until it or a source changes. */
async function reachedBy(
  tests: readonly string[],
  files: readonly string[],
  workers: number,
): Promise<Reached> {
  const text = (file: string) => readFileSync(join(root, file));
  const hash = createHash("sha256").update(files.join());
  const sources = ["lib", "stacks", "tools/mutation/mutants.ts"].flatMap((folder) => filesIn(folder, ".ts"));
  for (const file of [...sources, ...filesIn("__tests__/conformance/harness", ".ts")])
    hash.update(file).update(text(file));
  const kept = join(mutationFolder, "reached", hash.digest("hex").slice(0, 16));
  mkdirSync(kept, { recursive: true });
  const hits: Record<string, Record<number, number>> = {};
  const seconds: Record<string, number> = {};
  for (const test of tests) {
    const own = join(kept, `${createHash("sha256").update(test).update(text(test)).digest("hex")}.json`);
    if (!existsSync(own)) {
      const [outcome] = await runTests([{ test }], workers);
      if (outcome!.failed) {
        console.log(`${test} is left out, as it fails without any mutant: ${outcome!.by}`);
        hits[test] = {};
        continue;
      }
      writeFileSync(own, JSON.stringify({ hits: Object.fromEntries(hitsOf(0)), seconds: outcome!.seconds }));
    }
    const reached = JSON.parse(readFileSync(own, "utf8")) as {
      hits: Record<number, number>;
      seconds: number;
    };
    hits[test] = reached.hits;
    seconds[test] = reached.seconds;
  }
  return { hits, seconds };
}

interface Trial {
  readonly mutant: Mutant;
  /** Test files that reach it and have not been tried. */
  readonly left: Set<string>;
  readonly reached: boolean;
  killedBy?: string;
}

/** Which test file to try next: what noticed most mutants of the same file, then of any, for its time. */
class Experience {
  private readonly tries = new Map<string, { tried: number; noticed: number }>();

  public constructor(private readonly seconds: Readonly<Record<string, number>>) {}

  public note(test: string, file: string, noticed: boolean): void {
    for (const key of [test, `${test} ${file}`]) {
      const known = this.tries.get(key) ?? { tried: 0, noticed: 0 };
      known.tried += 1;
      known.noticed += noticed ? 1 : 0;
      this.tries.set(key, known);
    }
  }

  public best(tests: Iterable<string>, file: string, count: number): string[] {
    const worth = (test: string) => this.worth(test, file);
    return [...tests].sort((a, b) => worth(b) - worth(a) || a.localeCompare(b)).slice(0, count);
  }

  private worth(test: string, file: string): number {
    const rate = (key: string, first: number) => {
      const { tried, noticed } = this.tries.get(key) ?? { tried: 0, noticed: 0 };
      return (noticed + first) / (tried + 1);
    };
    const folder = file.split("/")[1] ?? "";
    const first = test.includes(`/${folder}/`) || test.includes("/conformance/") ? 0.5 : 0.2;
    return rate(`${test} ${file}`, rate(test, first)) / (0.5 + (this.seconds[test] ?? 1));
  }
}

function sampled(mutants: readonly Mutant[], size: number, seed: number): Mutant[] {
  const random = new Random(seed);
  const rest = [...mutants];
  const chosen: Mutant[] = [];
  while (chosen.length < size && rest.length > 0) chosen.push(...rest.splice(random.below(rest.length), 1));
  return chosen.sort((a, b) => a.id - b.id);
}

function shown({ file, line, column, original, replacement }: Mutant): string {
  const short = (text: string) => {
    const flat = text.replace(/\s+/g, " ");
    return flat.length > 90 ? `${flat.slice(0, 87)}...` : flat;
  };
  const change =
    replacement === "" ? `taken out: ${short(original)}` : `${short(original)}  ->  ${short(replacement)}`;
  return `${file}:${line}:${column}  ${change}`;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      files: { type: "string", default: measured.join() },
      sample: { type: "string" },
      seed: { type: "string", default: "1" },
      only: { type: "string" },
      list: { type: "boolean", default: false },
      workers: { type: "string", default: "1" },
    },
  });
  const workers = Number(values.workers);
  const folders = values.files.split(",");
  const files = folders.flatMap((folder) => filesIn(folder, ".ts"));
  mkdirSync(mutationFolder, { recursive: true });
  const all = writeMutableSources(files);
  if (values.list) {
    for (const mutant of all) console.log(`${mutant.id}  ${shown(mutant)}`);
    return 0;
  }
  const tests = testFolders
    .flatMap((folder) => filesIn(`__tests__/${folder}`, ".test.ts"))
    .filter((test) => !leftOut.some((part) => test.includes(part)));
  const { hits, seconds } = await reachedBy(tests, files, workers);

  const open = all.filter((mutant) => judgementOf(mutant) === undefined);
  const chosen =
    values.only !== undefined
      ? all.filter(({ id }) => values.only!.split(",").includes(String(id)))
      : sampled(open, Number(values.sample ?? open.length), Number(values.seed));
  console.log(
    `${all.length} mutants in ${files.length} files; ${all.length - open.length} judged to change nothing; ${chosen.length} are tried.`,
  );

  const trials: Trial[] = chosen.map((mutant) => {
    const left = new Set(tests.filter((test) => hits[test]?.[mutant.id] !== undefined));
    return { mutant, left, reached: left.size > 0 };
  });
  // Told at once, as a run takes hours and may be stopped.
  const tellIfSurvived = ({ mutant, killedBy, left, reached }: Trial) => {
    if (killedBy === undefined && left.size === 0)
      console.log(`${reached ? "survived" : "unreached"}  ${shown(mutant)}  (${mutant.id})`);
  };
  trials.filter(({ reached }) => !reached).forEach(tellIfSurvived);
  const experience = new Experience(seconds);
  for (;;) {
    const next = trials.filter(({ killedBy, left }) => killedBy === undefined && left.size > 0);
    if (next.length === 0) break;
    const round = next.slice(0, roundSize);
    // The last ones are tried on several test files at a time, as each start of jest takes time.
    const each = Math.ceil(roundSize / 2 / round.length);
    const planned = round.flatMap((trial) =>
      experience.best(trial.left, trial.mutant.file, each).map((test) => ({ trial, test })),
    );
    const outcomes = await runTests(
      planned.map(({ trial: { mutant }, test }): TestRun => {
        return { test, mutant: mutant.id, limit: 100 * hits[test]![mutant.id]! + 10_000 };
      }),
      workers,
    );
    for (const [index, { failed, by }] of outcomes.entries()) {
      const { trial, test } = planned[index]!;
      trial.left.delete(test);
      experience.note(test, trial.mutant.file, failed);
      if (failed) trial.killedBy ??= `${test}: ${by}`;
    }
    round.forEach(tellIfSurvived);
    const killed = trials.filter(({ killedBy }) => killedBy !== undefined).length;
    const done = trials.filter(({ killedBy, left }) => killedBy !== undefined || left.size === 0).length;
    console.error(`${done} of ${trials.length} done, ${killed} noticed`);
  }
  return report(folders, trials);
}

function report(folders: readonly string[], trials: readonly Trial[]): number {
  let low = 0;
  for (const folder of folders) {
    const own = trials.filter(({ mutant }) => mutant.file.startsWith(folder));
    const killed = own.filter(({ killedBy }) => killedBy !== undefined).length;
    const score = own.length === 0 ? 100 : (100 * killed) / own.length;
    if (measured.includes(folder) && score < 95) low += 1;
    console.log(`${folder}: ${killed} of ${own.length} noticed, ${score.toFixed(1)} %`);
  }
  return low === 0 ? 0 : 1;
}

main().then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
