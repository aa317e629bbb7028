import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { projectRoot } from "../../stacks/project-root";
import { FuzzInputs } from "./inputs";
import type { Verdict } from "./verdict";
import { FuzzWorker } from "./workers";

/*
 * npm run fuzz -- [--runs 1000] [--seed 1] [--only 17] [--keep <folder>]
 *
 * Tries broken and odd configurations, and fails if one of them crashes the program, takes over a second of CPU, or leaves
 * something half-written. The same seed gives the same inputs; --only tries one of them; those that fail are written to
 * the folder of --keep, as all accepted ones are with --accepted.
 */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      runs: { type: "string", default: "1000" },
      seed: { type: "string", default: "1" },
      only: { type: "string" },
      keep: { type: "string" },
      accepted: { type: "boolean", default: false },
    },
  });
  const seed = Number(values.seed);
  const indexes = values.only === undefined ? [...Array(Number(values.runs)).keys()] : [Number(values.only)];
  const inputs = new FuzzInputs(projectRoot(), seed);
  const count: Record<Verdict["outcome"], number> = { accepted: 0, refused: 0, failed: 0 };
  let slowest = 0;
  const worker = new FuzzWorker(seed);
  for (const index of indexes) {
    const verdict = await worker.judge(index);
    count[verdict.outcome] += 1;
    slowest = Math.max(slowest, verdict.cpuSeconds);
    const input = inputs.at(index);
    if (verdict.outcome === "failed")
      console.log(`seed ${seed}, input ${index} (${input.origin}): ${verdict.fault}`);
    if (
      values.keep !== undefined &&
      (verdict.outcome === "failed" || (values.accepted && verdict.outcome === "accepted"))
    ) {
      mkdirSync(values.keep, { recursive: true });
      writeFileSync(join(values.keep, `${verdict.outcome}-${seed}-${index}.yaml`), input.text);
    }
  }
  worker.stop();
  console.log(
    `${indexes.length} inputs of seed ${seed}: ${count.accepted} accepted, ${count.refused} refused, ${count.failed} failed; ` +
      `the slowest took ${slowest.toFixed(2)} s of CPU.`,
  );
  return count.failed === 0 ? 0 : 1;
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
