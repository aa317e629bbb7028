import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { writeAsEsModule } from "./esm";
import type { OneRun } from "./one-run";

/*
 * The library beside a program that writes the same files with the provider's resources alone, in turn and each in a process of
 * its own. What counts is CPU, and of several runs the one that was disturbed least.
 *
 * Budgets: load 1.10, synth 1.05 at 10, 100 and 1,000 workflows, growth 1.05, memory 1.10.
 */
type How = "require" | "import";
type Figure = Exclude<keyof OneRun, "output">;

const programs = ["library", "plain"] as const;

/** The least of several runs, of both programs. */
class Comparison {
  private readonly runs: readonly (readonly [library: OneRun, plain: OneRun])[];

  public constructor(how: How, count: number, times: number) {
    this.runs = Array.from({ length: times }, () => {
      const [library, plain] = [run("library", how, count), run("plain", how, count)];
      if (library.output !== plain.output) throw new Error("the two programs do not write the same");
      return [library, plain] as const;
    });
  }

  public library(figure: Figure): number {
    return Math.min(...this.runs.map(([library]) => library[figure]));
  }

  public plain(figure: Figure): number {
    return Math.min(...this.runs.map(([, plain]) => plain[figure]));
  }

  public ratio(figure: Figure): number {
    return this.library(figure) / this.plain(figure);
  }
}

function run(program: (typeof programs)[number], how: How, count: number): OneRun {
  const args = [join(__dirname, "one-run.js"), program, how, String(count)];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" })) as OneRun;
}

export function benchLibrary(say: (line: string) => void): void {
  for (const program of programs) writeAsEsModule(program);
  const ratio = (name: string, value: number) => say(`ratio ${name} ${value.toFixed(2)}`);

  const loads = (["require", "import"] as const).map((how) => ({ how, of: new Comparison(how, 0, 15) }));
  for (const { how, of } of loads) {
    say(`load by ${how}, ms: library ${of.library("load").toFixed(0)}, plain ${of.plain("load").toFixed(0)}`);
    ratio(`load-${how}`, of.ratio("load"));
  }
  ratio("load", Math.max(...loads.map(({ of }) => of.ratio("load"))));

  const counts = [
    { count: 10, times: 15 },
    { count: 100, times: 9 },
    { count: 1000, times: 3 },
  ];
  const synths = counts.map(({ count, times }) => ({ count, of: new Comparison("require", count, times) }));
  for (const { count, of } of synths) {
    const each = (figure: number) => (figure / count).toFixed(2);
    say(
      `synth of ${count} workflows, ms each: library ${each(of.library("synth"))}, plain ${each(of.plain("synth"))}, ` +
        `JSON.stringify of the output ${each(of.library("floor"))}`,
    );
    ratio(`synth-${count}`, of.ratio("synth"));
  }
  ratio("synth", Math.max(...synths.map(({ of }) => of.ratio("synth"))));

  const [, hundred, thousand] = synths as [unknown, (typeof synths)[number], (typeof synths)[number]];
  const growth = (program: (typeof programs)[number]) =>
    thousand.of[program]("synth") / 1000 / (hundred.of[program]("synth") / 100);
  ratio("growth", growth("library"));
  ratio("growth-of-plain", growth("plain"));
  ratio("memory", thousand.of.ratio("megabytes"));
  ratio("floor", thousand.of.library("synth") / thousand.of.library("floor"));
}
