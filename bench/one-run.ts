import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type * as Provider from "@cdktf/provider-aws/lib/provider";
import type * as Cdktf from "cdktf";
import type { TerraformStack } from "cdktf";

/*
 * One measured process: `one-run.js <library | plain> <require | import> <number of workflows>`. Prints as JSON the milliseconds
 * of CPU for loading (with one workflow built and written, so that what is loaded late counts), for the number of workflows
 * after that, and for `JSON.stringify` of what these wrote; the most memory; a digest of what was written.
 */
export interface OneRun {
  readonly load: number;
  readonly synth: number;
  readonly floor: number;
  readonly megabytes: number;
  readonly output: string;
}

type Program = { workflow: (stack: TerraformStack, name: string) => void };

const [kind, how, count] = process.argv.slice(2) as ["library" | "plain", "require" | "import", string];

/** Loads what is measured too, and so not before it is asked for. */
const load = createRequire(__filename);

/** CPU of all threads: what else the machine does, disturbs it little. */
function clock(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Builds the workflows and writes them. */
function app(program: Program, workflows: number): { outdir: string; stacks: string[] } {
  const cdktf = load("cdktf") as typeof Cdktf;
  const provider = load("@cdktf/provider-aws/lib/provider") as typeof Provider;
  const outdir = mkdtempSync(join(tmpdir(), "ground-truth-bench-"));
  const made = new cdktf.App({ outdir });
  for (let index = 0; index < workflows; index += 1) {
    const stack = new cdktf.TerraformStack(made, `w${index}`);
    new provider.AwsProvider(stack, "aws", { region: "eu-west-1", allowedAccountIds: ["111122223333"] });
    program.workflow(stack, `acme-${index}`);
  }
  made.synth();
  return { outdir, stacks: Object.keys(made.manifest.stacks) };
}

/** What `JSON.stringify` alone costs for the same output. */
function stringifying(texts: readonly string[]): number {
  const values = texts.map((text) => JSON.parse(text) as unknown);
  const start = clock();
  for (const value of values) JSON.stringify(value, null, 2);
  return clock() - start;
}

async function measure(): Promise<OneRun> {
  const start = clock();
  const program = (how === "require" ? load(`./${kind}`) : await import(`./esm/${kind}.mjs`)) as Program;
  const first = app(program, 1);
  const loaded = clock();
  const all = app(program, Number(count));
  const synthesized = clock();
  const megabytes = process.resourceUsage().maxRSS / 1000;
  const texts = all.stacks.map((name) =>
    readFileSync(join(all.outdir, "stacks", name, "cdk.tf.json"), "utf8"),
  );
  for (const { outdir } of [first, all]) rmSync(outdir, { recursive: true });
  const hash = createHash("sha256");
  for (const text of texts) hash.update(text);
  return {
    load: loaded - start,
    synth: synthesized - loaded,
    floor: stringifying(texts),
    megabytes,
    output: hash.digest("hex"),
  };
}

void measure().then((run) => process.stdout.write(JSON.stringify(run)));
