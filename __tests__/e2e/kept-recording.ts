import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { WorkDirectory } from "../../local/work-directory";
import { lineOf, type RecordedCall } from "./recorded-calls";

/** What the stacks of the example ask of AWS, kept for the tests that run without Terraform. */
interface KeptRecording {
  /** Version of the AWS provider that asked. */
  readonly provider: string;
  /** Stack -> permissions, one a line. */
  readonly calls: Readonly<Record<string, readonly string[]>>;
}

const file = join(__dirname, "..", "permissions", "deployer-recording.json");

export function keptRecording(): KeptRecording {
  return JSON.parse(readFileSync(file, "utf8")) as KeptRecording;
}

/**
 * Fails when the stack asks for something else than what is kept. With `GROUND_TRUTH_RECORD=1` it is kept anew instead.
 * Other versions of the provider ask otherwise, so that they are not compared.
 */
export function compareWithKept(stack: WorkDirectory, calls: readonly RecordedCall[]): void {
  const provider = providerVersion(stack);
  const kept = keptRecording();
  const lines = calls.map(lineOf);
  if (process.env["GROUND_TRUTH_RECORD"] === "1") {
    const all = Object.entries({ ...kept.calls, [stack.name]: lines });
    const sorted = Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)));
    writeFileSync(file, `${JSON.stringify({ provider, calls: sorted }, null, 2)}\n`);
    return;
  }
  if (kept.provider === provider) expect(lines).toEqual(kept.calls[stack.name] ?? []);
}

function providerVersion({ directory }: WorkDirectory): string {
  const lock = readFileSync(join(directory, ".terraform.lock.hcl"), "utf8");
  return /hashicorp\/aws" \{\s*version\s*=\s*"([^"]+)"/.exec(lock)?.[1] ?? "unknown";
}
