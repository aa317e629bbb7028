import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigurationError } from "../../stacks/file/configuration-error";
import { readConfigs } from "../../stacks/config/read-config";
import { filesBelow } from "../../stacks/output/file-hashes";
import { changedFiles, readManifest } from "../../stacks/output/output-manifest";
import { synthesizeApp } from "../../stacks/synthesize";
import { workflowStacks } from "../../stacks/workflow-stacks";
import { additions } from "./additions";
import type { FuzzInput } from "./inputs";
import { placeInput } from "./placed-input";

/** What became of one input. */
export interface Verdict {
  readonly outcome: "accepted" | "refused" | "failed";
  /** What is wrong with the program, not with the input. @default - nothing */
  readonly fault?: string;
  readonly cpuSeconds: number;
}

const mostCpuSeconds = 1;
/** What no output and no message may hold: values that JavaScript wrote, and not a person. */
const garbage = /\bundefined\b|\[object \w+\]|\bNaN\b|[$#@]\{(?:Tf)?Token\[|\[native code\]/;

/** Reads and synthesizes an input as the program does. */
export function judge(input: FuzzInput): Verdict {
  const first = judgeOnce(input);
  if (first.cpuSeconds <= mostCpuSeconds) return first;
  // Compiling and collecting garbage happen to whoever comes first.
  const second = judgeOnce(input);
  const cpuSeconds = Math.min(first.cpuSeconds, second.cpuSeconds);
  if (cpuSeconds <= mostCpuSeconds) return { ...first, cpuSeconds };
  return { ...first, cpuSeconds, outcome: "failed", fault: `took ${cpuSeconds.toFixed(2)} s of CPU` };
}

function judgeOnce(input: FuzzInput): Verdict {
  const { hasAdditions = false, files = {} } = input;
  const text = [input.text, ...Object.values(files)].join("\n");
  const place = mkdtempSync(join(tmpdir(), "ground-truth-fuzz-"));
  const outdir = join(place, "out");
  const before = process.cpuUsage();
  const seconds = () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  };
  try {
    const file = placeInput(input, place);
    const { warnings, notices } = synthesizeApp(
      readConfigs(file),
      outdir,
      workflowStacks,
      hasAdditions ? additions : undefined,
    );
    const cpuSeconds = seconds();
    const fault =
      [...warnings, ...notices].find((line) => isGarbage(line, text)) ?? outputFault(outdir, text);
    return fault === undefined
      ? { outcome: "accepted", cpuSeconds }
      : { outcome: "failed", fault, cpuSeconds };
  } catch (error) {
    const cpuSeconds = seconds();
    const fault =
      errorFault(error, text) ?? (existsSync(outdir) ? "left files of a refused input" : undefined);
    return fault === undefined
      ? { outcome: "refused", cpuSeconds }
      : { outcome: "failed", fault, cpuSeconds };
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** Such a word that stands in the input may stand in what is said of it. */
function isGarbage(line: string, input: string): boolean {
  const written = garbage.exec(line)?.[0];
  return written !== undefined && !input.includes(written);
}

function errorFault(error: unknown, input: string): string | undefined {
  if (!(error instanceof ConfigurationError)) {
    return `threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
  if (error.problems.length === 0) return "was refused without a reason";
  for (const { path, message, place } of error.problems) {
    const line = `${path ?? ""}: ${message}`;
    if (message.trim() === "") return `was refused without a reason at ${path}`;
    if (isGarbage(line, input)) return `was told ${line}`;
    if (place === undefined && path !== undefined) return `was not told the place of ${line}`;
  }
  return undefined;
}

function outputFault(outdir: string, input: string): string | undefined {
  const manifest = readManifest(join(outdir, "manifest.json"));
  if (manifest === undefined) return "left no manifest";
  const changed = changedFiles(outdir, manifest);
  if (changed.length > 0) return `left files that are not whole: ${changed.join(", ")}`;
  for (const file of filesBelow(outdir).filter((name) => name.endsWith("cdk.tf.json"))) {
    const found = garbage.exec(readFileSync(join(outdir, file), "utf8"));
    if (found !== null && !input.includes(found[0]))
      return `wrote "${found[0]}" into ${file}: ${found.input.slice(found.index - 60, found.index + 40)}`;
  }
  return undefined;
}
