import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { benchReview } from "./review";

/*
 * The library beside the same resources written by hand, in turn and each in a process of its own. Budgets, as ratios:
 * import 1.15, construct and synth together 1.15; time for a workflow the same at 1,000 as at 10.
 */
interface Run {
  readonly import: number;
  readonly construct: number;
  readonly synth: number;
  readonly megabytes: number;
  readonly resources: number;
}

const runs = 7;

function run(kind: "library" | "plain", count: number): Run {
  const args = [join(__dirname, "one-run.js"), kind, String(count)];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" })) as Run;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

const say = (line: string) => process.stdout.write(`${line}\n`);

say("workflows  resources         import ms        app ms (construct + synth)   MB");
say("                          library  ratio        library  ratio");
for (const count of [1, 10, 100, 1000]) {
  const repeat = count === 1000 ? 3 : runs;
  const pairs = Array.from({ length: repeat }, () => [run("library", count), run("plain", count)] as const);
  const app = ({ construct, synth }: Run) => construct + synth;
  const ratio = (of: (run: Run) => number) => median(pairs.map(([ours, theirs]) => of(ours) / of(theirs)));
  const ours = (of: (run: Run) => number) => median(pairs.map(([library]) => of(library)));
  const [{ resources }, plain] = pairs[0]!;
  if (resources !== plain.resources) throw new Error(`${resources} resources beside ${plain.resources}`);
  const cells = [
    String(count).padStart(9),
    String(resources).padStart(9),
    ours((each) => each.import)
      .toFixed(0)
      .padStart(13),
    ratio((each) => each.import)
      .toFixed(2)
      .padStart(6),
    ours(app).toFixed(0).padStart(14),
    ratio(app).toFixed(2).padStart(6),
    ours((each) => each.megabytes)
      .toFixed(0)
      .padStart(14),
  ];
  say(cells.join("  "));
}

say("");
benchReview(say);
