import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { provideExistingKeys } from "./existing/existing-keys";
import { accountOfExisting, findExisting } from "./existing/find-existing";
import { provideExisting } from "./existing/provide-existing";
import { localDirectory } from "./local-directory";
import type { SynthesizedStack } from "./synthesis";
import { type PreparedWork, prepareWorkDirectory, readStack } from "./work-directory";

/** A stack that is ready for Terraform. */
export interface OrderedWork extends PreparedWork {
  readonly dependencies?: readonly string[];
}

/**
 * Copies the stacks into their work directories, and makes on the emulator what they use and no stack of the app makes.
 *
 * @param all every stack of the app
 * @param leaveOut reasons to leave resources out, by type
 * @returns those of which something is left
 */
export async function prepareStacks(
  root: string,
  endpoint: string,
  stacks: readonly SynthesizedStack[],
  all: readonly SynthesizedStack[],
  leaveOut: Readonly<Record<string, string>>,
  say: (line: string) => void,
): Promise<OrderedWork[]> {
  const configs = stacks.map(readStack);
  const account = accountOfExisting(configs);
  const prepared = stacks.map((stack) => ({
    ...stack,
    ...prepareWorkDirectory(root, stack, { account, leaveOut }),
  }));
  tellLeftOut(prepared, say);
  const works = prepared.filter((work) => !isEmpty(work));
  const existing = findExisting(configs, all.map(readStack)).map((one) => ({
    ...one,
    account: one.account ?? account,
  }));
  await provideExisting(endpoint, existing);
  const aliases = await provideExistingKeys(endpoint, works);
  tellExisting(
    root,
    [
      ...new Set(existing.map(({ kind, name }) => `${kind} ${name}`)),
      ...aliases.map((name) => `key ${name}`),
    ],
    say,
  );
  return works;
}

/** What was made on the emulator beside the stacks. */
export function madeBeforehand(root: string): readonly string[] {
  try {
    return JSON.parse(readFileSync(file(root), "utf8")) as string[];
  } catch {
    return [];
  }
}

/** Whether nothing is left to apply. */
function isEmpty({ leftOut, directory, name }: PreparedWork): boolean {
  return leftOut.length > 0 && Object.keys(readStack({ name, directory }).resource ?? {}).length === 0;
}

/** By reason and type, as many stacks leave out the same. */
function tellLeftOut(works: readonly PreparedWork[], say: (line: string) => void): void {
  const byReason = new Map<string, Map<string, number>>();
  for (const { address, reason } of works.flatMap(({ leftOut }) => leftOut)) {
    const counts = byReason.get(reason) ?? new Map<string, number>();
    const [type = ""] = address.split(".");
    byReason.set(reason, counts.set(type, (counts.get(type) ?? 0) + 1));
  }
  for (const [reason, counts] of byReason) {
    const what = [...counts].map(([type, count]) => (count === 1 ? type : `${count} ${type}`));
    say(`Left out: ${what.join(", ")} (${reason}).`);
  }
}

const mostNames = 8;

/** Once: the next run finds them there. */
function tellExisting(root: string, names: readonly string[], say: (line: string) => void): void {
  const before = new Set(madeBeforehand(root));
  const fresh = names.filter((name) => !before.has(name));
  if (fresh.length === 0) return;
  mkdirSync(localDirectory(root), { recursive: true });
  writeFileSync(file(root), JSON.stringify([...before, ...fresh]));
  const more = fresh.length > mostNames ? ` and ${fresh.length - mostNames} more` : "";
  say(`Made on the emulator, empty, as it exists on AWS: ${fresh.slice(0, mostNames).join(", ")}${more}.`);
}

function file(root: string): string {
  return join(localDirectory(root), "existing.json");
}
